// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Metering
import Wire

/// Reads the times of a metering operator's table.
///
/// On the wall clock the repeated hour is told by the order of the rows, or by `2A` and `2B`.
struct StampReading: Sendable {
    let calendar: ZonedCalendar

    /// A time on the wall, or one that is certain.
    private enum Stamp {
        case wall(Int64, second: Bool?)
        case instant(Instant)
    }

    /// When the quarter hour of a row begins; `previous` is the beginning of the row before of the same series.
    func start(
        _ cells: [String], _ columns: MeterColumns, isEnd: Bool, after previous: inout Instant?
    ) -> Instant? {
        let length = MeteringDay.slotLength
        if let from = columns.from {
            guard let start = instant(text(cells, columns, from), after: previous) else { return nil }
            if let to = columns.to {
                // only the length is asked: an end on the wall may have two meanings
                let ends = meanings(text(cells, columns, to)).map { $0.microseconds - start.microseconds }
                let isMidnight = ends.contains { $0 == length - 86_400_000_000 }
                guard ends.contains(length) || columns.day != nil && isMidnight else { return nil }
            }
            previous = start
            return start
        }
        guard let column = columns.to ?? columns.stamp else { return nil }
        let before = previous.map { Instant(microseconds: $0.microseconds + (isEnd ? length : 0)) }
        guard let found = instant(text(cells, columns, column), after: before) else { return nil }
        let start = isEnd ? Instant(microseconds: found.microseconds - length) : found
        previous = start
        return start
    }

    /// Whether single stamps are the ends of their quarter hours; nil where nobody can tell.
    ///
    /// A table of whole days begins at 00:00 and ends at 23:45, or begins at 00:15 and ends at 00:00.
    func areEnds(_ rows: some Sequence<[String]>, _ columns: MeterColumns) -> Bool? {
        if columns.to != nil { return true }
        guard let column = columns.stamp else { return nil }
        var (first, last): (Int64?, Int64?)
        for cells in rows {
            guard let moment = meanings(text(cells, columns, column)).first else { continue }
            first = min(first ?? moment.microseconds, moment.microseconds)
            last = max(last ?? moment.microseconds, moment.microseconds)
        }
        guard let first, let last else { return false }
        func minutes(_ moment: Int64) -> Int {
            let fields = calendar.fields(of: Instant(microseconds: moment))
            return fields.hour * 60 + fields.minute
        }
        switch (minutes(first), minutes(last)) {
        case (0, 1425): return false
        case (15, 0): return true
        default: return nil
        }
    }

    /// Why a row has no quarter hour.
    func fault(_ cells: [String], _ columns: MeterColumns) -> Words {
        let text = [columns.from, columns.to, columns.stamp].compactMap { column in
            column.map { self.text(cells, columns, $0) }
        }.joined(separator: " – ")
        return Words(
            "„\(text)“ ist keine Viertelstunde: Gebraucht werden Zeiten wie 25.10.2026 02:15 oder 2026-10-25T02:15+02:00, fünfzehn Minuten lang.",
            "“\(text)” is no quarter hour: times such as 25.10.2026 02:15 or 2026-10-25T02:15+02:00 are needed, fifteen minutes long."
        )
    }

    private func text(_ cells: [String], _ columns: MeterColumns, _ column: Int) -> String {
        let text = column < cells.count ? cells[column] : ""
        guard let day = columns.day, day < cells.count, day != column else { return text }
        return cells[day] + " " + text
    }

    /// All instants that a text may mean.
    private func meanings(_ text: String) -> [Instant] {
        switch stamp(text) {
        case nil: []
        case .instant(let instant): [instant]
        case .wall(let local, let second):
            switch calendar.resolve(local: local) {
            case .unique(let instant): [instant]
            case .ambiguous(let first, let later): second.map { [$0 ? later : first] } ?? [first, later]
            case .gap: []
            }
        }
    }

    /// The meaning that comes after the row before.
    private func instant(_ text: String, after previous: Instant?) -> Instant? {
        let all = meanings(text)
        guard all.count > 1, let previous else { return all.first }
        return all.first { $0 > previous } ?? all.last
    }

    private func stamp(_ text: String) -> Stamp? {
        let parts = text.split { $0 == " " || $0 == "T" || $0 == "," }.map { String($0) }
        guard parts.count == 2, let day = Self.day(parts[0]) else {
            return (try? Instant(iso8601: text)).map { .instant($0) }
        }
        let clock = parts[1]
        if clock.hasSuffix("Z") || clock.contains("+") || clock.dropFirst(2).contains("-") {
            return (try? Instant(iso8601: "\(day)T\(clock)")).map { .instant($0) }
        }
        var pieces = clock.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard (2...3).contains(pieces.count) else { return nil }
        var second: Bool?
        if let mark = pieces[0].last, mark == "A" || mark == "B" {
            second = mark == "B"
            pieces[0].removeLast()
        }
        let numbers = pieces.map { piece in
            piece.utf8.count <= 2 && piece.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(piece) : nil
        }
        guard let hour = numbers[0], let minute = numbers[1], (0...24).contains(hour), (0...59).contains(minute),
            hour < 24 || minute == 0, numbers.count < 3 || numbers[2] == 0
        else { return nil }
        return .wall((Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60)) * 1_000_000, second: second)
    }

    private static func day(_ text: String) -> CivilDay? {
        if let day = CivilDay(text) { return day }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts.count == 3, isPlain, let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        return CivilDay(year: parts[2].count == 2 ? 2000 + year : year, month: month, day: day)
    }
}
