// SPDX-License-Identifier: EUPL-1.2

/// A piece of HTML as bytes: literals are markup, every interpolated text is escaped.
///
/// Markup comes from the source code only; texts, names and addresses come in by interpolation and cannot break out.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    package private(set) var bytes: [UInt8]

    package init() { bytes = [] }
    package init(stringLiteral value: String) { bytes = Array(value.utf8) }
    package init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

    /// A text, escaped.
    package init(text: String) {
        bytes = []
        Self.escape(text, into: &bytes)
    }

    /// Markup that another room wrote and escaped.
    package init(markup: String) { bytes = Array(markup.utf8) }

    package var isEmpty: Bool { bytes.isEmpty }
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package static func += (left: inout HTML, right: HTML) { left.bytes.append(contentsOf: right.bytes) }
    package static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }

    package struct Interpolation: StringInterpolationProtocol {
        package var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }
        package mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &bytes) }
        package mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }
        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }
        package mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }
        package mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
        package mutating func appendInterpolation(_ url: SiteURL) { HTML.escape(url.path, into: &bytes) }
        /// An address from outside; anything but http, https and mailto becomes `#`.
        package mutating func appendInterpolation(external address: String) {
            HTML.escape(HTML.harmless(address), into: &bytes)
        }
    }

    /// Appends the text with `& < > " '` as entities; runs without them are copied at once.
    package static func escape(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in 0..<utf8.count {
                let entity: StaticString
                switch utf8[index] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                bytes.append(contentsOf: utf8[start..<index])
                entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }

    /// The address if its scheme cannot run code, else `#`.
    package static func harmless(_ address: String) -> String {
        let lowered = address.lowercased()
        let isPlain = ["https://", "http://", "mailto:"].contains { lowered.hasPrefix($0) }
        return isPlain ? address : "#"
    }
}

extension Sequence where Element == HTML {
    /// The pieces with `separator` between them.
    package func joined(_ separator: HTML) -> HTML {
        var sum = HTML()
        for (index, piece) in enumerated() {
            if index > 0 { sum += separator }
            sum += piece
        }
        return sum
    }
}

extension HTML {
    /// A choice of a list, picked when it is the chosen one.
    package static func option(_ value: String, _ word: String, _ chosen: String) -> HTML {
        let mark: HTML = value == chosen ? " selected" : ""
        return "<option value=\"\(value)\"\(mark)>\(word)</option>"
    }
}
