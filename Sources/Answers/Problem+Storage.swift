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
                    """,
                german: """
                    Die Abfrage würde länger als \(seconds) s dauern (Einstellung max-query-seconds). Bitte eingrenzen: \
                    ein Datastream, ein Abschnitt von phenomenonTime, weniger Bedingungen an Ergebnisse.
                    """)
        case .diskFull, .readOnly:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "Nothing can be stored now",
                detail:
                    "\(error). Nothing of this request was kept; what was acknowledged before is safe. Try again later.",
                german: """
                    Jetzt kann nichts gespeichert werden (Datenträger voll oder nur lesbar). Von dieser Anfrage wurde \
                    nichts behalten; was vorher bestätigt wurde, ist sicher. Bitte später noch einmal versuchen.
                    """, headers: retry)
        case .diskFault:
            self.init(
                .serviceUnavailable, "Fault of the disk",
                detail: """
                    The disk reported a fault while the database was reading or writing. This request was not \
                    acknowledged; have the disk looked at and try again.
                    """,
                german: """
                    Der Datenträger meldete beim Lesen oder Schreiben einen Fehler. Diese Anfrage wurde nicht bestätigt; \
                    bitte den Datenträger prüfen lassen und dann noch einmal versuchen.
                    """, headers: retry)
        case .outcomeUnknown:
            self.init(
                .serviceUnavailable, "Outcome unknown",
                detail: """
                    The connection to the database was lost while this request was being stored, and the database has \
                    not answered since: all of it may have been kept, or nothing. With the same Idempotency-Key it is \
                    safe to send it again; without one, look whether it is there first.
                    """,
                german: """
                    Die Verbindung zur Datenbank ging verloren, während dies gespeichert wurde, und die Datenbank hat \
                    seither nicht geantwortet: Alles kann behalten worden sein oder nichts. Mit demselben \
                    Idempotency-Key darf es noch einmal gesendet werden; ohne ihn bitte erst nachsehen, ob es da ist.
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
                detail: "The database did not answer in time; nothing of this request was kept.",
                german: "Die Datenbank hat nicht rechtzeitig geantwortet; von dieser Anfrage wurde nichts behalten.",
                headers: retry)
        case .moved:
            self.init(
                .serviceUnavailable, "Database file lost",
                detail: """
                    The file of the database was deleted or replaced while the server had it open. Nothing is acknowledged \
                    until that is mended: send this again when /ready answers 200.
                    """,
                german: """
                    Die Datei der Datenbank wurde gelöscht oder ersetzt, während der Server sie offen hatte. Bis das \
                    behoben ist, wird nichts bestätigt: Bitte noch einmal senden, wenn /ready mit 200 antwortet.
                    """, headers: retry)
        case .busy(let seconds, let isOne):
            self.init(
                isOne ? .tooManyRequests : .serviceUnavailable, "Too many costly queries",
                detail: """
                    \(isOne ? "Your address has" : "There are") too many costly queries under way. Try again in \
                    \(seconds) s, one after the other, or narrow them down: one Datastream, a stretch of phenomenonTime.
                    """,
                german: """
                    \(isOne ? "Von Ihrer Adresse laufen" : "Es laufen") zu viele aufwendige Abfragen. Bitte in \
                    \(seconds) s noch einmal, eine nach der anderen, oder eingegrenzt: ein Datastream, ein Abschnitt von \
                    phenomenonTime.
                    """, headers: [.retryAfter: String(seconds)])
        case .constraint(_, StorageError.noNUL, _):
            self.init(
                .badRequest, "Bad request", detail: "A text holds the NUL character (U+0000); leave it out.",
                german: "Ein Text enthält das Zeichen NUL (U+0000); bitte weglassen.")
        case .constraint(let kind, _, _):
            self.init(
                .conflict, "Conflict", detail: "What was sent contradicts what is stored (\(kind.rawValue) rule).",
                german: "Was gesendet wurde, widerspricht dem, was gespeichert ist (Regel: \(kind.rawValue)).")
        case .corrupt, .unfit, .stillOpen, .newerSchema, .changedMigration, .statement:
            self.init(
                .internalServerError, "Internal error",
                detail: "The database reported a fault; the log holds the cause under the request id.",
                german:
                    "Die Datenbank meldete einen Fehler; die Ursache steht unter der Nummer der Anfrage im Protokoll.")
        }
    }
}

extension StorageError: Refusal {
    public var answer: Problem { Problem(self) }
    public var exit: ExitKind { .database }
    public var isForLog: Bool {
        switch self {
        case .tooLong, .busy, .outOfRange, .tooDeep, .constraint(_, Self.noNUL, _): false
        default: true
        }
    }
}
