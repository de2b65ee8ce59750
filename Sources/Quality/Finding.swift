// SPDX-License-Identifier: EUPL-1.2

/// What may be wrong with a series. The thresholds are those of `Thresholds`.
public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// Whole days of zeros while the neighbours live.
    ///
    /// Neighbours are the other parts at the same place or, where all of a place is zero, the other places of the network.
    case stopped
    /// Whole days of one and the same value, which is not zero, while the neighbours change.
    case stuck
    /// A day whose values are those of the day before, one by one.
    case repeated
    /// A total that no longer equals its parts.
    case sum
    /// Values as in another unit: by 1000, 100, 10, 60, 3.6, from °C to °F or K, or back.
    case unit
    /// A value at least a hundred times as large as any usual day's largest.
    case spike
    /// Another level than a year before, against all others of the network.
    ///
    /// Weekly medians of r = q − median of q of the others, q = log1p(day) − log1p(364 days before); two-sided CUSUM
    /// (Page, Biometrika 1954) with k 1 and h 8 in units of 1.4826 MAD of 52 weeks.
    case shift
}

/// Something that a rule has found: from which day on, how large, and by which numbers.
public struct Finding: Sendable, Hashable {
    public let rule: Rule
    public let series: Int64
    /// The series at fault: another one where this is the total of a part that stopped.
    public let cause: Int64
    /// The local day on which it begins, in days since 1970-01-01.
    public let from: Int
    /// Its last day; nil while it lasts.
    public var to: Int?
    /// The day after which it was named.
    public let named: Int
    /// By how much the level differs, as a share of the usual: 1 is all of it. For ranking.
    public var size: Double
    /// The numbers behind it; `Evidence` has their names.
    public var evidence: [Evidence: Double]

    public init(
        rule: Rule, series: Int64, cause: Int64? = nil, from: Int, to: Int? = nil, named: Int, size: Double,
        evidence: [Evidence: Double]
    ) {
        self.rule = rule
        self.series = series
        self.cause = cause ?? series
        self.from = from
        self.to = to
        self.named = named
        self.size = size
        self.evidence = evidence
    }
}

/// Names of the numbers behind a finding.
public enum Evidence: String, Sendable, Hashable, CaseIterable {
    /// The usual mean of a value, in the unit of the series.
    case usual
    /// Sum of the values that the neighbours let expect where none came.
    case expected
    /// How lively the neighbours were, as a share of their usual level.
    case neighbours
    /// 1 when the other places of the network are the neighbours, 0 when the other parts of the place are.
    case network
    /// Days on which it was seen.
    case days
    /// The value that does not change, or that stands out.
    case value
    /// What the parts of a total add up to.
    case parts
    /// The total.
    case total
    /// What a value was multiplied by.
    case factor
    /// What was added after that.
    case offset
    /// Share by which the level differs from the year before, the others' change taken off: −0.53.
    case change
}
