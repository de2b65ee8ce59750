// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import SensorThingsModel
public import Storage
public import Wire

/// A write with an `Idempotency-Key`: its answer is stored in its own transaction, and is the answer to each repetition.
///
/// What failed is taken back with the record of it, so that a repetition tries anew. A key belongs to who sends it.
struct RememberedWrite: Sendable {
    /// A record is kept for a day (microseconds).
    static let lifetime: Int64 = 86_400_000_000
    /// Records there are at most; of more the oldest are forgotten.
    static let capacity: Int64 = 1_000_000
    /// A record in so many looks for old ones.
    private static let pruning: Int64 = 500
    /// Records that one transaction deletes at most.
    private static let slice: Int64 = 2_000

    let key: IdempotencyKey
    /// `key 5`, `account 3`.
    let caller: String
    /// SHA-256 of what is asked for.
    let digest: String
    let now: Instant

    /// `target` is the address below `/v1.1/`.
    init(_ key: IdempotencyKey, by reader: Reader, method: String, target: String, body: JSONValue?, now: Instant) {
        self.key = key
        caller = reader.caller
        digest = Secret.hash("\(method) \(target)\n\(body?.text ?? "")")
        self.now = now
    }

    /// The stored answer to the first request with this key; nil when there was none.
    /// - Throws: `Problem` 422 when that was another request.
    func answer(on connection: any StorageConnection, root: String) throws -> EntityAnswer? {
        let found = try connection.firstRow(
            """
            SELECT digest, status, created, row_answers, body, ends_at, id FROM remembered_write
            WHERE caller = \(caller) AND name = \(key.text)
            """
        ) { row in
            (
                digest: row.text(0), ends: row.integer(5), id: row.integer(6),
                answer: EntityAnswer(
                    replayed: Int(row.integer(1)), created: row.textIfPresent(2), rows: row.textIfPresent(3),
                    body: row.blob(4), root: root)
            )
        }
        guard let found else { return nil }
        guard found.ends > now.microseconds else {
            try connection.execute("DELETE FROM remembered_write WHERE id = \(found.id)")
            return nil
        }
        guard found.digest == digest else {
            throw Problem(
                .unprocessableContent, "Idempotency-Key is taken",
                detail: "This Idempotency-Key came with another request before; give each request a key of its own.",
                german:
                    "Dieser Idempotency-Key kam schon mit einer anderen Anfrage; jede Anfrage braucht ihren eigenen.")
        }
        return found.answer
    }

    /// Remembers the answer in the transaction of the write.
    /// - Throws: `Problem` 409 when another server has just answered the same request.
    func store(_ answer: EntityAnswer, on connection: any StorageConnection) throws {
        let id = try connection.integer(
            """
            INSERT INTO remembered_write (caller, name, digest, status, created, row_answers, body, ends_at)
            VALUES (\(caller), \(key.text), \(digest), \(Int64(answer.status.code)), \(answer.created),
                \(answer.rows?.stored), \(SQLValue.blob(answer.rows == nil ? answer.bytes : [])),
                \(now.microseconds + Self.lifetime))
            ON CONFLICT (caller, name) DO NOTHING RETURNING id
            """)
        guard let id else {
            throw Problem(
                .conflict, "Request is being answered",
                detail:
                    "A request with this Idempotency-Key was answered at this moment; send it again to get the answer.",
                german:
                    "Eine Anfrage mit diesem Idempotency-Key wurde eben beantwortet; noch einmal gesendet bringt sie die Antwort."
            )
        }
        if id % Self.pruning == 0 {
            try connection.execute("DELETE FROM remembered_write WHERE id <= \(id - Self.capacity)")
            try Self.sweep(connection, now: now)
        }
    }

    /// Deletes some of the records whose day is over, oldest first; returns how many.
    @discardableResult
    fileprivate static func sweep(_ connection: any StorageConnection, now: Instant) throws -> Int {
        try connection.execute(
            """
            DELETE FROM remembered_write WHERE ends_at <= \(now.microseconds) AND id <=
                (SELECT max(id) FROM (SELECT id FROM remembered_write ORDER BY id LIMIT \(slice)) AS oldest)
            """)
    }
}

/// Upkeep of the remembered answers.
public enum RememberedWrites {
    /// Deletes the records whose day is over, in short transactions; returns how many.
    @discardableResult
    public static func sweep(_ engine: any StorageEngine, now: Instant) async throws -> Int {
        var count = 0
        while true {
            let isDue = try await engine.read { connection in
                try connection.integer(
                    """
                    SELECT count(*) FROM (SELECT ends_at FROM remembered_write ORDER BY id LIMIT 1) AS oldest
                    WHERE ends_at <= \(now.microseconds)
                    """) == 1
            }
            guard isDue else { return count }
            count += try await engine.write { try RememberedWrite.sweep($0, now: now) }
        }
    }
}

extension EntityAnswer {
    /// An answer as it was stored.
    fileprivate init(replayed status: Int, created: String?, rows: String?, body: [UInt8], root: String) {
        self.init(.init(code: status))
        self.created = created
        if let created { headers[.location] = "\(root)/\(created)" }
        headers[.idempotentReplayed] = "true"
        bytes = body
        if let rows {
            let answers = RowAnswers(stored: rows)
            self.rows = answers
            bytes = answers.lines(root: root)
        }
        if !bytes.isEmpty {
            contentType = MediaType.json
        } else if created != nil, status == 201 {
            headers[.preferenceApplied] = "return=minimal"
        }
    }
}

/// What became of each row of `CreateObservations`.
struct RowAnswers: Sendable, Hashable {
    /// The new Observation's id; 0 for a row that was refused.
    private var ids: [Int64]
    /// What is wrong, by the row's index.
    private var errors: [Int: String]

    init(_ rows: [Result<Int64, EntityFault>]) {
        ids = rows.map { (try? $0.get()) ?? 0 }
        errors = [:]
        for (index, row) in rows.enumerated() {
            if case .failure(let fault) = row { errors[index] = "error: \(fault.message) (\(fault.pointer))" }
        }
    }

    /// One text for each row: the new Observation's address or what is wrong.
    func lines(root: String) -> [UInt8] {
        let before = root + "/Observations("
        var writer = JSONWriter(reserving: ids.count * 64)
        writer.beginArray()
        for (index, id) in ids.enumerated() {
            if !errors.isEmpty, let error = errors[index] {
                writer.write(error)
                continue
            }
            writer.writeUnescaped { bytes in
                bytes.append(contentsOf: before.utf8)
                bytes.append(contentsOf: String(id).utf8)
                bytes.append(UInt8(ascii: ")"))
            }
        }
        writer.endArray()
        return writer.bytes
    }

    /// Ids in blocks become a few numbers.
    fileprivate var stored: String {
        let faults = errors.sorted { $0.key < $1.key }.map { (name: String($0.key), value: JSONValue.string($0.value)) }
        let object: JSONValue = [
            "ids": .array(DeltaRuns.encode(ids).map { .init($0) }), "errors": .object(JSONObject(faults)),
        ]
        return object.text
    }

    fileprivate init(stored: String) {
        let object = (try? JSONValue(parsing: stored)) ?? .null
        ids = DeltaRuns.decode((object["ids"]?.array ?? []).compactMap(\.integer))
        errors = [:]
        for member in object["errors"]?.object?.members ?? [] {
            if let index = Int(member.name) { errors[index] = member.value.string }
        }
    }
}
