// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
import EnergyContracts

/// Words of notices to members, and of estimates.
extension Words {
    package static let powerNotices = Words("Hinweise an Mitglieder", "Notices to members")
    static let powerNoticesLead = Words(
        "Die Warnungen vor dem Vertrag und Mitteilungen über Stillstände, jeweils mit Tag und Nachweis des Versands (§ 42c Abs. 6 EnWG; zu prüfen).",
        "The warnings before the contract and notices of standstills, each with the day and proof of sending (§ 42c(6) EnWG; to be checked)."
    )
    static let powerBeforeContract = Words("Vor dem Vertrag", "Before the contract")
    static let powerWarnings = Words("Warnungen schicken", "Send the warnings")
    package static let powerWarnedOn = Words("Gewarnt am", "Warned on")
    static let powerFirstDay = Words("Nimmt teil ab", "Takes part from")
    package static let powerNotWarned = Words("kein Nachweis", "no proof")
    package static let powerWarnedLate = Words("erst nach Beginn", "only after the beginning")
    static let powerOutage = Words("Stillstand mitteilen", "Tell of a standstill")
    static let powerOutageHelp = Words(
        "An alle, die an diesem Tag teilnehmen. Rechtzeitig zu melden ist, wenn die Anlage aus anderem Grund als Wetter oder Tageszeit für längere Zeit keinen Strom erzeugt, und wenn sie wieder läuft (§ 42c Abs. 6 Satz 4 EnWG; zu prüfen).",
        "To all who take part on that day. What is to be told in good time is that the plant makes no power for a considerable time for another reason than weather or time of day, and when it runs again (§ 42c(6) sentence 4 EnWG; to be checked)."
    )
    static let powerWarningsHelp = Words(
        "Vor der Unterschrift, in Textform. Der Text ist ein Vorschlag und kein Rechtsrat: bitte prüfen lassen und anpassen.",
        "Before signing, in text form. The text is a proposal and no legal advice: please have it checked, and adapt it."
    )
    package static let powerBody = Words("Text", "Text")
    package static let powerKind = Words("Was mitzuteilen ist", "What is told")
    package static let powerWayOfSending = Words("Versand", "Sending")
    package static let powerPosted = Words(
        "Als Brief verschickt am (leer: noch nicht)", "Posted as a letter on (empty: not yet)")
    static let powerPostedOn = Words("Verschickt am", "Posted on")
    package static let powerProof = Words(
        "Nachweis (Einlieferungsbeleg, Empfangsbestätigung)", "Proof (receipt of posting, of delivery)")
    static let powerMarkPosted = Words("Briefe als verschickt eintragen", "Mark letters as posted")
    static let powerAllLetters = Words(
        "alle Briefe, die noch zu verschicken sind", "all letters that are still to be posted")
    static let powerPostedHelp = Words(
        "Tag und Beleg stehen dann als Nachweis da.", "Day and receipt then stand as the proof.")
    static let powerLetter = Words("Brief", "Letter")
    static let powerSentNotices = Words("Was mitgeteilt wurde", "What was told")
    static let powerNothingTold = Words("Noch wurde nichts mitgeteilt.", "Nothing was told yet.")
    package static let powerSend = Words("Mitteilen", "Tell")
    package static let powerNoMail = Words(
        "E-Mail geht nur, wenn ein Mailserver eingerichtet ist.", "Mail goes only where a mail server is set.")
    static let powerToldYou = Words("Mitteilungen an Sie", "What you were told")
    static let powerLetterPage = Words("Als Schreiben, auch als PDF", "As a letter, also as PDF")
    static let powerAllSharers = Words(
        "Wer keine E-Mail-Adresse hat, bekommt einen Brief, den Sie verschicken.",
        "Who has no mail address gets a letter, which you post.")

    package static func way(_ way: Notice.Way) -> Words {
        way == .mail ? Words("E-Mail", "mail") : Words("Brief", "letter")
    }

    package static func notice(_ kind: Notice.Kind) -> Words {
        switch kind {
        case .warnings: Words("Warnungen vor dem Vertrag", "Warnings before the contract")
        case .standstill: Words("Anlage steht still", "Plant stands still")
        case .running: Words("Anlage läuft wieder", "Plant runs again")
        case .reminder: Words("Zahlungserinnerung", "Payment reminder")
        case .price: Words("Preisänderung", "Change of prices")
        }
    }

    package static func notice(_ state: Notice.State) -> Words {
        switch state {
        case .open: Words("noch zu verschicken", "still to be posted")
        case .waiting: Words("wartet auf den Mailserver", "waits for the mail server")
        case .sent: Words("verschickt", "sent")
        case .refused:
            Words("vom Mailserver abgelehnt: als Brief schicken", "refused by the mail server: send a letter")
        case .unknown: Words("Ausgang unbekannt: noch einmal schicken", "outcome unknown: send again")
        }
    }

    static let powerAccepted = Words("vom Mailserver angenommen", "taken by the mail server")

    /// A proposal of what is told; the clerk changes it.
    package static func proposed(_ kind: Notice.Kind, _ sharing: String, _ provider: String) -> Words {
        switch kind {
        case .warnings:
            Words(
                """
                Bevor Sie an der Gemeinschaft „\(sharing)“ teilnehmen, weisen wir Sie auf Folgendes hin:

                \(ContractText.warnings.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n"))

                Den Lieferanten und den Vertrag für den zusätzlichen Strom wählen Sie frei. Wir sind nicht verpflichtet, Ihren ganzen Bedarf zu decken. Auch für gemeinsam genutzten Strom fallen Netzentgelte, Umlagen und Steuern an.

                \(provider)
                """,
                """
                Before you take part in the sharing "\(sharing)", please note:

                1. The shared plants cannot cover all that you use, and not at all times.
                2. You therefore have to buy power beside.
                3. That power may cost more than a contract for all that you use does on average.

                You choose the supplier and the contract for that power freely. We are not bound to cover all that you use. Grid charges, levies and taxes are due on shared power, too.

                \(provider)
                """)
        case .standstill:
            Words(
                "Eine Anlage der Gemeinschaft „\(sharing)“ steht still. Solange liefert Ihr eigener Lieferant den Strom.\n\nGrund und voraussichtliche Dauer: \n\n\(provider)",
                "A plant of the sharing \"\(sharing)\" stands still. Meanwhile your own supplier delivers your power.\n\nReason and expected length: \n\n\(provider)"
            )
        case .running:
            Words(
                "Die Anlage der Gemeinschaft „\(sharing)“ läuft wieder.\n\n\(provider)",
                "The plant of the sharing \"\(sharing)\" runs again.\n\n\(provider)")
        // are written of what is open or changes, see ReminderText and PriceChange
        case .reminder, .price: Words("", "")
        }
    }

    // MARK: Reminders

    static let powerTo = Words("An", "To")
    static let powerReminders = Words("Überfällig", "Overdue")
    static let powerRemindersHelp = Words(
        "Eine Zahlungserinnerung nennt jede überfällige Rechnung mit Tag und offenem Betrag und sagt, wie zu zahlen ist; ohne Gebühr und ohne Androhung. Sie geht per E-Mail, sonst als Brief, den Sie unter „Hinweise an Mitglieder“ drucken und als verschickt eintragen. Storniertes und noch nicht Fälliges wird nie angemahnt.",
        "A payment reminder names each overdue bill with its day and what of it is open, and says how to pay; without a fee and without threats. It goes by mail, else as a letter, which you print and mark as posted at “Notices to members”. Nobody is reminded of what is reversed or not due yet."
    )
    static let powerNothingOverdue = Words("Nichts ist überfällig.", "Nothing is overdue.")
    static let powerOverdueBills = Words("Rechnungen", "Bills")
    static let powerReminded = Words("Erinnert am", "Reminded on")
    static let powerRemind = Words("Erinnern", "Remind")

    /// `seit 12 Tagen`
    static func powerOverdueDays(_ days: Int) -> Words {
        Words(
            days == 1 ? "seit einem Tag" : "seit \(days) Tagen", days == 1 ? "for one day" : "for \(days) days")
    }

    static func powerCarriedFrom(_ day: String) -> Words { Words("Übertrag vom \(day)", "Carried over on \(day)") }

    // MARK: Withdrawals and sums

    static let powerWithdrawnValues = Words("zurückgezogen", "withdrawn")
    static let powerWithdrawnSince = Words(
        "Seit dieser Abrechnung hat der Absender Nachrichten zurückgezogen, auf deren Werten sie beruht:",
        "Since this run the sender has withdrawn messages whose values it rests on:")
    static let powerMelo = Words(
        "Messlokation (33 Zeichen), wenn Dateien sie nennen", "Metering location (33 characters), where files name it")
    static let powerOpensSums = Words(
        "Summen abgerechneter Zeiträume darf jeder sehen, ab fünf Mitgliedern (für Kennzahlen der Planung)",
        "Everybody may see the sums of settled periods, of five members or more (for indicators of the plan)")

    // MARK: Estimates

    static let powerEstimated = Words("Geschätzt", "Estimated")
    static let powerEstimatesTitle = Words(
        "Geschätzte Werte (§ 40a Abs. 2 EnWG)", "Estimated values (§ 40a(2) EnWG)")
    static let powerEstimatesLead = Words(
        "Für diese Viertelstunden kam kein Wert vom Messstellenbetreiber. Bis er kommt, stehen hier Schätzwerte; die Rechnung ist vorläufig und wird dann korrigiert.",
        "No value came from the metering operator for these quarter hours. Until it comes these are estimates; the bill is provisional and is then corrected."
    )
    static let powerEstimateHow = Words("Wie geschätzt", "How estimated")
    static let powerOfWhat = Words("Wovon", "Of what")
    static let powerOwnUse = Words("Eigene Messstelle", "Own point")
    static let powerUseEstimates = Words(
        "Fehlende Werte schätzen (nur vorläufig; die Rechnungen weisen es aus und werden korrigiert, sobald Werte kommen)",
        "Estimate missing values (provisional only; the bills say so and are corrected as soon as values come)")
    static let powerCannotEstimate = Words(
        "Für diese Tage lässt sich nichts schätzen: Es fehlen Vergleichstage oder andere Anlagen.",
        "Nothing can be estimated for these days: there are no like days or other plants.")
    static let powerWithEstimates = Words("mit Schätzwerten", "with estimates")

    /// By which rule and with what a value is estimated.
    static func estimate(days: [String]) -> Words {
        Words(
            "Mittel derselben Viertelstunde am gleichen Wochentag: \(days.joined(separator: ", ")) (je 1/\(days.count))",
            "Mean of the same quarter hour on the same weekday: \(days.joined(separator: ", ")) (1/\(days.count) each)")
    }

    static func estimate(size: String, of others: String) -> Words {
        Words(
            "Erzeugung der anderen Anlagen in derselben Viertelstunde nach Leistung: \(size) zu \(others)",
            "What the other plants made in the same quarter hour, by size: \(size) to \(others)")
    }
}
