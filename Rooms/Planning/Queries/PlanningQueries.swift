// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningAnalyses
public import PlanningModel
public import Rights
public import Storage
public import Wire

/// Why an object cannot be changed or removed.
public enum PlanningError: Error, Sendable, Hashable {
    case notFound(Reference)
    /// Decisions stay as they were made.
    case isDecision(Reference)
    /// A room keeps records of it.
    case isKept(Reference)
    /// What a room keeps of it is for everybody to see.
    case staysPublic(Reference)
    /// Others refer to it.
    case isReferred(Reference, by: [Reference])
    /// References that lead to nothing.
    case danglingReferences([Reference])
}

/// Reading and writing the objects of a plan.
public enum PlanningQueries {
    static let columns: SQL = """
        kind, number, version, document, visibility, state, created_at, created_by, modified_at, modified_by, checked
        """

    // MARK: Reading

    /// Where the plan keeps who did something; what remembers objects reads them anew.
    package static let names: [NameColumn] = {
        let moves: SQL = "UPDATE planning_state SET changes = changes + 1 WHERE id = 1"
        return [
            NameColumn("planning_object", "created_by", then: moves),
            NameColumn("planning_object", "modified_by", then: moves), NameColumn("planning_version", "changed_by"),
            NameColumn("planning_invitation", "created_by"), NameColumn("planning_sheet", "name"),
        ]
    }()

    /// A number that changes with every change of the plan.
    public static func changes(on connection: any StorageConnection) throws -> Int64 {
        try connection.integer("SELECT changes FROM planning_state WHERE id = 1") ?? 0
    }

    /// All that a reader may see: people without an account see public objects that were accepted, without names of
    /// persons; what is computed for them rests on all objects (`Plan.everything`).
    public static func plan(for reader: Reader, on connection: any StorageConnection) throws -> Plan {
        let objects = try connection.rows("SELECT \(columns) FROM planning_object", make)
        return reader.rights.seeInternal ? Plan(objects) : .publicPart(of: objects)
    }

    /// Whether there is an object of a kind that the reader sees.
    package static func isAny(_ kind: ObjectKind, for reader: Reader, on connection: any StorageConnection) throws
        -> Bool
    {
        let visible: SQL =
            reader.rights.seeInternal ? "1 = 1" : "visibility = \(PlanningObject.Visibility.public.rawValue)"
        return try connection.integer(
            "SELECT 1 FROM planning_object WHERE kind = \(kind.rawValue) AND \(visible) LIMIT 1") != nil
    }

    public static func find(_ reference: Reference, on connection: any StorageConnection) throws -> PlanningObject? {
        try connection.firstRow(
            """
            SELECT \(columns) FROM planning_object
            WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number)
            """, make)
    }

    // MARK: Writing

    /// Stores a new object and gives it the next number of its kind.
    public static func create(
        _ kind: ObjectKind, _ document: JSONObject, visibility: PlanningObject.Visibility = .internal,
        state: PlanningObject.State = .active, by reader: Reader, at instant: Instant,
        on connection: any StorageConnection
    ) throws -> PlanningObject {
        let document = keepingExecuted(document, of: kind, from: [:])
        try validate(document, kind)
        try countChange(on: connection)
        let last = try connection.integer("SELECT max(number) FROM planning_version WHERE kind = \(kind.rawValue)")
        let object = PlanningObject(
            reference: Reference(kind, (last ?? 0) + 1), version: 1, document: document, visibility: visibility,
            state: state, created: instant, createdBy: reader.displayName, modified: instant,
            modifiedBy: reader.displayName, checked: try versions(of: document, kind, on: connection))
        try insert(object, on: connection)
        try note(object, change: .created, on: connection)
        return object
    }

    /// Stores a changed document if nobody changed the object since `expected`; the same document changes nothing.
    ///
    /// A document that somebody else overtook comes back as `PlanningConflict`.
    public static func update(
        _ reference: Reference, expected: Int64, document: JSONObject,
        visibility: PlanningObject.Visibility? = nil, state: PlanningObject.State? = nil, by reader: Reader,
        at instant: Instant, on connection: any StorageConnection
    ) throws -> PlanningObject {
        try countChange(on: connection)
        guard let stored = try find(reference, on: connection) else { throw PlanningError.notFound(reference) }
        guard stored.kind != .decision else { throw PlanningError.isDecision(reference) }
        guard stored.version == expected else {
            let base = try history(of: reference, on: connection).first { $0.version == expected }?.document ?? [:]
            throw PlanningConflict(
                base: base, theirs: stored, mine: keepingExecuted(document, of: reference.kind, from: base))
        }
        return try store(
            keepingExecuted(document, of: reference.kind, from: stored.document), over: stored, visibility, state,
            by: reader, at: instant, on: connection)
    }

    /// Stores what was found behind the earlier runs: the only way to the fields that are executed.
    public static func record(
        _ outcomes: [ExecutedCheck.Outcome], of reference: Reference, on day: String, words: (Words) -> String,
        by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws -> PlanningObject {
        try countChange(on: connection)
        // Somebody may have changed the object while the addresses were requested.
        guard let stored = try find(reference, on: connection) else { throw PlanningError.notFound(reference) }
        return try store(
            stored.document(adding: outcomes, on: day, words: words), over: stored, nil, nil, by: reader, at: instant,
            on: connection)
    }

    /// The document with what was executed as it was before, whatever somebody answered there.
    private static func keepingExecuted(
        _ document: JSONObject, of kind: ObjectKind, from earlier: JSONObject
    ) -> JSONObject {
        var document = document
        for field in kind.fields where field.isExecuted { document[field.name] = earlier[field.name] }
        return document
    }

    private static func store(
        _ document: JSONObject, over stored: PlanningObject, _ visibility: PlanningObject.Visibility?,
        _ state: PlanningObject.State?, by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws -> PlanningObject {
        let reference = stored.reference
        try validate(document, reference.kind, over: stored.document)
        let isSame =
            document == stored.document && visibility ?? stored.visibility == stored.visibility
            && state ?? stored.state == stored.state
        let changed = PlanningObject(
            reference: reference, version: isSame ? stored.version : stored.version + 1, document: document,
            visibility: visibility ?? stored.visibility, state: state ?? stored.state, created: stored.created,
            createdBy: stored.createdBy, modified: isSame ? stored.modified : instant,
            modifiedBy: isSame ? stored.modifiedBy : reader.displayName,
            checked: try versions(of: document, reference.kind, on: connection))
        try replace(changed, on: connection)
        if !isSame { try note(changed, change: .changed, on: connection) }
        return changed
    }

    /// Shows objects to everybody; drafts become active. Those that everybody sees already stay as they are.
    public static func publish(
        _ references: [Reference], by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws {
        for reference in references {
            guard let stored = try find(reference, on: connection) else { throw PlanningError.notFound(reference) }
            guard !stored.isPublic else { continue }
            _ = try update(
                reference, expected: stored.version, document: stored.document, visibility: .public,
                state: stored.state == .draft ? .active : stored.state, by: reader, at: instant, on: connection)
        }
    }

    /// Somebody looked at what changed and found the object still right.
    public static func confirm(
        _ reference: Reference, by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws {
        try countChange(on: connection)
        guard let stored = try find(reference, on: connection) else { throw PlanningError.notFound(reference) }
        guard stored.kind != .decision else { throw PlanningError.isDecision(reference) }
        let checked = try versions(of: stored.document, reference.kind, on: connection)
        try connection.execute(
            """
            UPDATE planning_object SET checked = \(json(checked))
            WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number)
            """)
        try AuditTrail.append(
            "confirm", object: "planning/\(reference)", by: reader.displayName, at: instant, on: connection)
    }

    /// Removes an object to which nothing refers; its history stays, and its number is not given again.
    public static func delete(
        _ reference: Reference, by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws {
        try countChange(on: connection)
        guard let stored = try find(reference, on: connection) else { throw PlanningError.notFound(reference) }
        guard stored.kind != .decision else { throw PlanningError.isDecision(reference) }
        let plan = try plan(for: .system, on: connection)
        let dependants = plan.referring(to: reference).map(\.reference)
        guard dependants.isEmpty else { throw PlanningError.isReferred(reference, by: dependants) }
        try connection.execute(
            """
            DELETE FROM planning_object
            WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number)
            """)
        if reference.kind == .assessment {
            try connection.execute("DELETE FROM planning_sheet WHERE number = \(reference.number)")
        }
        let last = PlanningObject(
            reference: reference, version: stored.version + 1, document: stored.document,
            visibility: stored.visibility, state: .closed, created: stored.created, createdBy: stored.createdBy,
            modified: instant, modifiedBy: reader.displayName, checked: [:])
        try note(last, change: .deleted, on: connection)
    }

    // MARK: Pieces

    static func countChange(on connection: any StorageConnection) throws {
        // The row's lock also keeps two writers from taking the same number.
        try connection.execute("UPDATE planning_state SET changes = changes + 1 WHERE id = 1")
    }

    static func validate(_ document: JSONObject, _ kind: ObjectKind, over stored: JSONObject = [:]) throws {
        let faults = kind.faults(in: document, over: stored)
        guard faults.isEmpty else { throw ValidationFailure(faults) }
    }

    /// The present versions of all that a document refers to; refuses references that lead to nothing.
    static func versions(
        of document: JSONObject, _ kind: ObjectKind, on connection: any StorageConnection
    ) throws -> [Reference: Int64] {
        var versions: [Reference: Int64] = [:]
        var missing: [Reference] = []
        for reference in PlanningObject.referred(by: document, kind.fields).sorted() {
            let version = try connection.integer(
                """
                SELECT version FROM planning_object
                WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number)
                """)
            if let version { versions[reference] = version } else { missing.append(reference) }
        }
        guard missing.isEmpty else { throw PlanningError.danglingReferences(missing) }
        return versions
    }

    static func insert(_ object: PlanningObject, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            INSERT INTO planning_object (\(columns))
            VALUES (\(object.kind.rawValue), \(object.number), \(object.version), \(json(object.document)),
                \(object.visibility.rawValue), \(object.state.rawValue), \(object.created.microseconds),
                \(object.createdBy), \(object.modified.microseconds), \(object.modifiedBy), \(json(object.checked)))
            """)
    }

    static func replace(_ object: PlanningObject, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            UPDATE planning_object SET version = \(object.version), document = \(json(object.document)),
                visibility = \(object.visibility.rawValue), state = \(object.state.rawValue),
                modified_at = \(object.modified.microseconds), modified_by = \(object.modifiedBy),
                checked = \(json(object.checked))
            WHERE kind = \(object.kind.rawValue) AND number = \(object.number)
            """)
    }

    static func note(
        _ object: PlanningObject, change: PlanningVersion.Change, on connection: any StorageConnection
    ) throws {
        try insert(
            PlanningVersion(
                reference: object.reference, version: object.version, document: object.document,
                visibility: object.visibility, state: object.state, changed: object.modified,
                changedBy: object.modifiedBy, change: change),
            on: connection)
    }

    /// Stores a version; `keepsExisting` leaves one of that number as it is.
    static func insert(
        _ version: PlanningVersion, keepsExisting: Bool = false, on connection: any StorageConnection
    ) throws {
        let conflict: SQL = keepsExisting ? "ON CONFLICT (kind, number, version) DO NOTHING" : ""
        try connection.execute(
            """
            INSERT INTO planning_version (\(versionColumns))
            VALUES (\(version.reference.kind.rawValue), \(version.reference.number), \(version.version),
                \(json(version.document)), \(version.visibility.rawValue), \(version.state.rawValue),
                \(version.changed.microseconds), \(version.changedBy), \(version.change.rawValue)) \(conflict)
            """)
    }

    static func json(_ document: JSONObject) -> SQLValue { .json(JSONValue.object(document).text) }

    static func json(_ checked: [Reference: Int64]) -> SQLValue { .json(checkedJSON(checked).text) }

    static func checkedJSON(_ checked: [Reference: Int64]) -> JSONValue {
        .object(
            JSONObject(
                checked.sorted { $0.key < $1.key }.map { (name: $0.key.description, value: JSONValue($0.value)) }))
    }

    static func make(_ row: any StorageRow) throws -> PlanningObject {
        guard let kind = ObjectKind(rawValue: row.text(0)) else {
            throw StorageError.corrupt(message: "planning_object has the unknown kind '\(row.text(0))'")
        }
        let checked = try JSONValue(parsing: row.text(10)).object ?? [:]
        return PlanningObject(
            reference: Reference(kind, row.integer(1)), version: row.integer(2),
            document: try JSONValue(parsing: row.text(3)).object ?? [:],
            visibility: PlanningObject.Visibility(rawValue: row.text(4)) ?? .internal,
            state: PlanningObject.State(rawValue: row.text(5)) ?? .draft,
            created: Instant(microseconds: row.integer(6)), createdBy: row.text(7),
            modified: Instant(microseconds: row.integer(8)), modifiedBy: row.text(9),
            checked: Dictionary(
                checked.members.compactMap { name, value in
                    Reference(name).flatMap { reference in value.integer.map { (reference, $0) } }
                }, uniquingKeysWith: { first, _ in first }))
    }
}
