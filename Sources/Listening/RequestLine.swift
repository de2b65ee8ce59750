// SPDX-License-Identifier: EUPL-1.2
import NIOCore
import Wire

/// Letters beyond ASCII in a request line become `%C3%BC`, as nginx and Apache httpd understand them.
///
/// The parser knows ASCII only (RFC 3986). Bytes are touched only where a request line surely begins: at the start of the
/// connection, and where the request before has ended with the last byte that came.
struct RequestLine {
    /// The next byte is the first of a request.
    private(set) var isAtStart = true
    private var isWithinLine = false

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Called for what comes before the parser gets it.
    mutating func prepare(_ buffer: ByteBuffer) -> ByteBuffer {
        guard isAtStart || isWithinLine else { return buffer }
        let (endOfLine, isBeyondASCII) = buffer.withUnsafeReadableBytes { bytes -> (Int?, Bool) in
            var hasBegun = isWithinLine
            var isBeyond = false
            for (index, byte) in bytes.enumerated() {
                if byte == Self.lineFeed, hasBegun { return (index, isBeyond) }
                // empty lines before a request are passed over (RFC 9112 §2.2)
                if byte != Self.lineFeed, byte != Self.carriageReturn { hasBegun = true }
                if byte >= 0x80 { isBeyond = true }
            }
            isWithinLine = hasBegun
            return (nil, isBeyond)
        }
        if endOfLine != nil { isWithinLine = false }
        guard isBeyondASCII else { return buffer }
        return Self.encoded(buffer, upTo: endOfLine ?? buffer.readableBytes)
    }

    /// Called after the parser has read it.
    ///
    /// - Parameters:
    ///   - buffer: what came.
    ///   - bodyBytes: bytes of bodies that the parser has found in it.
    ///   - parserIsBetween: the last thing that the parser has found is the end of a request.
    mutating func hasRead(_ buffer: ByteBuffer, bodyBytes: Int, parserIsBetween: Bool) {
        let wasAtStart = isAtStart
        isAtStart = false
        guard parserIsBetween, !isWithinLine else { return }
        // Behind a blank line there is no part of a head; a whole one the parser would have found.
        isAtStart = buffer.withUnsafeReadableBytes { bytes in
            if bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) || bytes.count == bodyBytes { return true }
            guard wasAtStart, bodyBytes > 0, let head = Self.endOfHead(bytes) else { return false }
            return head + bodyBytes == bytes.count
        }
    }

    private static func endOfHead(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual("\r\n\r\n".utf8) }
    }

    private static func encoded(_ buffer: ByteBuffer, upTo end: Int) -> ByteBuffer {
        var result = ByteBufferAllocator().buffer(capacity: buffer.readableBytes + 2 * end)
        for (index, byte) in buffer.readableBytesView.enumerated() {
            guard index < end, byte >= 0x80 else {
                result.writeInteger(byte)
                continue
            }
            result.writeBytes(PercentEncoding.encoded(byte))
        }
        return result
    }
}
