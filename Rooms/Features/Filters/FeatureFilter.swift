// SPDX-License-Identifier: EUPL-1.2
package import CQL2
import Geometry
package import Storage
import Wire

/// Puts a filter in CQL2 into a condition on the rows of a collection.
package struct FeatureFilter {
    let collection: FeatureCollection
    /// That of the geometries in the filter.
    let system: ServedSystem
    /// A condition may say no where it should say unknown, which lets the spatial index lead; not so below NOT.
    var isPositive = true

    /// Most members of all lists behind IN together.
    private static let maximumMembers = 2000
    private var members = 0

    private init(collection: FeatureCollection, system: ServedSystem) {
        self.collection = collection
        self.system = system
    }

    /// The condition; `system` is that of the geometries in the filter.
    package static func condition(
        _ filter: FilterExpression, on collection: FeatureCollection, in system: ServedSystem = .crs84
    ) throws(FilterFault) -> SQL {
        var compiler = FeatureFilter(collection: collection, system: system)
        return try compiler.condition(filter)
    }

    mutating func condition(_ node: FilterExpression) throws(FilterFault) -> SQL {
        switch node.kind {
        case .truth(let truth): return truth ? "TRUE" : "FALSE"
        case .function(let name, _): throw Self.unknown(function: name, node)
        case .operation(let operation, let arguments): return try condition(operation, arguments, node)
        default:
            throw FilterFault(at: node.place, german: "hier steht eine Bedingung", english: "a condition belongs here")
        }
    }

    private mutating func condition(
        _ operation: FilterOperator, _ arguments: [FilterExpression], _ node: FilterExpression
    ) throws(FilterFault) -> SQL {
        switch operation {
        case .and, .or:
            var parts: [SQL] = []
            for argument in arguments { parts.append(try condition(argument)) }
            return "(\(parts.joined(separator: operation == .and ? " AND " : " OR ")))"
        case .not: return "(NOT \(try strict(arguments[0])))"
        case .isNull: return try isNull(arguments[0])
        case .like: return try like(arguments[0], arguments[1])
        case .between:
            let value = try operand(arguments[0])
            let low = try compare(.greaterOrEqual, value, try operand(arguments[1]), arguments[1])
            let high = try compare(.lessOrEqual, value, try operand(arguments[2]), arguments[2])
            return "(\(low) AND \(high))"
        case .isIn: return try isIn(arguments[0], arguments[1])
        case .equal, .unequal, .less, .greater, .lessOrEqual, .greaterOrEqual:
            return try compare(operation, try operand(arguments[0]), try operand(arguments[1]), arguments[1])
        default: break
        }
        switch operation.group {
        case .spatial: return try spatial(operation, arguments[0], arguments[1])
        case .temporal: return try temporal(operation, arguments[0], arguments[1], node)
        case .array: return try array(operation, try list(arguments[0]), try list(arguments[1]))
        default:
            throw FilterFault(at: node.place, german: "hier steht eine Bedingung", english: "a condition belongs here")
        }
    }

    /// A condition that is unknown where a value of it is missing.
    private mutating func strict(_ node: FilterExpression) throws(FilterFault) -> SQL {
        let before = isPositive
        isPositive = false
        let condition = try condition(node)
        isPositive = before
        return condition
    }

    private mutating func isNull(_ node: FilterExpression) throws(FilterFault) -> SQL {
        switch node.kind {
        case .property(let name) where isGeometry(name): return "(\(collection.relation.place) IS NULL)"
        case .operation(let operation, _) where operation.group != .character && operation.group != .arithmetic:
            return "(\(try strict(node)) IS NULL)"
        case .interval, .geometry, .box: return "FALSE"
        default: return "(\(try operand(node).sql) IS NULL)"
        }
    }

    private mutating func isIn(_ node: FilterExpression, _ list: FilterExpression) throws(FilterFault) -> SQL {
        guard case .list(let parts) = list.kind else { return "FALSE" }
        members += parts.count
        guard members <= Self.maximumMembers else {
            throw FilterFault(
                at: list.place, german: "mehr als \(Self.maximumMembers) Werte hinter IN; in mehreren Anfragen fragen",
                english: "more than \(Self.maximumMembers) values behind IN; ask in several requests")
        }
        let value = try operand(node)
        var conditions: [SQL] = []
        var plain: [SQL] = []
        for part in parts {
            let member = try operand(part)
            switch (value, member) {
            case (.text, .text(let sql)), (.number, .number(let sql)): plain.append(sql)
            default: conditions.append(try compare(.equal, value, member, part))
            }
        }
        if !plain.isEmpty { conditions.append("\(value.sql) IN (\(plain.joined(separator: ", ")))") }
        guard conditions.count <= 200 else {
            throw FilterFault(
                at: list.place, german: "mehr als 200 Zeiten hinter IN", english: "more than 200 times behind IN")
        }
        return "(\(conditions.joined(separator: " OR ")))"
    }

    // MARK: Names

    /// The name that stands for the place of a feature, unless a property bears it.
    func isGeometry(_ name: String) -> Bool { name == Self.geometryName && collection.field(name) == nil }

    package static let geometryName = "geometry"

    func field(_ name: String, _ node: FilterExpression) throws(FilterFault) -> FeatureField {
        if let field = collection.field(name) { return field }
        let known = ([Self.geometryName] + collection.fields.map(\.name)).prefix(30).joined(separator: ", ")
        throw FilterFault(
            at: node.place, german: "eine Eigenschaft \"\(name)\" gibt es hier nicht; es gibt: \(known)",
            english: "there is no property \"\(name)\" here; there are: \(known)")
    }

    static func unknown(function name: String, _ node: FilterExpression) -> FilterFault {
        FilterFault(
            at: node.place, german: "eine Funktion \"\(name)\" gibt es nicht; es gibt die des Standards CQL2",
            english: "there is no function \"\(name)\"; there are those of the CQL2 standard")
    }
}
