// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// What an expression stands for, as far as its form tells.
private enum Sort {
    case truth, text, pattern, number, scalar, geometry, time, bound, list, any

    var words: Words {
        switch self {
        case .truth: Words("eine Bedingung", "a condition")
        case .text: Words("ein Text", "a text")
        case .pattern: Words("ein Muster in '…'", "a pattern in '…'")
        case .number: Words("eine Zahl", "a number")
        case .scalar: Words("ein einzelner Wert", "a single value")
        case .geometry: Words("eine Geometrie", "a geometry")
        case .time: Words("eine Zeit oder Zeitspanne", "a time or an interval")
        case .bound: Words("ein Tag, ein Zeitpunkt oder '..'", "a day, an instant or '..'")
        case .list: Words("eine Liste in Klammern", "a list in brackets")
        case .any: Words("ein Wert", "a value")
        }
    }
}

extension FilterExpression {
    /// Checks that the whole is true or false and that each operator has what it takes.
    func checkedFilter() throws(FilterFault) -> FilterExpression {
        try check(.truth)
        return self
    }

    private func check(_ sort: Sort) throws(FilterFault) {
        guard isA(sort) else { throw misplaced(sort) }
        switch kind {
        case .operation(let operation, let arguments): try Self.check(operation, arguments)
        case .function(_, let arguments), .list(let arguments):
            for argument in arguments { try argument.check(.any) }
        case .interval(let start, let end):
            try start.check(.bound)
            try end.check(.bound)
        default: break
        }
    }

    private static func check(_ operation: FilterOperator, _ arguments: [FilterExpression]) throws(FilterFault) {
        switch operation {
        case .like:
            try arguments[0].check(.text)
            try arguments[1].check(.pattern)
        case .isIn:
            try arguments[0].check(.scalar)
            guard case .list(let members) = arguments[1].kind, !members.isEmpty else {
                throw FilterFault(
                    at: arguments[1].place, german: "hinter IN fehlt eine Liste wie ('a', 'b')",
                    english: "a list such as ('a', 'b') is missing after IN")
            }
            for member in members { try member.check(.scalar) }
        case .isNull: try arguments[0].check(.any)
        default:
            let sort: Sort =
                switch operation.group {
                case .logic: .truth
                case .comparison: .scalar
                case .character: .text
                case .arithmetic: .number
                case .spatial: .geometry
                case .temporal: .time
                case .array: .list
                }
            for argument in arguments { try argument.check(sort) }
        }
    }

    private func isA(_ sort: Sort) -> Bool {
        switch kind {
        case .function: sort != .pattern
        case .property: sort != .truth && sort != .pattern
        case .text: sort == .text || sort == .scalar || sort == .any || sort == .pattern
        case .number: sort == .number || sort == .scalar || sort == .any
        case .truth: sort == .truth || sort == .scalar || sort == .any
        case .geometry, .box: sort == .geometry || sort == .any
        case .date, .timestamp: sort == .time || sort == .bound || sort == .scalar || sort == .any
        case .interval: sort == .time || sort == .any
        case .unbounded: sort == .bound
        case .list: sort == .list || sort == .any
        case .operation(let operation, let arguments):
            switch operation.group {
            case .character:
                sort == .text || sort == .scalar || sort == .any
                    || (sort == .pattern && arguments[0].isA(.pattern))
            case .arithmetic: sort == .number || sort == .scalar || sort == .any
            default: sort == .truth || sort == .any
            }
        }
    }

    private func misplaced(_ sort: Sort) -> FilterFault {
        if sort == .truth, case .property(let name) = kind {
            return FilterFault(
                at: place, german: "\"\(name)\" allein ist keine Bedingung; etwa \"\(name)\" = TRUE schreiben",
                english: "\"\(name)\" alone is no condition; write for instance \"\(name)\" = TRUE")
        }
        return FilterFault(
            at: place, german: "hier steht \(sort.words.german)", english: "\(sort.words.english) belongs here")
    }
}
