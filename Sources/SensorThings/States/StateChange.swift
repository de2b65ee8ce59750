// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
public import Storage
public import Wire

/// A Datastream has become live, late or silent.
public struct StateChange: StorageAnnouncement, Hashable {
    public let datastream: Int64
    public let from: SensorState
    public let to: SensorState
    public let at: Instant

    /// `{"datastream": 1, "from": "live", "to": "late", "at": "2026-07-31T12:00:00.000Z"}`.
    public var json: [UInt8] {
        let object: JSONValue = [
            "datastream": .init(datastream), "from": .string(from.rawValue), "to": .string(to.rawValue),
            "at": .string(at.iso8601),
        ]
        return Array(object.text.utf8)
    }

    /// The latest changes of some Datastreams, newest first.
    public static func latest(
        of datastreams: [Int64], limit: Int, on connection: any StorageConnection
    ) throws -> [StateChange] {
        guard !datastreams.isEmpty else { return [] }
        return try connection.rows(
            """
            SELECT datastream_id, state_from, state_to, at FROM datastream_state_change
            WHERE datastream_id IN (\(list: datastreams)) ORDER BY at DESC, id DESC LIMIT \(Int64(limit))
            """
        ) { row in
            StateChange(
                datastream: row.integer(0), from: SensorState(rawValue: row.text(1)) ?? .empty,
                to: SensorState(rawValue: row.text(2)) ?? .empty, at: Instant(microseconds: row.integer(3)))
        }
    }
}
