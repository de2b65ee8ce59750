// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// What the connections of one engine know together.
final class SharedPostgresState: Sendable {
    /// Rows from which a result counts as large.
    static let largeResult = 1000
    private static let maximumTexts = 1000

    private let version = Atomic(0)
    private let sessions = Atomic(false)
    private let largeTexts = Mutex<Set<String>>([])

    /// Counts changes of tables by this process.
    var schemaVersion: Int { version.load(ordering: .acquiring) }
    func schemaChanged() { version.add(1, ordering: .acquiringAndReleasing) }

    /// Whether the pooler in between was found to keep a session with its process.
    var keepsSessions: Bool { sessions.load(ordering: .relaxed) }
    func foundSessionsKept() { sessions.store(true, ordering: .relaxed) }

    /// Whether this query gave a large result before: from then on it is read through a cursor, in chunks.
    func isLarge(_ text: String) -> Bool { largeTexts.withLock { $0.contains(text) } }

    func sawLarge(_ text: String) {
        let start = text.drop { $0.isWhitespace }.prefix(6).lowercased()
        guard start == "select" else { return }
        largeTexts.withLock { texts in
            if texts.count >= Self.maximumTexts { texts.removeAll() }
            texts.insert(text)
        }
    }
}
