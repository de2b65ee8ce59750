// SPDX-License-Identifier: EUPL-1.2

/// Why a transfer from another server cannot begin or go on; what was stored stays, and a second run goes on there.
public enum TransferError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The command or its settings do not fit.
    case usage(String)
    /// The other server cannot be reached or does not answer as SensorThings servers do.
    case source(String)

    public var description: String {
        switch self {
        case .usage(let message), .source(let message): message
        }
    }
}
