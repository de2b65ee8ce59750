// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import IngestPages
import Quality
import QualityWatch
import Rights
import SensorThings
import SensorThingsFrame
import Storage
import Wire

/// How good the values of a data set were in the last 30 days: how complete, how late, how often corrected.
struct DatasetQuality: Sendable {
    /// A series.
    struct Line: Sendable, Hashable {
        let thing: Int64
        let sensor: String
        let series: String
        let state: SensorState
        let last: Instant?
        /// Share of the time in which it was to measure that it measured, 0…1; nil where its rhythm is not known, or it had
        /// ended before.
        let complete: Double?
        /// Times that it became late or silent.
        let delays: Int
        /// Doubts about its values that nobody has judged, and values judged broken.
        let findings: Int
    }

    static let pageSize = 50
    static let days: Int64 = 30

    let window: InstantInterval
    /// Those of the page, by sensor and series.
    var lines: [Line] = []
    /// From 1.
    let number: Int
    /// Series of the whole data set.
    let total: Int
    /// Series that are late or silent now, of those that go on.
    let troubled: Int
    let going: Int
    let openFindings: Int
    /// Values that imports replaced, and how many imports did so.
    let replaced: Int64
    let corrections: Int

    var pages: Int { max(1, (total + Self.pageSize - 1) / Self.pageSize) }

    /// Nil behind the last page. `records` are series that the reader sees.
    static func read(
        of dataset: Dataset, _ records: [SeriesRecord], page number: Int, for reader: Reader, at now: Instant,
        on connection: any StorageConnection
    ) throws -> DatasetQuality? {
        let series = records.filter { $0.dataset == dataset.id && $0.datastream != nil }
        let window = InstantInterval(
            start: Instant(microseconds: now.microseconds - days * 86_400_000_000), end: now)
        let findings = try QualityQueries.list(
            .all, dataset: dataset.id, limit: 10_000, for: reader, on: connection
        ).filter { $0.isOpen || $0.isBroken }
        let runs = try ImportedRuns.runs(dataset: dataset.id, limit: 1000, for: reader, on: connection)
            .filter { window.start <= $0.started && $0.values("replaced") > 0 }
        let states = series.map { $0.state(at: now) }
        var quality = DatasetQuality(
            window: window, number: number, total: series.count, troubled: states.count { $0.needsAttention },
            going: states.count { $0.needsAttention || $0 == .live }, openFindings: findings.count { $0.isOpen },
            replaced: runs.reduce(0) { $0 + $1.values("replaced") }, corrections: runs.count)
        guard number <= quality.pages else { return nil }
        let shown = series.dropFirst((number - 1) * pageSize).prefix(pageSize)
        let delays = try delays(since: window.start, dataset, for: reader, on: connection)
        quality.lines = try shown.map { record in
            let id = record.datastream ?? 0
            return Line(
                thing: record.thing, sensor: record.thingName, series: record.title, state: record.state(at: now),
                last: record.end, complete: try complete(record, id, window, on: connection), delays: delays[id] ?? 0,
                findings: findings.count { $0.finding.series == id })
        }
        return quality
    }

    /// Of the part of the window in which the series was to measure.
    private static func complete(
        _ record: SeriesRecord, _ id: Int64, _ window: InstantInterval, on connection: any StorageConnection
    ) throws -> Double? {
        let start = max(window.start, record.start ?? window.end)
        let end = min(window.end, record.ended ?? window.end)
        guard start < end else { return nil }
        return try SeriesAggregation.total(of: id, over: InstantInterval(start: start, end: end), on: connection)
            .coverage
    }

    private static func delays(
        since start: Instant, _ dataset: Dataset, for reader: Reader, on connection: any StorageConnection
    ) throws -> [Int64: Int] {
        var delays: [Int64: Int] = [:]
        let changes = try StateChange.recent(for: reader, dataset: dataset.id, limit: 10_000, on: connection)
        // from live on: that a late one falls silent is the same trouble
        for entry in changes
        where start <= entry.change.at && entry.change.from == .live && entry.change.to.needsAttention {
            delays[entry.change.datastream, default: 0] += 1
        }
        return delays
    }
}
