// SPDX-License-Identifier: EUPL-1.2
package import Logging

/// Writes lines for people to standard error; brings metadata into words only when a line is written.
///
/// Each request gets metadata of its own, and few write a line.
package struct TextLogHandler: LogHandler {
    private let lines: StreamLogHandler
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]

    package init(label: String) { lines = StreamLogHandler.standardError(label: label) }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var event = event
        event.metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        lines.log(event: event)
    }
}
