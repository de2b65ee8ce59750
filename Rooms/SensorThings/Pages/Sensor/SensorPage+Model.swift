// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import Catalogue
import HTTPSupport
import Hummingbird
package import Rights
import SensorThings
package import Site
package import Storage
package import Wire

extension SensorPage {
    /// What a reader asks for: a button's range, or days of their own.
    package struct Request: Sendable {
        package var range: String
        package var from: String
        package var to: String
    }

    /// The window and the buckets of a chart.
    package struct Window: Sendable, Hashable {
        package enum Step: Sendable { case quarter, hour, day, week, month, year }

        package var range: Range?
        package var from: CalendarDay
        package var to: CalendarDay
        package var step: Step
        package var fault: Words?

        /// A range ends with the day of the last value; days of the reader's own are taken as they are.
        package init(_ request: Request, first: CalendarDay, last: CalendarDay) {
            var range: Range? = Range(rawValue: request.range) ?? .year
            var own: (CalendarDay, CalendarDay)?
            if !request.from.isEmpty || !request.to.isEmpty {
                let from = request.from.isEmpty ? first : CalendarDay(parsing: request.from)
                let to = request.to.isEmpty ? last : CalendarDay(parsing: request.to)
                if let from, let to, from <= to, to.number - from.number < 80_000 {
                    own = (from, to)
                    range = nil
                } else {
                    fault = .faultyPeriod
                }
            }
            to = own?.1 ?? last
            switch range {
            case .day: from = to
            case .week: from = to.adding(days: -6)
            case .month: from = to.adding(months: -1).adding(days: 1)
            case .year: from = to.adding(months: -12).adding(days: 1)
            case .all: from = min(first, to)
            case nil: from = own?.0 ?? first
            }
            self.range = range
            switch to.number - from.number + 1 {
            case ...2: step = .quarter
            case ...9: step = .hour
            case ...92: step = .day
            case ...800: step = .week
            case ...9000: step = .month
            default: step = .year
            }
        }

        /// Starts of the buckets and the end of the last one.
        package func buckets(_ time: TownTime, rhythm: Int64?, moved: CalendarMove = .none) -> [Instant] {
            let (first, last) = (moved.apply(from), moved.apply(to))
            var bounds: [Instant] = []
            let end = time.start(of: last.adding(days: 1))
            switch step {
            case .quarter, .hour:
                let hour: Int64 = 3_600_000_000
                let width = step == .hour ? hour : max(900_000_000, min(hour, rhythm ?? hour))
                var at = time.start(of: first)
                while at < end {
                    bounds.append(at)
                    at = Instant(microseconds: at.microseconds + width)
                }
            case .day:
                var day = first
                while day <= last {
                    bounds.append(time.start(of: day))
                    day = day.adding(days: 1)
                }
            case .week:
                var day = first
                while day <= last {
                    bounds.append(time.start(of: day))
                    day = day.adding(days: 7)
                }
            case .month:
                var day = CalendarDay(year: first.year, month: first.month, day: 1)
                while day <= last {
                    bounds.append(time.start(of: day))
                    day = day.adding(months: 1)
                }
            case .year:
                var day = CalendarDay(year: first.year, month: 1, day: 1)
                while day <= last {
                    bounds.append(time.start(of: day))
                    day = day.adding(months: 12)
                }
            }
            bounds.append(end)
            return bounds
        }

        /// The period to compare with, and its name: a week before for days and weeks, else a year before.
        package var comparison: (move: CalendarMove, name: Words)? {
            switch step {
            case .quarter, .hour: (.days(-7), .previousWeek)
            case .day, .week: (.days(-364), .previousYear)
            case .month, .year: nil
            }
        }

        package func bucketText(isSum: Bool) -> Words {
            switch step {
            case .quarter: isSum ? .bucketHourRate : .bucketQuarterMean
            case .hour: isSum ? .bucketHourRate : .bucketHourMean
            case .day: isSum ? .bucketDayRate : .bucketDayMean
            case .week: isSum ? .bucketWeekRate : .bucketWeekMean
            case .month: isSum ? .bucketMonthRate : .bucketMonthMean
            case .year: isSum ? .bucketYearRate : .bucketYearMean
            }
        }
    }

    package enum CalendarMove: Sendable {
        case none
        case days(Int)

        package func apply(_ day: CalendarDay) -> CalendarDay {
            switch self {
            case .none: day
            case .days(let count): day.adding(days: count)
            }
        }
    }

    package static func reuse(_ dataset: Dataset, _ language: Language) -> Reuse {
        Reuse(
            slug: dataset.slug, title: language(dataset.title, dataset.titleEnglish), owner: dataset.owner,
            contact: dataset.contact, licence: dataset.licence,
            attributions: dataset.attributions.map {
                Reuse.Attribution(text: $0.text, url: $0.url, licence: $0.licence)
            })
    }

    /// Reads the page of one Thing; nil when the reader may not see it or the series is another Thing's.
    package static func read(
        thing: Int64, datastream: Int64?, request: Request, town: TownReading, now: Instant, format: Format,
        base: String, reader: Reader, on connection: any StorageConnection
    ) throws -> SensorPage? {
        let records = town.series.filter { $0.thing == thing }
        guard let first = records.first else { return nil }
        let streams = records.filter { $0.datastream != nil }
        var selected: Int? = streams.isEmpty ? nil : 0
        if let datastream {
            guard let index = streams.firstIndex(where: { $0.datastream == datastream }) else { return nil }
            selected = index
        }
        let dataset = town.dataset(selected.map { streams[$0].dataset } ?? first.dataset)
        let today = format.time.day(now)
        var page = SensorPage(
            thing: thing, name: first.thingName, description: first.thingDescription, longitude: first.longitude,
            latitude: first.latitude, placeName: first.placeName, isApproximate: first.isApproximate,
            changes: try changes(thing, streams, for: reader, on: connection),
            series: streams.map { series($0, now: now) }, selected: selected,
            reuse: dataset.map { reuse($0, format.language) },
            range: .year, from: today, to: today, bucket: .bucketDayMean, gaps: [], base: base, now: now)
        guard let selected, let start = streams[selected].start, let last = streams[selected].lastTime else {
            return page
        }
        let record = streams[selected]
        let window = Window(request, first: format.time.day(start), last: format.time.day(last))
        try page.fill(record, window, format: format, on: connection)
        page.finding = try YearComparison(now: now, format: format).compare(record, on: connection).map { comparison in
            Finding(
                month: comparison.month, value: comparison.value, previous: comparison.previous ?? comparison.value,
                byDifference: record.quantity.comparesByDifference)
        }
        return page
    }

    private static func changes(
        _ thing: Int64, _ streams: [SeriesRecord], for reader: Reader, on connection: any StorageConnection
    ) throws -> [Change] {
        let moves = try PlaceHistory.of(thing: thing, for: reader, on: connection)
        var changes = moves.map { move in
            Change(time: move.time, kind: .place(name: move.name, longitude: move.longitude, latitude: move.latitude))
        }
        for stream in streams {
            if let start = stream.start { changes.append(Change(time: start, kind: .firstValue(series: stream.name))) }
            if let ended = stream.ended { changes.append(Change(time: ended, kind: .ended(series: stream.name))) }
        }
        let names = Dictionary(streams.map { ($0.datastream ?? 0, $0.name) }, uniquingKeysWith: { first, _ in first })
        for change in try StateChange.latest(of: streams.compactMap(\.datastream), limit: 10, on: connection) {
            let series = names[change.datastream] ?? ""
            changes.append(Change(time: change.at, kind: .state(series: series, from: change.from, to: change.to)))
        }
        return changes.sorted { $0.time > $1.time }
    }

    private static func series(_ record: SeriesRecord, now: Instant) -> Series {
        Series(
            id: record.datastream ?? 0, name: record.name, measured: record.measured, unit: record.quantity.unit,
            state: record.state(at: now), lastValue: record.lastValue, lastText: record.lastText,
            lastTime: record.lastTime, start: record.start, end: record.end, count: record.count, rhythm: record.rhythm)
    }

    private mutating func fill(
        _ record: SeriesRecord, _ window: Window, format: Format, on connection: any StorageConnection
    ) throws {
        let (time, language) = (format.time, format.language)
        range = window.range
        from = window.from
        to = window.to
        fault = window.fault
        let quantity = record.quantity
        bucket = window.bucketText(isSum: quantity.isSum)
        let isFine = window.step == .quarter || window.step == .hour
        let rate: Int64? = quantity.isSum ? (isFine ? 3_600_000_000 : 86_400_000_000) : nil
        let series = SeriesPoints(on: connection)
        let buckets = window.buckets(time, rhythm: record.rhythm)
        guard let begin = buckets.first, let end = buckets.last else { return }
        let interval = InstantInterval(start: begin, end: end)
        let points = try series.points(of: record, buckets: buckets, rate: rate, until: now)
        var previous: [SeriesPoint] = []
        if let comparison = window.comparison {
            let before = window.buckets(time, rhythm: record.rhythm, moved: comparison.move)
            let earlier = try series.points(of: record, buckets: before, rate: rate, until: now)
            if earlier.contains(where: { $0.value != nil }) {
                previous = zip(points, earlier).map { point, old in
                    SeriesPoint(start: point.start, end: point.end, value: old.value, count: old.count)
                }
            }
        }
        chart = ChartModel(
            window: interval, points: points, previous: previous, unit: quantity.isSum ? "" : quantity.unit,
            isSum: quantity.isSum, label: language(bucket),
            previousLabel: window.comparison.map { language($0.name) } ?? "")
        let total = try SeriesAggregation.total(of: record.datastream ?? 0, over: interval, on: connection)
        let isSmall = total.count < 60_000
        let measurable = min(end, max(begin, now)).microseconds - begin.microseconds
        var figures = Statistics(
            mean: total.mean, minimum: total.minimum, minimumAt: nil, maximum: total.maximum, maximumAt: nil,
            count: total.count, coverage: record.coverage(count: total.count, of: measurable))
        if isSmall {
            figures.minimumAt = try total.minimum.flatMap { try series.time(of: $0, in: record, over: interval) }
            figures.maximumAt = try total.maximum.flatMap { try series.time(of: $0, in: record, over: interval) }
            gaps = try series.gaps(of: record, over: interval)
        }
        statistics = figures
    }
}
