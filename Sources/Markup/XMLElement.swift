// SPDX-License-Identifier: EUPL-1.2
import CXML

/// An element of a document that was read whole; names are without their prefix.
package struct XMLElement: Sendable {
    package let name: String
    package fileprivate(set) var attributes: [(name: String, value: String)] = []
    package fileprivate(set) var children: [XMLElement] = []
    /// What stands in it beside its elements.
    package fileprivate(set) var text = ""

    fileprivate init(_ name: String) { self.name = name }

    /// Why bytes are no document, for people.
    package struct Fault: Error {
        package let isForbidden: Bool
    }

    /// Reads a document; one with a DTD is refused, so that there are no entities of its own.
    package static func read(_ bytes: [UInt8]) throws(Fault) -> XMLElement {
        // a DTD stands before the root element, and nothing before that is long
        guard !hasDTD(bytes.prefix(4096)) else { throw Fault(isForbidden: true) }
        let builder = Builder()
        let listener = cxml_listener(
            context: Unmanaged.passUnretained(builder).toOpaque(),
            begin: { context, name, count, fields in Builder.of(context)?.begin(name, Int(count), fields) },
            end: { context, _ in Builder.of(context)?.end() },
            text: { context, bytes, length in
                Builder.of(context)?.text(UnsafeBufferPointer(start: bytes, count: Int(length)))
            })
        guard let parser = cxml_create(listener) else { throw Fault(isForbidden: false) }
        defer { cxml_free(parser) }
        let isRead = bytes.withUnsafeBytes { cxml_feed(parser, $0.baseAddress, Int32($0.count), true) }
        guard isRead, !builder.isTooDeep, let root = builder.root else { throw Fault(isForbidden: false) }
        return root
    }

    static func hasDTD(_ head: some Sequence<UInt8>) -> Bool {
        String(decoding: Array(head), as: UTF8.self).contains("<!DOCTYPE")
    }

    static func attributes(
        _ count: Int, _ fields: UnsafePointer<UnsafePointer<UInt8>?>?
    ) -> [(name: String, value: String)] {
        guard let fields else { return [] }
        return (0..<count).compactMap { index in
            // name, prefix, address, value, end
            guard let own = fields[5 * index], let start = fields[5 * index + 3], let end = fields[5 * index + 4] else {
                return nil
            }
            let value = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
            // libxml2 leaves this one as it is where entities are not expanded
            return (String(cString: own), value.replacing("&#38;", with: "&"))
        }
    }

    package subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// The first child of a name.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// Its text without blanks and line breaks around it.
    package var value: String {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        var rest = Substring(text).utf8
        while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        return String(Substring(rest))
    }

    /// A name without its prefix: `town:trees` is `trees`.
    package static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private final class Builder {
        var root: XMLElement?
        var open: [XMLElement] = []
        var isTooDeep = false

        static func of(_ context: UnsafeMutableRawPointer?) -> Builder? {
            context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
        }

        func begin(
            _ name: UnsafePointer<CChar>, _ count: Int, _ fields: UnsafePointer<UnsafePointer<UInt8>?>?
        ) {
            var element = XMLElement(String(cString: name))
            element.attributes = XMLElement.attributes(count, fields)
            open.append(element)
            if open.count > 100 { isTooDeep = true }
        }

        func end() {
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard !open.isEmpty else { return }
            open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
        }
    }
}
