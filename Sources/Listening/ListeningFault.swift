// SPDX-License-Identifier: EUPL-1.2
package import Answers
import Foundation
import NIOCore

/// Why the server cannot listen where it was told to, and what to do.
package struct ListeningFault: Refusal, CustomStringConvertible {
    package let description: String

    /// Nil for an error of another kind.
    package init?(_ error: any Error, host: String, port: Int) {
        if let error = error as? IOError {
            switch error.errnoCode {
            case EADDRINUSE:
                description =
                    "port \(port) of \(host) is taken by another program; end that or choose another by --port"
            case EADDRNOTAVAIL:
                description = "this machine has no address \(host); choose one of its own by --host, 0.0.0.0 for all"
            case EACCES:
                description = "port \(port) needs more rights than this program has; choose one from 1024 on by --port"
            default: return nil
            }
        } else if let error = error as? SocketAddressError, case .unknown = error {
            description = "there is no host '\(host)'; choose an address of this machine by --host, 0.0.0.0 for all"
        } else {
            return nil
        }
    }

    package var exit: ExitKind { .usage }
    package var answer: Problem { .internalError }
}
