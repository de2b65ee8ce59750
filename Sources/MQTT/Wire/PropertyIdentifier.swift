// SPDX-License-Identifier: EUPL-1.2

/// The properties of MQTT 5.0 (§2.2.2.2, Table 2-4): their numbers, types and the packets they may stand in.
public enum PropertyIdentifier: UInt8, Sendable, Hashable, CaseIterable {
    case payloadFormatIndicator = 0x01
    case messageExpiryInterval = 0x02
    case contentType = 0x03
    case responseTopic = 0x08
    case correlationData = 0x09
    case subscriptionIdentifier = 0x0B
    case sessionExpiryInterval = 0x11
    case assignedClientIdentifier = 0x12
    case serverKeepAlive = 0x13
    case authenticationMethod = 0x15
    case authenticationData = 0x16
    case requestProblemInformation = 0x17
    case willDelayInterval = 0x18
    case requestResponseInformation = 0x19
    case responseInformation = 0x1A
    case serverReference = 0x1C
    case reasonString = 0x1F
    case receiveMaximum = 0x21
    case topicAliasMaximum = 0x22
    case topicAlias = 0x23
    case maximumQoS = 0x24
    case retainAvailable = 0x25
    case userProperty = 0x26
    case maximumPacketSize = 0x27
    case wildcardSubscriptionAvailable = 0x28
    case subscriptionIdentifierAvailable = 0x29
    case sharedSubscriptionAvailable = 0x2A

    enum Shape { case byte, integer16, integer32, variable, text, binary, pair }

    var shape: Shape {
        switch self {
        case .payloadFormatIndicator, .requestProblemInformation, .requestResponseInformation, .maximumQoS,
            .retainAvailable, .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable,
            .sharedSubscriptionAvailable:
            .byte
        case .serverKeepAlive, .receiveMaximum, .topicAliasMaximum, .topicAlias: .integer16
        case .messageExpiryInterval, .sessionExpiryInterval, .willDelayInterval, .maximumPacketSize: .integer32
        case .subscriptionIdentifier: .variable
        case .contentType, .responseTopic, .assignedClientIdentifier, .authenticationMethod, .responseInformation,
            .serverReference, .reasonString:
            .text
        case .correlationData, .authenticationData: .binary
        case .userProperty: .pair
        }
    }

    /// Where a block of properties stands.
    public enum Place: Sendable, Hashable, CaseIterable {
        case connect, will, connack, publish, acknowledgement, subscribe, suback, unsubscribe, unsuback, disconnect
        case auth
    }

    func isAllowed(in place: Place) -> Bool {
        switch self {
        case .payloadFormatIndicator, .messageExpiryInterval, .contentType, .responseTopic, .correlationData:
            place == .publish || place == .will
        case .subscriptionIdentifier: place == .publish || place == .subscribe
        case .sessionExpiryInterval: [.connect, .connack, .disconnect].contains(place)
        case .assignedClientIdentifier, .serverKeepAlive, .responseInformation, .maximumQoS, .retainAvailable,
            .wildcardSubscriptionAvailable, .subscriptionIdentifierAvailable, .sharedSubscriptionAvailable:
            place == .connack
        case .authenticationMethod, .authenticationData: [.connect, .connack, .auth].contains(place)
        case .requestProblemInformation, .requestResponseInformation: place == .connect
        case .willDelayInterval: place == .will
        case .serverReference: place == .connack || place == .disconnect
        case .reasonString: ![.connect, .will, .publish, .subscribe, .unsubscribe].contains(place)
        case .receiveMaximum, .topicAliasMaximum, .maximumPacketSize: place == .connect || place == .connack
        case .topicAlias: place == .publish
        case .userProperty: true
        }
    }
}

/// A block of properties in the order in which they stand.
public struct MQTTProperties: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        case number(UInt32)
        case text(String)
        case binary([UInt8])
        case pair(String, String)
    }

    public struct Entry: Sendable, Hashable {
        public var identifier: PropertyIdentifier
        public var value: Value
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    public mutating func append(_ identifier: PropertyIdentifier, _ value: Value) {
        entries.append(Entry(identifier: identifier, value: value))
    }

    public mutating func remove(_ identifier: PropertyIdentifier) {
        entries.removeAll { $0.identifier == identifier }
    }

    public mutating func set(_ identifier: PropertyIdentifier, _ number: UInt32) {
        remove(identifier)
        append(identifier, .number(number))
    }

    public mutating func set(_ identifier: PropertyIdentifier, _ text: String) {
        remove(identifier)
        append(identifier, .text(text))
    }

    public func number(_ identifier: PropertyIdentifier) -> UInt32? {
        for entry in entries where entry.identifier == identifier {
            if case .number(let number) = entry.value { return number }
        }
        return nil
    }

    public func text(_ identifier: PropertyIdentifier) -> String? {
        for entry in entries where entry.identifier == identifier {
            if case .text(let text) = entry.value { return text }
        }
        return nil
    }

    func contains(_ identifier: PropertyIdentifier) -> Bool { entries.contains { $0.identifier == identifier } }
}
