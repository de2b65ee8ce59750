// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Wire

/// Why an alert cannot be kept; nothing of it was stored.
enum AlertFault: Error, Sendable, Hashable {
    case noName
    case longName
    case noNumber(field: String)
    case negative(field: String)
    case noSpan
    case longSpan
    case quietHours
    case noWay
    case noMailbox
    case badHook
    case noHookAllowed
    case tooMany

    /// The field of the form that it belongs to.
    var field: String {
        switch self {
        case .noName, .longName, .tooMany: "name"
        case .noNumber(let field), .negative(let field): field
        case .noSpan, .longSpan: "span"
        case .quietHours: "quiet-from"
        case .noWay, .noMailbox: "mail"
        case .badHook, .noHookAllowed: "hook"
        }
    }

    var words: Words {
        switch self {
        case .noName: Words("Bitte einen Namen angeben.", "Please give a name.")
        case .longName:
            Words(
                "Der Name hat höchstens \(AlertRule.longestName) Zeichen.",
                "The name has \(AlertRule.longestName) characters at most.")
        case .noNumber: Words("Bitte eine Zahl angeben, zum Beispiel 12,5.", "Please give a number, such as 12.5.")
        case .negative: Words("Die Zahl muss größer als null sein.", "The number must be greater than zero.")
        case .noSpan:
            Words("Bitte eine Dauer in ganzen Zahlen angeben.", "Please give a whole number for the duration.")
        case .longSpan: Words("Die Dauer ist höchstens 400 Tage.", "The duration is 400 days at most.")
        case .quietHours:
            Words(
                "Bitte zwei verschiedene Uhrzeiten angeben, oder keine.", "Please give two different times, or none.")
        case .noWay:
            Words(
                "Bitte mindestens einen Weg wählen: E-Mail oder Webhook.",
                "Please choose at least one way: mail or a webhook.")
        case .noMailbox:
            Words(
                "Ihr Konto hat keine E-Mail-Adresse; die Verwaltung kann eine eintragen.",
                "Your account has no mail address; the administration can enter one.")
        case .badHook:
            Words(
                "Ein Webhook ist eine Adresse wie https://chat.example.org/hooks/1, ohne Namen und Passwort darin.",
                "A webhook is an address such as https://chat.example.org/hooks/1, without name and password in it.")
        case .noHookAllowed:
            Words(
                "Einen Webhook darf nur anlegen, wer im Haus schreiben darf.",
                "Only who may write in the house may set a webhook.")
        case .tooMany:
            Words(
                "Mehr als \(AlertRule.most) Benachrichtigungen hat ein Konto nicht; bitte erst eine löschen.",
                "An account has \(AlertRule.most) alerts at most; please delete one first.")
        }
    }
}

extension AlertFault: Refusal, CustomStringConvertible {
    var description: String { "\(field): \(words.english)" }
    var exit: ExitKind { .usage }
    var answer: Problem {
        .badRequest(description, german: "\(field): \(words.german)", location: ["field": .string(field)])
    }
}
