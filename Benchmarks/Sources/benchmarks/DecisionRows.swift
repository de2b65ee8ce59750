// SPDX-License-Identifier: EUPL-1.2
import Decision
import Foundation

/// The mathematics of choosing, measured inside this process.
struct DecisionRows {
    let bench: Workbench

    /// 100,000 draws of 20 candidates × 15 criteria beside the bare multiply-adds that no analysis can do without.
    func acceptability() throws -> [Measurement] {
        var row = Measurement(name: "SMAA, 100,000 draws × 20 × 15", bar: "≤ 2 s", unit: "s")
        row.baselineName = "multiply-adds alone, one thread"
        row.isLowerBetter = true
        var seed: UInt64 = 7
        func next() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 40) / Double(1 << 24)
        }
        let values = (0..<20).map { _ in
            (0..<15).map { _ in ValueInterval(value: next() * 100, evidence: .document) }
        }
        for _ in 0..<bench.rounds {
            let analysis = try AcceptabilityAnalysis(values: values, knowledge: .none, draws: 100_000, seed: 7)
            row.ours.append(seconds { _ = analysis.run() })
            row.baseline.append(seconds { Self.sink = Self.multiplyAdds(draws: 100_000, next: next) })
        }
        return [row]
    }

    nonisolated(unsafe) private static var sink = 0.0

    private static func multiplyAdds(draws: Int, next: () -> Double) -> Double {
        let values = (0..<300).map { _ in next() }
        var weights = (0..<15).map { _ in next() }
        var sum = 0.0
        for draw in 0..<draws {
            weights[draw % 15] += 1e-9
            for candidate in 0..<20 {
                for criterion in 0..<15 { sum += values[candidate * 15 + criterion] * weights[criterion] }
            }
        }
        return sum
    }

    /// 60 measures under three limits with requirements, exclusions and synergies, proven by CBC.
    func portfolio() throws -> [Measurement] {
        var row = Measurement(name: "portfolio of 60, proven", bar: "≤ 5 s", unit: "s")
        var random: UInt64 = 3
        func whole(_ below: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % below
        }
        for _ in 0..<bench.rounds {
            let count = 60
            let uses = (0..<3).map { _ in (0..<count).map { _ in Double(5 + whole(46)) } }
            var problem = PortfolioProblem(
                values: (0..<count).map { _ in Double(10 + whole(90)) },
                limits: uses.enumerated().map { index, uses in
                    .init(name: "limit \(index)", amount: uses.reduce(0, +) * 0.35, uses: uses)
                })
            problem.requires = (0..<10).map { _ in .init(whole(30), 30 + whole(30)) }
            problem.excludes = (0..<6).map { _ in .init(whole(30), 30 + whole(30)) }
            problem.bonuses = (0..<30).map { _ in .init(members: [whole(30), 30 + whole(30)], value: Double(whole(20)))
            }
            let solver = try PortfolioSolver(problem, seconds: 60)
            var isProven = false
            row.ours.append(seconds { isProven = solver.solve().solution?.isProven ?? false })
            if !isProven { row.remark = "one was not proven" }
        }
        return [row]
    }

    private func seconds(_ work: () -> Void) -> Double {
        let start = ContinuousClock.now
        work()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
