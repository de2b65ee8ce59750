// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport

/// Reads tokens one by one and counts what the limits bound.
struct TokenReader {
    let option: String
    let limits: Limits
    let bytes: [UInt8]
    private let tokens: [Token]
    private(set) var index = 0
    private var nodes = 0
    private var depth = 0

    init(_ bytes: [UInt8], option: String, limits: Limits) throws(QueryFault) {
        self.option = option
        self.limits = limits
        self.bytes = bytes
        tokens = try Lexer.tokens(of: bytes, option: option)
    }

    var current: Token { tokens[index] }
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }
    var position: Int { current.start + 1 }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    mutating func consume(_ mark: Character) -> Bool {
        guard case .mark(let byte) = current.kind, byte == mark.asciiValue else { return false }
        advance()
        return true
    }

    mutating func expect(_ mark: Character, _ purpose: String) throws(QueryFault) {
        guard consume(mark) else { throw unexpected("'\(mark)' \(purpose)") }
    }

    mutating func expectEnd() throws(QueryFault) {
        guard current.kind == .end else { throw unexpected("the end of the option") }
    }

    /// Counts a node of the syntax tree.
    mutating func count() throws(QueryFault) {
        nodes += 1
        guard nodes <= limits.maximumQueryNodes else {
            throw .limit(
                option, position, "the query has more than \(limits.maximumQueryNodes) parts (setting max-query-nodes)")
        }
    }

    mutating func enter() throws(QueryFault) {
        depth += 1
        guard depth <= limits.maximumQueryDepth else {
            throw .limit(
                option, position, "nested deeper than \(limits.maximumQueryDepth) levels (setting max-query-depth)")
        }
    }

    mutating func leave() { depth -= 1 }

    func unexpected(_ expected: String) -> QueryFault {
        .malformed(option, position, "\(expected) is expected, not \(current.text)")
    }

    /// The text between two byte offsets.
    func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    var lastEnd: Int { index == 0 ? 0 : tokens[index - 1].end }
}

/// Recursive descent over the tokens of an expression, with OData's precedence.
enum ExpressionParser {
    static func parse(_ reader: inout TokenReader) throws(QueryFault) -> Expression {
        try binary(&reader, minimum: 1)
    }

    private static func binary(_ reader: inout TokenReader, minimum: Int) throws(QueryFault) -> Expression {
        var left = try unary(&reader)
        while case .name(let name) = reader.current.kind {
            let position = reader.position
            if name == "in", minimum <= 4 {
                reader.advance()
                left = .membership(left, try list(&reader), position: position)
                continue
            }
            guard let operation = BinaryOperator(rawValue: name), operation.precedence >= minimum else { return left }
            try reader.count()
            reader.advance()
            let right = try binary(&reader, minimum: operation.precedence + 1)
            left = .binary(operation, left, right, position: position)
        }
        return left
    }

    private static func unary(_ reader: inout TokenReader) throws(QueryFault) -> Expression {
        let position = reader.position
        if case .name("not") = reader.current.kind {
            try reader.count()
            try reader.enter()
            reader.advance()
            let operand = try unary(&reader)
            reader.leave()
            return .not(operand, position: position)
        }
        if reader.consume("-") {
            try reader.count()
            try reader.enter()
            let operand = try unary(&reader)
            reader.leave()
            return .negated(operand, position: position)
        }
        return try primary(&reader)
    }

    private static func primary(_ reader: inout TokenReader) throws(QueryFault) -> Expression {
        try reader.count()
        let token = reader.current
        let position = reader.position
        if reader.consume("(") {
            try reader.enter()
            let inner = try binary(&reader, minimum: 1)
            try reader.expect(")", "to close the bracket")
            reader.leave()
            return inner
        }
        let literal: Literal
        switch token.kind {
        case .string(let value): literal = .string(value)
        case .integer(let value): literal = .integer(value)
        case .real(let value): literal = .real(value)
        case .instant(let value): literal = .instant(value)
        case .interval(let value): literal = .interval(value)
        case .duration(let value): literal = .duration(value)
        case .geography(let value): literal = .geography(value)
        case .name("true"): literal = .boolean(true)
        case .name("false"): literal = .boolean(false)
        case .name("null"): literal = .null
        case .name(let name):
            if case .mark(UInt8(ascii: "(")) = reader.following.kind { return try call(name, &reader) }
            return try pathOrLambda(&reader)
        default: throw reader.unexpected("a property, a literal, a function or a bracket")
        }
        reader.advance()
        return .literal(literal, position: position)
    }

    private static func call(_ name: String, _ reader: inout TokenReader) throws(QueryFault) -> Expression {
        let position = reader.position
        guard let function = Function(rawValue: name) else {
            throw .malformed(reader.option, position, "there is no function '\(name)'; known are \(Self.names)")
        }
        reader.advance()
        reader.advance()
        try reader.enter()
        var arguments: [Expression] = []
        if !reader.consume(")") {
            repeat { arguments.append(try binary(&reader, minimum: 1)) } while reader.consume(",")
            try reader.expect(")", "or ',' after an argument of \(name)")
        }
        reader.leave()
        let arity = function.arity
        guard arity.contains(arguments.count) else {
            let expected = arity.count == 1 ? "\(arity.lowerBound)" : "\(arity.lowerBound) or \(arity.upperBound)"
            throw .malformed(
                reader.option, position, "\(name) takes \(expected) arguments, \(arguments.count) are given")
        }
        return .call(function, arguments, position: position)
    }

    private static func list(_ reader: inout TokenReader) throws(QueryFault) -> [Expression] {
        try reader.expect("(", "with the values of 'in'")
        var elements: [Expression] = []
        repeat {
            guard case .literal = try peekLiteral(&reader, into: &elements) else {
                throw reader.unexpected("a literal")
            }
        } while reader.consume(",")
        try reader.expect(")", "or ',' after a value of 'in'")
        return elements
    }

    private static func peekLiteral(
        _ reader: inout TokenReader, into elements: inout [Expression]
    ) throws(QueryFault) -> Expression {
        let start = reader
        let element = try primary(&reader)
        guard case .literal = element else {
            reader = start
            return element
        }
        elements.append(element)
        return element
    }

    /// A path, or `Datastreams/any(d: d/name eq 'x')` (OData 4.0 URL conventions §5.1.1.10).
    private static func pathOrLambda(_ reader: inout TokenReader) throws(QueryFault) -> Expression {
        var path = try path(&reader)
        guard let last = path.segments.last, ["any", "all"].contains(last.name), path.segments.count > 1,
            reader.consume("(")
        else { return .path(path) }
        path.segments.removeLast()
        try reader.enter()
        guard case .name(let variable) = reader.current.kind else { throw reader.unexpected("the name of a variable") }
        reader.advance()
        try reader.expect(":", "after the variable")
        let condition = try binary(&reader, minimum: 1)
        try reader.expect(")", "to close '\(last.name)'")
        reader.leave()
        return .quantified(path, variable: variable, condition, isAll: last.name == "all")
    }

    /// `Thing/name`, `properties/a/b`, `result[0]`.
    static func path(_ reader: inout TokenReader) throws(QueryFault) -> PropertyPath {
        var segments: [PropertyPath.Segment] = []
        repeat {
            let position = reader.position
            switch reader.current.kind {
            case .name(let name): segments.append(.init(name: name, position: position))
            case .integer(let index) where !segments.isEmpty:
                segments.append(.init(name: String(index), position: position))
            default: throw reader.unexpected("a name")
            }
            reader.advance()
            while reader.consume("[") {
                guard case .integer(let index) = reader.current.kind, index >= 0 else {
                    throw reader.unexpected("the number of an element, from 0")
                }
                segments.append(.init(name: String(index), position: reader.position))
                reader.advance()
                try reader.expect("]", "after the number of an element")
            }
        } while reader.consume("/")
        return PropertyPath(segments: segments)
    }

    private static let names = Function.allCases.map(\.rawValue).joined(separator: ", ")
}
