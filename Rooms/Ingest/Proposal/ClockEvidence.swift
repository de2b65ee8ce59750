// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What the days of the clock changes show of a clock, where the sample holds one.
struct ClockEvidence {
    enum Outcome {
        /// An autumn hour stands twice.
        case local(Doubled)
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

    /// Where an autumn hour stands twice, and in how much of the file.
    struct Doubled {
        let day: String
        let rows: Int
        /// Stations that have it twice, of those that have it at all; so of columns of values.
        let stations: (twice: Int, all: Int)
        let columns: (twice: Int, all: Int)
        /// Nearly all agree, and the two passes differ.
        let isClear: Bool

        var german: String {
            "Am \(day) steht die Stunde zweimal da (\(rows) Zeilen"
                + (stations.all > 1 ? "; bei \(stations.twice) von \(stations.all) Messstellen" : "")
                + (columns.all > 1 ? "; in \(columns.twice) von \(columns.all) Spalten" : "") + ")."
        }
        var english: String {
            "On \(day) the hour stands twice (\(rows) rows"
                + (stations.all > 1 ? "; at \(stations.twice) of \(stations.all) stations" : "")
                + (columns.all > 1 ? "; in \(columns.twice) of \(columns.all) columns" : "") + ")."
        }
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
        let keys = columns.filter { [.key, .parameter].contains($0.role) }.map(\.index)
        let labels = columns.filter { $0.role == .label }.map(\.index)
        let values = columns.filter { $0.role == .value }.map(\.index)
        func look(_ keys: [Int]) -> Seen {
            Seen(time, keys, values, rows, berlin, step: step <= 3_600_000_000 ? step : 0)
        }
        var seen = look(keys + labels)
        // a text that changes from row to row tells no stations apart
        if !labels.isEmpty, seen.doubled?.isClear != true {
            let plain = look(keys)
            if plain.doubled != nil { seen = plain }
        }
        if let doubled = seen.doubled {
            outcome = .local(doubled)
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
        private(set) var doubled: Doubled?
        private(set) var areTwiceShifted = false
        /// An hour that spring leaves out is there, with the one after it.
        private(set) var hasGap = false
        /// An autumn time stands there once.
        private(set) var hasOnce = false
        /// A day in spring on which the hour is missing between others.
        private(set) var spring: String?
        private(set) var isSpringShifted = false

        /// By time and station: the places of its rows.
        private typealias Places = [Int64: [String: [Int]]]

        init(
            _ time: TimeGuess, _ keys: [Int], _ values: [Int], _ rows: [[String]], _ berlin: ZonedCalendar, step: Int64
        ) {
            let (day, hour): (Int64, Int64) = (86_400_000_000, 3_600_000_000)
            var plain = Places()
            var shifted = Places()
            // whether rows stand twice in other hours too
            var (known, isOften): (Set<String>, Bool) = ([], false)
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
                if case .ambiguous = berlin.resolve(local: stamp) {
                    plain[stamp, default: [:]][key(), default: []].append(row)
                } else if !known.insert("\(stamp) " + key()).inserted {
                    isOften = true
                }
                if step > 0, case .ambiguous = berlin.resolve(local: stamp - step) {
                    shifted[stamp, default: [:]][key(), default: []].append(row)
                }
            }
            let (own, moved) = (
                Self.doubled(plain, values, rows, isOften: isOften), Self.doubled(shifted, values, rows, isOften: false)
            )
            // 02:15 to 03:00 twice and 02:00 once are ends by the begin's clock.
            areTwiceShifted =
                moved.map { moved in
                    moved.times.contains { own?.times.contains($0) != true }
                } ?? false
            doubled = (areTwiceShifted ? moved : own)?.doubled
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

        /// What of some times stands twice for one station; nil where less than half of the stations have it so.
        private static func doubled(
            _ places: Places, _ values: [Int], _ rows: [[String]], isOften: Bool
        ) -> (times: Set<Int64>, doubled: Doubled)? {
            var (all, twice, times): (Set<String>, Set<String>, Set<Int64>) = ([], [], [])
            var pairs: [(Int, Int)] = []
            for (time, stations) in places {
                for (station, own) in stations {
                    all.insert(station)
                    guard own.count == 2 else { continue }
                    twice.insert(station)
                    times.insert(time)
                    pairs.append((own[0], own[1]))
                }
            }
            guard let first = times.min(), twice.count * 2 >= all.count else { return nil }
            func isFilled(_ row: Int, _ column: Int) -> Bool { column < rows[row].count && !rows[row][column].isEmpty }
            let filled = values.filter { column in
                pairs.contains { isFilled($0.0, column) || isFilled($0.1, column) }
            }
            let both = filled.filter { column in
                pairs.contains { isFilled($0.0, column) && isFilled($0.1, column) }
            }
            // where rows stand twice here and there, two equal ones are one that was written twice
            let areOther = !isOften || pairs.contains { rows[$0.0] != rows[$0.1] }
            return (
                times,
                Doubled(
                    day: date(first), rows: pairs.count * 2, stations: (twice.count, all.count),
                    columns: (both.count, filled.count),
                    isClear: areOther && twice.count * 10 >= all.count * 9 && both.count * 2 >= filled.count)
            )
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
        case .local(let doubled):
            decide("twice", doubled.isClear ? .sure : .likely, doubled.german, doubled.english)
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
