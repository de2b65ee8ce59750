// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What the days of the clock changes show of a clock, where the sample holds one.
struct ClockEvidence {
    enum Outcome {
        /// An autumn hour stands twice, on a day, in so many rows.
        case local(day: String, rows: Int)
        /// Each hour stands once, in spring too.
        case fixed
        /// The spring hour is missing and no autumn is there.
        case spring(day: String)
        /// The spring hour is missing and the autumn hour stands once: one of its two passes is lost.
        case lost
        /// An autumn hour stands once, and no spring is there: a fixed clock, or a pass that is lost.
        case once
        case unseen
    }

    let outcome: Outcome
    /// The stamps are begins plus a length: in autumn the hour after the change stands twice, in spring the missing one is there.
    let isShifted: Bool

    /// `step`: what lies between two stamps; 0 where it differs.
    init(_ time: TimeGuess, _ columns: [ColumnGuess], _ rows: [[String]], step: Int64) {
        guard time.span == .moment, let berlin = ZonedCalendar(identifier: "Europe/Berlin") else {
            (outcome, isShifted) = (.unseen, false)
            return
        }
        let keys = columns.filter { [.key, .label, .parameter].contains($0.role) }
        let seen = Seen(time, keys.map(\.index), rows, berlin, step: step <= 3_600_000_000 ? step : 0)
        if let first = seen.twice.keys.min() {
            outcome = .local(day: Self.date(first), rows: seen.twice.values.reduce(0, +))
            isShifted = seen.areTwiceShifted
        } else if seen.hasGap {
            (outcome, isShifted) = (.fixed, false)
        } else if seen.hasOnce {
            (outcome, isShifted) = (seen.spring == nil ? .once : .lost, false)
        } else {
            outcome = seen.spring.map { .spring(day: $0) } ?? .unseen
            isShifted = seen.isSpringShifted
        }
    }

    /// What stands in the hours of the changes.
    private struct Seen {
        /// Rows of autumn times that stand twice for one key, by time.
        private(set) var twice: [Int64: Int] = [:]
        private(set) var areTwiceShifted = false
        /// An hour that spring leaves out is there, with the one after it.
        private(set) var hasGap = false
        /// An autumn time stands there once.
        private(set) var hasOnce = false
        /// A day in spring on which the hour is missing between others.
        private(set) var spring: String?
        private(set) var isSpringShifted = false

        init(_ time: TimeGuess, _ keys: [Int], _ rows: [[String]], _ berlin: ZonedCalendar, step: Int64) {
            let (day, hour): (Int64, Int64) = (86_400_000_000, 3_600_000_000)
            var plain: [Int64: [String: Int]] = [:]
            var shifted: [Int64: [String: Int]] = [:]
            /// By day: the times of the night as distances from its midnight.
            var nights: [Int64: Set<Int64>] = [:]
            for (row, stamp) in time.stamps.enumerated() {
                guard let stamp else { continue }
                let (number, rest) = stamp.quotientAndRemainderFloored(by: day)
                guard rest <= 5 * hour else { continue }
                nights[number, default: []].insert(rest)
                func key() -> String {
                    keys.map { $0 < rows[row].count ? rows[row][$0] : "" }.joined(separator: "\u{1F}")
                }
                if case .ambiguous = berlin.resolve(local: stamp) { plain[stamp, default: [:]][key(), default: 0] += 1 }
                if step > 0, case .ambiguous = berlin.resolve(local: stamp - step) {
                    shifted[stamp, default: [:]][key(), default: 0] += 1
                }
            }
            func doubled(_ all: [Int64: [String: Int]]) -> [Int64: Int] {
                all.mapValues { own in own.values.reduce(0) { $1 == 2 ? $0 + 2 : $0 } }.filter { $0.value > 0 }
            }
            let (own, moved) = (doubled(plain), doubled(shifted))
            // 02:15 to 03:00 twice and 02:00 once are ends by the begin's clock.
            areTwiceShifted = !moved.isEmpty && moved.keys.contains { own[$0] == nil }
            twice = areTwiceShifted ? moved : own
            hasOnce = !plain.isEmpty
            for (number, night) in nights {
                guard case .gap = berlin.resolve(local: number * day + 2 * hour) else { continue }
                let isInside = night.contains { $0 > 2 * hour && $0 < 3 * hour }
                let (two, three) = (night.contains(2 * hour), night.contains(3 * hour))
                if isInside || (two && three) {
                    hasGap = true
                } else if night.contains(where: { $0 >= hour && $0 < 2 * hour }),
                    night.contains(where: { $0 > 3 * hour })
                {
                    guard two || three else { continue }
                    spring = ClockEvidence.date(number * day)
                    isSpringShifted = two
                }
            }
        }
    }

    fileprivate static func date(_ local: Int64) -> String { String(Instant(microseconds: local).iso8601.prefix(10)) }

    /// The decision and, where the file cannot tell, the question.
    func decide(_ proposal: inout Proposal, hasOffset: Bool) {
        func decide(_ value: String, _ certainty: Proposal.Certainty, _ german: String, _ english: String) {
            proposal.decide("clockChange", .string(value), certainty, german, english)
        }
        if hasOffset { return decide("none", .sure, "Jede Zelle nennt ihre Zone.", "Each cell names its zone.") }
        switch outcome {
        case .local(let day, let rows):
            decide(
                "twice", .sure, "Am \(day) steht die Stunde zweimal da (\(rows) Zeilen).",
                "On \(day) the hour stands twice (\(rows) rows).")
        case .fixed:
            decide(
                "fixed clock", .likely, "Am Tag der Zeitumstellung steht jede Stunde einmal da.",
                "On the day of the clock change each hour stands once.")
        case .spring(let day):
            decide(
                "changes", .likely, "Am \(day) fehlt die Stunde der Zeitumstellung.",
                "On \(day) the hour of the clock change is missing.")
        case .lost:
            decide(
                "once", .asked,
                "Im Frühjahr fehlt eine Stunde, im Herbst steht sie nur einmal da: welcher Durchgang es ist, sagt die Datei nicht.",
                "In spring an hour is missing, in autumn it stands once: the file does not say which pass it is.")
            proposal.ask(
                "repeatedHour", ["once", "sum"],
                "Hält die Stunde im Herbst den ersten Durchgang oder die Summe beider?",
                "Does the autumn hour hold the first pass or the sum of both?")
        case .once:
            decide(
                "fixed clock", .likely, "Am Tag der Zeitumstellung steht jede Stunde einmal da.",
                "On the day of the clock change each hour stands once.")
        case .unseen:
            decide(
                "unseen", .likely, "Die Probe reicht über keine Zeitumstellung.",
                "The sample reaches over no clock change.")
        }
    }
}
