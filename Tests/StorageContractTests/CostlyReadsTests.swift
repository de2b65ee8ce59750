// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

/// Holds bodies of reads until it is opened.
private final class Barrier: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let entered = Atomic(0)
    var inside: Int { entered.load(ordering: .acquiring) }

    func wait() {
        entered.add(1, ordering: .releasing)
        semaphore.wait()
    }

    func open(_ times: Int) { for _ in 0..<times { semaphore.signal() } }
}

private func eventually(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}

@Suite(.timeLimit(.minutes(30)))
struct CostlyReadsTests {
    @Test(arguments: TestEngine.allCases)
    func `costly reads leave room for cheap ones, and too many are refused`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let barrier = Barrier()
            let refused = Record<StorageError>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    for _ in 0..<12 {
                        group.addTask {
                            do {
                                try await engine.read(.costly(client: "\(client)", isContinuation: false)) { _ in
                                    barrier.wait()
                                }
                            } catch let error as StorageError {
                                refused.append(error)
                            }
                        }
                    }
                }
                try await eventually { refused.all.count == 16 && barrier.inside > 0 }
                // more would be held up here for ever
                for _ in 0..<20 { #expect(try await engine.read { try $0.integer("SELECT 1") } == 1) }
                #expect(barrier.inside <= 2)
                barrier.open(48)
                try await group.waitForAll()
            }
            #expect(refused.all == Array(repeating: .busy(retryAfter: 5, byOneClient: true), count: 16))
            #expect(barrier.inside == 32)
        }
    }

    @Test func `all together wait only so many`() async throws {
        let lane = CostlyReads(atOnce: 1, perClient: 8, queue: 3)
        try await holding(lane) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<3 {
                    group.addTask { try await lane.run(for: "\(client)", isContinuation: false) {} }
                }
                try await eventually { lane.load.waiting == 3 }
                await #expect(throws: StorageError.busy(retryAfter: 5, byOneClient: false)) {
                    try await lane.run(for: "another", isContinuation: false) {}
                }
                group.addTask { try await lane.run(for: "0", isContinuation: true) {} }
                try await eventually { lane.load.waiting == 4 }
                group.cancelAll()
                while await group.nextResult() != nil {}
            }
            #expect(lane.load == (1, 0))
        }
        #expect(lane.load == (0, 0))
    }

    @Test func `who has nothing at work comes before the next one of a busy client`() async throws {
        let lane = CostlyReads(atOnce: 2)
        let order = Record<String>()
        let (first, second) = (Stop(), Stop())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for stop in [first, second] {
                group.addTask { try await lane.run(for: "busy", isContinuation: false) { await stop.wait() } }
            }
            try await eventually { lane.load.running == 2 }
            for (number, client) in ["busy", "busy", "other"].enumerated() {
                group.addTask {
                    try await lane.run(for: client, isContinuation: false) { order.append(client) }
                }
                try await eventually { lane.load.waiting == number + 1 }
            }
            first.go()
            try await eventually { order.all.count == 3 }
            second.go()
            try await group.waitForAll()
        }
        #expect(order.all == ["other", "busy", "busy"])
    }

    /// Holds the lane's only place while the body runs.
    private func holding(_ lane: CostlyReads, _ body: () async throws -> Void) async throws {
        let stop = Stop()
        async let held: Void = lane.run(for: "holder", isContinuation: false) { await stop.wait() }
        try await eventually { lane.load.running == 1 }
        try await body()
        stop.go()
        try await held
    }
}

/// Lets one task go on when it is told.
private final class Stop: Sendable {
    private let isOpen = Atomic(false)
    func go() { isOpen.store(true, ordering: .releasing) }
    func wait() async {
        while !isOpen.load(ordering: .acquiring) { try? await Task.sleep(for: .milliseconds(1)) }
    }
}

/// What several tasks have noted, in its order.
private final class Record<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    var all: [Value] { values.withLock { $0 } }
    func append(_ value: Value) { values.withLock { $0.append(value) } }
}
