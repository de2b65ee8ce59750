// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import Metering
import PowerBills
import Settlement
import Site

/// A member's own power: what came from the town, what it cost, and to whom each cent went.
struct MyPowerPage: Sendable {
    /// What one party has in one sharing.
    struct Part: Sendable {
        let community: Community
        let name: String
        let documents: [StoredDocument]
        /// The own points' days of the month that is shown, in watt-hours; nil where values are missing.
        let days: [(day: CivilDay, wattHours: Int?)]
        let reasons: [Int64: String]
        let notices: [Notice]
        let own: OwnSeriesPart
        /// What a shared kilowatt hour costs today; nil where a price is missing.
        let price: KilowattHourPrice?
        /// The party's own contracts, as consumer or as operator.
        let contracts: [StoredContract]
        /// By number of the party.
        let names: [Int64: String]
    }

    let parts: [Part]
    let month: CivilDay
    let today: CivilDay

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sections: HTML =
            parts.isEmpty
            ? "<p class=\"empty\">\(language(.powerNotMember))</p>" : "\(parts.map { section($0, frame) })"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerMine))</h1>\(sections)\
            <p><a href="\(SiteURL.powerProof)">\(language(.powerProofTitle))</a></p></div>
            """
        return frame.document(
            title: language(.powerMine), section: .energy,
            breadcrumbs: [Breadcrumb(name: language(.power), url: .energy)], content: content)
    }

    private func section(_ part: Part, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let standing = part.documents.filter { !$0.isReversed && $0.reverses == nil }.compactMap(\.document)
        let bills = standing.filter { $0.kind == .bill }
        var sums: HTML = ""
        if !bills.isEmpty {
            let (shared, total) = (bills.reduce(0) { $0 + $1.shared }, bills.reduce(0) { $0 + $1.total })
            let (first, last) = (bills.map(\.days.lowerBound).min(), bills.map(\.days.upperBound).max())
            let period = first.flatMap { first in last.map { frame.period(first...$0) } } ?? ""
            sums = """
                <p class="finding">\(period): \(language(.powerSharedOf(Self.percent(shared, of: total, frame))))</p>\
                <p>\(frame.energy(shared)) \(language(.powerShared)) + \(frame.energy(total - shared)) \
                \(language(.powerResidual)) = <strong>\(frame.energy(total))</strong> \(language(.powerTotal))</p>\(years(bills, frame))
                """
        }
        let price = part.price.map { "<h3>\(language(.powerWorth))</h3>\($0.html(frame, on: today))" as HTML } ?? ""
        return """
            <section class="card plain"><h2>\(part.community.name): \(part.name)</h2>\(sums)\
            <h3>\(language(.powerBills))</h3>\(bill(part, frame))\(money(bills, frame))\(price)\(contracts(part, frame))\(days(part, frame))\(part.own.html(frame))\(told(part, frame))</section>
            """
    }

    private static func percent(_ shared: Int, of total: Int, _ frame: PageFrame) -> String {
        total > 0 ? frame.format.percent(Double(shared) / Double(total)) : "–"
    }

    /// The last period and each year, by the last day of a bill.
    private func years(_ bills: [PowerDocument], _ frame: PageFrame) -> HTML {
        let language = frame.language
        guard let latest = bills.map(\.days.upperBound).max() else { return "" }
        let newest = bills.filter { $0.days.upperBound == latest }
        var lines = [(name: frame.period((newest.map(\.days.lowerBound).min() ?? latest)...latest), bills: newest)]
        for (year, bills) in Dictionary(grouping: bills, by: { $0.days.upperBound.date.year }).sorted(by: {
            $0.key > $1.key
        }) {
            lines.append((name: "\(language(.powerYear)) \(year)", bills: bills))
        }
        let rows = lines.map { line -> [HTML] in
            let (shared, total) = (line.bills.reduce(0) { $0 + $1.shared }, line.bills.reduce(0) { $0 + $1.total })
            return [
                "\(line.name)", "\(Self.percent(shared, of: total, frame))", "\(frame.energy(shared))",
                "\(frame.energy(total))", "\(frame.money(line.bills.reduce(0) { $0 + $1.gross }))",
            ]
        }
        return PowerTable(
            caption: .powerYears, header: [.powerPeriod, .powerFromTown, .powerShared, .powerTotal, .powerAmount],
            numbers: 4, rows: rows
        ).html(language)
    }

    private func bill(_ part: Part, _ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !part.documents.isEmpty else { return "<p class=\"empty\">\(language(.powerNoRuns))</p>" }
        let rows = part.documents.map { stored -> [HTML] in
            let document = stored.document
            let state = stored.isReversed ? Words.powerCorrected : .powerStands
            let open =
                stored.isOpen
                ? ", " + language(.powerIsProvisional)
                    + (document?.estimates.isEmpty == false ? ", " + language(.powerWithEstimates) : "") : ""
            let why: HTML = part.reasons[stored.run].map { "<br>\($0)" } ?? ""
            let kind = document.map { language(.document($0.kind)) } ?? language(.powerErased)
            return [
                "<a href=\"\(SiteURL.powerDocument(part.community.id, stored.id))\">\(document.map { frame.period($0.days) } ?? stored.number)</a>",
                "\(kind)\(stored.reverses == nil ? ", " + language(state) : "")\(open)\(why)",
                "\(document.map { frame.money($0.gross) } ?? "–")",
            ]
        }
        return PowerTable(
            caption: .powerBills,
            header: [.powerPeriod, .powerDocumentKind, .powerAmount], numbers: 1, rows: rows
        ).html(language)
    }

    /// To whom each cent of what stands went.
    private func money(_ bills: [PowerDocument], _ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !bills.isEmpty else { return "" }
        var rows: [[HTML]] = []
        for kind in LineKind.allCases {
            let lines = bills.flatMap(\.lines).filter { $0.kind == kind }
            guard !lines.isEmpty else { continue }
            rows.append([
                "\(language(.line(kind)))", "\(language(.receiver(kind)))",
                "\(frame.money(lines.reduce(0) { $0 + $1.net }))",
            ])
        }
        rows.append([
            "\(language(.line(nil)))", "\(language(.receiver(nil)))", "\(frame.money(bills.reduce(0) { $0 + $1.vat }))",
        ])
        rows.append(["\(language(.powerSum))", "", "\(frame.money(bills.reduce(0) { $0 + $1.gross }))"])
        let table = PowerTable(
            caption: .powerMoney, header: [.powerLine, .powerToWhom, .powerAmount], numbers: 1, rows: rows, hasSum: true
        )
        return "<h3>\(language(.powerMoney))</h3>\(table.html(language))"
    }

    private func days(_ part: Part, _ frame: PageFrame) -> HTML {
        let language = frame.language
        guard part.days.contains(where: { $0.wattHours != nil }) else { return "" }
        let rows = part.days.map { day -> [HTML] in
            ["\(frame.date(day.day))", "\(day.wattHours.map { frame.energy($0) } ?? language(.powerNoValue))"]
        }
        let month = frame.format.month(CalendarDay(number: month.number))
        let table = PowerTable(caption: .powerOwnDays, header: [.powerDay, .powerTotal], numbers: 1, rows: rows)
        return "<details><summary>\(language(.powerOwnDays)) \(month)</summary>\(table.html(language))</details>"
    }

    /// The own contracts, each with the way to read and to accept it.
    private func contracts(_ part: Part, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = part.contracts.filter { $0.state != .replaced }.map { contract -> [HTML] in
            let other = contract.party == part.own.party ? contract.runner : contract.party
            let address = SiteURL.sharing(part.community.id, "contracts/papers/\(contract.id)")
            let day = contract.events.last.map { ", " + frame.date($0.day) } ?? ""
            return [
                "<a href=\"\(address)\">\(language(contract.kind.words))</a>", "\(part.names[other] ?? "–")",
                "\(language(contract.state.words))\(day)",
            ]
        }
        guard !rows.isEmpty else { return "" }
        let table = PowerTable(
            caption: .powerContracts, header: [.powerContracts, .powerContractWith, .powerContractState], rows: rows)
        let list = table.html(language)
        // an operator has two with each member
        let isLong = rows.count > 12
        let shown: HTML =
            isLong
            ? "<details><summary>\(language(.powerContracts)): \(frame.format.integer(Int64(rows.count)))</summary>\(list)</details>"
            : list
        return "<h3>\(language(.powerContracts))</h3>\(shown)"
    }

    /// What the member was told: warnings, standstills.
    private func told(_ part: Part, _ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !part.notices.isEmpty else { return "" }
        let items = part.notices.map { one -> HTML in
            let body = one.body.split(separator: "\n").map { "<p>\(String($0))</p>" as HTML }
            return """
                <details><summary>\(frame.date(one.day)): \(language(.notice(one.kind)))</summary>\
                <div lang="de">\(body)</div>\
                <p><a href="\(SiteURL.sharing(part.community.id, "notices/\(one.row)"))">\(language(.powerLetterPage))\
                <span class="hidden">: \(language(.notice(one.kind))), \(frame.date(one.day))</span></a></p></details>
                """
        }
        return "<h3>\(language(.powerToldYou))</h3>\(items)"
    }
}
