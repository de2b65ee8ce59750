// SPDX-License-Identifier: EUPL-1.2

/// One plain mail address such as `eva@example.de`.
public enum MailAddress {
    /// Whether the text is one: of visible ASCII without what separates addresses, so that none becomes a line or a second
    /// recipient of a mail.
    public static func isPlain(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isVisible = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>,;:\"()[]\\".utf8.contains($0) }
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && isVisible && text.utf8.count <= 254
    }
}
