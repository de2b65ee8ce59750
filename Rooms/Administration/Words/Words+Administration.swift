// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the page that leads to all of administration.
extension Words {
    static let administration = Words("Verwaltung", "Administration")
    static let administrationLead = Words(
        "Alles, was diese Installation braucht: wie es ihr geht, und wohin es wofür geht.",
        "All that this installation needs: how it is, and where to go for what.")
    static let findings = Words("Was jemand ansehen sollte", "What somebody should look at")
    static let noFindings = Words(
        "Nichts: Alle Regeln für den Betrieb sind eingehalten.", "Nothing: all rules of operation hold.")
    static let machine = Words("Server", "Server")
    static let serverLog = Words("Meldungen des letzten Tages", "Reports of the last day")
    static let interfaceForMonitors = Words(
        "Zahlen für die Überwachung (Prometheus)", "Figures for monitors (Prometheus)")
    static func versionIs(_ version: String) -> Words { Words("Version \(version)", "Version \(version)") }
    static func runsSince(_ time: String) -> Words { Words("läuft seit \(time)", "running since \(time)") }
    static func databaseIs(_ place: String, _ size: String) -> Words {
        Words("Datenbank \(place): \(size)", "Database \(place): \(size)")
    }
    static func diskIs(free: String, of all: String) -> Words {
        Words("\(free) von \(all) der Platte sind frei", "\(free) of \(all) of the disk are free")
    }
    static func memoryIs(_ size: String) -> Words { Words("Arbeitsspeicher: \(size)", "Memory: \(size)") }
    static func certificateEnds(_ path: String, _ day: String) -> Words {
        Words("Zertifikat \(path) gilt bis \(day)", "Certificate \(path) is valid until \(day)")
    }
    static func certificateUnreadable(_ path: String) -> Words {
        Words("Zertifikat \(path) ist nicht lesbar", "Certificate \(path) cannot be read")
    }
    static let certificatesElsewhere = Words(
        "Zertifikate verwaltet der Proxy davor; hier liegt keines.",
        "Certificates are the proxy's in front; none lies here.")
    static func logHolds(_ count: String) -> Words {
        Words("Fehler im letzten Tag: \(count)", "Faults in the last day: \(count)")
    }
    static let logLead = Words(
        "Warnungen und Fehler seit gestern um diese Zeit oder seit dem Start des Servers, gleiche zusammengezählt. Vollständig "
            + "steht alles im Journal der Maschine.",
        "Warnings and faults since this time yesterday, or since the server's start, the same ones counted together. "
            + "The machine's journal holds them all.")
    static let logEmpty = Words("Nichts. So soll es sein.", "Nothing. That is how it should be.")
    static let logDetails = Words("Einzelheiten", "Details")
    static let whatHappened = Words("Was", "What")
    static let kind = Words("Art", "Kind")
    static let fault = Words("Fehler", "fault")
    static let warning = Words("Warnung", "warning")
    static let howOften = Words("Wie oft", "How often")
    static let stepBackup = Words("Sichern", "Make a backup")
    static let stepBackupHelp = Words(
        "Eine geprüfte Kopie der ganzen Kommune, zur Probe zurückgespielt. Jede Nacht entsteht eine, sobald eine Uhrzeit dafür eingestellt ist.",
        "A checked copy of the whole town, restored for a try. One is made each night once an hour for it is set.")
}
