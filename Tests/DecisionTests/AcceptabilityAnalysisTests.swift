// SPDX-License-Identifier: EUPL-1.2
import Synchronization
import Testing
import Wire

@testable import Decision

@Suite struct AcceptabilityAnalysisTests {
    private func exact(_ values: [[Double]]) -> [[ValueInterval]] {
        values.map { $0.map { ValueInterval(value: $0, low: $0, high: $0) } }
    }

    @Test func twoCriteriaAreKnownExactly() throws {
        let result = try AcceptabilityAnalysis(
            values: exact([[0.9, 0.2], [0.6, 0.6], [0.1, 0.95]]), seed: 3
        ).run()
        let first = result.rankAcceptability.map { $0[0] }
        #expect(isClose(first, [0.4285714286, 0.1596638655, 0.4117647059], 0.005))
        #expect(result.finding.candidate == 0)
        for row in result.rankAcceptability { #expect(isClose(row.reduce(0, +), 1)) }
        for left in 0..<3 {
            for right in 0..<3 where left != right {
                #expect(isClose(result.pairwiseWinning[left][right] + result.pairwiseWinning[right][left], 1))
            }
        }
    }

    /// Places of the four candidates when the order of the criteria is known, from two million draws.
    @Test func anOrderNarrowsThePlaces() throws {
        let values = exact(try Town.matrix().minMaxNormalised)
        let result = try AcceptabilityAnalysis(values: values, knowledge: .order([0, 1, 3, 4, 2, 5])).run()
        let wanted: [[Double]] = [
            [0.7228875, 0.272664, 0.0044485, 0], [0.0007765, 0.003672, 0.151836, 0.8437155],
            [0.261152, 0.3459, 0.2366635, 0.1562845], [0.015184, 0.377764, 0.607052, 0],
        ]
        for (row, wanted) in zip(result.rankAcceptability, wanted) { #expect(isClose(row, wanted, 0.005)) }
        #expect(result.finding.candidate == 0 && isClose(result.finding.share, 0.723, 0.005))
    }

    @Test(.enabled(if: Oracle.isThere), arguments: [1, 20_261_123] as [UInt64])
    func theOracleAgrees(seed: UInt64) throws {
        let values = exact(try Oracle.planning("mcda").table("minmax_normalised"))
        let smaa = try Oracle.planning("smaa")
        let wanted = try #require(smaa["mc_6crit"])
        let result = try AcceptabilityAnalysis(values: values, seed: seed).run()
        for candidate in values.indices {
            #expect(isClose(result.rankAcceptability[candidate], wanted.table("rank_acceptability")[candidate], 0.005))
            #expect(isClose(result.pairwiseWinning[candidate], wanted.table("pairwise_winning")[candidate], 0.005))
            #expect(
                isClose(
                    try #require(result.centralWeights[candidate]), wanted.table("central_weights")[candidate], 0.005))
        }
        let ordinal = try #require(smaa["mc_6crit_ordinal"])
        let order = try #require(ordinal["importance_order"]?.whole)
        let ordered = try AcceptabilityAnalysis(values: values, knowledge: .order(order), seed: seed).run()
        for candidate in values.indices {
            #expect(
                isClose(ordered.rankAcceptability[candidate], ordinal.table("rank_acceptability")[candidate], 0.005))
        }
    }

    @Test func theSameSeedGivesTheSameToTheBit() async throws {
        let values = Town.rows.map { Town.values($0).map { ValueInterval(value: $0, evidence: .document) } }
        let analysis = try AcceptabilityAnalysis(values: values, draws: 10_001, seed: 9)
        let last = Mutex(0.0)
        let first = analysis.run { share in last.withLock { $0 = max($0, share) } }
        #expect(last.withLock { $0 } == 1)
        #expect(analysis.run { true } == first)
        #expect(analysis.run { false } == nil)
        #expect(try AcceptabilityAnalysis(values: values, draws: 10_001, seed: 10).run() != first)
    }

    @Test func tiesShareTheWin() throws {
        let result = try AcceptabilityAnalysis(values: exact([[1, 2], [1, 2]]), draws: 100).run()
        #expect(result.pairwiseWinning[0][1] == 0.5)
        #expect(result.rankAcceptability == [[1, 0], [1, 0]])
        let lost = try AcceptabilityAnalysis(values: exact([[1, 2], [0, 1]]), draws: 100).run()
        #expect(lost.centralWeights[1] == nil)
    }

    @Test func faultsAreNamed() {
        #expect(throws: AcceptabilityAnalysis.Fault.noCandidates) { try AcceptabilityAnalysis(values: []) }
        #expect(throws: AcceptabilityAnalysis.Fault.differentCounts) {
            try AcceptabilityAnalysis(values: exact([[1], [1, 2]]))
        }
        #expect(throws: AcceptabilityAnalysis.Fault.noOrder) {
            try AcceptabilityAnalysis(values: exact([[1, 2]]), knowledge: .order([1, 1]))
        }
    }
}
