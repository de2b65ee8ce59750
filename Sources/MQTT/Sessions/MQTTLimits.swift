// SPDX-License-Identifier: EUPL-1.2

/// What one client and all of them together may use; each a setting of the server.
public struct MQTTLimits: Sendable, Hashable {
    /// Clients connected at a time.
    public var connections = 10_000
    /// Connections of one address, those without CONNECT included; nil for as many as there are.
    public var connectionsPerAddress: Int? = 2000
    /// Bytes of a packet, both ways.
    public var packetSize = 1 << 20
    /// Bytes of a topic or topic filter.
    public var topicLength = 4096
    /// Levels of a topic or topic filter.
    public var topicLevels = 64
    /// Topic filters of one client.
    public var subscriptions = 1000
    /// Messages with QoS 1 or 2 under way to one client, not yet acknowledged.
    public var inflight = 100
    /// Messages that wait for one client.
    public var queue = 10_000
    /// Bytes of payload that wait for one client.
    public var queueBytes = 16 << 20
    /// Retained messages of the whole server.
    public var retained = 10_000
    /// Bytes of all retained messages: topics, payloads and properties.
    public var retainedBytes = 64 << 20
    /// Seconds that a session outlives its connection at most.
    public var sessionExpiry = 7 * 86_400
    /// Seconds between two looks at what the archive does not have yet; 0 keeps sessions in memory alone.
    public var saveInterval = 1
    /// Sessions without a connection.
    public var offlineSessions = 10_000
    /// Seconds that a new connection has for its CONNECT.
    public var connectTimeout = 10
    /// Topic aliases that a client may use.
    public var topicAliases: UInt16 = 64

    public init() {}
}
