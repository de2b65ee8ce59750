// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Hummingbird
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Storage
import Threads
import Wire

/// What the pages of the plan remember between requests.
struct PlanningMemories: Sendable {
    let plans = PlanMemory()
    let submissions = SubmissionLimit()
    let indicators = IndicatorMemory()
    let rules = CoalescingMemory<Int, LicenceRules>(limit: 1, lifetime: .seconds(60))
    let decisions = DecisionMemory()
}

/// The pages of the plan.
struct PlanningRoutes: TownPageSet {
    let site: Site
    let towns: TownMemory
    let knowledgeSearch: KnowledgeSearch
    let probe: AddressProbe
    let memories: PlanningMemories

    var plans: PlanMemory { memories.plans }
    var submissions: SubmissionLimit { memories.submissions }
    var indicators: IndicatorMemory { memories.indicators }
    var rules: CoalescingMemory<Int, LicenceRules> { memories.rules }
    var decisions: DecisionMemory { memories.decisions }

    var all: RoomRoutes {
        var routes = RoomRoutes()
        addPlanningRoutes(to: &routes)
        return routes
    }

    /// The plan as the reader may see it.
    func plan(_ context: HTTPContext) async throws -> Plan {
        try await plans.plan(for: context.reader, from: engine)
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
        let words = text.lowercased().split(separator: " ")
        let found = Array(
            ObjectKind.allCases.flatMap { plan.objects(of: $0) }.lazy.filter { object in
                let content = "\(object.reference) \(object.title) \(object.text("description") ?? "")".lowercased()
                return object.state != .submitted && words.allSatisfy { content.contains($0) }
            }.prefix(Self.mostFound))
        guard !found.isEmpty else { return nil }
        let items = found.map { object -> HTML in
            """
            <li><h3><a href="\(SiteURL.planningObject(object.reference))">\(object.title)</a></h3>\
            <p>\(language(object.kind.name)) \(object.reference.description)</p></li>
            """
        }
        return SearchSource.Finding(count: found.count, html: "<ul class=\"results\">\(items)</ul>")
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
