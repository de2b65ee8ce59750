// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization
import Testing
import Threads

/// Holds workers until it is opened.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let entered = Atomic(0)

    var inside: Int { entered.load(ordering: .acquiring) }

    func wait() {
        entered.add(1, ordering: .releasing)
        semaphore.wait()
    }

    func open(_ times: Int = 1) { for _ in 0..<times { semaphore.signal() } }
}

/// Looks until something holds; the test's time limit ends it otherwise.
func eventually(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}

@Suite(.timeLimit(.minutes(30)))
struct WorkerPoolTests {
    @Test func answersWithTheValueOrTheError() async throws {
        let pool = WorkerPool(name: "hashing", threads: 2, queue: 4)
        #expect(try await pool.run { _ in 7 } == 7)
        await #expect(throws: Marker.self) { try await pool.run { _ in throw Marker() } }
    }

    @Test func runsNoMoreAtOnceThanItHasThreads() async throws {
        let pool = WorkerPool(name: "few", threads: 3, queue: 200)
        let busy = Busy()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try await pool.run { _ in
                        busy.enter()
                        Thread.sleep(forTimeInterval: 0.001)
                        busy.leave()
                        return number
                    }
                }
            }
            var sum = 0
            for try await number in group { sum += number }
            #expect(sum == 4950)
        }
        #expect((1...3).contains(busy.most))
    }

    @Test func refusesBeyondItsQueueAndSaysWhenToComeBack() async throws {
        let pool = WorkerPool(name: "full", threads: 1, queue: 2)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run { _ in gate.wait() } }
            try await eventually { gate.inside == 1 }
            for _ in 0..<2 { group.addTask { try await pool.run { _ in } } }
            try await eventually { pool.waiting == 2 }
            await #expect(throws: WorkerPoolError.full(pool: "full", retryAfter: 1)) { try await pool.run { _ in } }
            gate.open()
            try await group.waitForAll()
        }
        // free again
        #expect(try await pool.run { _ in 7 } == 7)
    }

    @Test func waitToldGrowsWithTheWorkAhead() async throws {
        // each look at the clock is five seconds later
        let seconds = Atomic(0)
        let start = ContinuousClock.now
        let pool = WorkerPool(name: "slow", threads: 1, queue: 0) {
            start + .seconds(seconds.add(5, ordering: .relaxed).newValue)
        }
        try await pool.run { _ in }
        let gate = Gate()
        async let held: Void = pool.run { _ in gate.wait() }
        try await eventually { gate.inside == 1 }
        await #expect(throws: WorkerPoolError.full(pool: "slow", retryAfter: 5)) { try await pool.run { _ in } }
        gate.open()
        try await held
    }

    @Test func cancelledWaitingJobLeavesTheQueueAndNeverRuns() async throws {
        let pool = WorkerPool(name: "leaving", threads: 1, queue: 1)
        let gate = Gate()
        let hasRun = Atomic(false)
        async let held: Void = pool.run { _ in gate.wait() }
        try await eventually { gate.inside == 1 }
        let waiting = Task { try await pool.run { _ in hasRun.store(true, ordering: .relaxed) } }
        try await eventually { pool.waiting == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(pool.waiting == 0)
        async let next = pool.run { _ in 1 }
        try await eventually { pool.waiting == 1 }
        gate.open()
        try await held
        #expect(try await next == 1)
        let isRun = hasRun.load(ordering: .relaxed)
        #expect(!isRun)
    }

    @Test func cancelledRunningJobIsTold() async throws {
        let pool = WorkerPool(name: "told", threads: 1, queue: 1)
        let hasStarted = Atomic(false)
        let running = Task {
            try await pool.run { mark in
                hasStarted.store(true, ordering: .releasing)
                while true {
                    try mark.check()
                    Thread.sleep(forTimeInterval: 0.001)
                }
            } as Void
        }
        try await eventually { hasStarted.load(ordering: .acquiring) }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
    }

    @Test func cancelledBeforehandDoesNotRun() async throws {
        let pool = WorkerPool(name: "late", threads: 1, queue: 1)
        let task = Task {
            try await eventually { Task.isCancelled }
            return try await pool.run { _ in 1 }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func closingRefusesWhoWaitsAndWhoComes() async throws {
        let pool = WorkerPool(name: "closing", threads: 1, queue: 2)
        let gate = Gate()
        async let held: Bool = pool.run { mark in
            gate.wait()
            return mark.isSet
        }
        try await eventually { gate.inside == 1 }
        let waiting = Task { try await pool.run { _ in } }
        try await eventually { pool.waiting == 1 }
        pool.close()
        await #expect(throws: WorkerPoolError.closed(pool: "closing")) { try await waiting.value }
        await #expect(throws: WorkerPoolError.closed(pool: "closing")) { try await pool.run { _ in } }
        gate.open()
        #expect(try await held)
    }

    /// The cooperative pool has as many threads as processors: blocked work on it would stand in the way of this test.
    @Test func blockedWorkHoldsNoThreadOfTheCooperativePool() async throws {
        let count = ProcessInfo.processInfo.activeProcessorCount * 4
        let pool = WorkerPool(name: "blocked", threads: count, queue: 0)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { try await pool.run { _ in gate.wait() } } }
            try await eventually { gate.inside == count }
            gate.open(count)
            try await group.waitForAll()
        }
    }
}

/// How many are inside at once.
private final class Busy: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() { state.withLock { $0.now -= 1 } }
}

struct Marker: Error, Hashable {}
