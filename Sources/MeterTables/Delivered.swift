// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Metering
public import Wire

/// Quarter hours of one register as they come from a metering operator, before they are compared with what is known.
public struct Delivered: Sendable, Hashable {
    /// One quarter hour.
    public struct Value: Sendable, Hashable {
        public let start: Instant
        public let wattHours: Int
        public let state: ValueState
        /// Of the file, from 1; 0 where it has no lines.
        public let line: Int

        public init(start: Instant, wattHours: Int, state: ValueState, line: Int) {
            (self.start, self.wattHours, self.state, self.line) = (start, wattHours, state, line)
        }
    }

    /// Market location or metering location, as the file says it.
    public let location: String
    /// Nil where the file does not say.
    public let feedsIn: Bool?
    public internal(set) var values: [Value]

    public init(location: String, feedsIn: Bool?, values: [Value]) {
        (self.location, self.feedsIn, self.values) = (location, feedsIn, values)
    }
}

/// What of a file is not taken, where it stands, and what helps.
public struct Unread: Sendable, Hashable {
    /// From 1; 0 for the file as a whole.
    public let line: Int
    public let words: Words

    public init(line: Int, words: Words) { (self.line, self.words) = (line, words) }
}

/// Bytes that are no text in any encoding that is known, or none at all.
public struct NotText: Error, Sendable, Hashable {
    public init() {}
}
