// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Decision

/// The matrix on which three usual methods name three winners.
enum Town {
    static let rows: [[Double]] = [
        [74, 180, 9, 0.8, 62, 0.25], [58, 95, 14, 0.95, 48, 0.1], [81, 240, 6, 0.55, 70, 0.6],
        [66, 140, 11, 0.9, 55, 0.15],
    ]
    static let points: [Double] = [100, 80, 40, 80, 60, 40]
    static let directions: [DecisionMatrix.Direction] = [.more, .less, .less, .more, .more, .less]
    static let bounds: [ClosedRange<Double>] = [0...100, 0...300, 3...24, 0...1, 0...100, 0...1]

    static func matrix() throws -> DecisionMatrix {
        try DecisionMatrix(rows: rows, weights: .swing(points: points), directions: directions)
    }

    static func values(_ row: [Double]) -> [Double] {
        zip(zip(row, bounds), directions).map { pair, direction in
            let bound = pair.1
            let scale: ValueScale =
                direction == .more
                ? .linear(worst: bound.lowerBound, best: bound.upperBound)
                : .linear(worst: bound.upperBound, best: bound.lowerBound)
            return scale.value(of: pair.0) ?? .nan
        }
    }

    static func model(_ rows: [[Double]] = rows, weights: [Double] = points) throws -> AdditiveModel {
        try AdditiveModel(
            values: rows.map { values($0).map { ValueInterval(value: $0, low: $0, high: $0) } },
            weights: .swing(points: weights))
    }
}

@Suite struct MethodTests {
    @Test func threeMethodsNameThreeWinners() throws {
        let matrix = try Town.matrix()
        let model = try Town.model()
        #expect(isClose(matrix.weightedSum, [0.6096262096, 0.5, 0.5, 0.5751148289]))
        #expect(isClose(matrix.topsis(.vector), [0.5697203401, 0.6616270321, 0.3383729679, 0.6718462955]))
        #expect(isClose(matrix.topsis(.minMax), [0.6036943172, 0.4932420089, 0.5067579911, 0.5517815733]))
        #expect(
            isClose(model.totals.map { $0 / 100 }, [0.6644285714, 0.6812857143, 0.5832142857, 0.6810714286]))
        #expect(isClose(matrix.spotis(bounds: Town.bounds), model.totals.map { 1 - $0 / 100 }))
        #expect(isClose(matrix.vikor(), [0, 1, 0.8116883117, 0.3299062001]))

        let comparison = MethodComparison([
            .init(method: "MAVT", ranking: Ranking(scores: model.totals)),
            .init(method: "TOPSIS", ranking: Ranking(scores: matrix.topsis())),
            .init(method: "WSM", ranking: Ranking(scores: matrix.weightedSum)),
        ])
        #expect(comparison.isDisagreement)
        #expect(comparison.winners.map(\.candidate) == [0, 1, 3])
        #expect(comparison.winners.map(\.methods) == [["WSM"], ["MAVT"], ["TOPSIS"]])
        #expect(Ranking(scores: matrix.weightedSum).ties == [[1, 2]])
    }

    @Test func flowsOfPromethee() throws {
        let matrix = try Town.matrix()
        let none: [Double] = [2, 10, 1, 0.05, 2, 0.05]
        let full: [Double] = [10, 80, 5, 0.3, 12, 0.3]
        #expect(isClose(matrix.promethee(Array(repeating: .usual, count: 6)), [0, 0, 0, 0]))
        #expect(
            isClose(
                matrix.promethee(zip(none, full).map { .linear(none: $0, full: $1) }),
                [0.142797619, -0.1308333333, -0.0355357143, 0.0235714286]))
        #expect(
            isClose(
                matrix.promethee(full.map { .vShape(full: $0) }),
                [0.1197222222, -0.1116666667, -0.0272222222, 0.0191666667]))
        let other = try DecisionMatrix(
            rows: [[4, 3, 2], [3, 2, 4], [5, 1, 3]], weights: Weights([0.5, 0.3, 0.2]),
            directions: [.more, .more, .more])
        #expect(isClose(other.promethee([.usual, .usual, .usual]), [0.1, -0.3, 0.2]))
        #expect(Ranking(scores: matrix.promethee(Array(repeating: .usual, count: 6))).winners == [0, 1, 2, 3])
    }

    @Test(.enabled(if: Oracle.isThere)) func theOracleAgrees() throws {
        let mcda = try Oracle.planning("mcda")
        let matrix = try DecisionMatrix(
            rows: mcda.table("matrix"), weights: Weights(mcda.numbers("weights")),
            directions: mcda.numbers("types").map { $0 > 0 ? .more : .less })
        for (row, wanted) in zip(matrix.minMaxNormalised, mcda.table("minmax_normalised")) {
            #expect(isClose(row, wanted))
        }
        #expect(isClose(matrix.weightedSum, mcda.numbers("wsm_minmax")))
        #expect(isClose(matrix.topsis(), mcda.numbers("skcriteria_topsis_vector")))
        #expect(Ranking(scores: matrix.topsis()).places == mcda["skcriteria_topsis_rank"]?.whole)
        #expect(isClose(matrix.spotis(bounds: Town.bounds), mcda.numbers("spotis")))
        #expect(isClose(matrix.vikor(), mcda.numbers("vikor_v05")))
        let correlation = RankCorrelation.kendallTauB(matrix.weightedSum, matrix.topsis())
        #expect(isClose(correlation ?? .nan, mcda.number("kendall_tau_b_wsm_vs_topsis")))
        let rank = try Oracle.planning("rank")
        #expect(
            isClose(
                RankCorrelation.kendallTauB(rank.numbers("x"), rank.numbers("y")) ?? .nan, rank.number("kendall")))
        #expect(
            isClose(RankCorrelation.spearman(rank.numbers("x"), rank.numbers("y")) ?? .nan, rank.number("spearman")))
    }

    @Test func weightsFromOrderAndSwing() throws {
        let centroid = try Weights.rankOrderCentroid(order: [0, 1, 2, 3, 4, 5]).shares
        #expect(
            isClose(
                centroid, [0.4083333333, 0.2416666667, 0.1583333333, 0.1027777778, 0.0611111111, 0.0277777778]))
        let turned = try Weights.rankOrderCentroid(order: [2, 0, 1]).shares
        #expect(turned[2] > turned[0] && turned[0] > turned[1])
        #expect(try Weights.swing(points: Town.points).shares == [0.25, 0.2, 0.1, 0.2, 0.15, 0.1])
        #expect(throws: Weights.Fault.noOrder) { try Weights.rankOrderCentroid(order: [0, 0, 1]) }
        #expect(throws: Weights.Fault.negative(index: 1)) { try Weights([1, -1]) }
        #expect(throws: Weights.Fault.allZero) { try Weights([0, 0]) }
        let several = try Weights.mean(of: [Weights([1, 3]), Weights([3, 1])])
        #expect(several.weights.shares == [0.5, 0.5])
        #expect(several.spread[0].lowest == 0.25 && several.spread[0].highest == 0.75)
    }

    @Test func scalesAreFixed() throws {
        let falling = ValueScale.linear(worst: 300, best: 0)
        #expect(falling.value(of: 75) == 75 && falling.value(of: 500) == 0 && falling.value(of: -5) == 100)
        let bent = ValueScale.piecewise([
            .init(level: 0, value: 0), .init(level: 10, value: 80), .init(level: 20, value: 100),
        ])
        #expect(bent.value(of: 5) == 40 && bent.value(of: 15) == 90 && bent.value(of: 99) == 100)
        let named = ValueScale.levels([.init(name: "none", value: 0), .init(name: "all", value: 100)])
        #expect(named.value(named: "all") == 100 && named.value(named: "some") == nil && named.value(of: 1) == nil)
        #expect(throws: ValueScale.Fault.noExtent) { try ValueScale.linear(worst: 1, best: 1).validate() }
        #expect(throws: ValueScale.Fault.levelsDoNotRise) {
            try ValueScale.piecewise([.init(level: 1, value: 0), .init(level: 1, value: 9)]).validate()
        }
        let claim = ValueInterval(value: 90, evidence: .claim)
        #expect(claim.low == 65 && claim.high == 100)
        #expect(ValueInterval(value: 50, evidence: .independent).width == 6)
        let two = ValueInterval(assessors: [claim, ValueInterval(value: 50, evidence: .testedByUs)])
        #expect(two == ValueInterval(value: 70, low: 43, high: 100))
        #expect(ValueInterval(assessors: []) == .unknown)
    }

    @Test func aDominatedNewcomerReversesNothing() throws {
        var random = RandomStream(seed: 11)
        for _ in 0..<200 {
            let rows = (0..<5).map { _ in (0..<6).map { Town.bounds[$0].lowerBound + random.uniform() * 5 } }
            let newcomer = zip(rows[2], Town.directions).map { $1 == .more ? $0 - 0.1 : $0 + 0.1 }
            let before = try Town.model(rows).totals
            let after = try Town.model(rows + [newcomer]).totals
            #expect(Array(after.prefix(5)) == before)
            #expect(after[5] <= after[2])
        }
    }

    @Test func scalingAndOrderOfWeightsChangeNothing() throws {
        let totals = try Town.model().totals
        #expect(isClose(try Town.model(weights: Town.points.map { $0 * 7.5 }).totals, totals))
        let turned = [3, 1, 0, 2]
        #expect(try Town.model(turned.map { Town.rows[$0] }).totals == turned.map { totals[$0] })
    }
}

@Suite struct ExplanationTests {
    @Test func contributionsSumToTheTotal() throws {
        let model = try Town.model()
        for (candidate, total) in model.totals.enumerated() {
            #expect(isClose(model.contributions(of: candidate).reduce(0, +), total))
        }
    }

    @Test func theSmallestFlipIsLevelAndNoSmallerOneIs() throws {
        var random = RandomStream(seed: 5)
        var seen = 0
        for _ in 0..<60 {
            let rows = (0..<3).map { _ in (0..<3).map { _ in random.uniform() * 100 } }
            let model = try AdditiveModel(
                values: rows.map { $0.map { ValueInterval(value: $0, low: $0, high: $0) } },
                weights: Weights((0..<3).map { _ in random.uniform() + 0.01 }))
            let grid = smallestMoveOnGrid(rows, model.weights.shares, leader: model.leader)
            guard let flip = model.smallestFlip else {
                #expect(grid == nil)
                continue
            }
            seen += 1
            let changed = try AdditiveModel(values: model.values, weights: Weights(flip.weights))
            #expect(isClose(changed.totals[model.leader], changed.totals[flip.challenger], 1e-9))
            #expect(isClose(flip.weights.reduce(0, +), 1) && flip.weights.allSatisfy { $0 >= -1e-12 })
            let moved = zip(flip.weights, model.weights.shares).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
            #expect(isClose(moved, flip.moved, 1e-9))
            if let grid { #expect(grid >= flip.moved - 1e-9 && grid <= flip.moved + 0.03) }
        }
        #expect(seen > 20)
    }

    /// The same by trying all weights in steps of one hundredth.
    private func smallestMoveOnGrid(_ rows: [[Double]], _ weights: [Double], leader: Int) -> Double? {
        var best: Double?
        for first in 0...100 {
            for second in 0...(100 - first) {
                let tried = [Double(first) / 100, Double(second) / 100, Double(100 - first - second) / 100]
                let totals = rows.map { zip($0, tried).reduce(0) { $0 + $1.0 * $1.1 } }
                guard totals.indices.contains(where: { $0 != leader && totals[$0] >= totals[leader] }) else { continue }
                let moved = zip(tried, weights).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
                best = min(best ?? moved, moved)
            }
        }
        return best
    }

    @Test func aDominatedFieldCannotFlip() throws {
        let model = try AdditiveModel(
            values: [[80, 90], [70, 60]].map { $0.map { ValueInterval(value: $0, low: $0, high: $0) } },
            weights: Weights([1, 1]))
        #expect(model.smallestFlip == nil)
        #expect(model.missingEvidence.isEmpty)
    }

    @Test func theMostValuableEvidenceIsTheOneThatOverturns() throws {
        let model = try AdditiveModel(
            values: [
                [ValueInterval(value: 60, evidence: .independent), ValueInterval(value: 60, evidence: .testedByUs)],
                [ValueInterval(value: 50, evidence: .claim), ValueInterval(value: 60, evidence: .document)],
            ], weights: Weights([0.8, 0.2]))
        let first = try #require(model.missingEvidence.first)
        #expect(first.candidate == 1 && first.criterion == 0)
        #expect(isClose(first.swing, 40) && isClose(first.overturns, 12))
        #expect(model.range(of: 1).lowerBound < model.totals[1])
        // With that statement at its best the lead is overturned.
        var values = model.values
        values[1][0] = ValueInterval(value: 75, low: 75, high: 75)
        #expect(try AdditiveModel(values: values, weights: model.weights).leader == 1)
    }
}
