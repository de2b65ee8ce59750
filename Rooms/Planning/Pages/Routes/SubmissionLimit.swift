// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import HTTPTypes
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Synchronization

/// How many messages an address may send without an account: ten within an hour.
final class SubmissionLimit: Sendable {
    static let most = 10

    private let sent = Mutex<[String: [ContinuousClock.Instant]]>([:])

    func admits(_ address: String) -> Bool {
        let now = ContinuousClock.now
        return sent.withLock { sent in
            if sent.count > 10_000 { sent = sent.filter { $0.value.contains { now - $0 < .seconds(3600) } } }
            let recent = (sent[address] ?? []).filter { now - $0 < .seconds(3600) }
            guard recent.count < Self.most else {
                sent[address] = recent
                return false
            }
            sent[address] = recent + [now]
            return true
        }
    }
}

extension Problem {
    static let tooManySubmissions = Problem(
        .tooManyRequests, "Too many messages", detail: Words.tooManySubmissions.english,
        german: Words.tooManySubmissions.german)
}
