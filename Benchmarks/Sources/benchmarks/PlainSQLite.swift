// SPDX-License-Identifier: EUPL-1.2
import CSQLite

/// SQLite through its C interface and nothing else: what the baselines measure.
///
/// The table, its key, the journal mode and the sync level are those of Allmende's embedded file.
final class PlainSQLite {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let handle: OpaquePointer
    private var insertStatement: OpaquePointer?

    init(path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
            throw Failure(description: "cannot open \(path)")
        }
        handle = opened
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA cache_size = -16000")
    }

    deinit {
        sqlite3_finalize(insertStatement)
        sqlite3_close(handle)
    }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(description: String(cString: sqlite3_errmsg(handle)) + " in " + sql)
        }
    }

    func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw Failure(description: String(cString: sqlite3_errmsg(handle)) + " in " + sql)
        }
        return statement
    }

    func createObservationTable() throws {
        try run(
            """
            CREATE TABLE observation (
                datastream_id INTEGER NOT NULL, phenomenon_time INTEGER NOT NULL, id INTEGER NOT NULL,
                phenomenon_duration INTEGER, result REAL, result_time INTEGER, feature_id INTEGER, result_json TEXT,
                extra TEXT, PRIMARY KEY (datastream_id, phenomenon_time, id)) WITHOUT ROWID
            """)
        insertStatement = try prepare(
            """
            INSERT INTO observation (datastream_id, phenomenon_time, id, phenomenon_duration, result, feature_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
    }

    func insert(datastream: Int64, time: Int64, id: Int64, duration: Int64, result: Double) throws {
        guard let insertStatement else { throw Failure(description: "no table") }
        sqlite3_bind_int64(insertStatement, 1, datastream)
        sqlite3_bind_int64(insertStatement, 2, time)
        sqlite3_bind_int64(insertStatement, 3, id)
        sqlite3_bind_int64(insertStatement, 4, duration)
        sqlite3_bind_double(insertStatement, 5, result)
        sqlite3_bind_int64(insertStatement, 6, datastream)
        let code = sqlite3_step(insertStatement)
        sqlite3_reset(insertStatement)
        guard code == SQLITE_DONE else { throw Failure(description: String(cString: sqlite3_errmsg(handle))) }
    }

    /// Steps through the rows of a query, reading its columns as numbers; returns the number of rows and a checksum.
    func scan(_ sql: String) throws -> (rows: Int, sum: Double) {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        let columns = sqlite3_column_count(statement)
        var (rows, sum) = (0, 0.0)
        while sqlite3_step(statement) == SQLITE_ROW {
            for column in 0..<columns { sum += sqlite3_column_double(statement, column) }
            rows += 1
        }
        return (rows, sum)
    }

    func integer(_ sql: String) throws -> Int64 {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        return sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0
    }
}
