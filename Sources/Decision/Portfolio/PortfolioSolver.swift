// SPDX-License-Identifier: EUPL-1.2
import CCbc
import Foundation
import Synchronization

/// The mixed-integer programme of a portfolio, solved by CBC through its C interface.
public struct PortfolioSolver: Sendable {
    /// CBC keeps state of the whole process (its signal handler, its command parser), so only one search runs at a time.
    private static let gate = Mutex<Void>(())

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
        return Self.gate.withLock { _ in
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
        guard let model = Cbc_newModel() else { return .outOfTime }
        defer { Cbc_deleteModel(model) }
        // CBC takes over the interrupt signal while it runs.
        var interrupt = sigaction()
        sigaction(SIGINT, nil, &interrupt)
        defer { sigaction(SIGINT, &interrupt, nil) }

        Cbc_setLogLevel(model, 0)
        Cbc_setParameter(model, "logLevel", "0")
        Cbc_setParameter(model, "timeMode", "elapsed")
        Cbc_setParameter(model, "ratioGap", "0")
        Cbc_setParameter(model, "allowableGap", "1e-7")
        Cbc_setMaximumSeconds(model, seconds)
        Cbc_setObjSense(model, -1)
        build(model, without: ruledOut)
        Cbc_solve(model)

        if Cbc_isProvenInfeasible(model) != 0 { return .infeasible }
        guard Cbc_bestSolution(model) != nil, let columns = Cbc_getColSolution(model) else {
            return Cbc_isSecondsLimitReached(model) != 0 || Cbc_isProvenOptimal(model) == 0 ? .outOfTime : .infeasible
        }
        let chosen = problem.values.indices.filter { columns[$0] > 0.5 }
        let value = problem.value(of: Set(chosen))
        let isProven = Cbc_isProvenOptimal(model) != 0
        let bound = isProven ? value : max(value, Cbc_getBestPossibleObjValue(model))
        return .found(
            PortfolioSolution(
                chosen: chosen, value: value, uses: problem.uses(of: Set(chosen)), bound: bound, isProven: isProven))
    }

    private func build(_ model: UnsafeMutableRawPointer, without ruledOut: [Set<Int>]) {
        let count = problem.values.count
        for measure in 0..<count {
            let low = problem.must.contains(measure) ? 1.0 : 0
            let high = problem.forbidden.contains(measure) ? 0.0 : 1
            Cbc_addCol(model, "x\(measure)", low, high, problem.values[measure], 1, 0, nil, nil)
        }
        // A set is chosen exactly when all its members are; its column follows from theirs and need not be an integer.
        let sets = Set(problem.bonuses.map { Set($0.members) } + problem.savings.map { Set($0.members) })
            .sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
        for (index, members) in sets.enumerated() {
            let value = problem.bonuses.reduce(0) { Set($1.members) == members ? $0 + $1.value : $0 }
            Cbc_addCol(model, "z\(index)", 0, 1, value, 0, 0, nil, nil)
        }
        for (index, members) in sets.enumerated() {
            let column = count + index
            for member in members.sorted() { row(model, [(column, 1), (member, -1)], atMost: 0) }
            row(model, [(column, -1)] + members.sorted().map { ($0, 1) }, atMost: Double(members.count - 1))
        }
        for (index, limit) in problem.limits.enumerated() {
            var terms = limit.uses.enumerated().map { ($0.offset, $0.element) }
            for saving in problem.savings where saving.limit == index {
                guard let set = sets.firstIndex(of: Set(saving.members)) else { continue }
                terms.append((count + set, -saving.amount))
            }
            // Rows of like size keep the solver's tolerance small against cents and against hours.
            let scale = terms.map { abs($0.1) }.max().map { $0 > 0 ? 1_000 / $0 : 1 } ?? 1
            row(model, terms.map { ($0.0, $0.1 * scale) }, atMost: limit.amount * scale)
        }
        for pair in problem.requires { row(model, [(pair.first, 1), (pair.second, -1)], atMost: 0) }
        for pair in problem.excludes { row(model, [(pair.first, 1), (pair.second, 1)], atMost: 1) }
        for one in problem.coverage {
            row(model, Set(one.members).sorted().map { ($0, -1) }, atMost: -Double(one.minimum))
        }
        for choice in ruledOut {
            let terms = (0..<count).map { ($0, choice.contains($0) ? 1.0 : -1.0) }
            row(model, terms, atMost: Double(choice.count - 1))
        }
    }

    /// A sum of columns that must not exceed a bound; a column named twice is added up.
    private func row(_ model: UnsafeMutableRawPointer, _ terms: [(column: Int, factor: Double)], atMost bound: Double) {
        let summed = Dictionary(terms.map { ($0.column, $0.factor) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        let columns = summed.map { Int32($0.key) }
        let factors = summed.map(\.value)
        Cbc_addRow(model, "r", Int32(columns.count), columns, factors, CChar(UInt8(ascii: "L")), bound)
    }
}
