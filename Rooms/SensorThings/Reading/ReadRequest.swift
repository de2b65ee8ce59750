// SPDX-License-Identifier: EUPL-1.2
package import Access
package import HTTPSupport
package import SensorThingsModel
package import Storage
package import Wire

/// One GET, parsed and compiled; what it needs from the database is read in chunks.
package struct ReadRequest: Sendable {
    /// Rows that one read takes from the database; bounds the memory of an answer of any length.
    static let chunk = 4096

    package let path: ResourcePath
    package let rawPath: String
    package let query: EntityQuery
    package let level: ReadLevel
    package let reader: Reader
    package let limits: Limits
    package let root: String
    private let start: [SQLValue]?
    private let entityStatement: KeyedSQL?

    package init(
        path rawPath: Substring, query rawQuery: Substring, reader: Reader, limits: Limits, root: String, now: Instant,
        plans: ReadPlans? = nil
    ) throws {
        try self.init(
            ResourcePath(rawPath), rawPath, query: rawQuery, reader: reader, limits: limits, root: root, now: now,
            plans: plans)
    }

    /// `path` is what `rawPath` says.
    package init(
        _ path: ResourcePath, _ rawPath: Substring, query rawQuery: Substring, reader: Reader, limits: Limits,
        root: String, now: Instant, plans: ReadPlans?
    ) throws {
        func compiled() throws -> ReadPlans.Plan {
            var query = try EntityQueryParser(limits: limits).parse(rawQuery, type: path.type)
            try Self.check(query, path)
            if let property = path.property.first {
                query = EntityQuery()
                query.select = [.init(name: property, position: 1)]
            }
            let level = try ReadLevel(
                path.type, query, reader: reader, now: now, limits: limits, root: root, isReference: path.isReference)
            let entity = path.isSet ? nil : plans.map { level.entityStatement(for: $0.dialect) }
            return ReadPlans.Plan(query: query, level: level, entity: entity)
        }
        let key = ReadPlans.Key(
            type: path.type, query: String(rawQuery), property: path.property.first, isSet: path.isSet,
            isReference: path.isReference, reader: reader, root: root)
        let plan = try plans?.plan(key, compiled) ?? compiled()
        self.path = path
        self.rawPath = String(rawPath)
        self.reader = reader
        self.limits = limits
        self.root = root
        query = plan.query
        level = plan.level
        entityStatement = plan.entity
        if let cursor = query.cursor {
            start = try ReadCursor.decode(cursor, for: level.order)
        } else {
            start = nil
        }
    }

    /// Options that do not fit the address.
    private static func check(_ query: EntityQuery, _ path: ResourcePath) throws(QueryFault) {
        let given = query.texts.map(\.name).filter { !$0.isEmpty }
        if let first = given.first, !path.property.isEmpty {
            throw .malformed(first, 1, "a property takes no query options")
        }
        if !path.isSet {
            for name in given where !["$select", "$expand"].contains(name) {
                throw .malformed(name, 1, "the address names one entity; \(name) belongs to sets")
            }
        }
        if path.isReference, let name = given.first(where: { ["$select", "$expand"].contains($0) }) {
            throw .malformed(name, 1, "$ref lists addresses only and takes no \(name)")
        }
        guard query.format != .json else { return }
        guard path.isSet, !path.isReference else {
            throw .unsupported("$resultFormat", 1, "\(query.format.rawValue) is there for sets")
        }
        guard query.format != .dataArray || path.type == .observation else {
            throw .unsupported("$resultFormat", 1, "dataArray is there for Observations only")
        }
        guard query.format != .geoJSON || path.type.geometrySource != nil else {
            throw .unsupported("$resultFormat", 1, "\(path.type.setName) have no geometry; GeoJSON is not for them")
        }
        guard query.expansions.isEmpty else {
            throw .unsupported("$expand", 1, "$expand does not go with $resultFormat=\(query.format.rawValue)")
        }
    }

    /// What the first read finds.
    package enum Answer: Sendable {
        /// The whole body.
        case document([UInt8])
        case value([UInt8], isText: Bool)
        case noContent
        case notFound(String)
        /// A set whose rows are still to be read.
        case stream(ReadStream)
    }

    package func answer(_ connection: any StorageConnection) throws -> Answer {
        var session = ReadSession(connection: connection, reader: reader, limits: limits, root: root)
        guard let anchor = try session.anchor(of: path) else { return missing }
        if path.isSet {
            var stream = ReadStream(request: self, anchor: anchor, cursor: start)
            try stream.begin(&session)
            return stream.isFinished ? .document(stream.pending) : .stream(stream)
        }
        guard case .entity(let key) = anchor, let bytes = try entity(key, connection) else { return missing }
        guard !path.property.isEmpty else { return .document(bytes) }
        return try property(of: bytes)
    }

    /// The one entity of a key that is known already; nil where it is not there or hidden.
    package func entity(_ key: EntityKey, _ connection: any StorageConnection) throws -> [UInt8]? {
        var session = ReadSession(connection: connection, reader: reader, limits: limits, root: root)
        let fragment = try session.entity(level, key, entityStatement)
        return fragment.entries.isEmpty ? nil : fragment.bytes
    }

    private var missing: Answer {
        .notFound("There is no \(path.type.rawValue) at \(rawPath), or it is not public.")
    }

    /// A property or a member of its JSON: 204 when null, 404 when there is no such member.
    private func property(of bytes: [UInt8]) throws -> Answer {
        let name = path.property[0]
        let shown = name == "id" ? "@iot.id" : name
        guard var value = try JSONValue(parsing: bytes)[shown] else { return .noContent }
        for member in path.property.dropFirst() {
            guard
                let inner = Int(member).flatMap({ index in
                    value.array.flatMap { index >= 0 && index < $0.count ? $0[index] : nil }
                })
                    ?? value[member]
            else { return .notFound("'\(name)' has no member '\(member)'.") }
            value = inner
        }
        if value.isNull { return .noContent }
        if path.isValue {
            if let text = value.string { return .value(Array(text.utf8), isText: true) }
            let isText = value.object == nil && value.array == nil
            return .value(Array(value.text.utf8), isText: isText)
        }
        let last = path.property.count == 1 ? name : path.property[path.property.count - 1]
        return .document(Array(JSONValue.object(JSONObject([(name: last, value: value)])).text.utf8))
    }
}
