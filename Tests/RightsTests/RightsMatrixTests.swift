// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Rights
import Storage
import TestSupport
import Testing
import Wire

/// The rights matrix of the documentation, asked of the rule itself: each actor at each kind of data set.
@Suite struct RightsMatrixTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/rights.md")

    private static let names: [Rights.Level?: String] = [
        nil: "–", .see: "use / nutzen", .deliver: "deliver / liefern", .write: "control / steuern",
        .manage: "access / Zugang",
    ]

    private static func row(_ name: String, _ levels: [Rights.Level?]) -> String {
        "| \(name) | " + levels.map { names[$0] ?? "?" }.joined(separator: " | ") + " |"
    }

    /// The highest level that somebody has at each data set.
    private static func levels(
        of reader: Reader, at ids: [Int64], on connection: any StorageConnection
    ) throws -> [Rights.Level?] {
        try ids.map { id in
            try Rights.Level.allCases.last { try DatasetQueries.may($0, id, reader, on: connection) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the page of the documentation says what the rule says`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let at = Instant(seconds: 1_700_000_000)
            let text = try await engine.write { connection in
                let ids = try Dataset.Access.allCases.map { access in
                    try DatasetQueries.save(
                        Dataset(
                            slug: access.rawValue, title: access.rawValue, owner: "Amt", licence: "cc-zero",
                            access: access, issued: at, modified: at), by: "test", at: at, on: connection)
                }
                var rows = [
                    Self.row(
                        "nobody signed in / ohne Anmeldung", try Self.levels(of: .anonymous, at: ids, on: connection))
                ]
                func reader(_ role: Role, _ grants: Set<Rights.Grant> = []) -> Reader {
                    Reader(identity: .account(id: 1, name: "a"), role: role, grants: grants)
                }
                for role in Role.allCases {
                    rows.append(
                        Self.row("`\(role.rawValue)`", try Self.levels(of: reader(role), at: ids, on: connection)))
                }
                let own = Set(ids.map { Rights.Grant(dataset: $0, level: .manage) })
                rows.append(
                    Self.row(
                        "`manager`, own department / eigenes Amt",
                        try Self.levels(of: reader(.manager, own), at: ids, on: connection)))
                for level in Rights.Level.allCases {
                    let grants = Set(ids.map { Rights.Grant(dataset: $0, level: level) })
                    rows.append(
                        Self.row(
                            "`member` with grant / mit Freigabe `\(level.rawValue)`",
                            try Self.levels(of: reader(.member, grants), at: ids, on: connection)))
                }
                return """
                    # Rights matrix · Rechtematrix

                    Made from the rule that is part of each query (`scripts/bless`); each level includes those before it. Aus der Regel
                    gemacht, die Teil jeder Abfrage ist; jede Stufe schließt die davor ein. What each person of a running town may do,
                    and why, is a page of it: `/account/rights`.

                    | Actor / Wer | public / öffentlich | internal / intern | restricted / beschränkt |
                    | --- | --- | --- | --- |
                    \(rows.joined(separator: "\n"))

                    Beside data sets: the plan is read by `viewer` and above (what is published of it by everybody) and written by `planner`
                    and above; accounts, keys, settings and the audit trail are for `administrator`. Neben den Datensätzen: Die Planung
                    lesen alle ab `viewer` (Veröffentlichtes alle), schreiben alle ab `planner`; Konten, Schlüssel, Einstellungen und
                    Prüfprotokoll sind Sache von `administrator`.

                    """
            }
            #expect(try unblessed(text, at: Self.file) == nil)
        }
    }
}
