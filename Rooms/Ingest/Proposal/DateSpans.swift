// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What two dates of a cell or a row mean: "2024-01-01/2024-01-31" ends with its last day, "2024-01-01/2024-02-01" before it.
struct DateSpans {
    /// Whether the last day belongs to it; nil where nothing shows it.
    let isInclusive: Bool?
    /// As long as all of them are: a duration of days, or of months.
    let interval: String?
    /// How many begin before another of their station has ended.
    let overlaps: Int
    /// The shortest and the longest, in days.
    let days: ClosedRange<Int64>

    private static let day: Int64 = 86_400_000_000

    /// `bounds`: begin and end as wall-clock microseconds; nil where one ends before it begins.
    init?(_ bounds: [Bounds]) { self.init(stations: [bounds]) }

    typealias Bounds = (begin: Int64, end: Int64)

    /// The periods of each station by themselves.
    init?(stations: [[Bounds]]) {
        let groups = stations.map { $0.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) } }
        let sorted = groups.flatMap { $0 }
        guard !sorted.isEmpty, sorted.allSatisfy({ $0.begin <= $0.end }) else { return nil }
        let isInclusive = Self.inclusive(groups)
        overlaps = groups.reduce(0) { $0 + Self.overlaps($1, last: isInclusive ?? true ? Self.day : 0) }
        self.isInclusive = isInclusive
        let added = isInclusive == true ? Self.day : 0
        let lengths = sorted.map { ($0.end - $0.begin + added) / Self.day }
        days = (lengths.min() ?? 0)...(lengths.max() ?? 0)
        guard isInclusive != nil else {
            interval = nil
            return
        }
        let months = Set(sorted.map { Self.months($0.begin, $0.end + added) })
        if months.count == 1, let own = months.first, let count = own {
            interval = count % 12 == 0 ? "P\(count / 12)Y" : "P\(count)M"
        } else if days.lowerBound == days.upperBound {
            let count = days.lowerBound
            interval = count % 7 == 0 ? "P\(count / 7)W" : "P\(count)D"
        } else {
            interval = nil
        }
    }

    /// Where they follow each other, by whether one begins where the other ends; else by months that are whole.
    private static func inclusive(_ groups: [[Bounds]]) -> Bool? {
        let sorted = groups.flatMap { $0 }
        let gaps = groups.flatMap { own in
            zip(own, own.dropFirst()).filter { $0.begin < $1.begin }.map { $1.begin - $0.end }
        }.filter { $0 >= 0 }
        let (joined, next) = (gaps.count { $0 == 0 }, gaps.count { $0 == day })
        if joined + next > 0 {
            if next * 10 >= gaps.count * 9 { return true }
            return joined * 10 >= gaps.count * 9 ? false : nil
        }
        if sorted.contains(where: { $0.begin == $0.end }) { return true }
        if sorted.allSatisfy({ months($0.begin, $0.end + day) != nil }) { return true }
        return sorted.allSatisfy { months($0.begin, $0.end) != nil } ? false : nil
    }

    private static func overlaps(_ sorted: [Bounds], last: Int64) -> Int {
        var (reached, count) = (Int64.min, 0)
        for one in sorted {
            if one.begin < reached { count += 1 }
            reached = max(reached, one.end + last)
        }
        return count
    }

    /// How many whole months lie between, where it begins and ends with one.
    private static func months(_ begin: Int64, _ end: Int64) -> Int? {
        let (first, last) = (Instant.date(days: Int(begin / day)), Instant.date(days: Int(end / day)))
        guard first.day == 1, last.day == 1 else { return nil }
        let count = (last.year - first.year) * 12 + last.month - first.month
        return count > 0 ? count : nil
    }

    /// The interval, where all are as long; else what a person says of it.
    func decide(_ proposal: inout Proposal, _ rule: inout JSONObject) {
        if let text = interval {
            proposal.decide(
                "interval", .string(text), .sure, "Jede Zelle nennt ihren ersten und letzten Tag.",
                "Each cell names its first and its last day.")
            if text != "P1D" { rule["interval"] = .string(text) }
            return
        }
        let (least, most) = (days.lowerBound, days.upperBound)
        if isInclusive == nil, least == most {
            proposal.decide(
                "interval", .string("P\(least + 1)D"), .asked, "Ob der letzte Tag dazugehört, zeigt die Datei nicht.",
                "Whether the last day belongs to it the file does not show.")
            proposal.ask(
                "interval", [.string("P\(least + 1)D"), .string("P\(max(1, least))D")],
                "Gehört der zweite Tag in den Zellen noch zum Zeitraum?",
                "Does the second day in the cells still belong to the period?")
            return
        }
        proposal.decide(
            "interval", "varies", .asked, "Die Zeiträume sind \(least) bis \(most) Tage lang.",
            "The periods are \(least) to \(most) days long.")
        proposal.ask(
            "interval", ["P1D", "P1M"],
            "Die Zeiträume sind verschieden lang (\(least) bis \(most) Tage), gespeichert wird eine Länge: welche soll gelten?",
            "The periods differ in length (\(least) to \(most) days), one length is stored: which shall hold?")
    }
}

/// Times that are all the last day of a month and come by the month, the quarter or the year: what they name ends on them.
struct ReportingDays {
    let count: Int
    let example: String
    /// Days enough, and ends of the calendar's own periods.
    let isPlain: Bool

    /// Nil where the times are none.
    init?(_ time: TimeGuess, interval: String?) {
        let months = ["P1M": 1, "P3M": 3, "P6M": 6, "P12M": 12, "P1Y": 12]
        guard time.span == .day, let length = interval.flatMap({ months[$0] }) else { return nil }
        let day: Int64 = 86_400_000_000
        let dates = Set(time.stamps.compactMap { $0 }).map {
            Instant.date(days: Int($0.quotientAndRemainderFloored(by: day).quotient))
        }
        guard dates.count > 1,
            dates.allSatisfy({ $0.day == Instant.length(ofMonth: $0.month, year: $0.year) })
        else { return nil }
        count = dates.count
        let first = dates.min { ($0.year, $0.month, $0.day) < ($1.year, $1.month, $1.day) }
        example = first.map { "\($0.year)-\($0.month < 10 ? "0" : "")\($0.month)-\($0.day)" } ?? ""
        isPlain = dates.count > 3 && dates.allSatisfy { $0.month % length == 0 }
    }
}
