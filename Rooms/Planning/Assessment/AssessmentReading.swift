// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
import Knowledge
public import PlanningModel
import Wire

/// An assessment ready to be weighed: candidates by criteria, with the rows each number was made of.
public struct AssessmentReading: Sendable {
    /// A candidate with its knock-outs.
    public struct Candidate: Sendable {
        public let measure: PlanningObject
        public let findings: [KnockOutFinding]
        public var failed: [KnockOut] { findings.filter { $0.verdict == .fail }.map(\.knockOut) }
        public var held: [KnockOut] { findings.filter { $0.verdict == .hold }.map(\.knockOut) }
    }

    /// A criterion of the assessment; its own of the town has a reference.
    public struct Criterion: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let reference: Reference?
        /// How much its step from worst to best matters when nobody said otherwise, 0–100.
        public let usualPoints: Double
    }

    /// What is known of a candidate under a criterion.
    public struct Cell: Sendable, Hashable {
        public let interval: ValueInterval
        /// The rows of the document it was made of; none: nobody has rated it.
        public let rows: [Int]
        public let spread: Spread?
    }

    /// How one assessor alone would see it; what they did not rate is taken from all.
    public struct Voice: Sendable {
        public let name: String
        public let weights: Weights
        public let totals: [Double]
    }

    public let assessment: PlanningObject
    public let ranked: [Candidate]
    /// Candidates that fail a knock-out: shown, never ranked.
    public let knockedOut: [Candidate]
    public let criteria: [Criterion]
    /// A row for each ranked candidate.
    public let cells: [[Cell]]
    public let knockedOutCells: [[Cell]]
    public let weights: Weights
    /// Of several assessors' weights by criterion; empty when there is one voice or none.
    public let weightSpread: [Spread]
    /// Criteria by falling importance; nil when that is not known.
    public let order: [Int]?
    public let voices: [Voice]
    public let assumptions: [Words]
    public let model: AdditiveModel

    /// What keeps an assessment from being evaluated.
    public enum Fault: Error, Sendable, Hashable {
        case noCandidates, noCriteria, allKnockedOut, tooMany
        /// No rating counts; with it, what was entered and cannot count.
        case nothingRated(objections: [Words])
    }

    public init(_ plan: Plan, _ assessment: PlanningObject, rules: LicenceRules) throws(Fault) {
        var assumptions: [Words] = []
        let criteria = Self.criteria(plan, assessment)
        guard !criteria.isEmpty else { throw .noCriteria }
        let candidates = plan.objects(assessment, "candidates").map {
            Candidate(measure: $0, findings: plan.knockOutFacts(of: $0, rules: rules).findings)
        }
        guard !candidates.isEmpty else { throw .noCandidates }
        let ranked = candidates.filter(\.failed.isEmpty)
        guard !ranked.isEmpty else { throw .allKnockedOut }
        let knockedOut = candidates.filter { !$0.failed.isEmpty }
        let ratings = Ratings(plan, assessment)
        func cells(_ candidates: [Candidate]) -> [[Cell]] {
            candidates.map { candidate in
                criteria.map { ratings.cell(candidate.measure.reference, $0.id) }
            }
        }
        let rankedCells = cells(ranked)
        // fifties everywhere would have a leader by chance, and the benefit of each in a portfolio by nothing
        guard rankedCells.contains(where: { !$0.allSatisfy(\.rows.isEmpty) }) else {
            throw .nothingRated(objections: ratings.objections)
        }
        let unrated = zip(ranked, rankedCells).compactMap { candidate, cells -> (who: Reference, count: Int)? in
            let count = cells.count(where: \.rows.isEmpty)
            return count == 0 ? nil : (candidate.measure.reference, count)
        }
        if !unrated.isEmpty {
            let count = unrated.reduce(0) { $0 + $1.count }
            let names = unrated.map(\.who.description)
            let whose = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " …" : "")
            assumptions.append(
                Words(
                    "\(count == 1 ? "eine Einstufung fehlt" : "\(count) Einstufungen fehlen") (\(whose)); dort zählt 50, und 0 bis 100 ist möglich",
                    "\(count == 1 ? "one rating is" : "\(count) ratings are") missing (\(whose)); 50 is counted there, and 0 to 100 is possible"
                ))
        }
        assumptions += ratings.objections
        let weighing = Weighing(assessment, criteria, own: plan.objects(of: .criterion))
        assumptions += weighing.assumptions
        let intervals = rankedCells.map { $0.map(\.interval) }
        guard let model = try? AdditiveModel(values: intervals, weights: weighing.weights) else { throw .noCriteria }
        self.assessment = assessment
        (self.ranked, self.knockedOut, self.criteria) = (ranked, knockedOut, criteria)
        (self.cells, knockedOutCells) = (rankedCells, cells(knockedOut))
        (weights, weightSpread, order) = (weighing.weights, weighing.spread, weighing.order)
        self.assumptions = assumptions
        self.model = model
        let names = Set(ratings.assessors).union(weighing.assessors.keys).sorted()
        voices = names.compactMap { name in
            let own = weighing.assessors[name] ?? weighing.weights
            let values = ranked.enumerated().map { index, candidate in
                criteria.enumerated().map { column, criterion in
                    ratings.interval(candidate.measure.reference, criterion.id, by: name)
                        ?? rankedCells[index][column].interval
                }
            }
            guard let model = try? AdditiveModel(values: values, weights: own) else { return nil }
            return Voice(name: name, weights: own, totals: model.totals)
        }
    }

    /// The values that were entered, without what their evidence leaves open.
    public var fixedValues: [[ValueInterval]] {
        model.values.map { row in row.map { ValueInterval(value: $0.value, low: $0.value, high: $0.value) } }
    }

    /// Whether the weights come from the ranks alone, and not from points.
    public var isOrdered: Bool { assessment.text("weighting") == "order" }

    /// Whether some value may be another one after the evidence.
    public var hasUncertainValues: Bool { model.values.contains { $0.contains { $0.width > 0 } } }

    /// The most candidates that are set side by side, each against each.
    public static let mostCompared = 60

    /// Totals closer than this are a tie: they look the same on the page.
    public static let tie = 0.05
    /// From which difference of values PROMETHEE prefers a little, and from which fully.
    public static let preference = Preference.linear(none: 5, full: 30)

    /// The places by the value model and by the two methods beside it.
    public var comparison: MethodComparison {
        var entries = [
            MethodComparison.Entry(method: "value", ranking: Ranking(scores: model.totals, tolerance: Self.tie))
        ]
        let rows = model.values.map { $0.map(\.value) }
        let directions = Array(repeating: DecisionMatrix.Direction.more, count: criteria.count)
        if let matrix = try? DecisionMatrix(rows: rows, weights: weights, directions: directions) {
            let flows = matrix.promethee(Array(repeating: Self.preference, count: criteria.count))
            entries.append(MethodComparison.Entry(method: "PROMETHEE II", ranking: Ranking(scores: flows)))
            entries.append(MethodComparison.Entry(method: "TOPSIS", ranking: Ranking(scores: matrix.topsis())))
        }
        return MethodComparison(entries)
    }

    // MARK: Criteria and weights

    /// The criteria of an assessment in their order, with what the town put in the place of shipped ones.
    package static func criteria(_ plan: Plan, _ assessment: PlanningObject) -> [Criterion] {
        let own = plan.objects(of: .criterion)
        var names = assessment.rows("criteria").compactMap { $0["criterion"]?.string }
        if names.isEmpty { names = assessment.rows("ratings").compactMap { $0["criterion"]?.string } }
        var seen: Set<String> = []
        return names.map { canonical($0, own) }.filter { seen.insert($0).inserted }.map { id in
            if let object = plan[id] {
                return Criterion(
                    id: id, name: Words(object.title, object.title), reference: object.reference,
                    usualPoints: object.number("swing").flatMap { (0...100).contains($0) ? $0 : nil } ?? 50)
            }
            guard let shipped = ShippedKnowledge.criteria.first(where: { $0.id == id }) else {
                return Criterion(id: id, name: Words(id, id), reference: nil, usualPoints: 50)
            }
            return Criterion(
                id: id, name: shipped.name,
                reference: nil, usualPoints: Double(shipped.swing))
        }
    }

    /// A criterion of the town's own stands for the shipped one whose place it takes.
    package static func canonical(_ id: String, _ own: [PlanningObject]) -> String {
        own.first { $0.text("replaces") == id }?.reference.description ?? id
    }

    /// The rows of an assessment by candidate and criterion.
    private struct Ratings {
        private struct Place: Hashable {
            let candidate: Reference
            let criterion: String
        }
        private struct Rating {
            let row: Int
            let assessor: String?
            let interval: ValueInterval
        }
        private var places: [Place: [Rating]] = [:]
        private(set) var assessors: [String] = []
        /// The rows, from 1, whose value does not lie between 0 and 100.
        private(set) var leftOut: [Int] = []
        private(set) var isWidthLeftOut = false

        init(_ plan: Plan, _ assessment: PlanningObject) {
            let own = plan.objects(of: .criterion)
            var widths = EvidenceWidths()
            for row in assessment.rows("widths") {
                guard let width = row["width"]?.double else { continue }
                guard (0...100).contains(width) else {
                    isWidthLeftOut = true
                    continue
                }
                switch row["evidence"]?.string.flatMap({ EvidenceLevel(rawValue: $0) }) {
                case .claim: widths.claim = width
                case .document: widths.document = width
                case .testedByUs: widths.testedByUs = width
                case .independent: widths.independent = width
                case nil: break
                }
            }
            for (index, row) in assessment.rows("ratings").enumerated() {
                guard let candidate = row["candidate"]?.string.flatMap({ Reference($0) }),
                    let criterion = row["criterion"]?.string, let value = row["value"]?.double
                else { continue }
                guard (0...100).contains(value) else {
                    leftOut.append(index + 1)
                    continue
                }
                let evidence = row["evidence"]?.string.flatMap { EvidenceLevel(rawValue: $0) } ?? .claim
                let place = Place(candidate: candidate, criterion: AssessmentReading.canonical(criterion, own))
                let assessor = row["assessor"]?.string.flatMap { $0.isEmpty ? nil : $0 }
                if let assessor { assessors.append(assessor) }
                let interval = ValueInterval(value: value, evidence: evidence, widths: widths)
                places[place, default: []].append(Rating(row: index, assessor: assessor, interval: interval))
            }
        }

        /// What was entered and cannot count.
        var objections: [Words] {
            var objections: [Words] = []
            if !leftOut.isEmpty {
                let rows = leftOut.prefix(12).map(String.init).joined(separator: ", ")
                objections.append(
                    Words(
                        "Werte außerhalb von 0 bis 100 zählen nicht: Zeile \(rows)",
                        "values outside of 0 to 100 do not count: row \(rows)"))
            }
            if isWidthLeftOut {
                objections.append(
                    Words(
                        "eine Breite außerhalb von 0 bis 100 zählt nicht; es gilt die übliche",
                        "a width outside of 0 to 100 does not count; the usual one holds"))
            }
            return objections
        }

        func cell(_ candidate: Reference, _ criterion: String) -> Cell {
            let ratings = places[Place(candidate: candidate, criterion: criterion)] ?? []
            return Cell(
                interval: ValueInterval(assessors: ratings.map(\.interval)), rows: ratings.map(\.row),
                spread: ratings.count > 1 ? Spread(ratings.map(\.interval.value)) : nil)
        }

        func interval(_ candidate: Reference, _ criterion: String, by assessor: String) -> ValueInterval? {
            let ratings = places[Place(candidate: candidate, criterion: criterion)] ?? []
            let own = ratings.filter { $0.assessor == assessor }
            return own.isEmpty ? nil : ValueInterval(assessors: own.map(\.interval))
        }
    }
}
