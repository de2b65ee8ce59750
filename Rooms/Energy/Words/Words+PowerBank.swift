// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy

/// Words of statements of account and of bookkeeping.
extension Words {
    static let powerStatements = Words("Kontoauszüge", "Statements of account")
    static let powerStatementsLead = Words(
        "Der Auszug der Bank (camt.053) findet zu jeder Gutschrift den offenen Posten und zu jeder Rückgabe die Zahlung. Was sich nicht sicher zuordnen lässt, wartet auf Sie. Zweimal eingelesen wird nichts doppelt gebucht.",
        "The bank's statement (camt.053) finds the open item of each credit and the payment of each return. What cannot be told for sure waits for you. Handed in twice, nothing is booked twice."
    )
    static let powerStatementFile = Words("Kontoauszug (camt.053, XML)", "Statement of account (camt.053, XML)")
    static let powerStatementHelp = Words(
        "Eine XML-Datei bis 16 MB, unverändert von der Bank, vom Konto der Gemeinschaft. Gelesen werden gebuchte Umsätze in Euro.",
        "An XML file of up to 16 MB, unchanged from the bank, of the account of the sharing. Booked movements in euros are read."
    )
    static let powerTakeStatement = Words("Auszug einlesen", "Hand in the statement")
    static let powerWaiting = Words("Wartet auf Zuordnung", "Waits for you")
    static let powerNothingWaiting = Words("Nichts wartet.", "Nothing waits.")
    static let powerDone = Words("Zugeordnet", "Done")
    static let powerNothingDone = Words("Noch kein Auszug wurde eingelesen.", "No statement was handed in yet.")
    static let powerAssign = Words("Zuordnen", "Assign")
    static let powerAssignHelp = Words(
        "Bucht den Umsatz auf die gewählte Person oder Firma. „Gehört nicht hierher“ bucht nichts und nimmt ihn aus der Liste.",
        "Books the movement for the person or firm. “Does not belong here” books nothing and takes it off the list.")
    static let powerNotOurs = Words("gehört nicht hierher", "does not belong here")
    static let powerGuess = Words("Vermutung nach dem Betrag", "A guess by the amount")
    static let powerNoteColumn = Words("Hinweis", "Note")
    static let powerKnownLines = Words("schon bekannt", "known already")
    static let powerNothingNew = Words(
        "Alle Umsätze dieses Auszugs sind schon bekannt; gespeichert wurde nichts.",
        "All movements of this statement are known already; nothing was stored.")
    static let powerExport = Words("Für die Buchhaltung", "For bookkeeping")
    static let powerExportHelp = Words(
        "Alle Rechnungen, Gutschriften, Stornos und Zahlungen eines Zeitraums als CSV (UTF-8, Semikolon, Beträge in Cent), je Steuersatz eine Zeile. Die Spalten erklärt die Anleitung.",
        "All bills, credits, reversals and payments of a time as CSV (UTF-8, semicolons, amounts in cents), a line for each tax rate. The manual explains the columns."
    )
    static let powerBatch = Words("Buchungsstapel für DATEV", "Batch of bookings for DATEV")
    static let powerBatchHelp = Words(
        "Dasselbe als Datei zum Einlesen (EXTF 700, Kategorie 21, Version 13): je Beleg und Erlöskonto eine Buchung gegen das Personenkonto, Zahlungen gegen die Bank. Ohne gesetzte Konten gibt es keine Datei. Ob die Konten stimmen, sagt die Buchhaltung.",
        "The same as a file to take in (EXTF 700, category 21, version 13): a booking for each paper and account against the person's account, payments against the bank. Without accounts there is no file. Whether the accounts are right the bookkeeper says."
    )
    static let powerGetBatch = Words("Stapel laden", "Get the batch")
    static let powerBooks = Words("Konten für DATEV", "Accounts for DATEV")
    static let powerBooksHelp = Words(
        "Nichts wird geraten. Leer bleiben darf ein Konto, das auf keiner Rechnung vorkommt, und ein Steuerschlüssel, wenn die Konten ihre Steuer selbst kennen (Automatikkonten). Personenkonten sind die erste Nummer plus die Nummer der Beteiligten.",
        "Nothing is guessed. An account that no bill has may stay empty, and so may a tax key where the accounts know their tax themselves. A person's account is the first number plus the number of the party."
    )
    static let powerConsultant = Words("Beraternummer", "Number of the adviser")
    static let powerClient = Words("Mandantennummer", "Number of the client")
    static let powerFirstMonth = Words("Erster Monat des Wirtschaftsjahres", "First month of the business year")
    static let powerAccountLength = Words("Ziffern eines Sachkontos", "Digits of an account")
    static let powerChart = Words("Kontenrahmen (03, 04 …)", "Chart of accounts (03, 04 …)")
    static let powerDebtors = Words("Erstes Konto der Debitoren", "First account of debtors")
    static let powerCreditors = Words("Erstes Konto der Kreditoren", "First account of creditors")
    static let powerBankAccount = Words("Konto der Bank", "Account of the bank")
    static let powerPurchaseAccount = Words(
        "Konto für den Einkauf bei den Betreibern", "Account of purchases from the operators")
    static let powerOutputKey = Words("Steuerschlüssel der Rechnungen", "Tax key of bills")
    static let powerInputKey = Words("Steuerschlüssel der Gutschriften", "Tax key of credit notes")
    static let powerGetExport = Words("CSV laden", "Get the CSV")

    static func line(_ state: BankLine.State) -> Words {
        switch state {
        case .booked: Words("gebucht", "booked")
        case .confirmed: Words("bestätigt eine Bankdatei", "confirms a file for the bank")
        case .returned: Words("Rückgabe", "given back")
        case .open: Words("wartet", "waits")
        case .aside: Words("gehört nicht hierher", "does not belong here")
        }
    }

    static func note(_ note: StatementMatch.Note) -> Words? {
        switch note {
        case .none: nil
        case .otherAmount:
            Words("Betrag weicht von der Rechnung ab", "the amount is not that of the bill")
        case .charges:
            Words("mit Gebühren der Bank, die nicht gebucht sind", "with charges of the bank, which are not booked")
        case .severalParties: Words("nennt Rechnungen mehrerer", "names bills of several parties")
        case .twice: Words("ist schon zurückgegeben", "is given back already")
        case .unknownPayment:
            Words("gibt eine Zahlung zurück, die hier nicht steht", "gives back a payment that is not known here")
        case .otherReturn:
            Words("gibt einen anderen Betrag zurück, als bezahlt war", "gives back another amount than was paid")
        }
    }

    /// The common reasons of returns, by the code of ISO 20022.
    static func bankReason(_ code: String) -> Words? {
        switch code {
        case "AC01": Words("IBAN falsch", "wrong IBAN")
        case "AC04": Words("Konto aufgelöst", "account closed")
        case "AC06": Words("Konto gesperrt", "account blocked")
        case "AC13": Words("Konto eines Unternehmens", "account of a firm")
        case "AG01": Words("Konto ohne Lastschrift", "account takes no debits")
        case "AM04": Words("Deckung fehlt", "not enough money")
        case "MD01": Words("kein gültiges Mandat", "no valid mandate")
        case "MD06": Words("Widerspruch der zahlenden Person", "refused by who pays")
        case "MD07": Words("zahlende Person verstorben", "who pays has died")
        case "MS02", "SL01": Words("ohne Angabe, auf Wunsch der zahlenden Person", "not said, at the wish of who pays")
        case "MS03": Words("ohne Angabe der Bank", "not said by the bank")
        default: nil
        }
    }
}
