// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of mail.
extension Words {
    static let letters = Words("E-Mails", "Mail")
    static let toLetters = Words("Was wartet, was nicht ankam; zur Probe senden", "What waits, what was refused; a try")
    static let lettersLead = Words(
        "Einladungen und Warnungen. Was der Mailserver nicht gleich annimmt, wird zwei Tage lang weiter versucht.",
        "Invitations and alerts. What the mail server does not take at once is tried again for two days.")
    static let trial = Words("Zur Probe", "For a try")
    static let sendTrial = Words("E-Mail zur Probe senden", "Send a mail for a try")
    static let trialSent = Words("Der Mailserver hat sie angenommen.", "The mail server has taken it.")
    static let trialNotSent = Words(
        "Der Mailserver hat sie nicht angenommen; der Grund steht unten.",
        "The mail server has not taken it; the reason stands below.")
    static let trialSubject = Words("Probe von Allmende", "A try from Allmende")
    static func trialLetter(town: String) -> Words {
        Words(
            "Diese E-Mail hat jemand von Hand ausgelöst, um zu sehen, ob Allmende (\(town)) E-Mails senden kann.",
            "Somebody sent this mail by hand to see whether Allmende (\(town)) can send mail.")
    }
    static let noMailbox = Words(
        "Geben Sie eine Adresse an, etwa eva@example.de.", "Enter an address, such as eva@example.de.")
    static let noMailServer = Words(
        "Kein Mailserver: Einladungen werden als Link gezeigt, Warnungen gibt es nicht.",
        "No mail server: invitations are shown as links, and there are no alerts.")
    static let noMailServerHelp = Words(
        "Es ist kein Mailserver eingestellt: smtp-server, smtp-sender und, wenn er es verlangt, smtp-login. Warnungen gehen "
            + "an alert-mail.",
        "No mail server is set: smtp-server, smtp-sender and, where it asks for it, smtp-login. Alerts go to alert-mail."
    )
    static let lastLetters = Words("Die letzten", "The last ones")
    static let noLetters = Words("Noch keine.", "None yet.")
    static let recipient = Words("An", "To")
    static let subject = Words("Betreff", "Subject")
    static let becameOfIt = Words("Was daraus wurde", "What became of it")
    static let tries = Words("Versuche", "Tries")
    static func lettersWait(_ count: String) -> Words { Words("wartend: \(count)", "waiting: \(count)") }
    static func lettersFailed(_ count: String) -> Words {
        Words("im letzten Tag nicht angenommen: \(count)", "not taken in the last day: \(count)")
    }
    static func nextTry(_ time: String) -> Words { Words("nächster Versuch \(time)", "next try \(time)") }
    static func outcome(_ state: QueuedLetter.State) -> Words {
        switch state {
        case .waiting: Words("wartet", "waits")
        case .sent: Words("angenommen", "taken")
        case .refused: Words("abgelehnt", "refused")
        case .abandoned: Words("aufgegeben", "given up")
        }
    }
}
