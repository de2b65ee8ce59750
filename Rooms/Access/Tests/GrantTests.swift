// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Randomness
import Rights
import Storage
import TestSupport
import Testing
import Wire

/// Keys that are for some data sets, grants, and the question why, on each engine.
@Suite struct GrantTests {
    /// Data sets of each access, of two owners; returns their ids by slug.
    static func fill(_ engine: any StorageEngine) async throws -> [String: Int64] {
        let instant = Instant(seconds: 1_700_000_000)
        return try await engine.write { connection in
            var ids: [String: Int64] = [:]
            for access in Dataset.Access.allCases {
                for owner in ["Bauamt", "Kämmerei"] {
                    let slug = "\(access.rawValue)-\(owner == "Bauamt" ? "bau" : "geld")"
                    ids[slug] = try DatasetQueries.save(
                        Dataset(
                            slug: slug, title: slug, owner: owner, licence: "cc-zero", access: access, issued: instant,
                            modified: instant),
                        by: "test", at: instant, on: connection)
                }
            }
            return ids
        }
    }

    static func seen(by reader: Reader?, _ engine: any StorageEngine) async throws -> Set<String> {
        let reader = reader ?? .anonymous
        return Set(try await engine.read { try DatasetQueries.all(for: reader, on: $0).map(\.slug) })
    }

    @Test(arguments: TestEngine.allCases)
    func `a key for some data sets sees these and what is public`(_ kind: TestEngine) async throws {
        try await PeopleTests.withControl(kind) { control, clock, engine in
            let ids = try await Self.fill(engine)
            var request = KeyRequest(name: "Pegel", role: .member, grants: ["restricted-bau": .deliver])
            request.networks = try Network.list("192.0.2.0/24, 2001:db8::/32")
            let key = try await control.createKey(request, by: "Eva")
            #expect(try await control.reader(key: key) == nil)
            #expect(try await control.reader(key: key, from: "198.51.100.1") == nil)
            let reader = try #require(try await control.reader(key: key, from: "192.0.2.9"))
            #expect(try await Self.seen(by: reader, engine) == ["public-bau", "public-geld", "restricted-bau"])
            #expect(!reader.mayWrite && reader.mayDeliver && !reader.mayPlan && !reader.rights.seeInternal)
            let id = try #require(ids["restricted-bau"])
            for (level, may) in [(Rights.Level.deliver, true), (.write, false), (.manage, false)] {
                #expect(try await engine.read { try DatasetQueries.may(level, id, reader, on: $0) } == may)
            }
            let listed = try #require(try await control.keys().first)
            #expect(listed.creator == "Eva" && listed.grants == ["restricted-bau": .deliver])
            #expect(listed.lastUsed == clock.now && listed.networks.count == 2)
            clock.advance(seconds: 100)
            _ = try await control.reader(key: key, from: "192.0.2.9")
            #expect(try await control.keys()[0].lastUsed != clock.now, "to five minutes")
            clock.advance(seconds: 300)
            _ = try await control.reader(key: key, from: "192.0.2.9")
            #expect(try await control.keys()[0].lastUsed == clock.now)
            // a data set that goes takes the grant along and opens nothing else
            try await engine.write { _ = try $0.execute("DELETE FROM dataset WHERE id = \(id)") }
            let poor = try #require(try await control.reader(key: key, from: "192.0.2.9"))
            #expect(try await Self.seen(by: poor, engine) == ["public-bau", "public-geld"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `grants hold while they stand, and a new data set of an opened department is there at once`(
        _ kind: TestEngine
    ) async throws {
        try await PeopleTests.withControl(kind) { control, clock, engine in
            _ = try await Self.fill(engine)
            let key = try await control.createKey(
                KeyRequest(name: "Pegel", role: .member, grants: ["restricted-bau": .deliver]), by: "Eva")
            let id = try #require(try await control.keys().first?.id)
            try await engine.write { connection in
                try GrantQueries.grant(
                    .see, on: .owner("Bauamt"), to: .key(id), by: "Eva", at: clock.now, connection: connection)
            }
            let all: Set = ["public-bau", "public-geld", "internal-bau", "restricted-bau"]
            // looked up anew every ten seconds, with the same grants
            for _ in 0..<4 {
                let reader = try await control.reader(key: key)
                #expect(try await Self.seen(by: reader, engine) == all)
                #expect(reader?.rights.grants.count == 3)
                clock.advance(seconds: 11)
            }
            try await engine.write { connection in
                _ = try DatasetQueries.save(
                    Dataset(
                        slug: "neu", title: "Neu", owner: "Bauamt", licence: "cc-zero", access: .restricted,
                        issued: clock.now, modified: clock.now), by: "test", at: clock.now, on: connection)
            }
            #expect(try await Self.seen(by: control.reader(key: key), engine) == all.union(["neu"]))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a key that makes no sense is refused`(_ kind: TestEngine) async throws {
        try await PeopleTests.withControl(kind) { control, clock, _ in
            await #expect(throws: AccessError.nothingGranted) {
                try await control.createKey(KeyRequest(name: "x", role: .member), by: "t")
            }
            await #expect(throws: AccessError.noSuchDataset("none")) {
                try await control.createKey(KeyRequest(name: "x", role: .member, grants: ["none": .see]), by: "t")
            }
            await #expect(throws: AccessError.invalidExpiry) {
                try await control.createKey(KeyRequest(name: "x", role: .viewer, expires: clock.now), by: "t")
            }
            let keys = try await control.keys()
            #expect(keys.isEmpty, "nothing half-made")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `grants hold with the next question, by name, by department and for all of an owner`(
        _ kind: TestEngine
    ) async throws {
        try await PeopleTests.withControl(kind) { control, clock, engine in
            _ = try await Self.fill(engine)
            let (id, _) = try await control.invite(
                AccountDecision(name: "M", login: "m", role: .member, department: "Bauamt"), by: "t")
            func seen() async throws -> Set<String> {
                try await Self.seen(by: control.current(.account(id: id, name: "M")), engine)
            }
            func grant(_ object: AccessGrant.Object, _ subject: AccessGrant.Subject) async throws {
                let now = clock.now
                try await engine.write { connection in
                    try GrantQueries.grant(.see, on: object, to: subject, by: "t", at: now, connection: connection)
                }
            }
            #expect(try await seen() == ["public-bau", "public-geld"])
            try await grant(.dataset("restricted-geld"), .account(id))
            #expect(try await seen() == ["public-bau", "public-geld", "restricted-geld"])
            try await grant(.dataset("internal-geld"), .department("Bauamt"))
            try await grant(.owner("Bauamt"), .account(id))
            #expect(try await seen().count == 6)
            try await engine.write { connection in
                _ = try connection.execute("UPDATE dataset SET owner = 'Kämmerei' WHERE slug = 'restricted-bau'")
            }
            #expect(try await !seen().contains("restricted-bau"))
            let other = AccountDecision(name: "M", login: "m", role: .member, department: "Forst")
            try await control.decide(other, about: id, as: PeopleTests.admin)
            #expect(try await !seen().contains("internal-geld"))
            let grants = try await engine.read { try GrantQueries.list(account: id, on: $0) }
            let now = clock.now
            for grant in grants {
                try await engine.write { try GrantQueries.withdraw(grant.id, by: "t", at: now, connection: $0) }
            }
            #expect(try await seen() == ["public-bau", "public-geld"])
            await #expect(throws: AccessError.noSuchGrant(grants[0].id)) {
                try await engine.write { connection in
                    try GrantQueries.withdraw(grants[0].id, by: "t", at: now, connection: connection)
                }
            }
        }
    }

    /// What the page says is what the queries do: no reason, no row; the highest level is what may be done.
    @Test(arguments: TestEngine.allCases)
    func `the reasons are those of the predicate, for random rights`(_ kind: TestEngine) async throws {
        try await PeopleTests.withControl(kind) { control, clock, engine in
            let ids = try await Self.fill(engine)
            var random = SeededRandom(seed: 7)
            let departments = ["", "Bauamt", "Kämmerei", "Forst"]
            for round in 0..<60 {
                let role = Role.allCases.randomElement(using: &random) ?? .member
                let department = departments.randomElement(using: &random) ?? ""
                let (id, _) = try await control.invite(
                    AccountDecision(name: "P", login: "p\(round)", role: role, department: department), by: "t")
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let object: AccessGrant.Object =
                        Bool.random(using: &random)
                        ? .dataset(ids.keys.sorted().randomElement(using: &random) ?? "")
                        : .owner(departments.dropFirst().randomElement(using: &random) ?? "")
                    let subject: AccessGrant.Subject =
                        Bool.random(using: &random)
                        ? .account(id) : .department(departments.dropFirst().randomElement(using: &random) ?? "")
                    let level = Rights.Level.allCases.randomElement(using: &random) ?? .see
                    let now = clock.now
                    try await engine.write { connection in
                        try GrantQueries.grant(level, on: object, to: subject, by: "t", at: now, connection: connection)
                    }
                }
                let reader = try #require(try await control.current(.account(id: id, name: "P")))
                for (slug, dataset) in ids.sorted(by: { $0.key < $1.key }) {
                    let (reasons, levels) = try await engine.read { connection in
                        (
                            try AccessReasons.find(account: id, dataset: dataset, on: connection),
                            try Rights.Level.allCases.filter {
                                try DatasetQueries.may($0, dataset, reader, on: connection)
                            }
                        )
                    }
                    #expect(reasons.map(\.level).max() == levels.max(), "\(slug) \(role) \(department) \(reasons)")
                    #expect(reader.manages(dataset) == (levels.max() == .manage))
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `data about people are never public, whoever writes`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let ids = try await Self.fill(engine)
            let (open, closed) = (try #require(ids["public-bau"]), try #require(ids["internal-bau"]))
            await #expect(throws: Dataset.ValidationError.self) {
                try await engine.write { try DatasetQueries.setPersonalData(.personal, of: open, on: $0) }
            }
            try await engine.write { try DatasetQueries.setPersonalData(.pseudonymous, of: closed, on: $0) }
            #expect(try await engine.read { try DatasetQueries.personalData(of: closed, on: $0) } == .pseudonymous)
            await #expect(throws: StorageError.self) {
                try await engine.write { connection in
                    _ = try connection.execute("UPDATE dataset SET access = 'public' WHERE id = \(closed)")
                }
            }
            await #expect(throws: Dataset.ValidationError.self) {
                try await engine.write { connection in
                    guard var dataset = try DatasetQueries.find(id: closed, for: .system, on: connection) else {
                        return
                    }
                    dataset.access = .public
                    try DatasetQueries.save(dataset, by: "test", at: dataset.modified, on: connection)
                }
            }
        }
    }
}
