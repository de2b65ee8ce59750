// SPDX-License-Identifier: EUPL-1.2

/// A file of which nothing can be proposed: which it is, why, and what to do.
public struct ProposalFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }

    public var description: String { "\(file): \(reason)" }
}
