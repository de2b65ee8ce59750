// SPDX-License-Identifier: EUPL-1.2

/// The two SQL dialects behind the seam.
public enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite, postgresql
}

/// A piece of SQL whose interpolation can only bind values, nest other pieces or quote identifiers.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
        /// A bind position that each run of a prepared statement fills; numbered from 0.
        case parameter(Int)
        indirect case dialects(sqlite: SQL, postgresql: SQL)
    }

    var parts: [Part]

    public init(stringLiteral value: String) {
        parts = [.text(value)]
    }

    public init(stringInterpolation: Interpolation) {
        parts = stringInterpolation.parts
    }

    /// Verbatim SQL text; for text that the program itself composed, never for anything that came in from outside.
    public init(verbatim text: String) {
        parts = [.text(text)]
    }

    public struct Interpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            parts.append(.value(value.sqlValue))
        }

        /// Binds a value or NULL.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            parts.append(.value(value.sqlValue))
        }

        /// Nests another piece.
        public mutating func appendInterpolation(_ sql: SQL) {
            parts.append(contentsOf: sql.parts)
        }

        /// Quotes an identifier (table or column name); a quote inside is doubled, NUL is dropped.
        public mutating func appendInterpolation(identifier: String) {
            parts.append(.text(SQL.quoted(identifier)))
        }

        /// Binds a list, as `?, ?, ?`; an empty list becomes `NULL` (which no comparison matches).
        public mutating func appendInterpolation(list values: [some SQLBindable]) {
            if values.isEmpty { parts.append(.text("NULL")) }
            for (index, value) in values.enumerated() {
                if index > 0 { parts.append(.text(", ")) }
                parts.append(.value(value.sqlValue))
            }
        }

        /// A bind position for a prepared statement, numbered from 0; values beside it stay the same in each run.
        public mutating func appendInterpolation(parameter index: Int) {
            parts.append(.parameter(index))
        }

        /// A dialect piece: the visible place where the two engines differ (counted by a test).
        public mutating func appendInterpolation(sqlite: SQL, postgresql: SQL) {
            parts.append(.dialects(sqlite: sqlite, postgresql: postgresql))
        }
    }

    static func quoted(_ identifier: String) -> String {
        var text = "\""
        for scalar in identifier.unicodeScalars where scalar.value != 0 {
            if scalar == "\"" { text.unicodeScalars.append("\"") }
            text.unicodeScalars.append(scalar)
        }
        text += "\""
        return text
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.parts.append(contentsOf: right.parts)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.parts.append(contentsOf: right.parts)
    }

    /// Statement text and arguments for one dialect: `?n` on SQLite, `$n` on PostgreSQL, both counted from 1.
    ///
    /// Positions that each run fills come first, the arguments after them.
    public func rendered(for dialect: SQLDialect) -> (text: String, arguments: [SQLValue]) {
        if parts.count == 1, case .text(let whole) = parts[0] { return (whole, []) }
        var text = ""
        text.reserveCapacity(512)
        var arguments: [SQLValue] = []
        render(into: &text, arguments: &arguments, after: parameterCount(for: dialect), dialect: dialect)
        return (text, arguments)
    }

    private func parameterCount(for dialect: SQLDialect) -> Int {
        var count = 0
        for part in parts {
            switch part {
            case .text, .value: continue
            case .parameter(let index): count = max(count, index + 1)
            case .dialects(let sqlite, let postgresql):
                let chosen = dialect == .sqlite ? sqlite : postgresql
                count = max(count, chosen.parameterCount(for: dialect))
            }
        }
        return count
    }

    private func render(
        into text: inout String, arguments: inout [SQLValue], after parameters: Int, dialect: SQLDialect
    ) {
        for part in parts {
            switch part {
            case .text(let literal):
                text += literal
            case .value(let value):
                arguments.append(value)
                text += dialect == .sqlite ? "?" : "$"
                text += String(parameters + arguments.count)
                if dialect == .postgresql, case .json = value { text += "::jsonb" }
            case .parameter(let index):
                text += dialect == .sqlite ? "?" : "$"
                text += String(index + 1)
            case .dialects(let sqlite, let postgresql):
                let chosen = dialect == .sqlite ? sqlite : postgresql
                chosen.render(into: &text, arguments: &arguments, after: parameters, dialect: dialect)
            }
        }
    }
}

extension Sequence where Element == SQL {
    /// The pieces with `separator` between them.
    public func joined(separator: SQL) -> SQL {
        var joined = SQL(verbatim: "")
        var isFirst = true
        for piece in self {
            if !isFirst { joined += separator }
            joined += piece
            isFirst = false
        }
        return joined
    }
}
