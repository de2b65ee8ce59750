// SPDX-License-Identifier: EUPL-1.2

/// Texts of signing in, of errors and of the pages that the law asks for.
extension Text {
    static let signInLead = Text(
        "Anmelden müssen sich nur Menschen, die Daten pflegen. Lesen darf jeder.",
        "Only people who maintain data need to sign in. Everybody may read.")
    static let loginName = Text("Anmeldename", "Login")
    static let loginHelp = Text(
        "Damit melden Sie sich an, zum Beispiel die Dienst-E-Mail.", "You sign in with it, such as your office e-mail.")
    static let password = Text("Passwort", "Password")
    static func passwordHelp(_ minimum: Int) -> Text {
        Text(
            "Mindestens \(minimum) Zeichen, mindestens fünf verschiedene.",
            "At least \(minimum) characters, at least five different ones.")
    }
    static let yourName = Text("Ihr Name", "Your name")
    static let setupTitle = Text("Erste Anmeldung einrichten", "Set up the first sign-in")
    static let setupLead = Text(
        "Dieser Link gilt einmal. Danach verwalten Sie Allmende mit diesem Zugang.",
        "This link works once. Afterwards you manage Allmende with this account.")
    static let createAdministrator = Text("Zugang anlegen", "Create account")
    static let formFault = Text("Das hat nicht geklappt:", "That did not work:")
    static let wrongCredentials = Text("Anmeldename oder Passwort stimmt nicht.", "Login or password is wrong.")
    static func tooManyAttempts(_ seconds: Int) -> Text {
        Text(
            "Zu viele Versuche. Bitte warten Sie \(seconds) Sekunden.",
            "Too many attempts. Please wait \(seconds) seconds.")
    }
    static let weakPassword = Text(
        "Das Passwort ist zu kurz oder zu einfach.", "The password is too short or too simple.")
    static let loginTaken = Text("Dieser Anmeldename ist vergeben.", "This login is taken.")
    static let emptyField = Text("Bitte füllen Sie dieses Feld aus.", "Please fill in this field.")
    static let cannotHash = Text(
        "Der Rechner hat gerade zu wenig Speicher. Bitte später noch einmal.",
        "The machine is short of memory. Please try again later.")
    static let foreignForm = Text(
        "Die Anfrage kam von einer anderen Seite. Bitte senden Sie das Formular hier ab.",
        "The request came from another site. Please send the form here.")

    // Errors
    static let notFoundTitle = Text("Diese Seite gibt es nicht", "There is no such page")
    static let notFoundHelp = Text(
        "Die Adresse ist veraltet oder vertippt, oder die Daten sind nicht öffentlich. Suchen Sie oben oder gehen Sie zum Überblick.",
        "The address is outdated or mistyped, or the data are not public. Search above or go to the overview.")
    static let forbiddenTitle = Text("Dafür fehlt die Berechtigung", "You may not see this")
    static let forbiddenHelp = Text(
        "Melden Sie sich an oder fragen Sie die Stelle, die Allmende betreibt.",
        "Sign in, or ask the people who run this Allmende.")
    static let faultTitle = Text("Da ist etwas schiefgegangen", "Something went wrong")
    static let faultHelp = Text(
        "Es wurde nichts gespeichert. Versuchen Sie es in ein paar Minuten noch einmal.",
        "Nothing was stored. Try again in a few minutes.")
    static let badRequestHelp = Text(
        "Etwas an der Adresse oder an den Angaben lässt sich nicht lesen; hier steht, was.",
        "Something in the address or in what was sent cannot be read; this is what.")
    static let conflictTitle = Text("Das geht so nicht", "This cannot be done")
    static let conflictHelp = Text(
        "Es widerspricht dem, was gespeichert ist. Gespeichert wurde nichts; der Grund:",
        "It contradicts what is stored. Nothing was stored; the reason:")
    static let invalidTitle = Text("Die Angaben stimmen noch nicht", "What was sent is not right yet")
    static let invalidHelp = Text(
        "Gespeichert wurde nichts. Gehen Sie zurück und berichtigen Sie:",
        "Nothing was stored. Go back and correct:")
    static let tooManyTitle = Text("Das war zu viel auf einmal", "Too much at once")
    static let tooManyHelp = Text("Bitte versuchen Sie es später noch einmal.", "Please try again later.")
    static let badRequestTitle = Text("Die Anfrage ist nicht lesbar", "The request cannot be read")
    static let requestNumber = Text("Nummer dieser Anfrage", "Number of this request")
    static let toOverview = Text("Zum Überblick", "To the overview")
}
