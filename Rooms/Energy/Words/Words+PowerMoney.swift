// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Energy
import PowerBills

/// Words of money: mandates, electronic bills, what is due and paid.
extension Words {
    static let powerTermsHelp = Words(
        "Ein Zeitraum hat einen Satz Bedingungen: Änderungen am besten zum Ersten eines Monats. Kontakt, USt-IdNr. und IBAN braucht die elektronische Rechnung, IBAN und Gläubiger-ID die Lastschrift.",
        "A period has one set of terms: change them on the first of a month. Contact, VAT number and IBAN are for electronic bills, IBAN and creditor identifier for direct debits."
    )
    static let powerCreditor = Words("Gläubiger-Identifikationsnummer", "Creditor identifier")
    static let powerContactPerson = Words("Ansprechperson oder -stelle", "Contact person or office")
    static let powerPhone = Words("Telefon", "Telephone")
    static let powerMail = Words("E-Mail-Adresse für Rechnungen", "Mail address for bills")
    static let powerVatId = Words("USt-IdNr.", "VAT number")
    static let powerIBAN = Words("IBAN", "IBAN")
    package static let powerMandate = Words("Mandatsreferenz", "Mandate reference")
    package static let powerMandateSigned = Words("Mandat unterschrieben am", "Mandate signed on")
    static let powerBuyerReference = Words(
        "Referenz des Käufers (Leitweg-ID bei Behörden); mit ihr gibt es XRechnungen",
        "Buyer reference (Leitweg-ID of public bodies); with it there are XRechnungen")
    static let powerSetPayer = Words("Mandat, Konto, elektronische Rechnung", "Mandate, account, electronic bills")
    static let powerPayerHelp = Words(
        "Ersetzt, was bisher dazu eingetragen war. Mit Mandat wird eingezogen, mit IBAN allein nur ausgezahlt. Betreiber einer Anlage brauchen für elektronische Gutschriften alle Angaben.",
        "Takes the place of what was entered before. With a mandate bills are collected, with an IBAN alone money is only paid out. The operator of a plant needs all of it for electronic credit notes."
    )

    static let powerNotSettled = Words("Noch nicht abgerechnet:", "Not settled yet:")

    static let powerNote = Words("Hinweise auf jeder Rechnung", "Notes on each bill")
    static let powerNoteHelp = Words(
        "Der Text steht wörtlich unter jeder Rechnung; lassen Sie ihn rechtlich prüfen. Was er enthalten sollte, hängt davon ab, wer verkauft. Anlagen mit höchstens 30 kW eines Haushalts oder 100 kW eines Mehrfamilienhauses sind von §§ 40 bis 42 EnWG frei (§ 42c Abs. 7; zu prüfen).",
        "The text stands word for word below each bill; have it checked by counsel. What it should hold depends on who sells. Plants of at most 30 kW of a household or 100 kW of a house with flats are free of §§ 40 to 42 EnWG (§ 42c(7); to be checked)."
    )

    /// What a bill needs beside what the program writes itself.
    static func powerBillNeeds(_ setting: Terms.Setting) -> Words {
        switch setting {
        case .direct, .pool:
            Words(
                "§ 40 EnWG (zu prüfen): Vertragsdauer und nächster Kündigungstermin, Vergleich mit dem Vorjahr und mit ähnlichen Haushalten, Schlichtungsstelle Energie, Verbraucherservice der Bundesnetzagentur, Lieferantenwechsel, Stromkennzeichnung. Anschriften, Zähler, Netzbetreiber, Zeitraum, Mengen, Preise, Umlagen, Betrag und Fälligkeit schreibt das Programm.",
                "§ 40 EnWG (to be checked): length of the contract and next day to cancel, comparison with the year before and with similar households, conciliation body, consumer service of the Bundesnetzagentur, change of supplier, labelling. Addresses, meter, grid operator, period, quantities, prices, levies, amount and due day are written by the program."
            )
        case .inHouse:
            Words(
                "§ 42b EnWG (zu prüfen): §§ 40 und 41 Abs. 1 bis 4, 6 und 7 gelten nicht; es bleiben Abrechnungszeitraum, Mengen und Verbrauchsermittlung (§§ 40a, 40b), die das Programm schreibt, und was der Gebäudestromnutzungsvertrag zusagt.",
                "§ 42b EnWG (to be checked): §§ 40 and 41(1) to (4), (6) and (7) do not apply; what stays are period, quantities and how they were found (§§ 40a, 40b), which the program writes, and what the contract of the house promises."
            )
        }
    }

    // MARK: Open items

    static let powerAccounts = Words("Offene Posten und Zahlungen", "Open items and payments")
    static let powerAccountsLead = Words(
        "Was Rechnungen verlangen, was eingezogen, überwiesen und zurückgegeben wurde. Die Buchhaltung führt den Rest.",
        "What bills ask for, what was collected, paid and given back. Bookkeeping keeps the rest.")
    static let powerOpenItems = Words("Offene Posten", "Open items")
    static let powerNothingOpen = Words("Nichts ist offen.", "Nothing is open.")
    static let powerOverdueSince = Words("Überfällig seit", "Overdue since")
    static let powerHowPaid = Words("Zahlungsweg", "Way of paying")
    static let powerBalance = Words("Saldo (minus: Guthaben)", "Balance (minus: owed to them)")
    static let powerOrders = Words("Dateien für die Bank", "Files for the bank")
    static let powerWriteOrder = Words("Datei schreiben", "Write a file")
    static let powerOrderHelp = Words(
        "Nimmt alle Salden auf, für die Konto und Mandat da sind, und bucht sie zum gewählten Tag. Ein Saldo von null ist keine Zahlung. Kündigen Sie Einzüge rechtzeitig an; auf der Rechnung stehen Mandat und Fälligkeit.",
        "Takes all balances for which there are account and mandate, and books them on the chosen day. A balance of nought is no payment. Announce debits in time; the bill names mandate and due day."
    )
    static let powerExecution = Words("Ausführung am (Banktag)", "Carried out on (a banking day)")
    static let powerCount = Words("Zahlungen", "Payments")
    static let powerMovements = Words("Was geflossen ist", "What moved")
    static let powerMovement = Words("Zahlung", "Payment")
    static let powerNothingMoved = Words("Noch ist nichts geflossen.", "Nothing moved yet.")
    static let powerWhatMoved = Words("Art", "Kind")
    static let powerBankLine = Words(
        "Verwendungszweck oder Zeile des Kontoauszugs", "Purpose, or line of the statement")
    static let powerBankReason = Words("Grund der Bank", "The bank's reason")
    static let powerEuros = Words("Betrag in Euro", "Amount in euros")
    static let powerByHand = Words("Zahlung von Hand eintragen", "Enter a payment by hand")
    static let powerByHandHelp = Words(
        "Für Überweisungen der Mitglieder und Auszahlungen auf anderem Weg.",
        "For transfers of members, and for what was paid out in another way.")
    static let powerGiveBack = Words("Rückgabe eintragen", "Enter a return")
    static let powerGiveBackHelp = Words(
        "Gibt die Bank einen Einzug zurück, ist die Schuld wieder offen. Die Zahlung bleibt stehen, die Rückgabe kommt dazu.",
        "When the bank gives a debit back, the debt is open again. The payment stays, its return is added.")

    static func powerWay(_ kind: PaymentOrder.Kind) -> Words {
        kind == .debit
            ? Words("Lastschrift (pain.008)", "direct debit (pain.008)")
            : Words("Überweisung (pain.001)", "transfer (pain.001)")
    }

    static func powerLeftOut(_ why: AccountQueries.LeftOut) -> Words {
        switch why {
        case .noMandate: Words("zahlt selbst (kein Mandat)", "pays by transfer (no mandate)")
        case .oldMandate:
            Words(
                "Mandat seit drei Jahren ungenutzt: neues nötig", "mandate unused for three years: a new one is needed")
        case .noAccount: Words("Guthaben ohne Konto: IBAN fehlt", "owed to them, no account: the IBAN is missing")
        }
    }

    // MARK: Contracts

    static let powerContracts = Words("Verträge", "Contracts")
    static let powerContractWith = Words("Mit", "With")
    static let powerContractState = Words("Stand", "State")
    static let powerMeterKind = Words("Art des Zählers", "Kind of the meter")
    static let powerOperatorKind = Words("Der Betreiber ist", "The operator is")
    static let powerNotEntered = Words("nicht eingetragen", "not entered")
    static func powerPriceUntold(_ day: String, by last: String) -> Words {
        Words(
            "Preise ändern sich am \(day): noch nicht allen mitgeteilt, Haushalten spätestens am \(last)",
            "Prices change on \(day): not told to all yet, to households by \(last) at the latest")
    }

    static func movement(_ kind: AccountQueries.Movement) -> Words {
        switch kind {
        case .debit: Words("eingezogen", "collected")
        case .transfer: Words("überwiesen", "paid by transfer")
        case .received: Words("eingegangen", "received")
        case .paid: Words("ausgezahlt", "paid out")
        case .returned: Words("zurückgegeben", "given back")
        case .carried: Words("Übertrag", "carried over")
        }
    }

    static func powerKilowattHour(_ day: String, _ sum: String, _ parts: String, _ tax: String) -> Words {
        Words(
            "Eine Kilowattstunde aus der Gemeinschaft kostet am \(day) \(sum): \(parts), dazu \(tax)\u{202F}% Umsatzsteuer.",
            "A kilowatt hour from the sharing costs \(sum) on \(day): \(parts), with \(tax)\u{202F}% value added tax.")
    }
    static func powerBesideBase(_ price: String) -> Words {
        Words(
            "Dazu kommt der Grundpreis: \(price) ohne Umsatzsteuer.",
            "The base price comes on top: \(price) without tax.")
    }
    static let powerWorthAll = Words(
        "Das bringt etwas, solange eine Kilowattstunde Ihres anderen Lieferanten mehr kostet (sein Arbeitspreis mit Steuern).",
        "That is worth it as long as a kilowatt hour of your other supplier costs more (the price per unit, with taxes)."
    )
    static let powerWorthEnergy = Words(
        "Netzentgelt, Umlagen und Stromsteuer stellt der Lieferant des Reststroms in Rechnung, auch für diesen Strom. Zu vergleichen ist also mit dem Teil seines Arbeitspreises, der für die Energie selbst steht: Kostet der mehr, bringt die Gemeinschaft etwas.",
        "Grid charge, levies and electricity tax are billed by the supplier of the rest, for this power too. So compare with the part of that price per unit that is for the energy itself: if it costs more, the sharing is worth it."
    )
    static let powerWorth = Words("Was sie kostet und wann sie sich lohnt", "What it costs and when it is worth it")
    static func powerWhoPaysTax(_ operators: String, _ provider: String) -> Words {
        Words(
            "Von der Umsatzsteuer führen die Betreiber der Anlagen \(operators) ab, der Dienstleister \(provider).",
            "Of the value added tax the operators of the plants hand on \(operators), the provider \(provider).")
    }
    static let powerOrderFile = Words("Datei für die Bank", "File for the bank")
    static func powerCollected(_ day: String, _ iban: String, _ reference: String, _ creditor: String) -> Words {
        Words(
            "Ab dem \(day) wird von Ihrem Konto \(iban) eingezogen, was dann offen ist: Was zu einer stornierten Rechnung schon gezahlt wurde, ist abgezogen (Mandat \(reference), Gläubiger-ID \(creditor)).",
            "On or after \(day) what is open then will be collected from your account \(iban): what was paid for a reversed bill is taken off (mandate \(reference), creditor \(creditor))."
        )
    }

    /// Where to pay what nobody collects.
    static func powerTransfer(
        _ amount: String, by day: String, to name: String, iban: String, for number: String, isFirst: Bool
    ) -> Words {
        Words(
            "Bitte überweisen Sie \(amount) bis zum \(day) an \(name), IBAN \(iban), Verwendungszweck \(number)."
                + (isFirst
                    ? ""
                    : " Was Sie zu einer stornierten Rechnung dieses Zeitraums schon gezahlt haben, ziehen Sie ab."),
            "Please transfer \(amount) by \(day) to \(name), IBAN \(iban), reference \(number)."
                + (isFirst ? "" : " Take off what you have paid for a reversed bill of this period already."))
    }
    static func powerNoAccount(_ name: String) -> Words {
        Words(
            "\(name) hat kein Konto genannt: Bitte fragen Sie vor dem Überweisen dort nach der IBAN.",
            "\(name) has named no account: please ask there for the IBAN before you pay.")
    }
    static func powerWithoutAccount(_ count: Int) -> Words {
        Words(
            "In den Bedingungen steht keine IBAN des Dienstleisters. Auf \(count == 1 ? "einer Rechnung" : "\(count) Rechnungen") ohne Lastschriftmandat stünde nicht, wohin zu zahlen ist. Bitte zuerst eintragen, ab dem ersten Tag des Zeitraums:",
            "The terms have no IBAN of the provider. \(count == 1 ? "One bill" : "\(count) bills") without a direct debit mandate could not say where to pay. Please enter it first, from the first day of the period:"
        )
    }

    static func missing(_ what: ElectronicBill.Missing) -> Words {
        switch what {
        case .sellerPerson: Words("Ansprechstelle des Verkäufers", "the seller's contact")
        case .sellerPhone: Words("Telefon des Verkäufers", "the seller's telephone")
        case .sellerMail: Words("E-Mail-Adresse des Verkäufers", "the seller's mail address")
        case .sellerTax: Words("USt-IdNr. oder Steuernummer des Verkäufers", "the seller's VAT or tax number")
        case .sellerPlace: Words("Anschrift des Verkäufers mit Postleitzahl", "the seller's address with its postcode")
        case .buyerMail: Words("E-Mail-Adresse des Käufers", "the buyer's mail address")
        case .buyerReference: Words("Referenz des Käufers", "the buyer's reference")
        case .buyerPlace: Words("Anschrift des Käufers mit Postleitzahl", "the buyer's address with its postcode")
        case .payeeIBAN: Words("IBAN des Verkäufers", "the seller's IBAN")
        }
    }
}
