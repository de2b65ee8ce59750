// SPDX-License-Identifier: EUPL-1.2
import IngestModel

/// Where the end of what a row covers stands.
extension TimeGuess {
    /// A second column of dates that is named as the end.
    func endDate(_ columns: [ColumnGuess], _ date: Int) -> Int? {
        columns.first { $0.index != date && !ends.contains($0.index) && $0.isEndNamed && Self.isDate($0) }?.index
    }

    /// A second column of dates: the end by its name, or because each row begins where the one before it ended.
    mutating func takeEndDate(_ columns: [ColumnGuess], _ best: StampCandidate, _ rows: [[String]]) -> Bool {
        let dates = columns.filter { $0.index != best.column && !$0.isWritingTime && Self.isDate($0) }
        for column in dates.filter(\.isEndNamed) + dates.filter({ !$0.isEndNamed }) {
            let bounds = rows.compactMap { row -> (begin: Int64, end: Int64)? in
                guard column.index < row.count, let begin = best.instant(row),
                    let end = best.form.read(StampText.bare(row[column.index]))
                else { return nil }
                return (begin, end.local)
            }
            let isEnd =
                !bounds.isEmpty && bounds.count * 20 >= column.cells.count * 19
                && bounds.allSatisfy { $0.begin <= $0.end }
            guard isEnd, column.isEndNamed || Self.areChained(bounds) else { continue }
            ends = [column.index]
            endStamp = ends
            return true
        }
        return false
    }

    /// Whether nearly each begins where another ended, or the day after, and none is empty.
    private static func areChained(_ bounds: [(begin: Int64, end: Int64)]) -> Bool {
        let day: Int64 = 86_400_000_000
        let ends = Set(bounds.map(\.end))
        let chained = bounds.count { ends.contains($0.begin) || ends.contains($0.begin - day) }
        return bounds.count > 3 && bounds.allSatisfy { $0.begin < $0.end } && chained * 10 >= (bounds.count - 1) * 9
    }

    /// An end of a date and a time of day of its own; false where it is none.
    ///
    /// 23:59 is the end of its day.
    mutating func place(
        _ lastDate: Int, _ lastTime: Int, _ form: String, _ date: Int, _ time: Int, _ rows: [[String]]
    ) -> Bool {
        guard let reader = try? StampForm(form) else { return false }
        let minute: Int64 = 60_000_000
        let lengths = rows.compactMap { row -> Int64? in
            guard max(max(lastDate, lastTime), max(date, time)) < row.count, let from = reader.read(row[date])?.local,
                let until = reader.read(row[lastDate])?.local, let begin = StampText.timeOfDay(row[time]),
                let end = StampText.timeOfDay(row[lastTime])
            else { return nil }
            let length = until + end - from - begin
            return (length + minute) % (60 * minute) == 0 ? length + minute : length
        }
        guard !lengths.isEmpty, lengths.allSatisfy({ $0 > 0 }) else { return false }
        ends += [lastDate, lastTime]
        endStamp = [lastDate, lastTime]
        length = Self.constant(lengths)
        return true
    }

    /// Past midnight an end of a time of day is before its begin.
    static func ahead(_ length: Int64) -> Int64 { length < 0 ? length + 86_400_000_000 : length }

    /// Whether two times of a row are one, by two clocks: at most a day apart, and by whole quarters of an hour but for seconds.
    static func areOneTime(_ lengths: [Int64]) -> Bool {
        let (minute, most) = (Int64(60_000_000), Int64(15 * 3_600_000_000))
        guard lengths.allSatisfy({ abs($0) <= most }) else { return false }
        let quarters = Set(lengths.map { (Double($0) / Double(15 * minute)).rounded() })
        let exact = lengths.count { length in
            let rest = abs(length) % (15 * minute)
            return min(rest, 15 * minute - rest) <= minute
        }
        return quarters.count <= 2 && exact * 20 >= lengths.count * 19
    }

    /// Whether a column has the dates of the times of another; by two clocks midnight is not one.
    static func isDate(_ column: ColumnGuess, of best: StampCandidate, _ rows: [[String]]) -> Bool {
        guard case .form(let form) = StampRecognition.form(of: column.distinct.sorted(), finest: .day) else {
            return true
        }
        let day: Int64 = 86_400_000_000
        let (before, behind) = best.hasOffset ? (-day / 2, day + day / 2) : (0, day)
        return rows.allSatisfy { row in
            guard column.index < row.count, let time = best.instant(row),
                let date = form.read(StampText.bare(row[column.index]))?.local
            else { return true }
            return time >= date + before && time <= date + behind
        }
    }

    static func constant(_ lengths: [Int64]) -> Int64? {
        var counts: [Int64: Int] = [:]
        for length in lengths { counts[length, default: 0] += 1 }
        guard let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { return nil }
        return most.value * 100 >= lengths.count * 95 ? most.key : nil
    }

    static func lengths(_ rows: [[String]], _ from: Int, _ to: Int) -> [Int64] {
        rows.compactMap { row in
            guard max(from, to) < row.count, let begin = StampText.timeOfDay(row[from]),
                let end = StampText.timeOfDay(row[to])
            else { return nil }
            return end - begin
        }
    }
}
