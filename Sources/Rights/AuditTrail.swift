// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// Who did what, when; appended in the transaction of the deed itself.
public enum AuditTrail {
    public static func append(
        _ action: String, object: String, by actor: String, at instant: Instant, detail: JSONValue? = nil,
        on connection: any StorageConnection
    ) throws {
        let detail: SQLValue = detail.map { .json($0.text) } ?? .null
        try connection.execute(
            """
            INSERT INTO audit_entry (at, actor, action, object, detail)
            VALUES (\(instant.microseconds), \(actor), \(action), \(object), \(detail))
            """)
    }
}
