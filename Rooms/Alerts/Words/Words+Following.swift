// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of following.
extension Words {
    static let followTitle = Words("Per E-Mail folgen", "Follow by mail")
    static let followLead = Words(
        "Sie bekommen eine E-Mail, wenn sich der Zustand ändert, etwas Neues dazukommt oder die Angaben geändert werden.",
        "You get a mail when the state changes, something new is added or the answers are changed.")
    static let followHelp = Words(
        "Die Adresse wird nur dafür gespeichert und gelöscht, sobald Sie nicht mehr folgen.",
        "The address is stored for this alone, and deleted as soon as you stop following.")
    static let follow = Words("Folgen", "Follow")
    static let followSent = Words(
        "Wir haben eine E-Mail geschickt. Bitte öffnen Sie den Verweis darin, um zu bestätigen, dass es Ihre Adresse ist. Wer schon folgt, bekommt keine.",
        "We have sent a mail. Please open the link in it to confirm that the address is yours. Who follows already gets none."
    )
    static func followConfirm(_ title: String) -> Words {
        Words(
            "Jemand möchte mit dieser Adresse folgen: \(title). Bitte bestätigen Sie das:",
            "Somebody wants to follow with this address: \(title). Please confirm it:")
    }
    static let followIgnore = Words(
        "Wenn Sie das nicht waren, tun Sie nichts: Die Adresse wird nach einer Woche gelöscht.",
        "If it was not you, do nothing: the address is deleted after a week.")
    static let followOpen = Words(
        "Bitte bestätigen Sie, dass Sie folgen möchten.", "Please confirm that you want to follow.")
    static let followYes = Words("Ja, ich möchte folgen", "Yes, I want to follow")
    static let followOn = Words("Sie folgen und bekommen E-Mails.", "You follow and get mails.")
    static let followStop = Words("Nicht mehr folgen, Adresse löschen", "Stop following, delete the address")
    static let followStopped = Words(
        "Sie folgen nicht mehr. Ihre Adresse ist gelöscht.", "You follow no more. Your address is deleted.")
    static let followedPage = Words("Zur Seite", "The page")
    static func stepState(_ old: String, _ new: String) -> Words {
        Words("Neuer Zustand: \(new) (vorher: \(old))", "New state: \(new) (before: \(old))")
    }
    static func stepRelated(_ title: String) -> Words { Words("Neu dazu: \(title)", "New with it: \(title)") }
    static let stepChanged = Words("Die Angaben wurden geändert.", "The answers were changed.")
}
