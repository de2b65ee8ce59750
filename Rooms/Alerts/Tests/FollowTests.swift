// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual
import Planning
import Rights
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

@testable import Alerts

/// Following by a mail address: confirmed first, told of steps, gone when somebody stops.
@Suite struct FollowTests {
    private static let planner = Reader(identity: .account(id: 1, name: "Eva"), role: .planner)

    private static func need(_ engine: any StorageEngine, _ title: String = "Radweg", isPublic: Bool = true)
        async throws
        -> PlanningObject
    {
        try await engine.write { connection in
            try PlanningQueries.create(
                .need, ["title": .string(title), "description": "x"], visibility: isPublic ? .public : .internal,
                by: planner, at: AlertWorkTests.start, on: connection)
        }
    }

    /// Asks to follow and confirms.
    private static func follow(_ town: AlertWorkTests.Town, _ subject: FollowSubject, mail: String = "kim@example.org")
        async throws -> Follower
    {
        let now = town.now
        return try await town.engine.write { connection in
            let view = try #require(try FollowedTown(now: now, on: connection).view(subject))
            let made = try #require(try FollowQueries.add(subject, mail: mail, .german, at: now, on: connection))
            try FollowQueries.confirm(made, seeing: view, at: now, on: connection)
            return made
        }
    }

    static let steps: [(FollowView, FollowView, [FollowStep])] = [
        (.init(state: "active", version: 1, related: []), .init(state: "active", version: 1, related: []), []),
        (
            .init(state: "active", version: 1, related: []), .init(state: "closed", version: 2, related: []),
            [.state(from: "active", to: "closed")]
        ),
        (
            .init(state: "active", version: 1, related: ["M-1"]),
            .init(state: "active", version: 1, related: ["M-1", "M-2"]),
            [.related("M-2")]
        ),
        // what goes is no step
        (.init(state: "active", version: 1, related: ["M-1"]), .init(state: "active", version: 1, related: []), []),
        (
            .init(state: "active", version: 1, related: []), .init(state: "active", version: 4, related: []),
            [.changed(version: 4)]
        ),
    ]

    @Test(arguments: steps.indices)
    func `steps lie between two views`(_ index: Int) {
        let (old, new, steps) = Self.steps[index]
        #expect(FollowStep.steps(from: old, to: new) == steps)
        #expect(FollowView(json: new.json.text) == new)
    }

    @Test(arguments: [
        ("B-3", true), ("M-2", true), ("sensor-12", true), ("sensor-0", false), ("K-1", false), ("B-", false),
        ("", false),
        ("sensor-1 OR 1", false),
    ])
    func `what can be followed`(_ text: String, _ can: Bool) {
        #expect((FollowSubject(text) != nil) == can)
        if can { #expect(FollowSubject(text)?.description == text) }
    }

    @Test(arguments: TestEngine.allCases)
    func `a follower is told of each step once, and of changed answers once a day`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            let need = try await Self.need(engine)
            _ = try await Self.follow(town, .object(need.reference))
            for _ in 0..<2 { try await town.work.run() }
            #expect(try await town.letters.isEmpty)
            // a measure that answers it
            let measure = try await engine.write { connection in
                try PlanningQueries.create(
                    .measure, ["title": "Radbügel", "needs": .array([.string(need.reference.description)])],
                    visibility: .internal, by: Self.planner, at: AlertWorkTests.start, on: connection)
            }
            try await town.work.run()
            #expect(try await town.letters.isEmpty, "what is not public is told to nobody")
            try await engine.write { connection in
                _ = try connection.execute(
                    "UPDATE planning_object SET visibility = 'public' WHERE kind = 'measure' AND number = \(measure.number)"
                )
            }
            for _ in 0..<2 { try await town.work.run() }
            let letters = try await town.letters
            #expect(letters.count == 1)
            #expect(letters.first?.body.contains("Neu dazu: \(measure.reference) Radbügel") == true)
            #expect(letters.first?.recipient == "kim@example.org")
            // changed answers wait a day
            try await engine.write { _ = try $0.execute("UPDATE planning_object SET version = version + 1") }
            try await town.work.run()
            #expect(try await town.letters.count == 1)
            town.pass(minutes: 24 * 60 + 1)
            for _ in 0..<2 { try await town.work.run() }
            #expect(try await town.letters.count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a sensor that falls silent and comes back is told`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            try await engine.write { _ = try $0.execute("UPDATE dataset SET access = 'public'") }
            try await town.measure(20, 21, 22)
            let thing = try await engine.read { try $0.integer("SELECT min(id) FROM thing") } ?? 0
            _ = try await Self.follow(town, .sensor(thing))
            town.pass(minutes: 10)
            for _ in 0..<2 { try await town.work.run() }
            #expect(try await town.letters.count == 1)
            #expect(try await town.letters.last?.body.contains("Neuer Zustand: still") == true)
            try await town.measure(20)
            try await town.work.run()
            #expect(try await town.letters.count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `unconfirmed nobody is told, and nobody is flooded with letters`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            let need = try await Self.need(engine)
            let (subject, now) = (FollowSubject.object(need.reference), town.now)
            let first = try await engine.write {
                try FollowQueries.add(subject, mail: "kim@example.org", .english, at: now, on: $0)
            }
            #expect(first?.language == .english)
            let second = try await engine.write {
                try FollowQueries.add(subject, mail: "kim@example.org", .english, at: now, on: $0)
            }
            #expect(second == nil)
            try await engine.write { _ = try $0.execute("UPDATE planning_object SET state = 'closed'") }
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            for number in 0..<4 {
                let other = try await Self.need(engine, "Bedarf \(number)")
                _ = try await engine.write {
                    try FollowQueries.add(.object(other.reference), mail: "kim@example.org", .german, at: now, on: $0)
                }
            }
            let last = try await Self.need(engine, "Bedarf")
            await #expect(throws: FollowFault.tooMany) {
                try await engine.write {
                    _ = try FollowQueries.add(
                        .object(last.reference), mail: "kim@example.org", .german, at: now, on: $0)
                }
            }
            // a week later unconfirmed addresses are gone
            let later = Instant(microseconds: now.microseconds + 8 * 86_400_000_000)
            _ = try await engine.write {
                try FollowQueries.add(.object(last.reference), mail: "a@example.org", .german, at: later, on: $0)
            }
            #expect(try await engine.read { try $0.integer("SELECT count(*) FROM follower") } == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is public no more has no steps, and no view`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            let need = try await Self.need(engine)
            _ = try await Self.follow(town, .object(need.reference))
            try await engine.write {
                _ = try $0.execute("UPDATE planning_object SET visibility = 'internal', state = 'closed', version = 9")
            }
            town.pass(minutes: 3 * 24 * 60)
            try await town.work.run()
            #expect(try await town.letters.isEmpty)
            let hidden = try await Self.need(engine, "Geheim", isPublic: false)
            let now = town.now
            let view = try await engine.read { try FollowedTown(now: now, on: $0).view(.object(hidden.reference)) }
            #expect(view == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who stops is forgotten`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let town = try await AlertWorkTests.Town(engine)
            let need = try await Self.need(engine)
            let follower = try await Self.follow(town, .object(need.reference))
            try await engine.write { try FollowQueries.remove(follower, on: $0) }
            #expect(try await engine.read { try FollowQueries.find(token: follower.token, on: $0) } == nil)
            #expect(try await engine.read { try $0.integer("SELECT count(*) FROM follower") } == 0)
        }
    }
}
