// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningModel
public import Storage
public import Wire

/// One version of an object: what it said, who made it so, and when.
public struct PlanningVersion: Sendable, Hashable {
    /// What happened to the object.
    public enum Change: String, Sendable, Hashable {
        case created, changed, deleted

        public var name: Words {
            switch self {
            case .created: Words("angelegt", "created")
            case .changed: Words("geändert", "changed")
            case .deleted: Words("gelöscht", "removed")
            }
        }
    }

    public let reference: Reference
    public let version: Int64
    public let document: JSONObject
    public let visibility: PlanningObject.Visibility
    public let state: PlanningObject.State
    public let changed: Instant
    public let changedBy: String
    public let change: Change

    /// The names of answers that differ from another version.
    public func differences(to other: PlanningVersion) -> [String] {
        var names = document.names
        for name in other.document.names where !names.contains(name) { names.append(name) }
        return names.filter { document[$0] != other.document[$0] }
    }
}

extension PlanningQueries {
    /// All versions of an object, the latest first; those of a removed one too.
    public static func history(
        of reference: Reference, on connection: any StorageConnection
    ) throws -> [PlanningVersion] {
        try connection.rows(
            """
            SELECT \(versionColumns) FROM planning_version
            WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number) ORDER BY version DESC
            """, makeVersion)
    }

    static let versionColumns: SQL = """
        kind, number, version, document, visibility, state, changed_at, changed_by, change
        """

    static func makeVersion(_ row: any StorageRow) throws -> PlanningVersion {
        guard let kind = ObjectKind(rawValue: row.text(0)) else {
            throw StorageError.corrupt(message: "planning_version has the unknown kind '\(row.text(0))'")
        }
        return PlanningVersion(
            reference: Reference(kind, row.integer(1)), version: row.integer(2),
            document: try JSONValue(parsing: row.text(3)).object ?? [:],
            visibility: PlanningObject.Visibility(rawValue: row.text(4)) ?? .internal,
            state: PlanningObject.State(rawValue: row.text(5)) ?? .draft,
            changed: Instant(microseconds: row.integer(6)), changedBy: row.text(7),
            change: PlanningVersion.Change(rawValue: row.text(8)) ?? .changed)
    }
}
