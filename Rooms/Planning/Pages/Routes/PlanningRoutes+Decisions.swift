// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import Decision
import Documents
import HTTPSupport
import HTTPTypes
import Hummingbird
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Storage
import Wire

/// Decisions: the papers they were made on are written and kept at that moment, and compared with what is there today.
extension PlanningRoutes {
    // MARK: At the decision

    /// Stores a decision with the papers on its measures, for everybody and for staff, in both languages.
    func decide(
        _ answers: JSONObject, _ visibility: PlanningObject.Visibility, _ state: PlanningObject.State,
        _ request: Request, _ context: HTTPContext
    ) async throws -> PlanningObject {
        let faults = ObjectKind.decision.faults(in: answers, over: [:])
        guard faults.isEmpty else { throw ValidationFailure(faults) }
        let (reader, instant) = (context.reader, now())
        for _ in 0..<5 {
            let record = try await record(of: answers, visibility, at: instant, request, context)
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

    private func record(
        of answers: JSONObject, _ visibility: PlanningObject.Visibility, at instant: Instant, _ request: Request,
        _ context: HTTPContext
    ) async throws -> DecisionRecord {
        let about = (answers["about"]?.array ?? []).compactMap { $0.string.flatMap { Reference($0) } }
        let whole = try await plans.plan(for: .system, from: engine)
        var papers: [DecisionRecord.Paper] = []
        for audience in DecisionRecord.Audience.allCases where audience == .staff || visibility == .public {
            // the least that somebody with an account may see: the paper is for all of them
            let reader = audience == .staff ? Reader(identity: .system, role: .viewer) : .anonymous
            let town = try await towns.reading(for: reader, from: engine)
            let plan = try await plans.plan(for: reader, from: engine)
            for language in Language.allCases {
                var page = frame(request, context, town)
                page.format = Format(language)
                let planning = PlanningContext(plan: plan, town: town, frame: page, mayWrite: false)
                let stage = CouncilPaper.Stage(answers, planning)
                for measure in about.compactMap({ plan[$0] }) where measure.kind == .measure {
                    let document = try await paper(on: measure, planning, for: reader, stage: stage)
                    papers.append(.init(measure: measure.reference, audience: audience, document: document))
                }
            }
        }
        return DecisionRecord(
            frozen: instant, papers: papers, versions: whole.basis(of: about), amounts: whole.amounts(of: about))
    }

    // MARK: Afterwards

    /// A decision with what is kept of it, as far as the reader may see it, and what differs today.
    func kept(_ decision: PlanningObject, _ planning: PlanningContext, _ reader: Reader) async throws -> KeptDecision {
        let (record, old) = try await engine.read { connection in
            let record = try PlanningQueries.record(of: decision.reference, on: connection)
            let old = try PlanningQueries.versions(record?.versions ?? [:], for: reader, on: connection)
            return (record, old)
        }
        let seesAll = reader.rights.seeInternal
        guard let record else { return KeptDecision(decision: decision, audience: seesAll ? .staff : .everybody) }
        let all = try await plans.plan(for: .system, from: engine)
        return KeptDecision(
            decision: decision, audience: seesAll ? .staff : .everybody,
            record: seesAll ? record : record.forEverybody(in: planning.plan),
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
        let view = AnswerView(context: self)
        let parts = ["outcome", "date"].compactMap { name in
            decision.kind.field(name).map { view.plain(decision[name], $0).joined(separator: ", ") }
        }
        return ([decision.reference.description] + parts).filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
