// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Two columns of times: from when until when a row's values hold.
extension TimeProposal {
    private static let day: Int64 = 86_400_000_000

    /// Says how long the rows are and what is to be asked of it; false where all are as long, which an interval says.
    func periods(_ proposal: inout Proposal, _ rule: inout JSONObject) -> Bool {
        let stations = bounds()
        let all = stations.flatMap { $0 }
        guard all.count * 20 >= rows.count * 19, time.rivals.isEmpty else { return false }
        if time.span != .moment {
            guard let spans = DateSpans(stations: stations) else { return false }
            days(spans, &proposal, &rule)
            return true
        }
        return moments(stations, &proposal, &rule)
    }

    // MARK: Dates

    private func days(_ spans: DateSpans, _ proposal: inout Proposal, _ rule: inout JSONObject) {
        overlap(spans.overlaps, &proposal, &rule)
        if let text = spans.interval {
            let isIncluded = spans.isInclusive == true
            proposal.decide(
                "interval", .string(text), spans.overlaps > 0 ? .likely : .sure,
                isIncluded
                    ? "Jede Zeile nennt ihren ersten und letzten Tag." : "Jede Zeile endet, wo die nächste beginnt.",
                isIncluded ? "Each row names its first and its last day." : "Each row ends where the next one begins.")
            if text != "P1D" { rule["interval"] = .string(text) }
            return
        }
        name(&rule)
        let (least, most) = (spans.days.lowerBound, spans.days.upperBound)
        if let isInclusive = spans.isInclusive { rule["last"] = isInclusive ? "included" : "excluded" }
        proposal.decide(
            "interval", "varies", spans.isInclusive == nil ? .asked : .likely,
            "Jede Zeile nennt Anfang und Ende: \(least) bis \(most) Tage; jede behält ihre eigene Länge.",
            "Each row names begin and end: \(least) to \(most) days; each keeps its own length.")
        guard spans.isInclusive == nil else { return }
        proposal.ask(
            "last", ["included", "excluded"],
            "Gehört der Tag in „\(label(time.endStamp[0]))“ noch zum Zeitraum?",
            "Does the day in \"\(label(time.endStamp[0]))\" still belong to the period?")
    }

    // MARK: Times

    private func moments(
        _ stations: [[DateSpans.Bounds]], _ proposal: inout Proposal, _ rule: inout JSONObject
    ) -> Bool {
        let all = stations.flatMap { $0 }
        let isIncluded = Self.isLastIncluded(all)
        let added: Int64 = isIncluded ? 60_000_000 : 0
        let lengths = all.map { $0.end - $0.begin + added }
        guard let least = lengths.min(), let most = lengths.max(), least >= 0 else { return false }
        let berlin = ZonedCalendar(identifier: "Europe/Berlin")
        let odd = zip(all, lengths).filter { bounds, length in
            length != time.length && !(berlin.map { Self.holdsChange(bounds, $0) } ?? false)
        }
        if time.length != nil, odd.isEmpty { return false }
        let overlaps = stations.reduce(0) { $0 + Self.overlaps($1, added) }
        overlap(overlaps, &proposal, &rule)
        name(&rule)
        if isIncluded { rule["last"] = "included" }
        if let length = time.length, let text = Self.duration(length) {
            rule["interval"] = .string(text)
            proposal.decide(
                "interval", .string(text), .likely,
                "Jede Zeile nennt Anfang und Ende; \(odd.count) sind anders lang und behalten ihre eigene Länge.",
                "Each row names begin and end; \(odd.count) are of another length, and keep it.")
            return true
        }
        let (from, to) = (Self.words(least), Self.words(most))
        proposal.decide(
            "interval", "varies", .likely,
            "Jede Zeile nennt Anfang und Ende: \(from) bis \(to); jede behält ihre eigene Länge.",
            "Each row names begin and end: \(from) to \(to); each keeps its own length.")
        return true
    }

    private static func words(_ length: Int64) -> String { duration(length) ?? "\(length / 1_000_000) s" }

    /// Ends at 23:59 and 12:29, begins at 00:00 and 12:00: the minute belongs to them.
    private static func isLastIncluded(_ all: [DateSpans.Bounds]) -> Bool {
        let minute: Int64 = 60_000_000
        func rest(_ time: Int64) -> Int64 { time.quotientAndRemainderFloored(by: 5 * minute).remainder }
        let ends = all.count { rest($0.end) == 4 * minute && rest($0.begin) == 0 }
        return ends * 10 >= all.count * 9
    }

    private static func holdsChange(_ bounds: DateSpans.Bounds, _ calendar: ZonedCalendar) -> Bool {
        let margin: Int64 = 3 * 3_600_000_000
        return calendar.offset(at: Instant(microseconds: bounds.begin - margin))
            != calendar.offset(at: Instant(microseconds: bounds.end + margin))
    }

    private static func overlaps(_ bounds: [DateSpans.Bounds], _ added: Int64) -> Int {
        var (reached, count) = (Int64.min, 0)
        // an hour that stands twice in autumn is no overlap
        let hour: Int64 = 3_600_000_000
        for one in bounds.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            if reached != .min, one.begin < reached - hour { count += 1 }
            reached = max(reached, one.end + added)
        }
        return count
    }

    // MARK: Both

    private func name(_ rule: inout JSONObject) { rule["end"] = .array(time.endStamp.map { .string(label($0)) }) }

    private func overlap(_ count: Int, _ proposal: inout Proposal, _ rule: inout JSONObject) {
        guard count > 0 else { return }
        proposal.decide(
            "overlap", JSONValue(count), .asked,
            "\(count) Zeilen beginnen, bevor die vorige derselben Messstelle zu Ende ist.",
            "\(count) rows begin before the one before them, of the same station, has ended.")
        proposal.ask(
            "overlap", ["kept"],
            "Zeiträume überschneiden sich (\(count) Zeilen): stehen Summen neben ihren Teilen? Dann nehmen Sie sie bitte vorher heraus.",
            "Periods overlap (\(count) rows): do sums stand beside their parts? Then please take them out first.")
    }

    /// Begins and ends as the wall shows them, or as instants where each names its zone; by station.
    private func bounds() -> [[DateSpans.Bounds]] {
        guard let form = try? StampForm(time.form), time.text == nil else { return [] }
        let keys = columns.filter { [.key, .parameter, .label].contains($0.role) }
        let isSameDate = time.endStamp.count > 1 && time.endStamp.first == time.columns.first
        func read(_ row: [String], _ own: [Int]) -> Int64? {
            guard own.allSatisfy({ $0 < row.count }) else { return nil }
            return form.read(StampText.bare(own.map { row[$0] }.joined(separator: " ").trimmed)).map {
                $0.local - ($0.offset ?? 0)
            }
        }
        var stations: [String: [DateSpans.Bounds]] = [:]
        for row in rows {
            guard let begin = read(row, time.columns), var end = read(row, time.endStamp) else { continue }
            if isSameDate, end < begin { end += Self.day }
            let key = keys.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
            stations[key, default: []].append((begin, end))
        }
        return Array(stations.values)
    }
}

/// Lengths.
extension TimeProposal {
    /// Days, hours, minutes or seconds as a duration.
    static func duration(_ microseconds: Int64) -> String? {
        guard microseconds > 0, microseconds % 1_000_000 == 0 else { return nil }
        let seconds = microseconds / 1_000_000
        if seconds % 86_400 == 0 { return "P\(seconds / 86_400)D" }
        if seconds % 3600 == 0 { return "PT\(seconds / 3600)H" }
        return seconds % 60 == 0 ? "PT\(seconds / 60)M" : "PT\(seconds)S"
    }

    /// Days between dates as a duration of the calendar.
    static func duration(days: Int64) -> String {
        let years = Int64((Double(days) / 365.25).rounded())
        let isYears = years > 0 && abs(days - years * 365) <= years / 4 + 1
        return isYears
            ? "P\(years)Y" : days == 91 ? "P3M" : days == 30 ? "P1M" : days % 7 == 0 ? "P\(days / 7)W" : "P\(days)D"
    }

    /// Asks where two lengths stand side by side, in other rows each or one after the other; false where there is one.
    func mixed(_ proposal: inout Proposal) -> Bool {
        let steps = time.mixture(groups: groups)
        let lengths = steps.compactMap { step in
            time.span == .moment ? Self.duration(step) : Self.duration(days: step / Self.day)
        }
        guard lengths.count > 1, let first = lengths.first else { return false }
        let words = lengths.joined(separator: ", ")
        proposal.decide(
            "interval", .string(first), .asked, "Mehrere Abstände stehen neben- oder nacheinander: \(words).",
            "Several steps stand side by side, or one after the other: \(words).")
        proposal.ask(
            "interval", lengths.map { .string($0) },
            "Die Datei mischt Zeiträume verschiedener Länge (\(words)), gespeichert wird eine: welche soll gelten? "
                + "Am besten teilen Sie die Datei vorher.",
            "The file mixes periods of different length (\(words)), one is stored: which shall hold? Best cut the file before."
        )
        return true
    }

    /// What tells the rows' series apart, kinds of periods among it.
    private var groups: [String] {
        let own = columns.filter { column in
            [.key, .alias, .parameter].contains(column.role)
                || [.label, .text].contains(column.role) && (2...6).contains(column.distinct.count)
                    && column.distinct.allSatisfy { Self.periodWords.contains($0.lowercased()) }
        }
        return rows.map { row in own.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}") }
    }

    private static let periodWords: Set<String> = [
        "stunde", "tag", "woche", "monat", "quartal", "jahr", "hour", "day", "week", "month", "quarter", "year",
        "hourly",
        "daily", "weekly", "monthly", "quarterly", "yearly", "annual", "stündlich", "täglich", "wöchentlich",
        "monatlich",
        "jährlich", "h", "d", "w", "m", "q", "y", "t", "p1d", "p1w", "p1m", "p3m", "p1y", "pt1h", "tageswert",
        "wochenwert",
        "monatswert", "jahreswert", "stundenwert", "kw",
    ]
}
