// SPDX-License-Identifier: EUPL-1.2

/// A form with files (`multipart/form-data`, RFC 7578): its fields, and the bytes of its files by field name.
package struct FormUpload: Sendable {
    package private(set) var fields: [String: String] = [:]
    /// Files that were chosen; an empty choice is left out.
    package private(set) var files: [String: [UInt8]] = [:]

    /// The first field of that name as it was sent, with line ends as `\n`; empty when it is missing.
    package subscript(name: String) -> String { fields[name] ?? "" }

    /// Nil when the body is not framed as its content type says.
    package init?(_ body: [UInt8], contentType: String, limit: Int = 200) {
        guard let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty, boundary.utf8.count <= 70
        else {
            return nil
        }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // the first delimiter may stand at the very beginning
        let bytes = Array("\r\n".utf8) + body
        var places: [Int] = []
        var index = 0
        while let place = Self.find(delimiter, in: bytes, from: index) {
            places.append(place)
            index = place + delimiter.count
            guard places.count <= limit + 1 else { return nil }
        }
        guard places.count >= 2, bytes[(places[places.count - 1] + delimiter.count)...].starts(with: Array("--".utf8))
        else {
            return nil
        }
        for (start, end) in zip(places, places.dropFirst()) {
            guard take(bytes[(start + delimiter.count)..<end]) else { return nil }
        }
    }

    private mutating func take(_ part: ArraySlice<UInt8>) -> Bool {
        let separator = Array("\r\n\r\n".utf8)
        let whole = Array(part)
        guard let middle = Self.find(separator, in: whole, from: 0) else { return false }
        let head = String(decoding: whole[..<middle], as: UTF8.self)
        let content = Array(whole[(middle + separator.count)...])
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let line, let name = Self.parameter("name", of: String(line)) else { return false }
        if Self.parameter("filename", of: String(line)) != nil {
            if !content.isEmpty, files[name] == nil { files[name] = content }
        } else if fields[name] == nil {
            fields[name] = String(decoding: content, as: UTF8.self).replacing("\r\n", with: "\n")
        }
        return true
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= wanted.count, start <= bytes.count - wanted.count else { return nil }
        var index = start
        while index <= bytes.count - wanted.count {
            if bytes[index] == wanted[0], bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
            index += 1
        }
        return nil
    }

    /// The value of `; name="…"`, quoted or bare.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = pair[0].drop(while: \.isWhitespace).lowercased()
            guard pair.count == 2, key == name else { continue }
            let value = pair[1].drop(while: \.isWhitespace)
            if value.hasPrefix("\"") { return String(value.dropFirst().prefix { $0 != "\"" }) }
            return String(value.prefix { !$0.isWhitespace })
        }
        return nil
    }
}
