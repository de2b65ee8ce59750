// SPDX-License-Identifier: EUPL-1.2
import Access
import Platform
import Rights
import Storage
import TestSupport
import Testing
import Wire

/// Names of people as those of who did something: they follow who is called otherwise, and go with who is erased.
@Suite struct NameColumnTests {
    /// Columns called like one that hold something else.
    private static let others: Set<String> = [
        // offices of the town
        "dataset.owner", "access_grant.owner",
        // numbers of accounts and keys
        "mqtt_session.owner",
        // the trail has a time and a command of its own
        "audit_entry.actor",
    ]

    @Test func `each column that says who did something is declared by its room`() async throws {
        let declared = Schema.rooms.flatMap(\.names)
        let names = Set(declared.map { "\($0.table).\($0.column)" })
        #expect(names.count == declared.count)
        try await withDatabase(.sqlite) { engine in
            let found = try await engine.read { connection in
                try connection.rows(
                    """
                    SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND upper(c.type) = 'TEXT'
                    """
                ) { (table: $0.text(0), column: $0.text(1)) }
            }
            let telling = found.filter { $0.column.wholeMatch(of: /(.+_)?(actor|owner|creator|author|by)/) != nil }
            for (table, column) in telling {
                let name = "\(table).\(column)"
                #expect(names.contains(name) || Self.others.contains(name), "\(name) is not declared")
            }
            let all = Set(found.map { "\($0.table).\($0.column)" })
            #expect(names.subtracting(all).isEmpty)
        }
    }

    private static let now = Instant(seconds: 1_780_000_000)
    private static let password = "Genug-lang-1648-x"

    private func setUp(_ engine: any StorageEngine) async throws -> AccessControl {
        let control = AccessControl(engine: engine, names: Schema.rooms.flatMap(\.names), now: { Self.now })
        try await engine.write { connection in
            for (id, name) in [(Int64(1), "Erika Muster"), (2, "Bo")] {
                try connection.execute(
                    """
                    INSERT INTO notice (id, title, body, begins_at, created_by) VALUES (\(id), 't', 'b', 0, \(name))
                    """)
            }
            try connection.execute(
                """
                INSERT INTO pilot_event (pilot, event, state, detail, actor, at)
                VALUES (1, 'prepare', 'prepared', '{}', 'Erika Muster', 0)
                """)
            try connection.execute(
                """
                INSERT INTO planning_object (kind, number, version, document, visibility, state, created_at, created_by,
                    modified_at, modified_by, checked)
                VALUES ('need', 1, 1, \(SQLValue.json("{}")), 'internal', 'draft', 0, 'Erika Muster', 0, 'Bo',
                    \(SQLValue.json("{}")))
                """)
        }
        return control
    }

    private func names(_ engine: any StorageEngine) async throws -> [String] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT created_by FROM notice UNION ALL SELECT actor FROM pilot_event
                UNION ALL SELECT created_by FROM planning_object UNION ALL SELECT modified_by FROM planning_object
                """
            ) { $0.text(0) }.sorted()
        }
    }

    private func changes(_ engine: any StorageEngine) async throws -> Int64? {
        try await engine.read { try $0.integer("SELECT changes FROM planning_state") }
    }

    @Test(arguments: TestEngine.allCases)
    func `who is called otherwise is so everywhere, and who is erased is nowhere`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let control = try await setUp(engine)
            let admin = Reader(identity: .account(id: 99, name: "Chief"), role: .administrator)
            let id = try await control.createAccount(
                name: "Erika Muster", login: "erika", password: Self.password, role: .editor, by: "test")
            let before = try await changes(engine)
            try await control.decide(
                AccountDecision(name: "Erika Neu", login: "erika", role: .editor), about: id, as: admin)
            #expect(try await names(engine) == ["Bo", "Bo", "Erika Neu", "Erika Neu", "Erika Neu"])
            #expect(try await changes(engine) != before)
            try await control.setDisabled(true, id, as: admin)
            try await control.erase(id, as: admin)
            #expect(try await names(engine) == ["Bo", "Bo"] + [String](repeating: "account/\(id)", count: 3))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a name that another one has, too, stays`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let control = try await setUp(engine)
            let admin = Reader(identity: .account(id: 99, name: "Chief"), role: .administrator)
            for (name, login) in [("Erika Muster", "erika"), ("Erika Muster", "e2"), ("Bo", "bo")] {
                try await control.createAccount(
                    name: name, login: login, password: Self.password, role: .editor, by: "test")
            }
            _ = try await control.createKey(name: "Bo", role: .viewer, by: "test")
            let before = try await names(engine)
            for login in ["erika", "bo"] {
                let id = try await control.accountNumber(login)
                try await control.setDisabled(true, id, as: admin)
                try await control.erase(id, as: admin)
            }
            #expect(try await names(engine) == before)
        }
    }
}

extension AccessControl {
    fileprivate func accountNumber(_ login: String) async throws -> Int64 {
        try await accounts().first { $0.login == login }?.id ?? 0
    }
}
