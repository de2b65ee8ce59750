// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of backups.
extension Words {
    static let backups = Words("Sicherungen", "Backups")
    static let toBackups = Words("Sichern, zur Probe zurückspielen, herunterladen", "Make, try, download")
    static let backupsLead = Words(
        "Eine Sicherung ist die ganze Kommune in einer Datei. Sie wird beim Anfertigen geprüft und gezählt; erst das "
            + "Zurückspielen zur Probe zeigt, dass sie im Ernstfall trägt.",
        "A backup is the whole town in one file. It is checked and counted when it is made; only a restore for a try shows "
            + "that it holds when it is needed.")
    static let backupNow = Words("Stand", "State")
    static let makeBackup = Words("Jetzt sichern", "Make a backup now")
    static let backupFiles = Words("Alle Sicherungen", "All backups")
    static let backupFile = Words("Datei (herunterladen)", "File (download)")
    static let size = Words("Größe", "Size")
    static let checked = Words("Geprüft", "Checked")
    static let checkedWhenMade = Words("beim Anfertigen", "when made")
    static let rehearse = Words("Zur Probe zurückspielen", "Restore for a try")
    static let rehearsedOn = Words("Zur Probe zurückgespielt am", "Restore rehearsed on")
    static let rehearsalFailed = Words("Misslungen", "Failed")
    static let rehearsalHelp = Words(
        "Zur Probe: Die Sicherung wird in eine eigene Datei zurückgespielt, nach allen Regeln geprüft und wieder gelöscht; "
            + "der laufende Server bleibt, wie er ist.",
        "For a try: the backup is restored into a file of its own, checked by all rules, and removed again; the running "
            + "server stays as it is.")
    static let lastOne = Words("Zuletzt gesichert", "Last backup")
    static let nextOne = Words("Als nächstes", "Next")
    static let keptOnes = Words("So viele bleiben", "So many are kept")
    static let never = Words("nie", "never")
    static let backupFolder = Words("Ordner", "Folder")
    static let backupBusy = Words(
        "Es läuft schon eine Sicherung oder Probe; warten Sie deren Ende ab.",
        "A backup or a try is at work already; wait for its end.")
    static let backupBegun = Words(
        "Die Arbeit hat begonnen und dauert länger; laden Sie diese Seite später neu.",
        "The work has begun and takes longer; load this page again later.")
    static let backupEnded = Words("Erledigt; das Ergebnis steht unten.", "Done; the result stands below.")
    static let backupRuns = Words("Gerade wird gesichert.", "A backup is being made now.")
    static let rehearsalRuns = Words("Gerade wird zur Probe zurückgespielt.", "A backup is being tried now.")
    static func lastBackup(_ time: String) -> Words { Words("zuletzt gesichert: \(time)", "last backup: \(time)") }
    static let noBackupYet = Words("Noch keine Sicherung.", "No backup yet.")
    static func backupFailed(_ time: String) -> Words {
        Words("Die letzte Sicherung ist misslungen: \(time)", "The last backup failed: \(time)")
    }
    static func lastRehearsal(_ time: String) -> Words {
        Words("zur Probe zurückgespielt am \(time)", "restore rehearsed on \(time)")
    }
    static let noRehearsalYet = Words("noch nie zur Probe zurückgespielt", "no restore was ever rehearsed")
    static func nextBackup(_ time: String) -> Words { Words("nächste: \(time)", "next: \(time)") }
    static let noScheduleShort = Words("nicht geplant", "not planned")
    static let noSchedule = Words(
        "Von selbst wird nicht gesichert. Wer den Server betreibt, stellt die Uhrzeit ein (Einstellung backup-at, etwa 02:00).",
        "Nothing is backed up by itself. Who runs the server sets the time (setting backup-at, 02:00 for example).")
    static func scheduledAt(_ time: String) -> Words {
        Words("Jeden Tag um \(time) Uhr (Einstellung backup-at).", "Each day at \(time) (setting backup-at).")
    }
    static let sameDisk = Words(
        "Die Sicherungen liegen auf derselben Platte wie die Datenbank.",
        "The backups lie on the same disk as the database.")
    static let sameDiskHelp = Words(
        "Die Sicherungen liegen auf derselben Platte wie die Datenbank: Geht sie verloren, sind auch sie weg. Setzen Sie "
            + "backup-folder auf eine Freigabe einer anderen Maschine, oder laden Sie hier regelmäßig eine herunter.",
        "The backups lie on the same disk as the database: when it is lost, so are they. Set backup-folder to a share of "
            + "another machine, or download one here now and then.")
    static let postgresBackups = Words(
        "PostgreSQL wird mit seinen eigenen Werkzeugen gesichert, am besten jede Nacht auf eine andere Maschine:",
        "PostgreSQL is backed up with its own tools, best each night to another machine:")
}
