// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// One entity that a write has made, changed or removed.
public struct EntityChange: StorageAnnouncement, Hashable {
    public enum Kind: Sendable, Hashable {
        case created
        /// The properties and relations that were set, by their names in the interface.
        case updated(Set<String>)
        case deleted
    }

    public let type: EntityType
    public let id: Int64
    public let kind: Kind
    /// The Datastream of an Observation; nil when the write did not look for it.
    public let series: Int64?

    public init(_ type: EntityType, _ id: Int64, _ kind: Kind, in series: Int64? = nil) {
        self.type = type
        self.id = id
        self.kind = kind
        self.series = series
    }
}

/// Observations that a write has put into one Datastream; their ids stand in the order of their times.
public struct ObservationsAdded: StorageAnnouncement, Hashable {
    public let datastream: Int64
    public let ids: [Int64]
    /// Starts of their phenomenon times, microseconds UTC.
    public let times: [Int64]
    /// What became of the Datastream itself: `phenomenonTime` and `resultTime` when its range grew, `observedArea`.
    public let widened: Set<String>

    public init(datastream: Int64, ids: [Int64], times: [Int64], widened: Set<String>) {
        self.datastream = datastream
        self.ids = ids
        self.times = times
        self.widened = widened
    }
}
