// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

/// One libpq connection; used by one thread only.
final class PostgresConnection: WriterConnection, WorkerConnection {
    let dialect = SQLDialect.postgresql
    var announcements: [any StorageAnnouncement]?
    let target: PostgresTarget
    private(set) var handle: OpaquePointer?
    private var statements: [String: [PreparedStatement]] = [:]
    private var statementCount = 0
    private var nextName = 0
    private var seenSchemaVersion = 0
    /// The result whose rows are still on the wire; taken in before another command goes out.
    private var streaming: RowStream?

    /// Prepared statements kept between two transactions.
    private static let maximumStatements = 400

    private struct PreparedStatement {
        let name: String
        let types: [Oid]
        let resultFormat: CInt

        /// A NULL fits every declared type, so rows with and without values share a statement.
        func accepts(_ values: [SQLValue]) -> Bool {
            guard values.count == types.count else { return false }
            for (value, type) in zip(values, types) {
                if case .null = value { continue }
                if value.postgresType != type { return false }
            }
            return true
        }
    }

    private let statementLimit: Int?
    var isWorthRepeating = false
    /// Whether the statement at work was prepared by an earlier one of the same text.
    private var isReusing = false
    /// SQLSTATE of the last error.
    private(set) var lastState = ""
    /// Whether a prepared statement proved void, so that all of them are to be forgotten.
    private var hasVoidStatements = false
    /// The transaction at work, as it can be asked for after its connection was lost.
    var current: TransactionMark?
    /// The server's timeline: after a failover numbers of transactions are given anew. Nil before it was asked for.
    var timeline: Timeline?

    let takesTurns: Bool
    private let slow: SlowStatements?

    init(_ target: PostgresTarget, statementLimit: Int?, takesTurns: Bool, tellingSlow slow: SlowStatements? = nil) {
        self.target = target
        self.slow = slow
        self.takesTurns = takesTurns
        self.statementLimit = statementLimit
    }

    // MARK: Opening

    func ensureOpen() throws(StorageError) {
        if handle != nil, PQstatus(handle) == CONNECTION_OK { return }
        close()
        handle = connected()
        if PQstatus(handle) != CONNECTION_OK {
            let failure = StorageError.trimmed(String(cString: PQerrorMessage(handle)))
            close()
            throw .unavailable(message: failure)
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        // compiling a plan takes longer than the queries here, which end after a page of rows
        let settings =
            "SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET bytea_output = 'hex'; SET jit = off"
        let result = PQexec(handle, settings)
        PQclear(result)
        if let statementLimit { PQclear(PQexec(handle, "SET statement_timeout = '\(statementLimit)s'")) }
        do {
            try refusePoolerOfTransactions()
        } catch {
            close()
            throw error
        }
        seenSchemaVersion = target.shared.schemaVersion
    }

    /// A new connection, which may have failed.
    func connected() -> OpaquePointer? {
        var connection: OpaquePointer?
        withKeywords { keywords, values in connection = PQconnectdbParams(keywords, values, 1) }
        return connection
    }

    /// Our defaults come before the URL, so that the URL may override them.
    private func withKeywords(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Void
    ) {
        "connect_timeout".withCString { timeout in
            "fallback_application_name".withCString { application in
                "client_encoding".withCString { encoding in
                    "dbname".withCString { name in
                        "10".withCString { seconds in
                            "allmende".withCString { allmende in
                                "UTF8".withCString { utf8 in
                                    target.url.withCString { url in
                                        body(
                                            [timeout, application, encoding, name, nil],
                                            [seconds, allmende, utf8, url, nil])
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    func close() {
        if handle != nil { PQfinish(handle) }
        handle = nil
        statements = [:]
        statementCount = 0
        streaming = nil
        hasVoidStatements = false
        timeline = nil
    }

    // MARK: The seam

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        let (text, arguments) = sql.rendered(for: .postgresql)
        return try timed(text) { try execute(text, arguments) }
    }

    func forEachRow(_ sql: SQL, _ body: (any StorageRow) throws -> Bool) throws {
        let (text, arguments) = sql.rendered(for: .postgresql)
        try timed(text) { try forEachRow(text, arguments, body) }
    }

    private func timed<T>(_ text: String, _ body: () throws -> T) rethrows -> T {
        guard let slow else { return try body() }
        let start = ContinuousClock.now
        defer { slow.ended(text, since: start) }
        return try body()
    }

    func prepare(_ sql: SQL) throws -> any StorageStatement {
        let (text, arguments) = sql.rendered(for: .postgresql)
        return PostgresStatement(text: text, fixed: arguments, connection: self)
    }

    // MARK: Running

    func execute(_ text: String, _ arguments: [SQLValue]) throws(StorageError) -> Int {
        try takeInStream()
        let values = try PostgresArguments(arguments)
        let result: OpaquePointer?
        isReusing = false
        if Self.isPlannable(text) {
            let statement = try prepared(text, arguments)
            result = values.withPointers { pointers, lengths, formats in
                PQexecPrepared(handle, statement.name, values.count, pointers, lengths, formats, statement.resultFormat)
            }
        } else {
            result = values.withPointers { pointers, lengths, formats in
                let types = arguments.map(\.postgresType)
                return PQexecParams(handle, text, values.count, types, pointers, lengths, formats, 0)
            }
        }
        defer { PQclear(result) }
        try check(result, text)
        if Self.changesSchema(text) {
            target.shared.schemaChanged()
            try forgetStatementsIfNeeded()
        }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func forEachRow(
        _ text: String, _ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool
    ) throws {
        try takeInStream()
        if target.shared.isLarge(text) {
            try forEachRowByCursor(text, arguments, body)
            return
        }
        let stream = try send(text, arguments)
        streaming = stream
        defer {
            if streaming === stream {
                stream.discard()
                streaming = nil
            }
            stream.clear()
        }
        while let row = try stream.next() {
            if stream.count == SharedPostgresState.largeResult { target.shared.sawLarge(text) }
            if try !body(row) { return }
        }
    }

    private func send(_ text: String, _ arguments: [SQLValue]) throws(StorageError) -> RowStream {
        let values = try PostgresArguments(arguments)
        let sent: CInt
        isReusing = false
        if Self.isPlannable(text) {
            let statement = try prepared(text, arguments)
            sent = values.withPointers { pointers, lengths, formats in
                PQsendQueryPrepared(
                    handle, statement.name, values.count, pointers, lengths, formats, statement.resultFormat)
            }
        } else {
            sent = values.withPointers { pointers, lengths, formats in
                let types = arguments.map(\.postgresType)
                return PQsendQueryParams(handle, text, values.count, types, pointers, lengths, formats, 0)
            }
        }
        if sent == 0 { throw fault(nil, text) }
        PQsetSingleRowMode(handle)
        return RowStream(connection: handle) { [unowned self, isReusing] result in
            fault(result, text, isReusing: isReusing)
        }
    }

    /// Reads in chunks, so that neither an early end nor queries inside the loop have to take in the rest.
    private func forEachRowByCursor(
        _ text: String, _ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool
    ) throws {
        nextName += 1
        let name = "c\(nextName)"
        let values = try PostgresArguments(arguments)
        let declare = "DECLARE \(name) NO SCROLL CURSOR FOR \(text)"
        let declared = values.withPointers { pointers, lengths, formats in
            PQexecParams(
                handle, declare, values.count, arguments.map(\.postgresType), pointers, lengths, formats, 0)
        }
        defer { PQclear(declared) }
        try check(declared, text)
        defer {
            if isTransactionUsable { _ = try? execute("CLOSE \(name)", []) }
        }
        let described = PQdescribePortal(handle, name)
        let format = Self.resultFormat(described)
        PQclear(described)
        isReusing = false
        let fetch = "FETCH \(SharedPostgresState.largeResult) FROM \(name)"
        while true {
            try takeInStream()
            let chunk = PQexecParams(handle, fetch, 0, nil, nil, nil, nil, format)
            defer { PQclear(chunk) }
            try check(chunk, text)
            guard let chunk, PQntuples(chunk) > 0 else { return }
            for row in 0..<PQntuples(chunk) {
                if try !body(PostgresRow(result: chunk, row: row)) { return }
            }
            if Int(PQntuples(chunk)) < SharedPostgresState.largeResult { return }
        }
    }

    private func prepared(_ text: String, _ arguments: [SQLValue]) throws(StorageError) -> PreparedStatement {
        if let known = statements[text]?.first(where: { $0.accepts(arguments) }) {
            isReusing = true
            return known
        }
        nextName += 1
        let name = "s\(nextName)"
        let types = arguments.map(\.postgresType)
        let result = PQprepare(handle, name, text, CInt(types.count), types)
        defer { PQclear(result) }
        try check(result, text)
        let described = PQdescribePrepared(handle, name)
        defer { PQclear(described) }
        try check(described, text)
        let statement = PreparedStatement(name: name, types: types, resultFormat: Self.resultFormat(described))
        statements[text, default: []].append(statement)
        statementCount += 1
        return statement
    }

    /// A table that changed its shape makes prepared statements fail; the writer announces it to all connections.
    func forgetStatementsIfNeeded() throws(StorageError) {
        let version = target.shared.schemaVersion
        if version == seenSchemaVersion, statementCount < Self.maximumStatements, !hasVoidStatements { return }
        if statementCount > 0 { try command("DEALLOCATE ALL") }
        statements = [:]
        statementCount = 0
        hasVoidStatements = false
        seenSchemaVersion = version
    }

    /// The first value of the last statement's result, if it has one.
    @discardableResult
    func command(_ text: String) throws(StorageError) -> String? {
        try takeInStream()
        isReusing = false
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result, text)
        if text == "COMMIT", String(cString: PQcmdStatus(result)) != "COMMIT" {
            throw .statement(message: "the transaction had failed before its end", sql: text)
        }
        guard PQntuples(result) > 0, PQnfields(result) > 0 else { return nil }
        return String(cString: PQgetvalue(result, 0, 0))
    }

    private func takeInStream() throws(StorageError) {
        streaming?.takeIn()
        streaming = nil
        if handle == nil { throw .unavailable(message: "the connection was lost") }
    }

    /// Sends a COPY command, after which rows may be put.
    func startCopy(_ text: String) throws(StorageError) {
        try takeInStream()
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result, text)
    }

    func check(_ result: OpaquePointer?, _ text: String) throws(StorageError) {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN: return
        default: throw fault(result, text)
        }
    }

    func fault(_ result: OpaquePointer?, _ text: String) -> StorageError { fault(result, text, isReusing: isReusing) }

    /// The error of a result; remembers whether the transaction is worth running anew.
    ///
    /// The codes 0A000 and 26000 say of a statement prepared earlier that tables have changed, or that somebody else
    /// has removed it: other programs change tables without this one hearing of it.
    private func fault(_ result: OpaquePointer?, _ text: String, isReusing: Bool) -> StorageError {
        let state = PQresultErrorField(result, StorageError.sqlStateField).map { String(cString: $0) } ?? ""
        lastState = state
        switch state {
        case "40001", "40P01", "55P03": isWorthRepeating = true
        case "0A000" where isReusing, "26000" where isReusing:
            isWorthRepeating = true
            hasVoidStatements = true
            target.shared.schemaChanged()
        default: break
        }
        return StorageError(result: result, connection: handle, sql: text)
    }

    private static func resultFormat(_ described: OpaquePointer?) -> CInt {
        for column in 0..<PQnfields(described) where !PostgresType.binary.contains(PQftype(described, column)) {
            return 0
        }
        return 1
    }

    private static func isPlannable(_ text: String) -> Bool {
        starts(text, with: ["select", "insert", "update", "delete", "with", "values"])
    }

    private static func changesSchema(_ text: String) -> Bool {
        starts(text, with: ["create", "drop", "alter"])
    }

    private static func starts(_ text: String, with words: [StaticString]) -> Bool {
        var start: UInt64 = 0
        var length = 0
        for byte in text.utf8 {
            if length == 0, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x28 { continue }
            let letter = byte | 0x20
            guard letter >= 0x61, letter <= 0x7A, length < 8 else { break }
            start = start << 8 | UInt64(letter)
            length += 1
        }
        return words.contains { word in
            word.withUTF8Buffer { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } } == start
        }
    }
}

/// A prepared statement: the connection keeps one per combination of argument types.
final class PostgresStatement: StorageStatement {
    private let text: String
    /// What stands behind the arguments of each run.
    private let fixed: [SQLValue]
    private unowned let connection: PostgresConnection

    init(text: String, fixed: [SQLValue], connection: PostgresConnection) {
        (self.text, self.fixed, self.connection) = (text, fixed, connection)
    }

    @discardableResult
    func run(_ arguments: [SQLValue]) throws -> Int { try connection.execute(text, arguments + fixed) }

    func forEachRow(_ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool) throws {
        try connection.forEachRow(text, arguments + fixed, body)
    }
}
