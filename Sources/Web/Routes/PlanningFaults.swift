// SPDX-License-Identifier: EUPL-1.2
import Decision
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import Wire

/// What planning refuses and no page of planning caught becomes an answer that says why, never a fault of the server.
struct PlanningFaults: RouterMiddleware {
    typealias Context = HTTPContext

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            throw Problem(planning: error) ?? error
        }
    }
}

extension Problem {
    /// The answer to an error of planning, in both languages; nil for errors of other rooms.
    init?(planning error: any Error) {
        switch error {
        case let error as PlanningError: self.init(error)
        case let failure as ValidationFailure: self.init(failure)
        case let conflict as PlanningConflict:
            let reference = conflict.theirs.reference
            self.init(
                .conflict, "Changed meanwhile",
                detail: "Somebody else changed \(reference) meanwhile; open it again and enter your change once more.",
                german: "Jemand anderes hat \(reference) inzwischen geändert; öffnen Sie es noch einmal und tragen Sie "
                    + "Ihre Änderung erneut ein.")
        default: return nil
        }
    }

    static let tooManySubmissions = Problem(
        .tooManyRequests, "Too many messages", detail: Text.tooManySubmissions.english,
        german: Text.tooManySubmissions.german)

    init(_ error: PlanningError) {
        func list(_ references: [Reference]) -> String { references.map(\.description).joined(separator: ", ") }
        switch error {
        case .notFound(let reference):
            self.init(
                .notFound, "Not found", detail: "\(reference) does not exist in the plan, or no longer.",
                german: "\(reference) gibt es im Plan nicht oder nicht mehr.")
        case .isDecision(let reference):
            self.init(
                .conflict, "Decisions stay",
                detail: "\(reference) is a decision; decisions are not changed or removed.",
                german: "\(reference) ist eine Entscheidung; Entscheidungen werden nicht geändert oder gelöscht.")
        case .isReferred(let reference, let others):
            self.init(
                .conflict, "Still referred to",
                detail: "\(reference) is referred to by \(list(others)); remove these references first.",
                german: "Auf \(reference) verweisen noch \(list(others)); lösen Sie erst diese Verweise.")
        case .danglingReferences(let missing):
            self.init(
                .unprocessableContent, "References that lead to nothing",
                detail: "These do not exist, or no longer: \(list(missing)).",
                german: "Diese gibt es nicht oder nicht mehr: \(list(missing)).")
        }
    }

    init(_ failure: ValidationFailure) {
        func list(_ words: (FieldFault) -> String) -> String {
            failure.faults.map { "\($0.pointer): \(words($0))" }.joined(separator: " ")
        }
        self.init(
            .unprocessableContent, "Answers that do not hold", detail: list { $0.message.english },
            german: list { $0.message.german },
            location: [
                "faults": .array(
                    failure.faults.map {
                        ["pointer": .string($0.pointer), "message": .string($0.message.english)]
                    })
            ])
    }
}
