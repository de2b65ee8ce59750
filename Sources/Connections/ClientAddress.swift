// SPDX-License-Identifier: EUPL-1.2
public import NIOCore

/// Whose connections count together: an IPv4 address, or the /64 that one IPv6 subscriber has.
public struct ClientAddress: Sendable, Hashable, CustomStringConvertible {
    private enum Form: Hashable {
        case four(UInt32)
        case six(UInt64)
        /// What is no address (an obfuscated name of RFC 7239 §6.3), cut to 64 bytes.
        case name(String)
    }

    private let form: Form

    /// Nil for sockets that have no address of the internet protocol.
    public init?(_ address: SocketAddress?) {
        guard let address else { return nil }
        // sockaddr_in has its four bytes at 4, sockaddr_in6 its sixteen at 8
        let form = address.withSockAddr { pointer, size -> Form? in
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
            switch address {
            case .v4: return .four(UInt32(Self.number(bytes, 4..<8)))
            case .v6: return Self.form(of: UnsafeRawBufferPointer(rebasing: bytes[8..<24]))
            default: return nil
            }
        }
        guard let form else { return nil }
        self.form = form
    }

    /// An address as proxies write it: with or without a port, brackets, a zone. Nil when it is empty.
    public init?(text: some StringProtocol) {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        if rest.first == "[" {
            rest = rest.dropFirst().prefix { $0 != "]" }
        } else if rest.utf8.filter({ $0 == UInt8(ascii: ":") }).count == 1 {
            rest = rest.prefix { $0 != ":" }
        }
        guard !rest.isEmpty else { return nil }
        let plain = String(rest.prefix { $0 != "%" })
        if let address = try? SocketAddress(ipAddress: plain, port: 0), let known = ClientAddress(address) {
            self = known
        } else {
            form = .name(String(decoding: rest.utf8.prefix(64), as: UTF8.self))
        }
    }

    /// IPv4 inside IPv6 (`::ffff:192.0.2.1`) is IPv4.
    private static func form(of bytes: UnsafeRawBufferPointer) -> Form {
        if number(bytes, 0..<8) == 0, number(bytes, 8..<12) == 0xFFFF {
            return .four(UInt32(number(bytes, 12..<16)))
        }
        return .six(number(bytes, 0..<8))
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64 {
        range.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }

    public var description: String {
        switch form {
        case .four(let number): (0..<4).map { String(number >> (24 - 8 * UInt32($0)) & 255) }.joined(separator: ".")
        case .six(let number):
            (0..<4).map { String(number >> (48 - 16 * UInt64($0)) & 0xFFFF, radix: 16) }.joined(separator: ":")
                + "::/64"
        case .name(let name): name
        }
    }
}
