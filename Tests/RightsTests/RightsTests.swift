// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Randomness
import Rights
import Storage
import TestSupport
import Testing
import Wire

@Suite struct RightsTests {
    private static let now = Instant(seconds: 1_700_000_000)

    private static func save(_ slug: String, _ access: Dataset.Access, on connection: any StorageConnection) throws
        -> Int64
    {
        try DatasetQueries.save(
            Dataset(
                slug: slug, title: slug, owner: "Amt", licence: "cc-zero", access: access, issued: now, modified: now),
            by: "test", at: now, on: connection)
    }

    @Test(arguments: TestEngine.allCases)
    func `who sees which data set`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let ids = try await engine.write { connection in
                try Dataset.Access.allCases.map { try Self.save($0.rawValue, $0, on: connection) }
            }
            let open = Reader(identity: .anonymous, role: nil, writesOpenly: true)
            let granted = Rights(role: nil, grants: [.init(dataset: ids[2])])
            let cases: [(Rights, [Int64])] = [
                (.everybody, [ids[0]]), (Reader.anonymous.rights, [ids[0]]),
                (Rights(role: .viewer), [ids[0], ids[1]]), (Rights(role: .editor), [ids[0], ids[1]]),
                (open.rights, [ids[0], ids[1]]), (Rights(role: .administrator), ids),
                (granted, [ids[0], ids[2]]), (Reader(granted).rights, [ids[0], ids[2]]),
            ]
            for (rights, seen) in cases {
                let found = try await engine.read { connection in
                    try connection.rows("SELECT id FROM dataset WHERE \(rights.mayRead("id")) ORDER BY id") {
                        $0.integer(0)
                    }
                }
                #expect(found == seen, "\(rights)")
            }
            let closed = try await engine.read { connection in
                try connection.integer(
                    "SELECT count(*) FROM (SELECT CAST(NULL AS \(SQL.bigint)) AS d) AS t WHERE \(Rights.everybody.mayRead("d"))"
                )
            }
            #expect(closed == 0, "what belongs to no data set is for nobody")
        }
    }

    /// The rule as a person would say it, beside what the statements say, for random grants of each level.
    @Test(arguments: TestEngine.allCases)
    func `random rights open what they say, by each form of the rule`(_ kind: TestEngine) async throws {
        var random = SeededRandom(seed: 50)
        let accesses = (0..<40).map { _ in Dataset.Access.allCases.randomElement(using: &random) ?? .restricted }
        try await withDatabase(kind) { engine in
            let sets = try await engine.write { connection in
                try accesses.enumerated().map { (try Self.save("satz-\($0)", $1, on: connection), $1) }
            }
            for round in 0..<60 {
                let role = ([nil] + Role.allCases.map(Optional.some)).randomElement(using: &random) ?? nil
                var grants: Set<Rights.Grant> = []
                for (id, _) in sets where Int.random(in: 0..<4, using: &random) <= round % 4 - 1 {
                    let level = Rights.Level.allCases.randomElement(using: &random) ?? .see
                    grants.insert(Rights.Grant(dataset: id, level: level))
                }
                let reader = Reader(identity: .account(id: 1, name: "a"), role: role, grants: grants)
                for level in Rights.Level.allCases {
                    let open = sets.filter { id, access in
                        let byRole =
                            switch (role, level) {
                            case (.administrator, _): true
                            case (.editor, .deliver), (.editor, .write), (.manager, .deliver), (.manager, .write):
                                access != .restricted
                            case (nil, .see), (.member, .see): access == .public
                            case (_, .see): access != .restricted
                            default: false
                            }
                        return byRole || grants.contains { $0.dataset == id && $0.level >= level }
                    }.map(\.0)
                    var rules = [reader.may(level, "d.id"), reader.may(level, "id")]
                    if level == .see {
                        rules += [reader.rights.mayRead("+d.id"), reader.rights.mayRead(eachOf: "d.id")]
                    }
                    for rule in rules {
                        let found = try await engine.read { connection in
                            try connection.rows("SELECT id FROM dataset d WHERE \(rule) ORDER BY id") { $0.integer(0) }
                        }
                        #expect(found == open, "\(reader.rights.text) \(level) by \(rule)")
                    }
                }
            }
        }
    }

    @Test func `a statement is as long for fifty grants as for one`() {
        func text(_ count: Int64) -> [String] {
            let rights = Rights(role: .member, grants: Set((1...count).map { Rights.Grant(dataset: $0) }))
            return SQLDialect.allCases.flatMap { dialect in
                [rights.mayRead("d"), rights.mayRead(eachOf: "d")].map { $0.rendered(for: dialect).text }
            }
        }
        #expect(text(50) == text(1))
    }

    @Test func `equal rights are equal however they came about`() {
        let one = Rights(
            role: .member, grants: [.init(dataset: 1), .init(dataset: 1, level: .write), .init(dataset: 2)])
        let other = Rights(role: .member, grants: [.init(dataset: 2), .init(dataset: 1, level: .write)])
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != Rights(role: .member, grants: [.init(dataset: 2), .init(dataset: 1)]))
        #expect(one != Rights(role: .viewer, grants: other.grants))
        #expect(Rights(role: .administrator, grants: one.grants) == Rights(role: .administrator))
    }

    @Test(arguments: TestEngine.allCases)
    func `each change of rights moves the counter, and nothing else does`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let control = AccessControl(engine: engine, now: { Self.now })
            let counter = RightsCounter(engine: engine)
            var last = try await counter.current()
            func expectMove(_ moves: Bool, _ what: Comment) async throws {
                let number = try await counter.current()
                #expect((number > last) == moves, what)
                last = number
            }
            _ = try await engine.write { try Self.save("a", .public, on: $0) }
            try await expectMove(true, "a new data set may be of a department that is opened to somebody")
            let key = try await control.createKey(name: "k", role: .editor, by: "test")
            try await control.createAccount(
                name: "Ada", login: "ada", password: "Promenade-1648-Friede", role: .editor, by: "test")
            try await control.createAccount(
                name: "Bob", login: "bob", password: "Promenade-1648-Friede", role: .editor, by: "test")
            let session = try await control.logIn(
                login: "ada", password: "Promenade-1648-Friede", from: "192.0.2.1")
            try await expectMove(false, "something new takes nothing from anybody")
            _ = try await engine.write { try Self.save("a", .public, on: $0) }
            try await expectMove(false, "saved as it was")
            _ = try await engine.write { try Self.save("a", .restricted, on: $0) }
            try await expectMove(true, "access")
            await #expect(throws: AccessError.invalidSetupLink) {
                try await engine.write { connection in
                    _ = try Self.save("a", .public, on: connection)
                    throw AccessError.invalidSetupLink
                }
            }
            try await expectMove(false, "what was taken back")
            try await control.logOut(session: session)
            try await expectMove(true, "a session")
            let id = try #require(try await control.keys().first?.id)
            try await control.revokeKey(id: id, by: "test")
            try await expectMove(true, "a key")
            #expect(try await control.reader(key: key) == nil)
            try await control.setPassword(login: "ada", password: "Another-1648-Friede", by: "test")
            try await expectMove(true, "a password")
            try await control.disableAccount(login: "ada", by: "test")
            try await expectMove(true, "an account")
            try await engine.write { _ = try $0.execute("UPDATE account SET role = 'viewer' WHERE login = 'bob'") }
            try await expectMove(true, "a role")
            let unnamed = try await engine.write { try DefaultDataset.id(now: Self.now, on: $0) }
            try await expectMove(true, "the data set of what names none")
            _ = try await engine.write { connection in
                try connection.execute(
                    "INSERT INTO thing (id, dataset_id, name, description) VALUES (1, \(unnamed), 'T', '')")
            }
            try await expectMove(false, "a new Thing")
            try await engine.write { connection in
                _ = try connection.execute("UPDATE thing SET name = 'U', dataset_id = dataset_id")
            }
            try await expectMove(false, "a renamed Thing")
            try await engine.write { connection in
                _ = try connection.execute(
                    "UPDATE thing SET dataset_id = (SELECT id FROM dataset WHERE slug = 'a')")
            }
            try await expectMove(true, "a Thing that moves")
            try await engine.write { _ = try $0.execute("DELETE FROM dataset WHERE slug = 'sensordaten'") }
            try await expectMove(true, "a data set that goes")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `those who ask at the same time all learn the number`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let counter = RightsCounter(engine: engine)
            for round in 1...20 {
                try await engine.write { _ = try $0.execute("UPDATE rights_state SET changes = \(round + 100)") }
                try await withThrowingTaskGroup(of: Int64.self) { group in
                    for _ in 0..<50 { group.addTask { try await counter.current() } }
                    for try await number in group { #expect(number == Int64(round + 100)) }
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `another process takes a key and a role at once`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let server = AccessControl(engine: engine, now: { Self.now })
            let command = AccessControl(engine: engine, now: { Self.now })
            let key = try await server.createKey(name: "k", role: .editor, by: "test")
            let reader = try #require(try await server.reader(key: key))
            #expect(try await server.isStillValid(reader))
            try await engine.write { _ = try $0.execute("UPDATE access_key SET role = 'viewer'") }
            #expect(try await server.reader(key: key)?.role == .viewer)
            #expect(try await !server.isStillValid(reader))
            try await command.revokeKey(id: try #require(try await command.keys().first?.id), by: "test")
            #expect(try await server.reader(key: key) == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nothing can be without a data set`(_ kind: TestEngine) async throws {
        let statements: [SQL] = [
            "INSERT INTO thing (id, name, description) VALUES (1, 'T', '')",
            "INSERT INTO location (id, name, description, encoding_type, location) VALUES (1, 'L', '', '', '{}')",
            "INSERT INTO sensor (id, name, description, encoding_type, metadata) VALUES (1, 'S', '', '', '{}')",
            "INSERT INTO observed_property (id, name, definition, description) VALUES (1, 'P', '', '')",
            "INSERT INTO feature_of_interest (id, name, description, encoding_type, feature) VALUES (1, 'F', '', '', '{}')",
            "INSERT INTO import_run (mapping, actor, started_at, outcome, report) VALUES ('m', 'a', 0, 'o', '{}')",
        ]
        try await withDatabase(kind) { engine in
            for statement in statements {
                let error = await #expect(throws: StorageError.self) {
                    try await engine.write { _ = try $0.execute(statement) }
                }
                guard case .constraint(.notNull, _, _) = error else {
                    Issue.record("\(statement): \(String(describing: error))")
                    continue
                }
            }
        }
    }
}
