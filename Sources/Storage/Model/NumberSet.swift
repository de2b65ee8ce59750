// SPDX-License-Identifier: EUPL-1.2

/// Integers as one bound value: a statement has the same short text however many there are.
public struct NumberSet: Sendable, Hashable {
    /// For SQLite's `is_in_numbers`: ascending, eight bytes each in the machine's order.
    private let bytes: [UInt8]
    /// For PostgreSQL: `{1,2,3}`.
    private let list: String

    public init(_ numbers: Set<Int64>) {
        let sorted = numbers.sorted()
        bytes = sorted.withUnsafeBytes { Array($0) }
        list = "{" + sorted.map { String($0) }.joined(separator: ",") + "}"
    }

    /// Holds where the column holds one of them; NULL where it is NULL (or false, where there are none).
    ///
    /// Asked row by row: no index is entered by it on SQLite.
    public func holds(_ column: SQL) -> SQL {
        let values = SQLValue.blob(bytes)
        return """
            \(sqlite: "is_in_numbers(\(column), \(values))", postgresql: "\(column) = ANY(CAST(\(list) AS BIGINT[]))")
            """
    }
}
