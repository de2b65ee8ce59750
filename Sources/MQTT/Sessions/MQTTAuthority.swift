// SPDX-License-Identifier: EUPL-1.2
public import Rights

/// Who a client is, as the platform knows it.
public struct MQTTPrincipal: Sendable {
    /// Whose sessions are whose; also for logs.
    public let name: String
    /// What it may do, in a word: a session outlives its connection only with the same rights.
    public let rights: String
    public let reader: Reader

    public init(name: String, rights: String = "", reader: Reader) {
        self.name = name
        self.rights = rights
        self.reader = reader
    }
}

/// A place that messages of one subscription come from, beside what clients publish; its number is the platform's.
public struct MessageSource: Sendable, Hashable {
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }
}

/// What the endpoint asks of the platform: who may connect, subscribe and publish, and where messages go.
public protocol MQTTAuthority: Sendable {
    /// `address` is where the connection comes from, empty when that is not known.
    func authenticate(
        clientIdentifier: String, userName: String?, password: [UInt8]?, address: String
    ) async -> Result<MQTTPrincipal, ConnectionRefusal>

    /// Who this was when a session of his was stored; nil when he may no longer be here, or with other rights.
    func principal(named name: String, rights: String) async -> MQTTPrincipal?

    /// Asked now and then for connected clients: a revoked key ends its connections.
    func isStillValid(_ principal: MQTTPrincipal) async -> Bool

    func subscribe(to filter: TopicFilter, as principal: MQTTPrincipal) async -> SubscriptionAnswer

    /// A source that `subscribe` granted is no longer needed; called once for each grant.
    func release(_ source: MessageSource) async

    /// Takes a client's message; returns when it is durable. The client's acknowledgement follows only then.
    func publish(_ message: MQTTMessage, as principal: MQTTPrincipal) async -> PublicationAnswer
}

/// Why a client may not connect.
public struct ConnectionRefusal: Error, Sendable {
    public let reason: ReasonCode

    public init(_ reason: ReasonCode) { self.reason = reason }
}

public enum SubscriptionAnswer: Sendable {
    /// Messages that clients publish are delivered, where the topic matches.
    case granted
    /// Messages come from a source of the platform's, and from nowhere else.
    case grantedFrom(MessageSource)
    case refused(ReasonCode, String)
}

public enum PublicationAnswer: Sendable {
    /// Deliver it to the subscribers whose filters match.
    case forward
    /// The platform has taken it, with its mark; its own sources tell who needs to know.
    case taken
    case refused(ReasonCode, String)
}
