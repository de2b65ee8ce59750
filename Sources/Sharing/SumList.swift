// SPDX-License-Identifier: EUPL-1.2

/// Which sums over members may be told beside each other, so that no combination of them tells of a few.
///
/// A sum is told when it, and all that is told already, added and taken away in whatever multiples, leave no number that
/// hangs on fewer than `fewest` members. That each has so many members, and that two differ by none or by so many, follows.
public struct SumList: Sendable {
    /// Fewer members give no sum.
    public static let fewest = 5

    public enum Verdict: Sendable, Hashable {
        case told
        /// The sum is one of so many members.
        case few(Int)
        /// With what is told already it would tell of so many.
        case apart(Int)
    }

    /// The members of each sum that is told.
    public private(set) var told: [Set<Int64>]

    /// `told` is what became known before, in whatever list.
    public init(told: [Set<Int64>] = []) { self.told = told.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    /// Whether a sum over these members may be told; from then on it is.
    public mutating func judge(_ members: Set<Int64>) -> Verdict {
        guard members.count >= Self.fewest else { return .few(members.count) }
        guard !told.contains(members) else { return .told }
        if let count = Self.fewestApart(told + [members]) { return .apart(count) }
        told.append(members)
        return .told
    }

    /// The least number of members that a combination of the sums hangs on, where that is below `fewest`.
    static func fewestApart(_ sums: [Set<Int64>]) -> Int? {
        // members that are in the same sums cannot be told from each other
        var atoms: [[Bool]: Int] = [:]
        for member in sums.reduce(into: Set<Int64>(), { $0.formUnion($1) }) {
            atoms[sums.map { $0.contains(member) }, default: 0] += 1
        }
        let columns = atoms.map { (signs: $0.key.map { $0 ? 1 : 0 }, members: $0.value) }
        let small = columns.indices.filter { columns[$0].members < fewest }
        let whole = rank(columns.map(\.signs), rows: sums.count)
        var least: Int?
        func look(_ chosen: Set<Int>, _ next: Int, _ members: Int) {
            if !chosen.isEmpty {
                let others = columns.indices.filter { !chosen.contains($0) }.map { columns[$0].signs }
                // a combination that vanishes on all others, and not on these
                if rank(others, rows: sums.count) < whole { least = min(least ?? members, members) }
            }
            for place in small.indices.dropFirst(next) {
                let count = members + columns[small[place]].members
                if count < fewest { look(chosen.union([small[place]]), place + 1, count) }
            }
        }
        look([], 0, 0)
        return least
    }

    /// The rank of a matrix of few small whole numbers, given by its columns, without fractions (Bareiss).
    private static func rank(_ columns: [[Int]], rows: Int) -> Int {
        var columns = columns
        var (rank, divisor) = (0, 1)
        for row in 0..<rows {
            guard let pivot = columns.indices.dropFirst(rank).first(where: { columns[$0][row] != 0 }) else { continue }
            columns.swapAt(rank, pivot)
            let lead = columns[rank]
            for place in columns.indices.dropFirst(rank + 1) {
                let factor = columns[place][row]
                for entry in 0..<rows {
                    columns[place][entry] = (columns[place][entry] * lead[row] - lead[entry] * factor) / divisor
                }
            }
            divisor = lead[row]
            rank += 1
        }
        return rank
    }
}
