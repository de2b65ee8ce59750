// SPDX-License-Identifier: EUPL-1.2
public import Decision
public import Wire

/// A rule that most towns want, to begin a list of their own with.
public struct UsualRule: Sendable, Hashable {
    public let title: Phrase
    public let description: Phrase
    let area: String
    var check: ExecutedCheck?

    /// The rule as a new guideline in the words of whoever adds it.
    public func document(words: (Phrase) -> String) -> JSONObject {
        var document: JSONObject = [
            "title": .string(words(title)), "description": .string(words(description)), "area": .string(area),
        ]
        if let check { document["check"] = .string(check.rawValue) }
        return document
    }

    private static func rule(
        _ area: String, _ title: Phrase, _ description: Phrase, check: ExecutedCheck? = nil
    ) -> UsualRule {
        UsualRule(title: title, description: description, area: area, check: check)
    }

    public static let all: [UsualRule] = [
        rule(
            "interfaces",
            Phrase("The interface is open and answers", german: "Die Schnittstelle ist offen und antwortet"),
            Phrase(
                "The address of the interface answers with data without a contract of its own.",
                german: "Die Adresse der Schnittstelle antwortet mit Daten, ohne eigenen Vertrag."),
            check: .openInterface),
        rule(
            "data", Phrase("All data can be fetched in one go", german: "Alle Daten lassen sich in einem Zug abholen"),
            Phrase(
                "A full export is there, in an open format, without asking the provider.",
                german: "Ein voller Export liegt bereit, in einem offenen Format, ohne Rückfrage beim Anbieter."),
            check: .export),
        rule(
            "procurement", Phrase("The licence is named and can be read", german: "Die Lizenz ist benannt und lesbar"),
            Phrase(
                "The licence stands as an SPDX expression, so that its compatibility can be judged.",
                german: "Die Lizenz steht als SPDX-Ausdruck da, damit ihre Verträglichkeit beurteilt werden kann."),
            check: .licence),
        rule(
            "security", Phrase("Each person has an account of their own", german: "Jede Person hat ein eigenes Konto"),
            Phrase(
                "No shared passwords; access ends when somebody leaves; important accounts need a second factor.",
                german:
                    "Keine geteilten Passwörter; Zugänge enden mit dem Ausscheiden; wichtige Konten brauchen einen zweiten Faktor."
            )),
        rule(
            "security", Phrase("Transport is encrypted", german: "Die Übertragung ist verschlüsselt"),
            Phrase(
                "Between devices, servers and people, with a current protocol and valid certificates.",
                german: "Zwischen Geräten, Servern und Menschen, mit aktuellem Verfahren und gültigen Zertifikaten.")),
        rule(
            "security", Phrase("Security updates come in time", german: "Sicherheitsupdates kommen rechtzeitig"),
            Phrase(
                "Who installs them and how fast is agreed, for devices in the field too.",
                german: "Wer sie einspielt und wie schnell, ist vereinbart, auch für Geräte draußen.")),
        rule(
            "security", Phrase("Restoring has been tried", german: "Die Wiederherstellung ist erprobt"),
            Phrase(
                "Backups lie apart from the system, and somebody restored one within the last year.",
                german: "Sicherungen liegen getrennt vom System, und jemand hat im letzten Jahr eine zurückgespielt.")),
        rule(
            "security", Phrase("Incidents have a way", german: "Vorfälle haben einen Weg"),
            Phrase(
                "It is written down who is told, who decides and who restores.",
                german: "Es steht fest, wer informiert wird, wer entscheidet und wer wiederherstellt.")),
        rule(
            "security", Phrase("It fails safely", german: "Ein Ausfall bleibt beherrschbar"),
            Phrase(
                "When it fails, the service of the town goes on by another way.",
                german: "Fällt es aus, läuft die Leistung der Stadt auf anderem Weg weiter.")),
        rule(
            "security", Phrase("Changes leave a trace", german: "Änderungen hinterlassen eine Spur"),
            Phrase(
                "Who changed what and when can be seen, and the trace cannot be changed by the same people.",
                german: "Wer wann was geändert hat, ist zu sehen, und dieselben Personen können die Spur nicht ändern.")
        ),
        rule(
            "security", Phrase("No more data than needed", german: "Nicht mehr Daten als nötig"),
            Phrase(
                "Personal data are not gathered where counts are enough, and are erased in time.",
                german:
                    "Wo Zählungen genügen, werden keine personenbezogenen Daten erhoben; gelöscht wird fristgerecht.")),
    ]

    /// The rules that a plan does not have yet, in either language.
    public static func missing(in plan: Plan) -> [UsualRule] {
        let titles = Set(plan.objects(of: .guideline).map(\.title))
        return all.filter { !titles.contains($0.title.english) && !titles.contains($0.title.german) }
    }
}
