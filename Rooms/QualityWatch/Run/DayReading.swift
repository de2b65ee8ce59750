// SPDX-License-Identifier: EUPL-1.2
import Quality
import SensorThings
import Storage
import Wire

/// The figures of some whole days of one series.
struct DayReading {
    private let member: Member
    private let days: Range<Int>
    private let calendar: ZonedCalendar

    init(_ member: Member, _ days: Range<Int>, _ calendar: ZonedCalendar) {
        self.member = member
        self.days = days
        self.calendar = calendar
    }

    private func start(of day: Int) -> Instant { FindingDay.start(of: day, in: calendar) }

    /// One for each day; nil without numbers. What is not a whole day of this series is left out.
    func figures(on connection: any StorageConnection) throws -> [DayFigures?] {
        var figures = [DayFigures?](repeating: nil, count: days.count)
        // the day before tells whether the first is its repetition
        let begin = start(of: days.lowerBound - 1)
        let end = min(start(of: days.upperBound), Instant(microseconds: member.wholeTo))
        guard begin < end else { return figures }
        let buckets = try SeriesAggregation.buckets(
            of: member.datastream, over: InstantInterval(start: begin, end: end), by: .day, in: calendar,
            on: connection)
        var previous: (day: Int, figures: DayFigures)?
        for bucket in buckets ?? [] {
            guard let minimum = bucket.minimum, let maximum = bucket.maximum, let sum = bucket.sum else { continue }
            let day = FindingDay.number(of: bucket.bucket.start, in: calendar)
            var today = DayFigures(count: Int(bucket.count), sum: sum, minimum: minimum, maximum: maximum)
            if let last = previous, last.day == day - 1, today.looksLike(last.figures) {
                // only where all sums are the same are the values themselves compared
                today.isRepetition = DayFigures.isRepetition(
                    try values(day, on: connection), of: try values(last.day, on: connection))
            }
            previous = (day, today)
            if days.contains(day) { figures[day - days.lowerBound] = today }
        }
        return figures
    }

    private func values(_ day: Int, on connection: any StorageConnection) throws -> [Double] {
        let window = InstantInterval(start: start(of: day), end: start(of: day + 1))
        return try SeriesQueries.values(of: member.datastream, over: window, limit: 10_000, on: connection)
            .compactMap(\.result)
    }
}

extension DayFigures {
    fileprivate func looksLike(_ other: DayFigures) -> Bool {
        count == other.count && count >= 24 && sum == other.sum && minimum == other.minimum && maximum == other.maximum
            && minimum < maximum
    }
}
