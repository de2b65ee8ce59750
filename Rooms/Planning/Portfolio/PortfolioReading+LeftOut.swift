// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
import PlanningModel

extension PortfolioReading {
    /// Why a choice does without a measure, the plainest reason first.
    public enum LeftOut: Sendable, Hashable {
        /// It cannot be chosen at all.
        case barred(Words)
        /// Somebody excluded it.
        case byWill
        /// It needs these, which are not chosen.
        case needs([Int])
        /// These are chosen, and both at once cannot be.
        case clashes([Int])
        /// Nobody has said what it is worth, or it is worth nothing.
        case worthless
        /// With it this limit would be passed by so much, beside what is chosen or by itself.
        case limit(row: Int, by: Double, isAlone: Bool)
        /// It would fit; others are worth more together, or the search did not end.
        case others
    }

    /// The measures that a solution leaves out, those worth most first, each with the reason.
    public func leftOut(by solution: PortfolioSolution) -> [(member: Int, reason: LeftOut)] {
        let chosen = Set(solution.chosen)
        return members.indices.filter { !chosen.contains($0) }
            .sorted { (members[$1].value, $0) < (members[$0].value, $1) }
            .map { ($0, reason(without: $0, chosen, uses: solution.uses)) }
    }

    private func reason(without member: Int, _ chosen: Set<Int>, uses: [Double]) -> LeftOut {
        if let barred = members[member].barred { return .barred(barred) }
        if problem.forbidden.contains(member) { return .byWill }
        let clashing = problem.excludes.compactMap { pair -> Int? in
            guard pair.first == member || pair.second == member else { return nil }
            let other = pair.first == member ? pair.second : pair.first
            return chosen.contains(other) ? other : nil
        }
        if !clashing.isEmpty { return .clashes(Set(clashing).sorted()) }
        let missing = problem.requires.filter { $0.first == member && !chosen.contains($0.second) }.map(\.second)
        if !missing.isEmpty { return .needs(Set(missing).sorted()) }
        let bonus = problem.bonuses.filter {
            $0.members.contains(member) && chosen.union([member]).isSuperset(of: $0.members)
        }
        guard members[member].value + bonus.reduce(0, { $0 + $1.value }) > 0 else { return .worthless }
        var worst: (row: Int, by: Double, isAlone: Bool, share: Double)?
        for (row, line) in limits.enumerated() {
            for limit in line.limits {
                let own = problem.limits[limit].uses[member]
                // what chosen ones save with it may make room for what would be too much by itself
                let isAlone = own > line.amount && uses[limit] >= 0
                let by = uses[limit] + added(by: member, to: chosen, limit) - line.amount
                guard by > 1e-6 * max(1, line.amount) else { continue }
                let share = by / max(line.amount, 1)
                if worst.map({ share > $0.share }) ?? true {
                    worst = (row, isAlone ? own - line.amount : by, isAlone, share)
                }
            }
        }
        return worst.map { .limit(row: $0.row, by: $0.by, isAlone: $0.isAlone) } ?? .others
    }

    /// What one more measure takes of a limit, less what it saves with those that are chosen.
    private func added(by member: Int, to chosen: Set<Int>, _ limit: Int) -> Double {
        let all = chosen.union([member])
        let saved = problem.savings.filter {
            $0.limit == limit && $0.members.contains(member) && all.isSuperset(of: $0.members)
        }
        return problem.limits[limit].uses[member] - saved.reduce(0) { $0 + $1.amount }
    }
}
