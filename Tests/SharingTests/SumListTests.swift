// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Sharing
import Testing

/// What is told of members together never tells of fewer than five of them.
@Suite("Sums that may be told together")
struct SumListTests {
    private static func members(_ ranges: ClosedRange<Int64>...) -> Set<Int64> {
        ranges.reduce(into: []) { $0.formUnion($1) }
    }

    private static let cases: [([Set<Int64>], [SumList.Verdict])] = [
        // five, four, nobody
        ([members(1...5)], [.told]), ([members(1...4)], [.few(4)]), ([[]], [.few(0)]),
        // the same members again differ by none
        ([members(1...6), members(1...6)], [.told, .told]),
        // one less tells of one
        ([members(1...6), members(1...5)], [.told, .apart(1)]),
        ([members(1...10), members(1...5)], [.told, .told]),
        ([members(1...9), members(1...5)], [.told, .apart(4)]),
        // those who come in place of others
        ([members(1...8), members(4...11)], [.told, .told]),
        ([members(1...8), members(2...9)], [.told, .apart(2)]),
        // two tiers and the whole: what is left is one
        ([members(1...13), members(1...6), members(7...12)], [.told, .told, .apart(1)]),
        // each pair differs by five or more, all three together tell of two: A + B − C
        (
            [members(1...5, 11...11), members(6...10, 12...12), members(1...10)],
            [.told, .told, .apart(2)]
        ),
    ]

    @Test("judged one after the other", arguments: cases)
    func judges(_ sums: [Set<Int64>], _ verdicts: [SumList.Verdict]) {
        var list = SumList()
        #expect(sums.map { list.judge($0) } == verdicts)
    }

    @Test func `what another list told counts, too`() {
        var list = SumList(told: [Self.members(1...6)])
        #expect(list.judge(Self.members(2...6)) == .apart(1) && list.judge(Self.members(1...6)) == .told)
    }

    @Test("no pair of what is told differs by one to four, and no multiples up to two tell of them", arguments: 0..<60)
    func holds(_ seed: UInt64) {
        var random = SeededRandom(seed: 20_000 + seed)
        var list = SumList()
        for _ in 0..<6 {
            let members = Set((1...20).filter { _ in Int.random(in: 0..<3, using: &random) > 0 }.map { Int64($0) })
            _ = list.judge(members)
        }
        for sum in list.told { #expect(sum.count >= SumList.fewest) }
        let factors = -2...2
        func combine(_ place: Int, _ values: [Int64: Int]) {
            guard place < list.told.count else {
                let support = values.values.count { $0 != 0 }
                #expect(support == 0 || support >= SumList.fewest, "\(list.told)")
                return
            }
            for factor in factors {
                var next = values
                for member in list.told[place] { next[member, default: 0] += factor }
                combine(place + 1, next)
            }
        }
        if list.told.count <= 4 { combine(0, [:]) }
    }
}
