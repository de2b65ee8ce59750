// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import PowerBills
import Site

/// A sharing on one page: how many take part, what is settled, what to do next.
struct SharingPage: Sendable {
    let community: Community
    let terms: Version<Terms>?
    /// What a kilowatt hour costs today; nil where a price is missing.
    let price: KilowattHourPrice?
    let today: CivilDay
    /// Those that hold today.
    let counts: (plants: Int, relations: Int, points: Int)
    /// Parties that take part today.
    let members: Int
    let runs: [StoredRun]
    /// Runs whose inputs have become known otherwise, with how many.
    let changed: [Int64: Int]
    /// The month that could be settled next, and whether it is over.
    let next: ClosedRange<CivilDay>
    let isOver: Bool

    static func crumbs(_ community: Community, _ language: Language) -> [Breadcrumb] { community.crumbs(language) }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let facts: [(Words, String)] = [
            (.powerPlants, frame.format.integer(Int64(counts.plants))),
            (.powerRelations, frame.format.integer(Int64(counts.relations))),
            (.powerPoints, frame.format.integer(Int64(counts.points))),
            (.powerModel, terms.map { language(.model($0.content)) } ?? "–"),
        ]
        let list = facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" as HTML }
        let (first, last) = isOver ? ("\(next.lowerBound)", "\(next.upperBound)") : ("", "")
        let wait: HTML =
            isOver
            ? ""
            : """
            <p>\(language(.powerNotOver(frame.format.month(CalendarDay(number: next.lowerBound.number)),
                frame.date(next.upperBound.next))))</p>
            """
        let settle: HTML = """
            \(wait)<form class="ranges" method="get" action="\(SiteURL.newRun(community.id))">
            <div class="field"><label for="from">\(language(.powerFrom))</label>\
            <input id="from" name="from" type="date" value="\(first)" required></div>
            <div class="field"><label for="through">\(language(.powerThrough))</label>\
            <input id="through" name="through" type="date" value="\(last)" required></div>
            <div><button type="submit">\(language(.powerSettle))</button></div></form>
            """
        // what a key that moves gives one depends on all others' use: of a few, it tells what each of them used
        let isTelling = terms.map { $0.content.movesKey && !$0.content.agreesToSums } ?? false
        let few: HTML =
            isTelling && (1..<SharingIndicator.fewest).contains(members)
            ? "<p class=\"gaps\">\(language(.powerFewMembers))</p>" : ""
        let content: HTML = """
            <div class="inner page"><h1>\(community.name)</h1><dl class="facts">\(list)</dl>\(few)
            <p class="actions"><a class="button" href="\(SiteURL.sharing(community.id, "setup"))">\(language(.powerSetup))</a>\
            <a class="button" href="\(SiteURL.sharing(community.id, "changes"))">\(language(.powerChanges))</a>\
            <a class="button" href="\(SiteURL.sharing(community.id, "readings"))">\(language(.powerReadings))</a>\
            <a class="button" href="\(SiteURL.sharing(community.id, "accounts"))">\(language(.powerAccounts))</a>\
            <a class="button" href="\(SiteURL.sharing(community.id, "notices"))">\(language(.powerNotices))</a>\
            <a class="button" href="\(SiteURL.sharing(community.id, "contracts"))">\(language(.powerContracts))</a>\
            <a href="\(SiteURL.sharing(community.id, "models"))">\(language(.powerModels))</a>\
            <a href="\(SiteURL.sharing(community.id, "what-if"))">\(language(.whatIf))</a>\
            <a href="\(SiteURL.sharing(community.id, "market"))">\(language(.market))</a></p>
            \(worth(frame))<section class="card" aria-labelledby="runs"><h2 id="runs">\(language(.powerRuns))</h2>\(runTable(frame))</section>
            <section class="card" aria-labelledby="settle"><h2 id="settle">\(language(.powerSettle))</h2>\(settle)</section></div>
            """
        return frame.document(
            title: community.name, section: .energy,
            breadcrumbs: [Breadcrumb(name: language(.power), url: .energy)], content: content)
    }

    /// What whoever thinks of joining is told.
    private func worth(_ frame: PageFrame) -> HTML {
        guard let price else { return "" }
        return """
            <section class="card" aria-labelledby="worth"><h2 id="worth">\(frame.language(.powerWorth))</h2>\
            \(price.html(frame, on: today))</section>
            """
    }

    private func runTable(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !runs.isEmpty else { return "<p class=\"empty\">\(language(.powerNoRuns))</p>" }
        let rows = runs.map { run -> [HTML] in
            var state = language(run.correctedBy == nil ? .powerStands : .powerCorrected)
            if run.isProvisional { state += ", " + language(.powerIsProvisional) }
            if run.estimatedSlots > 0 { state += ", " + language(.powerWithEstimates) }
            if let count = changed[run.id], count > 0 { state += " · \(language(.powerChangedSince)) \(count)" }
            return [
                "<a href=\"\(SiteURL.run(community.id, run.id))\">\(frame.period(run.days)), \(language(.powerNo)) \(run.number)</a>",
                "\(state)", "\(frame.energy(run.summary.whole("sharedWh") ?? 0))",
                "\(frame.money(run.summary.whole("consumersGross") ?? 0))",
            ]
        }
        return PowerTable(
            caption: .powerRuns, header: [.powerPeriod, .powerRunState, .powerShared, .powerAmount], numbers: 2,
            rows: rows
        ).html(language)
    }
}
