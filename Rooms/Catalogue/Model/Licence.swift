// SPDX-License-Identifier: EUPL-1.2

/// A licence that data sets may name, with its code in the list of DCAT-AP.de.
public struct Licence: Sendable, Hashable {
    /// Code after `http://dcat-ap.de/def/licenses/`.
    public let code: String
    /// German name.
    public let name: String
    public let nameEnglish: String
    /// Where its text can be read; nil where there is no single text.
    public let url: String?
    /// Whoever uses the data must name the source.
    public let needsAttribution: Bool
    /// Whoever changes and passes on the data must do so under the same licence.
    public let sharesAlike: Bool
    /// Anybody may use the data for any purpose.
    public let isOpen: Bool

    init(
        _ code: String, _ name: String, _ nameEnglish: String, url: String?, attribution: Bool,
        sharesAlike: Bool = false,
        isOpen: Bool = true
    ) {
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.url = url
        needsAttribution = attribution
        self.sharesAlike = sharesAlike
        self.isOpen = isOpen
    }

    /// Address of the code in DCAT-AP.de.
    public var identifier: String { "http://dcat-ap.de/def/licenses/" + code }

    /// The licence of a code or of an everyday spelling of it ("dl-de/by-2-0", "odbl"); nil when unknown.
    public init?(_ code: String) {
        var wanted = code.lowercased()
        if wanted.hasPrefix(Self.prefix) { wanted.removeFirst(Self.prefix.count) }
        let canonical = Self.aliases[wanted] ?? wanted
        guard let known = Self.all.first(where: { $0.code.lowercased() == canonical }) else { return nil }
        self = known
    }

    private static let prefix = "http://dcat-ap.de/def/licenses/"

    /// The licences that can be chosen, the usual ones of German municipalities first.
    public static let all: [Licence] = [
        Licence(
            "dl-by-de/2.0", "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "Data licence Germany – attribution – version 2.0", url: "https://www.govdata.de/dl-de/by-2-0",
            attribution: true),
        Licence(
            "dl-zero-de/2.0", "Datenlizenz Deutschland – Zero – Version 2.0",
            "Data licence Germany – zero – version 2.0", url: "https://www.govdata.de/dl-de/zero-2-0",
            attribution: false),
        Licence(
            "cc-by/4.0", "Creative Commons Namensnennung 4.0 International",
            "Creative Commons Attribution 4.0 International", url: "https://creativecommons.org/licenses/by/4.0/",
            attribution: true),
        Licence(
            "cc-by-sa/4.0", "Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International",
            "Creative Commons Attribution-ShareAlike 4.0 International",
            url: "https://creativecommons.org/licenses/by-sa/4.0/", attribution: true, sharesAlike: true),
        Licence(
            "cc-zero", "Creative Commons Zero 1.0", "Creative Commons Zero 1.0",
            url: "https://creativecommons.org/publicdomain/zero/1.0/", attribution: false),
        Licence(
            "ccpdm/1.0", "Public Domain Mark 1.0", "Public Domain Mark 1.0",
            url: "https://creativecommons.org/publicdomain/mark/1.0/", attribution: false),
        Licence(
            "odbl", "Open Database License (ODbL) 1.0", "Open Database License (ODbL) 1.0",
            url: "https://opendatacommons.org/licenses/odbl/1-0/", attribution: true, sharesAlike: true),
        Licence(
            "odby", "Open Data Commons Attribution License (ODC-By 1.0)",
            "Open Data Commons Attribution License (ODC-By 1.0)",
            url: "https://opendatacommons.org/licenses/by/1-0/", attribution: true),
        Licence(
            "odcpddl", "Open Data Commons Public Domain Dedication and Licence (PDDL 1.0)",
            "Open Data Commons Public Domain Dedication and Licence (PDDL 1.0)",
            url: "https://opendatacommons.org/licenses/pddl/1-0/", attribution: false),
        Licence(
            "geonutz/20130319", "Nutzungsbestimmungen für die Bereitstellung von Geodaten des Bundes",
            "Terms of use for the provision of federal geodata",
            url: "https://sg.geodatenzentrum.de/web_public/gdz/lizenz/geonutzv.pdf", attribution: true),
        Licence(
            "officialWork", "Amtliches Werk, lizenzfrei nach § 5 Abs. 1 UrhG",
            "Official work, free of licence under § 5 (1) UrhG",
            url: "https://www.gesetze-im-internet.de/urhg/__5.html",
            attribution: false),
        Licence(
            "other-open", "Andere offene Lizenz", "Other open licence", url: nil, attribution: false),
        Licence(
            "other-closed", "Andere geschlossene Lizenz", "Other closed licence", url: nil, attribution: false,
            isOpen: false),
    ]

    /// Spellings met in portals and files, lower case, with the code they mean.
    private static let aliases: [String: String] = [
        "dl-de/by-2-0": "dl-by-de/2.0", "dl-de-by-2.0": "dl-by-de/2.0", "dl-de/by-2.0": "dl-by-de/2.0",
        "dl-de/zero-2-0": "dl-zero-de/2.0", "dl-de-zero-2.0": "dl-zero-de/2.0", "dl-de/zero-2.0": "dl-zero-de/2.0",
        "cc-by-4.0": "cc-by/4.0", "cc by 4.0": "cc-by/4.0", "cc-by-sa-4.0": "cc-by-sa/4.0",
        "cc0": "cc-zero", "cc0-1.0": "cc-zero", "cc-zero/1.0": "cc-zero",
        "odbl/1.0": "odbl", "odbl-1.0": "odbl", "odbl 1.0": "odbl",
        "cc-pdm/1.0": "ccpdm/1.0", "official-work": "officialwork", "official work": "officialwork",
    ]
}
