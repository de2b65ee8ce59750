// SPDX-License-Identifier: EUPL-1.2

/// Where sessions and retained messages are kept while the server is down; times are seconds since 1970 (UTC).
public protocol MQTTArchive: Sendable {
    func load() async throws -> MQTTRecords

    /// Stores all of it or nothing.
    func save(_ changes: MQTTRecordChanges) async throws

    /// The client has released a QoS 2 message that was stored with its `MQTTMark`: its identifier is free again.
    func release(_ identifier: UInt16, of session: Int64) async throws

    /// A session has ended and must not return.
    func forget(_ session: Int64) async throws
}

/// Names a QoS 2 message of a session that outlives the server, until the client releases it.
///
/// Who stores what the message says stores this in the same transaction, the session included where the archive does
/// not have it yet: then the message is known after a crash exactly when what it says is there.
public struct MQTTMark: Sendable, Hashable {
    public let session: StoredSession
    public let identifier: UInt16
}

/// All that an archive has.
public struct MQTTRecords: Sendable {
    public var sessions: [StoredSession] = []
    public var messages: [StoredMessage] = []
    public var retained: [StoredRetained] = []

    public init() {}
}

/// What has changed since the archive was written last.
public struct MQTTRecordChanges: Sendable {
    public var sessions: [StoredSession] = []
    public var messages: [StoredMessage] = []
    /// Numbers of messages that are gone, by the session's number.
    public var goneMessages: [Int64: [Int]] = [:]
    /// Sessions that have ended, with their messages.
    public var goneSessions: [Int64] = []
    public var retained: [StoredRetained] = []
    /// Topics that have no retained message any more.
    public var goneTopics: [String] = []

    public init() {}

    public var isEmpty: Bool {
        sessions.isEmpty && messages.isEmpty && goneMessages.isEmpty && goneSessions.isEmpty && retained.isEmpty
            && goneTopics.isEmpty
    }
}

/// A session without its messages.
public struct StoredSession: Sendable, Hashable {
    public var number: Int64
    /// The principal's name and rights.
    public var owner: String
    public var rights: String
    public var clientIdentifier: String
    /// Seconds that it outlives its connection.
    public var expiry: Int
    /// When it ends; nil while its client is connected.
    public var ends: Double?
    public var subscriptions: [ControlPacket.Subscribe]
    /// Identifiers of QoS 2 messages that the client has not released; saved when the server stops, and with a mark.
    public var received: [UInt16]

    public init(
        number: Int64, owner: String, rights: String, clientIdentifier: String, expiry: Int, ends: Double?,
        subscriptions: [ControlPacket.Subscribe], received: [UInt16]
    ) {
        self.number = number
        self.owner = owner
        self.rights = rights
        self.clientIdentifier = clientIdentifier
        self.expiry = expiry
        self.ends = ends
        self.subscriptions = subscriptions
        self.received = received
    }
}

/// A message that waits for a session's client or is under way to it.
public struct StoredMessage: Sendable, Hashable {
    public enum Stage: Sendable, Hashable {
        case waiting
        /// Under way with a packet identifier.
        case sent(UInt16)
        /// The client has it; its release is under way.
        case released(UInt16)
    }

    public var session: Int64
    /// Rises with each message of the session.
    public var number: Int
    public var stage: Stage
    public var publish: ControlPacket.Publish
    public var expires: Double?

    public init(session: Int64, number: Int, stage: Stage, publish: ControlPacket.Publish, expires: Double?) {
        self.session = session
        self.number = number
        self.stage = stage
        self.publish = publish
        self.expires = expires
    }
}

public struct StoredRetained: Sendable, Hashable {
    public var publish: ControlPacket.Publish
    public var expires: Double?

    public init(publish: ControlPacket.Publish, expires: Double?) {
        self.publish = publish
        self.expires = expires
    }
}
