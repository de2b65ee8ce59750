// SPDX-License-Identifier: EUPL-1.2

/// A database engine: many concurrent readers, one writer whose waiting bodies share a transaction (group commit).
///
/// Bodies are synchronous and run on the engine's own threads, never on the cooperative pool.
public protocol StorageEngine: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` on a reader with one consistent snapshot; writing in it throws.
    ///
    /// A costly read waits for the lane of costly ones and may be refused with `StorageError.busy`.
    func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T

    /// Runs `body` in a transaction and returns after it is durable; an error rolls back just this body.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T

    /// As `write`, without keeping other programs from writing meanwhile: for tables that nobody else uses yet.
    ///
    /// On SQLite, where one writes at a time, it is the same as `write`.
    func writeAside<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T

    /// Where the data live, without secrets: a file's path or `postgres://host/database`.
    var location: String { get }

    /// Bytes on disk, where the engine can tell.
    func sizeInBytes() async throws -> Int64

    /// Nil when writes work; otherwise what stands in the way (full disk, read-only file, no server).
    func writeProbe() async -> StorageError?

    /// Nil while the place of the data is as it should be; otherwise what endangers the next writes, as far as a look at
    /// it tells that costs microseconds: the file was deleted or replaced, the disk has less room left than is reserved.
    func standing() -> StorageError?

    /// Tells `listener` what each write has announced: once it is durable, in the order of the writes.
    ///
    /// It is called on the writer's thread, once a write, and must return at once.
    func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void)

    /// Tells other processes of the writes from now on, or learns of theirs; it replaces an earlier relay.
    func relay(through relay: any AnnouncementRelay)

    /// Closes all connections after running work has ended; nil when all that was written is where it belongs. Idempotent.
    @discardableResult
    func close() async -> StorageError?
}

extension StorageEngine {
    public func standing() -> StorageError? { nil }
}

extension StorageEngine {
    /// Runs a cheap read.
    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await read(.cheap, body)
    }

    public func writeAside<T: Sendable>(
        _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        try await write(body)
    }
}

/// Something a write has changed, as the rest of the process learns of it; each room has its own.
public protocol StorageAnnouncement: Sendable {}

/// One connection inside a `read` or `write` body; must not leave it.
public protocol StorageConnection: AnyObject {
    var dialect: SQLDialect { get }

    /// Runs one statement and returns the number of changed rows.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Calls `body` for each row until it returns false; the row is valid only inside the call.
    func forEachRow(_ sql: SQL, _ body: (any StorageRow) throws -> Bool) throws

    /// Prepares a statement with `\(parameter: 0)`… positions that each run fills; values that it holds beside them are
    /// the same in each run. Valid inside this body only.
    func prepare(_ sql: SQL) throws -> any StorageStatement

    /// Inserts many rows the engine's fastest way (COPY, inserts of many rows); a conflict fails the whole body.
    ///
    /// `append` puts the next row's values at the end of a list, in `columns` order, until it returns false. Returns the
    /// number of rows.
    @discardableResult
    func bulkInsert(
        into table: String, columns: [String], append: (inout [SQLValue]) throws -> Bool
    ) throws -> Int

    /// What this transaction has announced; nil where nobody listens, so that there is no need to gather it.
    var announcements: [any StorageAnnouncement]? { get set }
}

extension StorageConnection {
    /// As the other one, with rows as lists of their own: `next` returns them until nil.
    @discardableResult
    public func bulkInsert(
        into table: String, columns: [String], next: () throws -> [SQLValue]?
    ) throws -> Int {
        try bulkInsert(into: table, columns: columns) { (values: inout [SQLValue]) throws -> Bool in
            guard let row = try next() else { return false }
            values.append(contentsOf: row)
            return true
        }
    }

    /// Announces what the write has changed; it is told when the write is durable, and never if it is taken back.
    public func announce(_ change: @autoclosure () -> any StorageAnnouncement) {
        if announcements != nil { announcements?.append(change()) }
    }
}

/// A prepared statement.
public protocol StorageStatement: AnyObject {
    /// Runs it with these arguments and returns the number of changed rows.
    @discardableResult
    func run(_ arguments: [SQLValue]) throws -> Int

    /// Calls `body` for each row until it returns false.
    func forEachRow(_ arguments: [SQLValue], _ body: (any StorageRow) throws -> Bool) throws
}

/// A row under the cursor; columns are numbered from 0.
public protocol StorageRow {
    var columnCount: Int { get }
    func columnName(_ column: Int) -> String
    func isNull(_ column: Int) -> Bool
    /// The integer in a column; 0 for NULL.
    func integer(_ column: Int) -> Int64
    /// The number in a column; 0 for NULL.
    func real(_ column: Int) -> Double
    /// The text in a column (JSON too); empty for NULL.
    func text(_ column: Int) -> String
    /// The bytes of a blob; empty for NULL.
    func blob(_ column: Int) -> [UInt8]
    /// Calls `body` with the UTF-8 bytes of a text column without copying; valid inside the call only.
    func withUTF8<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T
    /// The value with the type the engine reports.
    func value(_ column: Int) -> SQLValue
}

extension StorageRow {
    public func integerIfPresent(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    public func realIfPresent(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }
    public func textIfPresent(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    public func blobIfPresent(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }
    public func bool(_ column: Int) -> Bool { integer(column) != 0 }
}

extension StorageConnection {
    /// All rows, each turned into a value.
    public func rows<T>(_ sql: SQL, _ make: (any StorageRow) throws -> T) throws -> [T] {
        var all: [T] = []
        try forEachRow(sql) { row in
            all.append(try make(row))
            return true
        }
        return all
    }

    /// The first row as a value, or nil.
    public func firstRow<T>(_ sql: SQL, _ make: (any StorageRow) throws -> T) throws -> T? {
        var found: T?
        try forEachRow(sql) { row in
            found = try make(row)
            return false
        }
        return found
    }

    /// The integer in the first column of the first row, or nil.
    public func integer(_ sql: SQL) throws -> Int64? {
        try firstRow(sql) { $0.integerIfPresent(0) } ?? nil
    }

    /// The key that a statement returns for the row it wrote (`RETURNING id`): the integer in the first column of the first row.
    /// - Throws: `StorageError.statement` when it returned none, and what the statement throws.
    public func key(_ sql: SQL) throws -> Int64 {
        guard let key = try integer(sql) else {
            throw StorageError.statement(message: "no key was returned", sql: "RETURNING")
        }
        return key
    }

    /// The text in the first column of the first row, or nil.
    public func text(_ sql: SQL) throws -> String? {
        try firstRow(sql) { $0.textIfPresent(0) } ?? nil
    }
}
