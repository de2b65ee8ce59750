// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import SensorThingsModel
import Storage
import Wire

/// One entity set of an answer, compiled: what to select, how to write it, which sets hang below it.
package struct ReadLevel: Sendable {
    struct Expansion: Sendable {
        var navigation: NavigationProperty
        var level: ReadLevel
        /// The column of this level that holds the id, for a relation to one.
        var column: Int
        /// `"Things":`, `"Things@iot.count":`, `"Things@iot.nextLink":`
        var key: [UInt8]
        var countKey: [UInt8]
        var nextKey: [UInt8]
    }

    let type: EntityType
    package let scope: ReadScope
    let query: EntityQuery
    private(set) var columns: [SQL]
    private(set) var members: [ReadMember] = []
    private(set) var expansions: [Expansion] = []
    private(set) var joins: SQL = ""
    /// The column of a Feature's geometry, where GeoJSON is asked for.
    private(set) var geometryColumn = -1
    package let order: ReadOrder
    /// The column that says whether an Observation is a MultiDatastream's; -1 when nobody needs to know.
    private(set) var multi = -1
    let filter: SQL?
    /// A filter or an order means the present, here or in what is expanded.
    private(set) var asksForNow: Bool
    let isVisible: SQL?
    /// Rows of a page.
    package let limit: Int
    /// The options but `$skip`, percent-encoded, each followed by `&`; for the next link of an expanded set.
    let options: [UInt8]

    init(
        _ type: EntityType, _ query: EntityQuery, reader: Reader, now: Instant, limits: Limits, root: String,
        isNested: Bool = false, isReference: Bool = false
    ) throws(QueryFault) {
        let scope = ReadScope(type: type, alias: "t0")
        self.type = type
        self.scope = scope
        self.query = query
        columns = [scope.column("id")]
        if type == .observation { columns += [scope.column("datastream_id"), scope.column("phenomenon_time")] }
        isVisible = scope.isVisible(to: reader)

        var compiler = ReadFilter(reader: reader, now: now, option: isNested ? "$expand" : "$filter")
        if let expression = query.filter {
            filter = try compiler.condition(expression, scope)
        } else {
            filter = nil
        }
        var orders = ReadFilter(reader: reader, now: now, option: isNested ? "$expand" : "$orderby")
        var sorted = query.orders
        if query.format == .dataArray {
            let path = PropertyPath(segments: [.init(name: "Datastream", position: 1), .init(name: "id", position: 1)])
            sorted.insert(.init(expression: .path(path), isDescending: false), at: 0)
        }
        if query.format == .dataArray, query.orders.isEmpty { sorted = [] }
        order = try ReadOrder(sorted, scope: scope, filter: &orders)
        asksForNow = compiler.asksForNow || orders.asksForNow
        let asked = query.top ?? limits.defaultPage
        limit = min(asked, query.format == .json ? limits.maximumPage : 10_000_000)

        var options: [UInt8] = []
        for option in query.texts where option.name != "$skip" && isNested {
            QueryText.encode(option.name.utf8, into: &options)
            options.append(UInt8(ascii: "="))
            QueryText.encode(option.text.utf8, into: &options)
            options.append(UInt8(ascii: "&"))
        }
        self.options = options

        for expansion in query.expansions {
            let level = try ReadLevel(
                expansion.navigation.target, expansion.query, reader: reader, now: now, limits: limits, root: root,
                isNested: true)
            if !expansion.navigation.isToMany { try Self.check(expansion) }
            asksForNow = asksForNow || level.asksForNow
            let name = expansion.navigation.name
            var place = -1
            if case .reference(let column) = expansion.navigation.link {
                place = columns.count
                columns.append(scope.column(column))
            }
            expansions.append(
                Expansion(
                    navigation: expansion.navigation, level: level, column: place, key: ReadMember(name, .id).key,
                    countKey: ReadMember(name + "@iot.count", .id).key,
                    nextKey: ReadMember(name + "@iot.nextLink", .id).key))
        }
        if query.format == .geoJSON {
            geometryColumn = columns.count
            columns.append(geometry(for: reader))
        }
        addMembers(root: root, isReference: isReference)
    }

    private static func check(_ expansion: EntityQuery.Expansion) throws(QueryFault) {
        for name in ["$filter", "$orderby", "$top", "$skip", "$count"] where expansion.query.has(name) {
            throw .malformed("$expand", 1, "\(expansion.navigation.name) is one entity; \(name) belongs to sets")
        }
    }

    /// The values to sort by stand last.
    var selected: SQL { (columns + order.values).joined(separator: ", ") }
    var orderOffset: Int { columns.count }

    /// The geometry of a row as JSON: its own, the Thing's first Location's, the Observation's FeatureOfInterest's.
    private func geometry(for reader: Reader) -> SQL {
        switch type.geometrySource {
        case .own(let column)?: return scope.column(column)
        case .location?:
            let place = ReadScope(type: .location, alias: "g")
            return """
                (SELECT g.location FROM thing_location gl JOIN location g ON g.id = gl.location_id \
                WHERE gl.thing_id = \(scope.column("id")) AND \(place.isVisible(to: reader) ?? "TRUE") \
                ORDER BY g.id LIMIT 1)
                """
        case .feature?:
            let feature = ReadScope(type: .featureOfInterest, alias: "g")
            return """
                (SELECT g.feature FROM feature_of_interest g \
                WHERE g.id = \(scope.column("feature_id")) AND \(feature.isVisible(to: reader) ?? "TRUE"))
                """
        case nil: return "NULL"
        }
    }

    private mutating func addMembers(root: String, isReference: Bool) {
        let entity = "\"" + root + "/" + type.setName + "("
        let selfLink = ReadMember(
            "@iot.selfLink", .link(before: Array(entity.utf8), after: Array(")\"".utf8)))
        if isReference {
            members = [selfLink]
            return
        }
        let select = query.select.map { Set($0.map(\.name)) }
        func isSelected(_ names: String...) -> Bool { select.map { !$0.isDisjoint(with: names) } ?? true }
        let isTable = query.format != .json
        if query.format == .geoJSON {
            // the id and the geometry have places of their own in a Feature
            for property in type.properties where isSelected(property.name) && !type.isGeometry(property) {
                add(property)
            }
            return
        }
        if isSelected("id", "@iot.id") { members.append(ReadMember(isTable ? "id" : "@iot.id", .id)) }
        if !isTable, isSelected("@iot.selfLink", "selfLink") { members.append(selfLink) }
        for property in type.properties where isSelected(property.name) {
            if isTable, select == nil, property.kind == .extra { continue }
            add(property)
        }
        if type == .observation, isSelected("Datastream", "MultiDatastream") || query.format == .dataArray {
            multi = columns.count
            columns.append(
                """
                CASE WHEN \(scope.column("datastream_id")) IN (SELECT m.id FROM datastream m \
                WHERE m.multi_observation_data_types IS NOT NULL) THEN 1 ELSE 0 END
                """)
        }
        guard !isTable else { return }
        let expanded = Set(expansions.map(\.navigation.name))
        for navigation in type.navigations where isSelected(navigation.name) && !expanded.contains(navigation.name) {
            let isSeries = type == .observation && navigation.target.isSeries
            members.append(
                ReadMember(
                    navigation.name + "@iot.navigationLink",
                    .link(before: Array(entity.utf8), after: Array(")/\(navigation.name)\"".utf8)),
                    condition: isSeries ? (multi, navigation.target == .multiDatastream) : nil))
        }
    }

    private mutating func add(_ property: EntityProperty) {
        let column = columns.count
        let source: ReadMember.Source
        switch property.kind {
        case .text: source = .text(column)
        case .json, .object, .elements: source = .json(column)
        case .instant: source = .instant(column, isShownWhenNull: type == .observation)
        case .startAndDuration:
            // the start is selected already
            columns.append(scope.column(property.columns[1]))
            members.append(ReadMember(property.name, .startAndDuration(2, column)))
            return
        case .range:
            joins = " LEFT JOIN datastream_state t0s ON t0s.datastream_id = t0.id"
            columns += property.columns.map { SQL(verbatim: "t0s." + $0) }
            members.append(ReadMember(property.name, .range(column, column + 1)))
            return
        case .unit: source = .unit(column)
        case .result: source = .result(column, column + 1)
        case .extra: source = .extra(property.name, column)
        }
        columns += property.columns.map { scope.column($0) }
        let member = ReadMember(property.name, source)
        members.append(query.selectedMembers[property.name].map(member.selecting) ?? member)
    }
}
