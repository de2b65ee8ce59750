// SPDX-License-Identifier: EUPL-1.2

/// A piece of HTML as bytes: literals are markup, every interpolated text is escaped.
///
/// Markup comes from the source code only; texts, names and addresses come in by interpolation and cannot break out.
public struct HTML: Sendable, ExpressibleByStringInterpolation {
    public private(set) var bytes: [UInt8]

    public init() { bytes = [] }
    public init(stringLiteral value: String) { bytes = Array(value.utf8) }
    public init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

    /// A text, escaped.
    public init(text: String) {
        bytes = []
        Self.escape(text, into: &bytes)
    }

    /// Markup that another room wrote and escaped.
    init(markup: String) { bytes = Array(markup.utf8) }

    public var isEmpty: Bool { bytes.isEmpty }
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    public static func += (left: inout HTML, right: HTML) { left.bytes.append(contentsOf: right.bytes) }
    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }

    public struct Interpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }
        public mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &bytes) }
        public mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }
        public mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
        public mutating func appendInterpolation(_ url: SiteURL) { HTML.escape(url.path, into: &bytes) }
        /// An address from outside; anything but http, https and mailto becomes `#`.
        public mutating func appendInterpolation(external address: String) {
            HTML.escape(HTML.harmless(address), into: &bytes)
        }
    }

    /// Appends the text with `& < > " '` as entities; runs without them are copied at once.
    static func escape(_ text: String, into bytes: inout [UInt8]) {
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
    static func harmless(_ address: String) -> String {
        let lowered = address.lowercased()
        let isPlain = ["https://", "http://", "mailto:"].contains { lowered.hasPrefix($0) }
        return isPlain ? address : "#"
    }
}

extension Sequence where Element == HTML {
    /// The pieces with `separator` between them.
    func joined(_ separator: HTML) -> HTML {
        var sum = HTML()
        for (index, piece) in enumerated() {
            if index > 0 { sum += separator }
            sum += piece
        }
        return sum
    }
}
