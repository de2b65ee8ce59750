// SPDX-License-Identifier: EUPL-1.2
import Quality

/// Changes the values of a series (by its place in the list) on a day, counted from the first.
typealias Fault = (_ series: Int, _ day: Int, _ values: [Double], _ dayBefore: [Double]) -> [Double]

/// What is found in a town; days are counted from the first.
struct Watching {
    var findings: [Finding] = []

    init(_ kind: Town.Kind, places: Int, channels: Int, seed: UInt64, days: Int, fault: Fault = { _, _, v, _ in v }) {
        var town = Town(kind, places: places, channels: channels, seed: seed)
        var watch = NetworkWatch(town.series)
        var before = town.series.map { _ in [Double]() }
        for day in 0..<days {
            var values = town.values(Town.firstDay + day)
            for index in values.indices { values[index] = fault(index, day, values[index], before[index]) }
            watch.take(
                Town.firstDay + day, values.indices.map { DayFigures(values[$0], dayBefore: before[$0]) })
            before = values
        }
        findings = watch.findings
    }

    /// "stopped 1 1 300–329 301": rule, series, cause, first and last day, day after which it was named.
    var lines: [String] {
        findings.map { one in
            let last = one.to.map { String($0 - Town.firstDay) } ?? ""
            let named = one.named - Town.firstDay
            return "\(one.rule) \(one.series) \(one.cause) \(one.from - Town.firstDay)–\(last) \(named)"
        }
    }
}
