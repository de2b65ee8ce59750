// SPDX-License-Identifier: EUPL-1.2
package import Access
import Administration
import Catalogue
import Rights
import SensorThings
import SensorThingsFrame
package import Storage
package import Wire

/// Looks at the series of all rules, tells what happened, and calls webhooks; one round each time.
///
/// A change and what tells it are kept in one transaction each, so that a restart neither loses nor repeats one.
package struct AlertWork: Sendable {
    let engine: any StorageEngine
    let control: AccessControl
    /// The town's time, by which a series is silent.
    let now: @Sendable () -> Instant
    /// The time of the world, in which people sleep.
    let clock: @Sendable () -> Instant
    /// The address of this server, without a slash at its end.
    let base: String
    /// Whether a mail server is set.
    let sendsMail: Bool
    let call: @Sendable (AlertCall) async -> AlertCallOutcome

    /// Values of a series that one look takes in; the next one goes on.
    private static let most = 100_000
    private static let page = 5000
    /// Calls that one round makes.
    private static let calls = 200

    package init(
        engine: any StorageEngine, control: AccessControl, now: @escaping @Sendable () -> Instant,
        clock: @escaping @Sendable () -> Instant, base: String, sendsMail: Bool,
        call: @escaping @Sendable (AlertCall) async -> AlertCallOutcome
    ) {
        self.engine = engine
        self.control = control
        self.now = now
        self.clock = clock
        self.base = base
        self.sendsMail = sendsMail
        self.call = call
    }

    package func run() async throws {
        let rules = try await engine.read { try AlertQueries.active(on: $0) }
        for rule in rules { try await look(rule) }
        let waiting = try await engine.read { try AlertQueries.waiting(on: $0) }
        for rule in rules where waiting.contains(rule.id) { try await tell(rule) }
        try await makeCalls()
        if sendsMail { try await FollowWork(engine: engine, now: now, clock: clock, base: base).run() }
    }

    // MARK: Looking

    private func look(_ rule: AlertRule) async throws {
        let (now, clock) = (now(), clock())
        let found = try await engine.read { connection in try Self.look(rule, at: now, on: connection) }
        guard let found else { return }
        _ = try await engine.write { connection in
            try AlertQueries.note(
                found.turns, of: rule, isRaised: found.isRaised, seen: found.seen, at: clock, on: connection)
        }
    }

    private struct Look: Sendable {
        var turns: [AlertTurn]
        var isRaised: Bool
        var seen: Instant?
    }

    /// Nil when there is nothing to keep.
    private static func look(_ rule: AlertRule, at now: Instant, on connection: any StorageConnection) throws -> Look? {
        var machine = AlertMachine(rule.condition, isRaised: rule.isRaised)
        if case .silence = rule.condition {
            let latest = try SeriesQueries.latestEnd(of: rule.datastream, on: connection)
            let turn = machine.look(at: now, latest: latest.map { Instant(microseconds: $0) } ?? rule.created)
            return turn.map { Look(turns: [$0], isRaised: machine.isRaised, seen: rule.seen) }
        }
        guard let latest = try SeriesQueries.latestTime(of: rule.datastream, on: connection) else { return nil }
        // of a series that had no value when the rule was made its latest one counts, not its history
        let from = rule.seen.map { Instant(microseconds: $0.microseconds + 1) } ?? Instant(microseconds: latest)
        guard latest >= from.microseconds else { return nil }
        let broken = try SeriesMask.of(rule.datastream, on: connection)
        func values(
            from start: Instant, to end: Instant, _ body: (Double, Instant) -> Void
        ) throws {
            var after: SeriesQueries.Value?
            var count = 0
            let window = InstantInterval(start: start, end: end)
            repeat {
                let some = try SeriesQueries.values(
                    of: rule.datastream, over: window, after: after, limit: page, on: connection)
                for one in some {
                    let isBroken = broken.contains { $0.start <= one.time && one.time < $0.end }
                    body(isBroken ? .nan : one.result ?? .nan, one.time)
                }
                count += some.count
                after = some.count == page && count < most ? some.last : nil
            } while after != nil
        }
        if case .change(_, let span) = rule.condition {
            let start = Instant(microseconds: from.microseconds - span)
            try values(from: start, to: from) { machine.remember($0, at: $1) }
        }
        var turns: [AlertTurn] = []
        var seen = rule.seen
        try values(from: from, to: Instant(microseconds: now.microseconds + 1)) { value, time in
            seen = time
            if let turn = machine.take(value, at: time) { turns.append(turn) }
        }
        guard seen != rule.seen else { return nil }
        return Look(turns: turns, isRaised: machine.isRaised, seen: seen)
    }

    // MARK: Telling

    private func tell(_ rule: AlertRule) async throws {
        let now = clock()
        guard !(rule.quiet?.contain(now) ?? false) else { return }
        let reader = try await control.current(.account(id: rule.account, name: ""))
        var found = ""
        if reader != nil { found = try await control.account(rule.account).mail }
        let mailbox = found
        let (base, sendsMail) = (base, sendsMail)
        try await engine.write { connection in
            let events = try AlertQueries.untold(of: rule.id, on: connection)
            guard !events.isEmpty else { return }
            guard let reader, let record = try Self.record(rule.datastream, for: reader, on: connection) else {
                // who may not see the series is told nothing of it, now or later
                try AlertQueries.told(events, of: rule.id, isWithheld: true, at: now, on: connection)
                return
            }
            let letter = AlertLetter(
                rule: rule, events: events, record: record,
                town: try TownProfileQueries.load(on: connection)[.name], base: base)
            if rule.sendsMail, sendsMail, !mailbox.isEmpty {
                _ = try LetterQueue.add(
                    about: "account/\(rule.account)", to: mailbox, subject: letter.subject, body: letter.body, at: now,
                    on: connection)
            }
            if !rule.hook.isEmpty, reader.mayWrite {
                for body in letter.calls { try AlertCalls.add(body, of: rule.id, at: now, on: connection) }
            }
            try AlertQueries.told(events, of: rule.id, isWithheld: false, at: now, on: connection)
        }
    }

    /// The series, if the reader may see it.
    static func record(
        _ datastream: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> SeriesRecord? {
        let directory = SensorDirectory(reader: reader, now: .maximum)
        guard let thing = try directory.sensor(ofDatastream: datastream, on: connection)?.id else { return nil }
        return try SeriesRecord.all(thing: thing, for: reader, on: connection).first { $0.datastream == datastream }
    }

    private func makeCalls() async throws {
        for _ in 0..<Self.calls {
            let now = clock()
            guard let due = try await engine.write({ try AlertCalls.take(at: now, on: $0) }) else { return }
            let outcome = await call(due)
            let end = clock()
            try await engine.write { try AlertCalls.ended(due, outcome, at: end, on: $0) }
        }
    }
}
