// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Quality
import Testing
import Wire

@testable import Ingest

/// The bicycle counters of Münster, where they are: `ALLMENDE_DATA` or `../shared/data`.
private let archive: String? = {
    let folder = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
    let path = folder + "/muenster-radverkehr/radverkehr_2019_2026-07.tar.xz"
    return FileManager.default.isReadableFile(atPath: path) ? path : nil
}()

@Suite(.enabled(if: archive != nil)) struct MuensterTests {
    /// Figures of each local day of the files that a pattern names.
    private struct Days {
        var series: [WatchedSeries] = []
        var names: [String] = []
        var figures: [Int: [Int: DayFigures]] = [:]

        init(_ pattern: String) throws {
            let mapping = try MappingLibrary.mapping(named: "muenster-radverkehr")
            let files = try Pattern(pattern)
            guard case .series(let rules) = mapping.kind, let calendar = ZonedCalendar(identifier: rules.time.zone)
            else {
                throw FileFault(description: "no series mapping")
            }
            let parser = SeriesParser(rules, calendar: calendar, limits: ImportLimits())
            let source = ImportSource(paths: [archive ?? ""], limits: ImportLimits()) { files.matches($0) }
            var index: [String: Int] = [:]
            while let item = source.next() {
                guard case .file(let file) = item else { continue }
                let blank = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
                for one in try parser.parse(file, checksum: "", report: blank).series {
                    let key = one.station.id + "/" + one.key
                    let place = index[key] ?? series.count
                    if index[key] == nil {
                        index[key] = place
                        names.append(key)
                        series.append(
                            WatchedSeries(id: Int64(one.key) ?? 0, place: Int64(one.station.id) ?? 0, isCount: true))
                    }
                    for (time, value) in zip(one.times, one.values) {
                        let fields = calendar.fields(of: Instant(microseconds: time))
                        let day = Instant.days(year: fields.year, month: fields.month, day: fields.day)
                        figures[day, default: [:]][place, default: DayFigures(empty: value)].add(value)
                    }
                }
            }
        }

        func watched(_ look: (Int, NetworkWatch) throws -> Void = { _, _ in }) throws -> [Finding] {
            var watch = NetworkWatch(series)
            for day in figures.keys.sorted() {
                watch.take(day, series.indices.map { figures[day]?[$0] })
                try look(day, watch)
            }
            return watch.findings
        }
    }

    @Test func `the outbound channel of 100020113 is named within three days, and the parts rule is right elsewhere`()
        throws
    {
        let days = try Days(#"/2025-0[5-8]\.csv$"#)
        let begin = Instant.days(year: 2025, month: 8, day: 7)
        var named: Int?
        let findings = try days.watched { day, watch in
            guard named == nil, day >= begin else { return }
            let hit = watch.findings.contains { $0.rule == .stopped && $0.series == 102_020_113 && $0.from == begin }
            if hit { named = day }
        }
        #expect(try #require(named) - begin < 3)
        #expect(findings.contains { $0.series == 100_020_113 && $0.cause == 102_020_113 && $0.to == nil })
        expectTrue(findings, days)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == "1"))
    func `the whole archive has no false alarm of the parts rule`() throws {
        let days = try Days(#"/\d{4}-\d{2}\.csv$"#)
        let findings = try days.watched()
        #expect(findings.contains { $0.series == 102_020_113 && $0.from == Instant.days(year: 2025, month: 8, day: 7) })
        expectTrue(findings, days)
        for one in findings.sorted(by: { $0.size > $1.size }) {
            let (from, to) = (Instant.date(days: one.from), one.to.map { Instant.date(days: $0) })
            print(one.rule, one.series, one.cause, from, to.map { "\($0)" } ?? "–", one.size)
        }
    }

    /// Each stop that other channels of a place tell of is one: all its days are zero, those of the others are not.
    private func expectTrue(_ findings: [Finding], _ days: Days) {
        for one in findings
        where one.rule == .stopped && one.evidence[.network] == 0 && one.series == one.cause {
            let index = days.series.firstIndex { $0.id == one.series } ?? 0
            let stretch = one.from...(one.to ?? days.figures.keys.max() ?? one.from)
            let own = stretch.compactMap { days.figures[$0]?[index] }
            #expect(own.count >= 2 && own.allSatisfy { $0.maximum == 0 && $0.minimum == 0 }, "\(one)")
            let others = days.series.indices.filter {
                days.series[$0].place == days.series[index].place && $0 != index
                    && days.series[$0].id != days.series[$0].place
            }
            let lively = stretch.filter { day in others.contains { (days.figures[day]?[$0]?.sum ?? 0) > 100 } }
            #expect(lively.count >= 2, "\(one)")
        }
        #expect(findings.allSatisfy { $0.rule != .sum && $0.rule != .unit && $0.rule != .stuck })
    }
}

extension DayFigures {
    fileprivate init(empty value: Double) { self.init(count: 0, sum: 0, minimum: value, maximum: value) }

    fileprivate mutating func add(_ value: Double) {
        count += 1
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
    }
}
