// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Site

/// What the page of administration says of the town and its data.
extension Words {
    static let imprintOfTown = Words("Impressum", "Imprint")
    static let privacyOfTown = Words("Datenschutz", "Privacy")
    static let accessibilityOfTown = Words("Barrierefreiheit", "Accessibility")
    static let datasetsGoverned = Words(
        "Datensätze: Eigentum, Zugang, Aufbewahrung", "Data sets: owner, access, retention")
    static let datasetsShown = Words("Datensätze, wie andere sie sehen", "Data sets as others see them")
    static let governedLead = Words(
        "Wer für welche Daten antwortet, wer sie sieht und wie lange sie bleiben. Jeder Eintrag führt dorthin, wo er sich "
            + "ändern lässt; die Seite eines Datensatzes sagt vor dem Veröffentlichen, was das zeigt.",
        "Who answers for which data, who sees them, and how long they stay. Each entry leads to where it is changed; the page "
            + "of a data set says what publishing shows before it is done.")
    static let ownerMissing = Words("niemand", "nobody")
    static let aboutPeople = Words("Über Menschen", "About people")
    static let noDatasetsYet = Words("Noch keine Datensätze.", "No data sets yet.")
    static func about(_ kind: PersonalData) -> Words {
        switch kind {
        case .none: Words("nein", "no")
        case .pseudonymous: Words("unter Kennzeichen", "under marks")
        case .personal: Words("ja", "yes")
        }
    }
    static let stepTown = Words("Die Kommune vorstellen", "Present the town")
    static let stepTownHelp = Words(
        "Name, Wappen, Farbe und was das Gesetz im Impressum verlangt.",
        "Name, arms, colour, and what the law asks for in the imprint.")

    static func states(of profile: TownProfile) -> [AdministrationPanel.State] {
        let missing = profile.missing
        guard !missing.isEmpty else {
            return [.init(Words("Alle Pflichtangaben sind da.", "All that the law asks for is there."))]
        }
        let german = missing.map { Words.label($0).german }.joined(separator: ", ")
        let english = missing.map { Words.label($0).english }.joined(separator: ", ")
        return [
            .init(
                Words("Es fehlen Pflichtangaben: \(german)", "Missing that the law asks for: \(english)"),
                isUrgent: true)
        ]
    }

    static func states(of datasets: [Dataset]) -> [AdministrationPanel.State] {
        func count(_ access: Dataset.Access) -> Int { datasets.filter { $0.access == access }.count }
        let (open, inside, closed) = (count(.public), count(.internal), count(.restricted))
        var states: [AdministrationPanel.State] = [
            .init(
                Words(
                    "Datensätze: \(datasets.count); öffentlich \(open), intern \(inside), eingeschränkt \(closed)",
                    "Data sets: \(datasets.count); public \(open), internal \(inside), restricted \(closed)"))
        ]
        let orphans = datasets.filter { $0.owner.allSatisfy(\.isWhitespace) }.count
        if orphans > 0 {
            states.append(.init(Words("ohne Eigentümer: \(orphans)", "without an owner: \(orphans)"), isUrgent: true))
        }
        return states
    }
}

/// The addresses of the room for administrators.
extension SiteURL {
    static let governedData = SiteURL("/admin/data")
}
