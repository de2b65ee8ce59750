// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Trial
import Wire

/// Why something cannot be done with a pilot now.
enum PilotFault: Error, Sendable, Hashable {
    case incomplete(TrialPlanFaults)
    case noReason
    case unchanged
    case notRegistered
    case dataUnchecked
    case noReasonForArea(String)
    case resultSeen
    case tooEarly
    case lookTaken(CalendarDay)
    case areasSeen
    case tampered
    /// The plan cannot find the useful effect, and nobody has said that it shall be registered all the same.
    case undecidable
    case refused([PilotMachine.Refusal])
    case ended
    case seriesHidden
    case surveyHidden
    case meanwhile

    var words: Words {
        switch self {
        case .incomplete:
            Words("Der Plan ist noch nicht vollständig.", "The plan is not complete yet.")
        case .noReason: Words("Eine Änderung braucht einen Grund.", "An amendment needs a reason.")
        case .unchanged:
            Words("Der Plan steht schon genau so fest.", "The plan is registered exactly so already.")
        case .notRegistered: Words("Der Plan ist noch nicht festgelegt.", "The plan is not registered yet.")
        case .dataUnchecked:
            Words(
                "Zuerst werden die Daten geprüft, ohne ein Ergebnis zu sehen.",
                "The data are checked first, before any result is seen.")
        case .noReasonForArea(let name):
            Words("Warum „\(name)“ ausgelassen wird, fehlt.", "Why “\(name)” is left out is missing.")
        case .resultSeen:
            Words(
                "Ein Ergebnis wurde schon gezeigt; welche Gebiete zählen, steht damit fest.",
                "A result was shown already; which areas count is settled with it.")
        case .tooEarly:
            Words("Nach dem Beginn ist noch kein Abschnitt zu Ende.", "No period after the start has ended yet.")
        case .lookTaken(let day):
            Words(
                "Der Blick nach dem \(Format(.german).date(day)) ist schon festgehalten.",
                "The look after \(Format(.english).date(day)) is kept already.")
        case .areasSeen:
            Words(
                "Nach einem Blick bleiben die Gebiete, wie sie sind: Wer das Ergebnis kennt, könnte sie danach aussuchen. Andere Gebiete gehen nur mit einem Beginn nach dem letzten Blick.",
                "After a look the areas stay as they are: who knows the result could choose them by it. Other areas are possible only with a start after the last look."
            )
        case .tampered:
            Words(
                "Was festgelegt wurde, ist nicht mehr, was gespeichert ist; es wird nichts ausgewertet.",
                "What was registered is no longer what is stored; nothing is analysed.")
        case .undecidable:
            Words(
                "So, wie er ist, findet der Plan die nützliche Wirkung wahrscheinlich nicht. Ändern Sie ihn, oder bestätigen Sie, dass er trotzdem festgelegt werden soll.",
                "As it is, the plan will probably not find the useful effect. Change it, or confirm that it shall be registered all the same."
            )
        case .refused: Words("Dieser Schritt ist noch nicht möglich.", "This step is not possible yet.")
        case .ended:
            Words("Die Erprobung ist zu Ende; ihr Plan bleibt, wie er war.", "The pilot has ended; its plan stays.")
        case .seriesHidden:
            Words("Nicht alle Messreihen sind für Sie sichtbar.", "Not all of its series are visible to you.")
        case .surveyHidden:
            Words(
                "Das Urteil ruht auf einer Befragung, die nicht öffentlich ist.",
                "The verdict rests on a survey that is not public.")
        case .meanwhile:
            Words(
                "Inzwischen hat jemand anderes hier etwas festgehalten; sehen Sie es an und entscheiden Sie neu.",
                "Somebody else has noted something here meanwhile; look at it and decide anew.")
        }
    }
}
