// SPDX-License-Identifier: EUPL-1.2

/// What one room keeps in the database: its steps in their order, and what must hold in its tables.
public struct RoomSchema: Sendable {
    /// The prefix of the names of its steps: `energy`.
    public let room: String
    public let migrations: [Migration]
    public let rules: [ConsistencyRule]
    /// Where it keeps who did something: these names follow a person who is called otherwise or is forgotten.
    public let names: [NameColumn]

    public init(
        _ room: String, migrations: [Migration] = [], rules: [ConsistencyRule] = [], names: [NameColumn] = []
    ) {
        self.room = room
        self.migrations = migrations
        self.rules = rules
        self.names = names
    }
}

/// A column of a table that holds the names of people as they are shown.
public struct NameColumn: Sendable {
    public let table: String
    public let column: String
    /// What says that the table changed, where that is not seen by itself.
    private let following: SQL?

    public init(_ table: String, _ column: String, then following: SQL? = nil) {
        self.table = table
        self.column = column
        self.following = following
    }

    /// Writes another name in the place of one; the number of rows that had it.
    public func replace(_ name: String, by other: String, on connection: any StorageConnection) throws -> Int {
        let column: SQL = "\(identifier: column)"
        let count = try connection.execute(
            "UPDATE \(identifier: table) SET \(column) = \(other) WHERE \(column) = \(name)")
        if count > 0, let following { try connection.execute(following) }
        return count
    }
}

/// What is wrong with the steps that the rooms brought: a fault of the program, found when it starts.
public enum SchemaFault: Error, Sendable, Hashable {
    case misnamed(String, room: String)
    case doubled(String)
    /// It names a step that no room has.
    case unknown(String, before: String)
    /// Steps that wait for each other.
    case circle([String])
}

extension [RoomSchema] {
    /// The steps of all rooms in one order, always the same: each after those it names and those before it in its room.
    ///
    /// Among those that may come next the one with the lowest former number is first, then the one of the first room.
    public func ordered() throws(SchemaFault) -> [Migration] {
        var names: Set<String> = []
        for schema in self {
            for migration in schema.migrations {
                guard migration.name.hasPrefix(schema.room + "."), migration.name.count > schema.room.count + 1 else {
                    throw .misnamed(migration.name, room: schema.room)
                }
                guard names.insert(migration.name).inserted else { throw .doubled(migration.name) }
            }
        }
        for migration in flatMap(\.migrations) {
            for name in migration.after where !names.contains(name) {
                throw .unknown(name, before: migration.name)
            }
        }
        var waiting = map { $0.migrations[...] }
        var done: Set<String> = []
        var order: [Migration] = []
        while order.count < names.count {
            let ready = waiting.indices.compactMap { index -> (index: Int, rank: Int)? in
                guard let first = waiting[index].first, done.isSuperset(of: first.after) else { return nil }
                return (index, first.formerly ?? .max)
            }
            guard let next = ready.min(by: { ($0.rank, $0.index) < ($1.rank, $1.index) }) else {
                throw .circle(waiting.compactMap { $0.first?.name })
            }
            let migration = waiting[next.index].removeFirst()
            done.insert(migration.name)
            order.append(migration)
        }
        return order
    }
}
