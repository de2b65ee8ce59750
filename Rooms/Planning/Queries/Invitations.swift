// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
public import Rights
public import Storage
public import Wire

/// A link by which somebody without an account reads the paper on a measure and comments on it.
public struct Invitation: Sendable, Hashable {
    /// How long a link works.
    public static let days: Int64 = 60

    public let reference: Reference
    /// Whom it was made for; comments carry the name.
    public let name: String
    public let expires: Instant
}

extension PlanningQueries {
    /// Makes an invitation for a secret that only its link carries; the database keeps its digest.
    ///
    /// It ends by the town's time, `instant`; the audit trail notes `deed` by the world's, `clock`.
    public static func invite(
        to reference: Reference, name: String, digest: String, by reader: Reader, at instant: Instant,
        noted clock: Instant, as deed: String = "invite", mail: String? = nil, on connection: any StorageConnection
    ) throws {
        guard try find(reference, on: connection) != nil else { throw PlanningError.notFound(reference) }
        let expires = instant.microseconds + Invitation.days * 86_400_000_000
        try connection.execute(
            """
            INSERT INTO planning_invitation (digest, kind, number, name, created_by, expires_at, mail)
            VALUES (\(digest), \(reference.kind.rawValue), \(reference.number), \(name), \(reader.displayName), \(expires),
                \(mail))
            """)
        try AuditTrail.append(
            deed, object: "planning/\(reference)", by: reader.displayName, at: clock, on: connection)
    }

    /// Who wants to be told what became of something they sent in; asked once, then forgotten.
    public static func takeMail(of reference: Reference, on connection: any StorageConnection) throws -> [String] {
        let known: SQL =
            "kind = \(reference.kind.rawValue) AND number = \(reference.number) AND mail IS NOT NULL"
        let addresses = try connection.rows("SELECT mail FROM planning_invitation WHERE \(known)") { $0.text(0) }
        try connection.execute("UPDATE planning_invitation SET mail = NULL WHERE \(known)")
        return addresses
    }

    /// The invitation of a secret, unless it has expired.
    public static func invitation(
        digest: String, at instant: Instant, on connection: any StorageConnection
    ) throws -> Invitation? {
        try connection.firstRow(
            """
            SELECT kind, number, name, expires_at FROM planning_invitation
            WHERE digest = \(digest) AND expires_at > \(instant.microseconds)
            """
        ) { row in
            ObjectKind(rawValue: row.text(0)).map { kind in
                Invitation(
                    reference: Reference(kind, row.integer(1)), name: row.text(2),
                    expires: Instant(microseconds: row.integer(3)))
            }
        }.flatMap(\.self)
    }
}
