// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
import Knowledge
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
    public enum Fault: Error, Sendable, Hashable { case noCandidates, noCriteria, allKnockedOut, tooMany }

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
        let unrated = rankedCells.reduce(0) { $0 + $1.count(where: \.rows.isEmpty) }
        if unrated > 0 {
            assumptions.append(
                Words(
                    "\(unrated == 1 ? "eine Einstufung fehlt" : "\(unrated) Einstufungen fehlen"); dort zählt 50, und 0 bis 100 ist möglich",
                    "\(unrated == 1 ? "one rating is" : "\(unrated) ratings are") missing; 50 is counted there, and 0 to 100 is possible"
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

    private static func criteria(_ plan: Plan, _ assessment: PlanningObject) -> [Criterion] {
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
    private static func canonical(_ id: String, _ own: [PlanningObject]) -> String {
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

    /// Weights from points or from an order, with what had to be assumed.
    private struct Weighing {
        let weights: Weights
        let spread: [Spread]
        let order: [Int]?
        let assessors: [String: Weights]
        let assumptions: [Words]

        init(_ assessment: PlanningObject, _ criteria: [Criterion], own: [PlanningObject]) {
            /// The place of a criterion, also when one of the town's own took its place.
            func column(_ id: String) -> Int? {
                let id = AssessmentReading.canonical(id, own)
                return criteria.firstIndex { $0.id == id }
            }
            var assumptions: [Words] = []
            let usual = Self.weights(criteria.map(\.usualPoints))
            var places = [Double?](repeating: nil, count: criteria.count)
            for row in assessment.rows("criteria") {
                guard let place = row["order"]?.double, let index = row["criterion"]?.string.flatMap(column)
                else { continue }
                places[index] = place
            }
            if assessment.text("weighting") == "order" {
                if places.contains(where: { $0 == nil }) || Set(places).count < places.count {
                    assumptions.append(
                        Words(
                            "die Rangfolge ist nicht vollständig; Kriterien ohne eigenen Platz folgen nach ihrem üblichen Gewicht",
                            "the order is not complete; criteria without a place of their own come by their usual weight"
                        ))
                }
                let order = criteria.indices.sorted { left, right in
                    let (a, b) = (places[left] ?? .infinity, places[right] ?? .infinity)
                    if a != b { return a < b }
                    let (c, d) = (criteria[left].usualPoints, criteria[right].usualPoints)
                    return c == d ? left < right : c > d
                }
                weights = (try? Weights.rankOrderCentroid(order: order)) ?? usual
                (self.order, spread, assessors) = (order, [], [:])
                self.assumptions = assumptions
                return
            }
            var points: [String: [Double?]] = [:]
            var isLeftOut = false
            for row in assessment.rows("weights") {
                guard let name = row["assessor"]?.string, let number = row["points"]?.double,
                    let index = row["criterion"]?.string.flatMap(column)
                else { continue }
                guard (0...1_000_000).contains(number) else {
                    isLeftOut = true
                    continue
                }
                points[name, default: Array(repeating: nil, count: criteria.count)][index] = number
            }
            var assessors: [String: Weights] = [:]
            for (name, own) in points {
                assessors[name] = Self.weights(zip(own, criteria).map { $0 ?? $1.usualPoints })
            }
            if points.isEmpty {
                assumptions.append(
                    Words(
                        "niemand hat Punkte vergeben; es gelten die üblichen Gewichte der Kriterien",
                        "nobody has given points; the usual weights of the criteria are used"))
            } else if points.values.contains(where: { $0.contains { $0 == nil } }) {
                assumptions.append(
                    Words(
                        "Kriterien ohne Punkte zählen mit ihrem üblichen Gewicht",
                        "criteria without points of an assessor count with their usual weight"))
            }
            let mean = try? Weights.mean(of: assessors.sorted { $0.key < $1.key }.map(\.value))
            weights = mean?.weights ?? usual
            spread = assessors.count > 1 ? mean?.spread ?? [] : []
            let shares = weights.shares
            let sorted = shares.indices.sorted { shares[$0] > shares[$1] }
            let isStrict = zip(sorted, sorted.dropFirst()).allSatisfy { shares[$0] - shares[$1] > 1e-9 }
            order = isStrict ? sorted : nil
            if isLeftOut {
                assumptions.append(
                    Words("Punkte unter null zählen nicht", "points below zero do not count"))
            }
            assumptions += Self.contradictions(places, shares, criteria)
            self.assessors = assessors
            self.assumptions = assumptions
        }

        /// Ranks that somebody entered beside points that say otherwise; the points count, and that is said.
        private static func contradictions(
            _ places: [Double?], _ shares: [Double], _ criteria: [Criterion]
        ) -> [Words] {
            var pairs: [(Int, Int)] = []
            for first in places.indices {
                for second in places.indices {
                    guard let a = places[first], let b = places[second], a < b,
                        shares[first] < shares[second] - 1e-9
                    else { continue }
                    pairs.append((first, second))
                }
            }
            guard !pairs.isEmpty else { return [] }
            func words(_ word: String) -> String {
                pairs.prefix(3).map { "\(criteria[$0.0].id) \(word) \(criteria[$0.1].id)" }.joined(separator: ", ")
                    + (pairs.count > 3 ? " …" : "")
            }
            return [
                Words(
                    "die eingetragene Rangfolge widerspricht den Punkten, und die Punkte zählen: eingetragen \(words("vor")), aber mit weniger Punkten",
                    "the ranks entered contradict the points, which count: ranked \(words("before")), but with fewer points"
                )
            ]
        }

        /// Equal weights when all points are zero.
        private static func weights(_ points: [Double]) -> Weights {
            if let weights = try? Weights(points) { return weights }
            guard let equal = try? Weights(points.map { _ in 1 }) else {
                preconditionFailure("an assessment without criteria is refused before")
            }
            return equal
        }
    }
}
