// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import MQTT

@Suite struct CodecTests {
    @Test(arguments: MQTTVersion.allCases)
    func whatIsWrittenIsReadAgain(_ version: MQTTVersion) throws {
        var samples = SamplePackets(seed: 1883)
        for _ in 0..<2_000 {
            let packet = samples.any(version)
            let (first, body) = taken(PacketEncoder.encode(packet, version: version))
            #expect(try PacketDecoder.decode(first, body, version: version) == packet)
        }
    }

    struct Known: Sendable, CustomTestStringConvertible {
        let name: String
        let version: MQTTVersion
        let bytes: [UInt8]
        let packet: ControlPacket
        var testDescription: String { name }
    }

    static let known: [Known] = {
        var connect = ControlPacket.Connect()
        connect.version = .v311
        connect.keepAlive = 60
        connect.clientIdentifier = "a"
        connect.userName = "u"
        connect.password = [1, 2]
        var aliased = ControlPacket.Publish(topic: "", payload: [9])
        aliased.properties.set(.topicAlias, 5)
        var options = SubscriptionOptions(maximumQoS: .exactlyOnce)
        options.isNoLocal = true
        options.retainHandling = .never
        return [
            Known(
                name: "CONNECT 3.1.1", version: .v311,
                bytes: [
                    0x10, 20, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 0xC2, 0, 60, 0, 1, 0x61, 0, 1, 0x75, 0, 2, 1, 2,
                ], packet: .connect(connect)),
            Known(
                name: "PUBLISH QoS 1 DUP RETAIN", version: .v311, bytes: [0x3B, 6, 0, 1, 0x74, 0, 7, 0x78],
                packet: .publish(
                    {
                        var publish = ControlPacket.Publish(
                            topic: "t", payload: [0x78], qos: .atLeastOnce, isRetained: true)
                        publish.isDuplicate = true
                        publish.identifier = 7
                        return publish
                    }())),
            Known(
                name: "PUBLISH with an alias for a topic", version: .v5, bytes: [0x30, 7, 0, 0, 3, 0x23, 0, 5, 9],
                packet: .publish(aliased)),
            Known(name: "PUBACK in two bytes", version: .v5, bytes: [0x40, 2, 0, 3], packet: .puback(.init(3))),
            Known(
                name: "PUBREL with reason", version: .v5, bytes: [0x62, 3, 0, 3, 0x92],
                packet: .pubrel(.init(3, .packetIdentifierNotFound))),
            Known(
                name: "SUBSCRIBE options", version: .v5, bytes: [0x82, 7, 0, 1, 0, 0, 1, 0x23, 0x26],
                packet: .subscribe(.init(1, [.init("#", options)]))),
            Known(
                name: "SUBACK 3.1.1 knows one refusal", version: .v311, bytes: [0x90, 4, 0, 1, 1, 0x80],
                packet: .suback(.init(1, [.grantedQoS1, .unspecifiedError]))),
            Known(name: "PINGREQ", version: .v311, bytes: [0xC0, 0], packet: .pingreq),
            Known(name: "DISCONNECT without anything", version: .v5, bytes: [0xE0, 0], packet: .disconnect(.init())),
        ]
    }()

    @Test(arguments: known)
    func knownBytes(_ known: Known) throws {
        let (first, body) = taken(known.bytes)
        #expect(try PacketDecoder.decode(first, body, version: known.version) == known.packet)
        #expect(PacketEncoder.encode(known.packet, version: known.version) == known.bytes)
    }

    /// A refusal that 3.1.1 has no word for becomes the nearest of its own.
    @Test func refusalsInTheOldVersion() {
        var connack = ControlPacket.Connack()
        let expected: [(ReasonCode, UInt8)] = [
            (.success, 0), (.unsupportedProtocolVersion, 1), (.clientIdentifierNotValid, 2), (.serverBusy, 3),
            (.badUserNameOrPassword, 4), (.notAuthorized, 5),
        ]
        for (reason, code) in expected {
            connack.reason = reason
            #expect(PacketEncoder.encode(.connack(connack), version: .v311) == [0x20, 2, 0, code])
        }
        let refused = ControlPacket.suback(.init(1, [.notAuthorized]))
        #expect(PacketEncoder.encode(refused, version: .v311) == [0x90, 3, 0, 1, 0x80])
        #expect(PacketEncoder.encode(refused, version: .v5) == [0x90, 4, 0, 1, 0, 0x87])
    }

    @Test func aLongPacketHasALongLength() {
        let publish = ControlPacket.publish(.init(topic: "t", payload: [UInt8](repeating: 0, count: 20_000)))
        let bytes = PacketEncoder.encode(publish, version: .v311)
        #expect(Array(bytes.prefix(4)) == [0x30, 0xA3, 0x9C, 0x01])
        #expect(bytes.count == 20_007)
    }
}
