// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

extension FilterExpression {
    /// The filter in CQL2 Text; nil when a text in it cannot be written: one with `\` before a quote or at its end,
    /// or the name of a function that is no plain word.
    public var text: String? {
        var writer = FilterTextWriter()
        writer.write(self, within: 0)
        return writer.isWhole ? writer.text : nil
    }
}

private struct FilterTextWriter {
    var text = ""
    var isWhole = true

    /// Writes an expression, in brackets where what is around binds as tightly.
    mutating func write(_ node: FilterExpression, within strength: Int) {
        switch node.kind {
        case .text(let value): write(literal: value)
        case .number(let number): text += number.literal
        case .truth(let truth): text += truth ? "TRUE" : "FALSE"
        case .geometry(let geometry): text += geometry.wkt
        case .box(let numbers): text += "BBOX(" + numbers.map(\.literal).joined(separator: ", ") + ")"
        case .date(let day): text += "DATE('\(day)')"
        case .timestamp(let instant): text += "TIMESTAMP('\(FilterExpression.written(instant))')"
        case .interval(let start, let end):
            text += "INTERVAL("
            write(end: start)
            text += ", "
            write(end: end)
            text += ")"
        case .unbounded: text += "'..'"
        case .list(let members): write(list: members)
        case .property(let name): write(name: name)
        case .function(let name, let arguments):
            let isPlain =
                Self.isPlain(name) && FilterOperator.called(name) == nil
                && !FilterText.taken.contains(name.uppercased())
            if !isPlain { isWhole = false }
            text += name
            write(list: arguments)
        case .operation(let operation, let arguments):
            let needsBrackets = operation.strength <= strength && !operation.isCalled
            if needsBrackets { text += "(" }
            write(operation, arguments)
            if needsBrackets { text += ")" }
        }
    }

    private mutating func write(_ operation: FilterOperator, _ arguments: [FilterExpression]) {
        let strength = operation.strength
        switch operation {
        case .not:
            text += "NOT "
            write(arguments[0], within: strength)
        case .isNull:
            write(arguments[0], within: strength)
            text += " IS NULL"
        case .like, .between, .isIn:
            write(arguments[0], within: strength)
            text += " \(operation.rawValue.uppercased()) "
            write(arguments[1], within: strength)
            if operation == .between {
                text += " AND "
                write(arguments[2], within: strength)
            }
        case _ where operation.isCalled:
            text += operation.rawValue.uppercased()
            write(list: arguments)
        default:
            let sign = operation == .and || operation == .or ? operation.rawValue.uppercased() : operation.rawValue
            for (index, argument) in arguments.enumerated() {
                if index > 0 { text += " \(sign) " }
                // a sum or a product goes on at its left without brackets
                let goesOn = index == 0 && (strength == 5 || strength == 6)
                write(argument, within: goesOn ? strength - 1 : strength)
            }
        }
    }

    private mutating func write(list members: [FilterExpression]) {
        text += "("
        for (index, member) in members.enumerated() {
            if index > 0 { text += ", " }
            write(member, within: 0)
        }
        text += ")"
    }

    private mutating func write(end node: FilterExpression) {
        switch node.kind {
        case .date(let day): text += "'\(day)'"
        case .timestamp(let instant): text += "'\(FilterExpression.written(instant))'"
        default: write(node, within: 0)
        }
    }

    private mutating func write(literal value: String) {
        if value.hasSuffix("\\") || value.contains("\\'") { isWhole = false }
        text += "'" + value.replacing("'", with: "''") + "'"
    }

    private mutating func write(name: String) {
        text += Self.isPlain(name) ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// A word that is no word of the language.
    private static func isPlain(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        return scalars.first.map(FilterText.isNameStart) == true && scalars.allSatisfy(FilterText.isNamePart)
            && !FilterText.reserved.contains(name.uppercased())
    }
}
