// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import Synchronization

/// How many messages an address may send without an account within an hour, unless said otherwise ten.
final class SubmissionLimit: Sendable {
    private let most: Int

    init(most: Int = 10) { self.most = most }

    private let sent = Mutex<[String: [ContinuousClock.Instant]]>([:])

    func admits(_ address: String) -> Bool {
        let now = ContinuousClock.now
        return sent.withLock { sent in
            if sent.count > 10_000 { sent = sent.filter { $0.value.contains { now - $0 < .seconds(3600) } } }
            let recent = (sent[address] ?? []).filter { now - $0 < .seconds(3600) }
            guard recent.count < most else {
                sent[address] = recent
                return false
            }
            sent[address] = recent + [now]
            return true
        }
    }
}
