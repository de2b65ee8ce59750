// SPDX-License-Identifier: EUPL-1.2
import GRDBSQLite

/// What `NumberSet` asks of SQLite.
enum NumberSetFunction {
    /// Defines `is_in_numbers(number, numbers)` on one connection: 1 or 0, NULL where the number is none.
    static func define(_ connection: OpaquePointer?) {
        sqlite3_create_function_v2(
            connection, "is_in_numbers", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, _, values in NumberSetFunction.answer(context, values?[0], values?[1]) }, nil, nil, nil)
    }

    private static func answer(_ context: OpaquePointer?, _ number: OpaquePointer?, _ numbers: OpaquePointer?) {
        guard sqlite3_value_type(number) == SQLITE_INTEGER else { return sqlite3_result_null(context) }
        let wanted = sqlite3_value_int64(number)
        let start = sqlite3_value_blob(numbers)
        var (low, high) = (0, Int(sqlite3_value_bytes(numbers)) / 8)
        while let start, low < high {
            let middle = (low + high) / 2
            let found = start.loadUnaligned(fromByteOffset: middle * 8, as: Int64.self)
            if found == wanted { return sqlite3_result_int(context, 1) }
            if found < wanted { low = middle + 1 } else { high = middle }
        }
        sqlite3_result_int(context, 0)
    }
}
