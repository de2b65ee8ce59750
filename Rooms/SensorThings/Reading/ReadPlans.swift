// SPDX-License-Identifier: EUPL-1.2
import Access
import SensorThingsModel
package import Storage
import Synchronization

/// Queries as they were parsed and compiled for one reader: programs ask the same thing again, of another entity.
package final class ReadPlans: Sendable {
    struct Plan: Sendable {
        let query: EntityQuery
        let level: ReadLevel
        /// Reads one entity by its `EntityKey.parts`; nil for sets.
        let entity: KeyedSQL?
    }

    struct Key: Hashable {
        let type: EntityType
        let query: String
        /// The property that the address ends in.
        let property: String?
        let isSet: Bool
        let isReference: Bool
        let reader: Reader
        let root: String
    }

    private final class Entry: Sendable {
        let plan: Plan
        let used = Atomic(0)

        init(_ plan: Plan) { self.plan = plan }
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses = 0
    }

    /// What people may ask has no end, so what is remembered has one.
    private static let maximum = 256
    private static let longestQuery = 512

    private let state = Mutex(State())
    let dialect: SQLDialect

    package init(for dialect: SQLDialect) { self.dialect = dialect }

    /// The plan remembered under `key`, else the one that `make` gives.
    func plan(_ key: Key, _ make: () throws -> Plan) rethrows -> Plan {
        let known = state.withLock { state -> Entry? in
            guard let entry = state.entries[key] else { return nil }
            state.uses += 1
            entry.used.store(state.uses, ordering: .relaxed)
            return entry
        }
        if let known { return known.plan }
        let plan = try make()
        if Self.isWorthKeeping(key, plan) {
            state.withLock { state in
                if state.entries.count >= Self.maximum { Self.forgetOldest(&state) }
                state.uses += 1
                let entry = Entry(plan)
                entry.used.store(state.uses, ordering: .relaxed)
                state.entries[key] = entry
            }
        }
        return plan
    }

    /// A page's cursor comes once; what asks for `now()` means another moment each time.
    private static func isWorthKeeping(_ key: Key, _ plan: Plan) -> Bool {
        guard key.query.utf8.count <= longestQuery, key.root.utf8.count <= longestQuery, plan.query.cursor == nil else {
            return false
        }
        return !plan.level.asksForNow
    }

    private static func forgetOldest(_ state: inout State) {
        let uses = state.entries.values.map { $0.used.load(ordering: .relaxed) }.sorted()
        let middle = uses[uses.count / 2]
        state.entries = state.entries.filter { $0.value.used.load(ordering: .relaxed) >= middle }
    }

    /// How many plans are remembered.
    package var count: Int { state.withLock { $0.entries.count } }
}
