// SPDX-License-Identifier: EUPL-1.2

/// A GET to a foreign server, or a POST of form fields; nothing in it follows a redirect.
public struct OutboundRequest: Sendable {
    public var address: String
    /// As in `User-Agent`.
    public var agent: String
    public var milliseconds: Int
    /// Bytes of the answer at most, after decompression.
    public var limit: Int
    /// Lines such as `Authorization: Bearer …`.
    public var headers: [String] = []
    /// Form fields to post, encoded; nil for a GET.
    public var form: String?
    /// `name:password` for basic authentication.
    public var user: String?
    /// Takes the beginning of an answer that is longer than the limit.
    public var acceptsPart = false
    /// Refuses servers of private networks: what the name resolves to counts, not the name.
    public var publicOnly = false
    /// Where the answer is put on disk as it comes; nil keeps it in memory.
    public var file: String?

    public init(_ address: String, agent: String, milliseconds: Int, limit: Int) {
        self.address = address
        self.agent = agent
        self.milliseconds = milliseconds
        self.limit = limit
    }
}

/// What a foreign server answered.
public struct OutboundResponse: Sendable {
    public let status: Int
    public let contentType: String
    public let bytes: [UInt8]
    /// Where a redirect leads.
    public let redirect: String?
    /// Seconds that `Retry-After` asks to wait; 0 when it asks for nothing.
    public let retryAfter: Int
    /// Marks of this version of the content, for a later request.
    public let etag: String?
    public let lastModified: String?
}

/// Why there is no answer.
public enum OutboundError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No connection, no name, no certificate, or too slow.
    case unreachable(String)
    /// The answer is longer than the request's limit.
    case tooLong
    /// The mail server will not take this message for this recipient, with its code.
    case refused(Int)

    public var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .tooLong: "the answer is too long"
        case .refused(let status): "the mail server refuses it (\(status))"
        }
    }
}
