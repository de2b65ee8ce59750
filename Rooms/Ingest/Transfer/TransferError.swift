// SPDX-License-Identifier: EUPL-1.2

/// Why a transfer from another server cannot begin or go on; what was stored stays, and a second run goes on there.
public enum TransferError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The command or its settings do not fit.
    case usage(String)
    /// The other server cannot be reached or does not answer as SensorThings servers do.
    case source(String)
    /// The other server's answer to one question cannot be used; others may be.
    case answer(String)

    /// In one line, without what a terminal would obey: parts of it come from the other server.
    public var description: String {
        switch self {
        case .usage(let message), .source(let message), .answer(let message):
            String(message.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
        }
    }
}
