// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Decision

@Suite struct PortfolioTests {
    /// Twelve measures under three limits.
    static let town: PortfolioProblem = {
        var problem = PortfolioProblem(
            values: [62, 48, 71, 35, 54, 40, 28, 66, 45, 30, 52, 38],
            limits: [
                .init(
                    name: "investment", amount: 800, uses: [180, 120, 310, 60, 150, 90, 40, 260, 110, 55, 170, 80]),
                .init(name: "follow-on", amount: 160, uses: [45, 30, 60, 12, 25, 18, 10, 55, 20, 8, 35, 15]),
                .init(
                    name: "staff", amount: 5.5, uses: [1.5, 1, 2, 0.4, 1, 0.6, 0.3, 1.8, 0.8, 0.3, 1.2, 0.5]),
            ])
        problem.requires = [.init(4, 0), .init(10, 0), .init(7, 2)]
        problem.excludes = [.init(2, 1)]
        problem.must = [3]
        problem.bonuses = [
            .init(members: [0, 4], value: 15), .init(members: [4, 10], value: 8), .init(members: [5, 6], value: 6),
            .init(members: [0, 4, 10], value: 10),
        ]
        problem.savings = [.init(members: [0, 4], limit: 0, amount: 40)]
        return problem
    }()

    @Test func theTownsBestFive() async throws {
        let solver = try PortfolioSolver(Self.town)
        let five = solver.best(5)
        #expect(five.map(\.value) == [353, 348, 344, 340, 339])
        #expect(
            five.map(\.chosen) == [
                [0, 3, 4, 5, 6, 8, 9, 11], [0, 3, 4, 5, 6, 10, 11], [0, 3, 4, 5, 9, 10, 11], [0, 3, 4, 5, 6, 9, 10],
                [0, 3, 4, 6, 8, 9, 10],
            ])
        let first = try #require(five.first)
        #expect(isClose(first.uses, [725, 153, 5.4]) && first.isProven && first.gap == 0)
    }

    @Test func forcingHasAPriceAndMoneyBuysMore() async throws {
        let solver = try PortfolioSolver(Self.town)
        let price = try #require(solver.price(of: 7, forcedIn: true))
        #expect(price > 0)
        #expect(solver.price(of: 3, forcedIn: false) == nil)
        #expect(solver.price(of: 0, forcedIn: true) == 0)
        let less = try #require(solver.best(adding: -200, to: 0).solution)
        #expect(less.value < 353)
        var poorer = Self.town
        poorer.limits[0].amount = 600
        #expect((try PortfolioSolver(poorer)).solve().solution == less)
        #expect((try PortfolioSolver(poorer)).best(adding: 200, to: 0).solution?.value == 353)
    }

    @Test func contradictionIsInfeasible() async throws {
        var problem = Self.town
        problem.forbidden = [3]
        #expect((try PortfolioSolver(problem)).solve() == .infeasible)
        problem = PortfolioProblem(values: [], limits: [])
        #expect((try PortfolioSolver(problem)).solve().solution?.chosen == [])
        problem = PortfolioProblem(values: [1], limits: [])
        problem.requires = [.init(0, 1)]
        #expect(throws: PortfolioProblem.Fault.unknownMeasure(1)) { try PortfolioSolver(problem) }
        problem = PortfolioProblem(values: [1], limits: [.init(name: "staff", amount: 1, uses: [])])
        #expect(throws: PortfolioProblem.Fault.differentCounts(limit: "staff")) { try PortfolioSolver(problem) }
    }

    @Test func aThousandSmallPortfoliosAgreeWithTrialOfAll() async throws {
        var random = RandomStream(seed: 2026)
        for round in 0..<1_000 {
            let problem = Self.random(count: 3 + round % 8, &random)
            let (best, isFeasible) = Self.trial(problem)
            let outcome = (try PortfolioSolver(problem)).solve()
            if isFeasible {
                let solution = try #require(outcome.solution, "round \(round)")
                #expect(isClose(solution.value, best, 1e-7), "round \(round)")
                #expect(problem.permits(Set(solution.chosen)) && solution.isProven)
            } else {
                #expect(outcome == .infeasible, "round \(round)")
            }
        }
    }

    private static func trial(_ problem: PortfolioProblem) -> (best: Double, isFeasible: Bool) {
        var best: Double?
        for mask in 0..<(1 << problem.values.count) {
            let chosen = Set(problem.values.indices.filter { mask >> $0 & 1 == 1 })
            if problem.permits(chosen) { best = max(best ?? -.infinity, problem.value(of: chosen)) }
        }
        return (best ?? 0, best != nil)
    }

    private static func random(count: Int, _ random: inout RandomStream) -> PortfolioProblem {
        func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        var problem = PortfolioProblem(
            values: (0..<count).map { _ in Double(whole(-5...60)) },
            limits: (0..<whole(1...3)).map { index in
                .init(
                    name: "limit \(index)", amount: Double(whole(20...200)),
                    uses: (0..<count).map { _ in Double(whole(0...60)) })
            })
        func members() -> [Int] { Array((0..<count).shuffled(using: &random).prefix(whole(2...3))) }
        for _ in 0..<whole(0...3) { problem.bonuses.append(.init(members: members(), value: Double(whole(-20...20)))) }
        for _ in 0..<whole(0...2) {
            problem.savings.append(.init(members: members(), limit: 0, amount: Double(whole(-15...15))))
        }
        for _ in 0..<whole(0...2) { problem.requires.append(.init(whole(0...count - 1), whole(0...count - 1))) }
        for _ in 0..<whole(0...2) {
            let pair = members()
            problem.excludes.append(.init(pair[0], pair[1]))
        }
        if whole(0...3) == 0 { problem.must = [whole(0...count - 1)] }
        if whole(0...3) == 0 { problem.forbidden = [whole(0...count - 1)] }
        if whole(0...2) == 0 { problem.coverage = [.init(name: "north", members: members(), minimum: whole(1...2))] }
        return problem
    }

    @Test(.enabled(if: Oracle.isThere), .timeLimit(.minutes(30))) func theFifteenInstances() async throws {
        let instances = try #require(try Oracle.document("portfolio-instances.json")["instances"]?.array)
        #expect(instances.count == 15)
        for instance in instances {
            let uses = instance.table("costs")
            var problem = PortfolioProblem(
                values: instance.numbers("values"),
                limits: instance.numbers("limits").enumerated().map { index, amount in
                    .init(name: "limit \(index)", amount: amount, uses: uses.map { $0[index] })
                })
            problem.requires = instance.table("requires").map { .init(Int($0[0]), Int($0[1])) }
            problem.excludes = instance.table("excludes").map { .init(Int($0[0]), Int($0[1])) }
            problem.bonuses = try #require(instance["value_synergies"]?.array).map { one in
                .init(members: one.array?[0].whole ?? [], value: one.array?[1].double ?? .nan)
            }
            let start = ContinuousClock.now
            let solution = try #require((try PortfolioSolver(problem, seconds: 60)).solve().solution)
            let took = (ContinuousClock.now - start) / .seconds(1)
            print("portfolio of \(problem.values.count): \(solution.value), \(took) s")
            #expect(solution.value == instance.number("optimum") && solution.isProven)
        }
    }

    /// A problem too hard for the time given: what is found says how far it may be from the best.
    @Test func outOfTimeTheGapIsSaid() async throws {
        var random = RandomStream(seed: 31)
        let count = 150
        func number(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &random)) }
        var problem = PortfolioProblem(
            values: (0..<count).map { _ in number(400...600) },
            limits: (0..<8).map { index in
                .init(
                    name: "limit \(index)", amount: 20_000, uses: (0..<count).map { _ in number(300...900) })
            })
        for index in 0..<60 {
            problem.bonuses.append(.init(members: [index, index + 45, index + 90], value: number(-90...90)))
        }
        let start = ContinuousClock.now
        let outcome = (try PortfolioSolver(problem, seconds: 1.5)).solve()
        #expect(ContinuousClock.now - start < .seconds(60))
        let solution = try #require(outcome.solution)
        #expect(!solution.isProven && solution.gap > 0 && solution.gap < 0.2)
        #expect(problem.permits(Set(solution.chosen)) && solution.bound > solution.value)
        #expect((try PortfolioSolver(problem, seconds: 0)).solve() == .outOfTime)
    }

    @Test func manyAtOnceAgree() async throws {
        let solver = try PortfolioSolver(Self.town)
        await withTaskGroup(of: Double?.self) { group in
            for _ in 0..<20 { group.addTask { solver.solve().solution?.value } }
            for await value in group { #expect(value == 353) }
        }
    }

    @Test(.enabled(if: Oracle.isThere)) func theCoreIndex() throws {
        let oracle = try Oracle.planning("rpm_core_index")
        let index = try CoreIndex(
            scores: oracle.table("scores"), costs: oracle.numbers("costs"), budget: oracle.number("budget"),
            extremePoints: oracle.table("weight_extreme_points"))
        #expect(Set(index.nonDominated) == Set(oracle.table("non_dominated").map { $0.map { Int($0) } }))
        #expect(isClose(index.shares, oracle.numbers("core_index")))
    }

    @Test func eightProjectsAndTheirCore() throws {
        let index = try CoreIndex(
            scores: [
                [8, 3, 5], [4, 7, 6], [9, 6, 2], [3, 4, 8], [7, 5, 4], [5, 5, 6], [2, 6, 7], [8, 4, 7],
            ], costs: [30, 22, 34, 15, 26, 20, 14, 33], budget: 100,
            extremePoints: [[1, 0, 0], [0.5, 0.5, 0], [1.0 / 3, 1.0 / 3, 1.0 / 3]])
        #expect(index.nonDominated.count == 10 && index.nonDominated.contains([1, 3, 4, 5, 6]))
        #expect(isClose(index.shares, [0.6, 0.8, 0.4, 0.6, 0.5, 0.4, 0.4, 0.4]))
    }

    @Test func coreAndOut() throws {
        let index = try CoreIndex(
            scores: [[9, 9], [5, 1], [1, 5], [0, 0.5]], costs: [1, 1, 1, 1], budget: 2,
            extremePoints: [[1, 0], [0, 1]])
        #expect(index.shares == [1, 0.5, 0.5, 0])
        #expect(throws: CoreIndex.Fault.tooMany(limit: 20)) {
            try CoreIndex(scores: Array(repeating: [1], count: 21), costs: [], budget: 1, extremePoints: [[1]])
        }
    }
}
