// SPDX-License-Identifier: EUPL-1.2
package import Administration
import Bilingual
import Foundation
package import Logging
import Synchronization
package import Wire

/// Warnings and faults of the last day, in the memory of this process.
public final class RecentLog: Sendable {
    private struct Line {
        let message: String
        let isFault: Bool
        let details: String
        let at: Instant
    }

    /// A storm of faults leaves the newest.
    private static let most = 2000
    private static let day: Int64 = 86_400_000_000

    private let lines = Mutex<[Line]>([])

    public init() {}

    package func add(_ message: String, isFault: Bool, details: String, at: Instant) {
        lines.withLock { lines in
            lines.append(Line(message: message, isFault: isFault, details: details, at: at))
            if lines.count > Self.most { lines.removeFirst(Self.most / 4) }
        }
    }

    /// The same messages counted together, the one that came last first.
    package func summaries(at now: Instant) -> [LogSummary] {
        let recent = lines.withLock { lines in
            lines.removeAll { $0.at.microseconds < now.microseconds - Self.day }
            return lines
        }
        return Dictionary(grouping: recent) { $0.message }.compactMap { message, lines -> LogSummary? in
            guard let first = lines.first, let last = lines.last else { return nil }
            return LogSummary(
                meaning: LogWords.meaning(of: message), details: last.details, count: lines.count, first: first.at,
                last: last.at, isFault: last.isFault)
        }.sorted { ($0.last, $0.meaning.german) > ($1.last, $1.meaning.german) }
    }
}

/// Hands each line on, and keeps warnings and faults.
package struct RecordingLogHandler: LogHandler {
    private var handler: any LogHandler
    private let log: RecentLog

    package init(_ handler: any LogHandler, keeping log: RecentLog) { (self.handler, self.log) = (handler, log) }

    package var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }
    package var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    package func log(event: LogEvent) {
        if event.level >= .warning {
            let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            log.add(
                event.message.description, isFault: event.level >= .error,
                details: String(details.joined(separator: "; ").prefix(1000)),
                at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
        }
        handler.log(event: event)
    }
}
