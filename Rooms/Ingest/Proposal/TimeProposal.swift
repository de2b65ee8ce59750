// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What a table's times mean: form, zone, length, and what a stamp marks.
struct TimeProposal {
    let time: TimeGuess
    let columns: [ColumnGuess]
    let rows: [[String]]
    private let lead: [String]
    private let pairs: LeadPairs
    /// The name that the mapping has for a column.
    let label: (Int) -> String
    private let clock: ClockEvidence
    private let step: TimeGuess.Step?

    init(
        _ time: TimeGuess, _ columns: [ColumnGuess], _ rows: [[String]], lead: [String], pairs: LeadPairs,
        label: @escaping (Int) -> String
    ) {
        self.time = time
        self.columns = columns
        self.rows = rows
        self.lead = lead
        self.pairs = pairs
        self.label = label
        func step(_ roles: [ColumnGuess.Role]) -> TimeGuess.Step? {
            let keys = columns.filter { roles.contains($0.role) }
            return time.step(
                keys: rows.map { row in
                    keys.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
                })
        }
        // a text that is no key tells rows apart only where the times do not
        let own = step([.key, .alias, .parameter])
        self.step = own?.isUnique == true ? own : step([.key, .label, .alias, .parameter])
        clock = ClockEvidence(
            time, columns, rows, step: time.length ?? self.step.flatMap { $0.share > 0.6 ? $0.microseconds : nil } ?? 0)
    }

    /// The mapping's `time`, as far as the file shows it.
    func decide(_ proposal: inout Proposal) -> JSONObject {
        var rule = JSONObject()
        let names = time.columns.map { label($0) }
        if let text = time.text {
            rule["text"] = .string(text)
        } else if names.count == 1 {
            rule["column"] = .string(names[0])
        } else {
            rule["columns"] = .array(names.map { .string($0) })
        }
        if !time.strip.isEmpty { rule["strip"] = .string(time.strip) }
        form(names, &proposal, &rule)
        let interval = interval(&proposal, &rule)
        stamp(interval, &proposal, &rule)
        zone(&proposal, &rule)
        return rule
    }

    private func form(_ names: [String], _ proposal: inout Proposal, _ rule: inout JSONObject) {
        var value: JSONObject = [
            "columns": .array(names.map { .string($0) }), "form": .string(time.form),
            "same": .array(time.same.map { .string(label($0)) }),
        ]
        if !time.differing.isEmpty { value["others"] = .array(time.differing.map { .string(label($0)) }) }
        if !time.ends.isEmpty { value["end"] = .array(time.ends.map { .string(label($0)) }) }
        if let column = time.fillDown { value["fillDown"] = .string(label(column)) }
        if !time.rivals.isEmpty {
            let example = columns[time.columns[0]].cells.first ?? ""
            proposal.decide(
                "time", .object(value), .asked, "„\(example)“ kann \(time.rivals.joined(separator: " oder ")) sein.",
                "\"\(example)\" can be \(time.rivals.joined(separator: " or ")).")
            proposal.ask(
                "form", time.rivals.map { .string($0) }, "Wie ist „\(example)“ zu lesen?",
                "How is \"\(example)\" to be read?")
            return
        }
        if let counter = time.counter {
            return ClockCounter.ask(label(counter), form: time.form, value, &proposal)
        }
        rule["form"] = .string(time.form)
        if time.share < 0.98 {
            let part = Int((time.share * 100).rounded(.down))
            proposal.decide(
                "time", .object(value), .asked, "Nur \(part) % der Zeilen haben eine lesbare Zeit.",
                "Only \(part) % of the rows have a time that can be read.")
            return proposal.ask(
                "time", ["leave out"], "Die übrigen Zeilen werden zurückgewiesen: sind sie keine Messwerte?",
                "The other rows are refused: are they no measured values?")
        }
        let isFilled = time.fillDown != nil
        // when a row was written is told from when something was measured by its name
        let others = time.differing.filter { !columns[$0].isWritingTime }
        if time.lacks == nil, !isFilled, !others.isEmpty {
            let (german, english) = (
                others.map { "„\(label($0))“" }.joined(separator: ", "),
                others.map { "\"\(label($0))\"" }.joined(separator: ", ")
            )
            return proposal.decide(
                "time", .object(value), .likely, "Nach dem Namen; \(german) nennt andere Zeiten.",
                "By its name; \(english) has other times.")
        }
        proposal.decide(
            "time", .object(value),
            time.lacks != nil
                ? .asked : isFilled || hasUnreadClock || time.isClockDoubtful || isCoarse || isOfElse ? .likely : .sure,
            isFilled
                ? "Das Datum steht einmal und gilt für die Zeilen darunter, bis die Uhrzeit wieder bei 0 Uhr ist."
                : "Alle Zeilen der Probe lassen sich so lesen.",
            isFilled
                ? "The date stands once and holds for the rows below, until the time is back at midnight."
                : "All rows of the sample can be read so.")
        if time.lacks == "year" {
            proposal.ask(
                "year", [], "Welches Jahr ist gemeint? In der Datei steht keines.",
                "Which year is meant? The file names none.")
        } else if time.lacks == "term" {
            proposal.ask(
                "term", ["09-01", "10-01", "01-01"], "Wann beginnt ein solches Jahr?", "When does such a year begin?")
        }
    }

    /// A year or month without a name, or that many rows of one station share: the rest of the time may stand elsewhere.
    private var isCoarse: Bool {
        time.span >= .month && (step?.isUnique != true || time.columns.contains { columns[$0].name.isEmpty })
    }

    /// Named as the time of something else than a measurement.
    private var isOfElse: Bool {
        time.columns.contains { columns[$0].isWritingTime || columns[$0].isSinceNamed || columns[$0].isEventNamed }
    }

    /// A column beside the dates is named as a time of day, and was not read as one.
    private var hasUnreadClock: Bool {
        time.counter != nil
            || time.span == .day
                && columns.contains { column in
                    ![.time, .derived].contains(column.role) && column.distinct.count > 1
                        && (column.isNamed(["uhrzeit", "hhmm", "stunde", "zeit"])
                            || column.isCalled(["hour", "time", "hh"]))
                }
    }

    // MARK: Interval

    private func interval(_ proposal: inout Proposal, _ rule: inout JSONObject) -> Int64? {
        func decide(_ text: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("interval", .string(text), certainty, german, english)
        }
        if let spans = time.spans {
            spans.decide(&proposal, &rule)
            return nil
        }
        if !time.endStamp.isEmpty, periods(&proposal, &rule) { return time.length }
        if let length = time.length, let text = Self.duration(length) {
            decide(text, .sure, "Jede Zeile nennt Anfang und Ende.", "Each row names begin and end.")
            if length != 86_400_000_000 || time.span == .moment { rule["interval"] = .string(text) }
            return length
        }
        guard let step else {
            decide("snapshot", .likely, "Keine Messstelle hat eine zweite Zeit.", "No station has a second time.")
            return nil
        }
        if mixed(&proposal) { return time.span == .moment ? step.microseconds : nil }
        let part = Int((step.share * 100).rounded(.down))
        let (german, english) = ("\(part) % der Abstände.", "\(part) % of the steps.")
        var isUnique = step.isUnique
        if case .local = clock.outcome { isUnique = true }
        let isSure = step.count >= 3 && isUnique
        let day: Int64 = 86_400_000_000
        if time.span != .moment {
            let days = step.microseconds / day
            let text = Self.duration(days: days)
            // Days that are now two, now three days apart are days without a rhythm.
            let isUneven = time.span == .day && days < 28 && step.share < 0.9 && step.fitting < 0.95
            guard step.share > 0.3, !isUneven else {
                return irregular(&proposal)
            }
            let isSteady = step.share > 0.9 || step.share > 0.5 && step.fitting > 0.9
            decide(text, isSteady && isSure ? .sure : .likely, german, english)
            if step.share > 0.5, text != "P1D", Self.isLonger(text, time.span) { rule["interval"] = .string(text) }
            return nil
        }
        guard step.share >= 0.6, step.microseconds % 60_000_000 == 0, step.isUnique || step.share > 0.9,
            let text = Self.duration(step.microseconds)
        else { return irregular(&proposal) }
        decide(text, step.share > 0.9 && isSure ? .sure : .likely, german, english)
        rule["interval"] = .string(text)
        return step.microseconds
    }

    private func irregular(_ proposal: inout Proposal) -> Int64? {
        proposal.decide(
            "interval", "irregular", .likely, "Die Abstände wechseln.", "The steps differ.")
        return nil
    }

    /// Whether an interval says more than the stamp's own stretch of the calendar.
    private static func isLonger(_ text: String, _ span: WrittenStamp.Span) -> Bool {
        switch span {
        case .moment: true
        case .day: true
        case .week: text != "P1W"
        case .month: text == "P3M"
        case .quarter, .year: false
        }
    }

    // MARK: Stamp

    private func stamp(_ interval: Int64?, _ proposal: inout Proposal, _ rule: inout JSONObject) {
        func decide(_ value: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("stamp", .string(value), certainty, german, english)
            if certainty != .asked { rule["stamp"] = .string(value) }
        }
        if time.length != nil || !time.ends.isEmpty || time.spans != nil {
            let isShown = time.length != nil || time.spans != nil || !time.endStamp.isEmpty
            return decide(
                "start", isShown ? .sure : .likely, "Das Ende steht daneben.", "The end stands beside it.")
        }
        if let first = time.countedFrom, time.span == .moment {
            return decide(
                first == 1 ? "end" : "start", .likely,
                "Gezählt wird von \(first) an: so heißt die erste Stunde des Jahres.",
                "Counted from \(first): so the first hour of the year is called.")
        }
        if let end = ReportingDays(time, interval: proposal["interval"]?.value.string) {
            let days = (end.count, end.example)
            decide(
                "end", end.isPlain ? .likely : .asked,
                "Alle \(days.0) Zeiten sind letzte Tage eines Monats (\(days.1)): Stichtage, an denen der Zeitraum endet.",
                "All \(days.0) times are last days of a month (\(days.1)): reporting days, on which the period ends.")
            guard !end.isPlain else { return }
            return proposal.ask(
                "stamp", ["end", "start"],
                "Die Zeiten sind letzte Tage eines Monats: endet oder beginnt dann der Zeitraum?",
                "The times are last days of a month: does the period end or begin then?")
        }
        if time.span != .moment {
            return decide("start", .likely, "Ein Datum steht für seinen Tag.", "A date stands for its day.")
        }
        if time.countsHours {
            return decide("end", .sure, "Die Stunden laufen von 1 bis 24.", "The hours run from 1 to 24.")
        }
        guard let interval else {
            return decide("instant", .likely, "Unregelmäßige Zeiten.", "Irregular times.")
        }
        let isEndOfDay = columns.contains {
            time.columns.contains($0.index) && $0.cells.contains(where: Self.isEndOfDay)
        }
        if isEndOfDay {
            return decide("end", .sure, "Der Tag endet um 24:00.", "The day ends at 24:00.")
        }
        if let word = columns.lazy.filter({ time.columns.contains($0.index) }).compactMap(Self.word).first {
            return decide(
                word, .likely, "Der Name der Spalte sagt es.", "The column's name says so.")
        }
        if clock.isShifted {
            return decide(
                "end", .sure, "Bei der Zeitumstellung stehen die Stempel eine Länge hinter der doppelten Stunde.",
                "At the clock change the stamps stand one length behind the repeated hour.")
        }
        let day: Int64 = 86_400_000_000
        let known = local()
        if let first = known.min(), let last = known.max(), last > first, interval < day {
            let isWhole = last - first >= day / 2
            if isWhole, Self.rest(first, day) == interval, Self.rest(last, day) == 0 {
                return decide(
                    "end", .likely, "Der erste Stempel ist eine Länge nach Mitternacht, der letzte Mitternacht.",
                    "The first stamp is one length after midnight, the last is midnight.")
            }
            let isCounted = columns.contains { $0.role == .value && $0.isCounted }
            // what is counted runs from its stamp; of a temperature nobody can say it
            if Self.rest(first, day) == 0, isCounted {
                return decide(
                    "start", .likely, "Der erste Stempel ist Mitternacht, und gezählt wird von da an.",
                    "The first stamp is midnight, and counts run from there.")
            }
        }
        decide(
            "start", .asked, "Die Datei zeigt nicht, was der Stempel meint.",
            "The file does not show what a stamp marks.")
        proposal.ask(
            "stamp", ["start", "end", "instant"],
            "Steht die Zeit für den Anfang, das Ende oder den Zeitpunkt der Messung?",
            "Does the time stand for the begin, the end or the moment of the measurement?")
    }

    private static func rest(_ time: Int64, _ day: Int64) -> Int64 { ((time % day) + day) % day }

    private static func word(_ column: ColumnGuess) -> String? {
        if column.isCalled(["von", "beginn", "anfang", "begin", "start", "from"]) { return "start" }
        if column.isCalled(["bis", "ende", "end", "until"]) { return "end" }
        return nil
    }

    /// The times as the wall shows them: at an instant with an offset, by that offset, or as another column has them.
    private func local() -> [Int64] {
        for other in time.hasOffset ? time.same : [] {
            guard let wall = StampCandidate(columns[other]), !wall.hasOffset, wall.form.span == .moment,
                wall.rivals.isEmpty
            else { continue }
            return rows.compactMap { wall.instant($0) }
        }
        guard time.hasOffset, time.columns.count == 1, let form = try? StampForm(time.form) else {
            return time.stamps.compactMap { $0 }
        }
        let column = time.columns[0]
        return rows.compactMap { row in
            column < row.count ? form.read(StampText.bare(row[column]))?.local : nil
        }
    }

    // MARK: Zone

    private func zone(_ proposal: inout Proposal, _ rule: inout JSONObject) {
        func decide(_ value: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("zone", .string(value), certainty, german, english)
            if certainty != .asked { rule["zone"] = .string(value) }
        }
        func ask(_ choices: [JSONValue]) {
            proposal.ask(
                "zone", choices, "In welcher Zeitzone stehen die Zeiten?", "In which time zone are the times?")
        }
        if time.span == .moment { clock.decide(&proposal, hasOffset: time.hasOffset) }
        if time.span != .moment {
            return proposal.decide(
                "zone", "none", hasUnreadClock || isCoarse ? .likely : .sure, "Tage und länger.", "Days and more.")
        }
        if time.hasOffset {
            return proposal.decide("zone", "in the cell", .sure, "Jede Zelle nennt sie.", "Each cell names it.")
        }
        if case .local(let doubled) = clock.outcome {
            decide("Europe/Berlin", doubled.isClear ? .sure : .asked, doubled.german, doubled.english)
            if !doubled.isClear { ask(["Europe/Berlin", "Etc/GMT-1", "UTC"]) }
            return
        }
        let texts = lead + time.columns.map { columns[$0].name }
        var words = texts.flatMap { $0.split { !$0.isLetter }.map { $0.uppercased() } }
        // HourUTC, dateutc
        let own = time.columns.map { columns[$0] }
        words += own.flatMap(\.words).map { $0.uppercased() }
        if own.contains(where: { $0.name.lowercased().hasSuffix("utc") }) { words.append("UTC") }
        if let hours = pairs.offset ?? Self.offset(texts) ?? zoneColumn {
            return decide(
                hours == 0 ? "UTC" : "Etc/GMT\(hours > 0 ? "-" : "+")\(abs(hours))", .likely,
                "Der Abstand zu UTC steht dabei.", "The distance from UTC stands there.")
        }
        var isFixed = false
        if case .fixed = clock.outcome { isFixed = true }
        if !isFixed, let area = texts.lazy.compactMap(Self.area).first, ZonedCalendar(identifier: area) != nil {
            return decide(area, .likely, "„\(area)“ steht dabei.", "\"\(area)\" stands there.")
        }
        let isOffsetNamed = words.contains("OFFSET")
        if let (word, zone) = Self.fixed.first(where: { words.contains($0.0) }), !isOffsetNamed {
            if zone == "Etc/GMT-1", words.contains("MESZ") || words.contains("CEST") {
                return decide(
                    "Europe/Berlin", .likely, "„MEZ/MESZ“ steht dabei.", "\"CET/CEST\" stands there.")
            }
            return decide(zone, .likely, "„\(word)“ steht dabei.", "\"\(word)\" stands there.")
        }
        if texts.contains(where: { $0.lowercased().contains("universal time") }) {
            return decide("UTC", .likely, "„Universal time“ steht dabei.", "\"Universal time\" stands there.")
        }
        if let publisher = Publisher.known(columns.map(\.name)), let known = publisher.zone(time.stamps) {
            return decide(
                known, .likely, "So schreibt \(publisher.german).", "So \(publisher.english) writes.")
        }
        switch clock.outcome {
        case .local: break
        case .fixed:
            proposal.decide(
                "zone", "Etc/GMT-1", .asked,
                "Bei der Zeitumstellung fehlt keine Stunde und keine steht zweimal da: die Uhr geht das ganze Jahr gleich.",
                "At the clock change no hour is missing and none stands twice: the clock never changes.")
            proposal.ask(
                "zone", ["Etc/GMT-1", "UTC", "Etc/GMT-2"], "Welche Zeit zeigt diese Uhr?",
                "Which time does this clock show?")
        case .spring(let day):
            return decide(
                "Europe/Berlin", .likely, "Am \(day) fehlt die Stunde der Zeitumstellung.",
                "On \(day) the hour of the clock change is missing.")
        case .lost:
            decide(
                "Europe/Berlin", .likely, "Im Frühjahr fehlt die Stunde der Zeitumstellung.",
                "In spring the hour of the clock change is missing.")
        case .once, .unseen:
            decide("Europe/Berlin", .asked, "Die Datei nennt keine Zone.", "The file names no zone.")
            ask(["Europe/Berlin", "Etc/GMT-1", "UTC"])
        }
    }
}
