// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// How many people and programs may do something here; for administrators.
public struct AccessFigures: Sendable, Hashable {
    public let accounts: Int64
    public let administrators: Int64
    /// Administrators who sign in with a password alone.
    public let administratorsWithoutCode: Int64
    /// Invited and not yet come.
    public let invited: Int64
    public let sessions: Int64
    public let keys: Int64

    /// `idle` is how long a session lasts without being used, in microseconds.
    public init(at now: Instant, idle: Int64, on connection: any StorageConnection) throws {
        let people = try connection.firstRow(
            """
            SELECT count(*), sum(CASE WHEN role = 'administrator' THEN 1 ELSE 0 END),
                sum(CASE WHEN role = 'administrator' AND password_hash IS NOT NULL AND code_secret IS NULL THEN 1 ELSE 0 END),
                sum(CASE WHEN password_hash IS NULL THEN 1 ELSE 0 END)
            FROM account WHERE disabled_at IS NULL
            """
        ) { row in
            (0..<4).map { row.integerIfPresent($0) ?? 0 }
        }
        let counts = people ?? [0, 0, 0, 0]
        (accounts, administrators) = (counts[0], counts[1])
        (administratorsWithoutCode, invited) = (counts[2], counts[3])
        let unused = now.microseconds - idle
        sessions =
            try connection.integer(
                """
                SELECT count(*) FROM session
                WHERE expires_at > \(now.microseconds) AND coalesce(seen_at, created_at) > \(unused)
                """) ?? 0
        keys =
            try connection.integer(
                """
                SELECT count(*) FROM access_key
                WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now.microseconds))
                """) ?? 0
    }
}
