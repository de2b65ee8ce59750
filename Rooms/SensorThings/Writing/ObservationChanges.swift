// SPDX-License-Identifier: EUPL-1.2
public import SensorThingsModel
import Wire

/// What a writer has put in and replaced, told so that it can be taken back.
public struct ObservationChanges: Sendable {
    /// New Observations of one Datastream, whose ids and times lie in these ranges.
    public struct Added: Sendable, Hashable {
        public let datastream: Int64
        public let ids: ClosedRange<Int64>
        public let times: ClosedRange<Int64>
        public let count: Int64
        /// Of their contents, in the order of time.
        public let digest: Int64

        public init(
            datastream: Int64, ids: ClosedRange<Int64>, times: ClosedRange<Int64>, count: Int64, digest: Int64
        ) {
            self.datastream = datastream
            self.ids = ids
            self.times = times
            self.count = count
            self.digest = digest
        }
    }

    /// An Observation that was there and got another value.
    public struct Replaced: Sendable, Hashable {
        public let datastream: Int64
        public let id: Int64
        /// As it was.
        public let before: NewObservation
        /// Of the content that it got.
        public let digest: Int64

        public init(datastream: Int64, id: Int64, before: NewObservation, digest: Int64) {
            self.datastream = datastream
            self.id = id
            self.before = before
            self.digest = digest
        }
    }

    public enum Change: Sendable, Hashable {
        case added(Added)
        case replaced(Replaced)
    }

    /// In the order in which it happened.
    public internal(set) var all: [Change] = []

    public init() {}
}

/// A number over the contents of Observations: two that differ in anything that is measured differ in it.
struct ObservationDigest {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    var value: Int64 { Int64(bitPattern: state) }

    private mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
        state ^= state >> 29
    }

    private mutating func mix(_ text: String?) {
        guard let text else { return mix(0x6e69_6c) }
        mix(UInt64(text.utf8.count) &+ 1)
        for byte in text.utf8 { mix(UInt64(byte)) }
    }

    mutating func add(_ observation: NewObservation) {
        mix(UInt64(bitPattern: observation.time))
        mix(UInt64(bitPattern: observation.duration ?? .min))
        mix(observation.result.map { $0 == 0 ? 0 : $0.bitPattern } ?? 0x7ff8_dead_0000_0000)
        mix(observation.resultJSON)
        mix(UInt64(bitPattern: observation.resultTime ?? .min))
        mix(observation.extra.map(Self.canonical))
    }

    /// The members of `extra` by name: PostgreSQL keeps them in an order of its own.
    private static func canonical(_ text: String) -> String {
        guard let members = (try? JSONValue(parsing: text))?.object?.members else { return text }
        return JSONValue.object(JSONObject(members.sorted { $0.name < $1.name })).text
    }

    static func of(_ observation: NewObservation) -> Int64 {
        var digest = ObservationDigest()
        digest.add(observation)
        return digest.value
    }
}

extension StoredObservation {
    /// What stands in the database, as it would be written again.
    var content: NewObservation {
        NewObservation(
            time: time, duration: duration, result: result, resultJSON: resultJSON, resultTime: resultTime,
            feature: feature, extra: extra?.text)
    }
}
