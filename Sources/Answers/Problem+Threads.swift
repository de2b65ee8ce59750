// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
public import Threads

extension Problem {
    /// A full queue of own threads: 503, and when to ask again.
    public init(_ error: WorkerPoolError) {
        switch error {
        case .full(_, let seconds):
            self.init(
                .serviceUnavailable, "Too much at once",
                detail: "Too many ask for the same kind of long work just now. Try again in \(seconds) s.",
                headers: [.retryAfter: String(seconds)])
        case .closed:
            self.init(.serviceUnavailable, "Stopped", detail: "The server is stopping; try again in a moment.")
        }
    }
}
