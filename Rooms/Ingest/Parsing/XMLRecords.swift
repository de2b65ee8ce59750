// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Elements of an XML document as the rows of a table; columns are named by their path in the element.
///
/// `reading/value` is an element's text, `reference/@id` an attribute, `.` the record's own text; what stands in the elements
/// around a record is named `../@id`, `../../name`. Prefixes of names are left out.
package struct XMLRecords {
    private let path: [String]
    private static let mostColumns = 10_000

    /// `path`: the last names of the path of each record.
    package init(_ path: [String]) { self.path = path.filter { !$0.isEmpty } }

    func read(_ bytes: UnsafeBufferPointer<UInt8>, into rows: inout [[String: String]]) throws(FileFault) -> [String] {
        let listener = Listener(path)
        guard Self.parse(bytes, listener, isWhole: true) else {
            throw FileFault("no XML: it breaks off after \(listener.rows.count) records", isMisfit: true)
        }
        guard !listener.rows.isEmpty else {
            throw FileFault("the document has no element \"\(path.joined(separator: "/").excerpt())\"", isMisfit: true)
        }
        rows = listener.rows
        return listener.names
    }

    /// Records of the beginning of a document.
    package func sample(_ bytes: [UInt8], isWhole: Bool) -> (rows: [[String: String]], names: [String]) {
        let listener = Listener(path)
        _ = bytes.withUnsafeBufferPointer { Self.parse($0, listener, isWhole: isWhole) }
        return (listener.rows, listener.names)
    }

    /// Feeds UTF-8; what the document says of its encoding no longer holds.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ listener: any XMLListener, isWhole: Bool) -> Bool {
        var start = 0
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        if bytes.count > start + 5, bytes[start..<(start + 5)].elementsEqual("<?xml".utf8) {
            while start < bytes.count, bytes[start] != UInt8(ascii: ">") { start += 1 }
            start = min(bytes.count, start + 1)
        }
        let text = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...]))
        do throws(XMLPush.Fault) {
            let parser = try XMLPush(listener)
            var offset = 0
            while offset < text.count {
                let end = min(text.count, offset + (1 << 16))
                try parser.feed(UnsafeRawBufferPointer(rebasing: text[offset..<end]))
                offset = end
            }
            if isWhole { try parser.feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true) }
            return true
        } catch {
            return false
        }
    }

    private final class Listener: XMLListener {
        private let path: [String]
        private(set) var rows: [[String: String]] = []
        private(set) var names: [String] = []
        private var known: Set<String> = []
        private var open: [String] = []
        /// By open element: what its attributes and closed parts said.
        private var around: [[(name: String, text: String)]] = []
        private var text: [UInt8] = []
        /// Depth of the record that is open.
        private var depth: Int?
        private var cells: [(name: String, text: String)] = []
        private var hasParts = false

        init(_ path: [String]) { self.path = path }

        func begin(_ name: XMLName, _ attributes: XMLAttributes) {
            open.append(name.text)
            around.append([])
            text.removeAll(keepingCapacity: true)
            hasParts = false
            if depth == nil, open.count >= path.count, open.suffix(path.count).elementsEqual(path) {
                depth = open.count
                cells.removeAll(keepingCapacity: true)
            }
            let prefix = depth.map { open[$0...].joined(separator: "/") } ?? ""
            attributes.forEach { name, bytes in
                let (own, value) = (name.text, String(decoding: bytes, as: UTF8.self))
                if depth != nil {
                    cells.append((prefix.isEmpty ? "@" + own : prefix + "/@" + own, value))
                } else {
                    around[open.count - 1].append(("@" + own, value))
                }
            }
        }

        func end(_ name: XMLName) {
            let own = String(decoding: text, as: UTF8.self).trimmed
            text.removeAll(keepingCapacity: true)
            defer {
                open.removeLast()
                around.removeLast()
                hasParts = true
            }
            guard let depth else {
                if !hasParts, !own.isEmpty, open.count > 1 { around[open.count - 2].append((name.text, own)) }
                return
            }
            if !own.isEmpty {
                cells.append((open.count == depth ? "." : open[depth...].joined(separator: "/"), own))
            }
            if open.count == depth { close() }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) { text.append(contentsOf: bytes) }

        private func close() {
            var row: [String: String] = [:]
            func set(_ name: String, _ text: String) {
                // A part that comes again is numbered.
                var label = name
                var number = 1
                while row[label] != nil, number < 1000 {
                    label = "\(name)/\(number)"
                    number += 1
                }
                row[label] = text
                if known.count < XMLRecords.mostColumns, known.insert(label).inserted { names.append(label) }
            }
            for (name, text) in cells { set(name, text) }
            let levels = open.count - 1
            for level in 0..<levels {
                let prefix = String(repeating: "../", count: levels - level)
                for (name, text) in around[level] { set(prefix + name, text) }
            }
            rows.append(row)
            depth = nil
        }
    }
}
