// SPDX-License-Identifier: EUPL-1.2
import Storage
public import Wire

extension AccessControl {
    /// Makes a key for a program and returns its secret, which is shown this once.
    /// - Throws: `AccessError.invalidField`.
    public func createKey(name: String, role: Role, expires: Instant? = nil, by actor: String) async throws -> String {
        guard !name.allSatisfy(\.isWhitespace), name.count <= 200 else { throw AccessError.invalidField("name") }
        let secret = Secret.token(prefix: "amk_")
        let instant = now()
        try await engine.write { connection in
            let id = try connection.integer(
                """
                INSERT INTO access_key (name, role, secret_hash, created_at, expires_at)
                VALUES (\(name), \(role.rawValue), \(Secret.hash(secret)), \(instant.microseconds),
                    \(expires?.microseconds))
                RETURNING id
                """)
            try AuditTrail.append("create", object: "key/\(id ?? 0)", by: actor, at: instant, on: connection)
        }
        return secret
    }

    public func keys() async throws -> [AccessKey] {
        try await engine.read { connection in
            try connection.rows(
                "SELECT id, name, role, created_at, expires_at, revoked_at FROM access_key ORDER BY id"
            ) { row in
                AccessKey(
                    id: row.integer(0), name: row.text(1), role: Role(rawValue: row.text(2)) ?? .viewer,
                    created: Instant(microseconds: row.integer(3)),
                    expires: row.integerIfPresent(4).map { Instant(microseconds: $0) },
                    revoked: row.integerIfPresent(5).map { Instant(microseconds: $0) })
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
