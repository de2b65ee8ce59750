// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Synchronization
import Wire

/// Bounds the questions to passkeys that one address has open: they are kept in the database, as many as there is room for
/// in the whole town, and nobody has to say who they are to get one.
final class QuestionLimit: Sendable {
    /// Questions of an address in the time that one is open.
    static let most = 100
    static let window: Int64 = 300_000_000
    private static let addresses = 10_000

    private let asked = Mutex<[String: [Instant]]>([:])

    /// - Throws: `AccessError.tooManyAttempts`.
    func admit(_ address: String, at now: Instant) throws(AccessError) {
        let network = ClientNetwork(address).text
        let seconds = asked.withLock { asked -> Int? in
            func isRecent(_ instant: Instant) -> Bool { now.microseconds - instant.microseconds < Self.window }
            if asked.count >= Self.addresses { asked = asked.filter { $0.value.contains(where: isRecent) } }
            var recent = (asked[network] ?? []).filter(isRecent)
            defer { asked[network] = recent }
            if recent.count >= Self.most, let first = recent.first {
                let left = first.microseconds + Self.window - now.microseconds
                return max(1, Int(left / 1_000_000))
            }
            recent.append(now)
            return nil
        }
        if let seconds { throw AccessError.tooManyAttempts(retryAfter: seconds) }
    }
}
