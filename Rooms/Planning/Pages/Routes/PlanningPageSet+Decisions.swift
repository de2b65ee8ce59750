// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Storage
import Wire

/// Decisions: the papers they were made on are written and kept at that moment, and compared with what is there today.
extension PlanningPageSet {
    // MARK: At the decision

    /// Stores a decision with the papers on its measures, for everybody and for staff, in both languages.
    func decide(
        _ answers: JSONObject, _ visibility: PlanningObject.Visibility, _ state: PlanningObject.State,
        _ context: HTTPContext
    ) async throws -> PlanningObject {
        let faults = ObjectKind.decision.faults(in: answers, over: [:]) + aheadOfToday(answers)
        guard faults.isEmpty else { throw ValidationFailure(faults) }
        let (reader, instant) = (context.reader, clock())
        for _ in 0..<5 {
            let record = try await record(of: answers, visibility, at: instant)
            do {
                return try await engine.write { connection in
                    try PlanningQueries.decide(
                        answers, record: record, visibility: visibility, state: state, by: reader, at: instant,
                        on: connection)
                }
            } catch is BasisMoved {
                // somebody changed a measure or what it rests on while the papers were being written
                continue
            }
        }
        throw Problem(
            .conflict, "The plan keeps changing",
            detail: "What is decided on was changed again and again while its paper was being written; try once more.",
            german: "Worüber entschieden wird, wurde immer wieder geändert, während die Vorlage festgehalten wurde; "
                + "versuchen Sie es noch einmal.")
    }

    /// What is to be decided is no decision yet, and one that is recorded can be neither changed nor removed.
    private func aheadOfToday(_ answers: JSONObject) -> [FieldFault] {
        let today = Format(.german).time.day(now())
        let parts = (answers["date"]?.string ?? "").split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, CalendarDay(year: parts[0], month: parts[1], day: parts[2]) > today else { return [] }
        return [FieldFault("/date", .decisionAhead)]
    }

    /// What a decision with these answers is made on, now.
    func record(
        of answers: JSONObject, _ visibility: PlanningObject.Visibility, at instant: Instant
    ) async throws -> DecisionRecord {
        let about = (answers["about"]?.array ?? []).compactMap { $0.string.flatMap { Reference($0) } }
        let whole = try await plans.plan(for: .system, from: engine)
        var papers: [DecisionRecord.Paper] = []
        for audience in DecisionRecord.Audience.allCases where audience == .staff || visibility == .public {
            let reader = audience == .staff ? .staff : Reader.anonymous
            let town = try await towns.reading(for: reader, from: engine)
            let plan = try await plans.plan(for: reader, from: engine)
            for language in Language.allCases {
                let page = PageFrame(language: language, profile: town.profile, version: site.version)
                let planning = PlanningContext(plan: plan, town: town, frame: page, mayWrite: false)
                let stage = CouncilPaper.Stage(answers, planning)
                for measure in about.compactMap({ plan[$0] }) where measure.kind == .measure {
                    let paper = try await written(on: measure, planning, for: reader, stage: stage)
                    papers.append(
                        .init(
                            measure: measure.reference, audience: audience, document: paper.document,
                            origins: paper.origins))
                }
            }
        }
        return DecisionRecord(
            frozen: instant, papers: papers, versions: whole.basis(of: about), amounts: whole.amounts(of: about))
    }

    // MARK: Afterwards

    /// Public decisions whose papers say what an object says.
    func carriers(of object: PlanningObject, _ plan: Plan) async throws -> [PlanningObject] {
        let reference = object.reference
        return try await engine.read { try PlanningQueries.publicDecisions(carrying: reference, in: plan, on: $0) }
    }

    /// For who plans, on the page of what is no longer public: which papers it was taken out of.
    func carriedPanel(_ object: PlanningObject, _ planning: PlanningContext) async throws -> [HTML] {
        guard planning.mayWrite else { return [] }
        let isWithheld =
            object.isPublic && object.kind == .indicator
            && NameableData(planning.town, isForEverybody: true).lacks(anyOf: object.document, object.kind.fields)
        guard !object.isPublic || isWithheld else { return [] }
        let carriers = try await carriers(of: object, planning.plan)
        guard !carriers.isEmpty else { return [] }
        let links = carriers.map { "<li>\(planning.link($0))</li>" as HTML }
        return [
            """
            <section class="notice" aria-labelledby="carried"><h2 id="carried">\(planning.language(.carriedTitle))</h2>\
            <p>\(planning.language(isWithheld ? .carriedWithheld : .carriedHidden))</p><ul class="plain">\(links)</ul></section>
            """
        ]
    }

    /// A decision with what is kept of it, as far as the reader may see it, and what differs today.
    func kept(_ decision: PlanningObject, _ planning: PlanningContext, _ reader: Reader) async throws -> KeptDecision {
        let nameable = NameableData(planning.town)
        let (record, old, withheld) = try await engine.read { connection in
            let record = try PlanningQueries.record(of: decision.reference, on: connection)
            let old = try PlanningQueries.versions(record?.versions ?? [:], for: reader, on: connection)
            let withheld = try record.map { try PlanningQueries.withheld(of: $0, naming: nameable, on: connection) }
            return (record, old, withheld ?? [])
        }
        let seesAll = reader.rights.seeInternal
        guard let record else { return KeptDecision(decision: decision, audience: seesAll ? .staff : .everybody) }
        let all = try await plans.plan(for: .system, from: engine)
        return KeptDecision(
            decision: decision, audience: seesAll ? .staff : .everybody,
            record: seesAll ? record : record.forEverybody(in: planning.plan, withheld: withheld),
            review: planning.plan.review(of: record, old: old, all: all, seesAll: seesAll))
    }

    /// What a decision's page, and the page of a thing that was decided on, say about it.
    func decidedPanels(
        of object: PlanningObject, _ planning: PlanningContext, _ context: HTTPContext
    ) async throws -> [HTML] {
        if object.kind == .decision {
            let kept = try await kept(object, planning, context.reader)
            return [DecisionPanel(context: planning, kept: kept).html()]
        }
        let decisions = planning.plan.decisions(on: object.reference)
        guard let latest = decisions.first else { return [] }
        let kept = try await kept(latest, planning, context.reader)
        let panel = DecidedPanel(
            context: planning, object: object, kept: kept, earlier: Array(decisions.dropFirst()))
        return [panel.html()]
    }

    /// The paper that a decision was made on, in the reader's language.
    func keptPaper(
        _ request: Request, _ context: HTTPContext, _ planning: PlanningContext
    ) async throws -> DecisionPaperPage {
        let decision = try object(context, in: planning.plan)
        let kept = try await kept(decision, planning, context.reader)
        let audience = kept.audience
        let asked = Reference(query(request)["measure"])
        guard let record = kept.record, let measure = asked ?? record.measures(for: audience).first,
            let document = record.paper(on: measure, language: planning.language.rawValue, for: audience)
        else {
            throw Problem.notFound(
                "No paper was kept with this decision, or it is not public.",
                german: "Zu dieser Entscheidung wurde keine Vorlage festgehalten, oder sie ist nicht öffentlich.")
        }
        return DecisionPaperPage(
            context: planning, decision: decision, measure: measure, document: document, frozen: record.frozen)
    }
}

extension Reader {
    /// The least that somebody with an account may see: what is for all of the administration.
    static var staff: Reader { Reader(identity: .system, role: .viewer) }
}

/// A decision with what was kept of it.
struct KeptDecision: Sendable {
    let decision: PlanningObject
    /// Whose papers the reader gets.
    let audience: DecisionRecord.Audience
    var record: DecisionRecord?
    var review: DecisionReview?
}

extension CouncilPaper.Stage {
    /// What the answers about a decision say, in a page's words.
    init(_ answers: JSONObject, _ planning: PlanningContext) {
        func word(_ name: String) -> String {
            guard let field = ObjectKind.decision.field(name) else { return "" }
            return AnswerView(context: planning).plain(answers[name], field).joined(separator: ", ")
        }
        self = .decided(number: answers["paper"]?.string, words: [word("outcome"), word("body"), word("date")])
    }

    /// Where the paper on an object stands now: a draft, perhaps after a decision.
    init(_ object: PlanningObject, _ planning: PlanningContext) {
        guard let latest = planning.plan.decisions(on: object.reference).first else {
            self = .draft
            return
        }
        self = .further(after: planning.words(latest))
    }
}

extension PlanningContext {
    /// "E-1, angenommen, 12. März 2027"
    func words(_ decision: PlanningObject) -> String {
        [decision.reference.description, outcome(of: decision)].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// "angenommen, 12. März 2027"; beside a link, which names the decision.
    func outcome(of decision: PlanningObject) -> String {
        let view = AnswerView(context: self)
        let parts = ["outcome", "date"].compactMap { name in
            decision.kind.field(name).map { view.plain(decision[name], $0).joined(separator: ", ") }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension NameableData {
    /// What a reading of the town names; with `isForEverybody` what of it is public.
    init(_ town: TownReading, isForEverybody: Bool = false) {
        func isNamed(_ dataset: Int64?) -> Bool {
            !isForEverybody || town.dataset(dataset)?.access == .public
        }
        self.init(
            series: Set(town.series.filter { isNamed($0.dataset) }.compactMap(\.datastream)),
            collections: Set(town.layers.filter { isNamed($0.dataset) }.map(\.name)),
            datasets: Set(town.datasets.filter { isNamed($0.id) }.map(\.slug)))
    }
}
