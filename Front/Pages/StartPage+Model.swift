// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Quality
import QualityWatch
import Rights
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

extension StartPage {
    static func read(
        town: TownReading, now: Instant, format: Format, on connection: any StorageConnection
    ) throws -> StartPage {
        let language = format.language
        let lines = town.lines(language, now: now)
        let urgent = lines.filter(\.state.needsAttention).sorted {
            ($1.state, $1.stateLast ?? .minimum) < ($0.state, $0.stateLast ?? .minimum)
        }
        let attention = urgent.prefix(5).map { line in
            Attention(
                thing: line.thing, name: line.name, measured: line.stateOf, state: line.state, last: line.stateLast)
        }
        var counts: [SensorState: Int] = [:]
        for line in lines { counts[line.state, default: 0] += 1 }
        let month: Int64 = 30 * 86_400_000_000
        let datasets = town.datasets.sorted { $0.modified > $1.modified }.prefix(5).map { dataset in
            DatasetLine(
                slug: dataset.slug, title: language(dataset.title, dataset.titleEnglish), owner: dataset.owner,
                licence: dataset.licence, modified: dataset.modified,
                isNew: now.microseconds - dataset.issued.microseconds < month)
        }
        let tiles = try TileChoice(town: town, now: now, format: format, connection: connection).tiles()
        return StartPage(
            tiles: tiles, attention: Array(attention), moreAttention: max(0, urgent.count - attention.count),
            datasets: Array(datasets), stateCounts: counts, now: now, hasLayers: !town.layers.isEmpty)
    }
}

/// Chooses the few measured things that say most: the busiest cycle path, car parks, then one tile for each quantity.
struct TileChoice {
    let town: TownReading
    let now: Instant
    let format: Format
    let connection: any StorageConnection

    /// At most this many tiles.
    static let limit = 7

    func tiles() throws -> [StartPage.Tile] {
        var tiles: [StartPage.Tile] = []
        if let busiest = try busiestCyclePath() { tiles.append(busiest) }
        if let parking = parking() { tiles.append(parking) }
        tiles += try quantities().prefix(Self.limit - tiles.count)
        return tiles
    }

    private func isRunning(_ record: SeriesRecord) -> Bool {
        record.datastream != nil && record.state(at: now) != .historical
    }

    // MARK: Cycling

    /// The Thing with most bicycles per day in the last full month; its directions are added up.
    private func busiestCyclePath() throws -> StartPage.Tile? {
        let comparison = YearComparison(now: now, format: format)
        var best: (records: [SeriesRecord], value: Double)?
        let candidates = town.series.filter { isRunning($0) && $0.quantity.isCycling && $0.quantity.isSum }
        for (_, records) in Dictionary(grouping: candidates, by: \.thing).sorted(by: { $0.key < $1.key }) {
            let whole = try comparison.whole(records, on: connection)
            if whole.value > best?.value ?? 0 { best = whole }
        }
        guard let best, let first = best.records.first else { return nil }
        var value = 0.0
        var previous: Double? = 0
        var coverage: Double?
        for record in best.records {
            guard let outcome = try comparison.compare(record, on: connection) else { return nil }
            value += outcome.value
            previous = outcome.previous.flatMap { before in previous.map { $0 + before } }
            coverage = [coverage, outcome.coverage].compactMap { $0 }.min()
        }
        let dataset = town.dataset(first.dataset)
        let link: SiteURL =
            best.records.count == 1
            ? .series(thing: first.thing, datastream: first.datastream ?? 0) : .sensor(first.thing)
        return StartPage.Tile(
            title: .tileBusiestCycle, name: first.thingName, link: link, value: value.rounded(),
            unit: format.language(.bicycles), basis: .perDay(month: comparison.month), previous: previous?.rounded(),
            sparkline: try months(best.records, ending: comparison.month), sparklineFromZero: true,
            sparklineMeaning: .tileTwelveMonths, coverage: coverage, licence: dataset?.licence ?? "",
            source: source(dataset), isHeadline: true, cautions: try cautions(best.records, since: comparison.month))
    }

    /// What is doubtful about the year before the end of a month; the first of it.
    private func cautions(_ records: [SeriesRecord], since month: CalendarDay) throws -> [Words] {
        let start = format.time.start(of: month.adding(months: -12))
        // the reader sees these series; a cause that the reader does not see is not told of
        let visible = Set(town.series.compactMap(\.datastream))
        for datastream in records.compactMap(\.datastream) {
            let findings = try QualityQueries.of(datastream, for: .system, on: connection)
            let first = findings.first { $0.lasts(beyond: start) && visible.contains($0.finding.cause) }
            if let first { return [first.caution] }
        }
        return []
    }

    /// Thirteen months of numbers per day, ending with the given one.
    private func months(_ records: [SeriesRecord], ending month: CalendarDay) throws -> [SeriesPoint] {
        let starts = (-12...1).map { format.time.start(of: month.adding(months: $0)) }
        let series = SeriesPoints(on: connection)
        var sum: [SeriesPoint] = []
        for record in records {
            let rate: Int64? = record.quantity.isSum ? 86_400_000_000 : nil
            let points = try series.points(of: record, buckets: starts, rate: rate, until: now)
            guard !sum.isEmpty else {
                sum = points
                continue
            }
            for index in sum.indices {
                sum[index].value = sum[index].value.flatMap { value in points[index].value.map { value + $0 } }
            }
        }
        return sum
    }

    // MARK: Car parks

    private func parking() -> StartPage.Tile? {
        let records = town.series.filter { isRunning($0) && $0.quantity.isParking && $0.state(at: now) == .live }
        var free = 0.0
        var spaces = 0.0
        var used: [SeriesRecord] = []
        for record in records {
            let capacity =
                record.thingProperties["stellplaetze"]?.double ?? record.thingProperties["capacity"]?.double
                ?? record.properties["capacity"]?.double
            guard let value = record.lastValue, let capacity, capacity > 0 else { continue }
            free += min(max(value, 0), capacity)
            spaces += capacity
            used.append(record)
        }
        guard let first = used.first, let latest = used.compactMap(\.lastTime).max() else { return nil }
        let dataset = town.dataset(first.dataset)
        let places = format.integer(Int64(used.count))
        return StartPage.Tile(
            title: .tileParking, name: format.language(.carParksTogether(places)),
            link: dataset.map { .dataset($0.slug) } ?? .sensors(), value: ((1 - free / spaces) * 100).rounded(),
            unit: format.language(.percentOccupied), basis: .latest(latest), previous: nil,
            sparklineMeaning: .tileTwelveMonths, licence: dataset?.licence ?? "", source: source(dataset))
    }

    // MARK: One tile for each quantity

    /// The best measured series of each quantity, the quantities in an order that people care about.
    private func quantities() throws -> [StartPage.Tile] {
        let comparison = YearComparison(now: now, format: format)
        let wanted = [
            "wassertemperatur", "water temperature", "lufttemperatur", "air temperature", "sauerstoff", "oxygen",
            "stickstoffdioxid", "nitrogen", "no2", "pm10", "pm₁₀", "feinstaub", "ozon", "bodenfeuchte", "niederschlag",
            "wasserstand", "ph-wert", "einsteigende", "füllstand",
        ]
        let candidates = town.series.filter { record in
            isRunning(record) && !record.quantity.isCycling && !record.quantity.isParking && record.count > 0
        }
        func rank(_ measured: String) -> Int {
            let lowered = measured.lowercased()
            return wanted.firstIndex { lowered.contains($0) } ?? wanted.count
        }
        var tiles: [StartPage.Tile] = []
        let groups = Dictionary(grouping: candidates, by: \.measured).sorted {
            (rank($0.key), $0.key) < (rank($1.key), $1.key)
        }
        for (measured, records) in groups where tiles.count < Self.limit {
            guard rank(measured) < wanted.count else { continue }
            let best = records.max { ($0.count, $1.thing) < ($1.count, $0.thing) }
            guard let best, let outcome = try comparison.compare(best, on: connection) else { continue }
            tiles.append(try tile(best, outcome))
        }
        return tiles
    }

    private func tile(_ record: SeriesRecord, _ outcome: YearComparison.Outcome) throws -> StartPage.Tile {
        let dataset = town.dataset(record.dataset)
        let quantity = record.quantity
        let basis: StartPage.Tile.Basis =
            quantity.isSum ? .perDay(month: outcome.month) : .meanOf(month: outcome.month)
        return StartPage.Tile(
            title: Words(record.measured, record.measured), name: record.thingName,
            link: .series(thing: record.thing, datastream: record.datastream ?? 0), value: outcome.value,
            unit: quantity.unit, basis: basis, previous: outcome.previous,
            comparesByDifference: quantity.comparesByDifference,
            sparkline: try months([record], ending: outcome.month), sparklineFromZero: quantity.isSum,
            sparklineMeaning: .tileTwelveMonths, coverage: outcome.coverage, licence: dataset?.licence ?? "",
            source: source(dataset), cautions: try cautions([record], since: outcome.month))
    }

    private func source(_ dataset: Dataset?) -> String {
        guard let dataset else { return "" }
        return dataset.owner
    }
}
