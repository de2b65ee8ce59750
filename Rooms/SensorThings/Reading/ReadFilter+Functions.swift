// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage
import Wire

extension ReadFilter {
    /// Microseconds from 0001-01-01 to 1970-01-01: makes all times of the interface positive.
    private static let shift: SQL = "62135596800000000"

    mutating func call(
        _ function: Function, _ arguments: [Expression], _ position: Int, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> ReadOperand {
        switch function {
        case .now:
            asksForNow = true
            return .time(.init(start: "\(now.microseconds)"))
        case .mindatetime: return .time(.init(start: "\(Instant.minimum.microseconds)"))
        case .maxdatetime: return .time(.init(start: "\(Instant.maximum.microseconds)"))
        case .substringof, .endswith, .startswith, .length, .indexof, .substring, .tolower, .toupper, .trim, .concat:
            return try string(function, arguments, scope, bindings)
        case .round, .floor, .ceiling:
            let value = try number(arguments[0], scope, bindings, function.rawValue).sql
            let real: SQL = "CAST(\(value) AS DOUBLE PRECISION)"
            switch function {
            case .floor: return .number("floor(\(real))", isNullable: true)
            case .ceiling: return .number("ceil(\(real))", isNullable: true)
            default:
                // halves away from zero on both engines
                return .number("trunc(\(real) + 0.5 * sign(\(real)))", isNullable: true)
            }
        case .geoDistance, .geoLength, .geoIntersects, .equalsGeometry, .disjoint, .touches, .within, .overlapsGeometry,
            .crosses, .intersects, .contains, .relate:
            return try spatial(function, arguments, position, scope, bindings)
        case .before, .after, .meets, .during, .overlaps, .starts, .finishes:
            let first = try time(arguments[0], scope, bindings, function.rawValue)
            let second = try time(arguments[1], scope, bindings, function.rawValue)
            return .truth(temporal(function, first, second))
        default:
            let value = try time(arguments[0], scope, bindings, function.rawValue)
            return date(function, value)
        }
    }

    private mutating func string(
        _ function: Function, _ arguments: [Expression], _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> ReadOperand {
        let name = function.rawValue
        let first = try text(arguments[0], scope, bindings, name)
        switch function {
        case .length: return .number("length(\(first))", isNullable: true)
        case .tolower: return .text("lower(\(first))", isNullable: true)
        case .toupper: return .text("upper(\(first))", isNullable: true)
        case .trim: return .text("trim(\(first))", isNullable: true)
        case .substring:
            let start = try index(arguments[1])
            guard arguments.count == 3 else { return .text("substr(\(first), \(start + 1))", isNullable: true) }
            let length = try index(arguments[2])
            return .text("substr(\(first), \(start + 1), \(length))", isNullable: true)
        default: break
        }
        let second = try text(arguments[1], scope, bindings, name)
        switch function {
        case .substringof: return .truth("(\(place(of: first, in: second)) > 0)")
        case .indexof: return .number("(\(place(of: second, in: first)) - 1)", isNullable: true)
        case .startswith: return .truth("(substr(\(first), 1, length(\(second))) = \(second))")
        case .endswith:
            let tail: SQL = "substr(\(first), length(\(first)) - length(\(second)) + 1)"
            return .truth("(length(\(first)) >= length(\(second)) AND \(tail) = \(second))")
        default: return .text("(\(first) || \(second))", isNullable: true)
        }
    }

    /// Characters from 1, 0 when it is not there.
    private func place(of needle: SQL, in text: SQL) -> SQL {
        "\(sqlite: "instr(\(text), \(needle))", postgresql: "strpos(\(text), \(needle))")"
    }

    /// Verbatim, so that PostgreSQL sees a plain integer.
    private func index(_ expression: Expression) throws(QueryFault) -> IndexLiteral {
        guard case .literal(.integer(let value), _) = expression, value >= 0, value < 1_000_000_000 else {
            throw fault(expression.position, "substring takes whole numbers from 0")
        }
        return IndexLiteral(value: Int32(value))
    }

    private func date(_ function: Function, _ time: ReadOperand.Time) -> ReadOperand {
        let at = time.start
        let shifted: SQL = "(\(at) + \(Self.shift))"
        switch function {
        case .year: return .number(field("%Y", "YEAR", at), isNullable: true)
        case .month: return .number(field("%m", "MONTH", at), isNullable: true)
        case .day: return .number(field("%d", "DAY", at), isNullable: true)
        case .hour: return .number("(\(shifted) / 3600000000 % 24)", isNullable: true)
        case .minute: return .number("(\(shifted) / 60000000 % 60)", isNullable: true)
        case .second: return .number("(\(shifted) / 1000000 % 60)", isNullable: true)
        case .fractionalseconds: return .number("(\(shifted) % 1000000 / 1000000.0)", isNullable: true)
        case .totaloffsetminutes: return .number("(\(at) * 0)", isNullable: true)
        case .date:
            let midnight: SQL = "(\(shifted) / 86400000000 * 86400000000 - \(Self.shift))"
            return .time(.init(start: midnight, isNullable: time.isNullable))
        default: return .duration("(\(shifted) % 86400000000)")
        }
    }

    private func field(_ format: SQL, _ name: SQL, _ at: SQL) -> SQL {
        let seconds: SQL = "((\(at) + \(Self.shift)) / 1000000 - 62135596800)"
        let part: SQL = """
            \(sqlite: "CAST(strftime('\(format)', \(seconds), 'unixepoch') AS INTEGER)",
              postgresql: "CAST(EXTRACT(\(name) FROM to_timestamp(\(seconds)) AT TIME ZONE 'UTC') AS BIGINT)")
            """
        let (first, last) = (Instant.minimum.microseconds, Instant.maximum.microseconds)
        return "(CASE WHEN \(at) >= \(first) AND \(at) <= \(last) THEN \(part) END)"
    }

    /// Allen's relations as FROST names them.
    private func temporal(_ function: Function, _ first: ReadOperand.Time, _ second: ReadOperand.Time) -> SQL {
        switch function {
        case .before: before(first, second)
        case .after: before(second, first)
        case .meets: "(\(first.last) = \(second.start) OR \(second.last) = \(first.start))"
        case .during: within(first, second)
        case .overlaps: overlap(first, second)
        case .starts: "(\(first.start) = \(second.start))"
        default: "(\(first.last) = \(second.last))"
        }
    }

    /// The first lies wholly in the second; what begins at the end of a half-open interval does not.
    private func within(_ first: ReadOperand.Time, _ second: ReadOperand.Time) -> SQL {
        guard let end = second.end else {
            return "(\(first.start) = \(second.start) AND \(first.last) = \(second.start))"
        }
        let closing: SQL = second.endIsIncluded ? "<=" : "<"
        return "(\(first.start) >= \(second.start) AND \(first.start) \(closing) \(end) AND \(first.last) <= \(end))"
    }

    /// They share a moment.
    private func overlap(_ first: ReadOperand.Time, _ second: ReadOperand.Time) -> SQL {
        // an instant lies in the half-open interval that begins with it
        let left: SQL = second.end != nil && !second.endIsIncluded ? "<" : "<="
        let right: SQL = first.end != nil && !first.endIsIncluded ? "<" : "<="
        return """
            ((\(first.start) \(left) \(second.last) AND \(second.start) \(right) \(first.last)) \
            OR \(first.start) = \(second.start))
            """
    }
}

/// A whole number that is written into the statement.
private struct IndexLiteral {
    var value: Int32
    static func + (left: IndexLiteral, right: Int32) -> IndexLiteral { IndexLiteral(value: left.value + right) }
}

extension SQL.Interpolation {
    fileprivate mutating func appendInterpolation(_ index: IndexLiteral) {
        appendLiteral(String(index.value))
    }
}
