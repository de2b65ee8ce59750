// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A range of addresses: `192.0.2.0/24`, `2001:db8::/32`, or a single address.
public struct Network: Sendable, Hashable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let bits: Int
    public let description: String

    /// Nil for what is no range, and for one with bits beyond its length: `192.0.2.7/24` is a slip of somebody.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = Self.bytes(of: String(parts[0])) else { return nil }
        // an IPv4 address in the clothes of IPv6 would never be met
        guard !(bytes.count == 4 && parts[0].contains(":")) else { return nil }
        var bits = bytes.count * 8
        if let length = parts.dropFirst().first {
            guard let number = Int(length), String(number) == length, (0...bits).contains(number) else { return nil }
            bits = number
        }
        guard (bits..<bytes.count * 8).allSatisfy({ bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }) else { return nil }
        self.bytes = bytes
        self.bits = bits
        description = text
    }

    /// Whether the address lies in it; nothing that is no address does.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: String(address.prefix { $0 != "%" })), other.count == bytes.count else {
            return false
        }
        return (0..<bits).allSatisfy { (bytes[$0 / 8] ^ other[$0 / 8]) & (0x80 >> UInt8($0 % 8)) == 0 }
    }

    /// Four bytes or sixteen; an IPv4 address that is written as one of IPv6 is four.
    private static func bytes(of text: String) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }

    /// Ranges between commas or white space.
    /// - Throws: `AccessError.invalidNetwork` with the first text that is none.
    public static func list(_ text: String) throws(AccessError) -> [Network] {
        var networks: [Network] = []
        for part in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let network = Network(String(part)) else { throw .invalidNetwork(String(part)) }
            networks.append(network)
        }
        return networks
    }
}
