// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// An address that pages link to. Each room adds its own as static members: nobody else puts one together.
package struct SiteURL: Sendable, Hashable {
    /// Path and query, percent-encoded, relative to the site's root.
    package let path: String

    /// The parts that come from data must be encoded.
    package init(_ path: String) { self.path = path }

    /// `?a=1&b=2` of the fields that hold something; empty when none does.
    package static func query(_ fields: [(String, String)]) -> String {
        let filled = fields.filter { !$0.1.isEmpty }.map { $0.0 + "=" + encoded($0.1) }
        return filled.isEmpty ? "" : "?" + filled.joined(separator: "&")
    }

    /// Percent-encodes all but unreserved characters (RFC 3986 §2.3).
    package static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
