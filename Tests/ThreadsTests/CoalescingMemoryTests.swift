// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Synchronization
import Testing
import Threads

/// A clock that stands until it is moved.
private final class HandClock: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)
    var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
    func move(_ duration: Duration) { passed.withLock { $0 += duration } }
}

/// A computation that waits to be let go and counts how often it began.
private final class Slow: Sendable {
    private let state = Mutex((began: 0, isOpen: false, cancelled: 0))
    var began: Int { state.withLock { $0.began } }
    var cancelled: Int { state.withLock { $0.cancelled } }
    func open() { state.withLock { $0.isOpen = true } }

    func make(_ value: Int) async throws -> Int {
        state.withLock { $0.began += 1 }
        do {
            while !state.withLock({ $0.isOpen }) { try await Task.sleep(for: .milliseconds(1)) }
        } catch {
            state.withLock { $0.cancelled += 1 }
            throw error
        }
        return value
    }
}

@Suite(.timeLimit(.minutes(30)))
struct CoalescingMemoryTests {
    private func memory(_ limit: Int = 8, clock: HandClock = HandClock()) -> CoalescingMemory<String, Int> {
        CoalescingMemory(limit: limit, lifetime: .seconds(10), now: { clock.now })
    }

    @Test func sameKeyWaitsForOneComputation() async throws {
        let memory = memory()
        let slow = Slow()
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<32 { group.addTask { try await memory.value(for: "a") { try await slow.make(7) } } }
            try await eventually { slow.began == 1 }
            try await Task.sleep(for: .milliseconds(20))
            slow.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 7, count: 32))
        #expect(slow.began == 1)
        #expect(memory.kept(for: "a") == 7)
    }

    @Test func keptValueLastsItsTime() async throws {
        let clock = HandClock()
        let memory = memory(clock: clock)
        #expect(try await memory.value(for: "a") { 1 } == 1)
        #expect(try await memory.value(for: "b", lifetime: .seconds(1)) { 1 } == 1)
        clock.move(.milliseconds(9_999))
        #expect(try await memory.value(for: "a") { 2 } == 1)
        #expect(try await memory.value(for: "b") { 2 } == 2)
        clock.move(.milliseconds(1))
        #expect(try await memory.value(for: "a") { 3 } == 3)
    }

    @Test(arguments: [(0, 2), (150, 2), (900, 9), (60_000, 30)])
    func whatTookLongIsKeptTenTimesAsLong(milliseconds: Int, seconds: Int) async throws {
        let clock = HandClock()
        let memory = CoalescingMemory<String, Int>(
            limit: 8, lifetime: .seconds(2), longest: .seconds(30), now: { clock.now })
        let first = try await memory.value(for: "a") {
            clock.move(.milliseconds(milliseconds))
            return 1
        }
        #expect(first == 1)
        clock.move(.seconds(seconds) - .milliseconds(1))
        #expect(memory.kept(for: "a") == 1)
        clock.move(.milliseconds(1))
        #expect(memory.kept(for: "a") == nil)
    }

    @Test func anotherGenerationIsNeverServed() async throws {
        let memory = memory()
        #expect(try await memory.value(for: "a", generation: 1) { 1 } == 1)
        #expect(try await memory.value(for: "a", generation: 2) { 2 } == 2)
        // one who still reads the old generation gets its own, and does not push out the new one
        #expect(try await memory.value(for: "a", generation: 1) { 10 } == 10)
        #expect(memory.kept(for: "a", generation: 2) == 2)
        #expect(memory.kept(for: "a", generation: 1) == nil)
    }

    @Test func aMovedCounterDoesNotJoinAComputationThatBeganBefore() async throws {
        let memory = memory()
        let slow = Slow()
        async let old = memory.value(for: "a", generation: 1) { try await slow.make(1) }
        try await eventually { slow.began == 1 }
        #expect(try await memory.value(for: "a", generation: 2) { 2 } == 2)
        slow.open()
        #expect(try await old == 1)
        #expect(memory.kept(for: "a", generation: 2) == 2)
    }

    @Test func oneWhoLeavesDoesNotEndTheOthers() async throws {
        let memory = memory()
        let slow = Slow()
        let first = Task { try await memory.value(for: "a") { try await slow.make(5) } }
        try await eventually { slow.began == 1 }
        let second = Task { try await memory.value(for: "a") { 6 } }
        try await Task.sleep(for: .milliseconds(20))
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(slow.cancelled == 0)
        slow.open()
        #expect(try await second.value == 5)
    }

    @Test func theLastOneWhoLeavesEndsTheComputation() async throws {
        let memory = memory()
        let slow = Slow()
        let only = Task { try await memory.value(for: "a") { try await slow.make(5) } }
        try await eventually { slow.began == 1 }
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        try await eventually { slow.cancelled == 1 }
        // the next one does not join what is ending
        #expect(try await memory.value(for: "a") { 9 } == 9)
    }

    @Test func errorsReachAllAndAreNotKept() async throws {
        let memory = memory()
        await #expect(throws: Marker.self) { try await memory.value(for: "a") { throw Marker() } }
        #expect(memory.count == 0)
        #expect(try await memory.value(for: "a") { 1 } == 1)
    }

    @Test func leastRecentlyUsedGoesFirst() async throws {
        let memory = memory(3)
        for (number, key) in ["a", "b", "c"].enumerated() { _ = try await memory.value(for: key) { number } }
        _ = memory.kept(for: "a")
        _ = try await memory.value(for: "d") { 3 }
        #expect(memory.kept(for: "b") == nil)
        #expect(["a", "c", "d"].allSatisfy { memory.kept(for: $0) != nil })
    }

    @Test func weightsBoundWhatIsKept() async throws {
        let memory = CoalescingMemory<Int, Int>(limit: 100, lifetime: .seconds(10), weigh: { $0 })
        for weight in [40, 50, 30, 101] { _ = try await memory.value(for: weight) { weight } }
        #expect(memory.kept(for: 40) == nil)
        #expect(memory.kept(for: 50) == 50)
        #expect(memory.kept(for: 30) == 30)
        #expect(memory.kept(for: 101) == nil)
    }

    @Test func forgettingKeepsAComputationFromBeingKept() async throws {
        let memory = memory()
        let slow = Slow()
        async let old = memory.value(for: "a") { try await slow.make(1) }
        try await eventually { slow.began == 1 }
        memory.forget()
        #expect(try await memory.value(for: "a") { 2 } == 2)
        slow.open()
        #expect(try await old == 1)
        #expect(memory.kept(for: "a") == 2)
        memory.forget("a")
        #expect(memory.count == 0)
    }

    /// Whatever order the steps come in, nobody gets a value of another key or generation, and the bound holds.
    @Test(arguments: 0..<8) func randomOrders(seed: UInt64) async throws {
        let memory = CoalescingMemory<Int, [Int64]>(limit: 5, lifetime: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            var random = SeededRandom(seed: seed)
            for _ in 0..<400 {
                let key = Int(random.next() % 9)
                let generation = Int64(random.next() % 3)
                let (pause, cancels, fails) = (random.next() % 3, random.next() % 5 == 0, random.next() % 7 == 0)
                group.addTask {
                    let one = Task {
                        try await memory.value(for: key, generation: generation) {
                            if pause > 0 { try await Task.sleep(for: .microseconds(200 * pause)) }
                            if fails { throw Marker() }
                            return [Int64(key), generation]
                        }
                    }
                    if cancels { one.cancel() }
                    do {
                        #expect(try await one.value == [Int64(key), generation])
                    } catch {
                        #expect(error is Marker || (cancels && error is CancellationError))
                    }
                    #expect(memory.count <= 5)
                }
            }
            try await group.waitForAll()
        }
    }
}
