// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Hummingbird
import Planning
import PlanningFrame
import Site

/// Publishing what a public object rests on.
extension ObjectRoutes {
    /// Publishes the ticked ones of what the object rests on, all or none.
    func publishBasis(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let form = try await form(request, limit: Self.largestForm)
        let planning = try await planningContext(request, context)
        let object = try object(context, in: planning.plan)
        let offered = Set(planning.plan.unpublishedBasis(of: object).map(\.reference))
        var chosen: [Reference] = []
        for text in form.all("publish") {
            guard let reference = Reference(text) else {
                throw Problem.badRequest(
                    "'\(text)' is no reference such as B-12.", german: "'\(text)' ist kein Verweis wie B-12.")
            }
            // Somebody else may have published it meanwhile.
            if offered.contains(reference) { chosen.append(reference) }
        }
        let references = chosen
        try await change(context) { reader, instant, connection in
            try PlanningQueries.publish(references, by: reader, at: instant, on: connection)
        }
        return redirect(.planningObject(object.reference))
    }
}
