// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport

/// Reads the query options of one address.
package struct EntityQueryParser {
    package let limits: Limits

    package init(limits: Limits) { self.limits = limits }

    /// The options after the question mark, each once or twice the same; custom options without `$` are left alone (OData 4.0 §5.2).
    package func parse(_ raw: Substring, type: EntityType) throws(QueryFault) -> EntityQuery {
        var query = EntityQuery()
        var values: [String: [UInt8]] = [:]
        for option in try QueryText(raw).options {
            if !option.name.hasPrefix("$") {
                query.texts.append((name: "", text: String(option.raw)))
                continue
            }
            if let earlier = values.updateValue(option.value, forKey: option.name) {
                // Clients add to a next link what it holds already.
                guard earlier == option.value else { throw .malformed(option.name, 1, "the option stands twice") }
                continue
            }
            let value = String(decoding: option.value, as: UTF8.self)
            switch option.name {
            case "$skiptoken":
                query.cursor = value
            case "$resultFormat":
                query.format = try format(value)
            default:
                var reader = try TokenReader(option.value, option: option.name, limits: limits)
                try parse(option.name, &reader, into: &query, type: type)
                try reader.expectEnd()
            }
            query.texts.append((name: option.name, text: String(option.raw)))
        }
        return query
    }

    private func format(_ value: String) throws(QueryFault) -> EntityQuery.Format {
        switch value.lowercased() {
        case "json": return .json
        case "csv": return .csv
        case "dataarray": return .dataArray
        case "geojson": return .geoJSON
        default:
            throw .malformed("$resultFormat", 1, "'json', 'CSV', 'dataArray' or 'GeoJSON' is expected, not '\(value)'")
        }
    }

    private func parse(
        _ name: String, _ reader: inout TokenReader, into query: inout EntityQuery, type: EntityType
    ) throws(QueryFault) {
        switch name {
        case "$filter": query.filter = try ExpressionParser.parse(&reader)
        case "$orderby": query.orders = try orders(&reader)
        case "$top": query.top = try natural(&reader)
        case "$skip": query.skip = try natural(&reader)
        case "$count": query.count = try boolean(&reader)
        case "$select": (query.select, query.selectedMembers) = try select(&reader, type: type)
        case "$expand": try expand(&reader, into: &query, type: type)
        default:
            let position = reader.option == name ? 1 : reader.position
            throw .unsupported(
                reader.option, position,
                "the option '\(name)' is not implemented; $filter, $orderby, $top, $skip, $count, $select, $expand and $resultFormat are"
            )
        }
    }

    private func orders(_ reader: inout TokenReader) throws(QueryFault) -> [EntityQuery.Order] {
        var orders: [EntityQuery.Order] = []
        repeat {
            let expression = try ExpressionParser.parse(&reader)
            var isDescending = false
            if case .name(let word) = reader.current.kind {
                switch word.lowercased() {
                case "asc": break
                case "desc": isDescending = true
                default: throw reader.unexpected("'asc', 'desc', ',' or the end")
                }
                reader.advance()
            }
            orders.append(.init(expression: expression, isDescending: isDescending))
        } while reader.consume(",")
        guard orders.count <= 16 else {
            throw .limit(reader.option, 1, "more than 16 terms in $orderby")
        }
        return orders
    }

    private func natural(_ reader: inout TokenReader) throws(QueryFault) -> Int {
        guard case .integer(let value) = reader.current.kind, value >= 0 else {
            throw reader.unexpected("a whole number from 0")
        }
        reader.advance()
        return Int(value)
    }

    private func boolean(_ reader: inout TokenReader) throws(QueryFault) -> Bool {
        guard case .name(let word) = reader.current.kind, let value = Bool(word.lowercased()) else {
            throw reader.unexpected("'true' or 'false'")
        }
        reader.advance()
        return value
    }

    /// Names of properties and relations, nil for all, and the members of JSON properties.
    private func select(
        _ reader: inout TokenReader, type: EntityType
    ) throws(QueryFault) -> ([PropertyPath.Segment]?, [String: [[String]]]) {
        var names: [PropertyPath.Segment] = []
        var members: [String: [[String]]] = [:]
        var whole: Set<String> = []
        repeat {
            let position = reader.position
            if reader.consume("*") { return (nil, [:]) }
            guard case .name(let name) = reader.current.kind else { throw reader.unexpected("a property") }
            let isKnown = ["id", "@iot.id", "@iot.selfLink", "selfLink"].contains(name)
            guard isKnown || type.property(named: name) != nil || type.navigation(named: name) != nil else {
                throw .malformed(
                    reader.option, position, "\(type.rawValue) has no property '\(name)'; it has \(type.memberNames)")
            }
            names.append(.init(name: name, position: position))
            reader.advance()
            var path: [String] = []
            while reader.consume("/") {
                guard type.property(named: name)?.hasMembers == true, case .name(let member) = reader.current.kind
                else {
                    throw reader.unexpected("a member of a JSON property")
                }
                path.append(member)
                reader.advance()
            }
            if path.isEmpty { whole.insert(name) } else { members[name, default: []].append(path) }
        } while reader.consume(",")
        return (names, members.filter { !whole.contains($0.key) })
    }

    private func expand(
        _ reader: inout TokenReader, into query: inout EntityQuery, type: EntityType
    ) throws(QueryFault) {
        repeat {
            let expansion = try expansion(&reader, type: type)
            try merge(expansion, into: &query, reader: reader)
        } while reader.consume(",")
    }

    /// `Datastreams/Observations($top=1;$select=result)`.
    private func expansion(
        _ reader: inout TokenReader, type: EntityType
    ) throws(QueryFault) -> EntityQuery.Expansion {
        try reader.count()
        try reader.enter()
        let start = reader.current.start
        guard case .name(let name) = reader.current.kind else { throw reader.unexpected("a relation") }
        guard let navigation = type.navigation(named: name) else {
            let known = type.navigations.map(\.name).joined(separator: ", ")
            throw .malformed(reader.option, start + 1, "\(type.rawValue) has no relation '\(name)'; it has \(known)")
        }
        reader.advance()
        var nested = EntityQuery()
        if reader.consume("/") {
            let begin = reader.current.start
            nested.expansions = [try expansion(&reader, type: navigation.target)]
            nested.texts = [(name: "$expand", text: reader.text(from: begin, to: reader.lastEnd))]
        } else if reader.consume("(") {
            try options(&reader, into: &nested, type: navigation.target)
            try reader.expect(")", "or ';' after an option of \(name)")
        }
        reader.leave()
        return .init(navigation: navigation, query: nested)
    }

    private func options(
        _ reader: inout TokenReader, into query: inout EntityQuery, type: EntityType
    ) throws(QueryFault) {
        repeat {
            guard case .option(let name) = reader.current.kind else {
                throw reader.unexpected("an option such as $top")
            }
            guard !query.has(name) else {
                throw .malformed(reader.option, reader.position, "the option '\(name)' stands twice")
            }
            if ["$skiptoken", "$resultFormat"].contains(name) {
                throw .malformed(reader.option, reader.position, "'\(name)' cannot stand inside $expand")
            }
            reader.advance()
            try reader.expect("=", "after \(name)")
            let start = reader.current.start
            try parse(name, &reader, into: &query, type: type)
            query.texts.append((name: name, text: reader.text(from: start, to: reader.lastEnd)))
        } while reader.consume(";")
    }

    /// The same relation given twice becomes one; options that contradict each other are a fault.
    private func merge(
        _ expansion: EntityQuery.Expansion, into query: inout EntityQuery, reader: TokenReader
    ) throws(QueryFault) {
        guard let index = query.expansions.firstIndex(where: { $0.navigation == expansion.navigation }) else {
            query.expansions.append(expansion)
            return
        }
        var merged = query.expansions[index].query
        let other = expansion.query
        for option in other.texts where option.name != "$expand" {
            if let same = merged.texts.first(where: { $0.name == option.name }) {
                guard same.text == option.text else {
                    throw .malformed(
                        reader.option, reader.lastEnd,
                        "\(expansion.navigation.name) is expanded twice with different \(option.name)")
                }
                continue
            }
            merged.texts.append(option)
            switch option.name {
            case "$filter": merged.filter = other.filter
            case "$orderby": merged.orders = other.orders
            case "$top": merged.top = other.top
            case "$skip": merged.skip = other.skip
            case "$count": merged.count = other.count
            default: (merged.select, merged.selectedMembers) = (other.select, other.selectedMembers)
            }
        }
        for inner in other.expansions { try merge(inner, into: &merged, reader: reader) }
        if let text = other.texts.first(where: { $0.name == "$expand" })?.text {
            if let place = merged.texts.firstIndex(where: { $0.name == "$expand" }) {
                merged.texts[place].text += "," + text
            } else {
                merged.texts.append((name: "$expand", text: text))
            }
        }
        query.expansions[index].query = merged
    }
}

extension EntityType {
    /// For messages.
    package var memberNames: String {
        (["@iot.id"] + properties.map(\.name) + navigations.map(\.name)).joined(separator: ", ")
    }
}
