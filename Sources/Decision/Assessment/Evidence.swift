// SPDX-License-Identifier: EUPL-1.2

/// How well a statement about a candidate is supported.
public enum EvidenceLevel: String, Sendable, Hashable, CaseIterable {
    case claim = "E0"
    case document = "E1"
    case testedByUs = "E2"
    case independent = "E3"
}

/// Half the width of the value interval of each evidence level, on the scale 0–100.
public struct EvidenceWidths: Sendable, Hashable {
    public var claim: Double
    public var document: Double
    public var testedByUs: Double
    public var independent: Double

    public init(claim: Double = 25, document: Double = 15, testedByUs: Double = 7, independent: Double = 3) {
        (self.claim, self.document) = (claim, document)
        (self.testedByUs, self.independent) = (testedByUs, independent)
    }

    public subscript(level: EvidenceLevel) -> Double {
        switch level {
        case .claim: claim
        case .document: document
        case .testedByUs: testedByUs
        case .independent: independent
        }
    }
}

/// A value between 0 and 100 with the range it may lie in.
public struct ValueInterval: Sendable, Hashable {
    public let value: Double
    public let low: Double
    public let high: Double

    public init(value: Double, low: Double, high: Double) {
        (self.value, self.low, self.high) = (value, min(low, value), max(high, value))
    }

    /// The interval around a value that its evidence allows, cut at 0 and 100.
    public init(value: Double, evidence: EvidenceLevel, widths: EvidenceWidths = EvidenceWidths()) {
        let half = widths[evidence]
        self.init(value: value, low: max(0, value - half), high: min(100, value + half))
    }

    /// Nothing is known: the middle of the scale, and all of it possible.
    public static let unknown = ValueInterval(value: 50, low: 0, high: 100)

    /// What several assessors said: the mean of their values, within all that any of them holds possible.
    public init(assessors: [ValueInterval]) {
        guard let low = assessors.map(\.low).min(), let high = assessors.map(\.high).max() else {
            self = .unknown
            return
        }
        self.init(value: Spread(assessors.map(\.value)).mean, low: low, high: high)
    }

    public var width: Double { high - low }
}
