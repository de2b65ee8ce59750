// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// A column that counts the stretches of each day, 1 to 48: no form reads a time of day from it.
enum ClockCounter {
    /// The column of whole numbers that run from 1, or 0, over the same stretch on each day, beside a date.
    static func find(_ columns: [ColumnGuess], _ rows: [[String]], date: Int) -> Int? {
        for column in columns where column.index != date && (24...96).contains(column.distinct.count) {
            let numbers = column.distinct.compactMap { Int($0) }.sorted()
            guard numbers.count == column.distinct.count, let first = numbers.first, let last = numbers.last,
                first <= 1, last - first + 1 == numbers.count, [24, 48, 96].contains(numbers.count)
            else { continue }
            var (rises, steps) = (0, 0)
            for (row, next) in zip(rows, rows.dropFirst()) where max(date, column.index) < min(row.count, next.count) {
                guard row[date] == next[date], let own = Int(row[column.index]), let other = Int(next[column.index])
                else { continue }
                steps += 1
                if other == own + 1 { rises += 1 }
            }
            if steps > 10, rises * 10 >= steps * 9 { return column.index }
        }
        return nil
    }

    /// What a person says of it: a mapping that is not answered imports nothing.
    static func ask(_ name: String, form: String, _ value: JSONObject, _ proposal: inout Proposal) {
        proposal.decide(
            "time", .object(value), .asked,
            "„\(name)“ zählt wohl die Abschnitte eines Tages; nur das Datum lässt sich lesen.",
            "\"\(name)\" probably counts the stretches of a day; only the date can be read.")
        proposal.ask(
            "form", [.string(form)],
            "„\(name)“ zählt wohl die Abschnitte eines Tages, und daraus wird keine Uhrzeit. Soll jeder Wert für seinen ganzen Tag "
                + "gelten? Sonst schreiben Sie bitte Uhrzeiten in die Datei.",
            "\"\(name)\" probably counts the stretches of a day, and that becomes no time of day. Shall each value hold for its whole "
                + "day? Else please write times of day into the file.")
    }
}
