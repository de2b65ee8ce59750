// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import EnergyContracts
import EnergyPages
import Metering
import SensorThingsFrame
import Site

/// A relation with its contracts: what was offered and accepted, how the papers read today, how far the plants are.
struct RelationPage: PageOfForms {
    let community: Community
    let relation: Version<Relation>
    let member: String
    let point: Point?
    /// By operator.
    let facts: [ContractFacts]
    let contracts: [StoredContract]
    /// By number of the party.
    let names: [Int64: String]
    let warned: CivilDay?
    let distances: [PlantDistance]
    /// How the papers read today.
    let drafts: [(kind: ContractKind, runner: Int64, paper: ContractPaper)]
    let today: CivilDay
    /// The last offer was none.
    var hadNothingNew = false
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(language(.contracts)): \(member)"
        let nothing: HTML =
            hadNothingNew ? "<p class=\"summary\" role=\"status\">\(language(.contractNotesNothing))</p>" : ""
        let unknown: HTML =
            point?.meterKind == nil ? "<p class=\"gaps\">\(language(.contractMeterUnknown))</p>" : ""
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(nothing)\(head(frame))\(unknown)
            <section class="card plain" aria-labelledby="papers"><h2 id="papers">\(language(.contractPapers))</h2>\
            \(papers(frame))\(forms(frame))</section>
            <section class="card plain" aria-labelledby="plants"><h2 id="plants">\(language(.contractPlants))</h2>\
            \(plants(frame))</section>
            <section class="card plain" aria-labelledby="drafts"><h2 id="drafts">\(language(.contractDrafts))</h2>\
            \(draftList(language))</section>\(history(frame))</div>
            """
        let crumbs =
            community.crumbs(language) + [
                Breadcrumb(name: language(.contracts), url: .sharing(community.id, "contracts"))
            ]
        return frame.document(
            title: title, section: .energy, breadcrumbs: crumbs, scripts: hasMap ? TownMap.assets.scripts : [],
            styles: hasMap ? TownMap.assets.styles : [], content: content)
    }

    private func head(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let warning: HTML =
            warned.map { "\(frame.date($0))" } ?? "<span class=\"gaps\">\(language(.powerNotWarned))</span>"
        let facts: [(Words, HTML)] = [
            (.powerParty, "\(member)"), (.powerPoint, "\(point?.malo.description ?? "–")"),
            (.masterMeterKind, "\(language(point?.meterKind?.words ?? .contractNotEntered))"),
            (.powerPeriod, "\(frame.period(relation.days))"),
            (.powerPart, "\(frame.format.integer(Int64(relation.content.part)))"),
            (.contractWarned, warning),
        ]
        let list = facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" as HTML }
        return "<dl class=\"facts\">\(list)</dl>"
    }

    private func name(_ contract: StoredContract, _ language: Language) -> String {
        "\(language(contract.kind.words)) \(contract.id), \(names[contract.runner] ?? "–")"
    }

    private func papers(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let shown = contracts.filter { $0.state != .replaced }
        guard !shown.isEmpty else { return "<p class=\"empty\">\(language(.contractNone))</p>" }
        let rows = shown.map { contract -> [HTML] in
            let until = contract.lastWithdrawal.flatMap { $0 >= today ? frame.date($0) : nil }
            let end: HTML =
                contract.state == .accepted
                ? relation.days.through.map { "<br>\(language(.contractEndsWith)) \(frame.date($0))" } ?? "" : ""
            let day = contract.events.last.map { frame.date($0.day) } ?? ""
            return [
                "<a href=\"\(SiteURL.paper(community.id, contract.id))\">\(name(contract, language))</a>",
                "\(language(contract.state.words)), \(day)\(end)", "\(until ?? "–")",
            ]
        }
        return PowerTable(
            caption: .contractPapers, header: [.contractPapers, .contractState, .contractUntil], rows: rows
        ).html(language)
    }

    private func form(
        _ name: String, _ title: Words, _ fields: [HTML], help: Words, submit: Words, _ language: Language
    ) -> HTML {
        PowerForm(
            title: title, help: help, action: .relation(community.id, relation.number, name), fields: fields,
            submit: submit, fault: failed?.form == name ? failed?.fault : nil
        ).html(language)
    }

    private func forms(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let isOver = relation.days.through.map { $0 < today } ?? false
        let offer: HTML =
            isOver
            ? "" : form("offer", .contractOffer, [], help: .contractOfferHelp, submit: .contractOffer, language)
        func choices(_ state: StoredContract.Deed) -> [(value: String, word: String)] {
            contracts.filter { $0.state == state }.map { (String($0.id), name($0, language)) }
        }
        func ways(_ form: String) -> HTML {
            choice(
                form, "way", .contractWay,
                [StoredContract.Way.letter, .mail].map { ($0.rawValue, language($0.words)) }, language)
        }
        let (offered, accepted) = (choices(.offered), choices(.accepted))
        var all = offer
        if !offered.isEmpty {
            let fields = [
                choice("accept", "contract", .contractPapers, [("0", language(.contractAll))] + offered, language),
                field("accept", "day", .contractDay, type: "date", value: "\(today)", language), ways("accept"),
                field("accept", "proof", .contractProof, isOptional: true, language),
            ]
            all =
                "\(all)\(form("accept", .contractEnterAccept, fields, help: .contractEnterAcceptHelp, submit: .powerSave, language))"
        }
        guard !accepted.isEmpty else { return all }
        let withdraw = [
            choice("withdraw", "contract", .contractPapers, accepted, language),
            field("withdraw", "day", .contractDay, type: "date", value: "\(today)", language), ways("withdraw"),
            field("withdraw", "proof", .contractProof, isOptional: true, language),
        ]
        let end = [
            choice("end", "contract", .contractPapers, accepted, language),
            field("end", "day", .powerThrough, type: "date", language), ways("end"),
            field("end", "proof", .contractReason, language),
        ]
        return """
            \(all)\(form("withdraw", .contractEnterWithdraw, withdraw, help: .contractEnterWithdrawHelp, submit: .powerSave, language))\
            \(form("end", .contractEnterEnd, end, help: .contractEnterEndHelp, submit: .powerSave, language))
            """
    }

    private func plants(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let known = Dictionary(
            facts.flatMap { fact in fact.plants.map { ($0.name, (fact.operating.name, $0)) } }
        ) { one, _ in one }
        let rows = distances.map { one -> [HTML] in
            let (runner, plant) = (known[one.name]?.0 ?? "–", known[one.name]?.1)
            let kind = plant?.operatorKind
            let near = one.isNear.map { $0 ? Words.contractNear : .contractFar } ?? .contractNotKnown
            let distance = one.metres.map { "\(frame.format.integer(Int64($0)))\u{202F}m, " } ?? ""
            let register = plant?.register ?? ""
            return [
                "\(one.name)", "\(register.isEmpty ? language(.contractNotEntered) : register)",
                "\(runner): \(language(kind?.words ?? .contractNotEntered))<br>\(language(.verdict(kind)))",
                "\(distance)\(language(near))",
            ]
        }
        guard !rows.isEmpty else { return "<p class=\"empty\">\(language(EnergyFault.noPlant.words))</p>" }
        let table = PowerTable(
            caption: .contractPlants,
            header: [.powerPlant, .powerRegister, .contractOperator, .contractDistance], rows: rows)
        return "\(table.html(language))<p class=\"help\">\(language(.contractDistanceHelp))</p>\(map(language))"
    }

    private var hasMap: Bool { point?.position != nil && distances.contains { $0.place != nil } }

    private func map(_ language: Language) -> HTML {
        guard hasMap else { return "" }
        return """
            <div class="map small" id="map" role="region" aria-label="\(language(.contractMap))" \
            data-sensors="\(SiteURL.relation(community.id, relation.number, "map.json"))" \
            data-states="live=\(language(.powerPlant));historical=\(language(.powerPoint))" \
            data-sensor-word="\(language(.contractPlants))" data-approximate="" \
            data-zoom-in="\(language(.zoomIn))" data-zoom-out="\(language(.zoomOut))" \
            data-open="\(language(.contractOpenPage))" data-close="\(language(.close))" data-sources="">\
            <noscript>\(language(.contractMapNeedsScript))</noscript></div>
            """
    }

    private func draftList(_ language: Language) -> HTML {
        let items = drafts.map { one -> HTML in
            let runner = names[one.runner] ?? "–"
            var paper = one.paper.document(facts: [])
            // the same headings stand in each draft, and what can be reached by key needs a name of its own
            paper.blocks = paper.blocks.map { block in
                guard case .table(var table) = block else { return block }
                table.caption = "\(one.kind.words.german), \(runner): \(table.caption)"
                return .table(table)
            }
            return """
                <details><summary>\(language(.contractDraft)): \(language(one.kind.words)), \(runner)</summary>\
                <div lang="de"><p><strong>\(paper.title)</strong></p>\(HTML(markup: paper.htmlFragment))</div></details>
                """
        }
        return items.isEmpty ? "<p class=\"empty\">\(language(EnergyFault.noPlant.words))</p>" : "\(items)"
    }

    private func history(_ frame: PageFrame) -> HTML {
        guard !contracts.isEmpty else { return "" }
        return """
            <section class="card plain" aria-labelledby="history"><h2 id="history">\(frame.language(.contractHistory))</h2>\
            \(ContractPage.history(contracts, frame))</section>
            """
    }
}
