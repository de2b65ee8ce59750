// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import RoomKit

/// One setting of the server: its name in the file, its variable, its flag and what it is for.
///
/// `docs/configuration.md` holds this table; a test compares the two.
public struct ConfigurationOption: Sendable, Hashable {
    /// As in the file and, after `--`, on the command line: `max-body`.
    public let name: String
    public let defaultValue: String
    public let purpose: String
    public let purposeGerman: String

    /// `ALLMENDE_MAX_BODY`
    public var variable: String {
        "ALLMENDE_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    init(_ name: String, _ defaultValue: String, _ purpose: String, _ purposeGerman: String) {
        self.name = name
        self.defaultValue = defaultValue
        self.purpose = purpose
        self.purposeGerman = purposeGerman
    }

    /// Those of the house and of all rooms.
    public static let all =
        house + House.settings.map { .init($0.name, $0.defaultText, $0.purpose.english, $0.purpose.german) }

    /// Variables of commands that are no settings of the server.
    static let otherVariables = ["ALLMENDE_CONFIG", "ALLMENDE_SOURCE_KEY", "ALLMENDE_SOURCE_USER"]

    /// Those that are no room's.
    public static let house: [ConfigurationOption] = [
        .init(
            "database", "town.gpkg", "File of the embedded database, or postgres://user@host/name.",
            "Datei der eingebetteten Datenbank oder postgres://nutzer@rechner/name."),
        .init("host", "127.0.0.1", "Address to listen on.", "Adresse, auf der der Server lauscht."),
        .init("port", "8080", "TCP port; 0 picks a free one.", "TCP-Port; 0 wählt einen freien."),
        .init(
            "open", "false", "Anonymous people may write; only on a loopback address.",
            "Ohne Anmeldung schreiben; nur auf einer Loopback-Adresse."),
        .init(
            "base-url", "", "Public address, when a proxy stands in front: https://daten.example.de.",
            "Öffentliche Adresse hinter einem Proxy: https://daten.example.de."),
        .init(
            "trust-proxy", "false",
            "Believe X-Forwarded-For, -Proto and -Host; connections are not counted by address then.",
            "X-Forwarded-For, -Proto und -Host glauben; Verbindungen werden dann nicht je Adresse gezählt."),
        .init(
            "log-level", "info", "trace, debug, info, notice, warning or error.",
            "trace, debug, info, notice, warning oder error."),
        .init("log-format", "text", "text or json (one object a line).", "text oder json (ein Objekt je Zeile)."),
        .init(
            "readers", "8",
            "Database connections for reading; up to a quarter, and fewer than processors, is for costly queries.",
            "Datenbankverbindungen zum Lesen; bis zu ein Viertel, weniger als Prozessoren, für teure Abfragen."),
        .init(
            "disk-reserve", "64",
            "Megabytes that must stay free on the disk of an embedded file, or /ready answers 503; 0 for none.",
            "Megabyte, die auf der Platte einer eingebetteten Datei frei bleiben müssen, sonst antwortet /ready mit 503; 0: keine."
        ),
        .init("max-connections", "4096", "HTTP connections at a time.", "Gleichzeitige HTTP-Verbindungen."),
        .init(
            "max-connections-per-address", "2048",
            "HTTP connections of one address (IPv6: of one /64); 0 for no limit. The longest silent one makes room.",
            "HTTP-Verbindungen einer Adresse (IPv6: eines /64); 0 für beliebig viele. Die am längsten stille weicht."),
        .init(
            "max-requests-per-address", "512",
            "With trust-proxy: requests at once of one forwarded address; 0 for no limit.",
            "Mit trust-proxy: gleichzeitige Anfragen einer weitergereichten Adresse; 0 für beliebig viele."),
        .init(
            "head-timeout", "10", "Seconds for the whole head of a request, and for a new connection to begin one.",
            "Sekunden für den ganzen Kopf einer Anfrage und für deren Beginn auf einer neuen Verbindung."),
        .init(
            "body-timeout", "600", "Seconds that the server waits for the body of one request, all waits together.",
            "Sekunden, die der Server insgesamt auf den Inhalt einer Anfrage wartet."),
        .init(
            "body-rate", "500", "Bytes a second that a body has to bring after 10 s; 0 for any.",
            "Bytes je Sekunde, die ein Inhalt nach 10 s bringen muss; 0 für beliebig wenige."),
        .init(
            "idle-timeout", "75", "Seconds that a connection may be silent between two requests.",
            "Sekunden, die eine Verbindung zwischen zwei Anfragen still sein darf."),
        .init("max-body", "16777216", "Bytes of a request body.", "Bytes einer Anfrage."),
        .init("max-page", "10000", "Entities on a page at most.", "Höchstens so viele Einträge je Seite."),
        .init("default-page", "100", "Entities on a page when none is asked for.", "Einträge je Seite ohne Angabe."),
        .init(
            "max-query-depth", "12", "Nesting of $expand and of brackets in $filter.",
            "Verschachtelung von $expand und von Klammern in $filter."),
        .init(
            "max-query-seconds", "30", "Seconds that one query may take; 0 for no limit.",
            "Sekunden, die eine Abfrage dauern darf; 0 für beliebig lange."),
        .init("max-query-nodes", "400", "Nodes of one query's syntax tree.", "Knoten im Syntaxbaum einer Abfrage."),
        .init(
            "max-entities", "200000", "Entities in one answer, expanded ones included.",
            "Einträge in einer Antwort samt den eingebetteten."),
        .init(
            "retention-interval", "60", "Minutes between two runs of the rules of retention; 0 for none.",
            "Minuten zwischen zwei Läufen der Aufbewahrungsregeln; 0 für keine."),
        .init(
            "slow-statement", "2000",
            "Milliseconds from which on a database statement is named in the log, without values; 0 for none.",
            "Millisekunden, ab denen eine Datenbankanweisung im Log steht, ohne Werte; 0: keine."),
        .init(
            "backup-at", "", "Time of day (02:00) at which the server makes a backup; empty for none.",
            "Uhrzeit (02:00), zu der der Server sichert; leer: nie."),
        .init(
            "backup-folder", "", "Folder of backups; empty: FILE.backups beside the database.",
            "Ordner der Sicherungen; leer: DATEI.backups neben der Datenbank."),
        .init(
            "backup-keep", "14", "Backups that are kept there; older ones are removed.",
            "So viele Sicherungen bleiben dort; ältere werden gelöscht."),
        .init(
            "alert-mail", "", "Address that is told when something needs a person: edv@example.de.",
            "Adresse, die erfährt, wenn jemand etwas tun muss: edv@example.de."),
        .init(
            "checkpoint-folder", "",
            "Folder outside this machine that gets a signed checkpoint of the audit trail each day.",
            "Ordner außerhalb dieser Maschine, in den täglich ein signierter Stand des Prüfprotokolls geht."),
        .init(
            "checkpoint-mail", "", "Address that gets the same by mail: datenschutz@example.de.",
            "Adresse, die dasselbe per E-Mail erhält: datenschutz@example.de."),
        .init(
            "smtp-server", "", "Mail server: smtp://mail.example.de:587 (with TLS) or smtps://mail.example.de.",
            "Mailserver: smtp://mail.example.de:587 (mit TLS) oder smtps://mail.example.de."),
        .init("smtp-sender", "", "Address that mail is sent from.", "Absenderadresse der E-Mails."),
        .init(
            "smtp-login", "", "name:password at the mail server; better in the environment than on the command line.",
            "name:passwort beim Mailserver; besser in der Umgebung als auf der Befehlszeile."),
        .init(
            "smtp-authorities", "", "PEM file of the authorities to trust for the mail server; empty: the system's.",
            "PEM-Datei der Stellen, denen beim Mailserver vertraut wird; leer: die des Systems."),
        .init(
            "vendor-folders", "/usr/share/javascript/leaflet",
            "Folders with Leaflet as the distribution packs it, separated by ':'.",
            "Ordner mit Leaflet aus den Paketen der Distribution, durch ':' getrennt."),
        .init(
            "tile-url", "",
            "Background map fetched and cached by this server: https://tiles.example.de/{z}/{x}/{y}.png.",
            "Hintergrundkarte, die dieser Server holt und puffert: https://tiles.example.de/{z}/{x}/{y}.png."),
        .init("tile-attribution", "", "Attribution of the background map.", "Quellenangabe der Hintergrundkarte."),
        .init("tile-cache", "256", "Megabytes of cached tiles.", "Megabyte gepufferter Kacheln."),
    ]

    static func named(_ name: String) -> ConfigurationOption? {
        all.first { $0.name == name }
    }
}
