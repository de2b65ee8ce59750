// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import HTTPTypes
import Hummingbird
import Metering
import PowerBills
import Site
import Storage

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
                soonest: soonest)
        }
        page.failed = failed
        return html(page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
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
