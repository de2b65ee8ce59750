// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual

/// What `allmende doctor` finds, in German too; a test compares with its rules.
enum DoctorWords {
    /// By the rule's name: the rule and its remedy in German.
    static let german: [String: (rule: String, remedy: String)] = [
        "somebody can administer": (
            "Niemand kann verwalten",
            "Den Server starten und den Code benutzen, den er zeigt, oder allmende user create --role administrator."
        ),
        "administrators have a second factor": (
            "Wer verwaltet, meldet sich nur mit Passwort an",
            "Die Genannten richten den zweiten Faktor unter „Mein Konto“ selbst ein."
        ),
        "no key is older than a year without an end": (
            "Ein Schlüssel ist über ein Jahr alt und endet nie",
            "Unter „Schlüssel für Programme“ einen neuen mit Ende anlegen und den alten entziehen."
        ),
        "each key is used": (
            "Ein Schlüssel wurde ein halbes Jahr nicht benutzt", "Unter „Schlüssel für Programme“ entziehen."
        ),
        "no key may administer": (
            "Ein Schlüssel darf verwalten",
            "Programme brauchen das selten: Einen Schlüssel für einzelne Datensätze anlegen und diesen entziehen."
        ),
        "the clock is right": (
            "Das Prüfprotokoll stammt aus der Zukunft", "Die Uhr dieser Maschine stellen, am besten durch NTP."
        ),
        "each data set has an owner": (
            "Ein Datensatz hat keinen Eigentümer", "Das Amt nennen, das für ihn antwortet."
        ),
        "no data about people are public": (
            "Personenbezogene Daten sind öffentlich",
            "Sofort auf der Seite des Datensatzes zurücknehmen. Eine frühere Version hat sie veröffentlicht."
        ),
        "data about people are restricted": (
            "Personenbezogene Daten sehen alle, die lesen dürfen",
            "Auf der Seite des Datensatzes einschränken und denen freigeben, die sie brauchen."
        ),
        "data with pseudonyms are marked as such": (
            "Ein Datensatz hat Pseudonyme und gilt als frei von personenbezogenen Daten",
            "Zurücknehmen und unter „Rechte“ des Datensatzes kennzeichnen: Was sich noch auflösen lässt, betrifft Menschen."
        ),
        "the record of processing names each data set about people": (
            "Ein Datensatz mit personenbezogenen Daten fehlt im Verzeichnis der Verarbeitungstätigkeiten",
            "Unter „Rechte“ des Datensatzes eintragen: wofür, nach welchem Recht, wessen, für wen, bis wann."
        ),
        "other catalogues can be read": (
            "Ein anderer Katalog antwortet seit Tagen nicht",
            "Unter „Kataloge, die wir lesen“ steht, was die Adresse sagt; einen Katalog anhalten, den es nicht mehr gibt."
        ),
        "data sets of several catalogues are decided about": (
            "Datensätze stehen seit über einer Woche unentschieden in mehreren Katalogen",
            "Unter „Gleiche Datensätze“ entscheiden, wessen Eintrag gilt."
        ),
        "layers fetched each night come": (
            "Eine Ebene, die jede Nacht geholt wird, kommt seit Tagen nicht",
            "Unter „Ebene abgeben“ steht, was die Adresse sagt; das Holen beenden, wenn es sie nicht mehr gibt."
        ),
        "deliveries of layers are decided about": (
            "Die Lieferung einer Ebene wartet seit über einer Woche",
            "Unter „Ebene abgeben“ den Unterschied ansehen und speichern oder verwerfen."
        ),
        "checkpoints of the audit trail are kept outside": (
            "Kein Stand des Prüfprotokolls liegt außerhalb",
            "Wer den Server betreibt, stellt einen Ordner oder eine E-Mail-Adresse dafür ein (Einstellung checkpoint-folder oder checkpoint-mail): Wer diese Maschine verwaltet, könnte das Protokoll sonst neu schreiben."
        ),
        "a checkpoint of the audit trail leaves each day": (
            "Ein Stand des Prüfprotokolls hat diese Maschine seit zwei Tagen nicht verlassen",
            "Das Protokoll des Servers sagt, warum; er versucht es alle zehn Minuten. Neueres ist außerhalb nicht belegt."
        ),
        "only those who are known write": (
            "Jeder darf schreiben", "open aus den Einstellungen nehmen: Wer den Server erreicht, kann Daten ändern."
        ),
        "passwords come in by TLS only": (
            "Passwörter können unverschlüsselt ankommen",
            "Einen Proxy mit TLS davor stellen und base-url auf dessen https-Adresse setzen."
        ),
        "passwords in the settings are the server's only": (
            "Die Einstellungen enthalten Passwörter und sind für andere Nutzer der Maschine lesbar",
            "Die Datei root und der Gruppe des Servers geben und anderen das Recht zu lesen nehmen (chmod 640)."
        ),
        "only the server's user reads the database": (
            "Die Datenbankdatei ist für andere Nutzer der Maschine lesbar",
            "Wer den Server betreibt, nimmt den anderen das Recht zu lesen (chmod 600): Sie enthält Nichtöffentliches und Prüfwerte von Passwörtern."
        ),
        "GIS files of others can be opened": (
            "Fremde GIS-Dateien lassen sich hier nicht öffnen",
            "Wer den Server betreibt, installiert das Debian-Paket gdal-bin und erlaubt Landlock und seccomp (Linux ab 5.13); bis dahin lehnt die Seite sie ab."
        ),
        "the disk has a gigabyte left": (
            "Die Platte ist fast voll",
            "Platz schaffen oder die Datenbank verlegen: Auf einer vollen wird nichts gespeichert."
        ),
        "the newest backup is of the last two days": (
            "Die neueste Sicherung ist älter als zwei Tage",
            "Unter „Sicherungen“ steht, warum; dort jetzt eine anfertigen."
        ),
        "certificates are valid for two more weeks": (
            "Ein Zertifikat endet in weniger als zwei Wochen", "Erneuern und den Server neu starten."
        ),
        "writes work": ("Schreiben gelingt nicht", "Der Grund steht dabei; /ready zeigt, wann es wieder geht."),
        "the server runs": ("Der Server antwortet nicht", "systemctl status allmende@NAME sagt, warum."),
    ]

    /// What a rule shows, in German where it is a sentence and no name.
    static func example(_ text: String) -> Words {
        let forms: [(Regex<(Substring, Substring)>, (Substring) -> String)] = [
            (/mode ([0-7]+)/, { "Zugriffsrechte \($0)" }), (/(\d+) MB are free/, { "\($0) MB sind frei" }),
            (/it is of (.+)/, { "sie ist von \($0)" }), (/there is none in (.+)/, { "in \($0) liegt keine" }),
            (/no answer at (.+)/, { "keine Antwort unter \($0)" }),
            (/there is no file (.+)/, { "die Datei \($0) fehlt" }),
            (/(.+) cannot be read/, { "\($0) ist nicht lesbar" }), (/(.+): none yet/, { "\($0): noch keiner" }),
            (/the last is of (.+)/, { "der letzte ist von \($0)" }),
        ]
        let fixed = ["none is": "noch keiner", "open is set": "open ist eingeschaltet"]
        if let german = fixed[text] { return Words(german, text) }
        for (form, german) in forms {
            if let match = try? form.wholeMatch(in: text) { return Words(german(match.1), text) }
        }
        if let match = text.wholeMatch(of: /(.+): the last is of (.+)/) {
            return Words("\(match.1): der letzte ist von \(match.2)", text)
        }
        if let match = text.wholeMatch(of: /(.+) ends (.+)/) { return Words("\(match.1) endet \(match.2)", text) }
        return Words(text, nil)
    }

    static func words(_ finding: Doctor.Finding) -> OperationsFinding {
        let german = german[finding.rule]
        return OperationsFinding(
            rule: Words(german?.rule ?? "Nicht erfüllt: \(finding.rule)", "Not so: \(finding.rule)"),
            examples: finding.examples.map(example),
            remedy: Words(german?.remedy ?? finding.remedy, finding.remedy))
    }
}
