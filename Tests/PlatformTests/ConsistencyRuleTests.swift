// SPDX-License-Identifier: EUPL-1.2
import Energy
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Platform

/// Each rule of `check` and of the doctor finds what breaks it: a rule that no case here violates fails the test.
@Suite struct ConsistencyRuleTests {
    private typealias Deed = @Sendable (any StorageConnection) throws -> Void

    /// How a rule is broken, and what it then names; `before` holds what it does not mind.
    private struct Case: Sendable {
        let rule: String
        let example: String
        let before: Deed
        let violation: Deed

        init(_ rule: String, names example: String, before: [SQL] = [], _ violation: SQL...) {
            self.init(rule, names: example, before: Case.running(before), violation: Case.running(violation))
        }

        init(_ rule: String, names example: String, before: @escaping Deed = { _ in }, violation: @escaping Deed) {
            (self.rule, self.example, self.before, self.violation) = (rule, example, before, violation)
        }

        private static func running(_ statements: [SQL]) -> Deed {
            { connection in for statement in statements { try connection.execute(statement) } }
        }
    }

    private static let now = Instant(seconds: 1_795_000_000)
    private static let day: Int64 = 86_400_000_000

    private static let cases: [Case] = entries + things + accounts + keys + datasets + catalogues + layers

    // MARK: Logs

    private static let entries: [Case] = {
        let append: Deed = { connection in
            try AuditTrail.append("create", object: "dataset/1", by: "test", at: now, on: connection)
            try EnergyLedger.append(["kind": "test"], on: connection)
        }
        return [
            Case(
                "the audit trail has all entries of its log", names: "entries 0, in the log 1", before: append,
                violation: { try $0.execute("DELETE FROM audit_entry") }),
            Case(
                "entries of the audit trail without a number are older than the log", names: "row 99", before: append,
                violation: { connection in
                    try connection.execute(
                        """
                        INSERT INTO audit_entry (id, at, actor, action, object) VALUES (99, 0, 'x', 'create', 'dataset/1')
                        """)
                }),
            Case(
                "the audit trail says what its log holds", names: "", before: append,
                violation: { try $0.execute("UPDATE audit_entry SET actor = 'somebody else'") }),
            Case(
                "the ledger of shared power has all entries of its log", names: "entries 0, in the log 1",
                before: append, violation: { try $0.execute("DELETE FROM energy_entry") }),
            Case(
                "the ledger of shared power is what was signed", names: "entry 0", before: append,
                violation: { try $0.execute("UPDATE energy_entry SET entry = '{}'") }),
        ]
    }()

    // MARK: What is measured

    private static let things = [
        Case(
            "observations belong to a datastream", names: "999",
            "INSERT INTO observation (datastream_id, phenomenon_time, id, result) VALUES (999, 0, 1, 1)"),
        Case(
            "blocks of ids belong to a datastream", names: "7",
            "INSERT INTO observation_block (block, datastream_id, first_time, last_time) VALUES (7, 999, 0, 0)"),
        Case(
            "the kept state of a datastream matches its observations", names: "999",
            "INSERT INTO observation (datastream_id, phenomenon_time, id, result) VALUES (999, 0, 1, 1)"),
    ]

    // MARK: Accounts and keys

    private static func account(_ login: String, role: String) -> SQL {
        """
        INSERT INTO account (name, login, password_hash, role, created_at) VALUES (\(login), \(login), 'x', \(role), 0)
        """
    }

    private static let accounts = [
        Case(
            "somebody can administer", names: "no administrator", before: [account("a", role: "administrator")],
            "UPDATE account SET disabled_at = 1"),
        Case(
            "administrators have a second factor", names: "b", before: [account("a", role: "editor")],
            account("b", role: "administrator")),
        Case(
            "the clock is right", names: "an entry that is 3600 s ahead",
            before: { connection in
                try AuditTrail.append(
                    "create", object: "dataset/1", by: "test",
                    at: Instant(microseconds: now.microseconds + 60_000_000), on: connection)
            },
            violation: { connection in
                try connection.execute("UPDATE audit_entry SET at = \(now.microseconds + 3_600_000_000)")
            }),
    ]

    private static func key(_ name: String, role: String = "editor", age: Int64, used: Int64, ends: Bool) -> SQL {
        let (created, at) = (now.microseconds - age * day, now.microseconds - used * day)
        let end: Int64? = ends ? now.microseconds + day : nil
        return """
            INSERT INTO access_key (id, name, role, secret_hash, created_at, used_at, expires_at)
            VALUES (\(name == "alt" ? 1 as Int64 : 2), \(name), \(role), \(name), \(created), \(at), \(end))
            """
    }

    private static let keys = [
        Case(
            "no key is older than a year without an end", names: "key 2 neu",
            before: [key("alt", age: 400, used: 1, ends: true)], key("neu", age: 366, used: 1, ends: false)),
        Case(
            "each key is used", names: "key 2 neu", before: [key("alt", age: 300, used: 100, ends: true)],
            key("neu", age: 300, used: 181, ends: true)),
        Case(
            "no key may administer", names: "key 2 neu", before: [key("alt", age: 1, used: 1, ends: true)],
            key("neu", role: "administrator", age: 1, used: 1, ends: true)),
    ]

    // MARK: Data sets

    private static func dataset(_ slug: String, owner: String = "Amt", access: String = "restricted") -> SQL {
        """
        INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access, issued_at, modified_at)
        VALUES (\(slug), 'Satz', '', \(owner), 'cc-zero', \(SQLValue.json("[]")), \(SQLValue.json("[]")), \(access), 0, 0)
        """
    }

    private static func personal(_ slug: String, _ kind: String) -> SQL {
        "UPDATE dataset SET personal_data = \(kind) WHERE slug = \(slug)"
    }

    private static let recorded: SQL = """
        INSERT INTO processing_record (dataset_id, content, changed_at)
        SELECT id, \(SQLValue.json("{}")), 0 FROM dataset WHERE slug = 'gut'
        """

    private static let datasets = [
        Case(
            "each data set has an owner", names: "schlecht", before: [dataset("gut")], dataset("schlecht", owner: "  ")),
        Case(
            "no data about people are public", names: "schlecht",
            before: [dataset("gut"), personal("gut", "personal"), dataset("offen", access: "public")],
            // written by a version that did not refuse it yet
            .onPostgreSQL("ALTER TABLE dataset DROP CONSTRAINT dataset_personal"),
            .onSQLite("DROP TRIGGER dataset_personal_update"), dataset("schlecht", access: "public"),
            personal("schlecht", "pseudonymous")),
        Case(
            "data about people are restricted", names: "schlecht",
            before: [dataset("gut"), personal("gut", "personal"), dataset("intern", access: "internal")],
            dataset("schlecht", access: "internal"), personal("schlecht", "personal")),
        Case(
            "the record of processing names each data set about people", names: "schlecht",
            before: [dataset("gut"), personal("gut", "personal"), recorded],
            dataset("schlecht"), personal("schlecht", "personal")),
        Case(
            "data with pseudonyms are marked as such", names: "schlecht",
            before: [dataset("gut"), dataset("schlecht")],
            """
            INSERT INTO pseudonym_key (dataset_id, period, ends_at, secret)
            SELECT id, '2026', 0, \(SQLValue.blob([1])) FROM dataset WHERE slug = 'schlecht'
            """),
    ]

    // MARK: Other catalogues

    private static func source(_ id: Int64, state: String = "accepted", failures: Int64 = 0) -> SQL {
        """
        INSERT INTO harvest_source (id, address, name, state, passes_on, failures, created_by, created_at)
        VALUES (\(id), \("https://\(id).example"), \("Katalog \(id)"), \(state), 0, \(failures), 'test', 0)
        """
    }

    private static func record(_ source: Int64, _ identifier: String, age: Int64) -> SQL {
        """
        INSERT INTO harvest_record (source_id, identifier, title, sorting, words, content, first_at, changed_at)
        VALUES (\(source), \(identifier), 't', 't', 't', '{}', \(now.microseconds - age * day), 0)
        """
    }

    private static let catalogues = [
        Case(
            "other catalogues can be read", names: "Katalog 3",
            before: [source(1, failures: 6), source(2, state: "paused", failures: 20)], source(3, failures: 7)),
        Case(
            "data sets of several catalogues are decided about", names: "doppelt",
            before: [
                source(1), source(2), source(3, state: "proposed"), record(1, "einmal", age: 9),
                record(3, "einmal", age: 9), record(1, "jung", age: 6), record(2, "jung", age: 6),
                record(1, "entschieden", age: 9), record(2, "entschieden", age: 9), record(1, "doppelt", age: 9),
                "INSERT INTO harvest_choice (identifier, decided_by, decided_at) VALUES ('entschieden', 'test', 0)",
            ],
            record(2, "doppelt", age: 8)),
    ]

    // MARK: Layers

    private static func schedule(
        _ layer: String, failures: Int64 = 0, isPaused: Bool = false, waiting: Int64? = nil
    ) -> SQL {
        """
        INSERT INTO gis_schedule (layer, address, served, declared, owner, caller, created_at, hour, is_paused, next_at,
            failures, waiting_id)
        VALUES (\(layer), 'https://a.example', '', '{}', 'test', '', 0, 3, \(isPaused ? 1 as Int64 : 0), 0, \(failures),
            \(waiting))
        """
    }

    private static func delivery(_ id: Int64, age: Int64) -> SQL {
        """
        INSERT INTO gis_delivery (id, owner, caller, created_at, expires_at, folder, files)
        VALUES (\(id), 'test', '', \(now.microseconds - age * day), 0, 'f', '[]')
        """
    }

    private static let layers = [
        Case(
            "layers fetched each night come", names: "baeume",
            before: [schedule("wege", failures: 6), schedule("seen", failures: 20, isPaused: true)],
            schedule("baeume", failures: 7)),
        Case(
            "deliveries of layers are decided about", names: "baeume",
            before: [delivery(1, age: 6), schedule("wege", waiting: 1), schedule("seen")], delivery(2, age: 8),
            schedule("baeume", waiting: 2)),
    ]

    // MARK: The contract

    private static var rules: [ConsistencyRule] { Schema.rooms.flatMap(\.rules) + Doctor.rules(at: now) }

    @Test func `each rule of a room has a case that breaks it`() {
        #expect(Set(Self.rules.map(\.name)) == Set(Self.cases.map(\.rule)))
        #expect(Self.cases.count == Self.rules.count)
    }

    @Test(arguments: TestEngine.allCases)
    func `each rule names what breaks it, and nothing before`(_ kind: TestEngine) async throws {
        for one in Self.cases {
            let check = ConsistencyCheck(Self.rules.filter { $0.name == one.rule })
            try await withDatabase(kind) { engine in
                try await engine.write { try one.before($0) }
                let before = try await check.run(on: engine)
                #expect(before.rules == [one.rule] && before.findings.isEmpty, "\(one.rule): \(before.findings)")
                try await engine.write { try one.violation($0) }
                let finding = try #require(try await check.run(on: engine).findings.first, "\(one.rule) finds nothing")
                #expect(finding.count == 1 && !finding.remedy.isEmpty, "\(one.rule): \(finding)")
                let isNamed =
                    one.example.isEmpty
                    ? finding.examples.allSatisfy { !$0.isEmpty } : finding.examples == [one.example]
                #expect(isNamed, "\(one.rule): \(finding.examples)")
            }
        }
    }
}
