// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import PowerBills

/// What a movement on the provider's account is, as far as papers, orders and payments tell.
package enum StatementMatch: Sendable, Hashable {
    /// A party paid, or was paid; the note says what a person should know.
    case booked(party: Int64, AccountQueries.Movement, note: Note)
    /// It was booked when the order to the bank was written.
    case confirmed(party: Int64?)
    /// The bank gives back that payment.
    case returned(payment: Int64, party: Int64, note: Note)
    /// Nobody knows; the party is a guess by the amount alone.
    case open(guess: Int64?, note: Note)

    /// What a person should know of it, as it is kept.
    package enum Note: String, Sendable, Hashable, CaseIterable {
        case none = ""
        /// More or less than the bill that is named.
        case otherAmount = "other-amount"
        /// The bank kept charges, which are not booked.
        case charges
        /// Bills of several parties are named.
        case severalParties = "several-parties"
        /// It is given back already.
        case twice
        /// The payment that is given back is not known here.
        case unknownPayment = "unknown-payment"
        /// What is given back is another amount than was paid.
        case otherReturn = "other-return"
    }
}

/// All that movements on the account are compared with.
package struct StatementMatcher: Sendable {
    /// A payment of ours that the bank may tell of again.
    package struct Payment: Sendable, Hashable {
        package let row: Int64
        package let party: Int64
        package let kind: AccountQueries.Movement
        package let reference: String
        package let day: CivilDay
        /// As it moved on the account: in is positive.
        package let cents: Int
        package var isReturned: Bool
    }

    package struct Paper: Sendable, Hashable {
        package let party: Int64
        /// What the party owes by it.
        package let cents: Int
    }

    private let papers: [String: Paper]
    private let numbers: BillNumbers
    private var payments: [String: Payment]
    private let orders: [StoredOrder]
    private var balances: [Int64: Int]
    /// By party: what a sender may be known by.
    private let names: [Int64: String]
    private let ibans: [Int64: String]

    package init(
        accounts: [PartyAccount], payments: [Payment], orders: [StoredOrder], parties: [Version<Party>]
    ) {
        var papers: [String: Paper] = [:]
        for account in accounts {
            for entry in account.entries where entry.what == nil {
                papers[entry.reference] = Paper(party: account.party, cents: entry.cents)
            }
        }
        self.papers = papers
        numbers = BillNumbers(papers.keys.sorted())
        self.payments = Dictionary(payments.map { ($0.reference, $0) }) { $1 }
        self.orders = orders
        balances = Dictionary(accounts.map { ($0.party, $0.balance) }) { $0 + $1 }
        names = Dictionary(parties.map { ($0.number, Self.plain($0.content.name)) }) { $1 }
        ibans = Dictionary(parties.map { ($0.number, $0.content.contact.iban) }) { $1 }.filter { !$0.value.isEmpty }
    }

    /// Banks write names in capitals, without umlauts and marks.
    private static func plain(_ name: String) -> String {
        let written = name.uppercased().replacing("Ä", with: "AE").replacing("Ö", with: "OE").replacing("Ü", with: "UE")
            .replacing("ß", with: "SS")
        return written.split { !$0.isLetter && !$0.isNumber }.sorted().joined(separator: " ")
    }

    /// What it is; what follows sees it as booked.
    package mutating func match(_ movement: BankStatement.Movement) -> StatementMatch {
        let found = movement.isReturn ? givenBack(movement) : moved(movement)
        switch found {
        case .booked(let party, _, _): balances[party, default: 0] -= movement.cents
        case .returned(_, let party, _):
            balances[party, default: 0] += payments[movement.endToEnd]?.cents ?? 0
            payments[movement.endToEnd]?.isReturned = true
        case .confirmed, .open: break
        }
        return found
    }

    private func givenBack(_ movement: BankStatement.Movement) -> StatementMatch {
        guard let payment = payments[movement.endToEnd], !movement.endToEnd.isEmpty else {
            return .open(guess: nil, note: .unknownPayment)
        }
        guard !payment.isReturned else { return .open(guess: payment.party, note: .twice) }
        guard (payment.cents > 0) == (movement.cents < 0), payment.day <= movement.day else {
            return .open(guess: payment.party, note: .otherReturn)
        }
        let size = abs(movement.cents)
        guard size != abs(payment.cents) else {
            return .returned(payment: payment.row, party: payment.party, note: .none)
        }
        guard movement.originalCents == abs(payment.cents), size > abs(payment.cents) else {
            return .open(guess: payment.party, note: .otherReturn)
        }
        return .returned(payment: payment.row, party: payment.party, note: .charges)
    }

    private func moved(_ movement: BankStatement.Movement) -> StatementMatch {
        // our own orders, as one sum or one by one
        if let order = orders.first(where: { $0.message == movement.batch }),
            (order.kind == .debit ? order.cents : -order.cents) == movement.cents
        {
            return .confirmed(party: nil)
        }
        if let payment = payments[movement.endToEnd], payment.cents == movement.cents {
            return .confirmed(party: payment.party)
        }
        let named = numbers.found(in: movement.endToEnd) + numbers.found(in: movement.purpose)
        let parties = Set(named.compactMap { papers[$0]?.party })
        if parties.count > 1 { return .open(guess: nil, note: .severalParties) }
        if let party = parties.first {
            let asked = Set(named).reduce(0) { $0 + (papers[$1]?.cents ?? 0) }
            let isWhole = asked == movement.cents || balances[party] == movement.cents
            return .booked(
                party: party, movement.cents > 0 ? .received : .paid, note: isWhole ? .none : .otherAmount)
        }
        let owing = balances.filter { $0.value == movement.cents }.keys.sorted()
        let known = owing.filter { party in
            ibans[party].map { $0 == movement.iban } ?? false
                || !movement.name.isEmpty && names[party] == Self.plain(movement.name)
        }
        if known.count == 1, let party = known.first {
            return .booked(party: party, movement.cents > 0 ? .received : .paid, note: .none)
        }
        return .open(guess: owing.count == 1 ? owing.first : nil, note: .none)
    }
}
