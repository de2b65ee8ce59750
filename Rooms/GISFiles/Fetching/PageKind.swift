// SPDX-License-Identifier: EUPL-1.2

/// What bytes are, by how they begin.
enum PageKind: Sendable, Hashable {
    case json, xml, html, zip, geopackage, flatgeobuf, gzip, other

    init(_ head: [UInt8]) {
        var rest = head[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while let first = rest.first, [0x20, 0x09, 0x0A, 0x0D].contains(first) { rest = rest.dropFirst() }
        if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            self = .zip
        } else if head.starts(with: Array("SQLite format 3\u{0}".utf8)) {
            self = .geopackage
        } else if head.starts(with: [0x66, 0x67, 0x62, 0x03]) {
            self = .flatgeobuf
        } else if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if rest.first == 0x7B {
            self = .json
        } else if rest.first == 0x3C {
            self = Self.isHTML(rest) ? .html : .xml
        } else {
            self = .other
        }
    }

    private static func isHTML(_ rest: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: rest.prefix(2048), as: UTF8.self).lowercased()
        return text.hasPrefix("<!doctype html") || text.contains("<html")
    }

    /// Whether it is a page that browsers show.
    static func isForPeople(_ head: [UInt8]) -> Bool { PageKind(head) == .html }
}
