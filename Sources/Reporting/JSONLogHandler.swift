// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import Logging
import Wire

/// Writes a JSON object a line to standard error.
package struct JSONLogHandler: LogHandler {
    private let label: String
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]

    package init(label: String) { self.label = label }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("at")
        writer.write(Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)).iso8601)
        writer.name("level")
        writer.write(event.level.rawValue)
        writer.name("message")
        writer.write(event.message.description)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            writer.name(name)
            writer.write(value.description)
        }
        writer.endObject()
        FileHandle.standardError.write(Data(writer.bytes + [0x0A]))
    }
}
