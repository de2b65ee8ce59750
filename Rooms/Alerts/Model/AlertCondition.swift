// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// When an alert begins and ends. Numbers are in the unit of the series, spans in microseconds.
enum AlertCondition: Sendable, Hashable {
    /// Begins above the limit, ends at `limit - margin` or below.
    case above(limit: Double, margin: Double)
    /// Begins below the limit, ends at `limit + margin` or above.
    case below(limit: Double, margin: Double)
    /// Begins when the latest value is older than the span, ends with a newer one.
    case silence(Int64)
    /// Begins when values within the span lie further apart than the amount, ends when they do no longer.
    case change(amount: Double, within: Int64)

    enum Kind: String, Sendable, Hashable, CaseIterable { case above, below, silence, change }

    var kind: Kind {
        switch self {
        case .above: .above
        case .below: .below
        case .silence: .silence
        case .change: .change
        }
    }

    /// What is kept of it: a number, a second one, a span.
    var parts: (limit: Double?, margin: Double?, span: Int64?) {
        switch self {
        case .above(let limit, let margin), .below(let limit, let margin): (limit, margin, nil)
        case .silence(let span): (nil, nil, span)
        case .change(let amount, let span): (amount, nil, span)
        }
    }

    /// Nil for what was not kept by this version.
    init?(_ kind: String, limit: Double?, margin: Double?, span: Int64?) {
        switch (Kind(rawValue: kind), limit, span) {
        case (.above, let limit?, _): self = .above(limit: limit, margin: margin ?? 0)
        case (.below, let limit?, _): self = .below(limit: limit, margin: margin ?? 0)
        case (.silence, _, let span?): self = .silence(span)
        case (.change, let amount?, let span?): self = .change(amount: amount, within: span)
        default: return nil
        }
    }

    /// "über 30 °C, bis wieder höchstens 28 °C"
    func words(_ unit: String, _ format: Format) -> String {
        func measure(_ value: Double) -> String { format.measure(value, unit: unit) }
        let german = format.language == .german
        switch self {
        case .above(let limit, let margin):
            let end = measure(limit - margin)
            return german
                ? "über \(measure(limit)), bis wieder höchstens \(end)"
                : "above \(measure(limit)), until \(end) or less"
        case .below(let limit, let margin):
            let end = measure(limit + margin)
            return german
                ? "unter \(measure(limit)), bis wieder mindestens \(end)"
                : "below \(measure(limit)), until \(end) or more"
        case .silence(let span):
            let length = german ? format.since(microseconds: span) : format.duration(microseconds: span)
            return german ? "kein Wert seit mehr als \(length)" : "no value for more than \(length)"
        case .change(let amount, let span):
            let length = format.duration(microseconds: span)
            return german
                ? "Änderung um mehr als \(measure(amount)) in \(length)"
                : "a change of more than \(measure(amount)) within \(length)"
        }
    }
}
