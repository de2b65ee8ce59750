// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import PowerBills

extension BankStatementError {
    /// What is wrong, where, and what helps.
    package var words: Words {
        switch self {
        case .notXML:
            Words(
                "Das ist keine vollständige XML-Datei. Bitte den Kontoauszug als camt.053 bei der Bank abholen und unverändert einlesen.",
                "This is no complete XML file. Please get the statement as camt.053 from the bank and hand it in unchanged."
            )
        case .documentType:
            Words(
                "Die Datei bringt eine Dokumenttyp-Angabe (DTD) mit. Kontoauszüge haben keine; sie wird abgelehnt.",
                "The file brings a document type (DTD). Statements of account have none; it is refused.")
        case .noStatement:
            Words(
                "Das ist kein Kontoauszug nach camt.053 (BkToCstmrStmt). Umsatzanzeigen (camt.052, camt.054) werden nicht gelesen.",
                "This is no statement by camt.053 (BkToCstmrStmt). Reports and notifications (camt.052, camt.054) are not read."
            )
        case .noAccount:
            Words("Im Auszug fehlt die IBAN des Kontos.", "The statement lacks the IBAN of the account.")
        case .currency(let currency, let place):
            Words(
                "\(place): „\(currency)“ ist nicht Euro. Gelesen werden nur Konten und Buchungen in Euro.",
                "\(place): “\(currency)” is not the euro. Only accounts and movements in euros are read.")
        case .amount(let text, let place):
            Words(
                "\(place): „\(text)“ ist kein Betrag auf den Cent.", "\(place): “\(text)” is no amount to the cent.")
        case .day(let text, let place):
            Words("\(place): „\(text)“ ist kein Buchungstag.", "\(place): “\(text)” is no day of booking.")
        case .direction(let text, let place):
            Words(
                "\(place): „\(text)“ ist weder Gutschrift (CRDT) noch Belastung (DBIT).",
                "\(place): “\(text)” is neither credit (CRDT) nor debit (DBIT).")
        case .balance(let stated, let found):
            Words(
                "Die Buchungen ergeben \(found) Cent, die Salden des Auszugs \(stated) Cent: Es fehlen Buchungen. Bitte den ganzen Auszug einlesen.",
                "The movements make \(found) cents, the balances of the statement \(stated) cents: movements are missing. Please hand in the whole statement."
            )
        }
    }
}
