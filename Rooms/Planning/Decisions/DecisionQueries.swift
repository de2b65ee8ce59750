// SPDX-License-Identifier: EUPL-1.2
public import PlanningModel
public import Rights
public import Storage
public import Wire

/// What a decision rests on changed while its papers were being written; write them again.
public struct BasisMoved: Error, Sendable {
    public init() {}
}

/// Decisions with what they were made on.
extension PlanningQueries {
    /// Stores a decision together with its record, if all that the record rests on is still the same.
    public static func decide(
        _ document: JSONObject, record: DecisionRecord, visibility: PlanningObject.Visibility,
        state: PlanningObject.State = .active, by reader: Reader, at instant: Instant,
        on connection: any StorageConnection
    ) throws -> PlanningObject {
        let decision = try create(
            .decision, document, visibility: visibility, state: state, by: reader, at: instant, on: connection)
        let plan = try plan(for: .system, on: connection)
        guard plan.basis(of: decision.references("about")) == record.versions else { throw BasisMoved() }
        try insert(record, of: decision.number, on: connection)
        return decision
    }

    package static func insert(_ record: DecisionRecord, of number: Int64, on connection: any StorageConnection) throws
    {
        try connection.execute(
            """
            INSERT INTO planning_record (number, record) VALUES (\(number), \(SQLValue.json(record.json.text)))
            """)
    }

    /// What a decision was made on; nil for decisions that were stored without it.
    public static func record(
        of decision: Reference, on connection: any StorageConnection
    ) throws -> DecisionRecord? {
        guard decision.kind == .decision else { return nil }
        let text = try connection.firstRow(
            "SELECT record FROM planning_record WHERE number = \(decision.number)"
        ) { $0.text(0) }
        guard let text else { return nil }
        guard let record = DecisionRecord(try JSONValue(parsing: text)) else {
            throw StorageError.corrupt(message: "planning_record of \(decision) cannot be read")
        }
        return record
    }

    /// The public decisions whose papers say what an object said, the latest first.
    public static func publicDecisions(
        carrying reference: Reference, in plan: Plan, on connection: any StorageConnection
    ) throws -> [PlanningObject] {
        guard DecisionRecord.Paper.told.contains(reference.kind) else { return [] }
        let numbers = try connection.rows(
            """
            SELECT number FROM planning_record
            WHERE record -> 'versions' ->> \(reference.description) IS NOT NULL ORDER BY number DESC
            """
        ) { $0.integer(0) }
        return numbers.compactMap { plan[Reference(.decision, $0)] }.filter(\.isPublic)
    }

    /// What a record tells values of whose data are not among these (any more): the papers were written when they were.
    public static func withheld(
        of record: DecisionRecord, naming nameable: NameableData, on connection: any StorageConnection
    ) throws -> Set<Reference> {
        let told = record.versions.filter { $0.key.kind == .indicator }
        let kept = try versions(told, for: .system, on: connection)
        return Set(
            try told.keys.filter { reference in
                let document = try kept[reference]?.document ?? find(reference, on: connection)?.document ?? [:]
                return nameable.lacks(anyOf: document, reference.kind.fields)
            })
    }

    /// Versions of objects by their numbers, those that are kept; readers without an account see what was public then,
    /// without names of persons.
    public static func versions(
        _ wanted: [Reference: Int64], for reader: Reader, on connection: any StorageConnection
    ) throws -> [Reference: PlanningVersion] {
        var found: [Reference: PlanningVersion] = [:]
        for (reference, number) in wanted {
            let version = try connection.firstRow(
                """
                SELECT \(versionColumns) FROM planning_version
                WHERE kind = \(reference.kind.rawValue) AND number = \(reference.number) AND version = \(number)
                """, makeVersion)
            guard let version else { continue }
            if reader.rights.seeInternal {
                found[reference] = version
            } else if version.visibility == .public, version.state == .active || version.state == .closed {
                found[reference] = version.withoutPersons
            }
        }
        return found
    }
}

extension PlanningVersion {
    /// What people without an account see: no names of persons.
    fileprivate var withoutPersons: PlanningVersion {
        var document = document
        for field in reference.kind.fields where field.isPersonal { document[field.name] = nil }
        return PlanningVersion(
            reference: reference, version: version, document: document, visibility: visibility, state: state,
            changed: changed, changedBy: "", change: change)
    }
}
