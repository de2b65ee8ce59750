// SPDX-License-Identifier: EUPL-1.2
import Wire

/// The list of licences of DCAT-AP.de, and how portals spell them (http://dcat-ap.de/def/licenses/).
public enum LicenceList {
    public static let root = "http://dcat-ap.de/def/licenses/"

    /// Codes of the list.
    public static let codes = [
        "apache", "bsd", "cc-by", "cc-by-de/3.0", "cc-by-nc", "cc-by-nc-de/3.0", "cc-by-nc/4.0", "cc-by-nd",
        "cc-by-nd/3.0", "cc-by-nd/4.0", "cc-by-sa", "cc-by-sa-de/3.0", "cc-by-sa/4.0", "cc-by/4.0", "cc-zero",
        "ccpdm/1.0", "dl-by-de/1.0", "dl-by-de/2.0", "dl-by-nc-de/1.0", "dl-zero-de/2.0", "geoNutz/20131001",
        "geonutz/20130319", "gfdl", "gpl/3.0", "mozilla", "odbl", "odby", "odcpddl", "officialWork", "other-closed",
        "other-commercial", "other-freeware", "other-open", "other-opensource",
    ]

    /// Words by which a portal says that it knows no licence.
    private static let none: Set<String> = [
        "", "notspecified", "not specified", "keine angabe", "keine", "none", "unknown", "unbekannt", "k a",
        "lizenz nicht angegeben", "license not specified",
    ]

    private static let byWords = Dictionary(codes.map { (plain($0), $0) }) { first, _ in first }

    /// What words or an address mean; nil where they say that there is no licence.
    public static func licence(_ given: String) -> ForeignLicence? {
        let said = given.trimmed
        let words = plain(said)
        if none.contains(words) { return nil }
        if let place = place(said) {
            // an address of the list that it does not have is no other licence
            let code = codes.first { $0.lowercased() == place.lowercased() }
            let isExact = code.map { said == root + $0 } ?? false
            return ForeignLicence(
                said: said, code: code, certainty: code == nil ? .unknown : isExact ? .listed : .named)
        }
        if let code = byWords[words] {
            return ForeignLicence(said: said, code: code, certainty: .named)
        }
        if let code = named(words) { return ForeignLicence(said: said, code: code, certainty: .named) }
        if let code = guessed(words) { return ForeignLicence(said: said, code: code, certainty: .guessed) }
        return ForeignLicence(said: said, code: nil, certainty: .unknown)
    }

    /// Small letters and digits, a blank between words; the beginning of an address is none of them.
    static func plain(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for letter in text.lowercased() {
            if letter.isLetter || letter.isNumber {
                word.append(letter)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        if ["http", "https"].contains(words.first) { words.removeFirst() }
        return words.joined(separator: " ")
    }

    /// What stands behind the address of the list, in an old spelling of it too; nil for other addresses and words.
    private static func place(_ said: String) -> Substring? {
        guard said.contains("dcat-ap.de") else { return nil }
        return said.wholeMatch(of: #/https?://(?:www\.)?dcat-ap\.de/def/licenses/(.+?)/?/#)?.1
    }

    /// Whether all of the words stand in the text, each as a whole.
    private static func has(_ text: String, _ words: String...) -> Bool {
        words.allSatisfy { (" " + text + " ").contains(" " + $0 + " ") }
    }

    /// What only one licence is called.
    private static func named(_ text: String) -> String? {
        let isCommons = has(text, "cc") || has(text, "creative commons") || has(text, "creativecommons org")
        if isCommons {
            if has(text, "zero") || has(text, "cc0") || has(text, "publicdomain zero") { return "cc-zero" }
            if has(text, "publicdomain mark") || has(text, "public domain mark") { return "ccpdm/1.0" }
            return commons(text)
        }
        if has(text, "cc0") { return "cc-zero" }
        let isGerman =
            has(text, "datenlizenz deutschland") || has(text, "dl de") || has(text, "data licence germany")
            || has(text, "data license germany")
        if isGerman {
            if has(text, "zero") { return has(text, "2 0") ? "dl-zero-de/2.0" : nil }
            if has(text, "nc") || has(text, "nicht kommerziell") { return "dl-by-nc-de/1.0" }
            guard has(text, "by") || has(text, "namensnennung") || has(text, "attribution") else { return nil }
            return has(text, "2 0") ? "dl-by-de/2.0" : has(text, "1 0") ? "dl-by-de/1.0" : nil
        }
        if has(text, "odbl") || has(text, "open database license") || has(text, "odc odbl") { return "odbl" }
        if has(text, "pddl") { return "odcpddl" }
        if has(text, "odc by") || has(text, "opendatacommons org licenses by") { return "odby" }
        if has(text, "gfdl") || has(text, "gnu free documentation license") { return "gfdl" }
        if has(text, "official work") || has(text, "amtliches werk") { return "officialWork" }
        if has(text, "geonutzv") || has(text, "geonutz") || text.hasSuffix("geonutzv pdf") { return "geonutz/20130319" }
        return nil
    }

    /// A licence of Creative Commons by its parts; those of the list that have a version only with it.
    private static func commons(_ text: String) -> String? {
        let attribution = has(text, "by") || has(text, "namensnennung") || has(text, "attribution")
        guard attribution else { return nil }
        var name = "cc-by"
        if has(text, "nc") || has(text, "nicht kommerziell") || has(text, "noncommercial") {
            name += "-nc"
        } else if has(text, "nd") || has(text, "keine bearbeitung") || has(text, "noderivatives") {
            name += "-nd"
        } else if has(text, "sa") || has(text, "weitergabe unter gleichen bedingungen") || has(text, "sharealike") {
            name += "-sa"
        }
        // two conditions at once are in no licence of the list
        if has(text, "nc", "sa") || has(text, "nc", "nd") { return nil }
        let version = ["4 0", "3 0", "2 0", "2 5", "1 0"].first { has(text, $0) }
        guard let version else { return name }
        let spelled = version.replacing(" ", with: ".")
        // the German page of an international licence ("by/4.0/deed.de") is none of a German one
        let isGerman = has(text, version + " de") || has(text, "deutschland") || has(text, "germany")
        let wanted = isGerman ? "\(name)-de/\(spelled)" : "\(name)/\(spelled)"
        return codes.contains(wanted) ? wanted : nil
    }

    private static func guessed(_ text: String) -> String? {
        if has(text, "datenlizenz deutschland") || has(text, "dl de") {
            return has(text, "zero") ? "dl-zero-de/2.0" : "dl-by-de/2.0"
        }
        if has(text, "other pd") || has(text, "other at") || has(text, "public domain") || has(text, "gemeinfrei") {
            return "other-open"
        }
        if has(text, "other nc") || has(text, "nicht kommerziell") || has(text, "noncommercial") {
            return "other-closed"
        }
        return nil
    }
}
