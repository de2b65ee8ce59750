// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual

/// Texts of passkeys.
extension Words {
    static let passkeys = Words("Passkeys", "Passkeys")
    static let passkeysLead = Words(
        "Ein Passkey liegt auf Ihrem Gerät und gilt nur für diese Adresse; niemand kann ihn erraten oder auf einer falschen "
            + "Seite abfangen. Mit ihm melden Sie sich ohne Passwort an. Mit dem Passwort braucht es dann einen zweiten Schritt: "
            + "Passkey, Code oder Notfallcode.",
        "A passkey lives on your device and holds for this address only; nobody guesses it or catches it on a forged page. "
            + "You sign in with it without a password. With the password a second step is needed from then on: a passkey, a "
            + "code, or a code for emergencies.")
    static let newPasskey = Words("Passkey einrichten", "Make a passkey")
    static let signInWithPasskey = Words("Mit Passkey anmelden", "Sign in with a passkey")
    static let signInByPassword = Words("Mit dem Passwort anmelden", "Sign in with the password")
    static let passkeyLead = Words(
        "Ihr Gerät fragt jetzt nach Fingerabdruck, Gesicht oder PIN. Das bleibt auf dem Gerät.",
        "Your device now asks for fingerprint, face or PIN. That stays on the device.")
    static let passkeyNeedsScript = Words(
        "Passkeys brauchen JavaScript. Ohne geht es mit dem Passwort.",
        "Passkeys need JavaScript. Without it the password works.")
    static let askDevice = Words("Gerät fragen", "Ask the device")
    static let passkeyNotGiven = Words(
        "Das Gerät hat nicht geantwortet. Versuchen Sie es noch einmal, oder nehmen Sie das Passwort.",
        "The device did not answer. Try again, or use the password.")
    static let passkeyKnown = Words(
        "Dieses Gerät hat schon einen Passkey für Ihr Konto.", "This device has a passkey for your account already.")
    static let passkeyUnsupported = Words(
        "Dieser Browser kennt keine Passkeys. Nehmen Sie das Passwort.",
        "This browser knows no passkeys. Use the password.")
    static let passkeyName = Words("Name des Passkeys", "Name of the passkey")
    static let passkeyNameHelp = Words(
        "Zum Wiedererkennen, etwa: Diensttelefon.", "To recognise it, such as: office phone.")
    static let passkeyOnOne = Words("nur auf diesem Gerät", "on one device only")
    static let passkeyOnSeveral = Words("auf mehreren Geräten", "on several devices")
    static func passkeySince(_ time: String) -> Words { Words("Eingerichtet \(time)", "Made \(time)") }
    static func passkeyUsed(_ time: String) -> Words { Words("zuletzt benutzt \(time)", "last used \(time)") }
    static let passkeyUnused = Words("noch nicht benutzt", "not used yet")
    static let renameOrRemove = Words("Umbenennen oder löschen", "Rename or remove")
    static let removePasskey = Words("Passkey löschen", "Remove the passkey")
    static let passkeyKept = Words(
        "Der Passkey ist eingerichtet, alle anderen Anmeldungen sind beendet.",
        "The passkey is set up, all other sessions have ended.")
    static let passkeyGone = Words(
        "Der Passkey ist gelöscht, alle anderen Anmeldungen sind beendet.",
        "The passkey is removed, all other sessions have ended.")
    static let passkeyNamed = Words("Der Passkey heißt jetzt so.", "The passkey has its new name.")
    static let noSuchPasskey = Words("Diesen Passkey gibt es nicht mehr.", "This passkey is gone.")
    static let noPasskeysHere = Words(
        "Passkeys gibt es hier nicht: Browser brauchen dafür einen Namen unter https (base-url).",
        "There are no passkeys here: browsers need a name under https for them (base-url).")
    static let recoveryCode = Words("Notfallcode", "Code for emergencies")
    static let recoveryHelp = Words(
        "Falls der Passkey nicht da ist: einer Ihrer Notfallcodes.",
        "If the passkey is not at hand: one of your codes for emergencies.")
    static let auditPasskeyOn = Words("Passkey eingerichtet", "set up a passkey")
    static let auditPasskeyOff = Words("Passkey gelöscht", "removed a passkey")
    static let auditPasskeyName = Words("Passkey umbenannt", "renamed a passkey")
    static let auditPasskeyRefused = Words("Passkey abgelehnt: Kopie", "passkey refused: a copy")

    static func passkeyRefused(_ fault: PasskeyFault) -> Words {
        let german: String =
            switch fault {
            case .unknown: "Dieser Passkey gehört hier zu keinem Konto."
            case .taken: "Diesen Passkey gibt es hier schon."
            case .tooMany: "Mehr als zwanzig Passkeys hat kein Konto. Löschen Sie zuerst einen."
            case .notVerified, .notPresent:
                "Das Gerät hat nicht geprüft, wer es benutzt. Richten Sie dort eine PIN ein."
            case .counterWentBack:
                "Von diesem Passkey gibt es wohl eine Kopie. Löschen Sie ihn unter „Mein Konto“ und richten Sie einen neuen ein."
            default: "Die Antwort des Geräts passt nicht. Bitte noch einmal."
            }
        return Words(german, "The passkey was not accepted: \(fault.rawValue).")
    }
}
