// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Knowledge
import PlanningModel
import Wire

extension AssessmentReading {
    /// Weights from points or from an order, with what had to be assumed.
    struct Weighing {
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
            let given = points.mapValues { own in zip(own, criteria).map { $0 ?? $1.usualPoints } }
            let weighed = given.mapValues(Self.weights)
            let mean = try? Weights.mean(of: weighed.sorted { $0.key < $1.key }.map(\.value))
            let together = mean?.weights ?? usual
            if assessment.text("weighting") == "order" {
                let entered = places.compactMap { $0 }
                // who rates by a link gives points: without places they say the order
                let isByPoints = entered.isEmpty && !points.isEmpty
                func centroid(_ places: [Double?]) -> (order: [Int], weights: Weights) {
                    let order = Self.order(criteria, by: places)
                    return (order, (try? Weights.rankOrderCentroid(order: order)) ?? usual)
                }
                if isByPoints {
                    assumptions.append(
                        Words(
                            "niemand hat Plätze vergeben; die Rangfolge ist die der Punkte",
                            "nobody has given places; the order is that of the points"))
                    // the most points come first
                    (order, weights) = centroid(together.shares.map { -$0 })
                    assessors = given.mapValues { points in centroid(points.map { -$0 }).weights }
                } else {
                    if entered.count < criteria.count || Set(entered).count < entered.count {
                        assumptions.append(
                            Words(
                                "die Rangfolge ist nicht vollständig; Kriterien ohne eigenen Platz folgen nach ihrem üblichen Gewicht",
                                "the order is not complete; criteria without a place of their own come by their usual weight"
                            ))
                    }
                    (order, weights) = centroid(places)
                    assessors = [:]
                }
                spread = []
                self.assumptions = assumptions
                return
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
            weights = together
            spread = weighed.count > 1 ? mean?.spread ?? [] : []
            let shares = weights.shares
            let sorted = shares.indices.sorted { shares[$0] > shares[$1] }
            let isStrict = zip(sorted, sorted.dropFirst()).allSatisfy { shares[$0] - shares[$1] > 1e-9 }
            order = isStrict ? sorted : nil
            if isLeftOut {
                assumptions.append(
                    Words("Punkte unter null zählen nicht", "points below zero do not count"))
            }
            assumptions += Self.contradictions(places, shares, criteria)
            assessors = weighed
            self.assumptions = assumptions
        }

        /// The criteria from first to last by their places; those without one follow by their usual points, then as they stand.
        private static func order(_ criteria: [Criterion], by places: [Double?]) -> [Int] {
            criteria.indices.sorted { left, right in
                let (a, b) = (places[left] ?? .infinity, places[right] ?? .infinity)
                if a != b { return a < b }
                let (c, d) = (criteria[left].usualPoints, criteria[right].usualPoints)
                return c == d ? left < right : c > d
            }
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
