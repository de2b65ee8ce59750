// SPDX-License-Identifier: EUPL-1.2
import Access
import SensorThingsModel
import Storage
import Wire

/// Compiles expressions to SQL against the metamodel: types are checked, values bound, rights kept on each relation.
///
/// A relation to one becomes `IN (SELECT …)`, one to many `EXISTS`; each comparison has its own.
struct ReadFilter {
    let reader: Reader
    let now: Instant
    let option: String
    private var aliases = 0
    /// The entities that `any` and `all` have named.
    private var variables: [String: ReadScope] = [:]
    /// How deep the SQL is nested where the compiler stands, in symbols that SQLite's parser keeps waiting.
    private var depth = 0
    /// Observations whose `Datastream/id` the comparison at hand reads from their own row.
    private var seriesReaders: Set<ReadScope> = []
    /// The comparison at hand asks for null: then `Datastream/id` is walked to, as there may be none.
    private var asksForNull = false
    /// The expression means the present: compiled once more it would say another moment.
    var asksForNow = false
    /// Additions of times and durations so far.
    var timeAdditions = 0

    /// Where a path has got to after its relations were walked.
    struct Binding {
        var scope: ReadScope
        var index: Int
    }

    init(reader: Reader, now: Instant, option: String) {
        self.reader = reader
        self.now = now
        self.option = option
    }

    func fault(_ position: Int, _ message: String) -> QueryFault { .malformed(option, position, message) }

    /// The expression as a condition.
    mutating func condition(_ expression: Expression, _ scope: ReadScope) throws(QueryFault) -> SQL {
        switch expression {
        case .binary(let operation, _, _, _) where operation.isLogical:
            try enter(3, expression)
            defer { depth -= 3 }
            var conditions: [SQL] = []
            for part in expression.chain(of: operation) { conditions.append(try condition(part, scope)) }
            return "(\(conditions.joined(separator: operation == .and ? " AND " : " OR ")))"
        case .not(let inner, _):
            try enter(2, expression)
            defer { depth -= 2 }
            return "((\(try condition(inner, scope))) IS NOT TRUE)"
        default:
            return try leaf(expression, scope, [:])
        }
    }

    /// Goes deeper; what SQLite's parser could not follow is refused on both engines alike.
    private mutating func enter(_ symbols: Int, _ expression: Expression) throws(QueryFault) {
        depth += symbols
        guard depth <= Self.maximumDepth else {
            throw .limit(
                option, expression.position,
                "relations, functions and operators are nested deeper than the databases can follow (max-query-depth)")
        }
    }

    /// SQLite's parser keeps at most 100 symbols waiting; the rest is for the statement around and for one operand.
    private static let maximumDepth = 66

    /// A comparison or call: walks the first relation that a path of it still has, then again.
    private mutating func leaf(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> SQL {
        let outerAsks = asksForNull
        asksForNull = Self.asksForNull(expression)
        defer { asksForNull = outerAsks }
        guard let path = firstRelation(expression, scope, bindings) else {
            let outer = seriesReaders
            seriesReaders = []
            defer { seriesReaders = outer }
            let condition = try truth(expression, scope, bindings)
            guard !seriesReaders.isEmpty else { return condition }
            let single = seriesReaders.map { $0.isOfSingleDatastream }.conjunction()
            return "(\(condition) AND \(single))"
        }
        let binding = binding(of: path, scope, bindings)
        let source = binding.scope
        guard let navigation = source.type.navigation(named: path.segments[binding.index].name) else {
            throw fault(path.position, "no such relation")
        }
        aliases += 1
        let target = ReadScope(type: navigation.target, alias: "f\(aliases)")
        let link = "l\(aliases)"
        var walked = bindings
        walked[path.position] = Binding(scope: target, index: binding.index + 1)
        let symbols = navigation.symbols
        try enter(symbols, expression)
        defer { depth -= symbols }
        let inner = try leaf(expression, scope, walked)
        let condition = related(source, navigation, target, link, inner, isSpatial: expression.isSpatial)
        guard asksForNull else { return condition }
        // what is not there is null
        let present = related(source, navigation, target, link, "TRUE", isSpatial: false)
        return "(\(condition) OR NOT \(present))"
    }

    private static func asksForNull(_ expression: Expression) -> Bool {
        guard case .binary(.eq, let left, let right, _) = expression else { return false }
        return [left, right].contains { side in
            if case .literal(.null, _) = side { true } else { false }
        }
    }

    /// Where a path begins: at the row, or at the entity of a variable.
    func binding(of path: PropertyPath, _ scope: ReadScope, _ bindings: [Int: Binding]) -> Binding {
        if let binding = bindings[path.position] { return binding }
        if let first = path.segments.first, let variable = variables[first.name] {
            return Binding(scope: variable, index: 1)
        }
        return Binding(scope: scope, index: 0)
    }

    /// `any` and `all`: walks the relations, then asks the condition of each entity.
    private mutating func quantified(
        _ path: PropertyPath, _ variable: String, _ condition: Expression, isAll: Bool, _ scope: ReadScope
    ) throws(QueryFault) -> SQL {
        let start = binding(of: path, scope, [:])
        guard start.index < path.segments.count else {
            throw fault(path.position, "name a relation before 'any' and 'all', as in Datastreams/any(d: …)")
        }
        var source = start.scope
        var steps: [(source: ReadScope, navigation: NavigationProperty, target: ReadScope, link: String)] = []
        for segment in path.segments[start.index...] {
            guard let navigation = source.type.navigation(named: segment.name) else {
                throw fault(segment.position, "\(source.type.rawValue) has no relation '\(segment.name)'")
            }
            aliases += 1
            let target = ReadScope(type: navigation.target, alias: "f\(aliases)")
            steps.append((source, navigation, target, "l\(aliases)"))
            source = target
        }
        let symbols = steps.reduce(isAll ? 4 : 0) { $0 + $1.navigation.symbols }
        try enter(symbols, .path(path))
        defer { depth -= symbols }
        let outer = variables[variable]
        variables[variable] = source
        var inner = try self.condition(condition, scope)
        variables[variable] = outer
        if isAll { inner = "((\(inner)) IS NOT TRUE)" }
        for step in steps.reversed() {
            inner = related(step.source, step.navigation, step.target, step.link, inner, isSpatial: false)
        }
        return isAll ? "((\(inner)) IS NOT TRUE)" : inner
    }

    /// Holds when one of the related entities that the reader may see meets the condition.
    private func related(
        _ source: ReadScope, _ navigation: NavigationProperty, _ target: ReadScope, _ link: String, _ inner: SQL,
        isSpatial: Bool
    ) -> SQL {
        let visible = navigation.isSeenThroughSource ? "TRUE" : target.isVisible(to: reader) ?? "TRUE"
        switch navigation.link {
        case .reference(let column):
            let ids: SQL = "SELECT \(target.column("id")) FROM \(target.source) WHERE \(visible) AND \(inner)"
            guard source.type == .observation, target.type == .featureOfInterest else {
                return "\(source.column(column)) IN (\(ids))"
            }
            // the key begins with the Datastream: only those that have observed such a feature
            return """
                (\(source.column("datastream_id")) IN \
                (SELECT df.datastream_id FROM datastream_feature df WHERE df.feature_id IN (\(ids))) \
                AND \(source.column(column)) IN (\(ids)))
                """
        case .children(let column):
            return """
                EXISTS (SELECT 1 FROM \(target.source) WHERE \(target.column(column)) = \(source.column("id")) \
                AND \(visible) AND \(inner))
                """
        case .through(let table, let from, let to) where isSpatial:
            // from the spatial index to the rows, not from each row to its place
            return """
                \(source.column("id")) IN (SELECT \(SQL(verbatim: "\(link).\(from)")) FROM \(target.source) \
                JOIN \(SQL(verbatim: table)) \(SQL(verbatim: link)) \
                ON \(SQL(verbatim: "\(link).\(to)")) = \(target.column("id")) WHERE \(visible) AND \(inner))
                """
        case .through(let table, let from, let to):
            return """
                EXISTS (SELECT 1 FROM \(SQL(verbatim: table)) \(SQL(verbatim: link)) JOIN \(target.source) \
                ON \(target.column("id")) = \(SQL(verbatim: "\(link).\(to)")) \
                WHERE \(SQL(verbatim: "\(link).\(from)")) = \(source.column("id")) AND \(visible) AND \(inner))
                """
        case .childrenByDatastream(let column):
            return """
                EXISTS (SELECT 1 FROM datastream_feature \(SQL(verbatim: link)) JOIN \(target.source) \
                ON \(target.column("datastream_id")) = \(SQL(verbatim: "\(link).datastream_id")) \
                WHERE \(SQL(verbatim: "\(link).feature_id")) = \(source.column("id")) \
                AND \(target.column(column)) = \(source.column("id")) AND \(visible) AND \(inner))
                """
        }
    }

    /// The first path of an expression that begins with a relation.
    func firstRelation(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) -> PropertyPath? {
        switch expression {
        case .path(let path):
            let binding = binding(of: path, scope, bindings)
            guard binding.index < path.segments.count else { return nil }
            let name = path.segments[binding.index].name
            guard let navigation = binding.scope.type.navigation(named: name) else { return nil }
            return isOwnColumn(path, binding, navigation) ? nil : path
        case .call(_, let arguments, _):
            return arguments.lazy.compactMap { firstRelation($0, scope, bindings) }.first
        case .binary(_, let left, let right, _):
            return firstRelation(left, scope, bindings) ?? firstRelation(right, scope, bindings)
        case .not(let inner, _), .negated(let inner, _), .membership(let inner, _, _):
            return firstRelation(inner, scope, bindings)
        case .literal, .quantified: return nil
        }
    }

    /// `Datastream/id` is the row's own column; only where the target's rights are the row's rights.
    func isOwnColumn(_ path: PropertyPath, _ binding: Binding, _ navigation: NavigationProperty) -> Bool {
        guard !asksForNull, !navigation.isToMany, path.segments.count == binding.index + 2 else { return false }
        let last = path.segments[binding.index + 1].name
        guard last == "id" || last == "@iot.id" else { return false }
        if navigation.target == .multiDatastream { return false }
        return reader.rights.seeAll || navigation.isSeenThroughSource
            || (binding.scope.type == .observation && navigation.target == .datastream)
    }

    /// Notes that the comparison at hand reads `Datastream/id` from the Observation's own row.
    mutating func noteSeriesReader(_ scope: ReadScope) { seriesReaders.insert(scope) }

    /// The expression as a value.
    mutating func operand(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> ReadOperand {
        let symbols = expression.symbols
        try enter(symbols, expression)
        defer { depth -= symbols }
        switch expression {
        case .literal(let literal, let position): return try literalOperand(literal, position)
        case .path(let path): return try pathOperand(path, scope, bindings)
        case .negated(let inner, let position):
            let value = try number(inner, scope, bindings, "'-'")
            _ = position
            return .number("(- \(value.sql))", isNullable: value.isNullable)
        case .not(let inner, _):
            let value = try truth(inner, scope, bindings)
            return .truth("((\(value)) IS NOT TRUE)")
        case .membership(let value, let elements, let position):
            var conditions: [SQL] = []
            let left = try operand(value, scope, bindings)
            let isIdentity = identityScope(value, scope, bindings)
            for element in elements {
                let right = try operand(element, scope, bindings)
                conditions.append(
                    try equality(left, right, position, identity: isIdentity, literal: element))
            }
            return .truth("(\(conditions.joined(separator: " OR ")))")
        case .binary(let operation, let left, let right, let position):
            switch operation {
            case .and, .or:
                var conditions: [SQL] = []
                for part in expression.chain(of: operation) { conditions.append(try truth(part, scope, bindings)) }
                return .truth("(\(conditions.joined(separator: operation == .and ? " AND " : " OR ")))")
            case .add, .sub, .mul, .div, .mod:
                return try arithmetic(
                    operation, try operand(left, scope, bindings), try operand(right, scope, bindings), position)
            case .eq:
                let first = try operand(left, scope, bindings)
                let second = try operand(right, scope, bindings)
                let identity = identityScope(left, scope, bindings)
                return .truth(try equality(first, second, position, identity: identity, literal: right))
            case .ne:
                let first = try operand(left, scope, bindings)
                let second = try operand(right, scope, bindings)
                let equal = try equality(first, second, position, identity: nil, literal: right)
                return .truth("((\(equal)) IS NOT TRUE)")
            case .gt, .ge, .lt, .le:
                if let condition = try within(operation, left, right, scope, bindings) { return .truth(condition) }
                let first = try operand(left, scope, bindings)
                let second = try operand(right, scope, bindings)
                return .truth(try order(operation, first, second, position))
            }
        case .quantified(let path, let variable, let condition, let isAll):
            return .truth(try quantified(path, variable, condition, isAll: isAll, scope))
        case .call(let function, let arguments, let position):
            return try call(function, arguments, position, scope, bindings)
        }
    }

    /// The Observation scope when the expression is its id.
    private func identityScope(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) -> ReadScope? {
        guard case .path(let path) = expression else { return nil }
        let binding = binding(of: path, scope, bindings)
        guard binding.scope.type == .observation, binding.index == path.segments.count - 1 else { return nil }
        let name = path.segments[binding.index].name
        return name == "id" || name == "@iot.id" ? binding.scope : nil
    }

    private func equality(
        _ left: ReadOperand, _ right: ReadOperand, _ position: Int, identity: ReadScope?, literal: Expression
    ) throws(QueryFault) -> SQL {
        if let identity, case .literal(.integer(let id), _) = literal { return identity.hasID(id) }
        return try equal(left, right, position)
    }

    mutating func truth(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> SQL {
        switch try operand(expression, scope, bindings) {
        case .truth(let condition): return condition
        case .dynamic(let value): return "(\(value.truth) = 1)"
        case let other: throw fault(expression.position, "a condition is expected, this is \(other.typeName)")
        }
    }

    mutating func number(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding], _ purpose: String
    ) throws(QueryFault) -> (sql: SQL, isNullable: Bool) {
        switch try operand(expression, scope, bindings) {
        case .number(let sql, let isNullable): return (sql, isNullable)
        case .dynamic(let value): return (value.number, true)
        case let other: throw fault(expression.position, "\(purpose) takes a number, this is \(other.typeName)")
        }
    }

    mutating func text(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding], _ purpose: String
    ) throws(QueryFault) -> SQL {
        switch try operand(expression, scope, bindings) {
        case .text(let sql, _): return sql
        case .dynamic(let value): return value.text
        case let other: throw fault(expression.position, "\(purpose) takes a string, this is \(other.typeName)")
        }
    }

    mutating func time(
        _ expression: Expression, _ scope: ReadScope, _ bindings: [Int: Binding], _ purpose: String
    ) throws(QueryFault) -> ReadOperand.Time {
        switch try operand(expression, scope, bindings) {
        case .time(let time): return time
        case let other: throw fault(expression.position, "\(purpose) takes a time, this is \(other.typeName)")
        }
    }

    private func literalOperand(_ literal: Literal, _ position: Int) throws(QueryFault) -> ReadOperand {
        switch literal {
        case .string(let value): return .text("CAST(\(value) AS TEXT)", isNullable: false)
        case .integer(let value):
            // beyond 2^53 whole numbers and floating point are compared differently by the engines
            guard value.magnitude <= 1 << 53 else { return .number("\(Double(value))", isNullable: false) }
            return .number("\(value)", isNullable: false)
        case .real(let value): return .number("\(value)", isNullable: false)
        case .boolean(let value): return .truth(value ? "TRUE" : "FALSE")
        case .null: return .null
        case .instant(let instant): return .time(.init(start: "\(instant.microseconds)"))
        case .interval(let interval):
            return .time(.init(start: "\(interval.start.microseconds)", end: "\(interval.end.microseconds)"))
        case .duration(let value): return .duration("\(value)")
        case .geography: throw fault(position, "a geography is compared by st_equals, st_within and their like")
        }
    }
}
