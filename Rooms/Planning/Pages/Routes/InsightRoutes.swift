// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import PlanningAnalysisPages
import PlanningFrame
import Site

/// Pages that evaluate the plan: goals, people, inventory; and checks that the platform runs itself.
extension InsightRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get(
            "/planning/analysis/goals", Words("Ziele mit ihren Kennzahlen", "Goals with their indicators")
        ) { request, context in
            try await goalTree(request, context)
        }
        insight(
            "charta",
            Words("Ziele und Maßnahmen nach der Smart City Charta", "Goals and measures by the Smart City Charter"),
            to: &routes
        ) { CharterPage(context: $0).html() }
        insight("needs", Words("Welche Bedarfe gedeckt sind", "Which needs are covered"), to: &routes) {
            NeedCoveragePage(context: $0).html()
        }
        insight("people", Words("Wer beteiligt ist", "Who is involved"), to: &routes) {
            InvolvementPage(context: $0).html()
        }
        insight("similar", Words("Was sich ähnelt", "What is alike"), to: &routes) { SimilarPage(context: $0).html() }
        insight("inventory", Words("Bestand und Schnittstellen", "Resources and interfaces"), to: &routes) {
            InventoryPage(context: $0).html()
        }
        insight("privacy", Words("Verarbeitungstätigkeiten", "Processing activities"), to: &routes) {
            PrivacyPage(context: $0).html()
        }
        insight("rules", Words("Leitlinien und wer sie erfüllt", "Guidelines and who fulfils them"), to: &routes) {
            RulesPage(context: $0).html()
        }
        routes.post(
            "/planning/analysis/rules", Words("Übliche Leitlinien übernehmen", "Take over the usual guidelines")
        ) { request, context in try await addUsualRules(request, context) }
        routes.post("/planning/{kind}/{number}/check", Words("Prüfungen ausführen", "Run the checks")) {
            request, context in try await runChecks(request, context)
        }
        routes.get(
            "/planning/analysis/journal", Words("Das Journal der Entscheidungen", "The journal of decisions")
        ) { request, context in
            let planning = try await planningContext(request, context).computing
            let page = JournalPage(context: planning, kind: query(request)["kind"], today: today(planning))
            return html(page.html(), request)
        }
    }

    private func insight(
        _ name: String, _ purpose: Words, to routes: inout RoomRoutes,
        page: @escaping @Sendable (PlanningContext) -> HTML
    ) {
        routes.get("/planning/analysis/\(name)", purpose) { request, context in
            html(page(try await planningContext(request, context).computing), request)
        }
    }

    /// The most indicators that the tree of goals reads at once; the others are links.
    private static let mostReadings = 60

    private func goalTree(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context).computing
        var readings: [Reference: HTML] = [:]
        let indicators = planning.plan.goalTree.flatMap(\.indicators).filter { !$0.isMasked }
        for indicator in indicators.prefix(Self.mostReadings) {
            let reading = try await reading(of: indicator, planning, context)
            readings[indicator.reference] =
                IndicatorView(context: planning, indicator: indicator, reading: reading).line
        }
        return html(GoalTreePage(context: planning, readings: readings).html(), request)
    }

    // MARK: Rules and checks

    /// Adds the usual rules that the plan does not have yet, in the editor's language.
    private func addUsualRules(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        _ = try await form(request)
        let words = language(request)
        let missing = UsualRule.missing(in: try await plan(context))
        try await change(context) { reader, instant, connection in
            for rule in missing {
                _ = try PlanningQueries.create(
                    .guideline, rule.document { words($0) }, visibility: .public, by: reader, at: instant,
                    on: connection)
            }
        }
        return redirect(.analysis("rules"))
    }

    /// Runs the checks of a solution or an existing resource and stores what they found with it.
    private func runChecks(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        _ = try await form(request)
        let planning = try await planningContext(request, context)
        let object = try object(context, in: planning.plan)
        let checks = planning.plan.checks(of: object)
        guard !checks.isEmpty else {
            throw Problem.badRequest(
                "\(object.reference) has nothing to be checked.", german: "An \(object.reference) ist nichts zu prüfen."
            )
        }
        // Where everybody may write, nobody unknown looks around in the town's network.
        let (isKnown, probe) = (context.reader.role != nil, probe)
        let outcomes = await planning.plan.run(checks, on: object, rules: try await licenceRules()) {
            await probe($0, isKnown)
        }
        let (words, day) = (planning.language, today(planning).iso)
        try await change(context) { reader, instant, connection in
            _ = try PlanningQueries.record(
                outcomes, of: object.reference, on: day, words: { words($0) }, by: reader, at: instant, on: connection)
        }
        return redirect(.planningObject(object.reference))
    }
}

/// What other pages of the plan show of it.
extension PlanningPageSet {
    /// What these analyses say about one object.
    func insightPanels(of object: PlanningObject, _ planning: PlanningContext) -> [HTML] {
        switch object.kind {
        case .need, .measure: [SimilarPage.panel(object, planning)].compactMap(\.self)
        case .asset, .solution:
            [ChecksPanel.html(object, planning), InventoryPage.panel(object, planning)].compactMap(\.self)
        case .guideline: [RulesPage.panel(object, planning)].compactMap(\.self)
        default: []
        }
    }
}
