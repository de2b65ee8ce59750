// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage
public import Wire

/// A data set, or all data sets of a department, opened for an account, a key or all of a department.
public struct AccessGrant: Sendable, Hashable {
    /// For whom.
    public enum Subject: Sendable, Hashable {
        case account(Int64)
        case key(Int64)
        case department(String)
    }

    /// What.
    public enum Object: Sendable, Hashable {
        /// By its slug.
        case dataset(String)
        /// All data sets whose owner is this department, later ones too.
        case owner(String)
    }

    public let id: Int64
    public let subject: Subject
    /// The account's login, the key's name, or the department.
    public let subjectName: String
    public let object: Object
    public let level: Rights.Level
    public let created: Instant
    public let creator: String
}

/// Reading grants, and making and withdrawing them inside a write.
public enum GrantQueries {
    private static let source: SQL = """
        access_grant g LEFT JOIN account a ON a.id = g.account_id LEFT JOIN access_key k ON k.id = g.key_id
        LEFT JOIN dataset d ON d.id = g.dataset_id
        """

    /// What an account may use beside its role: by name, by department, and what a manager's own department owns.
    static func grants(
        account id: Int64, _ role: Role, department: String, on connection: any StorageConnection
    ) throws -> Set<Rights.Grant> {
        if role == .administrator { return [] }
        var condition: SQL = "g.account_id = \(id)"
        if !department.isEmpty { condition += " OR g.department = \(department)" }
        var grants = try grants(of: condition, on: connection)
        if role == .manager, !department.isEmpty {
            grants.formUnion(
                try connection.rows("SELECT id FROM dataset WHERE owner = \(department)") {
                    Rights.Grant(dataset: $0.integer(0), level: .manage)
                })
        }
        return grants
    }

    /// Those of `access_grant g` that fulfil a condition, data set by data set; by owner in a part of its own, so that the
    /// others do not look through all data sets.
    static func grants(of condition: SQL, on connection: any StorageConnection) throws -> Set<Rights.Grant> {
        Set(
            try connection.rows(
                """
                SELECT g.dataset_id, g.level FROM access_grant g WHERE g.dataset_id IS NOT NULL AND (\(condition))
                UNION ALL
                SELECT d.id, g.level FROM access_grant g JOIN dataset d ON d.owner = g.owner WHERE \(condition)
                """
            ) { row in
                // a word of a later version opens the least
                Rights.Grant(dataset: row.integer(0), level: Rights.Level(rawValue: row.text(1)) ?? .see)
            })
    }

    /// Grants that concern a data set, an account or a key; all without a condition. Columns: `g`, `a`, `k`, `d`.
    static func list(
        where condition: SQL = "1 = 1", on connection: any StorageConnection
    ) throws -> [AccessGrant] {
        try connection.rows(
            """
            SELECT g.id, g.account_id, g.key_id, g.department, a.login, k.name, d.slug, g.owner, g.level, g.created_at,
                g.creator
            FROM \(source) WHERE (\(condition)) AND (k.id IS NULL OR k.revoked_at IS NULL) ORDER BY g.id
            """
        ) { row in
            let (account, key) = (row.integerIfPresent(1), row.integerIfPresent(2))
            let subject: AccessGrant.Subject =
                account.map { .account($0) } ?? key.map { .key($0) } ?? .department(row.text(3))
            let name = account != nil ? row.text(4) : key != nil ? row.text(5) : row.text(3)
            return AccessGrant(
                id: row.integer(0), subject: subject, subjectName: name,
                object: row.textIfPresent(6).map { .dataset($0) } ?? .owner(row.text(7)),
                level: Rights.Level(rawValue: row.text(8)) ?? .see, created: Instant(microseconds: row.integer(9)),
                creator: row.text(10))
        }
    }

    /// All there are.
    public static func all(on connection: any StorageConnection) throws -> [AccessGrant] { try list(on: connection) }

    /// Those that open a data set, by name or by its owner.
    public static func list(dataset id: Int64, on connection: any StorageConnection) throws -> [AccessGrant] {
        try list(
            where: "g.dataset_id = \(id) OR g.owner = (SELECT owner FROM dataset WHERE id = \(id))", on: connection)
    }

    /// Those that an account has, by name or by department.
    public static func list(account id: Int64, on connection: any StorageConnection) throws -> [AccessGrant] {
        try list(
            where: """
                g.account_id = \(id)
                OR g.department = (SELECT department FROM account WHERE id = \(id) AND department <> '')
                """, on: connection)
    }

    /// Opens a data set or what a department owns; a grant for the same two gets the new level.
    /// - Throws: `AccessError.noSuchDataset`, `.invalidField`.
    public static func grant(
        _ level: Rights.Level, on object: AccessGrant.Object, to subject: AccessGrant.Subject, by actor: String,
        at instant: Instant, connection: any StorageConnection
    ) throws {
        var (account, key, department): (Int64?, Int64?, String?) = (nil, nil, nil)
        switch subject {
        case .account(let id): account = id
        case .key(let id): key = id
        case .department(let name):
            guard !name.isEmpty, name.count <= 200 else { throw AccessError.invalidField("department") }
            department = name
        }
        var (dataset, owner): (Int64?, String?) = (nil, nil)
        switch object {
        case .dataset(let slug):
            dataset = try connection.integer("SELECT id FROM dataset WHERE slug = \(slug)")
            if dataset == nil { throw AccessError.noSuchDataset(slug) }
        case .owner(let name):
            guard !name.isEmpty, name.count <= 200 else { throw AccessError.invalidField("owner") }
            owner = name
        }
        let same: SQL = """
            account_id IS NOT DISTINCT FROM \(account) AND key_id IS NOT DISTINCT FROM \(key)
            AND department IS NOT DISTINCT FROM \(department) AND dataset_id IS NOT DISTINCT FROM \(dataset)
            AND owner IS NOT DISTINCT FROM \(owner)
            """
        try connection.execute("DELETE FROM access_grant WHERE \(same)")
        try connection.execute(
            """
            INSERT INTO access_grant (account_id, key_id, department, dataset_id, owner, level, created_at, creator)
            VALUES (\(account), \(key), \(department), \(dataset), \(owner), \(level.rawValue),
                \(instant.microseconds), \(actor))
            """)
        try AuditTrail.append(
            "grant", object: subject.text, by: actor, at: instant,
            detail: [object.kind: .string(object.name), "level": .string(level.rawValue)], on: connection)
    }

    /// The number of the account with that login.
    /// - Throws: `AccessError.noSuchAccount`.
    public static func account(login: String, on connection: any StorageConnection) throws -> Int64 {
        let id = try connection.integer("SELECT id FROM account WHERE login = \(login)")
        guard let id else { throw AccessError.noSuchAccount(login) }
        return id
    }

    /// The number of a key that is not revoked.
    /// - Throws: `AccessError.noSuchKey`.
    public static func key(_ id: Int64, on connection: any StorageConnection) throws -> Int64 {
        let count = try connection.integer("SELECT count(*) FROM access_key WHERE id = \(id) AND revoked_at IS NULL")
        guard count == 1 else { throw AccessError.noSuchKey(id) }
        return id
    }

    /// Takes a grant back.
    /// - Throws: `AccessError.noSuchGrant`.
    public static func withdraw(
        _ id: Int64, by actor: String, at instant: Instant, connection: any StorageConnection
    ) throws {
        guard let grant = try list(where: "g.id = \(id)", on: connection).first else {
            throw AccessError.noSuchGrant(id)
        }
        try connection.execute("DELETE FROM access_grant WHERE id = \(id)")
        try AuditTrail.append(
            "withdraw", object: grant.subject.text, by: actor, at: instant,
            detail: [grant.object.kind: .string(grant.object.name), "level": .string(grant.level.rawValue)],
            on: connection)
    }
}

extension AccessGrant.Subject {
    /// As in the audit trail: `account/7`.
    var text: String {
        switch self {
        case .account(let id): "account/\(id)"
        case .key(let id): "key/\(id)"
        case .department(let name): "department/\(name)"
        }
    }
}

extension AccessGrant.Object {
    var kind: String {
        switch self {
        case .dataset: "dataset"
        case .owner: "owner"
        }
    }

    public var name: String {
        switch self {
        case .dataset(let name), .owner(let name): name
        }
    }

    /// `dataset radverkehr`, `owner Tiefbauamt`.
    public var text: String { kind + " " + name }
}
