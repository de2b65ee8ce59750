// SPDX-License-Identifier: EUPL-1.2
import IngestModel

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
