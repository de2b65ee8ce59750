// SPDX-License-Identifier: EUPL-1.2
public import Answers
import Bilingual
import HTTPTypes
public import PlanningModel
import Wire

extension PlanningError: Refusal {
    public var answer: Problem {
        func list(_ references: [Reference]) -> String { references.map(\.description).joined(separator: ", ") }
        switch self {
        case .notFound(let reference):
            return Problem(
                .notFound, "Not found", detail: "\(reference) does not exist in the plan, or no longer.",
                german: "\(reference) gibt es im Plan nicht oder nicht mehr.")
        case .isDecision(let reference):
            return Problem(
                .conflict, "Decisions stay",
                detail: "\(reference) is a decision; decisions are not changed or removed.",
                german: "\(reference) ist eine Entscheidung; Entscheidungen werden nicht geändert oder gelöscht.")
        case .isKept(let reference):
            return Problem(
                .conflict, "Records are kept",
                detail: "\(reference) has registered records; it can be closed, not removed.",
                german: "Zu \(reference) ist etwas festgelegt; es lässt sich abschließen, nicht löschen.")
        case .staysPublic(let reference):
            return Problem(
                .conflict, "Stays public",
                detail: "\(reference) went ahead against its verdict; that stays visible to everybody.",
                german: "\(reference) ging entgegen dem Urteil weiter; das bleibt für alle sichtbar.")
        case .isReferred(let reference, let others):
            return Problem(
                .conflict, "Still referred to",
                detail: "\(reference) is referred to by \(list(others)); remove these references first.",
                german: "Auf \(reference) verweisen noch \(list(others)); lösen Sie erst diese Verweise.")
        case .danglingReferences(let missing):
            return Problem(
                .unprocessableContent, "References that lead to nothing",
                detail: "These do not exist, or no longer: \(list(missing)).",
                german: "Diese gibt es nicht oder nicht mehr: \(list(missing)).")
        }
    }
}

extension ValidationFailure: Refusal {
    public var answer: Problem {
        func list(_ words: (FieldFault) -> String) -> String {
            faults.map { "\($0.pointer): \(words($0))" }.joined(separator: " ")
        }
        return Problem(
            .unprocessableContent, "Answers that do not hold", detail: list { $0.message.english },
            german: list { $0.message.german },
            location: [
                "faults": .array(
                    faults.map {
                        ["pointer": .string($0.pointer), "message": .string($0.message.english)]
                    })
            ])
    }
}

extension PlanningConflict: Refusal {
    public var answer: Problem {
        let reference = theirs.reference
        return Problem(
            .conflict, "Changed meanwhile",
            detail: "Somebody else changed \(reference) meanwhile; open it again and enter your change once more.",
            german: "Jemand anderes hat \(reference) inzwischen geändert; öffnen Sie es noch einmal und tragen Sie "
                + "Ihre Änderung erneut ein.")
    }
}
