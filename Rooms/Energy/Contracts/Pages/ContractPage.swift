// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import EnergyContracts
import EnergyPages
import Metering
import Settlement
import Site

/// A contract as it was offered: for who runs the sharing, and for the two who are parties to it.
struct ContractPage: Sendable {
    /// Who looks at it.
    enum Seat: Sendable, Hashable { case clerk, member, operating }

    let community: Community
    let contract: StoredContract
    let member: String
    let operating: String
    let seat: Seat
    let today: CivilDay
    /// What the last try of the member came to.
    var fault: EnergyFault?

    var paper: Document? {
        contract.paper.map { paper in
            var facts: [(name: String, value: String)] = [("Vertrag", String(contract.id))]
            for event in contract.events where event.deed != .replaced {
                facts.append((event.deed.words.german, Words.day(event.day).german))
            }
            // in groups, so that lines can break
            let groups = stride(from: 0, to: contract.hash.count, by: 8).map { contract.hash.dropFirst($0).prefix(8) }
            facts.append((Words.contractHash.german, groups.joined(separator: " ")))
            return paper.document(facts: facts)
        }
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(language(contract.kind.words)): \(member)"
        let error: HTML =
            fault.map { "<div class=\"summary\" role=\"alert\"><p>\(language($0.words))</p></div>" } ?? ""
        let text: HTML =
            paper.map { "<h2>\($0.title)</h2>\(HTML(markup: $0.htmlFragment))" as HTML }
            ?? "<p class=\"empty\">\(language(.contractErased))</p>"
        let files: HTML =
            contract.paper == nil
            ? ""
            : """
            <p class="actions"><a class="button" href="\(SiteURL.paper(community.id, contract.id, "contract.pdf"))">\(language(.powerPDF))</a>\
            <a href="\(SiteURL.paper(community.id, contract.id, "contract.txt"))">\(language(.contractAsText))</a></p>
            """
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(error)
            <dl class="facts"><div><dt>\(language(.contractOperator))</dt><dd>\(operating)</dd></div>\
            <div><dt>\(language(.contractState))</dt><dd>\(language(contract.state.words))</dd></div>\(until(frame))\
            </dl><p class="help">\(language(.contractHash))</p><p class="address"><code class="hash">\(contract.hash)</code></p>
            <div class="card" lang="de">\(text)</div>\(files)\(deeds(frame))
            <section class="card plain" aria-labelledby="history"><h2 id="history">\(language(.contractHistory))</h2>\
            \(Self.history([contract], frame))</section></div>
            """
        return frame.document(title: title, section: .energy, breadcrumbs: crumbs(language), content: content)
    }

    private func crumbs(_ language: Language) -> [Breadcrumb] {
        guard seat == .clerk else {
            return [
                Breadcrumb(name: language(.power), url: .energy), Breadcrumb(name: language(.powerMine), url: .myPower),
            ]
        }
        return community.crumbs(language) + [
            Breadcrumb(name: language(.contracts), url: .sharing(community.id, "contracts")),
            Breadcrumb(name: member, url: .relation(community.id, contract.relation)),
        ]
    }

    private func until(_ frame: PageFrame) -> HTML {
        guard let last = contract.lastWithdrawal, last >= today else { return "" }
        return """
            <div><dt>\(frame.language(.contractUntil))</dt><dd>\(frame.date(last))</dd></div>
            """
    }

    /// What the member may do with it now.
    private func deeds(_ frame: PageFrame) -> HTML {
        guard seat == .member else { return "" }
        let language = frame.language
        func form(_ name: String, _ title: Words, _ help: Words) -> HTML {
            """
            <section class="card" aria-labelledby="\(name)"><h2 id="\(name)">\(language(title))</h2><p>\(language(help))</p>
            <form method="post" action="\(SiteURL.paper(community.id, contract.id, name))">\
            <button type="submit">\(language(title))</button></form></section>
            """
        }
        if contract.state == .offered { return form("accept", .contractAccept, .contractAcceptHelp) }
        guard let last = contract.lastWithdrawal, last >= today else { return "" }
        return form("withdraw", .contractWithdraw, .contractWithdrawHelp(frame.date(last)))
    }

    /// What was done with contracts, in its order.
    static func history(_ contracts: [StoredContract], _ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = contracts.flatMap { contract in
            contract.events.map { event -> [HTML] in
                let way = event.way.map { ", " + language($0.words) } ?? ""
                return [
                    "\(language(contract.kind.words)) \(String(contract.id)): \(language(event.deed.words))\(way)",
                    "\(frame.date(event.day))", "\(event.proof.isEmpty ? "–" : event.proof)",
                    "\(event.actor), \(frame.format.dateTime(event.at))",
                ]
            }
        }
        return PowerTable(
            caption: .contractHistory, header: [.contractWhat, .contractWhen, .powerProof, .contractBy], rows: rows
        ).html(language)
    }
}
