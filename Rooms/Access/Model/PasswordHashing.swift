// SPDX-License-Identifier: EUPL-1.2
import Threads

/// Makes and checks password hashes on a few own threads: hashing costs much by design and never holds up readers.
public struct PasswordHashing: Sendable {
    /// What checking a password found.
    struct Verdict: Sendable {
        let isRight: Bool
        /// The same password under today's cost, where the stored hash is of another.
        var renewed: String?
    }

    private let workers: WorkerPool

    /// As many at once as there are threads; beyond the queue `WorkerPoolError.full` is thrown.
    public init(threads: Int = 2, queue: Int = 32) {
        workers = WorkerPool(name: "passwords", threads: threads, queue: queue, niceness: 10)
    }

    /// - Throws: `AccessError.hashingFailed`, `WorkerPoolError`.
    func hash(_ password: String) async throws -> String {
        try await workers.run { _ in
            guard let hash = Secret.passwordHash(password) else { throw AccessError.hashingFailed }
            return hash
        }
    }

    /// Checks a password; without a hash it takes the same time and is wrong.
    /// - Throws: `AccessError.hashingFailed`, `WorkerPoolError`.
    func check(_ password: String, against hash: String?) async throws -> Verdict {
        try await workers.run { _ in
            let stored = hash ?? Self.hashOfNothing
            guard let isRight = Secret.verify(password, hash: stored) else { throw AccessError.hashingFailed }
            guard isRight, hash != nil else { return Verdict(isRight: false) }
            return Verdict(isRight: true, renewed: Secret.needsRenewal(stored) ? Secret.passwordHash(password) : nil)
        }
    }

    private static let hashOfNothing = Secret.passwordHash("no account has this password") ?? ""
}
