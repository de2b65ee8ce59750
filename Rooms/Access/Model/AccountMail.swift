// SPDX-License-Identifier: EUPL-1.2

/// Sends links to people; the house offers it where a mail server is set.
public struct AccountMail: Sendable {
    /// What became of a letter at once.
    public enum Outcome: Sendable, Hashable {
        case sent
        /// The server did not take it yet; it is tried again.
        case waits
        /// The server will never take it.
        case refused
    }

    private let deliver:
        @Sendable (_ recipient: String, _ subject: String, _ text: String, _ about: String) async throws -> Outcome

    public init(_ deliver: @escaping @Sendable (String, String, String, String) async throws -> Outcome) {
        self.deliver = deliver
    }

    /// `account` is whose letter it is: with the account it goes from the queue, too.
    public func send(
        to recipient: String, subject: String, text: String, account: Int64? = nil
    ) async throws -> Outcome {
        try await deliver(recipient, subject, text, account.map { "account/\($0)" } ?? "link")
    }
}
