// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CQL2
import Storage
import Wire

/// A value of a filter with what it is, as far as the engines have to know.
enum FilterOperand {
    case text(SQL)
    case number(SQL)
    /// 0 or 1.
    case truth(SQL)
    case time(FilterMoment)
    /// JSON text on SQLite, `jsonb` on PostgreSQL.
    case list(SQL)

    var sql: SQL {
        switch self {
        case .text(let sql), .number(let sql), .truth(let sql), .list(let sql): sql
        case .time(let moment): moment.sql
        }
    }

    var words: Words {
        switch self {
        case .text: Words("ein Text", "a text")
        case .number: Words("eine Zahl", "a number")
        case .truth: Words("wahr oder falsch", "true or false")
        case .time: Words("eine Zeit", "a time")
        case .list: Words("eine Liste", "a list")
        }
    }
}

extension SQL {
    /// A text that PostgreSQL takes for one wherever it stands.
    init(filterText text: String) {
        self = "\(sqlite: "\(text)", postgresql: "CAST(\(text) AS TEXT)")"
    }

    /// Texts are ordered by their code points on both engines.
    static let byCodePoint: SQL = "\(sqlite: "", postgresql: " COLLATE \"C\"")"
}

extension FeatureFilter {
    func operand(_ node: FilterExpression) throws(FilterFault) -> FilterOperand {
        switch node.kind {
        case .text(let text):
            guard !text.utf8.contains(0) else {
                throw FilterFault(
                    at: node.place, german: "ein Text enthält U+0000", english: "a text holds U+0000")
            }
            return .text(SQL(filterText: text))
        case .number(let number):
            if let whole = number.integer { return .number("\(whole)") }
            return .number("\(number.double)")
        case .truth(let truth): return .truth(truth ? "1" : "0")
        case .date(let day): return .time(.day(day))
        case .timestamp(let instant): return .time(.instant(instant))
        case .property(let name): return try operand(try self.field(name, node))
        case .list: return .list(try list(node))
        case .function(let name, _): throw Self.unknown(function: name, node)
        case .operation(let operation, let arguments):
            if operation.group == .character { return .text(try text(operation, arguments[0])) }
            if operation.group == .arithmetic { return .number(try calculated(operation, arguments)) }
        case .geometry, .box, .interval, .unbounded: break
        }
        throw FilterFault(
            at: node.place, german: "hier steht ein einzelner Wert", english: "a single value belongs here")
    }

    private func operand(_ field: FeatureField) throws(FilterFault) -> FilterOperand {
        let column = collection.relation.column(field.column)
        return switch field.type {
        case .text: .text(column)
        case .integer, .real: .number(column)
        case .boolean: .truth(column)
        case .date, .dateTime, .instant: .time(.column(column, field.type))
        case .json: .list("\(sqlite: column, postgresql: "CAST(\(column) AS JSONB)")")
        }
    }

    /// A comparison; `node` is where a fault of it is told.
    func compare(
        _ operation: FilterOperator, _ left: FilterOperand, _ right: FilterOperand, _ node: FilterExpression
    ) throws(FilterFault) -> SQL {
        let sign = SQL(verbatim: operation.rawValue)
        switch (left, right) {
        case (.text(let left), .text(let right)):
            let order: SQL = operation == .equal || operation == .unequal ? "" : .byCodePoint
            return "(\(left) \(sign) \(right)\(order))"
        case (.number(let left), .number(let right)), (.truth(let left), .truth(let right)),
            (.truth(let left), .number(let right)), (.number(let left), .truth(let right)):
            return "(\(left) \(sign) \(right))"
        case (.time(let left), .time(let right)): return try compare(operation, left, right, node)
        case (.time(let left), .text):
            // GDAL writes times as plain texts
            guard case .text(let text) = node.kind, let right = FilterMoment(text) else { break }
            return try compare(operation, left, right, node)
        default: break
        }
        let (german, english) = (left.words.german, left.words.english)
        throw FilterFault(
            at: node.place, german: "\(german) wird hier mit etwas anderem verglichen: \(right.words.german)",
            english: "\(english) is compared with something else here: \(right.words.english)")
    }

    // MARK: Texts

    private func text(_ operation: FilterOperator, _ node: FilterExpression) throws(FilterFault) -> SQL {
        guard case .text(let inner) = try operand(node) else {
            throw FilterFault(
                at: node.place, german: "CASEI und ACCENTI nehmen einen Text", english: "CASEI and ACCENTI take a text")
        }
        return Self.folded(operation, inner)
    }

    private static func folded(_ operation: FilterOperator, _ text: SQL) -> SQL {
        if operation == .caseInsensitive { return "lower(\(text))" }
        let plain: SQL = "regexp_replace(normalize(\(text), NFD), '[\\u0300-\\u036f]', '', 'g')"
        return "\(sqlite: "unaccented(\(text))", postgresql: plain)"
    }

    /// `%` is any text, `_` one character, `\` takes the next as it is.
    func like(_ node: FilterExpression, _ pattern: FilterExpression) throws(FilterFault) -> SQL {
        guard case .text(let text) = try operand(node) else {
            throw FilterFault(at: node.place, german: "LIKE vergleicht Texte", english: "LIKE compares texts")
        }
        var folds: [FilterOperator] = []
        var inner = pattern
        while case .operation(let operation, let arguments) = inner.kind {
            folds.append(operation)
            inner = arguments[0]
        }
        guard case .text(let shape) = inner.kind, !shape.utf8.contains(0) else {
            throw FilterFault(
                at: inner.place, german: "hier steht ein Muster in '…'", english: "a pattern in '…' belongs here")
        }
        var globs = ""
        var likes = ""
        var isTaken = false
        for scalar in shape.unicodeScalars {
            if !isTaken, scalar == "\\" {
                isTaken = true
                continue
            }
            switch scalar {
            case "%" where !isTaken: globs += "*"
            case "_" where !isTaken: globs += "?"
            case "*", "?", "[": globs += "[\(scalar)]"
            default: globs.unicodeScalars.append(scalar)
            }
            if "\\%_".unicodeScalars.contains(scalar), isTaken || scalar == "\\" { likes += "\\" }
            likes.unicodeScalars.append(scalar)
            isTaken = false
        }
        if isTaken { (globs, likes) = (globs + "\\", likes + "\\\\") }
        var (glob, liked) = (SQL(filterText: globs), SQL(filterText: likes))
        for fold in folds.reversed() { (glob, liked) = (Self.folded(fold, glob), Self.folded(fold, liked)) }
        return "(\(sqlite: "\(text) GLOB \(glob)", postgresql: "\(text) LIKE \(liked) ESCAPE '\\'"))"
    }

    // MARK: Numbers

    /// In double precision; what has no result, such as a division by zero, is unknown.
    private func calculated(_ operation: FilterOperator, _ arguments: [FilterExpression]) throws(FilterFault) -> SQL {
        var parts: [SQL] = []
        for argument in arguments {
            guard case .number(let sql) = try operand(argument) else {
                throw FilterFault(at: argument.place, german: "hier steht eine Zahl", english: "a number belongs here")
            }
            parts.append("CAST(\(sql) AS DOUBLE PRECISION)")
        }
        let (left, right) = (parts[0], parts[1])
        switch operation {
        case .divided: return "(\(left) / NULLIF(\(right), 0))"
        case .wholeDivided: return "trunc(\(left) / NULLIF(\(right), 0))"
        case .remainder:
            let exact: SQL = "mod(CAST(\(left) AS NUMERIC), CAST(NULLIF(\(right), 0) AS NUMERIC))"
            return """
                \(sqlite: "mod(\(left), NULLIF(\(right), 0))", postgresql: "CAST(\(exact) AS DOUBLE PRECISION)")
                """
        case .power:
            return """
                (SELECT CASE WHEN (p.a = 0 AND p.b < 0) OR (p.a < 0 AND p.b <> trunc(p.b)) THEN NULL \
                ELSE power(p.a, p.b) END FROM (SELECT \(left) AS a, \(right) AS b) AS p)
                """
        default: return "(\(left) \(SQL(verbatim: operation.rawValue)) \(right))"
        }
    }
}
