// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Tells of statements that took long: their text with places for values, never the values.
///
/// The time is that until the last row was taken. Statements that are prepared once and run for each row of a bulk are not
/// timed one by one.
public final class SlowStatements: Sendable {
    private let threshold: Duration
    private let report: @Sendable (_ statement: String, _ milliseconds: Double) -> Void
    private let total = Mutex(0)

    /// `report` hears of each statement of at least `threshold`.
    public init(threshold: Duration, report: @escaping @Sendable (String, Double) -> Void) {
        self.threshold = threshold
        self.report = report
    }

    /// How many there were.
    public var count: Int { total.withLock { $0 } }

    /// To be called when a statement has ended that began at `start`.
    package func ended(_ text: String, since start: ContinuousClock.Instant) {
        let elapsed = start.duration(to: .now)
        guard elapsed >= threshold else { return }
        total.withLock { $0 += 1 }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        report(words.count > 2000 ? words.prefix(2000) + " …" : words, elapsed / .milliseconds(1))
    }
}
