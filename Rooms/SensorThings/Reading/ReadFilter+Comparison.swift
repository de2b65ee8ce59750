// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

extension ReadFilter {
    /// `eq`: of the same type, or of a value that each row types; null equals null only.
    func equal(_ left: ReadOperand, _ right: ReadOperand, _ position: Int) throws(QueryFault) -> SQL {
        switch (left, right) {
        case (.null, .null): return "TRUE"
        case (let value, .null), (.null, let value): return isNull(value)
        case (.text(let first, _), .text(let second, _)): return "(\(first) = \(second))"
        case (.number(let first, _), .number(let second, _)): return "(\(first) = \(second))"
        case (.duration(let first), .duration(let second)): return "(\(first) = \(second))"
        case (.truth(let first), .truth(let second)):
            return "(CASE WHEN \(first) THEN 1 ELSE 0 END = CASE WHEN \(second) THEN 1 ELSE 0 END)"
        case (.time(let first), .time(let second)):
            if first.end == nil, second.end == nil { return "(\(first.start) = \(second.start))" }
            return "(\(first.start) = \(second.start) AND \(first.last) = \(second.last))"
        case (.dynamic(let value), .truth(let condition)), (.truth(let condition), .dynamic(let value)):
            return "(\(value.truth) = CASE WHEN \(condition) THEN 1 ELSE 0 END)"
        case (.dynamic(let first), .dynamic(let second)):
            return
                "(\(first.number) = \(second.number) OR \(first.text) = \(second.text) OR \(first.truth) = \(second.truth))"
        default:
            if let pieces = dynamicPieces(left, right) { return compare(pieces, "=") }
            throw mismatch(left, right, position)
        }
    }

    /// `lt`, `le`, `gt`, `ge`.
    func order(
        _ operation: BinaryOperator, _ left: ReadOperand, _ right: ReadOperand, _ position: Int
    ) throws(QueryFault) -> SQL {
        let symbol: SQL =
            switch operation {
            case .lt: "<"
            case .le: "<="
            case .gt: ">"
            default: ">="
            }
        switch (left, right) {
        case (.null, _), (_, .null): return "FALSE"
        case (.text(let first, _), .text(let second, _)): return "(\(first) \(symbol) \(second))"
        case (.number(let first, _), .number(let second, _)): return "(\(first) \(symbol) \(second))"
        case (.duration(let first), .duration(let second)): return "(\(first) \(symbol) \(second))"
        case (.time(let first), .time(let second)):
            switch operation {
            case .lt: return before(first, second)
            case .gt: return before(second, first)
            case .le:
                return first.end == nil
                    ? "(\(first.start) <= \(second.start))"
                    : "(\(first.start) <= \(second.start) AND \(first.last) <= \(second.last))"
            default:
                return second.end == nil
                    ? "(\(first.start) >= \(second.start))"
                    : "(\(first.start) >= \(second.start) AND \(first.last) >= \(second.last))"
            }
        case (.dynamic(let first), .dynamic(let second)):
            return "(\(first.number) \(symbol) \(second.number) OR \(first.text) \(symbol) \(second.text))"
        default:
            if let pieces = dynamicPieces(left, right) { return compare(pieces, symbol) }
            throw mismatch(left, right, position)
        }
    }

    /// The first ends before or when the second begins, and begins before it.
    func before(_ first: ReadOperand.Time, _ second: ReadOperand.Time) -> SQL {
        guard let end = first.end else { return "(\(first.start) < \(second.start))" }
        let meets: SQL = first.endIsIncluded ? "<" : "<="
        return "(\(first.start) < \(second.start) AND \(end) \(meets) \(second.start))"
    }

    private func compare(_ pieces: [(SQL, SQL)], _ symbol: SQL) -> SQL {
        let comparisons = pieces.map { pair -> SQL in "\(pair.0) \(symbol) \(pair.1)" }
        return "(\(comparisons.joined(separator: " OR ")))"
    }

    /// What to compare when one side's type is known: a number, a text; a text that holds a number compares with both.
    private func dynamicPieces(_ left: ReadOperand, _ right: ReadOperand) -> [(SQL, SQL)]? {
        switch (left, right) {
        case (.dynamic(let value), .number(let number, _)): [(value.number, number)]
        case (.number(let number, _), .dynamic(let value)): [(number, value.number)]
        case (.dynamic(let value), .text(let text, _)):
            [(value.text, text)] + (quotedNumber(text).map { [(value.number, $0)] } ?? [])
        case (.text(let text, _), .dynamic(let value)):
            [(text, value.text)] + (quotedNumber(text).map { [($0, value.number)] } ?? [])
        default: nil
        }
    }

    /// Clients quote numbers (`result gt '5'`).
    private func quotedNumber(_ text: SQL) -> SQL? {
        let arguments = text.rendered(for: .sqlite).arguments
        guard arguments.count == 1, case .text(let literal) = arguments[0], let number = Double(literal),
            number.isFinite
        else { return nil }
        return "\(number)"
    }

    private func isNull(_ value: ReadOperand) -> SQL {
        switch value {
        case .text(let sql, _), .number(let sql, _), .duration(let sql): "(\(sql) IS NULL)"
        // a comparison with a null value is false, not null
        case .truth: "FALSE"
        case .time(let time): "(\(time.start) IS NULL)"
        case .dynamic(let value): "(\(value.isNull))"
        case .null: "TRUE"
        }
    }

    private func mismatch(_ left: ReadOperand, _ right: ReadOperand, _ position: Int) -> QueryFault {
        fault(position, "\(left.typeName) cannot be compared with \(right.typeName)")
    }

    mutating func arithmetic(
        _ operation: BinaryOperator, _ left: ReadOperand, _ right: ReadOperand, _ position: Int
    ) throws(QueryFault) -> ReadOperand {
        if left.isTemporal || right.isTemporal {
            // so many stay within the 64 bits of a time
            timeAdditions += 1
            guard timeAdditions <= 20 else {
                throw .limit(option, position, "more than 20 additions of times and durations")
            }
        }
        switch (operation, left, right) {
        case (.add, .time(let time), .duration(let length)), (.add, .duration(let length), .time(let time)):
            return .time(time.shifted { "(\($0) + \(length))" })
        case (.sub, .time(let time), .duration(let length)):
            return .time(time.shifted { "(\($0) - \(length))" })
        case (.sub, .time(let first), .time(let second)): return .duration("(\(first.start) - \(second.start))")
        case (.add, .duration(let first), .duration(let second)): return .duration("(\(first) + \(second))")
        case (.sub, .duration(let first), .duration(let second)): return .duration("(\(first) - \(second))")
        default: break
        }
        guard let first = numeric(left), let second = numeric(right) else {
            throw fault(
                position, "'\(operation.rawValue)' takes numbers, these are \(left.typeName) and \(right.typeName)")
        }
        let left: SQL = "CAST(\(first) AS DOUBLE PRECISION)"
        let right: SQL = "CAST(\(second) AS DOUBLE PRECISION)"
        let pair: SQL = "(SELECT \(left) AS a, \(right) AS b LIMIT 1) AS q"
        switch operation {
        case .add: return .number(floating(left, "+", right, pair), isNullable: true)
        case .sub: return .number(floating(left, "-", right, pair), isNullable: true)
        case .mul: return .number(floating(left, "*", right, pair), isNullable: true)
        case .div: return .number(floating(left, "/", right, pair), isNullable: true)
        default:
            // what has lost its units has no remainder
            let remainder: SQL = """
                (SELECT CASE WHEN abs(q.a) < 1e15 AND abs(q.b) < 1e15 AND abs(q.b) > 1e-15 \
                THEN q.a - q.b * trunc(q.a / q.b) END FROM \(pair))
                """
            return .number(remainder, isNullable: true)
        }
    }

    /// Floating point as IEEE 754 has it: PostgreSQL would fail where a result is too large or too small.
    private func floating(_ left: SQL, _ symbol: String, _ right: SQL, _ pair: SQL) -> SQL {
        let sign = SQL(verbatim: symbol)
        func divisor(_ sql: SQL) -> SQL { symbol == "/" ? "NULLIF(\(sql), 0)" : sql }
        let exact: SQL = """
            (SELECT CASE WHEN n.v = 'NaN' THEN NULL WHEN n.v > 1.7976931348623157e308 THEN 'Infinity' \
            WHEN n.v < -1.7976931348623157e308 THEN '-Infinity' WHEN abs(n.v) < 2.3e-308 THEN 0 \
            ELSE CAST(n.v AS DOUBLE PRECISION) END \
            FROM (SELECT CAST(q.a AS NUMERIC) \(sign) CAST(\(divisor("q.b")) AS NUMERIC) AS v OFFSET 0) AS n)
            """
        let isSafe: SQL =
            symbol == "+" || symbol == "-"
            ? "abs(q.a) < 8e307 AND abs(q.b) < 8e307"
            : "(q.a = 0 OR abs(q.a) BETWEEN 1e-150 AND 1e150) AND (q.b = 0 OR abs(q.b) BETWEEN 1e-150 AND 1e150)"
        let guarded: SQL = """
            (SELECT CASE WHEN \(isSafe) THEN q.a \(sign) \(divisor("q.b")) ELSE \(exact) END FROM \(pair))
            """
        return "\(sqlite: "(\(left) \(sign) \(divisor(right)))", postgresql: guarded)"
    }

    private func numeric(_ operand: ReadOperand) -> SQL? {
        switch operand {
        case .number(let sql, _): sql
        case .dynamic(let value): value.number
        default: nil
        }
    }
}
