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

    /// What the series of one Thing are together in this month: its total where it has one, else all directions.
    package func whole(
        _ records: [SeriesRecord], on connection: any StorageConnection
    ) throws -> (records: [SeriesRecord], value: Double) {
        var values: [(record: SeriesRecord, value: Double)] = []
        for record in records {
            if let value = try value(record, on: connection) { values.append((record, value)) }
        }
        let chosen = Self.total(values)
        return (chosen.map(\.record), chosen.reduce(0) { $0 + $1.value })
    }

    /// The series that make up the whole: a total if the Thing has one, else all directions.
    private static func total(_ values: [(record: SeriesRecord, value: Double)]) -> [(
        record: SeriesRecord, value: Double
    )] {
        guard values.count > 1, let largest = values.max(by: { $0.value < $1.value }) else { return values }
        if let named = values.first(where: { $0.record.name == $0.record.thingName }) { return [named] }
        let others = values.filter { $0.record.datastream != largest.record.datastream }.map(\.value).sorted(by: >)
        let isTotal =
            others.count == 1 ? largest.value == others[0] : largest.value >= 0.95 * (others[0] + others[1])
        return isTotal ? [largest] : values
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
