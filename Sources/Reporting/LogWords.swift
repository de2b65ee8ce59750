// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// What lines of the log mean, for people; a test compares with what the program logs.
enum LogWords {
    /// By the beginning of the message.
    static let all: [(message: String, words: Words)] = [
        (
            "an import could not be carried out",
            Words("Ein Import ist abgebrochen; er wird wieder versucht.", "An import broke off; it is tried again.")
        ),
        (
            "refused",
            Words(
                "Eine Anfrage wurde abgelehnt, weil etwas nicht stimmt, das jemand ansehen sollte.",
                "A request was refused for something that somebody should look at.")
        ),
        (
            "unexpected error",
            Words(
                "Ein Fehler im Programm: Bitte mit den Einzelheiten melden.",
                "A fault of the program: please report it with the details.")
        ),
        (
            "request",
            Words("Eine Anfrage endete mit einem Fehler (5xx).", "A request ended with a fault (5xx).")
        ),
        (
            "retention or daily aggregates could not be carried out",
            Words(
                "Aufbewahrung oder Tageswerte konnten nicht berechnet werden; der nächste Lauf holt es nach.",
                "Retention or daily values could not be carried out; the next run makes up for it.")
        ),
        (
            "the quality of data could not be looked at",
            Words("Die Datenqualität konnte nicht geprüft werden.", "The quality of data could not be looked at.")
        ),
        (
            "layers could not be fetched",
            Words(
                "Ebenen, die jede Nacht geholt werden, konnten nicht geholt werden; der nächste Lauf holt es nach.",
                "Layers that are fetched each night could not be; the next run makes up for it.")
        ),
        (
            "other catalogues could not be read",
            Words(
                "Andere Kataloge konnten nicht gelesen werden; der nächste Lauf holt es nach.",
                "Other catalogues could not be read; the next run makes up for it.")
        ),
        (
            "the database cannot be asked which server leads",
            Words("Die Datenbank war beim Start nicht zu erreichen.", "The database could not be reached at the start.")
        ),
        (
            "the shipped knowledge is not stored",
            Words(
                "Mitgelieferte Beispiele und Bausteine konnten nicht gespeichert werden.",
                "Examples and building blocks that came along could not be stored.")
        ),
        (
            "all that was acknowledged is saved",
            Words(
                "Die Datenbankdatei wurde im Betrieb entfernt. Alles ist gerettet: Server anhalten, gerettete Datei zurückspielen.",
                "The database file was removed while in use. All is saved: stop the server and restore the saved file.")
        ),
        (
            "what was acknowledged is saved, but the copy is not sound",
            Words(
                "Die Datenbankdatei wurde im Betrieb entfernt; die gerettete Kopie ist nicht fehlerfrei.",
                "The database file was removed while in use; the saved copy is not sound.")
        ),
        (
            "what was acknowledged is only in this process now",
            Words(
                "Die Datenbankdatei fehlt und kann nicht gerettet werden: Server nicht beenden, Platz oder Ordner schaffen.",
                "The database file is gone and cannot be saved: do not end the server, make room or the folder again.")
        ),
        (
            "no checkpoint of the audit trail can be put there",
            Words(
                "Der Ordner für Stände des Prüfprotokolls ist nicht beschreibbar.",
                "The folder for checkpoints of the audit trail cannot be written.")
        ),
        (
            "a checkpoint of the audit trail could not be delivered",
            Words(
                "Der heutige Stand des Prüfprotokolls ging noch nicht hinaus; er wird alle zehn Minuten versucht.",
                "Today's checkpoint of the audit trail has not left yet; it is tried every ten minutes.")
        ),
        (
            "no checkpoint of the audit trail could be signed",
            Words(
                "Das Prüfprotokoll konnte nicht signiert werden: allmende check sagt, ob es verändert wurde.",
                "The audit trail could not be signed: allmende check says whether it was changed.")
        ),
        (
            "a backup failed",
            Words(
                "Eine Sicherung ist misslungen; sie wird in einer Stunde wiederholt.",
                "A backup failed; it is made again in an hour.")
        ),
        (
            "the restore of a backup failed",
            Words(
                "Eine Sicherung ließ sich zur Probe nicht zurückspielen.", "A backup could not be restored for a try.")
        ),
        (
            "mail could not be handled",
            Words("Wartende E-Mails konnten nicht bearbeitet werden.", "Waiting mail could not be handled.")
        ),
        (
            "alerts could not be looked at",
            Words(
                "Benachrichtigungen konnten nicht geprüft werden; der nächste Blick holt es nach.",
                "Alerts could not be looked at; the next look makes up for it.")
        ),
        (
            "a letter waits for its server",
            Words("Der Mailserver nimmt eine E-Mail noch nicht an.", "The mail server does not take a mail yet.")
        ),
        (
            "a letter was refused",
            Words("Der Mailserver lehnt eine E-Mail ab.", "The mail server refuses a mail.")
        ),
        (
            "it could not be looked whether somebody is to be told",
            Words("Warnungen konnten nicht geprüft werden.", "Alerts could not be looked at.")
        ),
        (
            "MQTT",
            Words("MQTT ist gestört; Einzelheiten sagen, wobei.", "MQTT is disturbed; the details say in what.")
        ),
        (
            "an MQTT",
            Words("MQTT ist gestört; Einzelheiten sagen, wobei.", "MQTT is disturbed; the details say in what.")
        ),
        (
            "an HTTP connection cannot be taken now",
            Words(
                "Zu viele offene Dateien: Eine Verbindung musste warten.",
                "Too many open files: a connection had to wait.")
        ),
        (
            "an \\(name) connection cannot be taken now",
            Words(
                "Zu viele offene Dateien: Eine Verbindung musste warten.",
                "Too many open files: a connection had to wait.")
        ),
        (
            "a change of state is not told over MQTT",
            Words(
                "Zustände von Messstellen kamen schneller, als sie gemeldet werden konnten.",
                "States of sensors came faster than they could be told.")
        ),
        (
            "writes of",
            Words(
                "Was andere Programme schreiben, erfahren MQTT-Abonnenten gerade nicht.",
                "MQTT subscribers do not hear at present of what other programs write.")
        ),
        (
            "writes were stored and not told",
            Words(
                "Werte sind gespeichert, aber kamen schneller, als MQTT-Abonnenten sie hören konnten.",
                "Values are stored, but came faster than MQTT subscribers could hear of them.")
        ),
        (
            "states of sensors cannot be watched now",
            Words("Zustände von Messstellen werden gerade nicht beobachtet.", "States of sensors are not watched now.")
        ),
        (
            "another server of this database has taken over",
            Words(
                "Ein anderer Server dieser Datenbank hat übernommen.", "Another server of this database has taken over."
            )
        ),
        (
            "a request of a batch failed",
            Words("Eine Anfrage eines Stapels ist misslungen.", "A request of a batch failed.")
        ),
        (
            "a sender was not told",
            Words(
                "Wer einen Bedarf gemeldet hat, hat keine E-Mail über das Ergebnis bekommen.",
                "Who handed in a need got no mail about what became of it.")
        ),
        (
            "printing failed",
            Words("Ein Papier konnte nicht als PDF gedruckt werden.", "A paper could not be printed to PDF.")
        ),
    ]

    /// In words; a message that has none of its own, as it is.
    static func meaning(of message: String) -> Words {
        let fitting = all.filter { message.hasPrefix($0.message) }.max { $0.message.count < $1.message.count }
        return fitting?.words ?? Words(message, message)
    }
}
