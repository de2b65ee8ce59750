// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

extension ReadFilter {
    /// The value of a property; relations to one that are not walked yet (in `$orderby`) become scalar subqueries.
    mutating func pathOperand(
        _ path: PropertyPath, _ scope: ReadScope, _ bindings: [Int: Binding]
    ) throws(QueryFault) -> ReadOperand {
        let binding = binding(of: path, scope, bindings)
        let source = binding.scope
        guard binding.index < path.segments.count else {
            throw fault(path.position, "a property is expected after \(path.segments.last?.name ?? "")")
        }
        let segment = path.segments[binding.index]
        if segment.name == "id" || segment.name == "@iot.id" {
            try expectEnd(path, binding.index + 1)
            return .number(source.column("id"), isNullable: false)
        }
        if let navigation = source.type.navigation(named: segment.name) {
            guard case .reference(let column) = navigation.link, isOwnColumn(path, binding, navigation) else {
                throw fault(segment.position, "'\(segment.name)' is a relation; name a property of it")
            }
            if source.type == .observation, navigation.target == .datastream { noteSeriesReader(source) }
            return .number(source.column(column), isNullable: false)
        }
        guard let property = source.type.property(named: segment.name) else {
            throw fault(
                segment.position,
                "\(source.type.rawValue) has no property '\(segment.name)'; it has \(source.type.memberNames)")
        }
        let members = path.segments[(binding.index + 1)...]
        return try operand(of: property, members: members, path: path, source)
    }

    private func expectEnd(_ path: PropertyPath, _ index: Int) throws(QueryFault) {
        guard index < path.segments.count else { return }
        let segment = path.segments[index]
        throw fault(segment.position, "'\(path.segments[index - 1].name)' has no member '\(segment.name)'")
    }

    private func operand(
        of property: EntityProperty, members: ArraySlice<PropertyPath.Segment>, path: PropertyPath, _ scope: ReadScope
    ) throws(QueryFault) -> ReadOperand {
        switch property.kind {
        case .text:
            try expectEnd(path, members.startIndex)
            return .text(scope.column(property.columns[0]), isNullable: property.isNullable)
        case .json, .object, .elements:
            let column = scope.column(property.columns[0])
            var value = ReadOperand.Dynamic(node: try node(column, members))
            if members.isEmpty { value.document = "CAST(\(column) AS TEXT)" }
            return .dynamic(value)
        case .instant:
            try expectEnd(path, members.startIndex)
            return .time(.init(start: scope.column(property.columns[0]), isNullable: property.isNullable))
        case .startAndDuration:
            try expectEnd(path, members.startIndex)
            let start = scope.column(property.columns[0])
            return .time(.init(start: start, end: "\(start) + COALESCE(\(scope.column(property.columns[1])), 0)"))
        case .range:
            try expectEnd(path, members.startIndex)
            return .time(
                .init(
                    start: scope.state(property.columns[0]), end: scope.state(property.columns[1]),
                    endIsIncluded: true, isNullable: true))
        case .unit:
            guard let member = members.first, members.count == 1,
                let index = ["name", "symbol", "definition"].firstIndex(of: member.name)
            else {
                let position = members.first?.position ?? path.position
                throw fault(position, "name a member: unitOfMeasurement/name, /symbol or /definition")
            }
            return .text(scope.column(property.columns[index]), isNullable: true)
        case .result:
            if members.isEmpty { return .dynamic(.init(resultOf: scope)) }
            let json = scope.column("result_json")
            let document: SQL = "\(sqlite: json, postgresql: "CAST(\(json) AS JSONB)")"
            return .dynamic(.init(node: try node(document, members)))
        case .extra:
            let document = scope.column(property.columns[0])
            guard property.name == "validTime" else {
                let named = PropertyPath.Segment(name: property.name, position: path.position)
                return .dynamic(.init(node: try node(document, [named][...] + members)))
            }
            try expectEnd(path, members.startIndex)
            return .time(
                .init(
                    start: "CAST(\(document) -> 'validTime' ->> 0 AS BIGINT)",
                    end: "CAST(\(document) -> 'validTime' ->> 1 AS BIGINT)", isNullable: true))
        }
    }

    /// Walks into a JSON document; a name of digits is an index.
    private func node(_ document: SQL, _ members: ArraySlice<PropertyPath.Segment>) throws(QueryFault) -> SQL {
        guard !members.isEmpty else { return document }
        var node = document
        // in SQLite a bare name with a point would be two
        var path = "$"
        for member in members {
            let isIndex = member.name.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            if isIndex {
                guard let index = Int32(member.name) else { throw fault(member.position, "the index is too large") }
                // `->` would find the 5 itself as the first element of 5
                node = "jsonb_path_query_first(\(node), 'strict $[\(SQL(verbatim: String(index)))]', '{}', true)"
                path += "[\(index)]"
            } else {
                node = "(\(node) -> \(text: member.name))"
                path += ".\"\(member.name)\""
            }
        }
        return "\(sqlite: "(\(document) -> \(text: path))", postgresql: node)"
    }
}

extension SQL.Interpolation {
    /// Binds a string whose type PostgreSQL could not tell.
    mutating func appendInterpolation(text value: String) {
        appendInterpolation("CAST(\(value) AS TEXT)" as SQL)
    }
}
