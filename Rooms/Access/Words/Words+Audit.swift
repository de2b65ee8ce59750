// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the audit trail.
extension Words {
    static let audit = Words("Prüfprotokoll", "Audit trail")
    static let auditTrailLead = Words(
        "Wer hat wann was getan: Anmeldungen, Rechte, Änderungen, Exporte, Löschungen. Auch dieser Blick wird vermerkt.",
        "Who did what and when: sign-ins, rights, changes, exports, deletions. This look is noted, too.")
    static let auditProof = Words("Was belegt ist", "What is proven")
    static let auditEntries = Words("Einträge", "Entries")
    static let auditNone = Words("Kein Eintrag passt dazu.", "No entry fits.")
    static let auditNoDay = Words("Geben Sie einen Tag an, etwa 28.11.2026.", "Enter a day, such as 28 Nov 2026.")
    static let auditInFolder = Words("im Ordner", "in the folder")
    static let auditByMail = Words("per E-Mail an", "by mail to")
    static let auditNowhere = Words(
        "Noch liegt kein signierter Stand außerhalb dieser Maschine: Wer sie verwaltet, könnte das Protokoll unbemerkt neu "
            + "schreiben. Setzen Sie checkpoint-folder oder checkpoint-mail.",
        "No signed checkpoint is kept outside this machine yet: whoever administers it could rewrite the trail unnoticed. "
            + "Set checkpoint-folder or checkpoint-mail.")
    static let auditRewritten = Words(
        "Das Protokoll enthält nicht mehr, was zuletzt signiert wurde: Jemand hat es am Programm vorbei geändert. Sichern "
            + "Sie die Datenbank als Beweis und vergleichen Sie sie mit einer Sicherung.",
        "The trail no longer holds what was signed last: somebody changed it behind the program's back. Keep the database "
            + "as evidence and compare it with a backup.")
    static let auditCheck = Words(
        "So prüfen Sie es selbst, ohne diesen Server, mit einem Stand, der außerhalb lag:",
        "How to check it yourself, without this server, with a checkpoint that was kept outside:")
    static let auditAction = Words("Was", "What")
    static let auditActor = Words("Wer", "Who")
    static let auditObject = Words("Woran", "To what")
    static let auditDetail = Words("Einzelheiten", "Details")
    static let auditNumber = Words("Nummer", "Number")
    static let auditNoNumber = Words("keine", "none")
    static let auditErased = Words("gelöscht", "erased")
    static let auditFrom = Words("Von Tag", "From day")
    static let auditUntil = Words("Bis Tag", "Until day")
    static let auditOlder = Words("Ältere Einträge", "Older entries")

    static let auditLogin = Words("angemeldet", "signed in")
    static let auditCreate = Words("angelegt", "created")
    static let auditUpdate = Words("geändert", "changed")
    static let auditDelete = Words("gelöscht", "deleted")
    static let auditDisable = Words("gesperrt", "disabled")
    static let auditRevoke = Words("entzogen", "revoked")
    static let auditSetPassword = Words("Passwort gesetzt", "set the password")
    static let auditRetention = Words("Aufbewahrung geregelt", "set the retention")
    static let auditConfirm = Words("bestätigt", "confirmed")
    static let auditInvite = Words("eingeladen", "invited")
    static let auditExport = Words("ausgeführt (Export)", "exported")
    static let auditErase = Words("personenbezogene Angaben gelöscht", "erased personal values")
    static let auditLook = Words("eingesehen", "looked at")

    static func auditCount(_ count: String) -> Words {
        Words(
            "Einträge im Protokoll, deren Reihenfolge lückenlos ist: \(count)",
            "Entries in the trail, in an order without gaps: \(count)")
    }
    static func auditOutside(_ place: String, since: String, entries: String) -> Words {
        Words(
            "Seit \(since) liegt ein signierter Stand außerhalb: \(place). Er belegt die ersten \(entries) Einträge.",
            "A signed checkpoint has been outside since \(since): \(place). It speaks for the first \(entries) entries."
        )
    }
    static func auditNewest(_ at: String, entries: String, after: String) -> Words {
        Words(
            "Der neueste dort ist vom \(at) und belegt \(entries) Einträge; für \(after) danach spricht noch keiner.",
            "The newest there is of \(at) and speaks for \(entries) entries; for the \(after) after it none does yet.")
    }
    static func auditNothingBefore(_ at: String) -> Words {
        Words(
            "Für die Zeit vor \(at) ist nichts belegt: Was bis dahin geändert wurde, zeigt keine Prüfung.",
            "Nothing is proven for the time before \(at): no check shows what was changed until then.")
    }
    static func auditBeforeLog(_ count: String) -> Words {
        Words(
            "Ältere Einträge ohne Nummer, für die kein Stand spricht: \(count)",
            "Older entries without a number, for which no checkpoint speaks: \(count)")
    }
}
