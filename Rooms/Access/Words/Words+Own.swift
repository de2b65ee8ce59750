// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual

/// Texts of the own account, second factors and sessions.
extension Words {
    static let ownAccount = Words("Mein Konto", "My account")
    static let whatYouMay = Words("Was Sie dürfen", "What you may do")
    static let changePassword = Words("Passwort ändern", "Change the password")
    static let oldPassword = Words("Jetziges Passwort", "Current password")
    static let newPassword = Words("Neues Passwort", "New password")
    static let setPassword = Words("Passwort setzen", "Set the password")
    static let passwordChanged = Words(
        "Das Passwort ist geändert, alle anderen Anmeldungen sind beendet.",
        "The password is changed, all other sessions have ended.")
    static let otherSessionsEnd = Words(
        "Alle anderen Anmeldungen enden damit.", "All other sessions end with it.")
    static let sessionsEnded = Words("Beendet.", "Ended.")
    static let secondFactor = Words("Zweiter Faktor", "Second factor")
    static let secondFactorLead = Words(
        "Ein Code vom Telefon zusätzlich zum Passwort: Wer nur das Passwort kennt, kommt dann nicht hinein.",
        "A code from your telephone beside the password: who only knows the password does not get in.")
    static let setUpCode = Words("Zweiten Faktor einrichten", "Set up a second factor")
    static let codeIsOff = Words("Der zweite Faktor ist abgeschaltet.", "The second factor is off.")
    static func codeIsOn(_ left: Int) -> Words {
        Words(
            "Eingerichtet. Übrige Notfallcodes: \(left).", "It is set up. Codes for emergencies left: \(left).")
    }
    static let newRecovery = Words("Neue Notfallcodes", "New codes for emergencies")
    static let turnCodeOff = Words("Zweiten Faktor abschalten", "Turn the second factor off")
    static let codePicture = Words("QR-Code für die App", "QR code for the app")
    static let codeStepOne = Words(
        "Lesen Sie das Bild mit einer App für Einmalcodes, etwa FreeOTP oder Aegis.",
        "Read the picture with an app for one-time codes, such as FreeOTP or Aegis.")
    static let codeAsText = Words("Oder geben Sie dort diesen Schlüssel ein:", "Or enter this key there:")
    static let code = Words("Code", "Code")
    static let codeConfirmHelp = Words(
        "Die sechs Ziffern, die die App jetzt zeigt.", "The six digits that the app shows now.")
    static let codeHelp = Words(
        "Die sechs Ziffern der App oder ein Notfallcode.", "The six digits of the app, or a code for emergencies.")
    static let codeTitle = Words("Code eingeben", "Enter the code")
    static let wrongCode = Words(
        "Der Code stimmt nicht, ist abgelaufen oder wurde schon benutzt.",
        "The code is wrong, too old or was used already.")
    static let stepExpired = Words(
        "Das hat zu lange gedauert oder zu oft nicht gestimmt. Bitte noch einmal anmelden.",
        "That took too long or was wrong too often. Please sign in again.")
    static let noCodeOffered = Words("Bitte beginnen Sie noch einmal.", "Please begin again.")
    static func signInWith(_ service: String) -> Words {
        Words("Anmelden mit \(service)", "Sign in with \(service)")
    }
    static func openID(_ fault: OpenIDFault) -> Words {
        let german: String =
            switch fault {
            case .provider: "Der Anmeldedienst antwortet nicht, wie er soll. Versuchen Sie es später noch einmal."
            case .refused, .unknownKey: "Die Antwort des Anmeldedienstes passt nicht. Bitte noch einmal anmelden."
            case .noRole: "Keine Ihrer Gruppen hat hier eine Rolle. Fragen Sie Ihre Verwaltung."
            }
        return Words(german, fault.description)
    }
    static let signInAnew = Words("Neu anmelden", "Sign in anew")
    static let confirm = Words("Bestätigen", "Confirm")
    static let cancel = Words("Abbrechen", "Cancel")
    static let goOn = Words("Weiter", "Go on")
    static let recoveryTitle = Words("Ihre Notfallcodes", "Your codes for emergencies")
    static let recoveryLead = Words(
        "Jeder gilt einmal, falls das Telefon fehlt. Sie werden nur jetzt gezeigt: Bewahren Sie sie sicher auf.",
        "Each works once if the telephone is gone. They are shown only now: keep them safe.")
    static let recoveryKept = Words("Ich habe sie aufbewahrt", "I have kept them")
    static let whereSignedIn = Words("Wo Sie angemeldet sind", "Where you are signed in")
    static let program = Words("Browser", "Browser")
    static let unknownProgram = Words("unbekannt", "unknown")
    static let fromAddress = Words("Von Adresse", "From address")
    static let since = Words("Seit", "Since")
    static let thisSession = Words("diese Anmeldung", "this session")
    static let endSession = Words("Beenden", "End")
    static let endOtherSessions = Words("Alle anderen beenden", "End all others")

    static let firstStart = Words("Noch niemand kann verwalten", "Nobody can administer yet")
    static let firstStartLead = Words(
        "Legen Sie das erste Konto mit dem Code an, den der Server beim Start ausgegeben hat.",
        "Make the first account with the code that the server printed when it started.")
    static let setupCode = Words("Code vom Start des Servers", "Code from the server's start")
    static let setupCodeHelp = Words(
        "Etwa ABCD-EFGH-JKLM-NPQR-STUV, oder der ganze Link.", "Such as ABCD-EFGH-JKLM-NPQR-STUV, or the whole link.")
    static let setupCodeLead = Words(
        "So ist sicher, dass nur einrichtet, wer den Server betreibt. Der Code gilt einen Tag und einmal.",
        "So only who runs the server sets it up. The code works once, within a day.")
    static let wrongSetupCode = Words(
        "Der Code stimmt nicht oder ist abgelaufen. Ein Neustart des Servers gibt einen neuen aus.",
        "The code is wrong or has expired. A restart of the server prints a new one.")
    static let joinTitle = Words("Willkommen bei Allmende", "Welcome to Allmende")
    static let newPasswordTitle = Words("Neues Passwort setzen", "Set a new password")
    static func joinLead(_ name: String) -> Words {
        Words("Guten Tag \(name), wählen Sie Ihr Passwort.", "Hello \(name), choose your password.")
    }
    static let noSuchLink = Words(
        "Dieser Link wurde benutzt oder ist abgelaufen. Bitten Sie Ihre Verwaltung um einen neuen.",
        "This link was used or has expired. Ask your administrator for a new one.")

    /// What a fault of somebody's entry says, and the field that it belongs to; nil for what no form can mend.
    static func fault(_ error: AccessError) -> (fault: Words, field: String)? {
        switch error {
        case .weakPassword: (.weakPassword, "password")
        case .wrongCredentials: (.wrongPassword, "old")
        case .passkeyRefused(let fault): (.passkeyRefused(fault), "passkeys")
        case .stillEnabled: (.stillEnabled, "actions")
        case .noSuchPasskey: (.noSuchPasskey, "passkeys")
        case .noOwnPassword, .noPasskeysHere: (.noPasskeysHere, "passkeys")
        case .wrongCode: (.wrongCode, "code")
        case .noCodeOffered: (.noCodeOffered, "code")
        case .tooManyAttempts(let seconds): (.tooManyAttempts(seconds), "old")
        case .loginTaken: (.loginTaken, "login")
        case .invalidField("mail"): (.noMailbox, "mail")
        case .invalidField("login"): (.noLogin, "login")
        case .invalidField(let field): (.emptyField, field)
        case .hashingFailed: (.cannotHash, "password")
        case .invalidNetwork(let text): (.noNetwork(text), "networks")
        case .invalidExpiry: (.noExpiry, "expires")
        case .nothingGranted: (.chooseDatasets, "dataset")
        case .noSuchDataset: (.datasetGone, "dataset")
        case .lastAdministrator: (.lastAdministrator, "role")
        case .ownAccount: (.notYourOwn, "role")
        default: nil
        }
    }
    static let wrongPassword = Words("Das Passwort stimmt nicht.", "The password is wrong.")
    static let noMailbox = Words(
        "Das ist keine E-Mail-Adresse wie eva@example.de.", "This is no mail address such as eva@example.de.")
    static func noNetwork(_ text: String) -> Words {
        Words(
            "\u{201E}\(text)\u{201C} ist kein Adressbereich wie 192.0.2.0/24 oder 2001:db8::/32.",
            "\u{201C}\(text)\u{201D} is no range of addresses such as 192.0.2.0/24 or 2001:db8::/32.")
    }
    static let noExpiry = Words(
        "Wählen Sie einen Tag in der Zukunft, höchstens zehn Jahre entfernt.",
        "Choose a day in the future, at most ten years away.")
    static let chooseDatasets = Words(
        "Wählen Sie mindestens einen Datensatz.", "Choose at least one data set.")
    static let datasetGone = Words(
        "Einen gewählten Datensatz gibt es nicht mehr.", "A chosen data set is gone.")
    static let lastAdministrator = Words(
        "Das ist das letzte Konto, das verwalten kann. Machen Sie zuerst jemand anderen zur Verwaltung.",
        "This is the last account that can administer. Make somebody else an administrator first.")
    static let notYourOwn = Words(
        "Das eigene Konto sperrt oder beschränkt man nicht selbst. Jemand anderes aus der Verwaltung kann es.",
        "Nobody disables or demotes the own account. Another administrator can.")
}
