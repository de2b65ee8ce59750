// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Metering
package import PowerBills
import Rights
import Settlement
import Sharing
package import Storage
import Wire

/// All papers and movements of a time as lines for bookkeeping: plain CSV, one line for each tax rate of a paper.
package enum Postings {
    /// The names of the columns.
    package static let head =
        "tag;art;nummer;partei;name;netto_cent;steuersatz;steuer_cent;brutto_cent;saldo_cent;faellig;text\n"

    /// Bills and credits, their reversals, and money that moved, by day; `saldo_cent` is what the party owes more by it.
    package static func bytes(
        of community: Int64, _ days: ClosedRange<CivilDay>, on connection: any StorageConnection
    ) throws -> [UInt8] {
        let parties = try EnergyQueries.versions(Party.self, of: community, on: connection)
        let names = Dictionary(parties.map { ($0.number, $0.content.name) }) { $1 }
        var lines: [(day: Int, order: Int, line: String)] = []
        func add(_ day: CivilDay, _ cells: [String]) {
            lines.append((day.number, lines.count, cells.joined(separator: ";") + "\n"))
        }
        for run in try RunQueries.runs(of: community, on: connection).reversed() where days.contains(run.issued) {
            for stored in try RunQueries.documents(of: run.id, on: connection) {
                guard let paper = stored.document else { continue }
                let sign = paper.kind.isBill ? 1 : -1
                for tax in paper.taxes {
                    add(
                        paper.issued,
                        [
                            "\(paper.issued)", paper.kind.rawValue, field(paper.number), String(stored.party),
                            field(paper.recipient.name), String(tax.net), String(tax.percent), String(tax.vat),
                            String(tax.net + tax.vat), String(sign * (tax.net + tax.vat)),
                            paper.due.map { "\($0)" } ?? "", field("Strom \(paper.days.text)"),
                        ])
                }
            }
        }
        for account in try AccountQueries.accounts(of: community, on: connection) {
            for entry in account.entries where days.contains(entry.day) {
                guard let what = entry.what else { continue }
                add(
                    entry.day,
                    [
                        "\(entry.day)", what.rawValue, entry.row.map { "Z\($0)" } ?? "", String(account.party),
                        field(names[account.party] ?? ""), "", "", "", String(abs(entry.cents)), String(entry.cents),
                        "",
                        field(entry.reference),
                    ])
            }
        }
        lines.sort { ($0.day, $0.order) < ($1.day, $1.order) }
        // spreadsheets take it for UTF-8 by its mark
        return [0xEF, 0xBB, 0xBF] + Array((head + lines.map(\.line).joined()).utf8)
    }

    /// A text without what would cut the line; never a formula.
    private static func field(_ text: String) -> String {
        let plain = text.csvField
        guard plain.utf8.first != UInt8(ascii: "\""), plain.contains(";") else { return plain }
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }
}

extension Postings {
    /// The accounts that a town books on; those of a fresh form where nobody has set any.
    package static func accounts(
        of community: Int64, on connection: any StorageConnection
    ) throws -> BookkeepingAccounts {
        let text = try connection.firstRow(
            "SELECT document FROM energy_bookkeeping WHERE community_id = \(community)"
        ) { $0.text(0) }
        return text.flatMap { try? JSONValue(parsing: $0) }?.object.map { BookkeepingAccounts($0) }
            ?? BookkeepingAccounts()
    }

    /// Keeps the accounts.
    /// - Throws: `EnergyFault` for what can be no account, naming the first field.
    package static func set(
        _ accounts: BookkeepingAccounts, of community: Int64, by author: Author, on connection: any StorageConnection
    ) throws {
        if let wrong = accounts.wrong.first { throw EnergyFault.noAccount(field: wrong) }
        let text = JSONValue.object(accounts.document).text
        try connection.execute(
            """
            INSERT INTO energy_bookkeeping (community_id, document) VALUES (\(community), \(text))
            ON CONFLICT (community_id) DO UPDATE SET document = \(text)
            """)
        try AuditTrail.append(
            "update", object: "energy/\(community)/bookkeeping", by: author.name, at: author.at, on: connection)
    }

    /// All papers and movements of a time as a batch for DATEV; `created` is when, as `yyyyMMddHHmmssSSS`.
    /// - Throws: `EnergyFault` where an account is not set, or the time lies in two business years.
    package static func batch(
        of community: Community, _ days: ClosedRange<CivilDay>, created: String, on connection: any StorageConnection
    ) throws -> PostingBatch {
        let books = try accounts(of: community.id, on: connection)
        guard books.wrong.isEmpty else { throw EnergyFault.booksNotSet([]) }
        let year = days.lowerBound.date
        let first = year.month >= books.firstMonth ? year.year : year.year - 1
        guard let start = CivilDay(year: first, month: books.firstMonth, day: 1),
            days.upperBound < start.adding(months: 12)
        else { throw EnergyFault.twoYears }
        var desk = Desk(books)
        for run in try RunQueries.runs(of: community.id, on: connection).reversed() where days.contains(run.issued) {
            for stored in try RunQueries.documents(of: run.id, on: connection) {
                if let paper = stored.document { try desk.add(paper, of: stored.party) }
            }
        }
        for account in try AccountQueries.accounts(of: community.id, on: connection) {
            for entry in account.entries where days.contains(entry.day) { try desk.add(entry, of: account.party) }
        }
        guard desk.missing.isEmpty else { throw EnergyFault.booksNotSet(desk.missing) }
        let head = PostingBatch.Head(
            consultant: books.consultant, client: books.client, yearStart: start, accountLength: books.length,
            days: days, name: "Buergerstrom \(community.id)", created: created, chart: books.chart, isFinal: false)
        return PostingBatch(
            head, desk.postings.enumerated().sorted { ($0.1.day, $0.0) < ($1.1.day, $1.0) }.map(\.element))
    }

    /// Makes bookings of papers and movements.
    private struct Desk {
        private let books: BookkeepingAccounts
        private(set) var postings: [PostingBatch.Posting] = []
        /// What would be needed and nobody has set.
        private(set) var missing: [Words] = []
        /// The one rate that a key stands for.
        private var rates: [Bool: Int] = [:]

        init(_ books: BookkeepingAccounts) { self.books = books }

        private mutating func need(_ account: String?, _ what: Words) -> String {
            if let account, !account.isEmpty { return account }
            if !missing.contains(what) { missing.append(what) }
            return ""
        }

        private func person(_ party: Int64, isCreditor: Bool) throws -> String {
            guard let account = books.person(party, isCreditor: isCreditor) else {
                throw EnergyFault.noAccount(field: isCreditor ? "creditors" : "debtors")
            }
            return account
        }

        /// The key of a rate; one key cannot stand for two.
        private mutating func key(_ percent: Int, isBill: Bool) throws -> String {
            let key = isBill ? books.outputKey : books.inputKey
            guard percent > 0, !key.isEmpty else { return "" }
            guard rates[isBill, default: percent] == percent else { throw EnergyFault.twoRates }
            rates[isBill] = percent
            return key
        }

        mutating func add(_ paper: PowerDocument, of party: Int64) throws {
            let isBill = paper.kind.isBill
            let who = try person(party, isCreditor: !isBill)
            for tax in paper.taxes {
                var accounts: [(account: String, net: Int)] = []
                for line in paper.lines where line.vat == tax.percent {
                    let account =
                        isBill
                        ? need(books.lines[line.kind], SettlementError.name(line.kind))
                        : need(books.purchase, Words("Einkauf bei den Betreibern", "purchase from the operators"))
                    if let place = accounts.firstIndex(where: { $0.account == account }) {
                        accounts[place].net += line.net
                    } else {
                        accounts.append((account, line.net))
                    }
                }
                // the paper's tax is one sum: it is cut so that the bookings meet it to the cent
                let taxes = try LargestRemainder.split(tax.vat, by: accounts.map { abs($0.net) })
                let key = try key(tax.percent, isBill: isBill)
                for ((account, net), vat) in zip(accounts, taxes) where net + vat != 0 {
                    postings.append(
                        PostingBatch.Posting(
                            cents: abs(net + vat), isDebit: (net + vat > 0) == isBill, account: who, contra: account,
                            key: key, day: paper.issued, reference: paper.number, due: paper.due,
                            text: "\(paper.recipient.name) \(paper.days.text)"))
                }
            }
        }

        mutating func add(_ entry: PartyAccount.Entry, of party: Int64) throws {
            guard let what = entry.what, what != .carried, entry.cents != 0 else { return }
            // who owes less has paid us; what we paid goes to those who are owed, and comes back from them
            let isCreditor =
                switch what {
                case .transfer, .paid: true
                case .returned: entry.cents < 0
                case .debit, .received, .carried: false
                }
            let who = try person(party, isCreditor: isCreditor)
            let bank = need(books.bank, Words("Bank", "bank"))
            postings.append(
                PostingBatch.Posting(
                    cents: abs(entry.cents), isDebit: entry.cents < 0, account: bank, contra: who, day: entry.day,
                    reference: entry.row.map { "Z\($0)" } ?? "", text: entry.reference))
        }
    }
}

extension EnergyFault {
    package static func noAccount(field: String) -> EnergyFault {
        .refused(
            field: field,
            Words(
                "Das kann es nicht sein: Berater 1001 bis 9999999, Mandant 1 bis 99999, Sachkonten mit der angegebenen Zahl von Ziffern, Personenkonten mit einer mehr (Debitoren bis 69999, Kreditoren ab 70000), Steuerschlüssel aus höchstens vier Ziffern.",
                "It cannot be that: adviser 1001 to 9999999, client 1 to 99999, accounts of as many digits as said, persons' accounts of one more (debtors up to 69999, creditors from 70000 on), tax keys of at most four digits."
            ))
    }

    /// What has no account yet; nothing where the head itself is not set.
    static func booksNotSet(_ missing: [Words]) -> EnergyFault {
        let german = missing.isEmpty ? "Berater und Mandant" : missing.map(\.german).joined(separator: ", ")
        let english = missing.isEmpty ? "adviser and client" : missing.map(\.english).joined(separator: ", ")
        return .refused(
            field: "books",
            Words(
                "Es fehlen Konten: \(german). Geraten wird nichts; bitte unter „Konten für DATEV“ eintragen, was die Buchhaltung sagt.",
                "Accounts are missing: \(english). Nothing is guessed; please enter at “Accounts for DATEV” what the bookkeeper says."
            ))
    }

    static let twoYears = EnergyFault.refused(
        field: "books",
        Words(
            "Ein Stapel hat nur Tage eines Wirtschaftsjahres: Bitte den Zeitraum teilen.",
            "A batch has days of one business year only: please divide the time."))

    static let twoRates = EnergyFault.refused(
        field: "books",
        Words(
            "In diesem Zeitraum gibt es zwei Steuersätze, und ein Schlüssel steht nur für einen: Bitte den Zeitraum teilen und den Schlüssel dazwischen ändern.",
            "There are two tax rates in this time, and a key stands for one only: please divide the time and change the key between."
        ))
}
