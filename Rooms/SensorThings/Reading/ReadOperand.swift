// SPDX-License-Identifier: EUPL-1.2
import Storage

/// A compiled value with its type; what can be NULL says so.
enum ReadOperand {
    case text(SQL, isNullable: Bool)
    case number(SQL, isNullable: Bool)
    /// A condition.
    case truth(SQL)
    case time(Time)
    /// Microseconds.
    case duration(SQL)
    /// Typed by each row: the value as number, text and truth (0 or 1), each NULL when it is another type.
    case dynamic(Dynamic)
    case null

    /// A time: from `start` to `end`; an instant has no end of its own.
    struct Time {
        var start: SQL
        var end: SQL?
        /// The end belongs to it (a Datastream's range); else it does not (intervals).
        var endIsIncluded = false
        var isNullable = false
        var last: SQL { end ?? start }

        /// The same time moved, with its end.
        func shifted(_ move: (SQL) -> SQL) -> Time {
            Time(start: move(start), end: end.map(move), endIsIncluded: endIsIncluded, isNullable: isNullable)
        }
    }

    struct Dynamic {
        var number: SQL
        var text: SQL
        var truth: SQL
        var isNull: SQL
        /// The whole as text, for an order; nil for a member.
        var document: SQL?
    }

    /// A time or a duration.
    var isTemporal: Bool {
        switch self {
        case .time, .duration: true
        default: false
        }
    }

    var typeName: String {
        switch self {
        case .text: "a string"
        case .number: "a number"
        case .truth: "true or false"
        case .time: "a time"
        case .duration: "a duration"
        case .dynamic: "a value"
        case .null: "null"
        }
    }
}

extension ReadOperand.Dynamic {
    /// A JSON node; `node` is JSON text on SQLite and jsonb on PostgreSQL.
    init(node: SQL) {
        // what a Double cannot hold is none: 1e400
        let digits: SQL = "CAST(\(node) AS NUMERIC)"
        number = """
            \(sqlite: """
              (CASE WHEN json_type(\(node)) IN ('integer', 'real') AND abs(CAST(\(node) ->> '$' AS REAL)) < 1e308 \
              THEN CAST(\(node) ->> '$' AS REAL) END)
              """,
              postgresql: """
              (CASE WHEN jsonb_typeof(\(node)) = 'number' THEN CASE WHEN abs(\(digits)) < 1e-307 THEN 0 \
              WHEN abs(\(digits)) < 1e308 THEN CAST(\(node) AS DOUBLE PRECISION) END END)
              """)
            """
        text = """
            \(sqlite: "(CASE WHEN json_type(\(node)) = 'text' THEN \(node) ->> '$' END)",
              postgresql: "(CASE WHEN jsonb_typeof(\(node)) = 'string' THEN \(node) #>> '{}' END)")
            """
        truth = """
            \(sqlite: "(CASE json_type(\(node)) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)",
              postgresql: "(CASE \(node) WHEN 'true'::jsonb THEN 1 WHEN 'false'::jsonb THEN 0 END)")
            """
        isNull = """
            \(sqlite: "COALESCE(json_type(\(node)), 'null') = 'null'",
              postgresql: "COALESCE(jsonb_typeof(\(node)), 'null') = 'null'")
            """
    }

    /// An Observation's result: numbers in a column of their own, all else as JSON text.
    init(resultOf scope: ReadScope) {
        let json = scope.column("result_json")
        let node: SQL = "\(sqlite: json, postgresql: "CAST(\(json) AS JSONB)")"
        self.init(node: node)
        number = scope.column("result")
        isNull = "(\(scope.column("result")) IS NULL AND (\(json) IS NULL OR \(json) = 'null'))"
    }
}
