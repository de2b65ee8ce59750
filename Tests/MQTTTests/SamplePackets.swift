// SPDX-License-Identifier: EUPL-1.2
@testable import MQTT
import Randomness

/// Packets of each type with all that they may hold, made from seeded numbers.
struct SamplePackets {
    private var numbers: SeededRandom

    init(seed: UInt64) { numbers = SeededRandom(seed: seed) }

    mutating func any(_ version: MQTTVersion) -> ControlPacket {
        packet(Int.random(in: 0..<(version == .v5 ? 15 : 14), using: &numbers), version)
    }

    /// One packet of each type.
    mutating func all(_ version: MQTTVersion) -> [ControlPacket] {
        (0..<(version == .v5 ? 15 : 14)).map { packet($0, version) }
    }

    private mutating func packet(_ kind: Int, _ version: MQTTVersion) -> ControlPacket {
        switch kind {
        case 0: return .connect(connect(version))
        case 1: return .connack(connack(version))
        case 2: return .publish(publish(version))
        case 3: return .puback(acknowledgement(version))
        case 4: return .pubrec(acknowledgement(version))
        case 5: return .pubrel(acknowledgement(version))
        case 6: return .pubcomp(acknowledgement(version))
        case 7:
            var requests: [ControlPacket.Subscribe.Request] = []
            for _ in 0...Int.random(in: 0...3, using: &numbers) { requests.append(.init(text(), options(version))) }
            var subscribe = ControlPacket.Subscribe(identifier(), requests)
            subscribe.properties = properties(.subscribe, version)
            return .subscribe(subscribe)
        case 8: return .suback(subscriptionAcknowledgement(.suback, version))
        case 9:
            var unsubscribe = ControlPacket.Unsubscribe(identifier(), [text(), text()])
            unsubscribe.properties = properties(.unsubscribe, version)
            return .unsubscribe(unsubscribe)
        case 10:
            guard version == .v5 else { return .unsuback(.init(identifier(), [])) }
            return .unsuback(subscriptionAcknowledgement(.unsuback, version))
        case 11: return .pingreq
        case 12: return .pingresp
        case 13: return .disconnect(closing(.disconnect, version))
        default: return .auth(closing(.auth, version))
        }
    }

    private mutating func connect(_ version: MQTTVersion) -> ControlPacket.Connect {
        var connect = ControlPacket.Connect()
        connect.version = version
        connect.startsClean = Bool.random(using: &numbers)
        connect.keepAlive = UInt16.random(in: 0 ... .max, using: &numbers)
        connect.clientIdentifier = text()
        connect.properties = properties(.connect, version)
        if !connect.properties.contains(.authenticationMethod) { connect.properties.remove(.authenticationData) }
        if Bool.random(using: &numbers) {
            connect.userName = text()
            if Bool.random(using: &numbers) { connect.password = bytes() }
        }
        if Bool.random(using: &numbers) {
            var will = ControlPacket.Will(
                topic: "will/" + text(), payload: bytes(), qos: qos(), isRetained: Bool.random(using: &numbers))
            will.properties = properties(.will, version)
            connect.will = will
        }
        return connect
    }

    private mutating func connack(_ version: MQTTVersion) -> ControlPacket.Connack {
        var connack = ControlPacket.Connack()
        connack.isSessionPresent = Bool.random(using: &numbers)
        connack.reason = [.success, .notAuthorized, .serverUnavailable].randomElement(using: &numbers) ?? .success
        connack.properties = properties(.connack, version)
        return connack
    }

    private mutating func publish(_ version: MQTTVersion) -> ControlPacket.Publish {
        var publish = ControlPacket.Publish(
            topic: "t/" + text(), payload: bytes(), qos: qos(), isRetained: Bool.random(using: &numbers))
        if publish.qos != .atMostOnce {
            publish.identifier = identifier()
            publish.isDuplicate = Bool.random(using: &numbers)
        }
        publish.properties = properties(.publish, version)
        return publish
    }

    private mutating func acknowledgement(_ version: MQTTVersion) -> ControlPacket.Acknowledgement {
        var acknowledgement = ControlPacket.Acknowledgement(identifier())
        guard version == .v5 else { return acknowledgement }
        acknowledgement.reason = reason()
        acknowledgement.properties = properties(.acknowledgement, version)
        return acknowledgement
    }

    private mutating func subscriptionAcknowledgement(
        _ place: PropertyIdentifier.Place, _ version: MQTTVersion
    ) -> ControlPacket.SubscriptionAcknowledgement {
        let reasons: [ReasonCode] =
            version == .v5 ? [reason(), reason()] : [.success, .grantedQoS1, .grantedQoS2, .unspecifiedError]
        var acknowledgement = ControlPacket.SubscriptionAcknowledgement(identifier(), reasons)
        acknowledgement.properties = properties(place, version)
        return acknowledgement
    }

    private mutating func closing(
        _ place: PropertyIdentifier.Place, _ version: MQTTVersion
    ) -> ControlPacket.Closing {
        guard version == .v5 else { return ControlPacket.Closing() }
        var closing = ControlPacket.Closing(reason())
        closing.properties = properties(place, version)
        return closing
    }

    private mutating func options(_ version: MQTTVersion) -> SubscriptionOptions {
        var options = SubscriptionOptions(maximumQoS: qos())
        guard version == .v5 else { return options }
        options.isNoLocal = Bool.random(using: &numbers)
        options.retainsAsPublished = Bool.random(using: &numbers)
        options.retainHandling = SubscriptionOptions.RetainHandling.allCases.randomElement(using: &numbers) ?? .always
        return options
    }

    private mutating func properties(_ place: PropertyIdentifier.Place, _ version: MQTTVersion) -> MQTTProperties {
        var properties = MQTTProperties()
        guard version == .v5 else { return properties }
        for identifier in PropertyIdentifier.allCases where identifier.isAllowed(in: place) {
            guard Bool.random(using: &numbers) else { continue }
            switch identifier.shape {
            case .byte: properties.append(identifier, .number(UInt32.random(in: 0...1, using: &numbers)))
            case .integer16: properties.append(identifier, .number(UInt32.random(in: 1...65_535, using: &numbers)))
            case .integer32: properties.append(identifier, .number(UInt32.random(in: 1 ... .max, using: &numbers)))
            case .variable:
                properties.append(identifier, .number(UInt32.random(in: 1...268_435_455, using: &numbers)))
            case .text: properties.append(identifier, .text(text()))
            case .binary: properties.append(identifier, .binary(bytes()))
            case .pair:
                properties.append(identifier, .pair(text(), text()))
                properties.append(identifier, .pair(text(), text()))
            }
        }
        return properties
    }

    private mutating func text() -> String {
        let letters = ["a", "Ü", "水", "😀", "/", " ", "7"]
        var text = ""
        for _ in 0..<Int.random(in: 1...9, using: &numbers) { text += letters.randomElement(using: &numbers) ?? "a" }
        return text
    }

    private mutating func bytes() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...40, using: &numbers) {
            bytes.append(UInt8.random(in: 0 ... .max, using: &numbers))
        }
        return bytes
    }

    private mutating func qos() -> QoS { QoS.allCases.randomElement(using: &numbers) ?? .atMostOnce }
    private mutating func reason() -> ReasonCode { ReasonCode.allCases.randomElement(using: &numbers) ?? .success }
    private mutating func identifier() -> UInt16 { UInt16.random(in: 1 ... .max, using: &numbers) }
}

/// An encoded packet taken apart: its first byte and its body.
func taken(_ bytes: [UInt8]) -> (first: UInt8, body: [UInt8]) {
    var position = 1
    while position < bytes.count, bytes[position] & 0x80 != 0 { position += 1 }
    return (bytes.first ?? 0, Array(bytes.dropFirst(position + 1)))
}
