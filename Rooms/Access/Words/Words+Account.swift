// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of signing in, of errors and of the pages that the law asks for.
extension Words {
    static let signInLead = Words(
        "Anmelden müssen sich nur Menschen, die Daten pflegen. Lesen darf jeder.",
        "Only people who maintain data need to sign in. Everybody may read.")
    static let loginName = Words("Anmeldename", "Login")
    static let loginHelp = Words(
        "Damit melden Sie sich an, zum Beispiel die Dienst-E-Mail.", "You sign in with it, such as your office e-mail.")
    static let password = Words("Passwort", "Password")
    static func passwordHelp(_ minimum: Int) -> Words {
        Words(
            "Mindestens \(minimum) Zeichen, mindestens fünf verschiedene.",
            "At least \(minimum) characters, at least five different ones.")
    }
    static let yourName = Words("Ihr Name", "Your name")
    static let setupTitle = Words("Erste Anmeldung einrichten", "Set up the first sign-in")
    static let setupLead = Words(
        "Dieser Link gilt einmal. Danach verwalten Sie Allmende mit diesem Zugang.",
        "This link works once. Afterwards you manage Allmende with this account.")
    static let createAdministrator = Words("Zugang anlegen", "Create account")
    static let wrongCredentials = Words("Anmeldename oder Passwort stimmt nicht.", "Login or password is wrong.")
    static func tooManyAttempts(_ seconds: Int) -> Words {
        Words(
            "Zu viele Versuche. Bitte warten Sie \(seconds == 1 ? "eine Sekunde" : "\(seconds) Sekunden").",
            "Too many attempts. Please wait \(seconds == 1 ? "a second" : "\(seconds) seconds").")
    }
    static let weakPassword = Words(
        "Das Passwort ist zu kurz, oder es besteht fast nur aus bekannten Wörtern, Ihrem Namen, dem der Kommune, Jahreszahlen "
            + "oder Tastenfolgen.",
        "The password is too short, or is little more than well-known words, your name, the town's, years or runs of keys."
    )
    static let loginTaken = Words("Dieser Anmeldename ist vergeben.", "This login is taken.")
    static let noLogin = Words(
        "Zum Anmelden braucht es einen Anmeldenamen oder eine E-Mail-Adresse: Bitte geben Sie eines von beiden an.",
        "Signing in takes a login name or an e-mail address: please enter one of them.")
    static let emptyField = Words("Bitte füllen Sie dieses Feld aus.", "Please fill in this field.")
    static let cannotHash = Words(
        "Der Rechner hat gerade zu wenig Speicher. Bitte später noch einmal.",
        "The machine is short of memory. Please try again later.")
}
