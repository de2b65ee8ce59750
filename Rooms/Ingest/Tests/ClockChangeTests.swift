// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// How a file writes its times around the clock changes, in which order, and what must come out: the right time or none.
@Suite struct ClockChangeTests {
    /// What stands in the time column for a value that begins at an instant.
    enum Stamp: String, CaseIterable, Sendable {
        case start, instant
        /// The wall clock at the value's true end: autumn has 02:00 twice, spring goes from 01:45 to 03:00.
        case trueEnd
        /// The wall clock at the begin plus the length: autumn has 03:00 twice, spring goes from 02:00 to 03:15.
        case endByBegin
    }

    enum Order: String, CaseIterable, Sendable {
        case ascending, newestFirst, byStation, byStationNewestFirst, byTimeOverStations, byTimeOverStationsNewestFirst
        case wide, wideNewestFirst
    }

    enum Change: String, CaseIterable, Sendable { case spring, autumn }

    private static func wall(_ instant: Int64) -> String {
        let berlin = ZonedCalendar(identifier: "Europe/Berlin") ?? .utc
        let fields = berlin.fields(of: Instant(seconds: instant))
        func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(fields.year)-\(pair(fields.month))-\(pair(fields.day)) \(pair(fields.hour)):\(pair(fields.minute))"
    }

    private static func written(_ begin: Int64, _ step: Int64, _ stamp: Stamp) -> String {
        switch stamp {
        case .start, .instant: return wall(begin)
        case .trueEnd: return wall(begin + step)
        case .endByBegin:
            let text = wall(begin)
            let local = (try? StampForm("yyyy-MM-dd HH:mm"))?.read(text)?.local ?? 0
            let end = Instant(microseconds: local + step * 1_000_000).iso8601
            return "\(end.prefix(10)) \(end.dropFirst(11).prefix(5))"
        }
    }

    private static func begins(_ change: Change, _ step: Int64) -> [Int64] {
        // 2025-10-25T21:00Z to 2025-10-26T04:00Z, 2025-03-29T22:00Z to 2025-03-30T04:00Z
        let (first, last): (Int64, Int64) =
            change == .autumn ? (1_761_426_000, 1_761_451_200) : (1_743_285_600, 1_743_307_200)
        return Array(stride(from: first, to: last, by: Int64.Stride(step)))
    }

    private static func number(_ begin: Int64, _ station: Int) -> Int64 {
        begin / 60 % 100_000 + Int64(station) * 1_000_000
    }

    private static func text(_ begins: [Int64], _ step: Int64, _ stamp: Stamp, _ order: Order) -> String {
        var isReversed = false
        switch order {
        case .newestFirst, .byStationNewestFirst, .byTimeOverStationsNewestFirst, .wideNewestFirst: isReversed = true
        default: break
        }
        let times = isReversed ? begins.reversed() : begins
        switch order {
        case .ascending, .newestFirst:
            return "zeit;wert\n" + times.map { "\(written($0, step, stamp));\(number($0, 0))\n" }.joined()
        case .wide, .wideNewestFirst:
            let rows = times.map { "\(written($0, step, stamp));\(number($0, 0));\(number($0, 1))\n" }
            return "zeit;wert;zweiter\n" + rows.joined()
        case .byStation, .byStationNewestFirst:
            let rows = [0, 1].flatMap { station in
                times.map { "\(station);\(written($0, step, stamp));\(number($0, station))\n" }
            }
            return "ort;zeit;wert\n" + rows.joined()
        case .byTimeOverStations, .byTimeOverStationsNewestFirst:
            let rows = times.flatMap { time in
                [0, 1].map { "\($0);\(written(time, step, stamp));\(number(time, $0))\n" }
            }
            return "ort;zeit;wert\n" + rows.joined()
        }
    }

    private static func changes(_ step: Int64, _ stamp: Stamp, _ order: Order, _ convention: String?) -> [String:
        String]
    {
        let word = stamp == .start ? "start" : stamp == .instant ? "instant" : "end"
        let repeated = convention.map { ",\"repeatedHour\":\"\($0)\"" } ?? ""
        var changes = [
            "time": "{\"column\":\"zeit\",\"stamp\":\"\(word)\",\"interval\":\"PT\(step / 60)M\"\(repeated)}"
        ]
        switch order {
        case .wide, .wideNewestFirst:
            changes["series"] =
                "[\(OwnMapping.rule(#""column":"wert""#)),\(OwnMapping.rule(#""column":"zweiter""#, key: "z"))]"
        case .ascending, .newestFirst: break
        default: changes["station"] = #"{"from":[{"column":"ort"}]}"#
        }
        return changes
    }

    @Test(arguments: Stamp.allCases, Order.allCases)
    func `each order of each convention comes in at its true times`(stamp: Stamp, order: Order) throws {
        for change in Change.allCases {
            for step in [300, 900, 1800, 3600] as [Int64] {
                for convention in ["twice", nil] {
                    let begins = Self.begins(change, step)
                    let file = try OwnMapping.parse(
                        Self.text(begins, step, stamp, order), Self.changes(step, stamp, order, convention))
                    #expect(file.report.rejections.isEmpty, "\(change) \(step) \(convention ?? "seen")")
                    #expect(file.series.count == (order == .ascending || order == .newestFirst ? 1 : 2))
                    for (station, series) in file.series.enumerated() {
                        #expect(
                            Array(series.times) == begins.map { $0 * 1_000_000 },
                            "\(change) \(step) \(convention ?? "seen")")
                        #expect(series.values == begins.map { Double(Self.number($0, station)) })
                        let covered = stamp == .instant ? 0 : step * 1_000_000
                        #expect(series.durations.allSatisfy { $0 == covered })
                    }
                }
            }
        }
    }

    @Test(arguments: Order.allCases, ["twice", "byOrder", nil])
    func `an hour of which one pass is lost is refused, never guessed`(order: Order, convention: String?) throws {
        for step in [900, 3600] as [Int64] {
            let all = Self.begins(.autumn, step)
            for lost in [1_761_436_800, 1_761_440_400] as [Int64] {
                let begins = all.filter { !(lost..<(lost + 3600)).contains($0) }
                let file = try OwnMapping.parse(
                    Self.text(begins, step, .start, order), Self.changes(step, .start, order, convention))
                let known = Set(begins.map { $0 * 1_000_000 })
                for (station, series) in file.series.enumerated() {
                    for (time, value) in zip(series.times, series.values) {
                        #expect(known.contains(time) && value == Double(Self.number(time / 1_000_000, station)))
                    }
                }
                let isWide = order == .wide || order == .wideNewestFirst
                let rows = (isWide || order == .ascending || order == .newestFirst ? 1 : 2) * Int(3600 / step)
                #expect(file.rejection(.ambiguousTime)?.count == rows)
                #expect(file.report.rowsRefused == rows)
            }
        }
    }

    @Test func `rows sorted by the text of their time do not show the passes`() throws {
        let step: Int64 = 900
        let begins = Self.begins(.autumn, step).sorted { (Self.wall($0), $0) < (Self.wall($1), $1) }
        let file = try OwnMapping.parse(
            Self.text(begins, step, .start, .ascending), Self.changes(step, .start, .ascending, "twice"))
        #expect(file.rejection(.ambiguousTime)?.count == 8)
        #expect(file.report.rows == begins.count && file.report.rowsRefused == 8)
        #expect(file.series[0].values.count == begins.count - 8)
    }

    @Test func `a file that ends or begins in the hour goes on without a gap`() throws {
        let step: Int64 = 900
        let changes = Self.changes(step, .start, .ascending, "twice")
        // to 02:30 of the first pass, and from 02:15 of the second
        let early = Self.begins(.autumn, step).filter { $0 < 1_761_439_500 }
        let late = Self.begins(.autumn, step).filter { $0 >= 1_761_441_300 }
        for begins in [early, late] {
            let file = try OwnMapping.parse(Self.text(begins, step, .start, .ascending), changes)
            #expect(Array(file.series[0].times) == begins.map { $0 * 1_000_000 })
        }
    }

    @Test func `what is seen is told, and what the hour of spring says about the zone`() throws {
        let file = try OwnMapping.parse(
            Self.text(Self.begins(.autumn, 900), 900, .start, .newestFirst),
            Self.changes(900, .start, .newestFirst, nil))
        #expect(file.report.notices.contains { $0.english.contains("2025-10-26: 8 rows") })
        let spring = try OwnMapping.parse("zeit;wert\n2025-03-30 01:30;1\n2025-03-30 02:30;2\n")
        #expect(spring.rejection(.nonexistentTime)?.count == 1)
        let text = ImportReport.Reason.nonexistentTime.explanation(in: .german)
        #expect(text.contains("Etc/GMT-1"))
    }

    @Test(arguments: [
        ("2025-10-26T02:30:00+02:00", "2025-10-26T00:30:00"), ("2025-10-26T02:30:00+01:00", "2025-10-26T01:30:00"),
        ("2025-10-26 02:30 MESZ", "2025-10-26T00:30:00"), ("2025-10-26 02:30 CET", "2025-10-26T01:30:00"),
        ("2025-10-26 02:30 UTC", "2025-10-26T02:30:00"), ("2025-10-26T02:30Z", "2025-10-26T02:30:00"),
    ])
    func `a named offset leaves no doubt`(text: String, time: String) throws {
        #expect(try OwnMapping.stamp(text, OwnMapping.time).hasPrefix(time))
    }

    @Test(arguments: ["sum", "once"]) func `a declared convention of one hour holds`(convention: String) throws {
        let rows = ["2025-10-26 01:45;1", "2025-10-26 02:00;2", "2025-10-26 02:45;3", "2025-10-26 03:00;4"]
        for order in [rows, rows.reversed()] {
            let file = try OwnMapping.parse(
                "zeit;wert\n" + order.joined(separator: "\n"), Self.changes(900, .start, .ascending, convention))
            #expect(
                Array(file.series[0].times)
                    == [1_761_435_900, 1_761_436_800, 1_761_439_500, 1_761_444_000].map { $0 * 1_000_000 })
            #expect(file.series[0].durations[1] == (convention == "sum" ? 1_800_000_000 : 900_000_000))
        }
    }
}
