// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport

/// A multipart body taken apart (RFC 2046 §5.1).
enum MultipartBody {
    /// One part: its fields by lower-case name, and what follows the blank line.
    struct Part {
        var fields: [String: String]
        var content: ArraySlice<UInt8>
    }

    /// The media type without its parameters, in lower case.
    static func mediaType(_ contentType: String) -> String {
        contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    }

    /// The parts between the boundaries that the media type names.
    static func parts(_ bytes: ArraySlice<UInt8>, contentType: String) throws(Problem) -> [Part] {
        guard let boundary = boundary(in: contentType) else {
            throw .badRequest(
                "multipart/mixed needs a 'boundary' of 1 to 70 characters.",
                german: "multipart/mixed braucht eine 'boundary' von 1 bis 70 Zeichen.")
        }
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var start: Int?
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let line = Self.line(bytes, from: position)
            let text = bytes[position..<line.end]
            if text.starts(with: delimiter) {
                let rest = text.dropFirst(delimiter.count)
                let isLast = rest.starts(with: Array("--".utf8))
                let padding = isLast ? rest.dropFirst(2) : rest
                if padding.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                    if let start { parts.append(part(bytes[start..<beforeBreak(bytes, start, position)])) }
                    if isLast { return parts }
                    start = line.next
                }
            }
            position = line.next
        }
        throw .badRequest(
            "The closing boundary '--\(boundary)--' is missing: the body is cut off.",
            german: "Das Ende '--\(boundary)--' fehlt: der Inhalt ist abgeschnitten.")
    }

    /// Fields up to a blank line, then the content.
    static func part(_ bytes: ArraySlice<UInt8>) -> Part {
        var fields: [String: String] = [:]
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let line = line(bytes, from: position)
            position = line.next
            let text = bytes[line.start..<line.end]
            if text.isEmpty { break }
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: text[..<colon], as: UTF8.self).lowercased()
            let value = String(decoding: text[(colon + 1)...], as: UTF8.self)
            fields[name] = value.trimmingPrefix { $0 == " " }.description
        }
        return Part(fields: fields, content: bytes[position...])
    }

    /// A line without its end (CR LF or LF), and where the next begins.
    static func line(_ bytes: ArraySlice<UInt8>, from start: Int) -> (start: Int, end: Int, next: Int) {
        guard let feed = bytes[start...].firstIndex(of: 0x0A) else { return (start, bytes.endIndex, bytes.endIndex) }
        let end = feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed
        return (start, end, feed + 1)
    }

    /// The line end in front of a boundary belongs to the boundary.
    private static func beforeBreak(_ bytes: ArraySlice<UInt8>, _ start: Int, _ position: Int) -> Int {
        var end = position
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return end
    }

    private static func boundary(in contentType: String) -> String? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let trimmed = parameter.trimmingPrefix { $0 == " " }
            guard let equals = trimmed.firstIndex(of: "="), trimmed[..<equals].lowercased() == "boundary" else {
                continue
            }
            let value = trimmed[trimmed.index(after: equals)...].filter { $0 != "\"" }
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }
}
