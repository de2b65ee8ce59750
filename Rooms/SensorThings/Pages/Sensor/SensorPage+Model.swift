// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
import Catalogue
import Hummingbird
import QualityWatch
import QualityWatchPages
package import Rights
import SensorThings
package import SensorThingsFrame
package import Site
package import Storage
package import Wire

extension SensorPage {
    /// What a reader asks for: a button's range, or days of their own.
    package struct Request: Sendable {
        package var range: String
        package var from: String
        package var to: String
        /// Datastreams to compare with.
        package var with: [Int64] = []

        /// So many series are compared with one.
        package static let most = 4

        package init(range: String, from: String, to: String, with: [Int64] = []) {
            self.range = range
            self.from = from
            self.to = to
            self.with = with
        }

        /// `?range=month` or `?from=2026-07-01&to=2026-07-31`, and `&with=12,15`.
        init(_ query: FormBody) {
            let ids = query.all("with").flatMap { $0.split(separator: ",") }.compactMap { Int64($0) }
            var seen: Set<Int64> = []
            self.init(
                range: query["range"], from: query["from"], to: query["to"],
                with: Array(ids.filter { seen.insert($0).inserted }.prefix(Self.most)))
        }
    }

    /// The window and the buckets of a chart.
    package struct Window: Sendable, Hashable {
        package enum Step: Int, Sendable, Comparable {
            case quarter, hour, day, week, month, year

            package static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }

            /// The finest step in which values so far apart, in microseconds, follow each other.
            fileprivate init(rhythm: Int64) {
                switch rhythm / 3_600_000_000 {
                case ..<20: self = .quarter
                case ..<30: self = .day
                case ..<200: self = .week
                case ..<4000: self = .month
                default: self = .year
                }
            }
        }

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

        /// No step is finer than the rhythm of the values, or than their distance here where they lie closer.
        fileprivate mutating func fit(
            to record: SeriesRecord, _ time: TownTime, on connection: any StorageConnection
        ) throws {
            guard let rhythm = record.rhythm, Step(rhythm: rhythm) > step else { return }
            let interval = InstantInterval(start: time.start(of: from), end: time.start(of: to.adding(days: 1)))
            let count = try SeriesAggregation.soundTotal(of: record.datastream ?? 0, over: interval, on: connection)
                .count
            let distance = (interval.end.microseconds - interval.start.microseconds) / max(1, count)
            step = max(step, Step(rhythm: count > 1 ? min(rhythm, distance) : rhythm))
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

    /// Reads the page of one Thing; nil when the reader may not see it or the series is another Thing's.
    package static func read(
        thing: Int64, datastream: Int64?, request: Request, town: TownReading, now: Instant, format: Format,
        base: String, reader: Reader, on connection: any StorageConnection
    ) throws -> SensorPage? {
        let records = town.series(ofThing: thing)
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
            reuse: dataset.map { DatasetReuse($0, format.language) },
            range: .year, from: today, to: today, bucket: .bucketDayMean, gaps: [], base: base, now: now, today: today)
        page.isPublic = town.dataset(first.dataset)?.access == .public
        guard let selected, let start = streams[selected].start, let last = streams[selected].lastTime else {
            return page
        }
        let record = streams[selected]
        page.firstDay = format.time.day(start)
        page.annotations = try SeriesAnnotationQueries.of(record.datastream ?? 0, on: connection)
        if let dataset = record.dataset {
            page.mayAnnotate = try DatasetQueries.may(.write, dataset, reader, on: connection)
        }
        let others = request.with.filter { $0 != record.datastream }.compactMap { town.series($0) }
            .filter { $0.lastTime != nil }
        page.compared = others.map { Choice(id: $0.datastream ?? 0, label: $0.label) }
        page.choices = choices(record, but: others, town)
        var window = Window(request, first: format.time.day(start), last: format.time.day(last))
        try window.fit(to: record, format.time, on: connection)
        page.doubts = try QualityQueries.of(streams[selected].datastream ?? 0, for: reader, on: connection)
        try page.fill(record, window, with: others, format: format, on: connection)
        let months = YearComparison(now: now, format: format)
        let alike = streams.filter { $0.quantity.isSum && $0.measured == record.measured }
        if record.quantity.isSum, alike.count > 1 {
            let whole = try months.whole(alike, on: connection)
            if whole.records.count > 1 { page.together = (whole.value, months.month) }
        }
        let comparison = try months.compare(record, on: connection)
        page.finding = comparison.flatMap { comparison in
            // without a year before there is nothing to compare with
            comparison.previous.map { previous in
                Finding(
                    month: comparison.month, value: comparison.value, previous: previous,
                    byDifference: record.quantity.comparesByDifference)
            }
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
            id: record.datastream ?? 0, name: record.title, measured: record.measured, unit: record.quantity.unit,
            isSum: record.quantity.isSum,
            state: record.state(at: now), lastValue: record.lastValue, lastText: record.lastText,
            lastTime: record.lastTime, start: record.start, end: record.end, count: record.count, rhythm: record.rhythm)
    }

    /// Days and weeks of two windows of the same length stand in the same order.
    private static func byTurn(_ points: [SeriesPoint], _ earlier: [SeriesPoint]) -> [SeriesPoint] {
        zip(points, earlier).map { point, old in
            SeriesPoint(start: point.start, end: point.end, value: old.value, count: old.count)
        }
    }

    /// To each hour the one that the wall clock showed a week before; where the clocks change there is none, or two.
    static func byClock(_ points: [SeriesPoint], _ earlier: [SeriesPoint], _ time: TownTime) -> [SeriesPoint] {
        let week: Int64 = 7 * 86_400
        var before: [Int64: [SeriesPoint]] = [:]
        for point in earlier { before[time.wall(point.start), default: []].append(point) }
        return points.map { point in
            let found = before[time.wall(point.start) - week] ?? []
            let isSecond = time.isSummerOfTwo(point.start) == false
            let old = isSecond ? found.last : found.first
            return SeriesPoint(start: point.start, end: point.end, value: old?.value, count: old?.count ?? 0)
        }
    }

    /// The other series of the sensor, then those of other sensors that measure the same; as many as a list can hold.
    private static func choices(_ record: SeriesRecord, but others: [SeriesRecord], _ town: TownReading) -> [Choice] {
        let taken = Set(others.compactMap(\.datastream) + [record.datastream ?? 0])
        let own = town.series(ofThing: record.thing)
        let like = town.series.lazy.filter { $0.thing != record.thing && $0.measured == record.measured }
        var choices: [Choice] = []
        for other in [AnySequence(own), AnySequence(like)].joined() where other.lastTime != nil {
            guard let id = other.datastream, !taken.contains(id) else { continue }
            choices.append(Choice(id: id, label: other.label))
            if choices.count == 100 { break }
        }
        return choices
    }

    private mutating func fill(
        _ record: SeriesRecord, _ window: Window, with others: [SeriesRecord], format: Format,
        on connection: any StorageConnection
    ) throws {
        let (time, language) = (format.time, format.language)
        range = window.range
        from = window.from
        to = window.to
        fault = window.fault
        let quantity = record.quantity
        bucket = window.bucketText(isSum: quantity.isSum)
        let isFine = window.step == .quarter || window.step == .hour
        func rate(_ record: SeriesRecord) -> Int64? {
            record.quantity.isSum ? (isFine ? 3_600_000_000 : 86_400_000_000) : nil
        }
        let series = SeriesPoints(on: connection)
        // as wide as the rarest of them needs, so that none falls into dots
        let rhythm = ([record] + others).compactMap(\.rhythm).max()
        let buckets = window.buckets(time, rhythm: rhythm)
        guard let begin = buckets.first, let end = buckets.last else { return }
        let interval = InstantInterval(start: begin, end: end)
        let points = try series.points(of: record, buckets: buckets, rate: rate(record), until: now, withBegun: true)
        var previous: [SeriesPoint] = []
        if others.isEmpty, let comparison = window.comparison {
            let before = window.buckets(time, rhythm: rhythm, moved: comparison.move)
            let earlier = try series.points(of: record, buckets: before, rate: rate(record), until: now)
            if earlier.contains(where: { $0.value != nil }) {
                previous = isFine ? Self.byClock(points, earlier, time) : Self.byTurn(points, earlier)
            }
        }
        chart = ChartModel(
            window: interval, points: points, previous: previous, unit: quantity.isSum ? "" : quantity.unit,
            isSum: quantity.isSum, label: others.isEmpty ? language(bucket) : record.label,
            previousLabel: window.comparison.map { language($0.name) } ?? "")
        chart?.doubts = FindingNotes.doubts(doubts, in: interval)
        draw(annotations, over: interval, withThresholds: !quantity.isSum || !isFine, format)
        for other in others {
            let line = ChartModel.Line(
                label: other.label,
                points: try series.points(
                    of: other, buckets: buckets, rate: rate(other), until: now, withBegun: true))
            add(line, other.quantity, other.measured, window, interval, language)
        }
        leftOut = try SeriesMask.leftOut(of: record.datastream ?? 0, over: interval, on: connection)
        let total = try SeriesAggregation.soundTotal(of: record.datastream ?? 0, over: interval, on: connection)
        let isSmall = total.count < 60_000
        // before its first value, and after a declared end, nothing could be measured
        let first = max(begin, record.start ?? begin)
        let last = min(end, now, record.ended ?? end)
        let measurable = max(0, last.microseconds - first.microseconds)
        var figures = Statistics(
            mean: total.mean, minimum: total.minimum, minimumAt: nil, maximum: total.maximum, maximumAt: nil,
            count: total.count, coverage: record.coverage(count: total.count, of: measurable))
        figures.isCoverageOfPart = first > begin || last < min(end, now)
        if isSmall {
            figures.minimumAt = try total.minimum.flatMap { try series.time(of: $0, in: record, over: interval) }
            figures.maximumAt = try total.maximum.flatMap { try series.time(of: $0, in: record, over: interval) }
            gaps = try series.gaps(of: record, over: interval)
        }
        statistics = figures
    }

    /// A line of the same unit goes into the chart; one of another gets a chart of its own below, with its own axis.
    private mutating func add(
        _ line: ChartModel.Line, _ quantity: Quantity, _ measured: String, _ window: Window,
        _ interval: InstantInterval, _ language: Language
    ) {
        let unit = quantity.isSum ? "" : quantity.unit
        if chart?.unit == unit, chart?.isSum == quantity.isSum {
            chart?.others.append(line)
        } else if let index = further.firstIndex(where: { $0.chart.unit == unit && $0.chart.isSum == quantity.isSum }) {
            further[index].chart.others.append(line)
        } else {
            let chart = ChartModel(
                window: interval, points: line.points, unit: unit, isSum: quantity.isSum, label: line.label)
            further.append(
                Further(chart: chart, bucket: window.bucketText(isSum: quantity.isSum), measured: measured))
        }
    }

    /// Thresholds of counts are numbers per day: a chart of hours shows none.
    private mutating func draw(
        _ annotations: [SeriesAnnotation], over window: InstantInterval, withThresholds: Bool, _ format: Format
    ) {
        for annotation in annotations {
            let name = format.language(annotation.name)
            switch annotation.kind {
            case .threshold(let value):
                if withThresholds { chart?.thresholds.append(.init(name: name, value: value)) }
            case .note(let first, let last):
                let start = max(window.start, format.time.start(of: CalendarDay(number: first)))
                let end = min(window.end, format.time.start(of: CalendarDay(number: last + 1)))
                guard start < end else { continue }
                chart?.notes.append(
                    .init(
                        name: SensorPage.days(first, last, format) + ": " + name,
                        stretch: InstantInterval(start: start, end: end)))
            }
        }
    }

    /// "24.12.2026" or "24.12.2026 – 26.12.2026".
    static func days(_ first: Int, _ last: Int, _ format: Format) -> String {
        let start = format.date(CalendarDay(number: first))
        return first == last ? start : start + " – " + format.date(CalendarDay(number: last))
    }
}
