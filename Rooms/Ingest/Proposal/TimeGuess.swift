// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Where the time of a table's rows stands and how it is written.
struct TimeGuess {
    /// Columns that hold it, in their order in the stamp's text.
    private(set) var columns: [Int] = []
    /// What stands between the columns: as in a mapping's `text`; nil for blanks.
    private(set) var text: String?
    private(set) var form = ""
    private(set) var span = WrittenStamp.Span.moment
    /// More than one form fits, and they mean different times.
    private(set) var rivals: [String] = []
    /// Other columns that hold the same time.
    private(set) var same: [Int] = []
    private(set) var hasOffset = false
    /// The year, or the term's begin, is not in the file.
    private(set) var lacks: String?
    /// Each row's time on the wall, or its instant where an offset stands in the cell.
    private(set) var stamps: [Int64?] = []
    /// Hours 1 to 24.
    private(set) var countsHours = false

    private struct Candidate {
        let column: Int
        let form: StampForm
        let rivals: [String]
        let worth: Int
    }

    init?(_ columns: [ColumnGuess], rows: [[String]]) {
        var candidates: [Candidate] = []
        for column in columns where !column.cells.isEmpty {
            guard let candidate = Self.candidate(column) else { continue }
            candidates.append(candidate)
        }
        candidates.sort { ($0.worth, -$0.column) > ($1.worth, -$1.column) }
        if let best = candidates.first {
            take(best, candidates, columns)
        } else if !takeParts(columns) {
            return nil
        }
        read(rows)
    }

    private static func candidate(_ column: ColumnGuess) -> Candidate? {
        let texts = column.distinct.sorted()
        let isDigits = texts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
        if isDigits, !column.isTimeNamed, !(column.index == 0 && column.name.isEmpty) { return nil }
        if isDigits, texts.allSatisfy({ $0.utf8.count == 6 }), let form = try? StampForm("yyMMdd"),
            texts.allSatisfy({ form.read($0) != nil })
        {
            return Candidate(column: column.index, form: form, rivals: [], worth: 40)
        }
        switch StampRecognition.form(of: texts, finest: .year) {
        case .none: return nil
        case .form(let form):
            if case .serial = form.kind, !column.isTimeNamed { return nil }
            return Candidate(column: column.index, form: form, rivals: [], worth: worth(form, column))
        case .undecided(let forms):
            return Candidate(
                column: column.index, form: forms[0], rivals: forms.map(\.text), worth: worth(forms[0], column))
        }
    }

    /// The finest time that changes from row to row.
    private static func worth(_ form: StampForm, _ column: ColumnGuess) -> Int {
        let isMoving = column.distinct.count > 1 ? 20 : 0
        let isOffset = column.cells.prefix(50).allSatisfy { form.read($0)?.offset != nil } ? 5 : 0
        return 60 - 10 * form.span.rawValue + isMoving + isOffset + (column.isTimeNamed ? 5 : 0)
    }

    private mutating func take(_ best: Candidate, _ all: [Candidate], _ columns: [ColumnGuess]) {
        self.columns = [best.column]
        (form, span, rivals) = (best.form.text, best.form.span, best.rivals)
        hasOffset = columns[best.column].cells.prefix(50).allSatisfy { best.form.read($0)?.offset != nil }
        if span == .day {
            for column in columns where column.index != best.column {
                if Self.isTimeOfDay(column) {
                    let isPoint = column.cells.allSatisfy { !$0.contains(":") }
                    join(column.index, isPoint ? "HH.mm" : "HH:mm")
                    break
                }
                if Self.isHour(column), let most = column.cells.compactMap({ Int($0) }).max() {
                    join(column.index, "HH")
                    countsHours = most == 24
                    break
                }
            }
        } else if span == .year {
            let month = columns.first { $0.isNamed(["monat", "month"]) && Self.isWithin($0, 1...12) }
            if let month {
                self.columns = [best.column, month.index]
                (form, span) = ("yyyy MM", .month)
            }
        } else if span == .moment {
            let parts = columns.filter { $0.isTimeNamed && (Self.isTimeOfDay($0) || Self.isDate($0)) }
            same = parts.map(\.index).filter { $0 != best.column }
            same += all.dropFirst().filter { $0.form.span == .moment }.map(\.column)
        }
    }

    private mutating func join(_ column: Int, _ part: String) {
        columns.append(column)
        form += " " + part
        span = .moment
    }

    /// Times whose parts stand in columns of their own, or whose years are those of terms.
    private mutating func takeParts(_ columns: [ColumnGuess]) -> Bool {
        func named(_ words: Set<String>, _ range: ClosedRange<Int>) -> ColumnGuess? {
            columns.first { words.contains($0.name.lowercased()) && Self.isWithin($0, range) }
        }
        let month = named(["mm", "monat", "month"], 1...12)
        let day = named(["dd", "tag", "day"], 1...31)
        if let month, let day {
            let hour = named(["hh", "stunde", "hour"], 0...24)
            let year = named(["yyyy", "jahr", "year"], 1800...2200)
            self.columns = [year, month, day, hour].compactMap { $0?.index }
            let start = year.map { "{\($0.name)}" } ?? "2001"
            text = "\(start)-{\(month.name)}-{\(day.name)}" + (hour.map { " {\($0.name)}" } ?? "")
            (form, span) = (hour == nil ? "yyyy-MM-dd" : "yyyy-MM-dd HH", hour == nil ? .day : .moment)
            if year == nil { lacks = "year" }
            countsHours = hour?.cells.contains("24") ?? false
            return true
        }
        let terms = columns.first { column in
            !column.cells.isEmpty && column.cells.allSatisfy { Self.term($0) != nil }
        }
        guard let terms else { return false }
        self.columns = [terms.index]
        (form, span, lacks) = ("yyyy/yy", .year, "term")
        return true
    }

    /// The first year of `1998/99`.
    private static func term(_ text: String) -> Int? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, parts[0].count == 4, let first = Int(parts[0]), let second = Int(parts[1]) else {
            return nil
        }
        return (first + 1) % 100 == second % 100 ? first : nil
    }

    // MARK: Cells

    static func isTimeOfDay(_ column: ColumnGuess) -> Bool {
        !column.cells.isEmpty
            && column.cells.allSatisfy { cell in
                let parts = cell.split { $0 == ":" || $0 == "." }
                guard (2...3).contains(parts.count), parts[0].count <= 2, let hour = Int(parts[0]), hour <= 24 else {
                    return false
                }
                return parts.dropFirst().allSatisfy { $0.count == 2 && (Int($0) ?? 60) < 60 }
            } && (column.isTimeNamed || column.cells.allSatisfy { $0.contains(":") })
    }

    /// `00:00-00:15`: a profile, without dates.
    static func isTimeRange(_ column: ColumnGuess) -> Bool {
        !column.cells.isEmpty
            && column.cells.allSatisfy { cell in
                let parts = cell.split(separator: "-")
                return parts.count == 2 && parts.allSatisfy { $0.trimmed.count == 5 && $0.contains(":") }
            }
    }

    private static func isHour(_ column: ColumnGuess) -> Bool {
        column.isNamed(["stunde", "hour", "std"]) && isWithin(column, 0...24)
    }

    private static func isDate(_ column: ColumnGuess) -> Bool {
        if case .form(let form) = StampRecognition.form(of: column.distinct.sorted(), finest: .day) {
            return form.span == .day
        }
        return false
    }

    private static func isWithin(_ column: ColumnGuess, _ range: ClosedRange<Int>) -> Bool {
        !column.cells.isEmpty && column.cells.allSatisfy { cell in Int(cell).map { range.contains($0) } ?? false }
    }

    private mutating func read(_ rows: [[String]]) {
        let reader = try? StampForm(form)
        let names = text
        stamps = rows.map { row in
            let cells = columns.map { $0 < row.count ? row[$0] : "" }
            if form == "yyyy/yy" {
                return cells.first.flatMap(Self.term).map {
                    Int64(Instant.days(year: $0, month: 9, day: 1)) * 86_400_000_000
                }
            }
            var whole = cells.joined(separator: " ")
            if names != nil {
                let parts = lacks == "year" ? ["2001"] + cells : cells
                whole = parts.prefix(3).joined(separator: "-") + (parts.count > 3 ? " " + parts[3] : "")
            }
            return reader?.read(whole.trimmed).map { $0.local - ($0.offset ?? 0) }
        }
    }

    // MARK: What the times show

    /// Share of the rows whose time can be read.
    var share: Double { stamps.isEmpty ? 0 : Double(stamps.count { $0 != nil }) / Double(stamps.count) }

    /// Steps from row to row of one key, and how many of them are the commonest one.
    func step(keys: [String]) -> (microseconds: Int64, share: Double, isUnique: Bool)? {
        var last: [String: Int64] = [:]
        var counts: [Int64: Int] = [:]
        var isUnique = true
        for (row, stamp) in stamps.enumerated() {
            guard let stamp else { continue }
            let key = keys.indices.contains(row) ? keys[row] : ""
            if let before = last[key] {
                if before == stamp { isUnique = false } else { counts[abs(stamp - before), default: 0] += 1 }
            }
            last[key] = stamp
        }
        guard let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { return nil }
        let all = counts.values.reduce(0, +)
        return (most.key, Double(most.value) / Double(all), isUnique)
    }
}
