// SPDX-License-Identifier: EUPL-1.2
import Randomness
import Testing

@testable import MQTT

@Suite struct MalformedPacketTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let version: MQTTVersion
        let first: UInt8
        let body: [UInt8]
        let reason: ReasonCode
        var testDescription: String { name }

        init(_ name: String, _ version: MQTTVersion, _ first: UInt8, _ body: [UInt8], _ reason: ReasonCode) {
            self.name = name
            self.version = version
            self.first = first
            self.body = body
            self.reason = reason
        }
    }

    private static let start: [UInt8] = [0, 4, 0x4D, 0x51, 0x54, 0x54]

    static let broken: [Broken] = [
        Broken("type 0", .v5, 0x00, [], .malformedPacket),
        Broken("AUTH in 3.1.1", .v311, 0xF0, [], .malformedPacket),
        Broken(
            "another protocol", .v5, 0x10, [0, 4, 0x48, 0x54, 0x54, 0x50, 4, 2, 0, 0, 0, 0], .unsupportedProtocolVersion
        ),
        Broken("version 3", .v5, 0x10, start + [3, 2, 0, 0, 0, 0], .unsupportedProtocolVersion),
        Broken("version 6", .v5, 0x10, start + [6, 2, 0, 0, 0, 0], .unsupportedProtocolVersion),
        Broken("reserved flag of CONNECT", .v5, 0x10, start + [4, 3, 0, 0, 0, 0], .malformedPacket),
        Broken("a will of QoS 3", .v5, 0x10, start + [4, 0x1E, 0, 0, 0, 0, 0, 1, 0x77, 0, 0], .malformedPacket),
        Broken("QoS of a will that is not there", .v5, 0x10, start + [4, 0x0A, 0, 0, 0, 0], .malformedPacket),
        Broken("retain of a will that is not there", .v5, 0x10, start + [4, 0x22, 0, 0, 0, 0], .malformedPacket),
        Broken("password without user name, 3.1.1", .v5, 0x10, start + [4, 0x42, 0, 0, 0, 0, 0, 0], .malformedPacket),
        Broken("receive maximum 0", .v5, 0x10, start + [5, 2, 0, 0, 3, 0x21, 0, 0, 0, 0], .protocolError),
        Broken("maximum packet size 0", .v5, 0x10, start + [5, 2, 0, 0, 5, 0x27, 0, 0, 0, 0, 0, 0], .protocolError),
        Broken(
            "session expiry twice", .v5, 0x10,
            start + [5, 2, 0, 0, 10, 0x11, 0, 0, 0, 1, 0x11, 0, 0, 0, 2, 0, 0], .protocolError),
        Broken("a property in the wrong place", .v5, 0x10, start + [5, 2, 0, 0, 3, 0x23, 0, 1, 0, 0], .protocolError),
        Broken("a property that does not exist", .v5, 0x10, start + [5, 2, 0, 0, 2, 0x7F, 0, 0, 0], .malformedPacket),
        Broken("properties longer than the packet", .v5, 0x30, [0, 1, 0x74, 9], .malformedPacket),
        Broken("a flag that is neither 0 nor 1", .v5, 0x30, [0, 1, 0x74, 2, 0x01, 2], .protocolError),
        Broken("QoS 3", .v311, 0x36, [0, 1, 0x74, 0, 1], .malformedPacket),
        Broken("DUP with QoS 0", .v311, 0x38, [0, 1, 0x74], .malformedPacket),
        Broken("packet identifier 0", .v311, 0x32, [0, 1, 0x74, 0, 0], .malformedPacket),
        Broken("a wildcard in a topic", .v5, 0x30, [0, 1, 0x23, 0], .topicNameInvalid),
        Broken("a wildcard in a topic, 3.1.1", .v311, 0x30, [0, 1, 0x2B], .malformedPacket),
        Broken("an empty topic", .v311, 0x30, [0, 0], .malformedPacket),
        Broken("an empty topic without an alias", .v5, 0x30, [0, 0, 0], .protocolError),
        Broken("U+0000 in a topic", .v311, 0x30, [0, 2, 0x74, 0], .malformedPacket),
        Broken("bytes that are no UTF-8", .v311, 0x30, [0, 1, 0xFF], .malformedPacket),
        Broken("an overlong form", .v311, 0x30, [0, 2, 0xC0, 0xAF], .malformedPacket),
        Broken("half of a surrogate pair", .v311, 0x30, [0, 3, 0xED, 0xA0, 0x80], .malformedPacket),
        Broken("PUBACK with flags", .v311, 0x41, [0, 1], .malformedPacket),
        Broken("PUBREL without its flag", .v311, 0x60, [0, 1], .malformedPacket),
        Broken("SUBSCRIBE without its flag", .v311, 0x80, [0, 1, 0, 1, 0x61, 0], .malformedPacket),
        Broken("SUBSCRIBE to nothing", .v311, 0x82, [0, 1], .protocolError),
        Broken("SUBSCRIBE with identifier 0", .v311, 0x82, [0, 0, 0, 1, 0x61, 0], .malformedPacket),
        Broken("SUBSCRIBE with QoS 3", .v311, 0x82, [0, 1, 0, 1, 0x61, 3], .protocolError),
        Broken("new options in 3.1.1", .v311, 0x82, [0, 1, 0, 1, 0x61, 4], .malformedPacket),
        Broken("retain handling 3", .v5, 0x82, [0, 1, 0, 0, 1, 0x61, 0x30], .protocolError),
        Broken("subscription identifier 0", .v5, 0x82, [0, 1, 2, 0x0B, 0, 0, 1, 0x61, 0], .protocolError),
        Broken(
            "a subscription identifier of five bytes", .v5, 0x82,
            [0, 1, 6, 0x0B, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 1, 0x61, 0], .malformedPacket),
        Broken("UNSUBSCRIBE from nothing", .v5, 0xA2, [0, 1, 0], .protocolError),
        Broken("PINGREQ with a body", .v311, 0xC0, [0], .malformedPacket),
        Broken("DISCONNECT with a body in 3.1.1", .v311, 0xE0, [0], .malformedPacket),
        Broken("a reason that does not exist", .v5, 0xE0, [0x7E], .malformedPacket),
    ]

    @Test(arguments: broken)
    func isRefusedWithItsReason(_ broken: Broken) {
        do throws(MQTTFault) {
            let packet = try PacketDecoder.decode(broken.first, broken.body, version: broken.version)
            Issue.record("was read as \(packet)")
        } catch {
            #expect(error.reason == broken.reason, "\(error.message)")
        }
    }

    /// Each packet cut off anywhere is refused, or is a shorter packet that would be written as just these bytes.
    @Test(arguments: MQTTVersion.allCases)
    func everyTruncation(_ version: MQTTVersion) throws {
        var refused = 0
        for seed in 0..<20 {
            var samples = SamplePackets(seed: UInt64(seed))
            for packet in samples.all(version) {
                let (first, body) = taken(PacketEncoder.encode(packet, version: version))
                for length in 0..<body.count {
                    let cut = Array(body.prefix(length))
                    do throws(MQTTFault) {
                        let shorter = try PacketDecoder.decode(first, cut, version: version)
                        let again = taken(PacketEncoder.encode(shorter, version: version))
                        #expect(try PacketDecoder.decode(again.first, again.body, version: version) == shorter)
                    } catch {
                        #expect(error.reason.isError)
                        refused += 1
                    }
                }
            }
        }
        #expect(refused > 1_000)
    }

    /// Bytes changed, dropped, doubled and put in: no crash, and what is read can be written and read again.
    @Test func mutations() throws {
        var numbers = SeededRandom(seed: 5)
        var samples = SamplePackets(seed: 6)
        var readable = 0
        for round in 0..<100_000 {
            let version: MQTTVersion = round.isMultiple(of: 2) ? .v5 : .v311
            let whole = taken(PacketEncoder.encode(samples.any(version), version: version))
            var bytes = [whole.first] + whole.body
            for _ in 0...Int.random(in: 0...2, using: &numbers) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &numbers)
                guard place < bytes.count else { continue }
                switch Int.random(in: 0..<5, using: &numbers) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
                case 1: bytes[place] = UInt8.random(in: 0 ... .max, using: &numbers)
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(UInt8.random(in: 0 ... .max, using: &numbers), at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(8), at: place)
                }
            }
            guard let first = bytes.first else { continue }
            guard let packet = try? PacketDecoder.decode(first, Array(bytes.dropFirst()), version: version) else {
                continue
            }
            readable += 1
            guard case .connect(let connect) = packet else {
                let again = taken(PacketEncoder.encode(packet, version: version))
                #expect(try PacketDecoder.decode(again.first, again.body, version: version) == packet)
                continue
            }
            let again = taken(PacketEncoder.encode(packet, version: connect.version))
            #expect(try PacketDecoder.decode(again.first, again.body, version: connect.version) == packet)
        }
        #expect(readable > 1_000)
    }
}
