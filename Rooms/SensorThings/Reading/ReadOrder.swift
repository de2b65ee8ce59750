// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
package import Storage

/// The order of a set and the condition that continues it after a row: nulls first ascending, last descending.
package struct ReadOrder: Sendable {
    enum Kind: Sendable { case integer, real, text }

    package struct Term: Sendable {
        var value: SQL
        var kind: Kind
        var isNullable: Bool
        var isDescending: Bool

        /// On PostgreSQL a nullable column needs the rule; a plain one keeps its index order without it.
        var clause: SQL {
            let nulls: SQL = isDescending ? " NULLS LAST" : " NULLS FIRST"
            return "\(value)\(isDescending ? " DESC" : " ASC" as SQL)\(isNullable ? nulls : "")"
        }
    }

    package var terms: [Term]
    /// The Datastream comes first: among the Observations of one Datastream that term says nothing.
    private(set) var leadsWithDatastream = false

    package var clause: SQL { terms.map(\.clause).joined(separator: ", ") }
    var values: [SQL] { terms.map(\.value) }

    /// Appends the key, in the direction of the last term, so that ties have an order and the key's tree can be walked.
    init(_ orders: [EntityQuery.Order], scope: ReadScope, filter: inout ReadFilter) throws(QueryFault) {
        terms = []
        for order in orders {
            try append(order, scope: scope, filter: &filter)
            if isIdentity(order.expression) { return }
        }
        let isDescending = terms.last?.isDescending ?? false
        if scope.type == .observation, terms.isEmpty {
            leadsWithDatastream = true
            for column in ["datastream_id", "phenomenon_time"] {
                terms.append(.init(value: scope.column(column), kind: .integer, isNullable: false, isDescending: false))
            }
        }
        terms.append(
            .init(value: scope.column("id"), kind: .integer, isNullable: false, isDescending: isDescending))
    }

    private func isIdentity(_ expression: Expression) -> Bool {
        guard case .path(let path) = expression, path.segments.count == 1 else { return false }
        return path.segments[0].name == "id" || path.segments[0].name == "@iot.id"
    }

    /// The column of a path such as `Datastream/id`: the key's tree can be walked by it.
    private func reference(_ expression: Expression, _ scope: ReadScope) -> (column: String, isMandatory: Bool)? {
        guard case .path(let path) = expression, path.segments.count == 2,
            ["id", "@iot.id"].contains(path.segments[1].name),
            let navigation = scope.type.navigation(named: path.segments[0].name),
            case .reference(let column) = navigation.link
        else { return nil }
        return (column, navigation.isMandatory)
    }

    private mutating func append(
        _ order: EntityQuery.Order, scope: ReadScope, filter: inout ReadFilter
    ) throws(QueryFault) {
        if let reference = reference(order.expression, scope) {
            if reference.column == "datastream_id", terms.isEmpty { leadsWithDatastream = true }
            terms.append(
                .init(
                    value: scope.column(reference.column), kind: .integer, isNullable: !reference.isMandatory,
                    isDescending: order.isDescending))
            return
        }
        if terms.isEmpty, scope.type == .observation, case .path(let path) = order.expression,
            path.segments.map(\.name) == ["phenomenonTime"]
        {
            leadsWithTime = true
        }
        let (operand, wrap) = try filter.ordered(order.expression, scope)
        func add(_ sql: SQL, _ kind: Kind, isNullable: Bool) {
            terms.append(
                .init(
                    value: wrap?(sql) ?? sql, kind: kind, isNullable: isNullable || wrap != nil,
                    isDescending: order.isDescending))
        }
        switch operand {
        case .text(let sql, let isNullable): add(sql, .text, isNullable: isNullable)
        case .number(let sql, let isNullable):
            let isColumn = isIdentity(order.expression)
            if isColumn {
                add(sql, .integer, isNullable: false)
            } else {
                add("CAST(\(sql) AS DOUBLE PRECISION)", .real, isNullable: isNullable)
            }
        case .truth(let condition):
            add("CASE WHEN \(condition) THEN 1 ELSE 0 END", .integer, isNullable: false)
        case .time(let time): add(time.start, .integer, isNullable: time.isNullable)
        case .duration(let sql): add(sql, .integer, isNullable: true)
        case .dynamic(let value):
            add(value.number, .real, isNullable: true)
            add(value.text, .text, isNullable: true)
            if let document = value.document { add(document, .text, isNullable: true) }
        case .null:
            throw filter.fault(order.expression.position, "null gives no order")
        }
    }

    /// The start of the phenomenon time comes first.
    private(set) var leadsWithTime = false

    /// The order without its first term.
    func dropFirst() -> ReadOrder {
        var rest = self
        rest.terms.removeFirst()
        rest.leadsWithDatastream = false
        return rest
    }

    /// Holds for the rows that come after the row with these values.
    func isAfter(_ values: [SQLValue]) -> SQL {
        let directions = Set(terms.map(\.isDescending))
        if directions.count == 1, !terms.contains(where: \.isNullable) {
            if terms.count == 1 {
                return "\(terms[0].value) \(terms[0].isDescending ? "<" : ">" as SQL) \(bound(0, values[0]))"
            }
            let columns = terms.map(\.value).joined(separator: ", ")
            let bounds = values.indices.map { bound($0, values[$0]) }.joined(separator: ", ")
            return "(\(columns)) \(terms[0].isDescending ? "<" : ">" as SQL) (\(bounds))"
        }
        // side by side: SQLite's parser cannot follow sixteen terms one in another
        let cases = terms.indices.map { index -> SQL in
            let same = (0..<index).map { equals($0, values[$0]) }
            return "(\((same + [follows(index, values[index])]).conjunction()))"
        }
        var condition: SQL = "(\(cases.joined(separator: " OR ")))"
        // the range of the leading term, which an index can seek
        if let first = terms.first, !first.isNullable {
            let symbol: SQL = first.isDescending ? "<=" : ">="
            condition = "(\(first.value) \(symbol) \(bound(0, values[0])) AND \(condition))"
        }
        return condition
    }

    private func bound(_ index: Int, _ value: SQLValue) -> SQL {
        terms[index].kind == .text ? "CAST(\(value) AS TEXT)" : "\(value)"
    }

    private func follows(_ index: Int, _ value: SQLValue) -> SQL {
        let term = terms[index]
        if value == .null { return term.isDescending ? "FALSE" : "\(term.value) IS NOT NULL" }
        guard term.isDescending else { return "\(term.value) > \(bound(index, value))" }
        let below: SQL = "\(term.value) < \(bound(index, value))"
        return term.isNullable ? "(\(below) OR \(term.value) IS NULL)" : below
    }

    private func equals(_ index: Int, _ value: SQLValue) -> SQL {
        value == .null ? "\(terms[index].value) IS NULL" : "\(terms[index].value) = \(bound(index, value))"
    }
}

extension ReadFilter {
    /// A value to sort by; leading relations to one come back as a wrapper that makes a scalar subquery.
    mutating func ordered(
        _ expression: Expression, _ scope: ReadScope
    ) throws(QueryFault) -> (operand: ReadOperand, wrap: ((SQL) -> SQL)?) {
        guard let path = firstRelation(expression, scope, [:]) else {
            return (try operand(expression, scope, [:]), nil)
        }
        var current = scope
        var index = 0
        var wraps: [(SQL) -> SQL] = []
        while let navigation = current.type.navigation(named: path.segments[index].name) {
            guard case .reference(let column) = navigation.link else {
                throw fault(path.segments[index].position, "a set gives no order; name a relation to one")
            }
            let source = current
            guard index < 12 else { throw .limit(option, path.position, "more than 12 relations (max-query-depth)") }
            let target = ReadScope(type: navigation.target, alias: "\(scope.alias)o\(index)")
            let visible = navigation.isSeenThroughSource ? "TRUE" : target.isVisible(to: reader) ?? "TRUE"
            wraps.append { value in
                """
                (SELECT \(value) FROM \(target.source) \
                WHERE \(target.column("id")) = \(source.column(column)) AND \(visible))
                """
            }
            current = target
            index += 1
            guard index < path.segments.count else { break }
        }
        let binding = Binding(scope: current, index: index)
        let value = try operand(expression, scope, [path.position: binding])
        if wraps.isEmpty { return (value, nil) }
        return (value, { sql in wraps.reversed().reduce(sql) { $1($0) } })
    }
}
