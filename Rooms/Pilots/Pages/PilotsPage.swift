// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import Site
import Trial

/// The board: pilots by where they stand.
struct PilotsPage: Sendable {
    let pilots: [PlanningObject]
    let states: [Int64: PilotState]
    let mayPlan: Bool

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let new: HTML =
            mayPlan
            ? "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.newPilot)\">\(language(.newPilot))</a></p>"
            : ""
        let groups = PilotState.allCases.compactMap { state -> HTML? in
            let here = pilots.filter { (states[$0.number] ?? .idea) == state }
            guard !here.isEmpty else { return nil }
            let items = here.map { pilot -> HTML in
                let description: HTML = pilot.text("description").map { "<p>\($0)</p>" } ?? ""
                return """
                    <li><h3><a href="\(SiteURL.pilot(pilot.number))">\(pilot.title)</a></h3>\
                    <p class="meta">\(pilot.reference.description)</p>\(description)</li>
                    """
            }
            return """
                <section class="card" aria-labelledby="state-\(state.rawValue)"><h2 id="state-\(state.rawValue)">\
                \(language(.state(state)))</h2><ul class="results">\(items)</ul></section>
                """
        }
        let list: HTML = groups.isEmpty ? "<p class=\"empty\">\(language(.noPilots))</p>" : "\(groups)"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.pilots))</h1><p class="lead">\(language(.pilotsLead))</p>\(new)\(list)</div>
            """
        return frame.document(title: language(.pilots), section: .pilots, content: content)
    }
}
