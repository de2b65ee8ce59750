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

/// Hours or days of a year that the file does not name, counted up from 0 or 1.
struct YearCounter {
    let columns: [Int]
    /// As in a mapping's `text`, with a placeholder for the year.
    let text: String
    let form: String
    let span: WrittenStamp.Span
    /// What the first of a year is called.
    let first: Int

    init?(_ columns: [ColumnGuess]) {
        func label(_ column: ColumnGuess) -> String { column.name.isEmpty ? "\(column.index + 1)" : column.name }
        if let (hour, first) = columns.lazy.compactMap({ column in Self.hours(column).map { (column, $0) } }).first {
            self.columns = [hour.index]
            (text, form, span) = ("2001-{\(label(hour))}", "yyyy-HHHH", .moment)
            self.first = first
            return
        }
        guard let day = columns.first(where: Self.countsDays) else { return nil }
        let hour = columns.first {
            $0.index != day.index && $0.isNamed(["stunde", "hour"]) && TimeGuess.isWithin($0, 0...24)
        }
        self.columns = [day, hour].compactMap { $0?.index }
        text = "2001-{\(label(day))}" + (hour.map { " {\(label($0))}" } ?? "")
        form = "yyyy-DDD" + (hour == nil ? "" : " HH")
        span = hour == nil ? .day : .moment
        first = hour.map { $0.cells.contains("24") ? 1 : 0 } ?? 1
    }

    private static let hourNames = [
        "jahresstunde", "stunde des jahres", "stunde_des_jahres", "hour of year", "hour_of_year", "hourofyear",
        "hour of the year",
    ]
    /// Names of a column that has nothing but the number of the row.
    private static let plainNames: Set<String> = [
        "", "t", "h", "time", "timestep", "time_step", "index", "zeit", "zeitschritt", "stunde", "stunden", "hour",
        "hours", "snapshot", "step", "nr",
    ]

    /// What the first hour is called, where the column counts those of a year.
    private static func hours(_ column: ColumnGuess) -> Int? {
        guard let numbers = counted(column, most: 8784), let first = numbers.first else { return nil }
        let count = column.distinct.count
        let isHourNamed = column.isNamed(["stunde", "hour"]) && count > 366
        let isWhole = [8760, 8784].contains(count) && plainNames.contains(column.name.lowercased())
        guard column.isNamed(hourNames) || column.isCalled(["hoy"]) || isHourNamed || isWhole else { return nil }
        return first
    }

    private static func countsDays(_ column: ColumnGuess) -> Bool {
        guard let numbers = counted(column, most: 366), numbers.first == 1 else { return false }
        return column.isNamed([
            "tag des jahres", "tag_des_jahres", "jahrestag", "day of year", "day_of_year", "dayofyear",
        ]) || column.isCalled(["doy", "julian"])
    }

    /// Whole numbers that rise one by one from 0 or 1, and may begin again.
    private static func counted(_ column: ColumnGuess, most: Int) -> [Int]? {
        let numbers = column.cells.compactMap { Int($0) }
        guard numbers.count == column.cells.count, numbers.count > 5, let first = numbers.first,
            (0...1).contains(first),
            numbers.allSatisfy({ (0...most).contains($0) }), column.unit == nil || column.unit == "h"
        else { return nil }
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        return steps.allSatisfy { (0...1).contains($0) || $0 < 0 } ? numbers : nil
    }
}
