// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
import Catalogue
import Rights
import SensorThings
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Alerts

/// What is looked at, kept and told, on each engine.
@Suite struct AlertWorkTests {
    static let minute: Int64 = 60_000_000
    static let start = Instant(seconds: 1_785_499_200)  // 2026-07-31T12:00:00Z, 14:00 in the town

    /// A town with a public series, an account, a clock that the test sets, and webhooks that the test answers.
    final class Town: Sendable {
        let engine: any StorageEngine
        let control: AccessControl
        let account: Int64
        let datastream: Int64
        private let moment: Mutex<Instant>
        let calls = Mutex<[String]>([])
        let answers = Mutex<[AlertCallOutcome]>([])

        init(_ engine: any StorageEngine, role: Role = .editor, mail: String = "eva@example.org") async throws {
            self.engine = engine
            moment = Mutex(AlertWorkTests.start)
            control = AccessControl(engine: engine, now: { AlertWorkTests.start })
            account = try await control.invite(
                AccountDecision(name: "Eva", login: "eva", role: role, mail: mail), by: "test"
            ).id
            datastream = try await engine.write { connection in
                let dataset = try DefaultDataset.id(now: Instant(seconds: 0), on: connection)
                let sink = SeriesSink(connection, dataset: dataset)
                let thing = try sink.ensureThing(importKey: "t", name: "Wetter Nord", description: "")
                let sensor = try sink.ensureSensor(importKey: "s", name: "S", description: "")
                let property = try sink.ensureObservedProperty(
                    importKey: "p", name: "Lufttemperatur", definition: "https://example.org/t")
                return try sink.ensureDatastream(
                    importKey: "d", thing: thing, sensor: sensor, observedProperty: property, name: "Temperatur",
                    description: "", unit: UnitOfMeasurement(name: "Grad", symbol: "Cel", definition: ""))
            }
        }

        var now: Instant { moment.withLock { $0 } }
        func pass(minutes: Int64) { moment.withLock { $0.microseconds += minutes * AlertWorkTests.minute } }

        /// A server; a new one is what runs after a restart.
        var work: AlertWork {
            AlertWork(
                engine: engine, control: control, now: { self.now }, clock: { self.now }, base: "https://town.example",
                sendsMail: true
            ) { call in
                self.calls.withLock { $0.append(call.address + " " + call.body) }
                return self.answers.withLock { $0.isEmpty ? .taken : $0.removeFirst() }
            }
        }

        /// Values a minute apart, the last one now.
        func measure(_ values: Double...) async throws {
            let end = now.microseconds
            let batch = values.enumerated().map { index, value in
                NewObservation(time: end - Int64(values.count - 1 - index) * AlertWorkTests.minute, result: value)
            }
            let datastream = datastream
            try await engine.write { _ = try ObservationWriter($0).insert(into: datastream, batch) }
        }

        func add(
            _ condition: AlertCondition, quiet: QuietHours? = nil, mail: Bool = true, hook: String = ""
        ) async throws -> Int64 {
            let alert = NewAlert(name: "Hitze", condition: condition, quiet: quiet, sendsMail: mail, hook: hook)
            let (datastream, account, now) = (datastream, account, now)
            return try await engine.write { connection in
                let latest = try SeriesQueries.latestTime(of: datastream, on: connection)
                return try AlertQueries.add(
                    alert, to: datastream, for: account, latest: latest.map { Instant(microseconds: $0) }, by: "Eva",
                    at: now, on: connection)
            }
        }

        var letters: [QueuedLetter] {
            get async throws { try await engine.read { try LetterQueue.newest(50, on: $0) }.reversed() }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one mail when it begins and one when it ends, none twice after a restart`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20, 25)
            _ = try await town.add(.above(limit: 30, margin: 2))
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            town.pass(minutes: 5)
            try await town.measure(31, 32, 33)
            for _ in 0..<3 { try await town.work.run() }
            #expect(try await town.letters.count == 1)
            let letter = try #require(try await town.letters.first)
            #expect(letter.recipient == "eva@example.org" && letter.subject.contains("Hitze – ausgelöst / raised"))
            let body = letter.body.replacing("\u{202F}", with: " ")
            #expect(body.contains("31.07.2026, 14:03: ausgelöst (31 °C)"), "\(body)")
            #expect(body.contains("31 Jul 2026, 14:03: raised (31 °C)"))
            #expect(body.contains("https://town.example/alerts/stop/"))
            town.pass(minutes: 5)
            try await town.measure(29)
            try await town.work.run()
            #expect(try await town.letters.count == 1, "within the margin it goes on")
            town.pass(minutes: 5)
            try await town.measure(28)
            for _ in 0..<3 { try await town.work.run() }
            #expect(try await town.letters.map(\.subject).last?.contains("vorbei / over") == true)
            #expect(try await town.letters.count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a value between two looks is not missed, and one mail tells both turns`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            let rule = try await town.add(.above(limit: 30, margin: 0))
            town.pass(minutes: 10)
            try await town.measure(20, 35, 20)
            try await town.work.run()
            #expect(try await town.letters.count == 1)
            let events = try await engine.read { try AlertQueries.events(of: rule, limit: 10, on: $0) }
            #expect(events.map(\.turn.kind) == [.ends, .begins])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what holds already when the alert is made is told at once, history is not`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(40, 10, 40, 10, 35)
            _ = try await town.add(.above(limit: 30, margin: 0))
            try await town.work.run()
            let letters = try await town.letters
            #expect(letters.count == 1)
            #expect(letters.first?.body.contains("(35") == true)
            #expect(letters.first?.body.contains("(40") == false)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `silence is told when it is due, and its end`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            _ = try await town.add(.silence(30 * Self.minute))
            town.pass(minutes: 30)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            town.pass(minutes: 1)
            for _ in 0..<2 { try await town.work.run() }
            #expect(try await town.letters.count == 1)
            town.pass(minutes: 600)
            try await town.work.run()
            #expect(try await town.letters.count == 1)
            try await town.measure(20)
            try await town.work.run()
            #expect(try await town.letters.count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a change counts over the span, across looks`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(10)
            _ = try await town.add(.change(amount: 5, within: 10 * Self.minute))
            try await town.work.run()
            town.pass(minutes: 5)
            try await town.measure(14)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            town.pass(minutes: 4)
            try await town.measure(16)
            try await town.work.run()
            #expect(try await town.letters.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `in quiet hours nobody is told until they end`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            // 14:00 to 16:00 on the town's clock; it is 14:00
            _ = try await town.add(.above(limit: 30, margin: 0), quiet: QuietHours(from: 14 * 60, to: 16 * 60))
            town.pass(minutes: 10)
            try await town.measure(35)
            try await town.work.run()
            town.pass(minutes: 20)
            try await town.measure(20)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            town.pass(minutes: 90)
            for _ in 0..<2 { try await town.work.run() }
            #expect(try await town.letters.count == 1, "both turns in one mail")
            let body = try #require(try await town.letters.first?.body)
            #expect(body.contains("14:10: ausgelöst") && body.contains("14:30: vorbei"), "\(body)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who may not see the series any more is told nothing of it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine, role: .viewer)
            try await town.measure(20)
            _ = try await town.add(.above(limit: 30, margin: 0))
            // internal data are for viewers, restricted ones are not
            try await engine.write { _ = try $0.execute("UPDATE dataset SET access = 'restricted'") }
            town.pass(minutes: 5)
            try await town.measure(35)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            // what happened then is not told when it is seen again
            try await engine.write { _ = try $0.execute("UPDATE dataset SET access = 'public'") }
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            town.pass(minutes: 5)
            try await town.measure(20)
            try await town.work.run()
            #expect(try await town.letters.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a disabled account is told nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            _ = try await town.add(.above(limit: 30, margin: 0), hook: "https://hook.example/1")
            let account = town.account
            try await engine.write { _ = try $0.execute("UPDATE account SET disabled_at = 1 WHERE id = \(account)") }
            town.pass(minutes: 5)
            try await town.measure(35)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            #expect(town.calls.withLock { $0.isEmpty })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a webhook is called again until it takes, and gives up what is refused`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            let rule = try await town.add(.above(limit: 30, margin: 0), mail: false, hook: "https://hook.example/1")
            town.answers.withLock { $0 = [.later("HTTP 503"), .later("timeout"), .taken, .refused("HTTP 404")] }
            town.pass(minutes: 5)
            try await town.measure(35)
            try await town.work.run()
            try await town.work.run()
            #expect(town.calls.withLock { $0.count } == 1, "the next try waits a minute")
            town.pass(minutes: 1)
            try await town.work.run()
            town.pass(minutes: 5)
            for _ in 0..<3 { try await town.work.run() }
            #expect(town.calls.withLock { $0.count } == 3)
            let sent = town.calls.withLock { Set($0) }
            #expect(sent.count == 1, "the same call each time")
            let body = try JSONValue(parsing: String((sent.first ?? "").dropFirst("https://hook.example/1 ".count)))
            #expect(body["change"]?.string == "begins" && body["value"]?.double == 35 && body["unit"]?.string == "°C")
            let latest = try await engine.read { try AlertCalls.latest(of: rule, on: $0)?.state }
            #expect(latest == "taken")
            try await town.measure(10)
            for _ in 0..<2 { try await town.work.run() }
            #expect(town.calls.withLock { $0.count } == 4)
            #expect(try await town.letters.isEmpty)
        }
    }

    @Test(arguments: [
        (200, AlertCallOutcome.taken), (204, .taken), (301, .refused("HTTP 301")), (404, .refused("HTTP 404")),
        (408, .later("HTTP 408")), (429, .later("HTTP 429")), (500, .later("HTTP 500")), (503, .later("HTTP 503")),
    ])
    func `what an answer means`(_ status: Int, _ outcome: AlertCallOutcome) {
        #expect(AlertCallOutcome(status: status) == outcome)
    }

    @Test(arguments: TestEngine.allCases)
    func `a stopped alert tells nothing, and starts anew when it goes on`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            let rule = try await town.add(.above(limit: 30, margin: 0))
            func set(_ isActive: Bool) async throws {
                let (datastream, now) = (town.datastream, town.now)
                try await engine.write { connection in
                    let latest = try SeriesQueries.latestTime(of: datastream, on: connection)
                    try AlertQueries.set(
                        rule, isActive: isActive, latest: latest.map { Instant(microseconds: $0) }, by: "Eva", at: now,
                        on: connection)
                }
            }
            try await set(false)
            town.pass(minutes: 5)
            try await town.measure(35, 20)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            try await set(true)
            try await town.work.run()
            #expect(try await town.letters.isEmpty, "what was then is not told")
            town.pass(minutes: 5)
            try await town.measure(35)
            try await town.work.run()
            #expect(try await town.letters.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values that a person judged broken raise nothing`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            try await town.measure(20)
            _ = try await town.add(.above(limit: 30, margin: 0))
            let (datastream, now) = (town.datastream, town.now)
            try await engine.write {
                try SeriesMask.replace(
                    of: datastream, with: [InstantInterval(start: now, end: .maximum)], on: $0)
            }
            town.pass(minutes: 5)
            try await town.measure(99)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `with the account its alerts go`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await Town(engine)
            _ = try await town.add(.silence(Self.minute))
            let account = town.account
            try await engine.write { _ = try $0.execute("DELETE FROM account WHERE id = \(account)") }
            #expect(try await engine.read { try AlertQueries.active(on: $0) }.isEmpty)
        }
    }
}
