// SPDX-License-Identifier: EUPL-1.2

extension Words {
    /// A message of a library or of the machine, which knows English only: in German what it means, and in quotes what nobody
    /// has put into German yet.
    public init(message: String) {
        self.init(Self.meaning(of: message) ?? "Meldung der Maschine: „\(message)“", message)
    }

    private static func meaning(of message: String) -> String? {
        meanings.first { message.contains($0.part) }?.german
    }

    /// The longer parts stand before those that they contain.
    private static let meanings: [(part: String, german: String)] = [
        ("Timeout was reached", "keine Antwort in der erlaubten Zeit"),
        ("timed out", "keine Antwort in der erlaubten Zeit"),
        ("resolve host", "den Namen des Servers gibt es nicht"),
        ("resolve proxy", "den Namen des Vermittlers gibt es nicht"),
        ("connect to server", "keine Verbindung zum Server"),
        ("SSL peer certificate", "das Zertifikat des Servers gilt nicht"),
        ("SSL connect error", "keine verschlüsselte Verbindung zum Server"),
        ("SSL CA cert", "die Zertifikate dieser Maschine sind nicht lesbar"),
        ("Login denied", "der Server nimmt Name oder Passwort nicht an"),
        ("returned nothing", "der Server antwortet mit nichts"),
        ("Failure when receiving data", "die Verbindung brach beim Lesen ab"),
        ("Failed sending data", "die Verbindung brach beim Senden ab"),
        ("the mail server refuses it", "der Mailserver lehnt sie ab"),
        ("no mail server is set", "kein Mailserver ist eingestellt"),
        ("the answer is too long", "die Antwort ist zu lang"),
        (
            "private networks could not be ruled out",
            "ob die Adresse im eigenen Netz liegt, ließ sich nicht feststellen"
        ),
        ("disk image is malformed", "die Datei ist beschädigt"),
        ("file is not a database", "die Datei ist keine Datenbank"),
        ("damaged database", "die Datei ist beschädigt"),
        ("database or disk is full", "die Platte ist voll"),
        ("No space left", "die Platte ist voll"),
        ("disk I/O error", "die Platte lässt sich nicht lesen oder schreiben"),
        ("unable to open database file", "die Datei lässt sich nicht öffnen"),
        ("database is locked", "die Datenbank ist gerade gesperrt"),
        ("readonly database", "die Datei lässt sich nicht schreiben"),
        ("Permission denied", "der Server darf nicht darauf zugreifen"),
        ("No such file or directory", "die Datei oder der Ordner ist nicht da"),
    ]
}
