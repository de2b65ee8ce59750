// SPDX-License-Identifier: EUPL-1.2
package import Access
package import HTTPSupport
import HTTPTypes
package import SensorThingsModel
package import Storage

/// Reads sets and their expansions on one connection: one statement a level, or one seek a parent, never one a row.
package struct ReadSession {
    /// Entities as bytes, each without its closing bracket while expansions are to come.
    package struct Fragment {
        struct Entry {
            var key: EntityKey
            var start: Int
            var end: Int
        }

        package var bytes: [UInt8] = []
        var entries: [Entry] = []
        /// The ids that relations to one point at, level by level in the order of the expansions; -1 for none.
        var references: [Int64] = []
    }

    /// The rows of one parent in a fragment.
    struct Group {
        var first: Int
        var count = 0
        /// The values of the last row that the page may hold.
        var last: [SQLValue] = []
        /// Where the next page goes on; nil when there is none.
        var cursor: [SQLValue]?
        var total: Int64?
    }

    let connection: any StorageConnection
    let reader: Reader
    let limits: Limits
    /// `https://host/v1.1`
    let root: String
    private var entities = 0

    package init(connection: any StorageConnection, reader: Reader, limits: Limits, root: String) {
        self.connection = connection
        self.reader = reader
        self.limits = limits
        self.root = root
    }

    /// The key of the entity that a path names, or the set's anchor; nil when an entity on the way is not there.
    package func anchor(of path: ResourcePath) throws -> ReadAnchor? {
        var anchor = ReadAnchor.all
        for (index, step) in path.steps.enumerated() {
            if let navigation = step.navigation {
                guard case .entity(let parent) = anchor else { return nil }
                let source = path.steps[index - 1].type
                anchor = .children(navigation, parent: try parentValue(navigation, source, parent))
            }
            let isLast = index == path.steps.count - 1
            if let id = step.key {
                guard let key = try entity(step.type, anchor, id: id) else { return nil }
                anchor = .entity(key)
            } else if let navigation = step.navigation, !navigation.isToMany {
                guard let key = try entity(step.type, anchor, id: nil) else { return nil }
                anchor = .entity(key)
            } else if !isLast {
                return nil
            }
        }
        return anchor
    }

    /// The id that children are found by: for a relation to one, the id of the target.
    private func parentValue(
        _ navigation: NavigationProperty, _ source: EntityType, _ parent: EntityKey
    ) throws -> SQL {
        guard case .reference(let column) = navigation.link else { return "\(parent.id)" }
        let scope = ReadScope(type: source, alias: "t0")
        let (from, condition, _) = ReadAnchor.entity(parent).pieces(scope)
        let target = try connection.integer("SELECT \(scope.column(column)) FROM \(from) WHERE \(condition ?? "FALSE")")
        return "\(target ?? -1)"
    }

    private func entity(_ type: EntityType, _ anchor: ReadAnchor, id: Int64?) throws -> EntityKey? {
        let scope = ReadScope(type: type, alias: "t0")
        let (from, condition, asksRights) = anchor.pieces(scope)
        var conditions: [SQL] = []
        if let condition { conditions.append(condition) }
        if let id { conditions.append(scope.hasID(id)) }
        if asksRights, let visible = scope.isVisible(to: reader) { conditions.append(visible) }
        guard type == .observation else {
            return try connection.firstRow(
                "SELECT \(scope.column("id")) FROM \(from) WHERE \(conditions.conjunction())"
            ) {
                EntityKey(id: $0.integer(0))
            }
        }
        let columns = ["id", "datastream_id", "phenomenon_time"].map { scope.column($0) }.joined(separator: ", ")
        return try connection.firstRow("SELECT \(columns) FROM \(from) WHERE \(conditions.conjunction())") {
            EntityKey(id: $0.integer(0), datastream: $0.integer(1), time: $0.integer(2))
        }
    }

    /// A page of a set with its expansions; the cursor is nil on the last page.
    package mutating func page(
        _ level: ReadLevel, _ anchor: ReadAnchor, limit: Int, skip: Int, after: [SQLValue]?
    ) throws -> (fragment: Fragment, cursor: [SQLValue]?) {
        var fragment = Fragment()
        var group = Group(first: 0)
        if limit > 0 {
            let window = try window(level, anchor, limit: limit, skip: skip, after: after)
            let sql = level.statement(anchor, limit: limit, skip: skip, after: after, within: window)
            try connection.forEachRow(sql) { row in
                try append(row, level, limit, &fragment, &group)
            }
        }
        return (try completed(fragment, level), group.cursor)
    }

    /// One entity with its expansions, by the statement if there is one; without an entry where it is hidden.
    mutating func entity(_ level: ReadLevel, _ key: EntityKey, _ statement: KeyedSQL?) throws -> Fragment {
        guard let statement else { return try page(level, .entity(key), limit: 1, skip: 0, after: nil).fragment }
        var fragment = Fragment()
        var group = Group(first: 0)
        try statement.forEachRow(key.parts, on: connection) { row in
            try append(row, level, 1, &fragment, &group)
        }
        return try completed(fragment, level)
    }

    /// Those of the set's entities that meet a further condition, at most `limit`, each as its own JSON.
    package mutating func entities(
        of level: ReadLevel, _ anchor: ReadAnchor, among condition: SQL, limit: Int
    ) throws -> [[UInt8]] {
        var fragment = Fragment()
        var group = Group(first: 0)
        let sql = level.statement(anchor, limit: limit, within: condition)
        try connection.forEachRow(sql) { row in
            try append(row, level, limit, &fragment, &group)
        }
        let whole = try completed(fragment, level)
        return whole.entries.map { Array(whole.bytes[$0.start..<$0.end]) }
    }

    func count(_ level: ReadLevel, _ anchor: ReadAnchor) throws -> Int64 {
        try connection.integer(level.countStatement(anchor)) ?? 0
    }

    /// Takes a row into the group; false when the group is full.
    private mutating func append(
        _ row: any StorageRow, _ level: ReadLevel, _ limit: Int, _ fragment: inout Fragment, _ group: inout Group
    ) throws -> Bool {
        guard group.count < limit else {
            group.cursor = group.last
            return false
        }
        let isObservation = level.type == .observation
        let key = EntityKey(
            id: row.integer(0), datastream: isObservation ? row.integer(1) : 0, time: isObservation ? row.integer(2) : 0
        )
        let start = fragment.bytes.count
        fragment.bytes.append(UInt8(ascii: "{"))
        for index in level.members.indices { level.members[index].write(row, into: &fragment.bytes) }
        if level.expansions.isEmpty { fragment.bytes.append(UInt8(ascii: "}")) }
        for expansion in level.expansions where expansion.column >= 0 {
            fragment.references.append(row.integerIfPresent(expansion.column) ?? -1)
        }
        fragment.entries.append(.init(key: key, start: start, end: fragment.bytes.count))
        group.count += 1
        entities += 1
        if group.count == limit {
            group.last = level.order.terms.indices.map { row.value(level.orderOffset + $0) }
        }
        guard entities <= limits.maximumEntities else { throw tooLarge }
        return true
    }

    private var tooLarge: Problem {
        Problem(
            .badRequest, "Query too large",
            detail: """
                The answer would hold more than \(limits.maximumEntities) entities, expanded ones included \
                (setting max-entities); ask for less with $top.
                """,
            german: """
                Die Antwort hätte mehr als \(limits.maximumEntities) Einträge samt den eingebetteten (Einstellung \
                max-entities); mit $top nach weniger fragen.
                """)
    }

    /// Writes the expansions into the entities and closes them.
    private mutating func completed(_ fragment: Fragment, _ level: ReadLevel) throws -> Fragment {
        guard !level.expansions.isEmpty else { return fragment }
        let width = level.expansions.count { $0.column >= 0 }
        var reference = 0
        var parts: [Part] = []
        for expansion in level.expansions {
            if expansion.column >= 0 {
                let ids = fragment.entries.indices.map { fragment.references[$0 * width + reference] }
                parts.append(try single(expansion, ids))
                reference += 1
            } else {
                parts.append(try many(expansion, level.type, fragment.entries.map(\.key)))
            }
        }
        var whole = Fragment()
        let size = parts.reduce(fragment.bytes.count) { $0 + $1.fragment.bytes.count }
        whole.bytes.reserveCapacity(size + size / 4)
        whole.entries.reserveCapacity(fragment.entries.count)
        for (index, entry) in fragment.entries.enumerated() {
            let start = whole.bytes.count
            whole.bytes.append(contentsOf: fragment.bytes[entry.start..<entry.end])
            for part in parts { part.write(index, entry.key, level.type, root, into: &whole.bytes) }
            whole.bytes.append(UInt8(ascii: "}"))
            whole.entries.append(.init(key: entry.key, start: start, end: whole.bytes.count))
        }
        return whole
    }

    /// The targets of a relation to one, each read once.
    private mutating func single(_ expansion: ReadLevel.Expansion, _ ids: [Int64]) throws -> Part {
        let level = expansion.level
        var fragment = Fragment()
        let distinct = Set(ids.filter { $0 >= 0 }).sorted()
        var start = 0
        while start < distinct.count {
            var some = Array(distinct[start..<min(start + 1024, distinct.count)])
            start += some.count
            let limit = some.count
            // few different statement texts: lists of 1, 2, 4, … ids
            while some.count & (some.count - 1) != 0 { some.append(some[0]) }
            var conditions: [SQL] = ["\(level.scope.column("id")) IN (\(list: some))"]
            if !expansion.navigation.isSeenThroughSource, let visible = level.isVisible { conditions.append(visible) }
            var group = Group(first: 0)
            let sql: SQL = """
                SELECT \(level.selected) FROM \(level.scope.source)\(level.joins) WHERE \(conditions.conjunction())
                """
            try connection.forEachRow(sql) { row in
                try append(row, level, limit, &fragment, &group)
            }
        }
        fragment = try completed(fragment, level)
        var places: [Int64: Int] = [:]
        for (index, entry) in fragment.entries.enumerated() { places[entry.key.id] = index }
        let groups = ids.map { id in places[id].map { Group(first: $0, count: 1) } ?? Group(first: 0) }
        return Part(expansion: expansion, fragment: fragment, groups: groups)
    }

    /// The rows below each parent: SQLite seeks once a parent, PostgreSQL joins laterally.
    private mutating func many(
        _ expansion: ReadLevel.Expansion, _ source: EntityType, _ parents: [EntityKey]
    ) throws -> Part {
        let level = expansion.level
        var fragment = Fragment()
        var groups: [Group] = []
        groups.reserveCapacity(parents.count)
        if connection.dialect == .sqlite {
            let statement = try connection.prepare(
                level.statement(
                    .children(expansion.navigation, parent: "\(parameter: 0)"), limit: level.limit,
                    skip: level.query.skip))
            for parent in parents {
                var group = Group(first: fragment.entries.count)
                if level.limit > 0 {
                    try statement.forEachRow([.integer(parent.id)]) { row in
                        try append(row, level, level.limit, &fragment, &group)
                    }
                }
                groups.append(group)
            }
        } else {
            try lateral(expansion, parents, &fragment, &groups)
        }
        if level.query.count {
            let statement = try connection.prepare(
                level.countStatement(.children(expansion.navigation, parent: "\(parameter: 0)")))
            for (index, parent) in parents.enumerated() {
                try statement.forEachRow([.integer(parent.id)]) { row in
                    groups[index].total = row.integer(0)
                    return false
                }
            }
        }
        return Part(expansion: expansion, fragment: try completed(fragment, level), groups: groups)
    }

    private mutating func lateral(
        _ expansion: ReadLevel.Expansion, _ parents: [EntityKey], _ fragment: inout Fragment, _ groups: inout [Group]
    ) throws {
        let level = expansion.level
        let statement = level.statement(
            .children(expansion.navigation, parent: "p.id"), limit: level.limit, skip: level.query.skip)
        let position = level.orderOffset + level.order.terms.count
        for start in stride(from: 0, to: parents.count, by: Self.parentsAtOnce) {
            let some = parents[start..<min(start + Self.parentsAtOnce, parents.count)]
            for _ in some { groups.append(Group(first: 0)) }
            guard level.limit > 0 else { continue }
            // one text whatever the ids, so that it is planned once
            let ids = "{" + some.map { String($0.id) }.joined(separator: ",") + "}"
            let sql: SQL = """
                SELECT c.*, p.place FROM unnest(CAST(\(ids) AS BIGINT[])) WITH ORDINALITY AS p(id, place) \
                CROSS JOIN LATERAL (\(statement)) AS c
                """
            try connection.forEachRow(sql) { row in
                let index = start + Int(row.integer(position)) - 1
                if groups[index].count == 0 { groups[index].first = fragment.entries.count }
                _ = try append(row, level, level.limit, &fragment, &groups[index])
                return true
            }
        }
    }

    /// Few enough that the latest value of each, and the one behind it, come without a cursor.
    private static let parentsAtOnce = 400
}
