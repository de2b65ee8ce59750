// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import HTTPTypes
import Hummingbird
import Metering
import PowerBills
import Settlement
import Site
import Storage
import Wire

/// Open items, orders to the bank, money that moved.
extension EnergyRoutes {
    var accountRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/accounts", Words("Offene Posten und Zahlungen", "Open items and payments")
        ) { request, context in
            let community = try await community(context)
            return try await accounts(request, context, community)
        }
        let forms: [(name: String, purpose: Words)] = [
            ("movement", Words("Eine Zahlung von Hand eintragen", "Enter a payment by hand")),
            ("order", Words("Eine Datei für die Bank schreiben", "Write a file for the bank")),
            ("return", Words("Eine Rückgabe der Bank eintragen", "Enter what the bank gave back")),
            ("books", Words("Konten für die Buchhaltung festlegen", "Set the accounts for bookkeeping")),
            ("remind", Words("An überfällige Rechnungen erinnern", "Remind of overdue bills")),
        ]
        for form in forms {
            routes.post("/energy/{number}/accounts/\(form.name)", form.purpose) { request, context in
                try await move(form.name, request, context)
            }
        }
        routes.get(
            "/energy/{number}/accounts/orders/{order}",
            Words("Eine Datei für die Bank (SEPA)", "A file for the bank (SEPA)"), for: .programs
        ) { request, context in
            let community = try await community(context)
            let id = try number(context, "order")
            guard let file = try await engine.read({ try AccountQueries.file(id, of: community.id, on: $0) }) else {
                throw Self.missing
            }
            return self.file(file.bytes, type: "application/xml", name: file.name)
        }
        routes.get(
            "/energy/{number}/accounts/datev.csv",
            Words("Rechnungen und Zahlungen als Buchungsstapel für DATEV", "Bills and payments as a batch for DATEV"),
            for: .programs
        ) { request, context in
            try await batch(request, context)
        }
        return routes
    }

    private func accounts(
        _ request: Request, _ context: HTTPContext, _ community: Community,
        failed: (form: String, fault: EnergyFault, values: FormBody)? = nil
    ) async throws -> Response {
        let (today, language) = (today, language(request))
        let soonest = BankingDay.first(from: today.next.next)
        var page = try await context.read(engine, isCostly: true) { connection in
            let parties = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
            return AccountsPage(
                community: community, accounts: try AccountQueries.accounts(of: community.id, on: connection),
                names: PartyNames(parties).labels(language),
                proposal: try AccountQueries.propose(community, day: soonest, message: "", on: connection),
                orders: try AccountQueries.orders(of: community.id, on: connection),
                overdue: try Reminders.overdue(community, today: today, on: connection), today: today,
                soonest: soonest, books: try Postings.accounts(of: community.id, on: connection))
        }
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    /// The batch, or the page that says what is missing for it.
    private func batch(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let values = query(request)
        do {
            guard let days = Self.days(values) else { throw EnergyFault.unreadable(field: "books", values["from"]) }
            let clock = calendar.fields(of: now())
            func digits(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
            let parts = [clock.month, clock.day, clock.hour, clock.minute, clock.second].map(digits)
            let created = String(clock.year) + parts.joined() + "000"
            let batch = try await context.read(engine, isCostly: true) {
                try Postings.batch(of: community, days, created: created, on: $0)
            }
            return file(
                batch.bytes, type: "text/csv; charset=windows-1252",
                name: "EXTF_Buchungsstapel-\(community.id)-\(days.lowerBound)-\(days.upperBound).csv")
        } catch let fault as EnergyFault {
            let fields = ["from": values["from"], "through": values["through"]]
            return try await accounts(
                request, context, community, failed: ("batch", fault, FormBody(fields: fields)))
        }
    }

    private func move(_ name: String, _ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let form = try await form(request)
        let author = author(context)
        do {
            if name == "remind" {
                let (party, sendsMail, today) = (try PowerForms.whole(form, "party"), sendsMail, today)
                try await engine.write { connection in
                    let mails = try Reminders.write(
                        to: party, in: community, sendsMail: sendsMail, by: author, today: today, on: connection)
                    try Self.queue(mails, of: community, at: author.at, on: connection)
                }
                return redirect(.sharing(community.id, "accounts"))
            }
            if name == "books" {
                let books = try PowerForms.books(form)
                try await engine.write { try Postings.set(books, of: community.id, by: author, on: $0) }
                return redirect(.sharing(community.id, "accounts"))
            }
            let day = try PowerForms.day(form, "day")
            switch name {
            case "order":
                guard let kind = PaymentOrder.Kind(rawValue: form["kind"]) else {
                    throw EnergyFault.unknown(field: "kind")
                }
                let id = try await engine.write {
                    try AccountQueries.order(kind, of: community, on: day, by: author, on: $0)
                }
                guard id != nil else { throw EnergyFault.nothingToPay }
            case "return":
                let row = try PowerForms.whole(form, "payment")
                let reason = form["reason"]
                try await engine.write {
                    try AccountQueries.giveBack(row, on: day, reason: reason, in: community.id, by: author, on: $0)
                }
            default:
                guard let kind = AccountQueries.Movement(rawValue: form["kind"]), kind == .received || kind == .paid
                else { throw EnergyFault.unknown(field: "kind") }
                let (party, cents) = (try PowerForms.whole(form, "party"), try PowerForms.cents(form, "amount"))
                let reference = String(form["reference"].prefix(200))
                try await engine.write { connection in
                    let parties = try EnergyQueries.versions(Party.self, of: community.id, on: connection)
                    guard parties.contains(where: { $0.number == party }) else {
                        throw EnergyFault.unknown(field: "party")
                    }
                    try AccountQueries.note(
                        kind, cents, of: party, on: day, reference: reference, in: community.id, by: author,
                        on: connection)
                }
            }
            return redirect(.sharing(community.id, "accounts"))
        } catch let fault as EnergyFault {
            return try await accounts(request, context, community, failed: (name, fault, form))
        }
    }
}

extension PowerForms {
    /// The accounts as they were typed; what of it cannot be is found where they are kept.
    static func books(_ form: FormBody) throws(EnergyFault) -> BookkeepingAccounts {
        var books = BookkeepingAccounts()
        (books.consultant, books.client) = (Int(try whole(form, "consultant")), Int(try whole(form, "client")))
        (books.firstMonth, books.length) = (Int(try whole(form, "first-month")), Int(try whole(form, "length")))
        (books.debtors, books.creditors) = (Int(try whole(form, "debtors")), Int(try whole(form, "creditors")))
        (books.chart, books.bank, books.purchase) = (
            form.trimmed("chart"), form.trimmed("bank"), form.trimmed("purchase")
        )
        (books.outputKey, books.inputKey) = (form.trimmed("output-key"), form.trimmed("input-key"))
        for kind in LineKind.allCases {
            let account = form.trimmed("account-\(kind.rawValue)")
            books.lines[kind] = account.isEmpty ? nil : account
        }
        return books
    }

    /// An amount such as `12,50` or `12.5` in cents.
    static func cents(_ form: FormBody, _ name: String) throws(EnergyFault) -> Int {
        let text = form[name].filter { $0 != " " && $0 != "\u{202F}" && $0 != "€" }
        guard !text.isEmpty else { throw .empty(field: name) }
        let parts = text.split(separator: text.contains(",") ? "," : ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let euros = Int(parts[0]), (0..<10_000_000).contains(euros), !parts[0].hasPrefix("+")
        else { throw .unreadable(field: name, form[name]) }
        let fraction = parts.count == 2 ? String(parts[1]) : "0"
        guard (1...2).contains(fraction.utf8.count), fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let rest = Int(fraction + (fraction.utf8.count == 1 ? "0" : "")), euros + rest > 0
        else { throw .unreadable(field: name, form[name]) }
        return euros * 100 + rest
    }
}
