// SPDX-License-Identifier: EUPL-1.2
import Ingest
package import Rights
package import Storage
package import Wire

/// Reading and changing what waits to be imported. Editors see their own, administrators everything.
package enum WaitingQueries {
    private static let columns: SQL = """
        id, owner, created_at, expires_at, state, folder, files, address, proposal, columns, document, progress, fault,
        run_id, schedule_id, caller
        """

    /// What waits, newest first; what is done is left out.
    package static func open(for reader: Reader, on connection: any StorageConnection) throws -> [WaitingImport] {
        try connection.rows(
            """
            SELECT \(columns) FROM import_waiting WHERE \(DeliveryOwner.isSeen(by: reader)) AND state NOT IN ('done', 'arriving')
            ORDER BY id DESC LIMIT 100
            """, make)
    }

    package static func find(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> WaitingImport? {
        try connection.firstRow(
            "SELECT \(columns) FROM import_waiting WHERE id = \(id) AND \(DeliveryOwner.isSeen(by: reader))", make)
    }

    /// The delivery that a run came of.
    package static func find(
        run: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> WaitingImport? {
        try connection.firstRow(
            """
            SELECT \(columns) FROM import_waiting WHERE run_id = \(run) AND \(DeliveryOwner.isSeen(by: reader)) ORDER BY id DESC LIMIT 1
            """, make)
    }

    /// How many deliveries of one person wait: nobody else's stand in the way.
    package static func count(of owner: DeliveryOwner, on connection: any StorageConnection) throws -> Int64 {
        try connection.integer(
            """
            SELECT count(*) FROM import_waiting
            WHERE (caller = \(owner.caller) AND caller <> '' OR caller = '' AND owner = \(owner.name)) AND state <> 'done'
            """) ?? 0
    }

    /// A delivery that begins to come in.
    package static func begin(
        owner: DeliveryOwner, folder: String, address: String? = nil, schedule: Int64? = nil, at now: Instant,
        hours: Int,
        on connection: any StorageConnection
    ) throws -> Int64 {
        let expires = now.microseconds + Int64(hours) * 3_600_000_000
        return try connection.integer(
            """
            INSERT INTO import_waiting (owner, created_at, expires_at, state, folder, files, address, proposal, columns,
                document, progress, schedule_id, caller)
            VALUES (\(owner.name), \(now.microseconds), \(expires), 'arriving', \(folder), \(SQLValue.json("[]")), \(address),
                '{}', \(SQLValue.json("[]")), '{}', 0, \(schedule), \(owner.caller))
            RETURNING id
            """) ?? 0
    }

    /// All of it is there and was looked at.
    package static func arrived(
        _ id: Int64, files: [WaitingImport.File], proposal: JSONValue, columns: [WaitingImport.Column],
        document: JSONObject, on connection: any StorageConnection
    ) throws {
        let list = files.map { file -> JSONValue in ["name": .string(file.name), "bytes": JSONValue(file.bytes)] }
        let named = columns.map { column -> JSONValue in
            [
                "name": .string(column.name), "examples": .array(column.examples.map { .string($0) }),
                "texts": .array(column.texts.map { .string($0) }),
            ]
        }
        try connection.execute(
            """
            UPDATE import_waiting SET state = 'waiting', files = \(SQLValue.json(JSONValue.array(list).text)),
                proposal = \(proposal.text), columns = \(SQLValue.json(JSONValue.array(named).text)),
                document = \(WaitingImport.text(of: document))
            WHERE id = \(id)
            """)
    }

    /// Another document; false where it does not wait any more.
    package static func correct(
        _ id: Int64, document: JSONObject, on connection: any StorageConnection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE import_waiting SET document = \(WaitingImport.text(of: document))
            WHERE id = \(id) AND state IN ('waiting', 'failed', 'done')
            """) > 0
    }

    /// Puts it into the queue; false where it does not wait any more.
    package static func queue(_ id: Int64, on connection: any StorageConnection) throws -> Bool {
        try connection.execute(
            """
            UPDATE import_waiting SET state = 'queued', fault = NULL, progress = 0
            WHERE id = \(id) AND state IN ('waiting', 'failed', 'done')
            """) > 0
    }

    package static func discard(_ id: Int64, on connection: any StorageConnection) throws -> Bool {
        try connection.execute("DELETE FROM import_waiting WHERE id = \(id) AND state NOT IN ('queued', 'running')") > 0
    }

    /// What is next in the queue; `mine` says whose files lie on this machine.
    static func next(on connection: any StorageConnection, where mine: (String) -> Bool) throws -> WaitingImport? {
        try connection.rows(
            "SELECT \(columns) FROM import_waiting WHERE state = 'queued' ORDER BY id LIMIT 100", make
        ).first { mine($0.folder) }
    }

    /// Takes it out of the queue; false where another server was faster.
    static func claim(_ id: Int64, on connection: any StorageConnection) throws -> Bool {
        try connection.execute("UPDATE import_waiting SET state = 'running' WHERE id = \(id) AND state = 'queued'") > 0
    }

    static func progress(_ id: Int64, values: Int64, run: Int64?, on connection: any StorageConnection) throws {
        try connection.execute(
            "UPDATE import_waiting SET progress = \(values), run_id = \(run) WHERE id = \(id) AND state = 'running'")
    }

    static func end(_ id: Int64, run: Int64?, fault: String?, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            UPDATE import_waiting SET state = \(fault == nil ? "done" : "failed"), fault = \(fault), run_id = \(run)
            WHERE id = \(id)
            """)
    }

    /// What a stopped server left at work goes back into the queue: an import goes on where it was.
    static func resume(on connection: any StorageConnection, where mine: (String) -> Bool) throws {
        let left = try connection.rows("SELECT id, folder FROM import_waiting WHERE state = 'running'") { row in
            (id: row.integer(0), folder: row.text(1))
        }
        for one in left where mine(one.folder) {
            try connection.execute("UPDATE import_waiting SET state = 'queued' WHERE id = \(one.id)")
        }
    }

    /// Forgets what waited too long; returns the folders of what is left.
    static func sweep(at now: Instant, on connection: any StorageConnection) throws -> Set<String> {
        try connection.execute(
            """
            DELETE FROM import_waiting WHERE expires_at < \(now.microseconds) AND state NOT IN ('queued', 'running')
            """)
        return Set(try connection.rows("SELECT folder FROM import_waiting") { $0.text(0) })
    }

    private static func make(_ row: any StorageRow) throws -> WaitingImport {
        let files = (try? JSONValue(parsing: row.text(6)))?.array ?? []
        let columns = (try? JSONValue(parsing: row.text(9)))?.array ?? []
        return WaitingImport(
            id: row.integer(0), owner: DeliveryOwner(name: row.text(1), caller: row.text(15)),
            created: Instant(microseconds: row.integer(2)),
            expires: Instant(microseconds: row.integer(3)),
            state: WaitingImport.State(rawValue: row.text(4)) ?? .failed, folder: row.text(5),
            files: files.map {
                WaitingImport.File(name: $0["name"]?.string ?? "", bytes: $0["bytes"]?.integer ?? 0)
            },
            address: row.textIfPresent(7), proposal: (try? JSONValue(parsing: row.text(8))) ?? .null,
            columns: columns.map { column in
                WaitingImport.Column(
                    name: column["name"]?.string ?? "",
                    examples: (column["examples"]?.array ?? []).compactMap(\.string),
                    texts: (column["texts"]?.array ?? []).compactMap(\.string))
            },
            document: (try? JSONValue(parsing: row.text(10)))?.object ?? JSONObject(), progress: row.integer(11),
            fault: row.textIfPresent(12), run: row.integerIfPresent(13), schedule: row.integerIfPresent(14))
    }
}
