// SPDX-License-Identifier: EUPL-1.2
import CXML

/// Reads a document piece by piece and keeps nothing of it: for what may be larger than memory should hold.
///
/// One with a DTD is refused, so that there are no entities of its own.
package final class XMLStream {
    /// What is told of a document; names are without their prefix, the root's depth is 0.
    package protocol Listener {
        mutating func begin(_ name: String, _ attributes: [(name: String, value: String)], depth: Int)
        /// `depth` is that of the element that the text stands in.
        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int)
    }

    private final class Box {
        var listener: any Listener
        var depth = -1
        var hasRoot = false
        var isTooDeep = false

        init(_ listener: any Listener) { self.listener = listener }

        static func of(_ context: UnsafeMutableRawPointer?) -> Box? {
            context.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
        }

        func begin(_ name: UnsafePointer<CChar>, _ count: Int, _ fields: UnsafePointer<UnsafePointer<UInt8>?>?) {
            depth += 1
            hasRoot = true
            if depth >= XMLStream.deepest { isTooDeep = true }
            listener.begin(String(cString: name), XMLElement.attributes(count, fields), depth: depth)
        }
    }

    /// Elements inside each other at most.
    private static let deepest = 200
    /// Bytes before the root element at most: a DTD could only stand there.
    private static let longestHead = 1 << 16

    private let box: Box
    private let parser: OpaquePointer
    private var head: [UInt8] = []

    package init(_ listener: any Listener) throws(XMLElement.Fault) {
        let box = Box(listener)
        self.box = box
        let callbacks = cxml_listener(
            context: Unmanaged.passUnretained(box).toOpaque(),
            begin: { context, name, count, fields in Box.of(context)?.begin(name, Int(count), fields) },
            end: { context, _ in Box.of(context)?.depth -= 1 },
            text: { context, bytes, length in
                guard let box = Box.of(context) else { return }
                box.listener.text(UnsafeBufferPointer(start: bytes, count: Int(length)), depth: box.depth)
            })
        guard let parser = cxml_create(callbacks) else { throw XMLElement.Fault(isForbidden: false) }
        self.parser = parser
    }

    deinit { cxml_free(parser) }

    /// What has listened, as it was given.
    package var listener: any Listener { box.listener }

    /// Takes the next bytes; after the last ones nothing may come.
    package func feed(_ bytes: some Collection<UInt8>, isLast: Bool = false) throws(XMLElement.Fault) {
        let piece = Array(bytes)
        if !box.hasRoot {
            head += piece.prefix(Self.longestHead + 1)
            guard !XMLElement.hasDTD(head) else { throw XMLElement.Fault(isForbidden: true) }
            guard head.count <= Self.longestHead || Self.beginsElement(head) else {
                throw XMLElement.Fault(isForbidden: false)
            }
        }
        let isRead = piece.withUnsafeBytes { cxml_feed(parser, $0.baseAddress, Int32($0.count), isLast) }
        if box.hasRoot { head = [] }
        guard isRead, !box.isTooDeep, !isLast || box.hasRoot else {
            throw XMLElement.Fault(isForbidden: false)
        }
    }

    /// Whether an element, rather than a comment or an instruction, begins in what has come.
    private static func beginsElement(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == 0x3C && $1 != 0x21 && $1 != 0x3F }
    }
}
