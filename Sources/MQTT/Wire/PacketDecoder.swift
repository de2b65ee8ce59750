// SPDX-License-Identifier: EUPL-1.2

/// Turns the bytes of one packet into a control packet; never reads beyond them.
public enum PacketDecoder {
    /// Decodes a packet from its first byte and what follows the remaining length.
    ///
    /// CONNECT names its own version; the other packets are read in `version`.
    /// - Throws: `MQTTFault` with the reason to close the connection with.
    public static func decode(_ first: UInt8, _ body: [UInt8], version: MQTTVersion) throws(MQTTFault) -> ControlPacket
    {
        let flags = first & 0x0F
        var reader = PacketReader(body)
        let packet: ControlPacket
        switch first >> 4 {
        case 1:
            try require(flags, 0)
            packet = .connect(try connect(&reader))
        case 2:
            try require(flags, 0)
            packet = .connack(try connack(&reader, version))
        case 3: packet = .publish(try publish(&reader, flags, version))
        case 4:
            try require(flags, 0)
            packet = .puback(try acknowledgement(&reader, version))
        case 5:
            try require(flags, 0)
            packet = .pubrec(try acknowledgement(&reader, version))
        case 6:
            try require(flags, 2)
            packet = .pubrel(try acknowledgement(&reader, version))
        case 7:
            try require(flags, 0)
            packet = .pubcomp(try acknowledgement(&reader, version))
        case 8:
            try require(flags, 2)
            packet = .subscribe(try subscribe(&reader, version))
        case 9:
            try require(flags, 0)
            packet = .suback(try subscriptionAcknowledgement(&reader, version, .suback))
        case 10:
            try require(flags, 2)
            packet = .unsubscribe(try unsubscribe(&reader, version))
        case 11:
            try require(flags, 0)
            packet = .unsuback(try subscriptionAcknowledgement(&reader, version, .unsuback))
        case 12:
            try require(flags, 0)
            packet = .pingreq
        case 13:
            try require(flags, 0)
            packet = .pingresp
        case 14:
            try require(flags, 0)
            packet = .disconnect(try closing(&reader, version, .disconnect))
        case 15 where version == .v5:
            try require(flags, 0)
            packet = .auth(try closing(&reader, version, .auth))
        default: throw .malformed("there is no packet of type \(first >> 4)")
        }
        guard reader.isAtEnd else { throw .malformed("bytes are left over at the end of the packet") }
        return packet
    }

    /// All packets that stand one behind the other, as MQTT 5.
    public static func decodeAll(_ bytes: [UInt8]) throws(MQTTFault) -> [ControlPacket] {
        var reader = PacketReader(bytes)
        var packets: [ControlPacket] = []
        while !reader.isAtEnd {
            let first = try reader.byte()
            packets.append(try decode(first, try reader.bytes(try reader.variable()), version: .v5))
        }
        return packets
    }

    private static func require(_ flags: UInt8, _ expected: UInt8) throws(MQTTFault) {
        guard flags == expected else { throw .malformed("the flags of the fixed header are wrong") }
    }

    // MARK: CONNECT

    private static func connect(_ reader: inout PacketReader) throws(MQTTFault) -> ControlPacket.Connect {
        guard try reader.text() == "MQTT" else {
            throw MQTTFault(.unsupportedProtocolVersion, "the protocol name is not MQTT")
        }
        guard let version = MQTTVersion(rawValue: try reader.byte()) else {
            throw MQTTFault(.unsupportedProtocolVersion, "MQTT 3.1.1 (4) and 5.0 (5) are spoken here")
        }
        let flags = try reader.byte()
        guard flags & 1 == 0 else { throw .malformed("the reserved flag of CONNECT is set") }
        var connect = ControlPacket.Connect()
        connect.version = version
        connect.startsClean = flags & 2 != 0
        connect.keepAlive = try reader.integer16()
        if version == .v5 {
            connect.properties = try reader.properties(.connect)
            if connect.properties.contains(.authenticationData), !connect.properties.contains(.authenticationMethod) {
                throw MQTTFault(.protocolError, "authentication data without a method")
            }
        }
        connect.clientIdentifier = try reader.text()
        guard let willQoS = QoS(rawValue: flags >> 3 & 3) else { throw .malformed("the will has QoS 3") }
        if flags & 4 != 0 {
            let properties = version == .v5 ? try reader.properties(.will) : MQTTProperties()
            let topic = try reader.text()
            guard TopicName.isValid(topic) else { throw MQTTFault(.topicNameInvalid, "the will's topic is not valid") }
            var will = ControlPacket.Will(
                topic: topic, payload: try reader.data(), qos: willQoS, isRetained: flags & 32 != 0)
            will.properties = properties
            connect.will = will
        } else if willQoS != .atMostOnce || flags & 32 != 0 {
            throw .malformed("there is no will, but its QoS or retain flag is set")
        }
        if flags & 128 != 0 { connect.userName = try reader.text() }
        if flags & 64 != 0 {
            guard version == .v5 || flags & 128 != 0 else { throw .malformed("a password without a user name") }
            connect.password = try reader.data()
        }
        return connect
    }

    private static func connack(
        _ reader: inout PacketReader, _ version: MQTTVersion
    ) throws(MQTTFault) -> ControlPacket.Connack {
        var connack = ControlPacket.Connack()
        let flags = try reader.byte()
        guard flags <= 1 else { throw .malformed("the flags of CONNACK are wrong") }
        connack.isSessionPresent = flags == 1
        let code = try reader.byte()
        guard version == .v5 else {
            let refusals: [ReasonCode] = [
                .success, .unsupportedProtocolVersion, .clientIdentifierNotValid, .serverUnavailable,
                .badUserNameOrPassword, .notAuthorized,
            ]
            guard Int(code) < refusals.count else { throw .malformed("there is no return code \(code)") }
            connack.reason = refusals[Int(code)]
            return connack
        }
        connack.reason = try reason(code)
        connack.properties = try reader.properties(.connack)
        return connack
    }

    private static func reason(_ code: UInt8) throws(MQTTFault) -> ReasonCode {
        guard let reason = ReasonCode(rawValue: code) else { throw .malformed("there is no reason code \(code)") }
        return reason
    }

    // MARK: PUBLISH

    private static func publish(
        _ reader: inout PacketReader, _ flags: UInt8, _ version: MQTTVersion
    ) throws(MQTTFault) -> ControlPacket.Publish {
        guard let qos = QoS(rawValue: flags >> 1 & 3) else { throw .malformed("QoS 3 does not exist") }
        let isDuplicate = flags & 8 != 0
        guard !isDuplicate || qos != .atMostOnce else { throw .malformed("DUP is set with QoS 0") }
        let topic = try reader.text()
        let identifier = qos == .atMostOnce ? 0 : try identifier(&reader)
        let properties = version == .v5 ? try reader.properties(.publish) : MQTTProperties()
        if version == .v5, topic.isEmpty, properties.number(.topicAlias) == nil {
            throw MQTTFault(.protocolError, "the topic is empty and there is no alias")
        }
        guard TopicName.isValid(topic) || (topic.isEmpty && properties.number(.topicAlias) != nil) else {
            throw MQTTFault(
                version == .v5 ? .topicNameInvalid : .malformedPacket,
                "the topic '\(topic)' is empty or holds a wildcard")
        }
        var publish = ControlPacket.Publish(topic: topic, payload: reader.rest(), qos: qos, isRetained: flags & 1 != 0)
        publish.isDuplicate = isDuplicate
        publish.identifier = identifier
        publish.properties = properties
        return publish
    }

    private static func identifier(_ reader: inout PacketReader) throws(MQTTFault) -> UInt16 {
        let identifier = try reader.integer16()
        guard identifier > 0 else { throw .malformed("a packet identifier is 0") }
        return identifier
    }

    private static func acknowledgement(
        _ reader: inout PacketReader, _ version: MQTTVersion
    ) throws(MQTTFault) -> ControlPacket.Acknowledgement {
        var acknowledgement = ControlPacket.Acknowledgement(try identifier(&reader))
        if version == .v5, !reader.isAtEnd {
            acknowledgement.reason = try reason(try reader.byte())
            if !reader.isAtEnd { acknowledgement.properties = try reader.properties(.acknowledgement) }
        }
        return acknowledgement
    }

    // MARK: SUBSCRIBE

    private static func subscribe(
        _ reader: inout PacketReader, _ version: MQTTVersion
    ) throws(MQTTFault) -> ControlPacket.Subscribe {
        var subscribe = ControlPacket.Subscribe(try identifier(&reader), [])
        if version == .v5 { subscribe.properties = try reader.properties(.subscribe) }
        while !reader.isAtEnd {
            let filter = try reader.text()
            let options = try options(try reader.byte(), version)
            if options.isNoLocal, filter.hasPrefix("$share/") {
                throw MQTTFault(.protocolError, "No Local does not go with a shared subscription")
            }
            subscribe.requests.append(.init(filter, options))
        }
        guard !subscribe.requests.isEmpty else { throw MQTTFault(.protocolError, "SUBSCRIBE names no topic filter") }
        return subscribe
    }

    private static func options(_ byte: UInt8, _ version: MQTTVersion) throws(MQTTFault) -> SubscriptionOptions {
        guard byte & (version == .v5 ? 0xC0 : 0xFC) == 0 else {
            throw .malformed("reserved options of a subscription are set")
        }
        guard let qos = QoS(rawValue: byte & 3),
            let handling = SubscriptionOptions.RetainHandling(rawValue: byte >> 4 & 3)
        else { throw MQTTFault(.protocolError, "a subscription asks for QoS 3 or for retain handling 3") }
        var options = SubscriptionOptions(maximumQoS: qos)
        options.isNoLocal = byte & 4 != 0
        options.retainsAsPublished = byte & 8 != 0
        options.retainHandling = handling
        return options
    }

    private static func subscriptionAcknowledgement(
        _ reader: inout PacketReader, _ version: MQTTVersion, _ place: PropertyIdentifier.Place
    ) throws(MQTTFault) -> ControlPacket.SubscriptionAcknowledgement {
        var acknowledgement = ControlPacket.SubscriptionAcknowledgement(try identifier(&reader), [])
        if version == .v5 { acknowledgement.properties = try reader.properties(place) }
        guard version == .v5 || place == .suback else { return acknowledgement }
        while !reader.isAtEnd {
            let reason = try reason(try reader.byte())
            guard version == .v5 || reason == .unspecifiedError || reason.rawValue <= QoS.exactlyOnce.rawValue else {
                throw .malformed("MQTT 3.1.1 has no return code \(reason.rawValue) in SUBACK")
            }
            acknowledgement.reasons.append(reason)
        }
        return acknowledgement
    }

    private static func unsubscribe(
        _ reader: inout PacketReader, _ version: MQTTVersion
    ) throws(MQTTFault) -> ControlPacket.Unsubscribe {
        var unsubscribe = ControlPacket.Unsubscribe(try identifier(&reader), [])
        if version == .v5 { unsubscribe.properties = try reader.properties(.unsubscribe) }
        while !reader.isAtEnd { unsubscribe.filters.append(try reader.text()) }
        guard !unsubscribe.filters.isEmpty else {
            throw MQTTFault(.protocolError, "UNSUBSCRIBE names no topic filter")
        }
        return unsubscribe
    }

    // MARK: DISCONNECT, AUTH

    private static func closing(
        _ reader: inout PacketReader, _ version: MQTTVersion, _ place: PropertyIdentifier.Place
    ) throws(MQTTFault) -> ControlPacket.Closing {
        var closing = ControlPacket.Closing()
        guard version == .v5, !reader.isAtEnd else { return closing }
        closing.reason = try reason(try reader.byte())
        if !reader.isAtEnd { closing.properties = try reader.properties(place) }
        return closing
    }
}
