// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What a table's times mean: form, zone, length, and what a stamp marks.
struct TimeProposal {
    private let time: TimeGuess
    private let columns: [ColumnGuess]
    private let rows: [[String]]
    private let lead: [String]
    private let file: String

    init(_ time: TimeGuess, _ columns: [ColumnGuess], _ rows: [[String]], lead: [String], file: String) {
        self.time = time
        self.columns = columns
        self.rows = rows
        self.lead = lead
        self.file = file
    }

    /// The mapping's `time`, as far as the file shows it.
    func decide(_ proposal: inout Proposal) -> JSONObject {
        var rule = JSONObject()
        let names = time.columns.map { columns[$0].name.isEmpty ? "\($0 + 1)" : columns[$0].name }
        if let text = time.text {
            rule["text"] = .string(text)
        } else if names.count == 1 {
            rule["column"] = .string(names[0])
        } else {
            rule["columns"] = .array(names.map { .string($0) })
        }
        form(names, &proposal, &rule)
        let interval = interval(&proposal, &rule)
        stamp(interval, &proposal, &rule)
        zone(&proposal, &rule)
        return rule
    }

    private func form(_ names: [String], _ proposal: inout Proposal, _ rule: inout JSONObject) {
        let value: JSONValue = [
            "columns": .array(names.map { .string($0) }), "form": .string(time.form),
            "same": .array(time.same.map { .string(columns[$0].name) }),
        ]
        if !time.rivals.isEmpty {
            let example = columns[time.columns[0]].cells.first ?? ""
            proposal.decide(
                "time", value, .asked, "„\(example)“ kann \(time.rivals.joined(separator: " oder ")) sein.",
                "\"\(example)\" can be \(time.rivals.joined(separator: " or ")).")
            proposal.ask(
                "form", time.rivals.map { .string($0) }, "Wie ist „\(example)“ zu lesen?",
                "How is \"\(example)\" to be read?")
            return
        }
        if time.share < 0.98 {
            let part = Int((time.share * 100).rounded())
            proposal.decide(
                "time", value, .asked, "Nur \(part) % der Zeilen haben eine lesbare Zeit.",
                "Only \(part) % of the rows have a time that can be read.")
            return proposal.ask(
                "time", [], "Wo steht die Zeit der übrigen Zeilen – gilt ein Datum für die Zeilen darunter?",
                "Where is the time of the other rows – does a date hold for the rows below it?")
        }
        proposal.decide(
            "time", value, time.lacks == nil ? .sure : .asked, "Alle Zeilen der Probe lassen sich so lesen.",
            "All rows of the sample can be read so.")
        rule["form"] = .string(time.form)
        if time.lacks == "year" {
            proposal.ask(
                "year", [], "Welches Jahr ist gemeint? In der Datei steht keines.",
                "Which year is meant? The file names none.")
        } else if time.lacks == "term" {
            proposal.ask(
                "term", ["09-01", "10-01", "01-01"], "Wann beginnt ein solches Jahr?", "When does such a year begin?")
        }
    }

    private func interval(_ proposal: inout Proposal, _ rule: inout JSONObject) -> Int64? {
        func decide(_ text: String, _ certainty: Proposal.Certainty, _ share: Double) {
            let part = Int((share * 100).rounded())
            proposal.decide(
                "interval", .string(text), certainty, "\(part) % der Abstände.", "\(part) % of the steps.")
        }
        let keys = columns.filter { $0.role == .key || $0.role == .label }
        let names = rows.map { row in keys.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
        }
        guard let step = time.step(keys: names) else {
            decide("snapshot", .likely, 0)
            return nil
        }
        let day: Int64 = 86_400_000_000
        if time.span != .moment {
            let days = step.microseconds / day
            let text =
                days >= 365
                ? "P1Y" : days >= 89 ? "P3M" : days >= 28 ? "P1M" : days == 7 ? "P1W" : days == 1 ? "P1D" : "P\(days)D"
            decide(text, step.share > 0.5 ? .sure : .likely, step.share)
            if days == 7 || time.span < .month, days >= 28 { rule["interval"] = .string(text) }
            return nil
        }
        guard step.share >= 0.6, step.microseconds % 60_000_000 == 0, step.isUnique || step.share > 0.9 else {
            decide("irregular", .likely, step.share)
            return nil
        }
        let minutes = step.microseconds / 60_000_000
        let text =
            minutes % 1440 == 0 ? "P\(minutes / 1440)D" : minutes % 60 == 0 ? "PT\(minutes / 60)H" : "PT\(minutes)M"
        decide(text, step.share > 0.9 ? .sure : .likely, step.share)
        rule["interval"] = .string(text)
        return step.microseconds
    }

    private func stamp(_ interval: Int64?, _ proposal: inout Proposal, _ rule: inout JSONObject) {
        func decide(_ value: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("stamp", .string(value), certainty, german, english)
            if certainty != .asked { rule["stamp"] = .string(value) }
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
        let day: Int64 = 86_400_000_000
        let known = time.stamps.compactMap { $0 }
        if !time.hasOffset, let first = known.min(), let last = known.max(), last - first >= day / 2 {
            if first % day == interval, last % day == 0 {
                return decide(
                    "end", .likely, "Der erste Stempel ist eine Länge nach Mitternacht, der letzte Mitternacht.",
                    "The first stamp is one length after midnight, the last is midnight.")
            }
            if first % day == 0, (last + interval) % day == 0 {
                return decide(
                    "start", .likely, "Der erste Stempel ist Mitternacht, der letzte eine Länge davor.",
                    "The first stamp is midnight, the last one length before it.")
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

    // MARK: Zone

    private static let fixed = [
        ("MESZ", "Etc/GMT-2"), ("CEST", "Etc/GMT-2"), ("MEZ", "Etc/GMT-1"), ("CET", "Etc/GMT-1"), ("UTC", "UTC"),
        ("GMT", "UTC"),
    ]

    private func zone(_ proposal: inout Proposal, _ rule: inout JSONObject) {
        func decide(_ value: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("zone", .string(value), certainty, german, english)
            if certainty != .asked { rule["zone"] = .string(value) }
        }
        if time.span != .moment {
            return proposal.decide("zone", "none", .sure, "Tage und länger.", "Days and more.")
        }
        if time.hasOffset {
            return proposal.decide("zone", "in the cell", .sure, "Jede Zelle nennt sie.", "Each cell names it.")
        }
        let texts = lead + time.columns.map { columns[$0].name }
        let words = texts.flatMap { $0.split { !$0.isLetter }.map { $0.uppercased() } }
        if let (word, zone) = Self.fixed.first(where: { words.contains($0.0) }) {
            return decide(zone, .likely, "„\(word)“ steht dabei.", "\"\(word)\" stands there.")
        }
        if columns.contains(where: { $0.name.uppercased() == "MESS_DATUM" }) {
            proposal.decide(
                "zone", "UTC", .asked, "So schreibt der Deutsche Wetterdienst seit 1997.",
                "So the German weather service writes since 1997.")
            return proposal.ask(
                "zone", ["UTC", "Etc/GMT-1", "Europe/Berlin"], "In welcher Zeitzone stehen die Zeiten?",
                "In which time zone are the times?")
        }
        switch clock() {
        case .local(let rows):
            return decide(
                "Europe/Berlin", .sure, "Im Oktober steht eine Stunde zweimal da (\(rows) Zeilen).",
                "An hour in October stands twice (\(rows) rows).")
        case .fixed:
            proposal.decide(
                "zone", "Etc/GMT-1", .asked,
                "Bei der Zeitumstellung fehlt keine Stunde und keine steht zweimal da: die Uhr geht das ganze Jahr gleich.",
                "At the clock change no hour is missing and none stands twice: the clock never changes.")
            return proposal.ask(
                "zone", ["Etc/GMT-1", "UTC", "Etc/GMT-2"], "Welche Zeit zeigt diese Uhr?",
                "Which time does this clock show?")
        case .unseen: break
        }
        proposal.decide(
            "zone", "Europe/Berlin", .asked, "Die Datei nennt keine Zone.", "The file names no zone.")
        proposal.ask(
            "zone", ["Europe/Berlin", "Etc/GMT-1", "UTC"], "In welcher Zeitzone stehen die Zeiten?",
            "In which time zone are the times?")
    }

    private enum Clock { case local(rows: Int), fixed, unseen }

    /// What the days of the clock changes show, where the sample holds one.
    private func clock() -> Clock {
        guard let berlin = ZonedCalendar(identifier: "Europe/Berlin") else { return .unseen }
        var autumn: [Int64: [String: Int]] = [:]
        var hasSpring = false
        let keys = columns.filter { $0.role == .key || $0.role == .label }
        for (row, stamp) in time.stamps.enumerated() {
            guard let stamp else { continue }
            switch berlin.resolve(local: stamp) {
            case .unique: continue
            case .gap: hasSpring = true
            case .ambiguous:
                let key = keys.map { $0.index < rows[row].count ? rows[row][$0.index] : "" }.joined(separator: "\u{1F}")
                autumn[stamp, default: [:]][key, default: 0] += 1
            }
        }
        if hasSpring { return .fixed }
        if autumn.isEmpty { return .unseen }
        let twice = autumn.values.flatMap(\.values).count { $0 == 2 }
        if twice > 0 { return .local(rows: 2 * twice) }
        return .fixed
    }
}
