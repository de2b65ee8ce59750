// SPDX-License-Identifier: EUPL-1.2
import Foundation
import MeterMessages
import Sharing

/// Shared power inside this process: a year's allocation beside numpy, meter data messages beside pydifact (`sharing.py`).
struct SharingRows {
    let bench: Workbench
    /// An interpreter that has numpy and pydifact; without it there is no baseline.
    let python: String?

    private static let points = 10_000
    /// Different days, gone through again and again.
    private static let days = 8
    private static let year = 365

    private struct Disagreement: Error {
        let ours: UInt64
        let theirs: String
    }

    func allocation() throws -> [Measurement] {
        let days = (0..<Self.days).map { day in (0..<96).map { slot in Self.loads(day, slot) } }
        var rows: [Measurement] = []
        for (model, bar) in [(SharingModel.dynamic, "≤ 1.8 s, ≥ 2 ×"), (.cascade, "≤ 6 s, ≥ 7 ×")] {
            var row = Measurement(name: "a year × 10,000 points, \(model.rawValue)", bar: bar, unit: "s")
            (row.isLowerBetter, row.baselineName) = (true, "numpy")
            let key = model == .dynamic ? nil : try SharingKey.weights((0..<Self.points).map { 1 + $0 % 7 })
            var allocator = try Allocator(model, key: key, count: Self.points)
            var allocated = [UInt32](repeating: 0, count: Self.points)
            func share(_ day: Int, _ slot: Int) throws {
                var places = allocated.mutableSpan
                Self.sink &+= UInt64(
                    try allocator.share(Self.generation(day, slot), loads: days[day][slot].span, into: &places))
            }
            var checked: UInt64 = 0
            for day in 0..<Self.days {
                for slot in 0..<96 {
                    try share(day, slot)
                    for (place, value) in allocated.enumerated() { checked &+= UInt64(value) * UInt64(place % 251 + 1) }
                }
            }
            for _ in 0..<bench.rounds {
                let start = ContinuousClock.now
                for day in 0..<Self.year { for slot in 0..<96 { try share(day % Self.days, slot) } }
                row.ours.append((ContinuousClock.now - start) / .seconds(1))
                guard let answer = try asked("allocation", model.rawValue) else { continue }
                guard answer[1] == String(checked), let seconds = Double(answer[0]) else {
                    throw Disagreement(ours: checked, theirs: answer.joined(separator: " "))
                }
                row.baseline.append(seconds)
            }
            rows.append(row)
        }
        return rows
    }

    func messages() throws -> [Measurement] {
        var row = Measurement(
            name: "MSCONS, 300 messages of a day each", bar: "≥ 100 MB/s, ≥ 20 ×", unit: "MB/s")
        row.baselineName = "pydifact"
        let text = Self.interchange(messages: 300)
        let bytes = Array(text.utf8)
        let file = bench.file("readings.edi")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        for _ in 0..<bench.rounds {
            let (start, times) = (ContinuousClock.now, 20)
            for _ in 0..<times {
                let report = MSCONSReader.read(bytes.span)
                let values = report.messages.reduce(0) { $0 + ($1.series.first?.values.count ?? 0) }
                guard report.isAccepted, values == 300 * 96 else {
                    throw Disagreement(ours: UInt64(values), theirs: report.words.english)
                }
            }
            row.ours.append(Double(times * bytes.count) / 1e6 / ((ContinuousClock.now - start) / .seconds(1)))
            guard let answer = try asked("messages", file) else { continue }
            guard answer[1] == "300", let seconds = Double(answer[0]) else {
                throw Disagreement(ours: 300, theirs: answer.joined(separator: " "))
            }
            row.baseline.append(Double(bytes.count) / 1e6 / seconds)
        }
        return [row]
    }

    nonisolated(unsafe) private static var sink: UInt64 = 0

    private func asked(_ arguments: String...) throws -> [String]? {
        guard let python else { return nil }
        let output = try ChildProcess.run(python, ["sharing.py"] + arguments, in: bench.folder).output
        return output.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// As in `sharing.py`.
    private static func loads(_ day: Int, _ slot: Int) -> [UInt32] {
        let of = UInt32(slot) &* 2_654_404_609 &+ UInt32(day) &* 97
        return (0..<UInt32(points)).map { point in
            var mixed = point &* 2_654_435_761 &+ of
            mixed = (mixed ^ mixed >> 15) &* 2_246_822_519
            return (mixed ^ mixed >> 13) >> 23
        }
    }

    private static func generation(_ day: Int, _ slot: Int) -> UInt32 {
        UInt32(max(0, 1600 - (slot - 48) * (slot - 48)) * (day + 1) * points / 40)
    }

    /// One day of one point in each message, with counts that are right.
    private static func interchange(messages: Int) -> String {
        func stamp(_ slot: Int) -> String {
            let minutes = 23 * 60 + 15 * slot
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "202611\(two(1 + minutes / 1440))\(two(minutes / 60 % 24))\(two(minutes % 60))?+00"
        }
        var text = "UNA:+.? 'UNB+UNOC:3+9900357000004:500+9900077000006:500+261103:1000+IC7++TL'"
        for number in 1...messages {
            var segments = [
                "UNH+M\(number)+MSCONS:D:04B:UN:2.5", "BGM+7+D\(number)+9", "DTM+137:202611030900?+00:303",
                "RFF+Z13:13025",
                "NAD+MS+9900357000004::293", "NAD+MR+9900077000006::293", "UNS+D", "NAD+DP", "LOC+172+41373559241",
                "DTM+163:\(stamp(0)):303", "DTM+164:\(stamp(96)):303", "LIN+1", "PIA+5+1-1?:1.29.0:SRW",
            ]
            for slot in 0..<96 {
                segments.append("QTY+220:0.\(100 + (slot * 37 + number) % 900):KWH")
                segments.append("DTM+163:\(stamp(slot)):303")
                segments.append("DTM+164:\(stamp(slot + 1)):303")
            }
            text += segments.joined(separator: "'") + "'UNT+\(segments.count + 1)+M\(number)'"
        }
        return text + "UNZ+\(messages)+IC7'"
    }
}
