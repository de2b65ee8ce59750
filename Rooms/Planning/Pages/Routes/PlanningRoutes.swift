// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import Hummingbird
import Knowledge
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Threads

/// What the pages of the plan remember between requests.
struct PlanningMemories: Sendable {
    let plans = PlanMemory()
    let submissions = SubmissionLimit()
    /// Of one link: somebody who types saves each few seconds.
    let sheetSaves = SubmissionLimit(most: 1800)
    let indicators = IndicatorMemory()
    let rules = CoalescingMemory<Int, LicenceRules>(limit: 1, lifetime: .seconds(60))
    let decisions = DecisionMemory()
    let searches = SearchMemory()
}

/// What all pages of the plan stand on.
struct PlanningDesk: Sendable {
    let site: Site
    let towns: TownMemory
    let knowledgeSearch: KnowledgeSearch
    let probe: AddressProbe
    let memories: PlanningMemories
    /// Nil where no mail server is set.
    let mail: AccountMail?
    /// What other rooms offer to indicators.
    let finder: IndicatorFinder?
}

/// The pages of one subject of the plan.
protocol PlanningPageSet: TownPageSet {
    var desk: PlanningDesk { get }
    func add(to routes: inout RoomRoutes)
}

extension PlanningPageSet {
    var site: Site { desk.site }
    var towns: TownMemory { desk.towns }
    var knowledgeSearch: KnowledgeSearch { desk.knowledgeSearch }
    var probe: AddressProbe { desk.probe }
    var plans: PlanMemory { desk.memories.plans }
    var submissions: SubmissionLimit { desk.memories.submissions }
    var indicators: IndicatorMemory { desk.memories.indicators }
    var rules: CoalescingMemory<Int, LicenceRules> { desk.memories.rules }
    var decisions: DecisionMemory { desk.memories.decisions }

    /// The plan as the reader may see it.
    func plan(_ context: HTTPContext) async throws -> Plan {
        try await plans.plan(for: context.reader, from: engine)
    }
}

struct WizardRoutes: PlanningPageSet { let desk: PlanningDesk }
struct PaperRoutes: PlanningPageSet { let desk: PlanningDesk }
struct AnalysisRoutes: PlanningPageSet { let desk: PlanningDesk }
struct InsightRoutes: PlanningPageSet { let desk: PlanningDesk }
struct ExchangeRoutes: PlanningPageSet { let desk: PlanningDesk }
struct ObjectRoutes: PlanningPageSet { let desk: PlanningDesk }
struct SheetRoutes: PlanningPageSet { let desk: PlanningDesk }

/// The pages of the plan, subject by subject, and what other pages show of it.
struct PlanningRoutes: PlanningPageSet {
    let desk: PlanningDesk

    /// Addresses with fixed words stand before those with a kind.
    func add(to routes: inout RoomRoutes) {
        let subjects: [any PlanningPageSet] = [
            WizardRoutes(desk: desk), PaperRoutes(desk: desk), AnalysisRoutes(desk: desk), InsightRoutes(desk: desk),
            ExchangeRoutes(desk: desk), SheetRoutes(desk: desk), ObjectRoutes(desk: desk),
        ]
        for subject in subjects { subject.add(to: &routes) }
    }

    var all: RoomRoutes {
        var routes = RoomRoutes()
        add(to: &routes)
        return routes
    }

    /// The indicators that ask a series or a layer of a data set.
    func dependents(ofDataset id: Int64, _ context: HTTPContext) async throws -> [DatasetDependents.Dependent] {
        let town = try await town(context)
        let series = Set(town.series.filter { $0.dataset == id }.compactMap(\.datastream))
        let layers = Set(town.layers.filter { $0.dataset == id }.map(\.name))
        return try await plan(context).objects(of: .indicator).filter { indicator in
            indicator.integer("datastream").map { series.contains($0) } ?? false
                || indicator.text("collection").map { layers.contains($0) } ?? false
        }.map { DatasetDependents.Dependent(title: $0.title, url: .planningObject($0.reference)) }
    }

    /// At most so many objects of the plan are listed.
    private static let mostFound = 50

    /// What of the plan fits the words of a search.
    func find(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let plan = try await plan(visit.context)
        let language = visit.frame.language
        let objects = ObjectKind.allCases.flatMap { plan.objects(of: $0) }.filter { $0.state != .submitted }
        let texts = objects.map { object in
            SearchText(
                "\(object.reference) \(object.title)",
                ["description", "evidence", "text", "proposal", "district"].compactMap { object.text($0) }
                    .joined(separator: " "))
        }
        let index = desk.memories.searches.index("plan", over: texts)
        let hits = index.hits(text)
        let found = hits.prefix(Self.mostFound).map { objects[$0.place] }
        guard !found.isEmpty else { return nil }
        let items = found.map { object -> HTML in
            """
            <li><h3><a href="\(SiteURL.planningObject(object.reference))">\(object.title)</a></h3>\
            <p>\(language(object.kind.name)) \(object.reference.description)</p></li>
            """
        }
        return SearchSource.Finding(count: hits.count, html: "<ul class=\"results\">\(items)</ul>")
    }

    /// Three needs of the town for the start page.
    func needsTile(_ visit: PageVisit) async throws -> HTML {
        let planning = try await planningContext(visit.request, visit.context)
        let needs = planning.plan.objects(of: .need).filter { $0.state == .active }
        let shown = needs.sorted { ($0.text("due") ?? "9", $0.reference) < ($1.text("due") ?? "9", $1.reference) }
            .prefix(3)
        let readings = try await needLines(Array(shown), planning, visit.context)
        return NeedsSection(context: planning, needs: Array(shown), today: today(planning), readings: readings).html()
    }
}
