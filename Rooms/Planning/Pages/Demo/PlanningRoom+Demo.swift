// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Knowledge
import Planning
package import RoomKit
import Rights
import SensorThingsFrame
import Site
import Storage

extension PlanningRoom {
    /// Keeps with the decisions of a demonstration what they were made on, as the form does for others.
    package static func furnish(_ town: DemonstrationTown) async throws {
        let (engine, now) = (town.engine, town.now)
        let site = Site(engine: engine, version: "", now: { now }) { _ in TownFacts(profile: TownProfile()) }
        let desk = PlanningDesk(
            site: site, towns: TownMemory(rights: RightsCounter(engine: engine)), knowledgeSearch: KnowledgeSearch(),
            probe: { _, _ in nil }, memories: PlanningMemories(), mail: nil, finder: nil)
        let pages = ObjectRoutes(desk: desk)
        for decision in try await pages.plans.plan(for: .system, from: engine).objects(of: .decision) {
            let reference = decision.reference
            guard try await engine.read({ try PlanningQueries.record(of: reference, on: $0) }) == nil else { continue }
            let record = try await pages.record(of: decision.document, decision.visibility, at: now)
            try await engine.write { try PlanningQueries.insert(record, of: reference.number, on: $0) }
        }
    }
}
