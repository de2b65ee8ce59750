// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Wire

/// Names of columns that mostly hold what belongs to one person.
enum PersonalColumns {
    private static let words: Set<String> = [
        "vorname", "nachname", "familienname", "geburtsname", "geburtsdatum", "geburtstag", "geburtsort", "email",
        "emailadresse", "telefon", "telefonnummer", "handynummer", "mobilnummer", "kennzeichen", "kfzkennzeichen",
        "nummernschild", "iban", "kontonummer", "kartennummer", "kundennummer", "personalnummer", "ausweisnummer",
        "steuernummer", "steuerid", "versichertennummer", "fahrername", "kundenname", "macadresse", "halter",
        "firstname", "lastname", "surname", "birthdate", "dateofbirth", "phone", "phonenumber", "licenseplate",
        "licenceplate", "numberplate", "cardnumber", "customernumber", "macaddress", "imei", "imsi",
    ]

    static func holds(_ name: String) -> Bool {
        // a path's last name counts: person/vorname
        let last = name.lowercased().split(whereSeparator: { $0 == "/" || $0 == "." }).last ?? ""
        return words.contains(String(last.filter { $0.isLetter }))
    }
}

extension ImportReport {
    /// Says of columns that are kept as they are that they seem to belong to people.
    package mutating func doubt(kept names: [String], _ pseudonyms: Pseudonyms) {
        let found = names.filter { pseudonyms[$0] == nil && PersonalColumns.holds($0) }
        if found.isEmpty { return }
        let list = found.prefix(8).map { "\"\($0.excerpt(40))\"" }.joined(separator: ", ")
        notice(
            german:
                "Das klingt nach Angaben über Menschen und wird gespeichert, wie es dasteht: \(list). Lassen Sie es weg, oder "
                + "erklären Sie \"format\": {\"pseudonymise\": [{\"column\": …, \"every\": \"month\"}]}.",
            english: "This sounds like data about people and is kept as it stands: \(list). Leave it out, or declare "
                + "\"format\": {\"pseudonymise\": [{\"column\": …, \"every\": \"month\"}]}.")
    }

    /// Says what is known before a file is read: which columns become marks, and which seem to be about people.
    package mutating func note(_ mapping: Mapping) {
        if !mapping.pseudonyms.isEmpty {
            let list = mapping.pseudonyms.map { "\"\($0.name.excerpt(40))\" (\($0.period.rawValue))" }
            let text = Array(Set(list)).sorted().prefix(8).joined(separator: ", ")
            notice(
                german:
                    "Nur als Pseudonym gespeichert: \(text). Gleiche Texte bleiben im Zeitraum gleich; danach wird der "
                    + "Schlüssel vernichtet.",
                english:
                    "Kept as pseudonyms only: \(text). The same text stays the same within the period; afterwards the key "
                    + "is destroyed.")
        }
        switch mapping.kind {
        case .layer(let layer): doubt(kept: layer.fields.map(\.column), layer.format.pseudonyms)
        case .series(let series):
            let names = series.station.sources.flatMap { source -> [String] in
                if case .columns(let ids, let name, _) = source { ids + (name.map { [$0] } ?? []) } else { [] }
            }
            doubt(kept: names, series.format.pseudonyms)
        }
    }
}
