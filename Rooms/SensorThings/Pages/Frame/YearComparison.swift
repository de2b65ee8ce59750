// SPDX-License-Identifier: EUPL-1.2
import SensorThings
package import Site
package import Storage
package import Wire

/// The last full month of a series beside the same month a year before.
package struct YearComparison {
    package struct Outcome: Hashable {
        package var month: CalendarDay
        /// Mean of the month, or the number per day.
        package var value: Double
        package var previous: Double?
        package var coverage: Double?
        package var count: Int64
    }

    package let month: CalendarDay
    package let format: Format

    /// A month counts as full from its last day on.
    package init(now: Instant, format: Format) {
        let tomorrow = format.time.day(Instant(microseconds: now.microseconds + 86_400_000_000))
        let first = CalendarDay(year: tomorrow.year, month: tomorrow.month, day: 1)
        month = first.adding(months: -1)
        self.format = format
    }

    /// Nil when less than a third of the month was measured; without `previous` when that holds a year before.
    package func compare(_ record: SeriesRecord, on connection: any StorageConnection) throws -> Outcome? {
        guard let current = try figure(record, month, connection) else { return nil }
        let before = try figure(record, month.adding(months: -12), connection)
        return Outcome(
            month: month, value: current.value, previous: before?.value, coverage: current.coverage,
            count: current.count)
    }

    /// Only this month's number; for choosing among many.
    package func value(_ record: SeriesRecord, on connection: any StorageConnection) throws -> Double? {
        try figure(record, month, connection)?.value
    }

    private func figure(
        _ record: SeriesRecord, _ month: CalendarDay, _ connection: any StorageConnection
    ) throws -> (value: Double, coverage: Double?, count: Int64)? {
        guard let datastream = record.datastream else { return nil }
        let window = format.time.month(of: month)
        guard let start = record.start, let end = record.end, start < window.end, end >= window.start else {
            return nil
        }
        let total = try SeriesAggregation.soundTotal(of: datastream, over: window, on: connection)
        let duration = window.end.microseconds - window.start.microseconds
        let coverage = record.coverage(count: total.count, of: duration)
        guard let mean = total.mean, let sum = total.sum, (coverage ?? 1) >= 0.33 else { return nil }
        guard record.quantity.isSum else { return (mean, coverage, total.count) }
        let measured = record.rhythm.map { Double($0) * Double(total.count) } ?? Double(duration)
        return (sum * 86_400_000_000 / measured, coverage, total.count)
    }
}
