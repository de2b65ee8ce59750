// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
public import Rights
public import Storage
import Synchronization

/// The plan as last read, by the readers' rights; read anew when its counter moved.
public final class PlanMemory: Sendable {
    private let kept = Mutex<[Rights: (changes: Int64, plan: Plan)]>([:])

    public init() {}

    public func plan(for reader: Reader, from engine: any StorageEngine) async throws -> Plan {
        let rights = reader.rights
        let before = kept.withLock { $0[rights] }
        let (changes, fresh) = try await engine.read { connection in
            let changes = try PlanningQueries.changes(on: connection)
            let fresh = before?.changes == changes ? nil : try PlanningQueries.plan(for: reader, on: connection)
            return (changes, fresh)
        }
        guard let fresh else { return before?.plan ?? .empty }
        kept.withLock { $0[rights] = (changes, fresh) }
        return fresh
    }
}
