// SPDX-License-Identifier: EUPL-1.2
import RoomKit
import SensorThings
public import Storage

/// The whole schema: what each room keeps.
public enum Schema {
    public static let rooms: [RoomSchema] = House.rooms.map { $0.schema }

    public static let migrator: Migrator = {
        do throws(SchemaFault) {
            return try Migrator(rooms)
        } catch {
            preconditionFailure("the rooms' migrations do not fit together: \(error)")
        }
    }()

    /// What `check` tries on either engine.
    public static let consistency = ConsistencyCheck(ConsistencyRule.embeddedFile + rooms.flatMap(\.rules))

    /// Tries the rules; when all hold, writes the layer of sensors for GIS programs anew. `now` is microseconds UTC.
    public static func check(_ engine: any StorageEngine, now: Int64) async throws -> ConsistencyReport {
        let report = try await consistency.run(on: engine)
        // A damaged file is evidence: nothing is written to it.
        if report.isSound { try await engine.write { _ = try SensorLayer.refresh($0, now: now) } }
        return report
    }
}
