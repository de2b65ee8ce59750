// SPDX-License-Identifier: EUPL-1.2

/// A statement whose text is composed once; its arguments come with each run.
///
/// For what runs with every request: composing the text anew costs more than finding the prepared statement.
public struct FixedSQL: Sendable {
    private let sqlite: SQL
    private let postgresql: SQL

    /// Takes a statement with `\(parameter: 0)`… in place of its values.
    public init(_ sql: SQL) {
        sqlite = SQL(verbatim: sql.rendered(for: .sqlite).text)
        postgresql = SQL(verbatim: sql.rendered(for: .postgresql).text)
    }

    func text(for dialect: SQLDialect) -> SQL { dialect == .sqlite ? sqlite : postgresql }
}

extension StorageConnection {
    /// Runs the statement with these arguments and returns the number of changed rows.
    @discardableResult
    public func execute(_ fixed: FixedSQL, _ arguments: [SQLValue] = []) throws -> Int {
        try prepare(fixed.text(for: dialect)).run(arguments)
    }

    /// The first row as a value, or nil.
    public func firstRow<T>(
        _ fixed: FixedSQL, _ arguments: [SQLValue], _ make: (any StorageRow) throws -> T
    ) throws -> T? {
        var found: T?
        try prepare(fixed.text(for: dialect)).forEachRow(arguments) { row in
            found = try make(row)
            return false
        }
        return found
    }
}

/// A statement that finds something by a key of several integers, composed once for one engine and all keys.
public struct KeyedSQL: Sendable {
    private let text: SQL
    private let arguments: [SQLValue]
    /// Which part of the key stands at which argument.
    private let places: [(argument: Int, part: Int)]

    /// Takes what composes the statement for a key of `parts` integers.
    public init(parts: Int, for dialect: SQLDialect, _ make: ([Int64]) -> SQL) {
        let first = make([Int64](repeating: 0, count: parts)).rendered(for: dialect)
        text = SQL(verbatim: first.text)
        arguments = first.arguments
        places = (0..<parts).flatMap { part in
            var key = [Int64](repeating: 0, count: parts)
            key[part] = 1
            let other = make(key).rendered(for: dialect).arguments
            return first.arguments.indices.filter { first.arguments[$0] != other[$0] }.map { ($0, part) }
        }
    }

    /// Calls `body` for each row of the key until it returns false.
    public func forEachRow(
        _ key: [Int64], on connection: any StorageConnection, _ body: (any StorageRow) throws -> Bool
    ) throws {
        var values = arguments
        for place in places { values[place.argument] = .integer(key[place.part]) }
        try connection.prepare(text).forEachRow(values, body)
    }
}
