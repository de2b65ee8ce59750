// SPDX-License-Identifier: EUPL-1.2
import Decision
import Planning
import PlanningAnalysisPages
import Threads

/// The long calculations of decisions: made by one worker, and kept by all that went into them.
final class DecisionMemory: Sendable {
    /// What an acceptability analysis depends on.
    struct Weighing: Hashable {
        let values: [[ValueInterval]]
        let order: [Int]?
    }

    /// The longest search for one portfolio, in seconds.
    static let searchSeconds = 5.0

    /// One at a time: the solver keeps state of the whole process. Who comes when eight wait is told to come back.
    private let worker = WorkerPool(name: "calculations", threads: 1, queue: 8, stackSize: 8 << 20, niceness: 10)
    /// Pages that compute a whole plan: drawn one after the other, behind those who read values.
    private let pages = WorkerPool(name: "analyses", threads: 1, queue: 64, stackSize: 2 << 20, niceness: 10)
    private let weighings = memory(of: Weighing.self, AcceptabilityAnalysis.Result.self)
    private let portfolios = memory(of: PortfolioProblem.self, PortfolioAnswer.self)
    private let trials = memory(of: PortfolioProblem.self, PortfolioOutcome.self)
    private let cores = memory(of: PortfolioReading.CoreQuestion.self, CoreIndex?.self)

    private static func memory<Key, Value>(of: Key.Type, _: Value.Type) -> CoalescingMemory<Key, Value> {
        CoalescingMemory(limit: 64, lifetime: .seconds(3600))
    }

    /// - Throws: `WorkerPoolError`, and what `work` throws.
    func drawn<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await pages.run { _ in try work() }
    }

    /// - Throws: `WorkerPoolError`, `AcceptabilityAnalysis.Fault`.
    func acceptability(of weighing: Weighing) async throws -> AcceptabilityAnalysis.Result {
        try await weighings.value(for: weighing) { [worker] in
            let knowledge = weighing.order.map { AcceptabilityAnalysis.Knowledge.order($0) } ?? .none
            let analysis = try AcceptabilityAnalysis(values: weighing.values, knowledge: knowledge)
            return try await worker.run { mark in
                guard let result = analysis.run(while: { !mark.isSet }) else { throw CancellationError() }
                return result
            }
        }
    }

    /// The best portfolio and those after it.
    /// - Throws: `WorkerPoolError`, `PortfolioProblem.Fault`.
    func answer(to problem: PortfolioProblem) async throws -> PortfolioAnswer {
        try await portfolios.value(for: problem) { [worker] in
            let solver = try PortfolioSolver(problem, seconds: Self.searchSeconds)
            return try await worker.run { mark in
                let best = solver.solve()
                let end = ContinuousClock.now + .seconds(2 * Self.searchSeconds)
                let ranked = best.solution == nil ? [] : solver.best(6) { !mark.isSet && .now < end }
                try mark.check()
                return PortfolioAnswer(best: best, ranked: ranked)
            }
        }
    }

    /// What becomes of a portfolio with one thing changed.
    /// - Throws: `WorkerPoolError`, `PortfolioProblem.Fault`.
    func outcome(of problem: PortfolioProblem) async throws -> PortfolioOutcome {
        try await trials.value(for: problem) { [worker] in
            let solver = try PortfolioSolver(problem, seconds: Self.searchSeconds)
            return try await worker.run { _ in solver.solve() }
        }
    }

    /// Nil with too many measures, or when it takes too long.
    /// - Throws: `WorkerPoolError`.
    func core(of question: PortfolioReading.CoreQuestion) async throws -> CoreIndex? {
        try await cores.value(for: question) { [worker] in
            try await worker.run { mark in
                let end = ContinuousClock.now + .seconds(Self.searchSeconds)
                let answer = question.answer { !mark.isSet && .now < end }
                try mark.check()
                return answer
            }
        }
    }
}
