// SPDX-License-Identifier: EUPL-1.2

/// Reads the data types of MQTT (5.0 §1.5) from the bytes of one packet.
struct PacketReader {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        position = start
        self.end = end ?? bytes.count
    }

    var isAtEnd: Bool { position >= end }

    mutating func byte() throws(MQTTFault) -> UInt8 {
        guard position < end else { throw .malformed("the packet ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func integer16() throws(MQTTFault) -> UInt16 {
        let high = try byte()
        return UInt16(high) << 8 | UInt16(try byte())
    }

    mutating func integer32() throws(MQTTFault) -> UInt32 {
        let high = try integer16()
        return UInt32(high) << 16 | UInt32(try integer16())
    }

    /// A variable byte integer of at most four bytes, in its shortest form (§1.5.5).
    mutating func variable() throws(MQTTFault) -> Int {
        var value = 0
        for shift in stride(from: 0, through: 21, by: 7) {
            let next = try byte()
            value |= Int(next & 0x7F) << shift
            if next & 0x80 == 0 {
                guard next > 0 || shift == 0 else { break }
                return value
            }
        }
        throw .malformed("a variable byte integer has too many bytes")
    }

    mutating func data() throws(MQTTFault) -> [UInt8] {
        try bytes(Int(try integer16()))
    }

    mutating func bytes(_ count: Int) throws(MQTTFault) -> [UInt8] {
        guard count <= end - position else { throw .malformed("a length points beyond the packet") }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    /// UTF-8 without U+0000 (§1.5.4).
    mutating func text() throws(MQTTFault) -> String {
        let data = try data()
        guard !data.contains(0), let text = String(validating: data, as: UTF8.self) else {
            throw .malformed("a text is no UTF-8 or holds U+0000")
        }
        return text
    }

    mutating func rest() -> [UInt8] {
        defer { position = end }
        return position < end ? Array(bytes[position..<end]) : []
    }

    mutating func properties(_ place: PropertyIdentifier.Place) throws(MQTTFault) -> MQTTProperties {
        let length = try variable()
        guard length <= end - position else { throw .malformed("the properties are longer than the packet") }
        var part = PacketReader(bytes, from: position, to: position + length)
        position += length
        var properties = MQTTProperties()
        while !part.isAtEnd {
            let number = try part.variable()
            guard let identifier = UInt8(exactly: number).flatMap({ PropertyIdentifier(rawValue: $0) }) else {
                throw .malformed("there is no property \(number)")
            }
            guard identifier.isAllowed(in: place) else {
                throw MQTTFault(.protocolError, "the property \(identifier) does not belong here")
            }
            let mayRepeat =
                identifier == .userProperty || (identifier == .subscriptionIdentifier && place == .publish)
            guard mayRepeat || !properties.contains(identifier) else {
                throw MQTTFault(.protocolError, "the property \(identifier) is there twice")
            }
            properties.append(identifier, try part.value(of: identifier))
        }
        return properties
    }

    private mutating func value(of identifier: PropertyIdentifier) throws(MQTTFault) -> MQTTProperties.Value {
        switch identifier.shape {
        case .byte:
            let value = try byte()
            guard value <= 1 else { throw MQTTFault(.protocolError, "\(identifier) is 0 or 1") }
            return .number(UInt32(value))
        case .integer16:
            let value = try integer16()
            if value == 0, identifier == .receiveMaximum {
                throw MQTTFault(.protocolError, "the receive maximum is 0")
            }
            return .number(UInt32(value))
        case .integer32:
            let value = try integer32()
            if value == 0, identifier == .maximumPacketSize {
                throw MQTTFault(.protocolError, "the maximum packet size is 0")
            }
            return .number(value)
        case .variable:
            let value = try variable()
            guard value > 0 else { throw MQTTFault(.protocolError, "a subscription identifier is 0") }
            return .number(UInt32(value))
        case .text:
            let text = try text()
            if identifier == .responseTopic, !TopicName.isValid(text) {
                throw MQTTFault(.protocolError, "the response topic is empty or holds a wildcard")
            }
            return .text(text)
        case .binary: return .binary(try data())
        case .pair:
            let name = try text()
            return .pair(name, try text())
        }
    }
}
