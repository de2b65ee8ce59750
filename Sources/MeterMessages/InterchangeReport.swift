// SPDX-License-Identifier: EUPL-1.2
public import Metering

/// What a file of meter data says, and what of it was taken.
public struct InterchangeReport: Sendable, Hashable {
    /// The reference of UNB; empty where there is none.
    public internal(set) var reference = ""
    /// Market partners' numbers.
    public internal(set) var sender = ""
    public internal(set) var receiver = ""
    /// Empty when the interchange is refused as a whole.
    public internal(set) var messages: [MessageReport] = []
    /// Why nothing of it is taken.
    public internal(set) var fault: MessageFault?

    /// Whether it is well formed and none of its messages is refused.
    public var isAccepted: Bool { fault == nil && messages.allSatisfy { $0.fault == nil } }
}

/// One message of an interchange and its verdict.
public struct MessageReport: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        case series([IntervalSeries])
        /// Everything of an earlier document stops counting from the time of receipt; nothing is deleted.
        case withdrawal(of: String)
        /// Refused, or of a kind that is not used here.
        case nothing
    }

    /// What a clerk should know of a message that is taken all the same.
    public enum Note: Sendable, Hashable {
        /// The colon of the OBIS code has no release character before it.
        case registerUnescaped(OBISCode)
        /// Raw quantities finer than 1 Wh, the first of them: kept in tenths, rounded for the series.
        case finer(Location, IntervalValue, count: Int)
        /// The same values twice, the first of them; they count once.
        case repeated(Location, IntervalValue, count: Int)
        case gap(Location, slots: ClosedRange<Int>)
        /// A register that is neither import nor export of energy.
        case registerLeftAside(OBISCode)
        /// A kind of message that is not used here: well formed, and nothing of it is taken.
        case applicationLeftAside(Int)
    }

    /// The reference of UNH.
    public internal(set) var reference = ""
    /// The number of the document (BGM), which a withdrawal names.
    public internal(set) var document = ""
    /// `2.4c` or `2.5`.
    public internal(set) var release = ""
    /// Prüfidentifikator.
    public internal(set) var application: Int?
    public internal(set) var content = Content.nothing
    public internal(set) var notes: [Note] = []
    public internal(set) var fault: MessageFault?

    public var series: [IntervalSeries] {
        if case .series(let series) = content { series } else { [] }
    }
}
