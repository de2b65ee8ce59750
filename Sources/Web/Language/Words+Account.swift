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
    static let formFault = Words("Das hat nicht geklappt:", "That did not work:")
    static let wrongCredentials = Words("Anmeldename oder Passwort stimmt nicht.", "Login or password is wrong.")
    static func tooManyAttempts(_ seconds: Int) -> Words {
        Words(
            "Zu viele Versuche. Bitte warten Sie \(seconds) Sekunden.",
            "Too many attempts. Please wait \(seconds) seconds.")
    }
    static let weakPassword = Words(
        "Das Passwort ist zu kurz oder zu einfach.", "The password is too short or too simple.")
    static let loginTaken = Words("Dieser Anmeldename ist vergeben.", "This login is taken.")
    static let emptyField = Words("Bitte füllen Sie dieses Feld aus.", "Please fill in this field.")
    static let cannotHash = Words(
        "Der Rechner hat gerade zu wenig Speicher. Bitte später noch einmal.",
        "The machine is short of memory. Please try again later.")
    static let foreignForm = Words(
        "Die Anfrage kam von einer anderen Seite. Bitte senden Sie das Formular hier ab.",
        "The request came from another site. Please send the form here.")

    // Errors
    static let notFoundTitle = Words("Diese Seite gibt es nicht", "There is no such page")
    static let notFoundHelp = Words(
        "Die Adresse ist veraltet oder vertippt, oder die Daten sind nicht öffentlich. Suchen Sie oben oder gehen Sie zum Überblick.",
        "The address is outdated or mistyped, or the data are not public. Search above or go to the overview.")
    static let forbiddenTitle = Words("Dafür fehlt die Berechtigung", "You may not see this")
    static let forbiddenHelp = Words(
        "Melden Sie sich an oder fragen Sie die Stelle, die Allmende betreibt.",
        "Sign in, or ask the people who run this Allmende.")
    static let faultTitle = Words("Da ist etwas schiefgegangen", "Something went wrong")
    static let faultHelp = Words(
        "Es wurde nichts gespeichert. Versuchen Sie es in ein paar Minuten noch einmal.",
        "Nothing was stored. Try again in a few minutes.")
    static let badRequestHelp = Words(
        "Etwas an der Adresse oder an den Angaben lässt sich nicht lesen; hier steht, was.",
        "Something in the address or in what was sent cannot be read; this is what.")
    static let conflictTitle = Words("Das geht so nicht", "This cannot be done")
    static let conflictHelp = Words(
        "Es widerspricht dem, was gespeichert ist. Gespeichert wurde nichts; der Grund:",
        "It contradicts what is stored. Nothing was stored; the reason:")
    static let invalidTitle = Words("Die Angaben stimmen noch nicht", "What was sent is not right yet")
    static let invalidHelp = Words(
        "Gespeichert wurde nichts. Gehen Sie zurück und berichtigen Sie:",
        "Nothing was stored. Go back and correct:")
    static let tooManyTitle = Words("Das war zu viel auf einmal", "Too much at once")
    static let tooManyHelp = Words("Bitte versuchen Sie es später noch einmal.", "Please try again later.")
    static let badRequestTitle = Words("Die Anfrage ist nicht lesbar", "The request cannot be read")
    static let requestNumber = Words("Nummer dieser Anfrage", "Number of this request")
    static let toOverview = Words("Zum Überblick", "To the overview")
}
