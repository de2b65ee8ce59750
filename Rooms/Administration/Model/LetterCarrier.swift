// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// How a letter went that was given to its server.
package enum LetterDelivery: Sendable, Hashable {
    case sent
    /// It can be tried again; why it did not go now.
    case later(String)
    /// It never will.
    case refused(String)
}

/// Sends what waits in the queue, one letter after the other.
package struct LetterCarrier: Sendable {
    let engine: any StorageEngine
    let clock: @Sendable () -> Instant
    let deliver: @Sendable (QueuedLetter) async -> LetterDelivery

    package init(
        engine: any StorageEngine, clock: @escaping @Sendable () -> Instant,
        deliver: @escaping @Sendable (QueuedLetter) async -> LetterDelivery
    ) {
        self.engine = engine
        self.clock = clock
        self.deliver = deliver
    }

    /// Puts a letter in the queue and tries it at once; what became of it so far.
    package func post(to recipient: String, subject: String, body: String, about: String) async throws -> LetterDelivery
    {
        let now = clock()
        let id = try await engine.write { connection in
            try LetterQueue.add(
                about: about, to: recipient, subject: subject, body: body, at: now, on: connection)
        }
        return try await carry(id) ?? .later("")
    }

    /// Sends all that is due; how many were tried.
    @discardableResult
    package func carryDue() async throws -> Int {
        var count = 0
        while !Task.isCancelled, try await carry(nil) != nil { count += 1 }
        return count
    }

    private func carry(_ id: Int64?) async throws -> LetterDelivery? {
        let now = clock()
        guard let letter = try await engine.write({ try LetterQueue.take(id, at: now, on: $0) }) else { return nil }
        let outcome = await deliver(letter)
        let end = clock()
        try await engine.write { connection in
            switch outcome {
            case .sent: try LetterQueue.ended(letter, .sent, at: end, on: connection)
            case .later(let fault): try LetterQueue.ended(letter, .waiting, fault: fault, at: end, on: connection)
            case .refused(let fault): try LetterQueue.ended(letter, .refused, fault: fault, at: end, on: connection)
            }
        }
        return outcome
    }
}

extension LetterCarrier {
    /// Which matters letters were made about since then.
    package func matters(since: Instant) async throws -> Set<String> {
        try await engine.read { try LetterQueue.matters(since: since, on: $0) }
    }
}
