// SPDX-License-Identifier: EUPL-1.2

/// An application message on its way through the server.
public struct MQTTMessage: Sendable, Hashable {
    public var topic: String
    public var payload: [UInt8]
    public var qos: QoS
    public var isRetained: Bool
    /// What goes along to subscribers: format, content type, response topic, correlation data, user properties.
    public var properties = MQTTProperties()
    /// Which message of a kept session this is; nil for others.
    public var mark: MQTTMark?
    /// Seconds since the server's clock began, after which nobody needs it; nil for never.
    var expires: Double?
    /// The publisher's session, for subscriptions that do not want their own messages.
    var publisher: SessionKey?

    public init(topic: String, payload: [UInt8], qos: QoS = .atMostOnce, isRetained: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.isRetained = isRetained
    }

    /// The values of the user properties of this name, whatever the case of its letters.
    public func userProperties(named name: String) -> [String] {
        properties.entries.compactMap { entry in
            guard case .pair(let given, let value) = entry.value, given.lowercased() == name.lowercased() else {
                return nil
            }
            return value
        }
    }

    /// From a PUBLISH; `now` is the server's clock.
    init(_ publish: ControlPacket.Publish, topic: String, publisher: SessionKey, now: Double) {
        self.init(topic: topic, payload: publish.payload, qos: publish.qos, isRetained: publish.isRetained)
        self.publisher = publisher
        take(publish.properties, now)
    }

    init(_ will: ControlPacket.Will, publisher: SessionKey, now: Double) {
        self.init(topic: will.topic, payload: will.payload, qos: will.qos, isRetained: will.isRetained)
        self.publisher = publisher
        take(will.properties, now)
    }

    private mutating func take(_ given: MQTTProperties, _ now: Double) {
        let forwarded: Set<PropertyIdentifier> = [
            .payloadFormatIndicator, .contentType, .responseTopic, .correlationData, .userProperty,
        ]
        for entry in given.entries where forwarded.contains(entry.identifier) {
            properties.append(entry.identifier, entry.value)
        }
        if let seconds = given.number(.messageExpiryInterval) { expires = now + Double(seconds) }
    }

    /// Bytes that a retained message counts for.
    var size: Int {
        properties.entries.reduce(topic.utf8.count + payload.count) { sum, entry in
            switch entry.value {
            case .number: sum + 5
            case .text(let text): sum + text.utf8.count
            case .binary(let bytes): sum + bytes.count
            case .pair(let name, let value): sum + name.utf8.count + value.utf8.count
            }
        }
    }

    func isExpired(_ now: Double) -> Bool { expires.map { $0 <= now } ?? false }
}
