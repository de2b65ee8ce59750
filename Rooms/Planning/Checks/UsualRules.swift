// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningModel
public import Wire

/// A rule that most towns want, to begin a list of their own with.
public struct UsualRule: Sendable, Hashable {
    public let title: Words
    public let description: Words
    let area: String
    var check: ExecutedCheck?

    /// The rule as a new guideline in the words of whoever adds it.
    public func document(words: (Words) -> String) -> JSONObject {
        var document: JSONObject = [
            "title": .string(words(title)), "description": .string(words(description)), "area": .string(area),
        ]
        if let check { document["check"] = .string(check.rawValue) }
        return document
    }

    private static func rule(
        _ area: String, _ title: Words, _ description: Words, check: ExecutedCheck? = nil
    ) -> UsualRule {
        UsualRule(title: title, description: description, area: area, check: check)
    }

    public static let all: [UsualRule] = [
        rule(
            "interfaces",
            Words("Die Schnittstelle ist offen und antwortet", "The interface is open and answers"),
            Words(
                "Die Adresse der Schnittstelle antwortet mit Daten, ohne eigenen Vertrag.",
                "The address of the interface answers with data without a contract of its own."),
            check: .openInterface),
        rule(
            "data", Words("Alle Daten lassen sich in einem Zug abholen", "All data can be fetched in one go"),
            Words(
                "Ein voller Export liegt bereit, in einem offenen Format, ohne Rückfrage beim Anbieter.",
                "A full export is there, in an open format, without asking the provider."),
            check: .export),
        rule(
            "procurement", Words("Die Lizenz ist benannt und lesbar", "The licence is named and can be read"),
            Words(
                "Die Lizenz steht als SPDX-Ausdruck da, damit ihre Verträglichkeit beurteilt werden kann.",
                "The licence stands as an SPDX expression, so that its compatibility can be judged."),
            check: .licence),
        rule(
            "security", Words("Jede Person hat ein eigenes Konto", "Each person has an account of their own"),
            Words(
                "Keine geteilten Passwörter; Zugänge enden mit dem Ausscheiden; wichtige Konten brauchen einen zweiten Faktor.",
                "No shared passwords; access ends when somebody leaves; important accounts need a second factor.")),
        rule(
            "security", Words("Die Übertragung ist verschlüsselt", "Transport is encrypted"),
            Words(
                "Zwischen Geräten, Servern und Menschen, mit aktuellem Verfahren und gültigen Zertifikaten.",
                "Between devices, servers and people, with a current protocol and valid certificates.")),
        rule(
            "security", Words("Sicherheitsupdates kommen rechtzeitig", "Security updates come in time"),
            Words(
                "Wer sie einspielt und wie schnell, ist vereinbart, auch für Geräte draußen.",
                "Who installs them and how fast is agreed, for devices in the field too.")),
        rule(
            "security", Words("Die Wiederherstellung ist erprobt", "Restoring has been tried"),
            Words(
                "Sicherungen liegen getrennt vom System, und jemand hat im letzten Jahr eine zurückgespielt.",
                "Backups lie apart from the system, and somebody restored one within the last year.")),
        rule(
            "security", Words("Vorfälle haben einen Weg", "Incidents have a way"),
            Words(
                "Es steht fest, wer informiert wird, wer entscheidet und wer wiederherstellt.",
                "It is written down who is told, who decides and who restores.")),
        rule(
            "security", Words("Ein Ausfall bleibt beherrschbar", "It fails safely"),
            Words(
                "Fällt es aus, läuft die Leistung der Stadt auf anderem Weg weiter.",
                "When it fails, the service of the town goes on by another way.")),
        rule(
            "security", Words("Änderungen hinterlassen eine Spur", "Changes leave a trace"),
            Words(
                "Wer wann was geändert hat, ist zu sehen, und dieselben Personen können die Spur nicht ändern.",
                "Who changed what and when can be seen, and the trace cannot be changed by the same people.")
        ),
        rule(
            "security", Words("Nicht mehr Daten als nötig", "No more data than needed"),
            Words(
                "Wo Zählungen genügen, werden keine personenbezogenen Daten erhoben; gelöscht wird fristgerecht.",
                "Personal data are not gathered where counts are enough, and are erased in time.")),
    ]

    /// The rules that a plan does not have yet, in either language.
    public static func missing(in plan: Plan) -> [UsualRule] {
        let titles = Set(plan.objects(of: .guideline).map(\.title))
        return all.filter { !titles.contains($0.title.english) && !titles.contains($0.title.german) }
    }
}
