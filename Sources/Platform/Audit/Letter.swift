// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// A mail of plain text to one person.
struct Letter {
    let sender: String
    let recipient: String
    let subject: String
    let text: String
    let at: Instant

    /// Header and body with CRLF line ends; nothing of subject or text can become a header.
    var message: [UInt8] {
        let host = sender.split(separator: "@").last ?? "localhost"
        let number = UInt64.random(in: 0 ... .max)
        let subject = Data(subject.prefix(100).utf8).base64EncodedString()
        let lines = [
            "From: <\(sender)>", "To: <\(recipient)>", "Date: \(Self.date(at))",
            "Message-ID: <\(at.microseconds).\(String(number, radix: 16))@\(host)>",
            "Subject: =?utf-8?B?\(subject)?=", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", Self.base64(text), "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// `Sat, 28 Nov 2026 15:00:00 +0000`
    static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.microseconds / 1_000_000)))
    }

    static func base64(_ text: String) -> String {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Data(text.utf8).base64EncodedString(options: options)
    }
}
