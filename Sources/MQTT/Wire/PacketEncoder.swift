// SPDX-License-Identifier: EUPL-1.2

/// Turns control packets into bytes.
public enum PacketEncoder {
    /// The packet's bytes; texts and data beyond 65,535 bytes are cut off, as the format cannot hold them.
    public static func encode(_ packet: ControlPacket, version: MQTTVersion) -> [UInt8] {
        var body = PacketBytes()
        let first: UInt8
        switch packet {
        case .connect(let connect):
            first = 0x10
            write(connect, &body)
        case .connack(let connack):
            first = 0x20
            body.bytes.append(connack.isSessionPresent ? 1 : 0)
            body.bytes.append(version == .v5 ? connack.reason.rawValue : connack.reason.connectReturnCode)
            if version == .v5 { body.append(connack.properties) }
        case .publish(let publish):
            first =
                0x30 | (publish.isDuplicate ? 8 : 0) | publish.qos.rawValue << 1 | (publish.isRetained ? 1 : 0)
            body.append(text: publish.topic)
            if publish.qos != .atMostOnce { body.append(publish.identifier) }
            if version == .v5 { body.append(publish.properties) }
            body.bytes += publish.payload
        case .puback(let acknowledgement):
            first = 0x40
            write(acknowledgement, version, &body)
        case .pubrec(let acknowledgement):
            first = 0x50
            write(acknowledgement, version, &body)
        case .pubrel(let acknowledgement):
            first = 0x62
            write(acknowledgement, version, &body)
        case .pubcomp(let acknowledgement):
            first = 0x70
            write(acknowledgement, version, &body)
        case .subscribe(let subscribe):
            first = 0x82
            body.append(subscribe.identifier)
            if version == .v5 { body.append(subscribe.properties) }
            for request in subscribe.requests {
                body.append(text: request.filter)
                body.bytes.append(byte(request.options, version))
            }
        case .suback(let acknowledgement):
            first = 0x90
            body.append(acknowledgement.identifier)
            if version == .v5 { body.append(acknowledgement.properties) }
            for reason in acknowledgement.reasons {
                body.bytes.append(version == .v5 || !reason.isError ? reason.rawValue : 0x80)
            }
        case .unsubscribe(let unsubscribe):
            first = 0xA2
            body.append(unsubscribe.identifier)
            if version == .v5 { body.append(unsubscribe.properties) }
            for filter in unsubscribe.filters { body.append(text: filter) }
        case .unsuback(let acknowledgement):
            first = 0xB0
            body.append(acknowledgement.identifier)
            if version == .v5 {
                body.append(acknowledgement.properties)
                body.bytes += acknowledgement.reasons.map(\.rawValue)
            }
        case .pingreq: first = 0xC0
        case .pingresp: first = 0xD0
        case .disconnect(let closing):
            first = 0xE0
            write(closing, version, &body)
        case .auth(let closing):
            first = 0xF0
            write(closing, version, &body)
        }
        var whole = PacketBytes()
        whole.bytes.reserveCapacity(body.bytes.count + 5)
        whole.bytes.append(first)
        whole.append(variable: body.bytes.count)
        whole.bytes += body.bytes
        return whole.bytes
    }

    private static func write(_ connect: ControlPacket.Connect, _ body: inout PacketBytes) {
        body.append(text: "MQTT")
        body.bytes.append(connect.version.rawValue)
        var flags: UInt8 = connect.startsClean ? 2 : 0
        if let will = connect.will { flags |= 4 | will.qos.rawValue << 3 | (will.isRetained ? 32 : 0) }
        if connect.password != nil { flags |= 64 }
        if connect.userName != nil { flags |= 128 }
        body.bytes.append(flags)
        body.append(connect.keepAlive)
        if connect.version == .v5 { body.append(connect.properties) }
        body.append(text: connect.clientIdentifier)
        if let will = connect.will {
            if connect.version == .v5 { body.append(will.properties) }
            body.append(text: will.topic)
            body.append(data: will.payload)
        }
        if let userName = connect.userName { body.append(text: userName) }
        if let password = connect.password { body.append(data: password) }
    }

    private static func write(
        _ acknowledgement: ControlPacket.Acknowledgement, _ version: MQTTVersion, _ body: inout PacketBytes
    ) {
        body.append(acknowledgement.identifier)
        guard version == .v5, acknowledgement.reason != .success || !acknowledgement.properties.isEmpty else { return }
        body.bytes.append(acknowledgement.reason.rawValue)
        if !acknowledgement.properties.isEmpty { body.append(acknowledgement.properties) }
    }

    private static func write(
        _ closing: ControlPacket.Closing, _ version: MQTTVersion, _ body: inout PacketBytes
    ) {
        guard version == .v5, closing.reason != .success || !closing.properties.isEmpty else { return }
        body.bytes.append(closing.reason.rawValue)
        if !closing.properties.isEmpty { body.append(closing.properties) }
    }

    private static func byte(_ options: SubscriptionOptions, _ version: MQTTVersion) -> UInt8 {
        guard version == .v5 else { return options.maximumQoS.rawValue }
        return options.maximumQoS.rawValue | (options.isNoLocal ? 4 : 0) | (options.retainsAsPublished ? 8 : 0)
            | options.retainHandling.rawValue << 4
    }
}

/// Bytes of a packet while it is written.
private struct PacketBytes {
    var bytes: [UInt8] = []

    mutating func append(_ number: UInt16) {
        bytes.append(UInt8(number >> 8))
        bytes.append(UInt8(number & 0xFF))
    }

    mutating func append(variable number: Int) {
        var rest = number
        repeat {
            let digit = UInt8(rest & 0x7F)
            rest >>= 7
            bytes.append(rest > 0 ? digit | 0x80 : digit)
        } while rest > 0
    }

    mutating func append(data: some Collection<UInt8>) {
        let kept = data.prefix(Int(UInt16.max))
        append(UInt16(kept.count))
        bytes += kept
    }

    mutating func append(text: String) { append(data: text.utf8) }

    mutating func append(_ properties: MQTTProperties) {
        var block = PacketBytes()
        for entry in properties.entries {
            block.append(variable: Int(entry.identifier.rawValue))
            switch (entry.identifier.shape, entry.value) {
            case (.byte, .number(let number)): block.bytes.append(UInt8(truncatingIfNeeded: number))
            case (.integer16, .number(let number)): block.append(UInt16(truncatingIfNeeded: number))
            case (_, .number(let number)) where entry.identifier.shape == .variable:
                block.append(variable: Int(number))
            case (_, .number(let number)):
                block.append(UInt16(number >> 16))
                block.append(UInt16(number & 0xFFFF))
            case (_, .text(let text)): block.append(text: text)
            case (_, .binary(let data)): block.append(data: data)
            case (_, .pair(let name, let value)):
                block.append(text: name)
                block.append(text: value)
            }
        }
        append(variable: block.bytes.count)
        bytes += block.bytes
    }
}
