// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Settlement
import Site

/// Open items of a sharing: who owes what, what the bank is asked to do, what came and what came back.
struct AccountsPage: PageOfForms {
    let community: Community
    let accounts: [PartyAccount]
    /// By the number of the party.
    let names: [Int64: String]
    let proposal: AccountQueries.Proposal
    let orders: [StoredOrder]
    let overdue: [OverdueAccount]
    let today: CivilDay
    /// The first day on which an order could be carried out.
    let soonest: CivilDay
    /// Where bookings go.
    var books = BookkeepingAccounts()
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    /// So many movements stand on the page, the newest first.
    static let most = 50

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.powerAccounts))</h1>\
            <p class="lead">\(language(.powerAccountsLead))</p>\
            <p class="actions"><a class="button" href="\(SiteURL.sharing(community.id, "statements"))">\(language(.powerStatements))</a></p></div>
            <section class="card plain" aria-labelledby="open"><h2 id="open">\(language(.powerOpenItems))</h2>\
            \(openItems(frame))\(byHand(frame))</section>
            <section class="card plain" aria-labelledby="overdue"><h2 id="overdue">\(language(.powerReminders))</h2>\
            \(reminders(frame))</section>
            <section class="card plain" aria-labelledby="orders"><h2 id="orders">\(language(.powerOrders))</h2>\
            \(order(frame))\(orderTable(frame))</section>
            <section class="card plain" aria-labelledby="moved"><h2 id="moved">\(language(.powerMovements))</h2>\
            \(movements(frame))\(giveBack(frame))</section>
            <section class="card plain" aria-labelledby="export"><h2 id="export">\(language(.powerExport))</h2>\
            \(export(language))</section></div>
            """
        return frame.document(
            title: language(.powerAccounts), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }

    private func export(_ language: Language) -> HTML {
        let year = today.date.year
        return """
            <p>\(language(.powerExportHelp))</p>
            <form class="ranges" method="get" action="\(SiteURL.sharing(community.id, "accounts/postings.csv"))">
            <div class="field"><label for="export-from">\(language(.powerFrom))</label>\
            <input id="export-from" name="from" type="date" value="\(String(year))-01-01" required></div>
            <div class="field"><label for="export-through">\(language(.powerThrough))</label>\
            <input id="export-through" name="through" type="date" value="\("\(today)")" required></div>
            <div><button type="submit">\(language(.powerGetExport))</button></div></form>
            \(batch(language))
            """
    }

    /// The same as a batch for DATEV, and the accounts it goes to.
    private func batch(_ language: Language) -> HTML {
        let failed = failed?.form == "batch" ? failed : nil
        let (from, through) = ("\(CivilDay(number: today.number - today.date.day + 1))", "\(today)")
        let error: HTML =
            failed.map { "<div class=\"summary\" role=\"alert\"><p>\(language($0.fault.words))</p></div>" } ?? ""
        return """
            <h3>\(language(.powerBatch))</h3><p>\(language(.powerBatchHelp))</p>\(error)
            <form class="ranges" method="get" action="\(SiteURL.sharing(community.id, "accounts/datev.csv"))">
            <div class="field"><label for="batch-from">\(language(.powerFrom))</label>\
            <input id="batch-from" name="from" type="date" value="\(failed?.values["from"] ?? from)" required></div>
            <div class="field"><label for="batch-through">\(language(.powerThrough))</label>\
            <input id="batch-through" name="through" type="date" value="\(failed?.values["through"] ?? through)" required></div>
            <div><button type="submit">\(language(.powerGetBatch))</button></div></form>\(accounts(language))
            """
    }

    private func accounts(_ language: Language) -> HTML {
        func number(_ value: Int) -> String { value == 0 ? "" : String(value) }
        func optional(_ name: String, _ label: Words, _ value: String) -> HTML {
            field("books", name, label, value: value, isOptional: true, language)
        }
        let fields: [HTML] =
            [
                field("books", "consultant", .powerConsultant, value: number(books.consultant), language),
                field("books", "client", .powerClient, value: number(books.client), language),
                field(
                    "books", "first-month", .powerFirstMonth, type: "number", value: String(books.firstMonth), language),
                field("books", "length", .powerAccountLength, type: "number", value: String(books.length), language),
                optional("chart", .powerChart, books.chart),
                field("books", "debtors", .powerDebtors, value: String(books.debtors), language),
                field("books", "creditors", .powerCreditors, value: String(books.creditors), language),
                optional("bank", .powerBankAccount, books.bank),
                optional("purchase", .powerPurchaseAccount, books.purchase),
            ]
            + LineKind.allCases.map { kind in
                let name = Words.line(kind)
                let label = Words("Konto für „\(name.german)“", "Account of “\(name.english)”")
                return optional("account-\(kind.rawValue)", label, books.lines[kind] ?? "")
            } + [
                optional("output-key", .powerOutputKey, books.outputKey),
                optional("input-key", .powerInputKey, books.inputKey),
            ]
        return form("books", .powerBooks, fields, help: .powerBooksHelp, language)
    }

    private func name(_ party: Int64) -> String { names[party] ?? "–" }

    private func openItems(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let open = accounts.filter { $0.balance != 0 }
        guard !open.isEmpty else { return "<p class=\"empty\">\(language(.powerNothingOpen))</p>" }
        var ways: [Int64: Words] = [:]
        for (kind, payments) in proposal.payments {
            for one in payments { ways[one.party] = .powerWay(kind) }
        }
        for one in proposal.leftOut { ways[one.party] = .powerLeftOut(one.why) }
        var rows = open.map { account -> [HTML] in
            let overdue = account.balance > 0 ? account.overdueSince(today) : nil
            return [
                "\(name(account.party))", "\(overdue.map { frame.date($0) } ?? "–")",
                "\(ways[account.party].map { language($0) } ?? "–")", "\(frame.money(account.balance))",
            ]
        }
        rows.append(["\(language(.powerSum))", "", "", "\(frame.money(open.reduce(0) { $0 + $1.balance }))"])
        return PowerTable(
            caption: .powerOpenItems, header: [.powerWho, .powerOverdueSince, .powerHowPaid, .powerBalance], numbers: 1,
            rows: rows, hasSum: true
        ).html(language)
    }

    /// What is overdue by how many days, when somebody was reminded, and the button that does it.
    private func reminders(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let failed: HTML =
            failed.flatMap { $0.form == "remind" ? $0.fault : nil }.map {
                "<div class=\"summary\" role=\"alert\"><p>\(language($0.words))</p></div>"
            } ?? ""
        guard !overdue.isEmpty else { return "\(failed)<p class=\"empty\">\(language(.powerNothingOverdue))</p>" }
        let rows = overdue.map { account -> [HTML] in
            let items = account.items.map { item -> HTML in
                let what =
                    item.reference.isEmpty
                    ? language(.powerCarriedFrom(frame.date(item.issued))) : item.reference
                let days = language(.powerOverdueDays(today.number - item.due.number))
                return "<li>\(what): \(frame.date(item.due)), \(days), \(frame.money(item.cents))</li>"
            }
            let button: HTML = """
                <form method="post" action="\(SiteURL.sharing(community.id, "accounts/remind"))">\
                <input type="hidden" name="party" value="\(String(account.party))">\
                <button type="submit" class="quiet">\(language(.powerRemind))\
                <span class="hidden">: \(name(account.party))</span></button></form>
                """
            return [
                "\(name(account.party))", "<ul class=\"plain\">\(items)</ul>",
                account.reminded.isEmpty ? "–" : "\(account.reminded.map { frame.date($0) }.joined(separator: ", "))",
                account.hindrance.map { "\(language($0.words))" } ?? button, "\(frame.money(account.cents))",
            ]
        }
        let table = PowerTable(
            caption: .powerReminders,
            header: [.powerWho, .powerOverdueBills, .powerReminded, .powerRemind, .powerAmount],
            numbers: 1, rows: rows)
        return """
            \(failed)<p class="help">\(language(.powerRemindersHelp))</p>\(table.html(language))
            <p><a href="\(SiteURL.sharing(community.id, "notices"))">\(language(.powerNotices))</a></p>
            """
    }

    private func form(_ name: String, _ title: Words, _ fields: [HTML], help: Words, _ language: Language) -> HTML {
        PowerForm(
            title: title, help: help, action: .sharing(community.id, "accounts/\(name)"), fields: fields,
            fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }

    private func byHand(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let known = names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { (String($0.key), $0.value) }
        let fields: [HTML] = [
            choice("movement", "party", .powerParty, known, language),
            choice(
                "movement", "kind", .powerWhatMoved,
                [AccountQueries.Movement.received, .paid].map { ($0.rawValue, language(.movement($0))) }, language),
            field("movement", "amount", .powerEuros, language),
            field("movement", "day", .powerDay, type: "date", value: "\(today)", language),
            field("movement", "reference", .powerBankLine, isOptional: true, language),
        ]
        return form("movement", .powerByHand, fields, help: .powerByHandHelp, language)
    }

    private func order(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let lines = PaymentOrder.Kind.allCases.map { kind -> HTML in
            let payments = (proposal.payments[kind] ?? []).map(\.payment)
            let sum = frame.money(payments.reduce(0) { $0 + $1.cents })
            return "<li>\(language(.powerWay(kind))): \(frame.format.integer(Int64(payments.count))), \(sum)</li>"
        }
        let fields: [HTML] = [
            choice(
                "order", "kind", .powerHowPaid,
                PaymentOrder.Kind.allCases.map { ($0.rawValue, language(.powerWay($0))) }, language),
            field("order", "day", .powerExecution, type: "date", value: "\(soonest)", language),
        ]
        return "<ul>\(lines)</ul>" + form("order", .powerWriteOrder, fields, help: .powerOrderHelp, language)
    }

    private func orderTable(_ frame: PageFrame) -> HTML {
        guard !orders.isEmpty else { return "" }
        let rows = orders.map { order -> [HTML] in
            [
                "<a href=\"\(SiteURL.sharing(community.id, "accounts/orders/\(order.id)"))\">\(order.message)</a>",
                "\(frame.language(.powerWay(order.kind)))", "\(frame.date(order.day))",
                "\(frame.format.integer(Int64(order.count)))", "\(frame.money(order.cents))",
            ]
        }
        return PowerTable(
            caption: .powerOrders, header: [.powerOrderFile, .powerHowPaid, .powerDay, .powerCount, .powerAmount],
            numbers: 2,
            rows: rows
        ).html(frame.language)
    }

    /// The newest first.
    private var moved: [(party: Int64, entry: PartyAccount.Entry)] {
        accounts.flatMap { account in account.entries.filter { $0.what != nil }.map { (account.party, $0) } }
            .sorted { ($0.1.day, $0.1.row ?? 0) > ($1.1.day, $1.1.row ?? 0) }
    }

    private func movements(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !moved.isEmpty else { return "<p class=\"empty\">\(language(.powerNothingMoved))</p>" }
        let rows = moved.prefix(Self.most).map { party, entry -> [HTML] in
            [
                "\(frame.date(entry.day))", "\(name(party))", "\(entry.what.map { language(.movement($0)) } ?? "–")",
                "\(entry.reference)", "\(frame.money(abs(entry.cents)))",
            ]
        }
        return PowerTable(
            caption: .powerMovements, header: [.powerDay, .powerWho, .powerWhatMoved, .powerBankLine, .powerAmount],
            numbers: 1, rows: Array(rows)
        ).html(language)
    }

    private func giveBack(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let options = moved.prefix(Self.most).filter { $0.entry.what == .debit || $0.entry.what == .received }
            .compactMap {
                one -> (value: String, word: String)? in
                guard let row = one.entry.row else { return nil }
                return (
                    String(row),
                    "\(frame.date(one.entry.day)), \(name(one.party)), \(frame.money(-one.entry.cents)), \(one.entry.reference)"
                )
            }
        guard !options.isEmpty else { return "" }
        let fields: [HTML] = [
            choice("return", "payment", .powerMovement, options, language),
            field("return", "day", .powerDay, type: "date", value: "\(today)", language),
            field("return", "reason", .powerBankReason, isOptional: true, language),
        ]
        return form("return", .powerGiveBack, fields, help: .powerGiveBackHelp, language)
    }
}
