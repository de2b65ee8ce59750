// SPDX-License-Identifier: EUPL-1.2
import Demonstration
import Planning
import Rights
import RoomKit
import Storage
import TestSupport
import Testing
import Trial

@testable import Pilots

@Suite struct PilotsDemoTests {
    @Test(arguments: TestEngine.allCases)
    func `the fictional town has a pilot in each state, each through its gates`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let now = PilotTown.now
            try await DemoTown(now: now, days: 3).build(engine: engine)
            try await PilotsRoom.furnish(DemonstrationTown(engine: engine, now: now))
            let (plan, states) = try await engine.read { connection in
                (try PlanningQueries.plan(for: .system, on: connection), try PilotQueries.states(on: connection))
            }
            let pilots = plan.objects(of: .pilot)
            let seen = Set(pilots.map { states[$0.number] ?? .idea })
            #expect(seen == Set(PilotState.allCases), "\(seen)")
            for pilot in pilots {
                let record = try await engine.read { try PilotQueries.record(pilot.number, on: $0) }
                #expect(!record.isTampered)
                var state = PilotState.idea
                for step in record.steps where step.event != PilotRecord.dataChecked {
                    let from = state
                    #expect(
                        PilotMachine.steps.contains {
                            $0.from == from && $0.event.rawValue == step.event && $0.to == step.state
                        }, "\(pilot.title): \(step.event)")
                    state = step.state
                }
            }
            // a second time nothing is added
            try await PilotsRoom.furnish(DemonstrationTown(engine: engine, now: now))
            let again = try await engine.read { try PlanningQueries.plan(for: .system, on: $0) }
            #expect(again.objects(of: .pilot).count == pilots.count)
        }
    }
}
