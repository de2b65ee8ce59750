// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
package import Metering
package import PowerBills
package import Settlement
import Wire

/// Why something cannot be done with shared power now; nothing of it was stored.
package enum EnergyFault: Error, Sendable, Hashable {
    case empty(field: String)
    case unreadable(field: String, String)
    case identifier(IdentifierError)
    /// Of the metering location.
    case location(IdentifierError)
    /// The point is there already.
    case pointTwice(String)
    case direction(feedsIn: Bool)
    /// A plant with the feed-in tariff keeps its percentages at all times.
    case movingKey(plant: String)
    /// The form under the EEG changes on the first of a month.
    case notTheFirst
    case settlement(SettlementError)
    /// A line has a price on that day already; a second one has to say that it takes its place.
    case priceOpen(LineKind?, value: Int, since: CivilDay, from: CivilDay)
    case unknown(field: String)
    /// Values of a day are missing.
    case noDay(CivilDay)
    /// The lowest price of a range is above the highest.
    case lowAboveHigh(field: String)
    case order
    /// Values or prices are missing; the run's page has the table.
    case incomplete
    case noRelation
    case noPlant
    case termsChange
    case notClosed(CivilDay)
    case settledAlready
    case unchanged
    case noReason
    case notText
    case badIBAN(String)
    case badCreditor(String)
    /// A mandate needs the account that is collected from, and the other way round a reference and its day.
    case halfMandate
    /// Banks move no money on that day, or it is too early; the first day that would do.
    case notBanking(CivilDay)
    case nothingToPay
    case statement(BankStatementError)
    /// The statement is of another account than the terms name.
    case foreignAccount(String)
    /// A notice needs somebody to tell.
    case nobodyToTell
    /// Mail needs an address of the recipient, named here.
    case noMailAddress(String)
    case noMailServer
    /// A letter is marked as posted on a day that is not in the future.
    case postedLater
    /// Nothing of what this party owes is overdue; what a reversal took back is not.
    case notOverdue(String)
    /// Who lets bills be collected is not reminded before a debit came back.
    case collected(String)
    /// A reminder a day is enough.
    case remindedToday(String)
    /// What a part of the room refuses for a reason of its own.
    case refused(field: String, Words)
    /// What is to be changed does not hold on that day.
    case holdsNot(field: String, CivilDay)
    /// What is to hold from now on holds already.
    case sameAsBefore(field: String)
    /// The point has another contract on that day, which has to end first.
    case pointTaken(String, CivilDay)
    /// So few members share by a key that moves, and nothing says that they agree to what it tells of them.
    case fewMembers(Int)

    /// The field of a form that it belongs to.
    package var field: String {
        switch self {
        case .empty(let field), .unreadable(let field, _), .unknown(let field), .lowAboveHigh(let field),
            .refused(let field, _), .holdsNot(let field, _), .sameAsBefore(let field):
            field
        case .pointTaken: "point"
        case .noDay: "day"
        case .identifier, .pointTwice: "malo"
        case .location: "melo"
        case .direction: "point"
        case .movingKey: "model"
        case .notTheFirst, .order: "from"
        case .settlement: "from"
        case .priceOpen: "line"
        case .noReason: "reason"
        case .notText, .statement, .foreignAccount: "file"
        case .nobodyToTell, .noMailAddress, .notOverdue, .collected, .remindedToday: "party"
        case .noMailServer: "way"
        case .postedLater: "posted"
        case .badIBAN, .halfMandate: "iban"
        case .badCreditor: "creditor"
        case .notBanking, .nothingToPay: "day"
        case .incomplete, .noRelation, .noPlant, .termsChange, .notClosed, .settledAlready, .unchanged,
            .fewMembers:
            "period"
        }
    }

    package var words: Words {
        switch self {
        case .empty: Words("Diese Angabe fehlt.", "This is missing.")
        case .unreadable(_, let text):
            Words("„\(text)“ lässt sich hier nicht lesen.", "“\(text)” cannot be read here.")
        case .identifier(let error), .location(let error): error.words
        case .pointTwice(let malo):
            Words(
                "Die Messstelle \(malo) ist schon angemeldet, hier oder in einer anderen Gemeinschaft dieses Hauses. Soll sie an beiden teilnehmen: unter „Messstelle einer anderen Gemeinschaft übernehmen“.",
                "The metering point \(malo) is enrolled already, here or in another sharing of this house. If it is to take part in both: at “Take a point of another sharing”."
            )
        case .direction(let feedsIn):
            feedsIn
                ? Words(
                    "Diese Messstelle zählt Einspeisung; gebraucht wird eine, die Bezug zählt.",
                    "This point counts what is fed in; one that counts consumption is needed.")
                : Words(
                    "Diese Messstelle zählt Bezug; gebraucht wird eine, die Einspeisung zählt.",
                    "This point counts consumption; one that counts what is fed in is needed.")
        case .movingKey(let plant):
            Words(
                "„\(plant)“ bekommt die Einspeisevergütung: Ihre Anteile müssen jederzeit feste Prozente sein (§ 21b EEG; zu prüfen). Ein Schlüssel, der mit dem Verbrauch wandert, passt dazu nicht.",
                "“\(plant)” gets the feed-in tariff: its parts must be fixed percentages at all times (§ 21b EEG; to be checked). A key that moves with consumption does not fit."
            )
        case .notTheFirst:
            Words(
                "Die Veräußerungsform wechselt nur zum Ersten eines Monats (§ 21b EEG).",
                "The form of selling changes on the first of a month only (§ 21b EEG).")
        case .settlement(let error): error.words
        case .priceOpen(let line, let value, let since, let day): Self.open(line, value, since: since, from: day)
        case .unknown: Words("Das gibt es hier nicht.", "There is no such thing here.")
        case .noDay(let day):
            Words(
                "Für den \(Words.day(day).german) fehlen Messwerte: Bitte einen Tag wählen, der im Kalender der Messwerte vollständig ist.",
                "Readings of \(Words.day(day).english) are missing: please choose a day that is complete in the calendar of readings."
            )
        case .lowAboveHigh:
            Words(
                "Der niedrigste Preis liegt über dem höchsten: Bitte einen der beiden ändern.",
                "The lowest price is above the highest: please change one of the two.")
        case .order: Words("Der letzte Tag liegt vor dem ersten.", "The last day is before the first one.")
        case .incomplete:
            Words(
                "Es fehlen Werte; die Tabelle nennt sie. Abgerechnet wurde nichts.",
                "Values are missing; the table names them. Nothing was settled.")
        case .noRelation:
            Words("In diesem Zeitraum nimmt niemand teil.", "Nobody takes part in this period.")
        case .noPlant: Words("In diesem Zeitraum gibt es keine Anlage.", "There is no plant in this period.")
        case .termsChange:
            Words(
                "Die Bedingungen wechseln im Zeitraum oder fehlen an einem Tag: Bitte Zeiträume abrechnen, in denen sie gleich bleiben.",
                "The terms change within the period or are missing on a day: please settle periods in which they stay the same."
            )
        case .notClosed(let day):
            Words(
                "Der Zeitraum ist noch nicht zu Ende (\(Words.day(day).german)).",
                "The period has not ended yet (\(Words.day(day).english)).")
        case .settledAlready:
            Words(
                "Ein Teil dieses Zeitraums ist schon abgerechnet: Bitte die Abrechnung korrigieren, statt eine zweite zu machen.",
                "A part of this period is settled already: please correct that run instead of making a second one.")
        case .unchanged:
            Words(
                "Seit dieser Abrechnung hat sich nichts geändert, was sie betrifft.",
                "Nothing that matters to this run has changed since.")
        case .noReason: Words("Eine Korrektur braucht einen Grund.", "A correction needs a reason.")
        case .badIBAN(let text):
            Words(
                "„\(text)“ ist keine IBAN: Länge oder Prüfziffern passen nicht. Bitte mit dem Mandat vergleichen.",
                "“\(text)” is no IBAN: length or check digits do not fit. Please compare it with the mandate.")
        case .badCreditor(let text):
            Words(
                "„\(text)“ ist keine Gläubiger-Identifikationsnummer, wie die Bundesbank sie vergibt (DE98ZZZ09999999999).",
                "“\(text)” is no creditor identifier as the Bundesbank gives it (DE98ZZZ09999999999).")
        case .halfMandate:
            Words(
                "Zu einem Mandat gehören IBAN, Mandatsreferenz (höchstens 35 Zeichen) und der Tag der Unterschrift, der nicht in der Zukunft liegt.",
                "A mandate has an IBAN, a reference (at most 35 characters) and the day it was signed, which is not in the future."
            )
        case .notBanking(let day):
            Words(
                "An diesem Tag bewegen Banken kein Geld, oder er ist nicht mehr zu schaffen. Der erste mögliche Tag ist der \(Words.day(day).german).",
                "Banks move no money on this day, or it is too early. The first possible day is \(Words.day(day).english)."
            )
        case .nothingToPay:
            Words(
                "Davon ist nichts offen, was sich so bezahlen ließe.",
                "Nothing of it is open that could be paid like that.")
        case .statement(let error): error.words
        case .foreignAccount(let iban):
            Words(
                "Der Auszug gehört zum Konto \(iban), nicht zu dem der Gemeinschaft. Nichts wurde gespeichert.",
                "The statement is of the account \(iban), not of that of the sharing. Nothing was stored.")
        case .nobodyToTell:
            Words("Es gibt niemanden, dem das mitzuteilen wäre.", "There is nobody who could be told.")
        case .noMailAddress(let name):
            Words(
                "Für \(name) ist keine E-Mail-Adresse eingetragen: Bitte als Brief schicken und eintragen, oder die Adresse ergänzen.",
                "There is no mail address of \(name): please send a letter and enter it, or add the address.")
        case .noMailServer:
            Words(
                "Es ist kein Mailserver eingerichtet: Bitte als Brief schicken und hier eintragen.",
                "No mail server is set: please send a letter and enter it here.")
        case .postedLater:
            Words("Der Tag des Versands liegt in der Zukunft.", "The day of posting is in the future.")
        case .notOverdue(let name):
            Words(
                "Bei \(name) ist nichts überfällig: bezahlt, storniert oder noch nicht fällig. Geschrieben wurde nichts.",
                "Nothing of \(name) is overdue: it is paid, reversed or not due yet. Nothing was written.")
        case .collected(let name):
            Words(
                "\(name) lässt einziehen: Bitte eine Datei für die Bank schreiben. Erinnert wird erst, wenn eine Lastschrift zurückkam.",
                "\(name) lets bills be collected: please write a file for the bank. A reminder comes only after a debit was given back."
            )
        case .remindedToday(let name):
            Words(
                "\(name) wurde heute schon erinnert. Geschrieben wurde nichts.",
                "\(name) was reminded today already. Nothing was written.")
        case .refused(_, let words): words
        case .holdsNot(_, let day):
            Words(
                "Am \(Words.day(day).german) gilt das noch nicht oder nicht mehr: Bitte Tag oder Auswahl prüfen.",
                "On \(Words.day(day).english) this does not hold yet, or no longer: please check the day or the choice."
            )
        case .sameAsBefore:
            Words("Das gilt schon: Es gäbe nichts zu ändern.", "This holds already: there would be nothing to change.")
        case .pointTaken(let malo, let day):
            Words(
                "Die Messstelle \(malo) nimmt am \(Words.day(day).german) schon teil: Zuerst muss die andere Teilnahme enden.",
                "The metering point \(malo) takes part on \(Words.day(day).english) already: the other relation has to end first."
            )
        case .fewMembers(let count):
            Words(
                "Nur \(count) Mitglieder und ein Schlüssel, der mit dem Verbrauch wandert: Aus der eigenen Menge lässt sich auf die der anderen schließen. Entweder bekommt jeder einen festen Anteil, oder alle haben dem im Vertrag zugestimmt; beides steht in den Bedingungen.",
                "Only \(count) members and a key that moves with consumption: from one's own quantity that of the others can be told. Either each gets a fixed part, or all have agreed to that in the contract; both stand in the terms."
            )
        case .notText: Words("Die Datei lässt sich nicht als Text lesen.", "The file cannot be read as text.")
        }
    }
}

extension EnergyFault {
    /// Of what is left in a step, a millionth of the whole generation says nothing.
    package static let tiersNeedWeights = EnergyFault.refused(
        field: "meaning",
        Words(
            "Von nah zu fern wird geteilt, was die Stufe davor übrig ließ: Millionstel der ganzen Erzeugung passen dazu nicht. Bitte „Gewicht“ wählen oder nach dem Verbrauch zuteilen.",
            "From near to far each step shares what the one before left: millionths of all that is made do not fit. Please choose “weight”, or share by use."
        ))

    /// Whether there is such a point in a sharing that one does not run is told to nobody.
    package static let notShared = EnergyFault.refused(
        field: "malo",
        Words(
            "In keiner anderen Gemeinschaft, die Sie betreuen, gibt es diese Messstelle. Entweder hier neu anmelden, oder jemand übernimmt sie, der beide Gemeinschaften betreut.",
            "No other sharing that you run has this metering point. Either enrol it here anew, or somebody who runs both sharings takes it."
        ))

    package static func above100(_ malo: String, _ sum: Int, _ day: CivilDay) -> EnergyFault {
        .refused(
            field: "percent",
            Words(
                "Von der Messstelle \(malo) wären am \(Words.day(day).german) in allen Gemeinschaften zusammen \(sum) % vergeben; mehr als 100 % gibt es nicht. Bitte hier weniger eintragen, oder die andere Teilnahme zuerst beenden und mit kleinerem Anteil neu eintragen.",
                "On \(Words.day(day).english) all sharings together would have \(sum) % of the metering point \(malo); there is no more than 100 %. Please enter less here, or end the other relation first and enter it anew with less."
            ))
    }

    /// Only who has all of a point may bill what does not come from the plants.
    package static func restTwice(field: String, _ malo: String) -> EnergyFault {
        .refused(
            field: field,
            Words(
                "Von der Messstelle \(malo) zählt hier nur ein Teil, und die Rechnungen dieser Gemeinschaft haben mehr als Gemeinschaftsstrom und Entgelt: Reststrom, Netz, Umlagen und Grundpreis gäbe es dann zweimal. Sie stehen auf der Rechnung des Reststromlieferanten; bitte die Posten wegnehmen oder die Messstelle ganz teilnehmen lassen.",
                "Only a part of the metering point \(malo) counts here, and the bills of this sharing have more than shared power and fee: the rest, grid, levies and base price would be billed twice. They stand on the bill of the supplier of the rest; please take these lines away, or let the point take part as a whole."
            ))
    }

    /// Which price holds already, and what to do.
    private static func open(_ line: LineKind?, _ value: Int, since: CivilDay, from day: CivilDay) -> Words {
        let (name, price) = (SettlementError.name(line), Self.price(value, line))
        let end = CivilDay(number: day.number - 1)
        let german =
            since == day
            ? "Er wird dann durch den neuen ersetzt."
            : "Er endet dann am \(Words.day(end).german), und beide stehen in der Tabelle der Preise."
        let english =
            since == day
            ? "It is replaced by the new one then."
            : "It ends on \(Words.day(end).english) then, and both stand in the table of prices."
        return Words(
            "\(name.german): Seit \(Words.day(since).german) gilt schon ein Preis (\(price.german)). Zwei zugleich kann es nicht geben. Soll der neue ab \(Words.day(day).german) an seine Stelle treten, setzen Sie den Haken „Löst den geltenden Preis ab“. \(german)",
            "\(name.english): since \(Words.day(since).english) a price holds already (\(price.english)). There cannot be two at once. If the new one is to take its place from \(Words.day(day).english), tick “Takes the place of the present price”. \(english)"
        )
    }

    /// A price with its unit, in whole thousandths of a cent, cents or per cent.
    private static func price(_ value: Int, _ line: LineKind?) -> Words {
        guard let line else { return Words("\(value) %", "\(value) %") }
        func parts(_ unit: Int, _ digits: Int) -> (String, String) {
            let rest = String(Int(value.magnitude) % unit)
            return (
                (value < 0 ? "−" : "") + String(Int(value.magnitude) / unit),
                String(repeating: "0", count: digits - rest.count) + rest
            )
        }
        if line.measure == .days {
            let (whole, rest) = parts(100, 2)
            return Words("\(whole),\(rest) € im Jahr", "€\(whole).\(rest) a year")
        }
        let (whole, rest) = parts(1000, 3)
        return Words("\(whole),\(rest) ct/kWh", "\(whole).\(rest) ct/kWh")
    }
}

extension EnergyFault: Refusal, CustomStringConvertible {
    package var description: String { "\(field): \(words.english)" }
    package var exit: ExitKind { .usage }
    package var answer: Problem {
        .badRequest(description, german: "\(field): \(words.german)", location: ["field": .string(field)])
    }
}
