// SPDX-License-Identifier: EUPL-1.2
import GRDB
import GRDBSQLite
import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One GRDB connection as the seam sees it; steps cached statements through SQLite's C interface.
final class SQLiteConnection: WriterConnection {
    let dialect = SQLDialect.sqlite
    private let database: Database
    var announcements: [any StorageAnnouncement]?
    /// Statements under a cursor now: their text may be run again from inside the loop.
    private var busy: Set<OpaquePointer> = []
    /// Prepared statements by their text, and when each was asked for last.
    private var prepared: [String: Prepared] = [:]
    private var uses = 0
    /// The texts of inserts of many rows, by table and columns.
    private var bulk: [String: (one: String, many: String)] = [:]
    /// What people may ask has no end, so the statements that are kept have one.
    static let maximumPrepared = 256

    /// Looks after the file of a connection that writes.
    private let fileGuard: FileGuard?
    private let slow: SlowStatements?

    init(_ database: Database, guardedBy fileGuard: FileGuard? = nil, tellingSlow slow: SlowStatements? = nil) {
        self.database = database
        self.fileGuard = fileGuard
        self.slow = slow
    }

    private func timed<T>(_ text: String, _ body: () throws -> T) rethrows -> T {
        guard let slow else { return try body() }
        let start = ContinuousClock.now
        defer { slow.ended(text, since: start) }
        return try body()
    }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        let (text, arguments) = sql.rendered(for: .sqlite)
        let statement = try statement(text)
        return try timed(text) { try SQLiteStatement(statement, text, self).run(arguments) }
    }

    func forEachRow(_ sql: SQL, _ body: (any StorageRow) throws -> Bool) throws {
        let (text, arguments) = sql.rendered(for: .sqlite)
        let statement = try statement(text)
        try timed(text) { try SQLiteStatement(statement, text, self).forEachRow(arguments, body) }
    }

    func prepare(_ sql: SQL) throws -> any StorageStatement {
        let (text, arguments) = sql.rendered(for: .sqlite)
        return SQLiteStatement(try statement(text), text, self, fixed: arguments)
    }

    /// Rows that one statement takes: to start and to end a statement costs as much as a row.
    private static func bulkRows(_ columns: [String]) -> Int { max(1, min(64, 4096 / max(1, columns.count))) }

    func bulkInsert(
        into table: String, columns: [String], append: (inout [SQLValue]) throws -> Bool
    ) throws -> Int {
        let (texts, rows) = (bulkTexts(table, columns), Self.bulkRows(columns))
        func insert(_ text: String) throws -> any StorageStatement { SQLiteStatement(try statement(text), text, self) }
        var many: (any StorageStatement)?
        var one: (any StorageStatement)?
        var values: [SQLValue] = []
        var (count, held) = (0, 0)
        while try append(&values) {
            count += 1
            held += 1
            guard values.count == held * columns.count else {
                throw StorageError.statement(message: "a row does not have \(columns.count) values", sql: table)
            }
            guard held == rows else { continue }
            let statement = try many ?? insert(texts.many)
            many = statement
            try statement.run(values)
            values.removeAll(keepingCapacity: true)
            held = 0
        }
        for row in 0..<held {
            let statement = try one ?? insert(texts.one)
            one = statement
            try statement.run(Array(values[(row * columns.count)..<((row + 1) * columns.count)]))
        }
        return count
    }

    /// An insert of one row, and one of many.
    private func bulkTexts(_ table: String, _ columns: [String]) -> (one: String, many: String) {
        let key = ([table] + columns).joined(separator: "\u{1F}")
        if let known = bulk[key] { return known }
        let names = columns.map { SQL("\(identifier: $0)") }.joined(separator: ", ")
        let head: SQL = "INSERT INTO \(identifier: table) (\(names)) VALUES "
        func lists(_ rows: Int) -> String {
            (0..<rows).map { row in
                "(" + columns.indices.map { "?\(row * columns.count + $0 + 1)" }.joined(separator: ", ") + ")"
            }.joined(separator: ", ")
        }
        let start = head.rendered(for: .sqlite).text
        if bulk.count >= 64 { bulk.removeAll() }
        let texts = (one: start + lists(1), many: start + lists(Self.bulkRows(columns)))
        bulk[key] = texts
        return texts
    }

    func beginTransaction() throws {
        try fileGuard?.check()
        try execute("BEGIN IMMEDIATE")
    }

    /// Durable in a file that still has its name: nothing is acknowledged that ends with the process.
    func commitTransaction() throws {
        try execute("COMMIT")
        try fileGuard?.check()
    }

    func rollbackTransaction() {
        if isTransactionUsable { _ = try? execute("ROLLBACK") }
    }
    /// One writer holds the file: nothing another one does makes a statement fail.
    var isWorthRepeating: Bool { false }
    /// SQLite ends a transaction by itself when the disk is full or fails.
    var isTransactionUsable: Bool { sqlite3_get_autocommit(database.sqliteConnection) == 0 }

    private func statement(_ text: String) throws -> Statement {
        do {
            uses += 1
            if let kept = prepared[text] {
                if busy.contains(kept.statement.sqliteStatement) { return try database.makeStatement(sql: text) }
                kept.used = uses
                return kept.statement
            }
            if prepared.count >= Self.maximumPrepared { forgetOldestStatements() }
            let statement = try database.makeStatement(sql: text)
            prepared[text] = Prepared(statement, used: uses)
            return statement
        } catch {
            throw StorageError(error, sql: text)
        }
    }

    /// Gives back the half that was not asked for the longest; one under a cursor lives on until its loop ends.
    private func forgetOldestStatements() {
        let middle = prepared.values.map(\.used).sorted()[prepared.count / 2]
        prepared = prepared.filter { $0.value.used >= middle }
    }

    /// Gives all statements back; the connection can be closed afterwards.
    func forgetStatements() { prepared = [:] }

    /// A second statement of the same text while the first is stepping: to run that again would start it over.
    func spare(for handle: OpaquePointer, _ text: String) throws -> SQLiteStatement? {
        guard busy.contains(handle) else { return nil }
        return SQLiteStatement(try statement(text), text, self)
    }

    /// The number of the statement object that bound values last; 0 for none.
    var lastBinder = 0
    private var statements = 0

    func numberStatement() -> Int {
        statements += 1
        return statements
    }

    func begin(_ statement: OpaquePointer) { busy.insert(statement) }
    func end(_ statement: OpaquePointer) { busy.remove(statement) }

    func error(_ code: CInt, _ text: String) -> StorageError {
        let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
        let extended = sqlite3_extended_errcode(database.sqliteConnection)
        return StorageError(sqliteCode: extended, message: message, sql: text)
    }

    var changes: Int { Int(sqlite3_changes(database.sqliteConnection)) }
}

/// A statement that is kept, and when it was asked for last.
private final class Prepared {
    let statement: Statement
    var used: Int

    init(_ statement: Statement, used: Int) {
        self.statement = statement
        self.used = used
    }
}

/// A prepared statement; valid inside the body that made it.
final class SQLiteStatement: StorageStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private let text: String
    private unowned let connection: SQLiteConnection
    /// What stands behind the arguments of each run.
    private let fixed: [SQLValue]
    /// Which values this object bound to NULL: most columns of a bulk stay empty.
    private var nulls: [Bool] = []
    private let number: Int

    init(_ statement: Statement, _ text: String, _ connection: SQLiteConnection, fixed: [SQLValue] = []) {
        self.fixed = fixed
        self.statement = statement
        handle = statement.sqliteStatement
        self.text = text
        self.connection = connection
        number = connection.numberStatement()
    }

    @discardableResult
    func run(_ arguments: [SQLValue]) throws -> Int {
        let values = fixed.isEmpty ? arguments : arguments + fixed
        if let spare = try connection.spare(for: handle, text) { return try spare.run(values) }
        try bind(values)
        defer { sqlite3_reset(handle) }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return connection.changes }
            if code != SQLITE_ROW { throw connection.error(code, text) }
        }
    }

    func forEachRow(_ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool) throws {
        let values = fixed.isEmpty ? arguments : arguments + fixed
        if let spare = try connection.spare(for: handle, text) { return try spare.forEachRow(values, body) }
        try bind(values)
        connection.begin(handle)
        defer {
            sqlite3_reset(handle)
            connection.end(handle)
        }
        let row = SQLiteRow(handle: handle)
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            if code != SQLITE_ROW { throw connection.error(code, text) }
            if try !body(row) { return }
        }
    }

    private func bind(_ arguments: [SQLValue]) throws {
        // Another object may have bound other values to the same statement since.
        if connection.lastBinder != number || nulls.count != arguments.count {
            nulls = [Bool](repeating: false, count: arguments.count)
        }
        connection.lastBinder = number
        for (offset, argument) in arguments.enumerated() {
            let position = CInt(offset + 1)
            let code: CInt
            switch argument {
            case .null:
                if nulls[offset] { continue }
                nulls[offset] = true
                code = sqlite3_bind_null(handle, position)
            case .integer(let value):
                nulls[offset] = false
                code = sqlite3_bind_int64(handle, position, value)
            case .real(let value):
                nulls[offset] = false
                code = sqlite3_bind_double(handle, position, value)
            case .text(var value), .json(var value):
                nulls[offset] = false
                code = try value.withUTF8 { bytes in
                    if let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil {
                        throw StorageError.constraint(
                            kind: .check, constraint: StorageError.noNUL, message: "a text holds U+0000")
                    }
                    return sqlite3_bind_text64(
                        handle, position, UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self),
                        UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
                }
                if value.isEmpty { sqlite3_bind_text64(handle, position, "", 0, transient, UInt8(SQLITE_UTF8)) }
            case .blob(let value):
                nulls[offset] = false
                code = value.withUnsafeBytes { bytes in
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(handle, position, 0)
                        : sqlite3_bind_blob64(handle, position, bytes.baseAddress, UInt64(bytes.count), transient)
                }
            }
            if code != SQLITE_OK { throw connection.error(code, text) }
        }
    }
}

/// `SQLITE_TRANSIENT`: SQLite copies the bytes before the call returns.
nonisolated(unsafe) private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// The row under the cursor of a statement.
struct SQLiteRow: StorageRow {
    let handle: OpaquePointer

    var columnCount: Int { Int(sqlite3_column_count(handle)) }
    func columnName(_ column: Int) -> String { String(cString: sqlite3_column_name(handle, CInt(column))) }
    func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, CInt(column)) == SQLITE_NULL }
    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, CInt(column)) }
    func real(_ column: Int) -> Double { sqlite3_column_double(handle, CInt(column)) }
    func text(_ column: Int) -> String { withUTF8(column) { String(decoding: $0, as: UTF8.self) } }

    func blob(_ column: Int) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, CInt(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, CInt(column)))
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    func withUTF8<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        let bytes = sqlite3_column_text(handle, CInt(column))
        let count = Int(sqlite3_column_bytes(handle, CInt(column)))
        return try body(UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
    }

    func value(_ column: Int) -> SQLValue {
        switch sqlite3_column_type(handle, CInt(column)) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(real(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .blob(blob(column))
        default: .null
        }
    }
}
