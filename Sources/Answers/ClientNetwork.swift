// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Whom limits by address count together: an IPv4 address, or the /64 that an IPv6 connection has for itself.
public struct ClientNetwork: Sendable, Hashable {
    /// `192.0.2.7`, or `2001:db8:0:1::/64`; other text as it is, at most 64 bytes of it.
    public let text: String

    public init(_ address: String) {
        var six = in6_addr()
        let bare = address.prefix { $0 != "%" }
        guard address.utf8.count <= 64, inet_pton(AF_INET6, String(bare), &six) == 1 else {
            text = String(decoding: address.utf8.prefix(64), as: UTF8.self)
            return
        }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        // an IPv4 address in the clothes of IPv6
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            text = bytes.suffix(4).map(String.init).joined(separator: ".")
            return
        }
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        text = groups.joined(separator: ":") + "::/64"
    }
}
