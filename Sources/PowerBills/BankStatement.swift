// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Markup
package import Metering

/// What a bank says has moved on an account (camt.053 of ISO 20022): booked movements in euros, to the cent.
package struct BankStatement: Sendable, Hashable {
    /// One movement; a collective booking whose parts sum to it is one movement for each part.
    package struct Movement: Sendable, Hashable {
        /// Entry and part in the file, from 1: `3`, `3.2`.
        package let place: String
        package let day: CivilDay
        /// What the account has more by it; negative for what went out.
        package let cents: Int
        /// The bank gives back what was collected or paid.
        package let isReturn: Bool
        /// Why it is given back: `AC04`, `MD06`.
        package let reason: String
        /// Of what is given back, without the bank's charges; nil where the bank does not say.
        package let originalCents: Int?
        /// Empty where there is none, or the bank wrote that there is none.
        package let endToEnd: String
        /// Of the file that we gave to the bank.
        package let batch: String
        /// Who paid or was paid.
        package let name: String
        package let iban: String
        package let purpose: String
        /// The bank's own reference.
        package let bankReference: String
        /// The same each time the bank tells of this movement, in whichever statement.
        package fileprivate(set) var key = ""
    }

    package let identifier: String
    package let iban: String
    package let movements: [Movement]

    /// A file's statements, whole or not at all.
    package static func read(_ bytes: [UInt8]) throws(BankStatementError) -> [BankStatement] {
        let root: XMLElement
        do throws(XMLElement.Fault) {
            root = try XMLElement.read(bytes)
        } catch {
            throw error.isForbidden ? .documentType : .notXML
        }
        guard let message = root.child("BkToCstmrStmt") else { throw .noStatement }
        var statements: [BankStatement] = []
        for element in message.children where element.name == "Stmt" {
            statements.append(try statement(element))
        }
        guard !statements.isEmpty else { throw .noStatement }
        return named(statements)
    }

    private static func statement(_ element: XMLElement) throws(BankStatementError) -> BankStatement {
        guard let iban = IBAN(element.text("Acct", "Id", "IBAN")) else { throw .noAccount }
        let currency = element.text("Acct", "Ccy")
        guard currency.isEmpty || currency == "EUR" else { throw .currency(currency, place: "Acct") }
        var movements: [Movement] = []
        var sum = 0
        for (index, entry) in element.children.filter({ $0.name == "Ntry" }).enumerated() {
            let state = entry.text("Sts", "Cd").isEmpty ? entry.text("Sts") : entry.text("Sts", "Cd")
            // what is only announced has not moved
            guard state == "BOOK" else { continue }
            let made = try BankEntry(entry, number: index + 1).movements
            sum += made.reduce(0) { $0 + $1.cents }
            movements += made
        }
        if let opening = try balance(element, ["OPBD", "PRCD"]), let closing = try balance(element, ["CLBD"]),
            closing - opening != sum
        {
            throw .balance(stated: closing - opening, found: sum)
        }
        return BankStatement(identifier: element.text("Id"), iban: iban.description, movements: movements)
    }

    private static func balance(_ statement: XMLElement, _ codes: [String]) throws(BankStatementError) -> Int? {
        for element in statement.children where element.name == "Bal" {
            let code = element.text("Tp", "CdOrPrtry", "Cd")
            guard codes.contains(code), let amount = element.child("Amt") else { continue }
            let cents = try BankEntry.cents(amount, place: "Bal \(code)")
            return element.text("CdtDbtInd") == "DBIT" ? -cents : cents
        }
        return nil
    }

    /// Gives each movement its key; two that say the same are told apart by their order.
    private static func named(_ statements: [BankStatement]) -> [BankStatement] {
        var seen: [String: Int] = [:]
        return statements.map { statement in
            let movements = statement.movements.map { movement -> Movement in
                let said = [
                    statement.iban, "\(movement.day)", String(movement.cents), movement.endToEnd,
                    movement.bankReference,
                    movement.name, movement.iban, movement.purpose, movement.reason,
                ].joined(separator: "\u{1F}")
                seen[said, default: 0] += 1
                var movement = movement
                movement.key = SHA256.digest(of: Array("\(said)\u{1F}\(seen[said] ?? 1)".utf8)).hexadecimal
                return movement
            }
            return BankStatement(identifier: statement.identifier, iban: statement.iban, movements: movements)
        }
    }
}

/// Why a file is no statement that can be taken; nothing of it is.
package enum BankStatementError: Error, Sendable, Hashable {
    case notXML
    /// A document type could bring entities; banks write none.
    case documentType
    case noStatement
    case noAccount
    case currency(String, place: String)
    case amount(String, place: String)
    case day(String, place: String)
    case direction(String, place: String)
    /// The movements are not the difference of the two balances: some are missing.
    case balance(stated: Int, found: Int)
}

/// An entry of a statement and its parts.
private struct BankEntry {
    let element: XMLElement
    let number: Int
    let cents: Int
    let day: CivilDay
    let isReversal: Bool

    init(_ element: XMLElement, number: Int) throws(BankStatementError) {
        (self.element, self.number) = (element, number)
        let place = "Ntry \(number)"
        guard let amount = element.child("Amt") else { throw .amount("", place: place) }
        let size = try Self.cents(amount, place: place)
        let direction = element.text("CdtDbtInd")
        guard ["CRDT", "DBIT"].contains(direction) else { throw .direction(direction, place: place) }
        cents = direction == "CRDT" ? size : -size
        let date = element.child("BookgDt") ?? element.child("ValDt")
        let text = date.map { $0.text("Dt").isEmpty ? $0.text("DtTm") : $0.text("Dt") } ?? ""
        guard let day = CivilDay(text.prefix(10)) else { throw .day(text, place: place) }
        self.day = day
        isReversal = element.text("RvslInd") == "true"
    }

    /// `12.5` in cents; fractions of a cent are none.
    static func cents(_ amount: XMLElement, place: String) throws(BankStatementError) -> Int {
        guard amount["Ccy"] == "EUR" else { throw .currency(amount["Ccy"] ?? "", place: place) }
        guard let cents = cents(amount.value) else { throw .amount(amount.value, place: place) }
        return cents
    }

    private static func cents(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        func digits(_ part: Substring) -> Bool { part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts.count <= 2, parts[0].utf8.count <= 13, !parts[0].isEmpty, parts.allSatisfy(digits),
            let euros = Int(parts[0])
        else { return nil }
        let fraction = parts.count == 2 ? String(parts[1]) : "0"
        guard !fraction.isEmpty, fraction.dropFirst(2).allSatisfy({ $0 == "0" }),
            let rest = Int(fraction.prefix(2) + (fraction.utf8.count == 1 ? "0" : ""))
        else { return nil }
        return euros * 100 + rest
    }

    var movements: [BankStatement.Movement] {
        let parts = element.children.filter { $0.name == "NtryDtls" }.flatMap(\.children)
            .filter { $0.name == "TxDtls" }
        guard parts.count > 1 else { return [movement(parts.first, cents: cents, place: String(number))] }
        let sizes = parts.compactMap { part in amount(of: part) }
        // parts that do not make the whole are no parts to book
        guard sizes.count == parts.count, sizes.reduce(0, +) == abs(cents) else {
            return [movement(nil, cents: cents, place: String(number))]
        }
        return zip(parts, sizes).enumerated().map { index, one in
            movement(one.0, cents: cents < 0 ? -one.1 : one.1, place: "\(number).\(index + 1)")
        }
    }

    private func amount(of part: XMLElement) -> Int? {
        let amount = part.child("Amt") ?? part.child("AmtDtls")?.child("TxAmt")?.child("Amt")
        return amount.flatMap { try? Self.cents($0, place: "") }
    }

    private func movement(_ part: XMLElement?, cents: Int, place: String) -> BankStatement.Movement {
        let returned = part?.child("RtrInf")
        let isReturn = returned != nil || isReversal
        let references = part?.child("Refs")
        // what comes back was on its way in the other direction
        let other = (cents > 0) != isReturn ? "Dbtr" : "Cdtr"
        let parties = part?.child("RltdPties")
        let party = parties?.child(other)
        let account = parties?.child(other + "Acct")?.text("Id", "IBAN") ?? ""
        let said = (part?.child("RmtInf")?.children ?? []).map {
            $0.name == "Ustrd" ? $0.value : $0.text("CdtrRefInf", "Ref")
        }
        let purpose = said.filter { !$0.isEmpty }.joined(separator: " ")
        let code = returned.map { $0.text("Rsn", "Cd").isEmpty ? $0.text("Rsn", "Prtry") : $0.text("Rsn", "Cd") } ?? ""
        let details = part?.child("AmtDtls")
        let original = details?.child("InstdAmt")?.child("Amt") ?? details?.child("TxAmt")?.child("Amt")
        let batches = [
            references?.text("PmtInfId") ?? "", references?.text("MsgId") ?? "",
            element.child("NtryDtls")?.text("Btch", "PmtInfId") ?? "",
            element.child("NtryDtls")?.text("Btch", "MsgId") ?? "",
        ]
        let named = references?.text("EndToEndId") ?? ""
        let own = references?.text("AcctSvcrRef") ?? ""
        return BankStatement.Movement(
            place: place, day: day, cents: cents, isReturn: isReturn, reason: String(code.prefix(35)),
            originalCents: original.flatMap { try? Self.cents($0, place: "") },
            endToEnd: named == "NOTPROVIDED" ? "" : String(named.prefix(35)),
            batch: String((batches.first { !$0.isEmpty } ?? "").prefix(35)),
            name: (party.map { $0.text("Pty", "Nm").isEmpty ? $0.text("Nm") : $0.text("Pty", "Nm") } ?? "").clipped(
                140),
            iban: IBAN(account)?.description ?? "",
            purpose: (purpose.isEmpty ? element.text("AddtlNtryInf") : purpose).clipped(500),
            bankReference: [element.text("AcctSvcrRef"), own].filter { !$0.isEmpty }.joined(separator: "/"))
    }
}

extension String {
    fileprivate func clipped(_ length: Int) -> String { String(prefix(length)) }
}

extension XMLElement {
    /// The text of an element below this one; empty where it is not there.
    fileprivate func text(_ path: String...) -> String {
        var element: XMLElement? = self
        for name in path { element = element?.child(name) }
        return element?.value ?? ""
    }
}
