// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the audit trail.
extension Words {
    static let audit = Words("Prüfprotokoll", "Audit trail")
    static let auditTrailLead = Words(
        "Wer hat wann was getan: Anmeldungen, Konten und Schlüssel, wer Daten sehen darf, Aufbewahrung, Angaben der Kommune, "
            + "Objekte von Ebenen, Bekanntmachungen, Einladungen und Bestätigungen, Ausgabe und Löschung dieses Protokolls. "
            + "Was an der Planung geändert wird, steht in deren Verlauf. Auch dieser Blick wird vermerkt.",
        "Who did what and when: sign-ins, accounts and keys, who may see data, retention, the town's profile, "
            + "features of layers, notices, "
            + "invitations and confirmations, exports and erasures of this trail. What is changed in the plan stands in its "
            + "own history. This look is noted, too.")
    static let auditProof = Words("Was belegt ist", "What is proven")
    static let auditEntries = Words("Einträge", "Entries")
    static let auditNone = Words("Kein Eintrag passt dazu.", "No entry fits.")
    static let auditNoDay = Words("Geben Sie einen Tag an, etwa 28.11.2026.", "Enter a day, such as 28 Nov 2026.")
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
    static let auditChanged = Words(
        "Unten steht mindestens ein Eintrag, der nicht so protokolliert wurde: Jemand hat ihn am Programm vorbei geändert "
            + "oder eingefügt. allmende check nennt alle. Sichern Sie die Datenbank als Beweis.",
        "At least one entry below was not recorded like that: somebody changed or added it behind the program's back. "
            + "allmende check names them all. Keep the database as evidence.")
    static let auditDoubt = Words("passt nicht zum Protokoll", "does not fit the log")
    static let auditCheck = Words(
        "So prüfen Sie es selbst, ohne diesen Server, mit einem Stand, der außerhalb lag:",
        "How to check it yourself, without this server, with a checkpoint that was kept outside:")
    static let auditAction = Words("Was", "What")
    static let auditActor = Words("Wer", "Who")
    static let auditObject = Words("Woran", "To what")
    static let auditDetail = Words("Einzelheiten", "Details")
    static func auditValues(_ count: Int, _ text: String) -> Words {
        count == 1 ? Words("1 Angabe", "1 value") : Words("\(text) Angaben", "\(text) values")
    }
    static func auditMoreValues(_ text: String) -> Words {
        Words(
            "… und \(text) weitere; die Ausfuhr des Protokolls hat alle.",
            "… and \(text) more; the trail's export has all.")
    }
    static let auditEmptyValue = Words("leer", "empty")
    static let auditNumber = Words("Nummer", "Number")
    static let auditNoNumber = Words("keine", "none")
    static let auditErased = Words("gelöscht", "erased")
    static let auditFrom = Words("Von Tag", "From day")
    static let auditUntil = Words("Bis Tag", "Until day")
    static let auditOlder = Words("Ältere Einträge", "Older entries")

    static let auditLogin = Words("angemeldet", "signed in")
    static let auditWrongPassword = Words("falsches Passwort", "wrong password")
    static let auditWrongCode = Words("falscher Code", "wrong code")
    static let auditCreate = Words("angelegt", "created")
    static let auditUpdate = Words("geändert", "changed")
    static let auditDelete = Words("gelöscht", "deleted")
    static let auditDisable = Words("gesperrt", "disabled")
    static let auditRevoke = Words("entzogen", "revoked")
    static let auditSetPassword = Words("Passwort gesetzt", "set the password")
    static let auditRetention = Words("Aufbewahrung geregelt", "set the retention")
    static let auditConfirm = Words("bestätigt", "confirmed")
    static let auditInvite = Words("eingeladen", "invited")
    static let auditSubmit = Words("eingesandt", "sent in")
    static let auditExport = Words("ausgeführt (Export)", "exported")
    static let auditErase = Words("personenbezogene Angaben gelöscht", "erased personal values")
    static let auditWithdraw = Words("zurückgezogen", "withdrew")
    static let auditEnd = Words("beendet", "ended")
    static let auditActorSetUp = Words("Einrichtung", "Set-up")
    static let auditActorCommand = Words("Befehl auf dem Server", "Command on the server")
    static let auditActorSchedule = Words("Zeitplan", "Schedule")
    static let auditActorSetUpLink = Words("Link der Einrichtung", "Set-up link")
    static let auditLook = Words("eingesehen", "looked at")

    static let auditGrant = Words("freigegeben", "granted")
    static let auditEnable = Words("wieder zugelassen", "enabled")
    static let auditLink = Words("Link für ein Passwort gemacht", "made a password link")
    static let auditCodeOn = Words("zweiten Faktor eingerichtet", "set up a second factor")
    static let auditCodeOff = Words("zweiten Faktor gelöscht", "removed the second factor")
    static let auditRecovery = Words("Notfallcode benutzt", "used a code for emergencies")
    static let auditRecoveryCodes = Words("neue Notfallcodes", "new codes for emergencies")

    static let auditBackup = Words("gesichert", "made a backup")
    static let auditBackupFailed = Words("Sicherung misslungen", "a backup failed")
    static let auditRehearse = Words("Sicherung zur Probe zurückgespielt", "restored a backup for a try")
    static let auditRehearseFailed = Words("Probe einer Sicherung misslungen", "the try of a backup failed")
    static let auditDownload = Words("Sicherung heruntergeladen", "downloaded a backup")

    static func auditCount(_ count: String) -> Words {
        Words(
            "Einträge im Protokoll, deren Reihenfolge lückenlos ist: \(count)",
            "Entries in the trail, in an order without gaps: \(count)")
    }
    static func auditInFolder(_ folder: String, since: String, entries: String) -> Words {
        Words(
            "Seit \(since) liegt ein signierter Stand im Ordner \(folder), der auf einer anderen Maschine liegen muss. Er "
                + "belegt die ersten \(entries) Einträge.",
            "Since \(since) a signed checkpoint has been in the folder \(folder), which must lie on another machine. It "
                + "speaks for the first \(entries) entries.")
    }
    static func auditMailed(_ address: String, since: String, entries: String) -> Words {
        Words(
            "Seit \(since) liegt ein signierter Stand außerhalb: per E-Mail an \(address). Er belegt die ersten \(entries) "
                + "Einträge.",
            "A signed checkpoint has been outside since \(since): by mail to \(address). It speaks for the first "
                + "\(entries) entries.")
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
