// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import PlanningAnalysisPages
import PlanningFrame
import Site

/// The pages that weigh: knock-outs, cost, staff, renewal, assessments and portfolios.
extension AnalysisRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get(
            "/planning/analysis/checks",
            Words("Ausschlussprüfungen der Kandidaten", "Knock-out checks of the candidates")
        ) { request, context in try await checks(request, context) }
        routes.get("/planning/analysis/cost", Words("Kosten über die Jahre", "Cost over the years")) {
            request, context in try await cost(request, context)
        }
        routes.get("/planning/analysis/staff", Words("Personal über die Jahre", "Staff over the years")) {
            request, context in try await staff(request, context)
        }
        routes.get(
            "/planning/analysis/renew", Words("Erneuern oder behalten", "Renew or keep")
        ) { request, context in
            try await renewal(request, context)
        }
        routes.get(
            "/planning/analysis/assessment",
            Words("Eine Bewertung und wie fest sie steht", "An assessment and how robust it is")
        ) { request, context in try await assessment(request, context) }
        routes.get(
            "/planning/analysis/portfolio", Words("Die beste Auswahl von Maßnahmen", "The best choice of measures")
        ) { request, context in try await portfolio(request, context) }
    }

    /// The object that a page is about; nil while none is chosen.
    func chosen(
        _ name: String, _ kind: ObjectKind, _ request: Request, _ plan: Plan
    ) throws -> PlanningObject? {
        let text = query(request)[name]
        guard !text.isEmpty else { return nil }
        guard let object = plan[text], object.kind == kind else {
            throw Problem.notFound(
                "There is no such object in the plan, or it is not public.",
                german: "Das gibt es im Plan nicht, oder es ist nicht öffentlich.")
        }
        return object
    }

    private func checks(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let page = ChecksPage(
            context: planning.computing, measure: try chosen("measure", .measure, request, planning.plan),
            visible: planning.plan, rules: try await licenceRules(),
            page: min(10_000, max(1, Int(query(request)["page"]) ?? 1)))
        return html(page.html(), request)
    }

    private func cost(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let asked = query(request)["rise"]
        let rise = planning.format.numerals.number(from: asked).flatMap { CostPage.rises.contains($0) ? $0 : nil }
        let page = CostPage(
            context: planning.computing, measure: try chosen("measure", .measure, request, planning.plan),
            visible: planning.plan, rise: rise,
            isRiseRefused: !asked.isEmpty && rise == nil)
        return html(page.html(), request)
    }

    private func staff(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context).computing
        let balance = StaffBalance(planning.plan, firstYear: today(planning).year)
        return html(StaffPage(context: planning, balance: balance).html(), request)
    }

    private func renewal(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let asset = try chosen("asset", .asset, request, planning.plan)
        return html(RenewPage(context: planning.computing, asset: asset, visible: planning.plan).html(), request)
    }

    private func assessment(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let frame = AssessmentPage.frame(planning)
        guard let object = try chosen("assessment", .assessment, request, planning.plan) else {
            let assessments = planning.plan.objects(of: .assessment)
            return html(frame.document(nil, content: frame.chooser(assessments)), request)
        }
        do {
            let computing = planning.computing
            let reading = try AssessmentReading(computing.plan, object, rules: try await licenceRules())
            guard reading.ranked.count <= AssessmentReading.mostCompared else { throw AssessmentReading.Fault.tooMany }
            let both = try await acceptability(of: reading.model.values, reading.order)
            let page = AssessmentPage(
                context: computing, reading: reading, acceptability: both,
                byWeights: reading.hasUncertainValues
                    ? try await acceptability(of: reading.fixedValues, reading.order) : both)
            return html(try await decisions.drawn { page.html() }, request)
        } catch let fault as AssessmentReading.Fault {
            return html(frame.document(object, content: AssessmentPage.fault(fault, object, planning)), request)
        }
    }

    private func acceptability(
        of values: [[ValueInterval]], _ order: [Int]?
    ) async throws -> AcceptabilityAnalysis.Result {
        try await ClientPresence.whilePresent { [decisions] in
            try await decisions.acceptability(of: DecisionMemory.Weighing(values: values, order: order))
        }
    }

    private func portfolio(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let frame = PortfolioPage.frame(planning)
        guard let object = try chosen("portfolio", .portfolio, request, planning.plan) else {
            return html(frame.document(nil, content: frame.chooser(planning.plan.objects(of: .portfolio))), request)
        }
        let reading: PortfolioReading
        do {
            let (plan, rules) = (planning.computing.plan, try await licenceRules())
            reading = try await decisions.drawn { try PortfolioReading(plan, object, rules: rules) }
        } catch let fault as PortfolioReading.Fault {
            return html(frame.document(object, content: PortfolioPage.fault(fault, object, planning)), request)
        }
        let (answer, core) = try await ClientPresence.whilePresent { [decisions] in
            let answer = try await decisions.answer(to: reading.problem)
            guard let question = reading.coreQuestion else { return (answer, CoreIndex?.none) }
            return (answer, try await decisions.core(of: question))
        }
        let trial = planning.mayWrite ? try await trial(reading, query(request), planning.plan) : PortfolioTrial()
        let beside = try await beside(object, query(request)["beside"], planning)
        let page = PortfolioPage(
            context: planning.computing, reading: reading, answer: answer, core: core, trial: trial, beside: beside)
        return html(try await decisions.drawn { page.html() }, request)
    }

    /// The portfolios that can stand beside one, and the one that was asked for, solved.
    private func beside(
        _ portfolio: PlanningObject, _ asked: String, _ planning: PlanningContext
    ) async throws -> PortfolioBeside {
        let others = planning.plan.objects(of: .portfolio).filter {
            $0.reference != portfolio.reference && !$0.isMasked
        }
        guard let other = others.first(where: { $0.reference.description == asked }) else {
            return PortfolioBeside(others: others)
        }
        do {
            let (plan, rules) = (planning.computing.plan, try await licenceRules())
            let reading = try await decisions.drawn { try PortfolioReading(plan, other, rules: rules) }
            let answer = try await ClientPresence.whilePresent { [decisions] in
                try await decisions.answer(to: reading.problem)
            }
            return PortfolioBeside(others: others, chosen: (other, .solved(reading, answer)))
        } catch is PortfolioReading.Fault {
            return PortfolioBeside(others: others, chosen: (other, .fault))
        }
    }

    /// Solves the portfolio with one thing changed.
    private func trial(_ reading: PortfolioReading, _ fields: FormBody, _ plan: Plan) async throws -> PortfolioTrial {
        var trial = PortfolioTrial()
        var problem = reading.problem
        func member(_ name: String) -> Int? {
            reading.members.firstIndex { $0.measure.reference.description == fields[name] && $0.barred == nil }
        }
        if let amount = Int(fields["more"]), PortfolioTrial.amounts.contains(amount), let limit = Int(fields["limit"]),
            reading.limits.indices.contains(limit), reading.limits[limit].isMoney
        {
            (trial.limit, trial.amount) = (limit, amount)
            for place in reading.limits[limit].limits { problem.limits[place].amount += Double(amount) }
        } else if let place = member("in") {
            trial.forcedIn = place
            problem.must.insert(place)
            problem.forbidden.remove(place)
        } else if let place = member("out") {
            trial.forcedOut = place
            problem.forbidden.insert(place)
            problem.must.remove(place)
        } else {
            return trial
        }
        let changed = problem
        trial.outcome = try await ClientPresence.whilePresent { [decisions] in
            try await decisions.outcome(of: changed)
        }
        return trial
    }
}

/// What other pages of the plan show of it.
extension PlanningPageSet {
    /// What the weighing pages say about an object on its own page.
    func decisionPanels(of object: PlanningObject, _ planning: PlanningContext) async throws -> [HTML] {
        switch object.kind {
        case .measure: [MeasurePanel(context: planning, measure: object, rules: try await licenceRules()).html()]
        case .asset: [AnalysisLink(context: planning, object: object, name: "renew", text: .renewTitle).html()]
        case .assessment:
            [
                AnalysisLink(context: planning, object: object, name: "assessment", text: .assessmentTitle).html(),
                planning.mayWrite
                    ? """
                    <p class="actions"><a class="button" href="\(SiteURL.planningObject(object.reference, "matrix"))">\
                    \(planning.language(.matrixOpen))</a></p>
                    """ : HTML(),
            ]
        case .portfolio:
            [AnalysisLink(context: planning, object: object, name: "portfolio", text: .portfolioTitle).html()]
        case .staffPlan: [AnalysisLink(context: planning, object: nil, name: "staff", text: .staffTitle).html()]
        default: []
        }
    }
}
