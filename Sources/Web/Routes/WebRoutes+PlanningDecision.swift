// SPDX-License-Identifier: EUPL-1.2
import Decision
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import Storage
import Wire

/// The pages that weigh: knock-outs, cost, staff, renewal, assessments and portfolios.
extension WebRoutes {
    func addPlanningDecisionRoutes(to router: Router<HTTPContext>) {
        router.get("/planning/analysis/checks") { request, context in try await checks(request, context) }
        router.get("/planning/analysis/cost") { request, context in try await cost(request, context) }
        router.get("/planning/analysis/staff") { request, context in try await staff(request, context) }
        router.get("/planning/analysis/renew") { request, context in try await renewal(request, context) }
    }

    /// The object that a page is about; nil while none is chosen.
    func chosen(
        _ name: String, _ kind: ObjectKind, _ request: Request, _ plan: Plan
    ) throws -> PlanningObject? {
        let text = query(request)[name]
        guard !text.isEmpty else { return nil }
        guard let object = plan[text], object.kind == kind else {
            throw Problem.notFound("There is no such object in the plan, or it is not public.")
        }
        return object
    }

    /// What the weighing pages say about an object on its own page.
    func decisionPanels(of object: PlanningObject, _ planning: PlanningContext) async throws -> [HTML] {
        switch object.kind {
        case .measure: [MeasurePanel(context: planning, measure: object, rules: try await licenceRules()).html()]
        case .asset: [AnalysisLink(context: planning, object: object, name: "renew", text: .renewTitle).html()]
        case .assessment:
            [AnalysisLink(context: planning, object: object, name: "assessment", text: .assessmentTitle).html()]
        case .portfolio:
            [AnalysisLink(context: planning, object: object, name: "portfolio", text: .portfolioTitle).html()]
        case .staffPlan: [AnalysisLink(context: planning, object: nil, name: "staff", text: .staffTitle).html()]
        default: []
        }
    }

    private func checks(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let page = ChecksPage(
            context: planning, measure: try chosen("measure", .measure, request, planning.plan),
            rules: try await licenceRules(), page: min(10_000, max(1, Int(query(request)["page"]) ?? 1)))
        return html(page.html(), request)
    }

    private func cost(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let rise = AnswerReader.number(query(request)["rise"]).map { min(15, max(-5, $0)) }
        let page = CostPage(
            context: planning, measure: try chosen("measure", .measure, request, planning.plan), rise: rise)
        return html(page.html(), request)
    }

    private func staff(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let balance = StaffBalance(planning.plan, firstYear: today(planning).year)
        return html(StaffPage(context: planning, balance: balance).html(), request)
    }

    private func renewal(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let asset = try chosen("asset", .asset, request, planning.plan)
        return html(RenewPage(context: planning, asset: asset).html(), request)
    }
}
