// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of keys.
extension Words {
    static let keys = Words("Schlüssel für Programme", "Keys for programs")
    static let keysLead = Words(
        "Programme und Geräte melden sich mit einem Schlüssel an, über HTTP und MQTT. Entziehen wirkt sofort.",
        "Programs and devices identify themselves by a key, over HTTP and MQTT. Revoking works at once.")
    static let validKeys = Words("Schlüssel", "Keys")
    static let noKeys = Words("Noch gibt es keinen Schlüssel.", "There is no key yet.")
    static func revokedKeys(_ count: Int) -> Words {
        Words("Entzogene Schlüssel: \(count) (im Prüfprotokoll)", "Revoked keys: \(count) (in the audit trail)")
    }
    static let newKey = Words("Neuer Schlüssel", "New key")
    static let keyName = Words("Wofür", "What for")
    static let keyNameHelp = Words("Etwa: Pegel am Hafen, Firma Muster.", "Such as: gauge at the port, firm Muster.")
    static let mayDo = Words("Darf", "May")
    static let keyRoleHelp = Words(
        "Am sichersten: nur für die Datensätze, die das Programm braucht.",
        "Safest: only for the data sets that the program needs.")
    static let onlyTheseDatasets = Words("Nur die gewählten Datensätze", "Only the chosen data sets")
    static let datasetsOfKey = Words("Datensätze", "Data sets")
    static let levelOfKey = Words("In diesen Datensätzen", "In these data sets")
    static let networks = Words("Nur von diesen Adressen", "Only from these addresses")
    static let networksHelp = Words(
        "Bereiche wie 192.0.2.0/24 oder 2001:db8::/32, durch Leerzeichen getrennt. Leer: von überall.",
        "Ranges such as 192.0.2.0/24 or 2001:db8::/32, between blanks. Empty: from anywhere.")
    static let expires = Words("Gilt bis", "Valid until")
    static let expiresHelp = Words("Letzter Tag. Leer: bis er entzogen wird.", "Last day. Empty: until it is revoked.")
    static let makeKey = Words("Schlüssel anlegen", "Make the key")
    static let revoke = Words("Entziehen", "Revoke")
    static let expired = Words("abgelaufen", "expired")
    static let never = Words("unbegrenzt", "no end")
    static let anywhere = Words("überall", "anywhere")
    static let lastUsed = Words("Zuletzt benutzt", "Last used")
    static let neverUsed = Words("noch nie", "never")
    static let madeBy = Words("Angelegt durch", "Made by")
    static func keyMade(_ name: String) -> Words {
        Words("Schlüssel für \u{201E}\(name)\u{201C}", "Key for \u{201C}\(name)\u{201D}")
    }
    static let keyOnce = Words(
        "Er wird nur jetzt gezeigt. Kopieren Sie ihn in das Programm; gespeichert ist nur eine Prüfsumme.",
        "It is shown only now. Copy it into the program; only a checksum is stored.")
    static let copyKey = Words("Schlüssel kopieren", "Copy the key")
    static let howToUse = Words("So wird er benutzt", "How to use it")
    static let keyKept = Words("Ich habe ihn aufbewahrt", "I have kept it")
}
