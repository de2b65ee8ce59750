// SPDX-License-Identifier: EUPL-1.2
import Wire

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
        PercentEncoding.encoded(text)
    }
}
