// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// The mixed-integer programme of a portfolio, solved by CBC through its C interface.
public struct PortfolioSolver: Sendable {
    public var problem: PortfolioProblem
    /// The longest search, in seconds.
    public var seconds: Double

    public init(_ problem: PortfolioProblem, seconds: Double = 20) throws(PortfolioProblem.Fault) {
        try problem.validate()
        (self.problem, self.seconds) = (problem, seconds)
    }

    /// The best portfolios in falling order, each proven unless it says otherwise; blocks the calling thread.
    ///
    /// Between two searches it asks `goesOn`, and returns what it has found when nobody waits any more.
    public func best(_ count: Int, while goesOn: () -> Bool = { true }) -> [PortfolioSolution] {
        var found: [PortfolioSolution] = []
        while found.count < count, goesOn(), let next = solve(without: found.map { Set($0.chosen) }).solution {
            found.append(next)
        }
        return found
    }

    /// What more (or, below zero, less) of one limit changes; blocks the calling thread.
    public func best(adding amount: Double, to limit: Int) -> PortfolioOutcome {
        var changed = self
        changed.problem.limits[limit].amount += amount
        return changed.solve()
    }

    /// What it costs in value to force a measure in or out; nil when a side cannot be proven or has no portfolio.
    ///
    /// Blocks the calling thread.
    public func price(of measure: Int, forcedIn: Bool) -> Double? {
        var forced = self
        if forcedIn { forced.problem.must.insert(measure) } else { forced.problem.forbidden.insert(measure) }
        guard let free = solve().solution, free.isProven, let bound = forced.solve().solution, bound.isProven
        else { return nil }
        return max(0, free.value - bound.value)
    }

    /// The best portfolio but those ruled out; blocks the calling thread.
    public func solve(without ruledOut: [Set<Int>] = []) -> PortfolioOutcome {
        // CBC reads no problem without columns.
        guard !problem.values.isEmpty else { return ruledOut.isEmpty ? nothing : .infeasible }
        return MixedProgramme.gate.withLock { _ in
            var ruledOut = ruledOut
            let deadline = ContinuousClock.now + .seconds(seconds)
            while true {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { return .outOfTime }
                let outcome = search(without: ruledOut, seconds: left / .seconds(1))
                // CBC's tolerance may let a choice exceed a limit by a hair; such a choice is ruled out and sought again.
                guard let solution = outcome.solution, !problem.permits(Set(solution.chosen)) else { return outcome }
                ruledOut.append(Set(solution.chosen))
            }
        }
    }

    /// The only portfolio of no measures.
    private var nothing: PortfolioOutcome {
        guard problem.permits([]) else { return .infeasible }
        return .found(
            PortfolioSolution(chosen: [], value: 0, uses: problem.uses(of: []), bound: 0, isProven: true))
    }

    private func search(without ruledOut: [Set<Int>], seconds: Double) -> PortfolioOutcome {
        switch programme(without: ruledOut).search(seconds: seconds) {
        case .infeasible: return .infeasible
        case .outOfTime: return .outOfTime
        case .found(let solution):
            let chosen = problem.values.indices.filter { solution.columns[$0] > 0.5 }
            let value = problem.value(of: Set(chosen))
            let bound = solution.isProven ? value : max(value, solution.bound)
            return .found(
                PortfolioSolution(
                    chosen: chosen, value: value, uses: problem.uses(of: Set(chosen)), bound: bound,
                    isProven: solution.isProven))
        }
    }

    private func programme(without ruledOut: [Set<Int>]) -> MixedProgramme {
        var programme = MixedProgramme(.maximise)
        let count = problem.values.count
        for measure in 0..<count {
            let low = problem.must.contains(measure) ? 1.0 : 0
            let high = problem.forbidden.contains(measure) ? 0.0 : 1
            programme.add(from: low, to: high, worth: problem.values[measure], isWhole: true)
        }
        // A set is chosen exactly when all its members are; its column follows from theirs and need not be an integer.
        let sets = Set(problem.bonuses.map { Set($0.members) } + problem.savings.map { Set($0.members) })
            .sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
        for members in sets {
            programme.add(
                to: 1, worth: problem.bonuses.reduce(0) { Set($1.members) == members ? $0 + $1.value : $0 })
        }
        for (index, members) in sets.enumerated() {
            let column = count + index
            for member in members.sorted() { programme.add([(column, 1), (member, -1)], .atMost, 0) }
            programme.add(
                [(column, -1)] + members.sorted().map { ($0, 1) }, .atMost, Double(members.count - 1))
        }
        for (index, limit) in problem.limits.enumerated() {
            var terms = limit.uses.enumerated().map { ($0.offset, $0.element) }
            for saving in problem.savings where saving.limit == index {
                guard let set = sets.firstIndex(of: Set(saving.members)) else { continue }
                terms.append((count + set, -saving.amount))
            }
            // Rows of like size keep the solver's tolerance small against cents and against hours.
            let scale = terms.map { abs($0.1) }.max().map { $0 > 0 ? 1_000 / $0 : 1 } ?? 1
            programme.add(terms.map { ($0.0, $0.1 * scale) }, .atMost, limit.amount * scale)
        }
        for pair in problem.requires { programme.add([(pair.first, 1), (pair.second, -1)], .atMost, 0) }
        for pair in problem.excludes { programme.add([(pair.first, 1), (pair.second, 1)], .atMost, 1) }
        for one in problem.coverage {
            programme.add(Set(one.members).sorted().map { ($0, -1) }, .atMost, -Double(one.minimum))
        }
        for choice in ruledOut {
            let terms = (0..<count).map { ($0, choice.contains($0) ? 1.0 : -1.0) }
            programme.add(terms, .atMost, Double(choice.count - 1))
        }
        return programme
    }
}
