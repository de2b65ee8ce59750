// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Reads a form with files (`multipart/form-data`, RFC 7578) as it comes in, piece by piece; holds no more than a piece.
package struct MultipartReader {
    package enum Event {
        /// A part begins; `file` is the name of the file that was chosen, nil for a field.
        case begin(name: String, file: String?)
        case bytes(ArraySlice<UInt8>)
        case end
    }

    /// The body is not framed as its content type says.
    package struct Malformed: Error, Hashable {}

    private enum State { case before, delimiter, head, content, after }

    private static let mostHead = 16_384
    private static let mostParts = 2000
    private let delimiter: [UInt8]
    private var state = State.before
    // the first delimiter may stand at the very beginning
    private var rest: [UInt8] = [0x0D, 0x0A]
    private var parts = 0

    /// Nil where the content type names no boundary.
    package init?(contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty, boundary.utf8.count <= 70
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Whether the end of the form was met.
    package var isComplete: Bool { state == .after }

    package mutating func take(_ bytes: some Collection<UInt8>, _ sink: (Event) throws -> Void) throws {
        if state == .after { return }
        rest.append(contentsOf: bytes)
        var position = 0
        while let next = try step(from: position, sink) { position = next }
        rest.removeFirst(position + consumed)
        consumed = 0
    }

    /// Bytes at the beginning of what is left that were handed on already.
    private var consumed = 0

    /// One move of the state; nil where more bytes are needed, with `consumed` set to what is done after `position`.
    private mutating func step(from position: Int, _ sink: (Event) throws -> Void) throws -> Int? {
        switch state {
        case .before, .content:
            if let found = Self.find(delimiter, in: rest, from: position) {
                if state == .content {
                    if found > position { try sink(.bytes(rest[position..<found])) }
                    try sink(.end)
                }
                state = .delimiter
                return found + delimiter.count
            }
            // a delimiter may begin in the last bytes
            let safe = max(position, rest.count - delimiter.count + 1)
            if state == .content, safe > position { try sink(.bytes(rest[position..<safe])) }
            consumed = safe - position
            return nil
        case .delimiter:
            guard rest.count >= position + 2 else { return nil }
            let next = (rest[position], rest[position + 1])
            if next == (0x2D, 0x2D) {
                state = .after
                consumed = rest.count - position
                return nil
            }
            if next.0 == 0x20 || next.0 == 0x09 { return position + 1 }
            guard next == (0x0D, 0x0A) else { throw Malformed() }
            state = .head
            return position + 2
        case .head:
            guard let end = Self.find(Array("\r\n\r\n".utf8), in: rest, from: position) else {
                guard rest.count - position <= Self.mostHead else { throw Malformed() }
                return nil
            }
            try begin(String(decoding: rest[position..<end], as: UTF8.self), sink)
            state = .content
            return end + 4
        case .after:
            consumed = rest.count - position
            return nil
        }
    }

    private mutating func begin(_ head: String, _ sink: (Event) throws -> Void) throws {
        parts += 1
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard parts <= Self.mostParts, let line, let name = Self.parameter("name", of: String(line)) else {
            throw Malformed()
        }
        try sink(.begin(name: name, file: Self.parameter("filename", of: String(line))))
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var index = start
            while index <= buffer.count - wanted.count {
                let left = buffer.count - wanted.count - index + 1
                guard let hit = memchr(base + index, Int32(wanted[0]), left) else { return nil }
                index = base.distance(to: hit.assumingMemoryBound(to: UInt8.self))
                if memcmp(base + index, wanted, wanted.count) == 0 { return index }
                index += 1
            }
            return nil
        }
    }

    /// The value of `; name="…"`, quoted or bare; browsers write a quotation mark in a name as `%22`.
    static func parameter(_ name: String, of header: String) -> String? {
        var rest = header[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].lowercased()
            let value = rest[rest.index(after: equals)...]
            if value.first == "\"" {
                let inner = value.dropFirst()
                guard let close = inner.firstIndex(of: "\"") else { return nil }
                if key == name { return String(inner[..<close]).replacing("%22", with: "\"") }
                rest = inner[inner.index(after: close)...]
            } else {
                let bare = value.prefix { $0 != ";" && $0 != " " }
                if key == name { return String(bare) }
                rest = value[bare.endIndex...]
            }
        }
        return nil
    }
}
