// SPDX-License-Identifier: EUPL-1.2
public import Access
import Catalogue
public import SensorThingsModel
import SensorThingsReading
public import Storage
public import Wire

/// A Datastream has become live, late or silent.
public struct StateChange: StorageAnnouncement, Hashable {
    public let datastream: Int64
    public let from: SensorState
    public let to: SensorState
    public let at: Instant

    package init(datastream: Int64, from: SensorState, to: SensorState, at: Instant) {
        (self.datastream, self.from, self.to, self.at) = (datastream, from, to, at)
    }

    /// Changes are told for a year.
    static let keptFor: Int64 = 365 * 86_400_000_000

    /// `{"datastream": 1, "from": "live", "to": "late", "at": "2026-07-31T12:00:00.000Z"}`.
    public var json: [UInt8] {
        let object: JSONValue = [
            "datastream": .init(datastream), "from": .string(from.rawValue), "to": .string(to.rawValue),
            "at": .string(at.iso8601),
        ]
        return Array(object.text.utf8)
    }

    /// A change with the names of what changed.
    public struct Entry: Sendable, Hashable {
        /// Grows with each change.
        public let id: Int64
        public let change: StateChange
        public let datastream: String
        public let thing: Int64
        public let thingName: String
    }

    /// The latest changes that a reader may see, newest first: to a state, of a data set, before an entry.
    public static func recent(
        for reader: Reader, to state: SensorState? = nil, dataset: Int64? = nil, before id: Int64? = nil, limit: Int,
        on connection: any StorageConnection
    ) throws -> [Entry] {
        var conditions: [SQL] = [Dataset.isVisible("d.dataset_id", to: reader)]
        if let state { conditions.append("c.state_to = \(state.rawValue)") }
        if let dataset { conditions.append("d.dataset_id = \(dataset)") }
        if let id { conditions.append("c.id < \(id)") }
        return try connection.rows(
            """
            SELECT c.datastream_id, c.state_from, c.state_to, c.at, c.id, d.name, t.id, t.name
            FROM datastream_state_change c JOIN datastream d ON d.id = c.datastream_id JOIN thing t ON t.id = d.thing_id
            WHERE \(conditions.conjunction()) ORDER BY c.id DESC LIMIT \(Int64(limit))
            """
        ) { row in
            Entry(
                id: row.integer(4), change: StateChange(row), datastream: row.text(5), thing: row.integer(6),
                thingName: row.text(7))
        }
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
        ) { StateChange($0) }
    }
}

extension StateChange {
    fileprivate init(_ row: any StorageRow) {
        self.init(
            datastream: row.integer(0), from: SensorState(rawValue: row.text(1)) ?? .empty,
            to: SensorState(rawValue: row.text(2)) ?? .empty, at: Instant(microseconds: row.integer(3)))
    }
}
