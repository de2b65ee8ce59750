// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Trial

/// Words of results: beside them, and why there is none.
extension Words {
    static let guardrailsTitle = Words("Was nicht schlechter werden durfte", "What must not have got worse")
    static let guardrailBroken = Words(
        "schlechter als hingenommen; die Erprobung ist zu beenden.", "worse than tolerated; the pilot is to be stopped."
    )
    static let guardrailHolds = Words("nicht verletzt.", "not broken.")
    static let tooLittleMeasured = Words(
        "zu wenig gemessen, um zu vergleichen.", "too little was measured to compare.")
    static let oneAreaTitle = Words(
        "Ein einzelnes Gebiet: daneben, nie stattdessen", "A single area: beside it, never instead")
    static let asFirstRegistered = Words("Wie zuerst festgelegt", "As it was registered first")
    static let amendmentDecides = Words(
        "Das Urteil hängt an der Änderung des Plans: Nach dem zuerst festgelegten lautete es anders.",
        "The verdict hangs on the amendment of the plan: under the one registered first it would be another.")
    static let chartOfTrial = Words(
        "Alle Abschnitte, jedes Gebiet gegen seinen eigenen Durchschnitt vor dem Beginn",
        "All periods, each area against its own mean before the start")
    static let controlRange = Words("niedrigstes und höchstes Vergleichsgebiet", "lowest and highest area to compare")
    static let trialStart = Words("Beginn", "Start")
    static let indexUnit = Words("Durchschnitt vorher = 100", "mean before = 100")
    static let asTable = Words("Als Tabelle", "As a table")
    static let periodFrom = Words("Abschnitt ab", "Period from")

    static let peopleTitle = Words("Wer mitmacht, wer zustimmt", "Who takes part, who agrees")
    static let stagesTitle = Words("Stufen des Ausrollens", "Stages of the roll-out")
    static let stagesLead = Words(
        "Jede Stufe gegen die Gebiete, die noch nicht begonnen haben, nach dem festgelegten Plan; Werte von heute.",
        "Each stage against the areas that have not begun, by the registered plan; values of today.")

    /// Periods that make no ratio.
    static func zeros(_ count: Int) -> Words {
        count == 1
            ? Words(
                "ein Abschnitt mit null oder weniger; in Verhältnissen zählt er als nicht gemessen",
                "one period of zero or less; in ratios it counts as not measured")
            : Words(
                "\(count) Abschnitte mit null oder weniger; in Verhältnissen zählen sie als nicht gemessen",
                "\(count) periods of zero or less; in ratios they count as not measured")
    }

    static func stage(_ state: StageCheck.State) -> Words {
        switch state {
        case .ahead: Words("noch kein ganzer Abschnitt.", "no whole period yet.")
        case .nothingToCompare:
            Words("kein Gebiet zum Vergleich, das genug gemessen ist.", "no area to compare that was measured enough.")
        case .fails:
            Words(
                "hier bleibt die nützliche Wirkung aus: vor der nächsten Stufe klären.",
                "the useful effect does not come here: settle it before the next stage.")
        case .holds: Words("die Wirkung ist auch hier da.", "the effect is there, too.")
        case .open: Words("noch nicht entschieden.", "not decided yet.")
        }
    }

    static let reportPDF = Words("Bericht (PDF)", "Report (PDF)")
    static let reportTitle = Words("Bericht über die Erprobung", "Report on the pilot")
    static let questionAndPlace = Words("Frage und Ort", "Question and place")
    static let whatIsPlanned = Words("Was vorgesehen ist", "What is planned")
    static let townName = Words("Kommune", "Municipality")
    static let asOf = Words("Stand der Angaben", "As known on")
    static let whatWasDone = Words("Was getan wurde", "What was done")
    static let operation = Words("Betrieb und Kosten", "Operation and cost")
    static let lessonTitle = Words("Was gelernt wurde", "What was learned")
    static let testField = Words("Testfeld", "Test field")
    static let operatorName = Words("Betreiber", "Operator")
    static let departmentName = Words("Zuständiges Fachamt", "Department in charge")
    static let exitPlanTitle = Words("Ausstiegsplan", "Exit plan")
    static let decisionDay = Words("Der Rat entscheidet am", "The council decides on")
    static let leftOutAreas = Words("Nicht ausgewertet", "Not analysed")
    static let printFailed = Words(
        "Das PDF lässt sich gerade nicht drucken; ODT und HTML gehen.",
        "The PDF cannot be printed now; ODT and HTML work.")

    static func differenceUnit(_ unit: String) -> Words {
        Words("\(unit), Unterschied zum Durchschnitt vorher", "\(unit), difference to the mean before")
    }

    static func refusal(_ refusal: TrialResult.Refusal) -> Words {
        switch refusal {
        case .panel(.nothingBefore):
            Words("Vor dem Beginn ist nichts gemessen.", "Nothing was measured before the start.")
        case .panel(.nothingAfter):
            Words("Nach dem Beginn ist noch nichts gemessen.", "Nothing was measured after the start yet.")
        case .panel(.ragged), .panel(.logarithmOfNothing), .noComparison:
            Words(
                "Es bleibt kein Gebiet mit Maßnahme oder keines zum Vergleich, das genug gemessen ist.",
                "No area with the measure or none to compare is left that was measured enough.")
        }
    }

    static func refusal(_ refusal: SyntheticControl.Refusal) -> Words {
        switch refusal {
        case .tooFewDonors(let there, let needed):
            Words(
                "Kein synthetischer Vergleich: \(there) andere Gebiete; erst ab \(needed) kann er etwas zeigen.",
                "No synthetic control: \(there) other areas; it can show something from \(needed) on.")
        case .tooFewPeriodsBefore(let there, let needed):
            Words(
                "Kein synthetischer Vergleich: \(there) Abschnitte vor dem Beginn; nötig sind \(needed).",
                "No synthetic control: \(there) periods before the start; \(needed) are needed.")
        case .gaps:
            Words(
                "Kein synthetischer Vergleich: Es fehlen Abschnitte.", "No synthetic control: periods are missing.")
        case .poorFit:
            Words(
                "Kein synthetischer Vergleich: Keine Mischung der anderen lag vor dem Beginn nah genug.",
                "No synthetic control: no mixture of the others was close enough before the start.")
        }
    }
}
