// SPDX-License-Identifier: EUPL-1.2
import Wire

/// The beginning or the end of an alert.
struct AlertTurn: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable { case begins, ends }

    let kind: Kind
    let at: Instant
    /// The value that decided; nil for silence.
    let value: Double?
}

/// Whether an alert stands, as values and time come in. It knows no clock and no database.
struct AlertMachine: Sendable {
    let condition: AlertCondition
    private(set) var isRaised: Bool
    private var lowest = Extremes { $0 <= $1 }
    private var highest = Extremes { $0 >= $1 }

    init(_ condition: AlertCondition, isRaised: Bool = false) {
        self.condition = condition
        self.isRaised = isRaised
    }

    /// Takes in a value from before that was looked at already: it only belongs to the span of a change.
    mutating func remember(_ value: Double, at time: Instant) {
        guard value.isFinite, case .change(_, let span) = condition else { return }
        note(value, at: time, span)
    }

    /// Values come in the order of time.
    mutating func take(_ value: Double, at time: Instant) -> AlertTurn? {
        guard value.isFinite else { return nil }
        switch condition {
        case .above(let limit, let margin):
            return turn(begins: value > limit, ends: value <= limit - margin, value, time)
        case .below(let limit, let margin):
            return turn(begins: value < limit, ends: value >= limit + margin, value, time)
        case .silence: return nil
        case .change(let amount, let span):
            note(value, at: time, span)
            let spread = (highest.first ?? value) - (lowest.first ?? value)
            return turn(begins: spread > amount, ends: spread <= amount, value, time)
        }
    }

    /// Looks at the time: `latest` is when the latest value ended, or from when on one was waited for.
    mutating func look(at now: Instant, latest: Instant) -> AlertTurn? {
        guard case .silence(let span) = condition else { return nil }
        let due = Instant(microseconds: latest.microseconds + span)
        return turn(begins: now > due, ends: now <= due, nil, isRaised ? latest : due)
    }

    private mutating func turn(begins: Bool, ends: Bool, _ value: Double?, _ time: Instant) -> AlertTurn? {
        if !isRaised, begins {
            isRaised = true
            return AlertTurn(kind: .begins, at: time, value: value)
        }
        if isRaised, ends {
            isRaised = false
            return AlertTurn(kind: .ends, at: time, value: value)
        }
        return nil
    }

    private mutating func note(_ value: Double, at time: Instant, _ span: Int64) {
        lowest.add(value, at: time.microseconds, since: time.microseconds - span)
        highest.add(value, at: time.microseconds, since: time.microseconds - span)
    }

    /// The least or the greatest value of a sliding span, at a constant cost for each value.
    private struct Extremes: Sendable {
        private let isBetter: @Sendable (Double, Double) -> Bool
        private var values: [(time: Int64, value: Double)] = []
        private var start = 0

        init(_ isBetter: @escaping @Sendable (Double, Double) -> Bool) { self.isBetter = isBetter }

        var first: Double? { start < values.count ? values[start].value : nil }

        mutating func add(_ value: Double, at time: Int64, since begin: Int64) {
            while values.count > start, let last = values.last, isBetter(value, last.value) { values.removeLast() }
            values.append((time, value))
            while start < values.count, values[start].time < begin { start += 1 }
            if start > 1024 {
                values.removeFirst(start)
                start = 0
            }
        }
    }
}
