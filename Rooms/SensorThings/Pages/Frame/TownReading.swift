// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import Catalogue
import Features
package import Rights
import SensorThings
package import Site
package import Storage
import Synchronization
import Threads
package import Wire

/// What pages know about the town for one reader: settings, data sets, layers and series with their latest values.
package struct TownReading: Sendable {
    package struct Layer: Sendable, Hashable {
        package var name: String
        package var title: String
        package var titleEnglish: String?
        package var description: String
        package var role: String
        package var count: Int64
        package var dataset: Int64?
        /// West, south, east and north of its features, in degrees.
        package var corners: [Double]?

        init(_ summary: LayerSummary) {
            name = summary.name
            title = summary.title
            titleEnglish = summary.titleEnglish
            description = summary.description
            role = summary.role
            count = summary.count
            dataset = summary.dataset
            corners = summary.corners
        }
    }

    /// The rights counter of the snapshot that it was read from.
    package var rightsNumber: Int64
    package var profile: TownProfile
    package var isFictional: Bool
    package var asOf: Instant?
    package var datasets: [Dataset]
    package var layers: [Layer]
    /// In the order of the Things' names; the series of one Thing stand together.
    package let series: [SeriesRecord]
    private let places: SeriesPlaces
    private let memory = SensorLineMemory()

    package static func read(for reader: Reader, on connection: any StorageConnection) throws -> TownReading {
        let series = try SeriesRecord.all(for: reader, on: connection)
        return TownReading(
            rightsNumber: try RightsCounter.read(on: connection),
            profile: try TownProfileQueries.load(on: connection),
            isFictional: try SettingQueries.value(of: .isFictional, on: connection) == "true",
            asOf: try SettingQueries.asOf(on: connection),
            datasets: try DatasetQueries.all(for: reader, on: connection),
            layers: try FeatureCollectionQueries.summaries(for: reader, on: connection).map(Layer.init),
            series: series, places: SeriesPlaces(series))
    }

    package var name: String { profile.name }

    /// What the frame of each page says.
    package var facts: TownFacts {
        TownFacts(profile: profile, isFictional: isFictional, asOf: asOf, dataAsOf: dataAsOf)
    }

    package var dataAsOf: Instant? { places.latest }

    package func dataset(_ id: Int64?) -> Dataset? { id.flatMap { id in datasets.first { $0.id == id } } }

    /// The series of a Datastream; nil when the reader may not see it.
    package func series(_ datastream: Int64) -> SeriesRecord? { places.datastreams[datastream].map { series[$0] } }

    /// What a Thing measures; none when the reader may not see it.
    package func series(ofThing thing: Int64) -> ArraySlice<SeriesRecord> { series[places.things[thing] ?? 0..<0] }

    /// A series that stopped this long before its sensor's newest value was given up, not lost.
    private static let givenUpAfter: Int64 = 30 * 86_400_000_000

    private static func isEarlier(_ left: Instant?, _ right: Instant?) -> Bool {
        (left ?? .minimum) < (right ?? .minimum)
    }

    /// One line for each Thing, in the order of the names; its state is that of its most urgent series, given-up ones
    /// aside. Made once for those who ask at about the same time.
    package func lines(_ language: Language, now: Instant) -> [SensorLine] {
        memory.lines(language, now: now) { makeLines(language, now: now) }
    }

    /// What finds the lines by their words; made once for those who search at about the same time.
    package func index(over lines: [SensorLine], _ language: Language, in searches: SearchMemory) -> SearchIndex {
        memory.index(language) {
            let texts = lines.map { line in
                SearchText(line.name, ([line.dataset ?? ""] + line.measured).joined(separator: " "))
            }
            return searches.index("sensors", over: texts)
        }
    }

    private func makeLines(_ language: Language, now: Instant) -> [SensorLine] {
        let byID = Dictionary(datasets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let times = series.compactMap { record in record.lastTime.map { (record.thing, $0) } }
        let newest = Dictionary(times, uniquingKeysWith: max)
        var lines: [SensorLine] = []
        let format = Format(language)
        for record in series {
            var state = record.datastream == nil ? SensorState.empty : record.state(at: now)
            if let last = record.lastTime, let latest = newest[record.thing],
                latest.microseconds - last.microseconds > Self.givenUpAfter
            {
                state = .historical
            }
            if let last = lines.last, last.thing == record.thing {
                var line = last
                if !line.measured.contains(record.measured) { line.measured.append(record.measured) }
                // of several that are silent the one that has been for longest
                let isLonger =
                    state == line.state && state.needsAttention && Self.isEarlier(record.lastTime, line.stateLast)
                if state > line.state || isLonger {
                    (line.state, line.stateOf, line.stateLast) = (state, record.measured, record.lastTime)
                }
                if let time = record.lastTime, line.last.map({ time > $0 }) ?? true {
                    line.last = time
                    line.value = record.lastValue
                    line.unit = record.unit(format)
                    line.valueOf = record.measured
                }
                lines[lines.count - 1] = line
                continue
            }
            let dataset = record.dataset.flatMap { byID[$0] }
            lines.append(
                SensorLine(
                    thing: record.thing, name: record.thingName,
                    measured: record.datastream == nil ? [] : [record.measured],
                    state: state, last: record.lastTime, value: record.lastValue, unit: record.unit(format),
                    valueOf: record.measured, stateOf: record.measured, stateLast: record.lastTime,
                    dataset: dataset.map { language($0.title, $0.titleEnglish) }, datasetSlug: dataset?.slug,
                    longitude: record.longitude, latitude: record.latitude, isApproximate: record.isApproximate))
        }
        return lines
    }
}

/// Where the series of a town stand in its list, by their numbers.
private struct SeriesPlaces: Sendable {
    private(set) var datastreams: [Int64: Int] = [:]
    private(set) var things: [Int64: Range<Int>] = [:]
    private(set) var latest: Instant?

    init(_ series: [SeriesRecord]) {
        datastreams.reserveCapacity(series.count)
        for (place, record) in series.enumerated() {
            if let datastream = record.datastream { datastreams[datastream] = place }
            things[record.thing] = (things[record.thing]?.lowerBound ?? place)..<(place + 1)
            if let time = record.lastTime, latest.map({ time > $0 }) ?? true { latest = time }
        }
    }
}

/// What was made from one reading, by language.
private final class SensorLineMemory: Sendable {
    /// States are those of an instant: lines are not shown for longer than this, in microseconds.
    private static let lifetime: Int64 = 30_000_000
    private let kept = Mutex<[Language: (now: Instant, lines: [SensorLine])]>([:])
    private let indices = Mutex<[Language: SearchIndex]>([:])

    func index(_ language: Language, make: () -> SearchIndex) -> SearchIndex {
        if let known = indices.withLock({ $0[language] }) { return known }
        let index = make()
        indices.withLock { $0[language] = index }
        return index
    }

    func lines(_ language: Language, now: Instant, make: () -> [SensorLine]) -> [SensorLine] {
        if let known = kept.withLock({ $0[language] }), abs(now.microseconds - known.now.microseconds) < Self.lifetime {
            return known.lines
        }
        let lines = make()
        kept.withLock { $0[language] = (now, lines) }
        return lines
    }
}

/// Keeps what was read for a moment, by rights and until these change: a page does not read the whole directory anew.
package final class TownMemory: Sendable {
    /// Series in what is kept together, and what a reading counts besides its own: at most 64 of them.
    private static let (most, base) = (200_000, 3125)

    private let memory = CoalescingMemory<Rights, TownReading>(
        limit: most, lifetime: .seconds(2), longest: .seconds(30), weigh: { min(most, base + $0.series.count) })
    private let rights: RightsCounter
    /// Indices over what the town has, for those who search it.
    package let searches = SearchMemory()

    package init(rights: RightsCounter) { self.rights = rights }

    package func reading(for reader: Reader, from engine: any StorageEngine) async throws -> TownReading {
        let shared = Reader(reader.rights)
        return try await memory.value(for: reader.rights, generation: try await rights.current()) {
            try await engine.read { try TownReading.read(for: shared, on: $0) }
        }
    }
}
