// SPDX-License-Identifier: EUPL-1.2

/// Texts of the audit trail.
extension Text {
    static let audit = Text("Prüfprotokoll", "Audit trail")
    static let auditTrailLead = Text(
        "Wer hat wann was getan: Anmeldungen, Rechte, Änderungen, Exporte, Löschungen. Auch dieser Blick wird vermerkt.",
        "Who did what and when: sign-ins, rights, changes, exports, deletions. This look is noted, too.")
    static let auditProof = Text("Was belegt ist", "What is proven")
    static let auditEntries = Text("Einträge", "Entries")
    static let auditNone = Text("Kein Eintrag passt dazu.", "No entry fits.")
    static let auditNoDay = Text("Geben Sie einen Tag an, etwa 28.11.2026.", "Enter a day, such as 28 Nov 2026.")
    static let auditInFolder = Text("im Ordner", "in the folder")
    static let auditByMail = Text("per E-Mail an", "by mail to")
    static let auditNowhere = Text(
        "Noch liegt kein signierter Stand außerhalb dieser Maschine: Wer sie verwaltet, könnte das Protokoll unbemerkt neu "
            + "schreiben. Setzen Sie checkpoint-folder oder checkpoint-mail.",
        "No signed checkpoint is kept outside this machine yet: whoever administers it could rewrite the trail unnoticed. "
            + "Set checkpoint-folder or checkpoint-mail.")
    static let auditRewritten = Text(
        "Das Protokoll enthält nicht mehr, was zuletzt signiert wurde: Jemand hat es am Programm vorbei geändert. Sichern "
            + "Sie die Datenbank als Beweis und vergleichen Sie sie mit einer Sicherung.",
        "The trail no longer holds what was signed last: somebody changed it behind the program's back. Keep the database "
            + "as evidence and compare it with a backup.")
    static let auditCheck = Text(
        "So prüfen Sie es selbst, ohne diesen Server, mit einem Stand, der außerhalb lag:",
        "How to check it yourself, without this server, with a checkpoint that was kept outside:")
    static let auditAction = Text("Was", "What")
    static let auditActor = Text("Wer", "Who")
    static let auditObject = Text("Woran", "To what")
    static let auditDetail = Text("Einzelheiten", "Details")
    static let auditNumber = Text("Nummer", "Number")
    static let auditNoNumber = Text("keine", "none")
    static let auditErased = Text("gelöscht", "erased")
    static let auditFrom = Text("Von Tag", "From day")
    static let auditUntil = Text("Bis Tag", "Until day")
    static let auditOlder = Text("Ältere Einträge", "Older entries")

    static let auditLogin = Text("angemeldet", "signed in")
    static let auditCreate = Text("angelegt", "created")
    static let auditUpdate = Text("geändert", "changed")
    static let auditDelete = Text("gelöscht", "deleted")
    static let auditDisable = Text("gesperrt", "disabled")
    static let auditRevoke = Text("entzogen", "revoked")
    static let auditSetPassword = Text("Passwort gesetzt", "set the password")
    static let auditRetention = Text("Aufbewahrung geregelt", "set the retention")
    static let auditConfirm = Text("bestätigt", "confirmed")
    static let auditInvite = Text("eingeladen", "invited")
    static let auditExport = Text("ausgeführt (Export)", "exported")
    static let auditErase = Text("personenbezogene Angaben gelöscht", "erased personal values")
    static let auditLook = Text("eingesehen", "looked at")

    static func auditCount(_ count: String) -> Text {
        Text(
            "Einträge im Protokoll, deren Reihenfolge lückenlos ist: \(count)",
            "Entries in the trail, in an order without gaps: \(count)")
    }
    static func auditOutside(_ place: String, since: String, entries: String) -> Text {
        Text(
            "Seit \(since) liegt ein signierter Stand außerhalb: \(place). Er belegt die ersten \(entries) Einträge.",
            "A signed checkpoint has been outside since \(since): \(place). It speaks for the first \(entries) entries."
        )
    }
    static func auditNewest(_ at: String, entries: String, after: String) -> Text {
        Text(
            "Der neueste dort ist vom \(at) und belegt \(entries) Einträge; für \(after) danach spricht noch keiner.",
            "The newest there is of \(at) and speaks for \(entries) entries; for the \(after) after it none does yet.")
    }
    static func auditNothingBefore(_ at: String) -> Text {
        Text(
            "Für die Zeit vor \(at) ist nichts belegt: Was bis dahin geändert wurde, zeigt keine Prüfung.",
            "Nothing is proven for the time before \(at): no check shows what was changed until then.")
    }
    static func auditBeforeLog(_ count: String) -> Text {
        Text(
            "Ältere Einträge ohne Nummer, für die kein Stand spricht: \(count)",
            "Older entries without a number, for which no checkpoint speaks: \(count)")
    }
}
