// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
public import Storage

extension Problem {
    /// What a fault of the database means for the one who asked; causes that are nobody's business stay in the log.
    public init(_ error: StorageError) {
        let retry: HTTPFields = [.retryAfter: "30"]
        switch error {
        case .tooLong(let seconds):
            self.init(
                .badRequest, "Query too expensive",
                detail: """
                    The query would take longer than \(seconds) s (setting max-query-seconds). Narrow it down: one \
                    Datastream, a stretch of phenomenonTime, fewer conditions on results.
                    """)
        case .diskFull, .readOnly:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "Nothing can be stored now",
                detail:
                    "\(error). Nothing of this request was kept; what was acknowledged before is safe. Try again later.",
                headers: retry)
        case .outcomeUnknown:
            self.init(
                .serviceUnavailable, "Outcome unknown",
                detail: """
                    The connection to the database was lost while this request was being stored, and the database has \
                    not answered since: all of it may have been kept, or nothing. Look whether it is there before you \
                    send it again.
                    """,
                german: """
                    Die Verbindung zur Datenbank ging verloren, während dies gespeichert wurde, und die Datenbank hat \
                    seither nicht geantwortet: Alles kann behalten worden sein oder nichts. Bitte nachsehen, ob es da \
                    ist, bevor Sie es noch einmal senden.
                    """, headers: retry)
        case .collision:
            self.init(
                .serviceUnavailable, "Other writers were in the way",
                detail: "Other writers were in the way each time this was tried; nothing of this request was kept.",
                german: "Andere schrieben bei jedem Versuch dasselbe; von dieser Anfrage wurde nichts behalten.",
                headers: [.retryAfter: "1"])
        case .outOfRange(let message):
            self.init(
                .badRequest, "Outside the range of numbers",
                detail: "A calculation in the query leaves the range of numbers: \(message)",
                german: "Eine Rechnung in der Abfrage verlässt den Bereich der Zahlen: \(message)")
        case .tooDeep(let message):
            self.init(
                .badRequest, "Too deep", detail: "The query is too deep for the database: \(message)",
                german: "Die Abfrage ist zu tief geschachtelt für die Datenbank: \(message)")
        case .unavailable, .interrupted:
            self.init(
                .serviceUnavailable, "Database not available",
                detail: "The database did not answer in time; nothing of this request was kept.", headers: retry)
        case .moved:
            self.init(
                .serviceUnavailable, "Database file lost",
                detail: """
                    The file of the database was deleted or replaced while the server had it open. Nothing is acknowledged \
                    until that is mended: send this again when /ready answers 200.
                    """, headers: retry)
        case .constraint(let kind, _, _):
            self.init(
                .conflict, "Conflict", detail: "What was sent contradicts what is stored (\(kind.rawValue) rule).")
        case .corrupt, .unfit, .stillOpen, .newerSchema, .changedMigration, .statement:
            self.init(
                .internalServerError, "Internal error",
                detail: "The database reported a fault; the log holds the cause under the request id.")
        }
    }
}
