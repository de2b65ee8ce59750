// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Results that cost much, kept by key for a while; those who ask for the same thing wait for one computation.
///
/// A generation (such as the counter of rights) is part of each look-up: what was made under one is never given to
/// another. Errors are not kept. A computation ends early only when the last one who waits for it has gone.
public final class CoalescingMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot: Hashable {
        let key: Key
        let generation: Int64
    }

    private struct Kept {
        let value: Value
        let generation: Int64
        let until: ContinuousClock.Instant
        let weight: Int
        var lastUse: UInt64
    }

    /// A computation at work.
    private struct Flight {
        let slot: Slot
        let duration: Duration
        let start: ContinuousClock.Instant
        var waiters: [UInt64: CheckedContinuation<Value, any Error>] = [:]
        var task: Task<Void, Never>?
    }

    private struct State {
        var kept: [Key: Kept] = [:]
        var weight = 0
        var flights: [UInt64: Flight] = [:]
        /// The flights that newcomers join and whose value is kept.
        var current: [Slot: UInt64] = [:]
        /// The flight each waiter waits for.
        var waiting: [UInt64: UInt64] = [:]
        var next: UInt64 = 0

        mutating func number() -> UInt64 {
            next += 1
            return next
        }

        mutating func drop(_ key: Key) {
            if let old = kept.removeValue(forKey: key) { weight -= old.weight }
        }
    }

    /// What took long to make is kept this many times as long: making it anew takes at most a tenth of the time.
    private static var worth: Int { 10 }

    private let limit: Int
    private let lifetime: Duration
    private let longest: Duration
    private let weigh: @Sendable (Value) -> Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    /// Keeps values until their weights (1 each, if nothing else is said) add up to `limit`, least recently used first
    /// out, and none longer than `lifetime`; but what takes long to make for ten times as long as that took, at most
    /// `longest`.
    public init(
        limit: Int, lifetime: Duration, longest: Duration = .zero,
        weigh: @escaping @Sendable (Value) -> Int = { _ in 1 },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.limit, self.lifetime, self.longest) = (limit, lifetime, longest)
        (self.weigh, self.now) = (weigh, now)
    }

    /// The kept value, that of a computation at work, or a new one.
    ///
    /// `generation` is read by the caller before; `lifetime` replaces the memory's own for a value made now.
    /// - Throws: what `make` throws, to all who wait for it; `CancellationError` when the caller's task is cancelled.
    public func value(
        for key: Key, generation: Int64 = 0, lifetime: Duration? = nil,
        make: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let slot = Slot(key: key, generation: generation)
        if let known = state.withLock({ found(slot, in: &$0) }) { return known }
        let waiter = state.withLock { $0.number() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                join(slot, waiter, continuation, lasting: lifetime ?? self.lifetime, make)
            }
        } onCancel: {
            leave(waiter)
        }
    }

    /// The kept value of this generation, if there is one; nothing is computed.
    public func kept(for key: Key, generation: Int64 = 0) -> Value? {
        state.withLock { found(Slot(key: key, generation: generation), in: &$0) }
    }

    /// Drops what is kept; computations at work serve only those who wait for them already.
    public func forget() {
        state.withLock { state in
            state.kept = [:]
            state.weight = 0
            state.current = [:]
        }
    }

    /// Drops what is kept under a key.
    public func forget(_ key: Key) {
        state.withLock { state in
            state.drop(key)
            state.current = state.current.filter { $0.key.key != key }
        }
    }

    /// How many values are kept.
    public var count: Int { state.withLock { $0.kept.count } }

    private func found(_ slot: Slot, in state: inout State) -> Value? {
        guard let entry = state.kept[slot.key], entry.generation == slot.generation, entry.until > now() else {
            return nil
        }
        let use = state.number()
        state.kept[slot.key]?.lastUse = use
        return entry.value
    }

    private func join(
        _ slot: Slot, _ waiter: UInt64, _ continuation: CheckedContinuation<Value, any Error>, lasting: Duration,
        _ make: @escaping @Sendable () async throws -> Value
    ) {
        let answer = state.withLock { state -> Result<Value, any Error>? in
            // Who was cancelled before this moment is seen here, who is cancelled later is found among the waiters.
            if Task.isCancelled { return .failure(CancellationError()) }
            if let known = found(slot, in: &state) { return .success(known) }
            let flight = state.current[slot] ?? state.number()
            state.waiting[waiter] = flight
            if state.flights[flight] == nil {
                state.current[slot] = flight
                state.flights[flight] = Flight(slot: slot, duration: lasting, start: now())
                // Not a child of the one who happened to ask first: it lives as long as anybody waits for it.
                state.flights[flight]?.task = Task { await fly(flight, make) }
            }
            state.flights[flight]?.waiters[waiter] = continuation
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func leave(_ waiter: UInt64) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard let number = state.waiting.removeValue(forKey: waiter) else { return nil }
            let continuation = state.flights[number]?.waiters.removeValue(forKey: waiter)
            if let flight = state.flights[number], flight.waiters.isEmpty {
                flight.task?.cancel()
                if state.current[flight.slot] == number { state.current[flight.slot] = nil }
            }
            return continuation
        }
        continuation?.resume(throwing: CancellationError())
    }

    private func fly(_ number: UInt64, _ make: @Sendable () async throws -> Value) async {
        let result: Result<Value, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        let waiters = state.withLock { state -> [CheckedContinuation<Value, any Error>] in
            guard let flight = state.flights.removeValue(forKey: number) else { return [] }
            for waiter in flight.waiters.keys { state.waiting[waiter] = nil }
            if state.current[flight.slot] == number {
                state.current[flight.slot] = nil
                if case .success(let value) = result { keep(value, of: flight, in: &state) }
            }
            return Array(flight.waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    private func keep(_ value: Value, of flight: Flight, in state: inout State) {
        let instant = now()
        // A late value of an earlier generation does not push out a newer one.
        if let old = state.kept[flight.slot.key], old.generation > flight.slot.generation, old.until > instant {
            return
        }
        let weight = weigh(value)
        state.drop(flight.slot.key)
        guard weight <= limit else { return }
        if state.weight + weight > limit {
            for key in state.kept.filter({ $0.value.until <= instant }).keys { state.drop(key) }
        }
        while state.weight + weight > limit, let oldest = state.kept.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            state.drop(oldest.key)
        }
        let use = state.number()
        let duration = max(flight.duration, min((instant - flight.start) * Self.worth, longest))
        state.kept[flight.slot.key] = Kept(
            value: value, generation: flight.slot.generation, until: instant + duration, weight: weight, lastUse: use)
        state.weight += weight
    }
}
