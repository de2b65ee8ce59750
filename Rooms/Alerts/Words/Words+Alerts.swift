// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of alerts.
extension Words {
    static let alerts = Words("Benachrichtigungen", "Alerts")
    static let alertsLead = Words(
        "Was Ihnen gemeldet wird: wenn ein Wert eine Grenze überschreitet, sich stark ändert oder ausbleibt, und wenn das vorbei ist.",
        "What you are told of: when a value passes a limit, changes a lot or stays away, and when that is over.")
    static let noAlerts = Words(
        "Noch keine. Auf der Seite einer Messreihe legt „Benachrichtigung einrichten“ eine an.",
        "None yet. On the page of a series “Set an alert” makes one.")
    static let newAlert = Words("Benachrichtigung einrichten", "Set an alert")
    static let alertWhich = Words("Wann möchten Sie benachrichtigt werden?", "When do you want to be told?")
    static let alertAbove = Words("Wenn ein Wert über einer Grenze liegt", "When a value is above a limit")
    static let alertBelow = Words("Wenn ein Wert unter einer Grenze liegt", "When a value is below a limit")
    static let alertSilence = Words("Wenn lange kein Wert kommt", "When no value comes for long")
    static let alertChange = Words(
        "Wenn sich Werte in kurzer Zeit stark ändern", "When values change a lot in a short time")
    static let alertBegins = Words("ausgelöst", "raised")
    static let alertEnds = Words("vorbei", "over")
    static let alertName = Words("Name", "Name")
    static let alertNameHelp = Words(
        "So heißt die Benachrichtigung im Betreff der E-Mail.", "This stands in the subject of the mail.")
    static let alertLimit = Words("Grenze", "Limit")
    static let alertMargin = Words("Abstand bis zum Ende", "Distance to its end")
    static let alertMarginHelp = Words(
        "Vorbei ist es erst, wenn der Wert um so viel hinter die Grenze zurückgeht. So meldet ein Wert, der um die Grenze schwankt, nur einmal. 0 für keinen Abstand.",
        "It is over only when the value goes back behind the limit by so much. A value that wavers around the limit is told once. 0 for no distance."
    )
    static let alertAmount = Words("Änderung um mehr als", "A change of more than")
    static let alertSpanSilence = Words("Kein Wert seit mehr als", "No value for more than")
    static let alertSpanChange = Words("In höchstens", "Within at most")
    static let alertUnit = Words("Einheit der Dauer", "Unit of the duration")
    static let inMinutes = Words("Minuten", "minutes")
    static let inHours = Words("Stunden", "hours")
    static let inDays = Words("Tage", "days")
    static func usualInterval(_ length: String) -> Words {
        Words("Üblich ist ein Wert alle \(length).", "Usual is a value every \(length).")
    }
    static let quietHours = Words("Ruhezeit (freiwillig)", "Quiet hours (optional)")
    static let quietHoursHelp = Words(
        "Was in dieser Zeit geschieht, wird gemeldet, wenn sie vorbei ist. Es gilt die Uhr der Kommune, auch über Mitternacht.",
        "What happens in this time is told when it is over. It goes by the town's clock, over midnight too.")
    static let quietFrom = Words("Von", "From")
    static let quietTo = Words("Bis", "To")
    static let alertWays = Words("Wohin?", "Where to?")
    static func alertByMail(_ mailbox: String) -> Words {
        Words("E-Mail an \(mailbox)", "Mail to \(mailbox)")
    }
    static let noMailServer = Words(
        "Dieser Server verschickt noch keine E-Mails: Die Verwaltung muss erst einen Mailserver einstellen.",
        "This server sends no mail yet: the administration has to set a mail server first.")
    static let alertHook = Words("Webhook (freiwillig)", "Webhook (optional)")
    static let alertHookHelp = Words(
        "Eine Adresse, die ein Programm bereitstellt. Sie bekommt je Änderung eine JSON-Nachricht; was nicht ankommt, wird zwei Tage lang wiederholt.",
        "An address that a program provides. It gets a JSON message for each change; what does not arrive is tried again for two days."
    )
    static let alertSave = Words("Benachrichtigung anlegen", "Make the alert")
    static let alertStateRaised = Words("ausgelöst", "raised")
    static let alertStateCalm = Words("ruhig", "calm")
    static let alertStateStopped = Words("angehalten", "stopped")
    static let alertCondition = Words("Wann", "When")
    static let alertState = Words("Zustand", "State")
    static let alertToldLast = Words("Zuletzt gemeldet", "Last told")
    static let alertNever = Words("noch nie", "never yet")
    static let alertPause = Words("Anhalten", "Stop")
    static let alertResume = Words("Fortsetzen", "Resume")
    static let alertRemove = Words("Löschen", "Delete")
    static let alertEvents = Words("Was geschah", "What happened")
    static let alertNoEvents = Words("Noch nichts.", "Nothing yet.")
    static let alertSeries = Words("Messreihe", "Series")
    static let alertHidden = Words(
        "nicht mehr sichtbar: Sie bekommen nichts gemeldet", "no longer visible: you are told nothing")
    static let alertWaits = Words("wartet auf das Ende der Ruhezeit", "waits for the end of the quiet hours")
    static let alertCallTaken = Words("Letzter Aufruf des Webhooks: angekommen.", "Last call of the webhook: arrived.")
    static let alertCallWaits = Words(
        "Letzter Aufruf des Webhooks: noch nicht angekommen, wird wiederholt.",
        "Last call of the webhook: not arrived yet, is tried again.")
    static let alertCallFailed = Words(
        "Letzter Aufruf des Webhooks: nicht angenommen.", "Last call of the webhook: not accepted.")
    static let toSeries = Words("Zur Messreihe", "The series")
    static let toStop = Words("Nicht mehr melden", "Stop telling me")
    static func earlierChanges(_ count: String) -> Words {
        Words("\(count) frühere Änderungen stehen auf der Seite.", "\(count) earlier changes stand on the page.")
    }
    static let stopTitle = Words("Benachrichtigung anhalten", "Stop an alert")
    static func stopQuestion(_ name: String) -> Words {
        Words("„\(name)“ nicht mehr melden?", "Stop telling you “\(name)”?")
    }
    static let stopDone = Words(
        "Sie bekommen diese Benachrichtigung nicht mehr. Wer angemeldet ist, kann sie auf der Seite „Benachrichtigungen“ fortsetzen.",
        "You will not get this alert any more. Who is signed in can resume it on the page “Alerts”.")
    static let chooseSeries = Words("Zur Liste der Messstellen", "To the list of sensors")
    static let alertWithout = Words(
        "Eine Benachrichtigung gehört zu einer Messreihe. Wählen Sie zuerst eine Messstelle und dort „Benachrichtigung einrichten“.",
        "An alert belongs to a series. First choose a sensor, and there “Set an alert”.")
}
