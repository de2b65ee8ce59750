// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes
public import PlanningAnalyses
public import PlanningModel
public import Rights
public import Storage
public import Wire

/// What one person gives in an assessment, seen by nobody else until the assessment ends.
public struct AssessmentSheet: Sendable, Hashable {
    /// How long a link works unless the assessment ends before.
    public static let days: Int64 = 60

    /// The number of the assessment.
    public let number: Int64
    public let name: String
    /// Whether a link opens it; otherwise somebody's account does.
    public let isByLink: Bool
    public let cells: AssessmentCells
    public let modified: Instant
    public let expires: Instant

    public var assessment: Reference { Reference(.assessment, number) }
}

/// Why a sheet cannot be made.
public enum SheetFault: Error, Sendable, Hashable {
    case nameMissing
    /// Somebody of that name rates already.
    case nameTaken(String)
    case tooMany
    case isEnded(Reference)
}

extension SheetFault: Refusal {
    public var answer: Problem {
        switch self {
        case .nameMissing:
            Problem(
                .unprocessableContent, "Name missing", detail: "Please say whose link it is.",
                german: "Bitte angeben, für wen der Link ist.")
        case .nameTaken(let name):
            Problem(
                .conflict, "Rates already",
                detail: "\(name) rates in this assessment already; withdraw that link or choose another name.",
                german: "\(name) bewertet hier schon; ziehen Sie den Link zurück, oder wählen Sie einen anderen Namen.")
        case .tooMany:
            Problem(
                .conflict, "Too many",
                detail: "At most \(PlanningQueries.mostSheets) people rate at a time, and an assessment holds at most "
                    + "\(ObjectKind.mostRows) ratings; spread candidates over several assessments.",
                german:
                    "Höchstens \(PlanningQueries.mostSheets) Menschen bewerten gleichzeitig, und eine Bewertung fasst "
                    + "höchstens \(ObjectKind.mostRows) Einstufungen; verteilen Sie Kandidaten auf mehrere Bewertungen."
            )
        case .isEnded(let assessment):
            Problem(
                .conflict, "Closed", detail: "\(assessment) is closed; nobody rates in it any more.",
                german: "\(assessment) ist abgeschlossen; darin bewertet niemand mehr.")
        }
    }
}

/// Sheets of assessors: made, filled cell by cell, and poured into the assessment at its end.
extension PlanningQueries {
    static let mostSheets = 60
    private static let sheetColumns: SQL = "number, name, holder, cells, modified_at, expires_at"

    /// Makes a sheet that `holder` opens: the digest of a link's secret, or `Reader.sheetHolder`.
    ///
    /// It begins with what the assessment says of that name already.
    public static func openSheet(
        of assessment: Reference, name: String, holder: String, by reader: Reader, at instant: Instant,
        noted clock: Instant, on connection: any StorageConnection
    ) throws {
        guard name.hasVisibleText else { throw SheetFault.nameMissing }
        guard let stored = try find(assessment, on: connection) else { throw PlanningError.notFound(assessment) }
        guard stored.state != .closed else { throw SheetFault.isEnded(assessment) }
        let sheets = try sheets(of: assessment, on: connection)
        guard !sheets.contains(where: { $0.name == name }) else { throw SheetFault.nameTaken(name) }
        // what everybody may give has to fit in at the end
        let criteria = stored.rows("criteria").count
        let each = max(1, stored.references("candidates").count) * criteria
        let room = ObjectKind.mostRows - stored.rows("ratings").count
        guard sheets.count < mostSheets, (sheets.count + 1) * each <= room else { throw SheetFault.tooMany }
        let cells = ownCells(of: name, in: stored, try ownCriteria(on: connection))
        let expires = instant.microseconds + AssessmentSheet.days * 86_400_000_000
        try connection.execute(
            """
            INSERT INTO planning_sheet (\(sheetColumns)) VALUES (\(assessment.number), \(name), \(holder),
                \(json(cells.json)), \(instant.microseconds), \(expires))
            """)
        try AuditTrail.append(
            "invite", object: "planning/\(assessment)", by: reader.displayName, at: clock, on: connection)
    }

    /// All sheets of an assessment, by name.
    public static func sheets(
        of assessment: Reference, on connection: any StorageConnection
    ) throws -> [AssessmentSheet] {
        try connection.rows(
            "SELECT \(sheetColumns) FROM planning_sheet WHERE number = \(assessment.number) ORDER BY name", makeSheet)
    }

    /// The sheet that somebody opens; of a link that has expired, or in an assessment that is closed, there is none.
    public static func sheet(
        of holder: String, in assessment: Reference? = nil, at instant: Instant, on connection: any StorageConnection
    ) throws -> AssessmentSheet? {
        let sheet = try connection.firstRow(
            """
            SELECT \(sheetColumns) FROM planning_sheet
            WHERE holder = \(holder) AND expires_at > \(instant.microseconds)
                AND \(assessment.map { "number = \($0.number)" as SQL } ?? "TRUE")
            """, makeSheet)
        guard let sheet, let stored = try find(sheet.assessment, on: connection), stored.state != .closed else {
            return nil
        }
        return sheet
    }

    /// Puts changed cells into somebody's sheet; nil when it is gone.
    public static func fillSheet(
        of holder: String, in assessment: Reference, with mine: [String: JSONValue?], over base: AssessmentCells,
        at instant: Instant, on connection: any StorageConnection
    ) throws -> AssessmentCells.Merged? {
        guard let sheet = try sheet(of: holder, in: assessment, at: instant, on: connection) else { return nil }
        let merged = sheet.cells.merging(mine, over: base)
        guard merged.cells != sheet.cells else { return merged }
        try connection.execute(
            """
            UPDATE planning_sheet SET cells = \(json(merged.cells.json)), modified_at = \(instant.microseconds)
            WHERE number = \(sheet.number) AND name = \(sheet.name)
            """)
        return merged
    }

    /// Removes a sheet with all that was given in it; its link ends.
    public static func withdrawSheet(
        of name: String, in assessment: Reference, by reader: Reader, noted clock: Instant,
        on connection: any StorageConnection
    ) throws {
        let removed = try connection.execute(
            "DELETE FROM planning_sheet WHERE number = \(assessment.number) AND name = \(name)")
        guard removed > 0 else { throw PlanningError.notFound(assessment) }
        try AuditTrail.append(
            "withdraw", object: "planning/\(assessment)", by: reader.displayName, at: clock, on: connection)
    }

    /// Puts what was given into the assessment for everybody to see and closes it; all sheets and links end.
    public static func endSheets(
        of assessment: Reference, by reader: Reader, at instant: Instant, noted clock: Instant,
        on connection: any StorageConnection
    ) throws {
        guard let stored = try find(assessment, on: connection) else { throw PlanningError.notFound(assessment) }
        let own = try ownCriteria(on: connection)
        var changes: [(cell: AssessmentCell, value: JSONValue?)] = []
        for sheet in try sheets(of: assessment, on: connection) {
            let before = ownCells(of: sheet.name, in: stored, own)
            for name in Set(before.members.keys).union(sheet.cells.members.keys).sorted() {
                guard before.members[name] != sheet.cells.members[name], let cell = AssessmentCell(name: name) else {
                    continue
                }
                changes.append(
                    (
                        AssessmentCell(cell.part, cell.candidate, cell.criterion, by: sheet.name),
                        sheet.cells.members[name]
                    ))
            }
        }
        try connection.execute("DELETE FROM planning_sheet WHERE number = \(assessment.number)")
        _ = try update(
            assessment, expected: stored.version, document: stored.document(changing: changes, own), state: .closed,
            by: reader, at: instant, on: connection)
        try AuditTrail.append(
            "end", object: "planning/\(assessment)", by: reader.displayName, at: clock, on: connection)
    }

    /// Chooses what is weighed and by what; what somebody else chose meanwhile, and was not shown, stays.
    public static func choose(
        candidates: [String], criteria: [String], shown: Set<String>, in assessment: Reference, by reader: Reader,
        at instant: Instant, on connection: any StorageConnection
    ) throws {
        try countChange(on: connection)
        guard let stored = try find(assessment, on: connection) else { throw PlanningError.notFound(assessment) }
        let own = try ownCriteria(on: connection)
        var rows = stored.rows("criteria").filter { row in
            let id = row["criterion"]?.string.map { AssessmentReading.canonical($0, own) } ?? ""
            return criteria.contains(id) || !shown.contains(id)
        }
        let kept = Set(rows.compactMap { $0["criterion"]?.string.map { AssessmentReading.canonical($0, own) } })
        for id in criteria where !kept.contains(id) { rows.append(["criterion": .string(id)]) }
        let others = stored.texts("candidates").filter { candidates.contains($0) || !shown.contains($0) }
        let chosen = others + candidates.filter { !others.contains($0) }
        var document = stored.document
        document["criteria"] = rows.isEmpty ? nil : .array(rows.map { .object($0) })
        document["candidates"] = chosen.isEmpty ? nil : .array(chosen.map { .string($0) })
        _ = try update(
            assessment, expected: stored.version, document: document, by: reader, at: instant, on: connection)
    }

    /// Puts changed cells into the assessment itself, beside whatever others changed meanwhile.
    public static func changeCells(
        of assessment: Reference, rated person: String, with mine: [String: JSONValue?], over base: AssessmentCells,
        by reader: Reader, at instant: Instant, on connection: any StorageConnection
    ) throws -> AssessmentCells.Merged {
        try countChange(on: connection)
        guard let stored = try find(assessment, on: connection) else { throw PlanningError.notFound(assessment) }
        let own = try ownCriteria(on: connection)
        let before = stored.assessmentCells(of: person, own)
        let merged = before.merging(mine, over: base)
        let names = Set(before.members.keys).union(merged.cells.members.keys).sorted()
        let changes = names.compactMap { name -> (cell: AssessmentCell, value: JSONValue?)? in
            guard before.members[name] != merged.cells.members[name] else { return nil }
            return AssessmentCell(name: name).map { ($0, merged.cells.members[name]) }
        }
        _ = try update(
            assessment, expected: stored.version, document: stored.document(changing: changes, own), by: reader,
            at: instant, on: connection)
        return merged
    }

    /// What the document says of one person, as the cells of a sheet.
    private static func ownCells(
        of name: String, in stored: PlanningObject, _ own: [PlanningObject]
    ) -> AssessmentCells {
        let cells = stored.assessmentCells(of: name, own).members.compactMap { member -> (String, JSONValue)? in
            guard let cell = AssessmentCell(name: member.key), cell.person == name else { return nil }
            return (AssessmentCell(cell.part, cell.candidate, cell.criterion).name, member.value)
        }
        return AssessmentCells(Dictionary(cells, uniquingKeysWith: { first, _ in first }))
    }

    private static func ownCriteria(on connection: any StorageConnection) throws -> [PlanningObject] {
        try connection.rows(
            "SELECT \(columns) FROM planning_object WHERE kind = \(ObjectKind.criterion.rawValue) ORDER BY number", make
        )
    }

    private static func makeSheet(_ row: any StorageRow) throws -> AssessmentSheet {
        AssessmentSheet(
            number: row.integer(0), name: row.text(1), isByLink: !row.text(2).contains(" "),
            cells: AssessmentCells(try JSONValue(parsing: row.text(3)).object ?? [:]),
            modified: Instant(microseconds: row.integer(4)), expires: Instant(microseconds: row.integer(5)))
    }
}

extension Reader {
    /// Who opens a sheet without a link: `account 5`. No digest of a secret has a space in it.
    public var sheetHolder: String {
        switch identity {
        case .anonymous: "anonymous person"
        case .account(let id, _): "account \(id)"
        case .key(let id, _): "key \(id)"
        case .system: "system itself"
        }
    }
}
