// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Planning
import Rights
import Site
import Storage
import Trial

extension PilotsRoutes {
    /// On a measure: how its trials stand, and a way to plan one. On a pilot, a test field or a survey: the way to its page.
    func panel(on text: String, _ visit: PageVisit) async throws -> HTML {
        guard let reference = Reference(text) else { return "" }
        let plan = try await plans.plan(for: visit.context.reader, from: engine)
        let pilots: [PlanningObject]
        switch reference.kind {
        case .measure: pilots = plan.referring(to: reference, kind: .pilot)
        case .testField: pilots = plan.referring(to: reference, kind: .pilot)
        case .pilot: pilots = plan[reference].map { [$0] } ?? []
        case .survey: pilots = plan[reference]?.reference("pilot").flatMap { plan[$0] }.map { [$0] } ?? []
        default: return ""
        }
        let language = visit.frame.language
        let new: HTML =
            reference.kind == .measure && visit.context.reader.mayPlan
            ? """
            <p class="actions"><a class="button quiet" href="\(SiteURL.newPilot(of: text))">\(language(.tryIt))</a></p>
            """ : ""
        guard !pilots.isEmpty || !new.isEmpty else { return "" }
        let states = try await engine.read { try PilotQueries.states(on: $0) }
        let items = pilots.map { pilot -> HTML in
            """
            <li><a href="\(SiteURL.pilot(pilot.number))">\(pilot.title)</a>, \
            \(language(.state(states[pilot.number] ?? .idea)))</li>
            """
        }
        let list: HTML = items.isEmpty ? "" : "<ul>\(items)</ul>"
        return """
            <section class="card" aria-labelledby="trials"><h2 id="trials">\(language(.pilots))</h2>\(list)\(new)</section>
            """
    }
}
