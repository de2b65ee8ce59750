// SPDX-License-Identifier: EUPL-1.2
import IngestModel
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
    /// Columns that hold another time of the row, which is no end of this one.
    private(set) var differing: [Int] = []
    /// Columns that hold the end of what the time begins, and how long that is where it is always the same.
    var ends: [Int] = []
    var length: Int64?
    /// The columns in which a row's end is written as its begin is.
    var endStamp: [Int] = []
    /// Of two dates in each cell, what they mean.
    private(set) var spans: DateSpans?
    /// A column that counts the stretches of each day, which no form reads: 1 to 48.
    private(set) var counter: Int?
    /// Hours and minutes are numbers, and too few of them show it.
    private(set) var isClockDoubtful = false
    private(set) var hasOffset = false
    /// The year, or the term's begin, is not in the file.
    private(set) var lacks: String?
    /// What surrounds the stamps.
    private(set) var strip = ""
    /// A date that stands once and holds for the rows below.
    private(set) var fillDown: Int?
    /// Each row's time on the wall, or its instant where an offset stands in the cell.
    private(set) var stamps: [Int64?] = []
    private var laterShare = 1.0
    /// Hours 1 to 24.
    private(set) var countsHours = false
    /// What the first hour or day is called, where those of a year without its number are counted.
    private(set) var countedFrom: Int?

    init?(_ columns: [ColumnGuess], rows: [[String]]) {
        var candidates = columns.compactMap { $0.cells.isEmpty ? nil : StampCandidate($0) }
        candidates.sort { ($0.worth, -$0.column) > ($1.worth, -$1.column) }
        let parts = candidates.first.map { $0.form.span >= .year || $0.isWriting } ?? true
        if parts, takeParts(columns) {
            read(rows)
            return
        }
        // A column that is empty in nearly all rows is no time of theirs.
        for best in candidates {
            var guess = Self()
            guess.take(best, candidates, columns, rows)
            guess.read(rows)
            guard guess.fillDown != nil || guess.ownShare >= Self.leastShare else { continue }
            self = guess
            return
        }
        guard let counter = YearCounter(columns) else { return nil }
        (self.columns, text, form, span) = (counter.columns, counter.text, counter.form, counter.span)
        (lacks, countedFrom) = ("year", counter.first)
        read(rows)
    }

    private init() {}

    private static let leastShare = 0.2

    // MARK: One column

    private mutating func take(
        _ best: StampCandidate, _ all: [StampCandidate], _ columns: [ColumnGuess], _ rows: [[String]]
    ) {
        self.columns = [best.column]
        (form, span, rivals, strip, length) = (best.text, best.form.span, best.rivals, best.strip, best.length)
        hasOffset = best.hasOffset
        laterShare = best.laterShare
        spans = best.spans
        switch span {
        case .day where spans != nil: break
        case .day:
            addTimeOfDay(columns, rows)
            if span == .day, !takeEndDate(columns, best, rows) {
                counter = ClockCounter.find(columns, rows, date: best.column)
            }
        case .moment: others(than: best, all, columns, rows)
        default: break
        }
    }

    private mutating func addTimeOfDay(_ columns: [ColumnGuess], _ rows: [[String]]) {
        guard let date = self.columns.first else { return }
        let clocks = columns.filter { $0.index != date && Self.isTimeOfDay($0) }
        let times = clocks.filter { !$0.isEndNamed } + clocks.filter(\.isEndNamed)
        if let time = times.first {
            let isPoint = time.cells.allSatisfy { !$0.contains(":") }
            let dateForm = form
            join(time.index, isPoint ? "HH.mm" : "HH:mm")
            for other in times.dropFirst() {
                if let last = endDate(columns, date), place(last, other.index, dateForm, date, time.index, rows) {
                    continue
                }
                place(other, lengths: Self.lengths(rows, time.index, other.index), beside: date)
            }
            let isGap = columns[date].cells.count * 10 < rows.count * 9
            if isGap, time.cells.count * 10 >= rows.count * 9 { fillDown = date }
        } else if let range = columns.first(where: { $0.index != date && Self.isTimeRange($0) }) {
            join(range.index, "HH:mm*")
            let lengths = range.cells.compactMap { cell -> Int64? in
                guard let (from, to) = StampText.range(cell), let begin = StampText.timeOfDay(from),
                    let end = StampText.timeOfDay(to)
                else { return nil }
                return Self.ahead(end - begin)
            }
            length = Self.constant(lengths)
        } else if let clock = columns.first(where: { $0.index != date && Self.isBareClock($0) }) {
            join(clock.index, "Hmm")
            let times = Set(clock.cells.compactMap { Int($0) })
            countsHours = times.contains(2400) && !times.contains(0)
            isClockDoubtful = times.count < 20
        } else if let hour = columns.first(where: { Self.isHour($0) }),
            let most = hour.cells.compactMap({ Int($0) }).max(), let least = hour.cells.compactMap({ Int($0) }).min()
        {
            join(hour.index, "HH")
            let minute = columns.first { $0.isCalled(["minute", "min", "minuten"]) && Self.isWithin($0, 0...59) }
            if let minute { join(minute.index, "mm") }
            countsHours = most == 24 || (least == 1 && most > 12 && minute == nil)
            // Hours without a name for what they mean are shown by their highest.
            if least == 1, most < 24 { countsHours = false }
        }
    }

    /// Other columns of times: the end, or the same once more.
    private mutating func others(
        than best: StampCandidate, _ all: [StampCandidate], _ columns: [ColumnGuess], _ rows: [[String]]
    ) {
        for other in all where other.column != best.column && other.form.span == .moment {
            let lengths = rows.compactMap { row -> Int64? in
                guard let begin = best.instant(row), let end = other.instant(row) else { return nil }
                return end - begin
            }
            // One time for all rows is no end of theirs: that of the export.
            let isOne = columns[other.column].distinct.count == 1 && columns[best.column].distinct.count > 1
            // Nor is one that stands around the records.
            let isAround = columns[other.column].name.hasPrefix("../") && !columns[best.column].name.hasPrefix("../")
            guard !isOne, !isAround || columns[other.column].isEndNamed else {
                continue
            }
            let isOneClock = best.hasOffset == other.hasOffset
            // an instant and the wall's time are some hours apart, always as many but for the clock change
            if !isOneClock, !Self.areOneTime(lengths) {
                differing.append(other.column)
                continue
            }
            place(columns[other.column], lengths: isOneClock ? lengths : [])
        }
        for part in columns where part.isTimeNamed && !ends.contains(part.index) && part.index != best.column {
            if Self.isTimeOfDay(part) {
                let lengths = rows.compactMap { row -> Int64? in
                    guard part.index < row.count, let time = StampText.timeOfDay(row[part.index]),
                        let begin = best.instant(row)
                    else { return nil }
                    return time - begin.quotientAndRemainderFloored(by: 86_400_000_000).remainder
                }
                let isOne = columns[best.column].distinct.count == 1
                if lengths.allSatisfy({ $0 == 0 }) || (part.isEndNamed && !part.isOpeningNamed && !isOne) {
                    place(part, lengths: best.hasOffset ? [] : lengths)
                }
            } else if Self.isDate(part), !same.contains(part.index) {
                if Self.isDate(part, of: best, rows) { same.append(part.index) } else { differing.append(part.index) }
            }
        }
    }

    /// `date`: the column of the date to which a time of day belongs.
    private mutating func place(_ column: ColumnGuess, lengths: [Int64], beside date: Int? = nil) {
        let usual = Self.constant(lengths.map { Self.ahead($0) })
        if let usual, usual > 0, !column.isClockOfZone {
            note(end: column.index, beside: date)
            length = usual
        } else if usual != nil || lengths.isEmpty {
            same.append(column.index)
        } else if !column.isEndNamed {
            // the same but for what passes until a row is sent, or by another clock
            let minutes: Int64 = 15 * 60_000_000
            if lengths.allSatisfy({ abs($0) <= minutes }) || Self.areOneTime(lengths) {
                same.append(column.index)
            } else {
                differing.append(column.index)
            }
        } else if lengths.count(where: { (date == nil ? $0 : Self.ahead($0)) >= 0 }) * 20 >= lengths.count * 19 {
            note(end: column.index, beside: date)
        }
    }

    private mutating func note(end column: Int, beside date: Int?) {
        ends.append(column)
        if endStamp.isEmpty { endStamp = [date, column].compactMap { $0 } }
    }

    private mutating func join(_ column: Int, _ part: String) {
        columns.append(column)
        form += " " + part
        span = .moment
    }

    // MARK: Parts in columns of their own

    private mutating func takeParts(_ columns: [ColumnGuess]) -> Bool {
        func named(_ words: Set<String>, _ range: ClosedRange<Int>) -> ColumnGuess? {
            columns.first { words.contains($0.name.lowercased()) && Self.isWithin($0, range) }
        }
        let year = named(["yyyy", "jahr", "year", "yr", "berichtsjahr"], 1800...2200)
        let month = named(["mm", "mo", "monat", "month", "berichtsmonat"], 1...12)
        let day = named(["dd", "tag", "day"], 1...31)
        let begin = year.map { "{\($0.name)}" }
        if let month, let day {
            let hour = named(["hh", "stunde", "hour", "std"], 0...24)
            let minute = hour.flatMap { _ in named(["mi", "min", "minute", "minuten"], 0...59) }
            self.columns = [year, month, day, hour, minute].compactMap { $0?.index }
            text =
                "\(begin ?? "2001")-{\(month.name)}-{\(day.name)}" + (hour.map { " {\($0.name)}" } ?? "")
                + (minute.map { ":{\($0.name)}" } ?? "")
            form = "yyyy-MM-dd" + (hour == nil ? "" : minute == nil ? " HH" : " HH:mm")
            span = hour == nil ? .day : .moment
            if year == nil { lacks = "year" }
            countsHours = hour?.cells.contains("24") ?? false
            return true
        }
        if let year, let begin {
            let week = named(["kw", "woche", "week", "kalenderwoche", "calendarweek"], 1...53)
            let quarter = named(["quartal", "quarter", "q", "vierteljahr"], 1...4)
            let name = columns.first { column in
                !column.cells.isEmpty && column.distinct.count <= 24
                    && column.cells.allSatisfy { StampWords.months[$0.lowercased().replacing(".", with: "")] != nil }
            }
            let second = [month, quarter, week, name].compactMap { $0 }.first
            guard let second else { return false }
            self.columns = [year.index, second.index]
            span = second.index == week?.index ? .week : second.index == quarter?.index ? .quarter : .month
            switch span {
            case .week: (text, form) = ("\(begin)-W{\(second.name)}", "YYYY-'W'ww")
            case .quarter: (text, form) = ("\(begin)-Q{\(second.name)}", "yyyy-'Q'Q")
            default: form = second.index == month?.index ? "yyyy MM" : "yyyy MMMM"
            }
            return true
        }
        if takeUnnamedParts(columns) { return true }
        let terms = columns.first { column in
            !column.cells.isEmpty && column.cells.allSatisfy { Self.term?.read($0) != nil }
        }
        guard let terms else { return false }
        self.columns = [terms.index]
        (form, span, lacks) = ("yyyy/yy", .year, "term")
        return true
    }

    private mutating func takeUnnamedParts(_ columns: [ColumnGuess]) -> Bool {
        if let parts = Self.unnamedParts(columns) {
            (self.columns, form, span) = parts
            return true
        }
        guard let parts = Self.numericParts(columns) else { return false }
        (self.columns, text, form, same) = (parts.columns, parts.text, parts.form, parts.same)
        span = form.contains("H") ? .moment : .day
        return true
    }

    private static let term = try? StampForm("yyyy/yy")

    // MARK: Cells

    static func isTimeOfDay(_ column: ColumnGuess) -> Bool {
        !column.cells.isEmpty && column.cells.allSatisfy(StampText.isTimeOfDay)
            && (column.isTimeNamed || column.cells.allSatisfy { $0.contains(":") })
    }

    private static func isHour(_ column: ColumnGuess) -> Bool {
        (column.isNamed(["stunde", "hour", "std"]) || column.isCalled(["h", "hh"])) && isWithin(column, 0...24)
    }

    static func isDate(_ column: ColumnGuess) -> Bool {
        guard column.distinct.contains(where: { $0.count >= 6 }) else { return false }
        switch StampRecognition.form(of: column.distinct.sorted(), finest: .day) {
        case .form(let form): return form.span == .day
        case .undecided(let forms): return forms.allSatisfy { $0.span == .day }
        case .none: return false
        }
    }

    // MARK: Stamps

    private mutating func read(_ rows: [[String]]) {
        let reader = try? StampForm(form)
        var (date, before, added) = ("", Int64.min, Int64(0))
        let first = fillDown.flatMap { column in rows.first { column < $0.count && !$0[column].isEmpty }?[column] }
        stamps = rows.map { row in
            var cells = columns.map { $0 < row.count ? row[$0] : "" }
            if fillDown != nil, let own = cells.first {
                if !own.isEmpty, own != date { (date, before, added) = (own, .min, 0) }
                if date.isEmpty { date = first ?? "" }
                cells[0] = date
            }
            let whole = StampText.bare(filled(cells, strip))
            guard let stamp = reader?.read(whole) else { return nil }
            if fillDown != nil {
                if before != .min, before - stamp.local > 3_600_000_000 { added += 86_400_000_000 }
                before = stamp.local
            }
            return stamp.local + added - (stamp.offset ?? 0)
        }
    }

    /// The stamp's text of a row.
    private func filled(_ cells: [String], _ strip: String) -> String {
        guard let text else { return cells.joined(separator: " ").trimmed }
        var rest = text[...]
        var whole = ""
        var cells = cells[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            whole += rest[..<open] + (cells.popFirst() ?? "").trimmed
            rest = rest[rest.index(after: close)...]
        }
        return whole + rest
    }

    /// Whether all times are the begin of a day: dates.
    var areMidnights: Bool {
        let known = stamps.compactMap { $0 }
        return !known.isEmpty && known.allSatisfy { $0 % 86_400_000_000 == 0 }
    }

    /// Share of the rows whose time can be read, of those far below too.
    var share: Double { min(laterShare, ownShare) }
    private var ownShare: Double {
        stamps.isEmpty ? 0 : Double(stamps.count { $0 != nil }) / Double(stamps.count)
    }

    /// The rhythm of the times.
    struct Step {
        let microseconds: Int64
        /// Share of the steps that are the commonest one.
        let share: Double
        /// Share of the steps that are the commonest one or several of it: the others are gaps.
        let fitting: Double
        /// Whether no key has a time twice.
        let isUnique: Bool
        let count: Int
    }

    /// Steps from time to time of one key, whichever way the rows run.
    func step(keys: [String]) -> Step? {
        var times: [String: [Int64]] = [:]
        for (row, stamp) in stamps.enumerated() {
            if let stamp { times[keys.indices.contains(row) ? keys[row] : "", default: []].append(stamp) }
        }
        var counts: [Int64: Int] = [:]
        var isUnique = true
        for own in times.values {
            let sorted = own.sorted()
            for (before, after) in zip(sorted, sorted.dropFirst()) {
                if before == after { isUnique = false } else { counts[after - before, default: 0] += 1 }
            }
        }
        if span >= .day { counts = Self.calendar(counts) }
        guard let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { return nil }
        let all = counts.values.reduce(0, +)
        let fitting = counts.reduce(0) { $1.key % most.key == 0 ? $0 + $1.value : $0 }
        return Step(
            microseconds: most.key, share: Double(most.value) / Double(all), fitting: Double(fitting) / Double(all),
            isUnique: isUnique, count: all)
    }

    /// Months, quarters and years have no fixed number of days.
    private static func calendar(_ counts: [Int64: Int]) -> [Int64: Int] {
        let day: Int64 = 86_400_000_000
        var joined: [Int64: Int] = [:]
        for (step, count) in counts {
            let days = step / day
            let usual: Int64 =
                (28...31).contains(days) && days != 28 ? 30 : (90...92).contains(days) ? 91 : days == 366 ? 365 : days
            joined[
                (usual == 28 && counts.keys.contains { (30...31).contains($0 / day) } ? 30 : usual) * day, default: 0] +=
                count
        }
        return joined
    }
}
