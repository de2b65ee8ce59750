// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// An Observation on its way into a Datastream; instants are microseconds UTC.
public struct NewObservation: Sendable, Hashable {
    /// Start of the phenomenon time.
    public var time: Int64
    /// Length of the phenomenon time; nil for an instant.
    public var duration: Int64?
    /// The result when it is a number.
    public var result: Double?
    /// The result as JSON text when it is no number, or a number whose digits `result` does not keep (1.10).
    public var resultJSON: String?
    public var resultTime: Int64?
    /// The FeatureOfInterest; nil takes the one made from the Thing's Location, if it has one.
    public var feature: Int64?
    /// `resultQuality`, `parameters`, `validTime` (as `[start, end]` in microseconds) as a JSON object's text.
    public var extra: String?

    public init(
        time: Int64, duration: Int64? = nil, result: Double?, resultJSON: String? = nil, resultTime: Int64? = nil,
        feature: Int64? = nil, extra: String? = nil
    ) {
        self.time = time
        self.duration = duration
        self.result = result
        self.resultJSON = resultJSON
        self.resultTime = resultTime
        self.feature = feature
        self.extra = extra
    }

    /// Takes any JSON value as result (OGC 18-088 §8.2.7: result is `Any`).
    public mutating func setResult(_ value: JSONValue) {
        switch value {
        case .number(let number) where number.double.isFinite:
            result = number.double
            resultJSON = number.isKeptByDouble ? nil : number.literal
        default:
            result = nil
            resultJSON = value.text
        }
    }
}

/// What happens when a Datastream has an Observation of the same phenomenon time already.
public enum DuplicateRule: String, Sendable, Hashable, CaseIterable {
    /// Both are kept.
    case allow
    /// The stored one stays.
    case keepFirst
    /// The new one takes the stored one's place and id.
    case replace
    /// The new one is refused, and counted.
    case reject

    /// The rule that a Datastream's `properties.duplicates` names: `allow`, `ignore`, `replace` or `reject`.
    package init?(name: String) {
        switch name {
        case "allow": self = .allow
        case "ignore": self = .keepFirst
        case "replace": self = .replace
        case "reject": self = .reject
        default: return nil
        }
    }
}

/// What became of a batch; an Observation equal to the stored one of its time is `unchanged` under each rule but `allow`.
public struct WriteOutcome: Sendable, Hashable {
    public var stored = 0
    public var unchanged = 0
    public var replaced = 0
    /// Differed from the stored one, which stayed (`keepFirst`).
    public var kept = 0
    /// Differed from the stored one and was refused (`reject`).
    public var rejected = 0
    /// Were older than the raw values that retention keeps, and refused.
    public var expired = 0
    /// What became of each, in the order of the batch; filled on request.
    public var rows: [Row] = []

    /// What became of one Observation.
    public enum Row: Sendable, Hashable {
        /// It is there under this id, newly or, by the rule, as the one that was there before.
        case present(Int64)
        case rejected
        case expired
    }

    public init() {}

    public static func += (left: inout WriteOutcome, right: WriteOutcome) {
        left.stored += right.stored
        left.unchanged += right.unchanged
        left.replaced += right.replaced
        left.kept += right.kept
        left.rejected += right.rejected
        left.expired += right.expired
        left.rows += right.rows
    }
}
