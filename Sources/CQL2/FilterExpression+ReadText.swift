// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Wire

extension FilterExpression {
    /// Reads a filter in CQL2 Text (OGC 21-065r2, Annex B).
    public init(text: String) throws(FilterFault) {
        guard text.utf8.count <= Self.maximumLength else {
            throw FilterFault(
                at: .character(1), german: "der Filter ist länger als \(Self.maximumLength) Bytes",
                english: "the filter is longer than \(Self.maximumLength) bytes")
        }
        var reader = try FilterTextReader(text: FilterText(text))
        self = try reader.filter().checkedFilter()
    }
}

/// Reads the grammar from the loosest binding to the tightest; each step takes a left operand already read.
struct FilterTextReader {
    typealias Node = FilterExpression

    var text: FilterText
    private var depth = 0

    init(text: FilterText) { self.text = text }

    mutating func filter() throws(FilterFault) -> Node {
        if text.token == .end {
            throw fault("der Filter ist leer", "the filter is empty")
        }
        let whole = try disjunction()
        guard text.token == .end else {
            throw fault(
                "hier endet die Bedingung; mit AND oder OR geht es weiter",
                "the condition ends here; AND or OR would continue it")
        }
        return whole
    }

    // MARK: Conditions

    mutating func disjunction(_ left: Node? = nil) throws(FilterFault) -> Node {
        let first = try conjunction(left)
        var parts = [first]
        while try take("OR") { parts.append(try conjunction()) }
        return parts.count == 1 ? first : try Node(.operation(.or, parts), at: first.place)
    }

    private mutating func conjunction(_ left: Node? = nil) throws(FilterFault) -> Node {
        let first = try negation(left)
        var parts = [first]
        while try take("AND") { parts.append(try negation()) }
        return parts.count == 1 ? first : try Node(.operation(.and, parts), at: first.place)
    }

    private mutating func negation(_ left: Node? = nil) throws(FilterFault) -> Node {
        let place = text.place
        guard left == nil, try take("NOT") else { return try predicate(left) }
        return try Node(.operation(.not, [try predicate()]), at: place)
    }

    private mutating func predicate(_ left: Node? = nil) throws(FilterFault) -> Node {
        let first = try sum(left)
        if case .sign(let sign) = text.token, ["=", "<>", "<", ">", "<=", ">="].contains(sign),
            let operation = FilterOperator(rawValue: sign)
        {
            try text.advance()
            return try Node(.operation(operation, [first, try sum()]), at: first.place)
        }
        if try take("IS") {
            let isNegated = try take("NOT")
            guard try take("NULL") else { throw fault("hinter IS fehlt NULL", "NULL is missing after IS") }
            return try negated(isNegated, .isNull, [first])
        }
        let place = text.place
        let isNegated = try take("NOT")
        if try take("LIKE") { return try negated(isNegated, .like, [first, try sum()]) }
        if try take("BETWEEN") {
            let low = try sum()
            guard try take("AND") else {
                throw fault("BETWEEN a AND b: das AND fehlt", "BETWEEN a AND b: the AND is missing")
            }
            return try negated(isNegated, .between, [first, low, try sum()])
        }
        if try take("IN") {
            let start = text.place
            try expect("(")
            let members = try list(start)
            return try negated(isNegated, .isIn, [first, members])
        }
        if isNegated {
            throw FilterFault(
                at: place, german: "hinter NOT fehlt LIKE, BETWEEN oder IN; sonst steht NOT vor der Bedingung",
                english: "LIKE, BETWEEN or IN is missing after NOT; else NOT goes before the condition")
        }
        return first
    }

    private func negated(_ isNegated: Bool, _ operation: FilterOperator, _ arguments: [Node]) throws(FilterFault)
        -> Node
    {
        let condition = try Node(.operation(operation, arguments), at: arguments[0].place)
        return isNegated ? try Node(.operation(.not, [condition]), at: condition.place) : condition
    }

    // MARK: Arithmetic

    mutating func sum(_ left: Node? = nil) throws(FilterFault) -> Node {
        var whole = try product(left)
        while case .sign(let sign) = text.token, sign == "+" || sign == "-" {
            try text.advance()
            whole = try Node(.operation(sign == "+" ? .plus : .minus, [whole, try product()]), at: whole.place)
        }
        return whole
    }

    private mutating func product(_ left: Node? = nil) throws(FilterFault) -> Node {
        var whole = try power(left)
        while let operation = try multiplication() {
            whole = try Node(.operation(operation, [whole, try power()]), at: whole.place)
        }
        return whole
    }

    private mutating func multiplication() throws(FilterFault) -> FilterOperator? {
        if try take("DIV") { return .wholeDivided }
        guard case .sign(let sign) = text.token, ["*", "/", "%"].contains(sign) else { return nil }
        try text.advance()
        return FilterOperator(rawValue: sign)
    }

    private mutating func power(_ left: Node? = nil) throws(FilterFault) -> Node {
        let base = try factor(left)
        guard text.token == .sign("^") else { return base }
        try text.advance()
        return try Node(.operation(.power, [base, try factor()]), at: base.place)
    }

    /// A sign belongs to a number; before all else it multiplies by -1.
    private mutating func factor(_ left: Node? = nil) throws(FilterFault) -> Node {
        if let left { return left }
        guard case .sign(let sign) = text.token, sign == "-" || sign == "+" else { return try primary() }
        let place = text.place
        try text.advance()
        if case .number(let number) = text.token {
            try text.advance()
            return try Node(.number(sign == "-" ? JSONNumber(literal: "-" + number.literal) : number), at: place)
        }
        guard sign == "-" else { throw fault("hinter + fehlt eine Zahl", "a number is missing after +") }
        let minusOne = try Node(.number(JSONNumber(-1 as Int64)), at: place)
        return try Node(.operation(.times, [minusOne, try primary()]), at: place)
    }

    // MARK: Operands

    private mutating func primary() throws(FilterFault) -> Node {
        let place = text.place
        switch text.token {
        case .text(let value):
            try text.advance()
            return try Node(.text(value), at: place)
        case .number(let value):
            try text.advance()
            return try Node(.number(value), at: place)
        case .name(let name):
            try text.advance()
            return try Node(.property(name), at: place)
        case .sign("("):
            try text.advance()
            return try bracket(place)
        case .word(let word): return try self.word(word, place)
        case .sign(let sign):
            throw fault("vor \"\(sign)\" fehlt ein Wert", "a value is missing before \"\(sign)\"")
        case .end: throw fault("am Ende fehlt ein Wert", "a value is missing at the end")
        }
    }

    private mutating func word(_ word: String, _ place: FilterFault.Place) throws(FilterFault) -> Node {
        let upper = word.uppercased()
        let start = text.start
        if upper == "TRUE" || upper == "FALSE" {
            try text.advance()
            return try Node(.truth(upper == "TRUE"), at: place)
        }
        guard !FilterText.reserved.contains(upper) else {
            throw fault(
                "vor \(upper) fehlt ein Wert; eine Eigenschaft dieses Namens steht in \"…\"",
                "a value is missing before \(upper); a property of that name is written in \"…\"")
        }
        try text.advance()
        if FilterText.geometries.contains(upper), let geometry = try geometry(from: start) {
            return try Node(.geometry(geometry), at: place)
        }
        guard text.token == .sign("(") else { return try Node(.property(word), at: place) }
        try text.advance()
        return try nested { reader throws(FilterFault) in
            switch upper {
            case "DATE": return try Node(.date(try reader.day(try reader.onlyText())), at: place)
            case "TIMESTAMP": return try Node(.timestamp(try reader.instant(try reader.onlyText())), at: place)
            case "INTERVAL": return try reader.interval(place)
            case "BBOX": return try reader.box(place)
            default: return try reader.call(word, place)
            }
        }
    }

    private mutating func call(_ name: String, _ place: FilterFault.Place) throws(FilterFault) -> Node {
        let operation = FilterOperator.called(name)
        let takesLists = operation == nil || operation?.group == .array
        var arguments: [Node] = []
        if text.token != .sign(")") {
            repeat {
                arguments.append(try takesLists ? element() : disjunction())
            } while try takeSign(",")
        }
        try expect(")")
        guard let operation else { return try Node(.function(name, arguments), at: place) }
        return try Node(operation: operation, arguments, at: place)
    }

    /// Behind a bracket: what it holds, or the list when there is more than one.
    private mutating func bracket(_ place: FilterFault.Place) throws(FilterFault) -> Node {
        try nested { reader throws(FilterFault) in
            if try reader.takeSign(")") { return try Node(.list([]), at: place) }
            let first = try reader.disjunction()
            guard try reader.takeSign(",") else {
                try reader.expect(")")
                return first
            }
            return try reader.list(place, first)
        }
    }

    /// Behind a bracket: a list, also of one.
    private mutating func list(_ place: FilterFault.Place, _ first: Node? = nil) throws(FilterFault) -> Node {
        try nested { reader throws(FilterFault) in
            var members = first.map { [$0] } ?? []
            if first == nil, try reader.takeSign(")") { return try Node(.list([]), at: place) }
            repeat { members.append(try reader.element()) } while try reader.takeSign(",")
            try reader.expect(")")
            return try Node(.list(members), at: place)
        }
    }

    /// An operand of an array function or a member of a list: brackets make a list unless the expression goes on.
    private mutating func element() throws(FilterFault) -> Node {
        let place = text.place
        guard try takeSign("(") else { return try disjunction() }
        let members = try list(place)
        if text.token == .sign(",") || text.token == .sign(")") { return members }
        guard case .list(let parts) = members.kind, parts.count == 1 else { return members }
        return try disjunction(parts[0])
    }

    // MARK: Times, boxes, geometries

    private mutating func onlyText() throws(FilterFault) -> String {
        guard case .text(let value) = text.token else {
            throw fault("hier steht ein Text in '…'", "a text in '…' belongs here")
        }
        return value
    }

    /// The day of the text at hand, and the bracket behind it.
    private mutating func day(_ value: String) throws(FilterFault) -> String {
        guard FilterTime.isDay(value) else { throw FilterTime.fault(at: text.place) }
        try text.advance()
        try expect(")")
        return value
    }

    private mutating func instant(_ value: String) throws(FilterFault) -> Instant {
        guard let instant = FilterTime.instant(value) else { throw FilterTime.fault(at: text.place) }
        try text.advance()
        try expect(")")
        return instant
    }

    private mutating func interval(_ place: FilterFault.Place) throws(FilterFault) -> Node {
        let start = try bound()
        guard try takeSign(",") else {
            throw fault("INTERVAL hat zwei Enden", "INTERVAL has two ends")
        }
        let end = try bound()
        try expect(")")
        return try Node(.interval(start, end), at: place)
    }

    private mutating func bound() throws(FilterFault) -> Node {
        guard case .text(let value) = text.token else { return try sum() }
        let place = text.place
        try text.advance()
        return try FilterTime.bound(value, at: place)
    }

    private mutating func box(_ place: FilterFault.Place) throws(FilterFault) -> Node {
        var numbers: [JSONNumber] = []
        repeat {
            guard case .number(let number) = try factor().kind else {
                throw fault("BBOX hat vier oder sechs Zahlen", "BBOX has four or six numbers")
            }
            numbers.append(number)
        } while try takeSign(",")
        try expect(")")
        return try Node(box: numbers, at: place)
    }

    /// Well-known text from its first letter to its last bracket; nil when the word is a property.
    private mutating func geometry(from start: Int) throws(FilterFault) -> GeometryValue? {
        if case .word(let tag) = text.token, tag.uppercased() == "Z" { try text.advance() }
        guard text.token == .sign("(") else { return nil }
        var open = 0
        var index = text.start
        repeat {
            if text.scalars[index] == "(" { open += 1 }
            if text.scalars[index] == ")" { open -= 1 }
            index += 1
        } while open > 0 && index < text.scalars.count
        let geometry: GeometryValue
        do throws(GeometryError) {
            geometry = try GeometryValue(wkt: text.string(start..<index))
        } catch {
            // only letters of ASCII stand in well-known text, up to its fault
            var place = start
            if case .offset(let offset) = error.place { place += offset }
            throw FilterFault(
                at: .character(place + 1), german: "kein WKT: \(error.message)", english: "no WKT: \(error.message)")
        }
        try text.skip(to: index)
        return geometry
    }

    // MARK: Pieces

    private mutating func nested<Value>(_ body: (inout Self) throws(FilterFault) -> Value) throws(FilterFault) -> Value
    {
        depth += 1
        guard depth <= Node.maximumDepth else {
            throw fault(
                "tiefer verschachtelt als \(Node.maximumDepth) Stufen; den Filter flacher schreiben",
                "nested deeper than \(Node.maximumDepth) levels; write the filter flatter")
        }
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func take(_ word: String) throws(FilterFault) -> Bool {
        guard case .word(let found) = text.token, found.uppercased() == word else { return false }
        try text.advance()
        return true
    }

    private mutating func takeSign(_ sign: String) throws(FilterFault) -> Bool {
        guard text.token == .sign(sign) else { return false }
        try text.advance()
        return true
    }

    private mutating func expect(_ sign: String) throws(FilterFault) {
        guard try takeSign(sign) else { throw fault("\"\(sign)\" fehlt", "\"\(sign)\" is missing") }
    }

    private func fault(_ german: String, _ english: String) -> FilterFault {
        FilterFault(at: text.place, german: german, english: english)
    }
}
