// SPDX-License-Identifier: EUPL-1.2
import Decision
import PlanningAnalysisPages
import Testing
import Threads

@testable import PlanningPages
@testable import Site

@Suite(.timeLimit(.minutes(30)))
struct DecisionMemoryTests {
    /// Thirty measures that take the search a while; each number is another problem.
    private func problem(_ number: Int) -> PortfolioProblem {
        let count = 30
        let values = (0..<count).map { Double(40 + ($0 * 37 + number * 11) % 61) }
        let uses = (0..<count).map { Double(30 + ($0 * 53 + number * 7) % 97) }
        return PortfolioProblem(
            values: values, limits: [.init(name: "investment", amount: 700, uses: uses)])
    }

    @Test func `all who ask for the same portfolio wait for one search`() async throws {
        let memory = DecisionMemory()
        // more than the worker and its queue would take
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { [problem = problem(0)] in try await memory.answer(to: problem).best.solution != nil }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: true, count: 40))
    }

    @Test func `beyond the queue one is told to come back, and the others are answered`() async throws {
        let memory = DecisionMemory()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<60 {
                group.addTask { [problem = problem(number)] in
                    do {
                        return try await memory.answer(to: problem).best.solution != nil ? "found" : "not found"
                    } catch WorkerPoolError.full(_, let seconds) {
                        return seconds >= 1 ? "full" : "full without a time"
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes["found", default: 0] >= 9)
        #expect(outcomes["full", default: 0] >= 1)
        #expect(outcomes.count == 2)
        // a refusal is not remembered
        #expect(try await memory.answer(to: problem(59)).best.solution != nil)
    }
}
