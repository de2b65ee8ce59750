// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import Metering
import Site

/// The templates, and how far the contracts of each relation are.
struct ContractsPage: Sendable {
    private static let onAPage = 50

    /// A relation with the state of its papers; nil for a kind that nobody offered.
    struct Row: Sendable {
        let relation: Int64
        let member: String
        let malo: String
        let days: ValidDays
        let states: [ContractKind: [StoredContract.Deed]]
    }

    let community: Community
    /// Whether the sharing has a version of its own that holds today.
    let templates: [(kind: ContractKind, since: CivilDay?)]
    let rows: [Row]
    /// The starting templates do not fit who sells.
    let othersSell: Bool
    var page = 1
    var search = ""

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let templates = templates.map { one -> HTML in
            let state = one.since.map { "\(language(.contractOwn)), \(frame.date($0))" } ?? language(.contractStart)
            return """
                <li><a href="\(SiteURL.template(community.id, one.kind))">\(language(one.kind.words))</a>: \(state)</li>
                """
        }
        let warning: HTML = othersSell ? "<p class=\"gaps\">\(language(.contractOthersSell))</p>" : ""
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.contracts))</h1>\
            <p class="lead">\(language(.contractsLead))</p></div>
            <p class="actions"><a href="\(SiteURL.sharing(community.id, "master"))">\(language(.master))</a>\
            <a href="\(SiteURL.sharing(community.id, "prices"))">\(language(.priceChanges))</a>\
            <a href="\(SiteURL.sharing(community.id, "notices"))">\(language(.powerNotices))</a></p>
            <section class="card plain" aria-labelledby="templates"><h2 id="templates">\(language(.contractTemplates))</h2>\
            \(warning)<ul class="results">\(templates)</ul></section>
            <section class="card plain" aria-labelledby="relations"><h2 id="relations">\(language(.powerRelations))</h2>\
            \(relations(frame))</section></div>
            """
        return frame.document(
            title: language(.contracts), section: .energy, breadcrumbs: community.crumbs(language), content: content)
    }

    private func relations(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let words = SearchWords(search)
        let found = rows.filter { words.isEmpty || words.areAll(in: "\($0.member) \($0.malo)") }
        let pager = Pager(page: page, items: found.count, size: Self.onAPage)
        let shown = pager.part(of: found, size: Self.onAPage).map { row -> [HTML] in
            [
                "<a href=\"\(SiteURL.relation(community.id, row.relation))\">\(row.member)</a>", "\(row.malo)",
                "\(frame.period(row.days))",
            ] + ContractKind.allCases.map { kind in "\(Self.state(row.states[kind] ?? [], language))" }
        }
        let finder: HTML =
            rows.count > Self.onAPage
            ? """
            <form class="filters" method="get" action="\(SiteURL.sharing(community.id, "contracts"))">
            <div class="field grow"><label for="find">\(language(.powerFind))</label>\
            <input id="find" name="find" type="search" value="\(search)" maxlength="200"></div>
            <button type="submit">\(language(.show))</button></form>
            """ : ""
        guard !shown.isEmpty else {
            return "\(finder)<p class=\"empty\">\(language(.powerNothingFound(search)))</p>"
        }
        let header: [Words] = [.powerParty, .powerPoint, .powerPeriod] + ContractKind.allCases.map(\.words)
        let table = PowerTable(caption: .powerRelations, header: header, rows: shown).html(language)
        let rest = pager.html(language, at: "relations") { .contracts(community.id, search: search, page: $0) }
        return finder + table + rest
    }

    /// `angenommen`, or how many are in which state where operators differ.
    private static func state(_ states: [StoredContract.Deed], _ language: Language) -> String {
        guard let first = states.first else { return language(.contractNone) }
        guard states.contains(where: { $0 != first }) else { return language(first.words) }
        let counts = Dictionary(grouping: states) { $0 }.mapValues(\.count)
        return StoredContract.Deed.allCases.compactMap { deed in
            counts[deed].map { "\($0) \(language(deed.words))" }
        }.joined(separator: ", ")
    }
}

extension SiteURL {
    static func contracts(_ id: Int64, search: String, page: Int) -> SiteURL {
        SiteURL(sharing(id, "contracts").path + query([("find", search), ("page", page > 1 ? String(page) : "")]))
    }
    static func template(_ id: Int64, _ kind: ContractKind) -> SiteURL {
        sharing(id, "contracts/templates/\(kind.rawValue)")
    }
    static func relation(_ id: Int64, _ relation: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "contracts/relations/\(relation)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    static func paper(_ id: Int64, _ contract: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "contracts/papers/\(contract)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
}
