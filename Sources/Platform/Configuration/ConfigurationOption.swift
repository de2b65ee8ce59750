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
            "readers", "8", "Database connections for reading; a quarter is for costly queries.",
            "Datenbankverbindungen zum Lesen; ein Viertel ist für teure Abfragen."),
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
        .init(
            "mqtt-port", "1883", "TCP port of MQTT; 0 picks a free one, off serves none.",
            "TCP-Port für MQTT; 0 wählt einen freien, off schaltet ab."),
        .init(
            "mqtt-tls-port", "", "TCP port of MQTT with TLS; none when empty.",
            "TCP-Port für MQTT mit TLS; keiner, wenn leer."),
        .init("mqtt-certificate", "", "PEM file with the certificate chain.", "PEM-Datei mit der Zertifikatskette."),
        .init("mqtt-key", "", "PEM file with the private key.", "PEM-Datei mit dem privaten Schlüssel."),
        .init("mqtt-max-connections", "10000", "MQTT clients at a time.", "Gleichzeitige MQTT-Clients."),
        .init(
            "mqtt-max-connections-per-address", "2000",
            "MQTT connections of one address (IPv6: of one /64); 0 for no limit, as behind a TCP proxy.",
            "MQTT-Verbindungen einer Adresse (IPv6: eines /64); 0 für beliebig viele, etwa hinter einem TCP-Proxy."),
        .init("mqtt-max-packet", "1048576", "Bytes of an MQTT packet.", "Bytes eines MQTT-Pakets."),
        .init(
            "mqtt-max-subscriptions", "1000", "Topic filters of one MQTT client.", "Abonnements eines MQTT-Clients."),
        .init(
            "mqtt-inflight", "100", "Unacknowledged messages under way to one MQTT client.",
            "Unbestätigte Nachrichten auf dem Weg zu einem MQTT-Client."),
        .init(
            "mqtt-queue", "10000", "Messages that wait for one MQTT client.",
            "Nachrichten, die auf einen MQTT-Client warten."),
        .init(
            "mqtt-queue-bytes", "16777216", "Bytes that wait for one MQTT client.",
            "Bytes, die auf einen MQTT-Client warten."),
        .init("mqtt-retained", "10000", "Retained messages of the server.", "Aufbewahrte Nachrichten des Servers."),
        .init(
            "mqtt-retained-bytes", "67108864", "Bytes of all retained messages.",
            "Bytes aller aufbewahrten Nachrichten."),
        .init(
            "mqtt-save-interval", "1",
            "Seconds after which waiting MQTT messages are saved to the database; 0 keeps sessions in memory only.",
            "Sekunden, nach denen wartende MQTT-Nachrichten in der Datenbank gesichert werden; 0: nur im Speicher."),
        .init(
            "mqtt-session-expiry", "604800", "Seconds that an MQTT session outlives its connection at most.",
            "Sekunden, die eine MQTT-Sitzung ihre Verbindung höchstens überdauert."),
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
