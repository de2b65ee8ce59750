// SPDX-License-Identifier: EUPL-1.2
public import Rights
import Storage
public import Wire

/// What a new key is for.
public struct KeyRequest: Sendable, Hashable {
    public var name: String
    /// `member` for a key that is for some data sets only.
    public var role: Role
    /// By slug; the key may use them beside what its role allows.
    public var grants: [String: Rights.Level]
    /// Addresses that it may come from; empty for all.
    public var networks: [Network]
    public var expires: Instant?

    public init(
        name: String, role: Role, grants: [String: Rights.Level] = [:], networks: [Network] = [],
        expires: Instant? = nil
    ) {
        self.name = name
        self.role = role
        self.grants = grants
        self.networks = networks
        self.expires = expires
    }
}

extension AccessControl {
    /// Makes a key for a program and returns its secret, which is shown this once.
    /// - Throws: `AccessError.invalidField`, `.invalidExpiry`, `.nothingGranted`, `.noSuchDataset`.
    public func createKey(_ request: KeyRequest, by actor: String) async throws -> String {
        guard !request.name.allSatisfy(\.isWhitespace), request.name.count <= 200 else {
            throw AccessError.invalidField("name")
        }
        guard request.role != .member || !request.grants.isEmpty else { throw AccessError.nothingGranted }
        let secret = Secret.token(prefix: "amk_")
        let instant = now()
        if let expires = request.expires {
            let years = Int64(10 * 366 * 86_400) * 1_000_000
            guard expires > instant, expires.microseconds < instant.microseconds + years else {
                throw AccessError.invalidExpiry
            }
        }
        let networks = request.networks.map(\.description).joined(separator: " ")
        try await engine.write { connection in
            let id = try connection.key(
                """
                INSERT INTO access_key (name, role, secret_hash, created_at, expires_at, creator, networks)
                VALUES (\(request.name), \(request.role.rawValue), \(Secret.hash(secret)), \(instant.microseconds),
                    \(request.expires?.microseconds), \(actor), \(networks))
                RETURNING id
                """)
            try AuditTrail.append(
                "create", object: "key/\(id)", by: actor, at: instant,
                detail: ["role": .string(request.role.rawValue)], on: connection)
            for (slug, level) in request.grants.sorted(by: { $0.key < $1.key }) {
                try GrantQueries.grant(
                    level, on: .dataset(slug), to: .key(id), by: actor, at: instant, connection: connection)
            }
        }
        return secret
    }

    /// The same for a key that is for the whole house.
    public func createKey(name: String, role: Role, expires: Instant? = nil, by actor: String) async throws -> String {
        try await createKey(KeyRequest(name: name, role: role, expires: expires), by: actor)
    }

    /// All keys, revoked ones too, by number.
    public func keys() async throws -> [AccessKey] {
        try await engine.read { connection in
            var grants: [Int64: [String: Rights.Level]] = [:]
            for grant in try GrantQueries.list(where: "g.key_id IS NOT NULL", on: connection) {
                if case .key(let id) = grant.subject { grants[id, default: [:]][grant.object.name] = grant.level }
            }
            return try connection.rows(
                """
                SELECT id, name, role, created_at, expires_at, revoked_at, creator, networks, used_at
                FROM access_key ORDER BY id
                """
            ) { row in
                AccessKey(
                    id: row.integer(0), name: row.text(1), role: Role(rawValue: row.text(2)) ?? .member,
                    created: Instant(microseconds: row.integer(3)), creator: row.text(6),
                    expires: row.integerIfPresent(4).map { Instant(microseconds: $0) },
                    revoked: row.integerIfPresent(5).map { Instant(microseconds: $0) },
                    networks: row.text(7).split(separator: " ").compactMap { Network(String($0)) },
                    lastUsed: row.integerIfPresent(8).map { Instant(microseconds: $0) },
                    grants: grants[row.integer(0)] ?? [:])
            }
        }
    }

    /// - Throws: `AccessError.noSuchKey`.
    public func revokeKey(id: Int64, by actor: String) async throws {
        let instant = now()
        try await engine.write { connection in
            let changed = try connection.execute(
                "UPDATE access_key SET revoked_at = \(instant.microseconds) WHERE id = \(id) AND revoked_at IS NULL")
            guard changed == 1 else { throw AccessError.noSuchKey(id) }
            try AuditTrail.append("revoke", object: "key/\(id)", by: actor, at: instant, on: connection)
        }
    }
}
