// SPDX-License-Identifier: EUPL-1.2
import Synchronization

/// Running totals of the endpoint.
public final class MQTTCounters: Sendable {
    enum Name: Int, CaseIterable { case received, sent, bytesReceived, bytesSent, dropped, refused, connections }

    private let values = Mutex([Int](repeating: 0, count: Name.allCases.count))

    func add(_ name: Name, _ amount: Int = 1) { values.withLock { $0[name.rawValue] += amount } }

    func value(_ name: Name) -> Int { values.withLock { $0[name.rawValue] } }
}

/// The endpoint's state in numbers, for `$SYS` and for metrics.
public struct MQTTStatistics: Sendable, Hashable {
    public var uptime = 0.0
    public var clientsConnected = 0
    public var sessions = 0
    public var subscriptions = 0
    public var retainedMessages = 0
    public var connectionsTotal = 0
    public var messagesReceived = 0
    public var messagesSent = 0
    public var messagesDropped = 0
    public var publicationsRefused = 0
    public var bytesReceived = 0
    public var bytesSent = 0
}
