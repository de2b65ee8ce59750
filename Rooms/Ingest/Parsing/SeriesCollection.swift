// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// The series of all tables of a file, until they are in order.
struct SeriesCollection {
    private var all: [(series: ParsedSeries, column: String)] = []
    private var known: [String: Int] = [:]
    /// Where the rows of the repeated hour stand, and what their cells count for.
    private var folded: [Int: (place: ImportReport.Place, report: ImportReport)] = [:]

    /// Rows that the mapping says are no data: how many, and the first cells of some.
    private var omitted: (count: Int, texts: [String]) = (0, [])

    mutating func leftOut(_ text: String) {
        omitted.count += 1
        if omitted.texts.count < 3, !text.trimmed.isEmpty, !omitted.texts.contains(text) { omitted.texts.append(text) }
    }

    /// A series goes on where one of the same Datastream ended.
    mutating func add(_ series: ParsedSeries, column: String) {
        let key = series.station.id + "/" + series.key
        if let index = known[key] {
            all[index].series.append(contentsOf: series)
            all[index].series.properties.merge(series.properties) { $1 }
        } else {
            known[key] = all.count
            all.append((series, column))
        }
    }

    mutating func fold(_ row: Int, place: ImportReport.Place, report: ImportReport) { folded[row] = (place, report) }

    /// All series with the time of each value known, sorted and without repetitions.
    mutating func finished(
        _ folds: ClockFolds, _ mapping: SeriesMapping, path: String, report: inout ImportReport
    ) -> [ParsedSeries] {
        var folds = folds
        if !folds.isEmpty {
            folds.settle()
            tell(folds, mapping.time, path: path, report: &report)
        }
        if omitted.count > 0 {
            let german = omitted.texts.map { "„\($0)“" }.joined(separator: ", ")
            let english = omitted.texts.map { "\"\($0)\"" }.joined(separator: ", ")
            report.notice(
                german: "\(path): \(omitted.count) Zeilen, die keine Daten sind, weggelassen (\(german)).",
                english: "\(path): \(omitted.count) lines that are no data left out (\(english)).")
        }
        for index in all.indices {
            all[index].series.settle(folds.rows)
            all[index].series.settle(mapping.duplicates, path: path, column: all[index].column, report: &report)
            all[index].series.lines = []
        }
        return all.map(\.series).filter { !$0.values.isEmpty }
    }

    /// What was seen of the repeated hour where nobody declared it, and which of its rows are refused.
    private func tell(_ folds: ClockFolds, _ rule: TimeRule, path: String, report: inout ImportReport) {
        var twice: [Int64: Int] = [:]
        for (index, row) in folds.rows.enumerated() {
            guard row.begin != nil else {
                report.rowsRefused += 1
                let place = folded[index]?.place
                report.reject(
                    .ambiguousTime, at: place ?? ImportReport.Place(file: path, line: row.line, column: "", text: ""))
                continue
            }
            if let own = folded[index]?.report { report.add(own) }
            twice[row.first / 86_400_000_000, default: 0] += 1
        }
        let hasBoth = folds.rows.contains { $0.begin == $0.first } && folds.rows.contains { $0.begin == $0.second }
        // a stamp at the end may stand on the day before
        let most = twice.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard rule.repeatedHour == nil, hasBoth, let (day, count) = most else { return }
        let date = Instant(microseconds: day * 86_400_000_000).iso8601.prefix(10)
        report.notice(
            german: "\(path): Die Stunde der Zeitumstellung steht zweimal da (\(date): \(count) Zeilen) und ist in der "
                + "Reihenfolge der Zeilen gelesen.",
            english: "\(path): the hour of the clock change stands twice (\(date): \(count) rows) and is read in the "
                + "order of the rows.")
    }
}
