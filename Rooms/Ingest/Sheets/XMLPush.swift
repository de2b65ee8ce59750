// SPDX-License-Identifier: EUPL-1.2
import CXML

/// What happens in an XML document, in its order; nothing of it is kept.
protocol XMLListener: AnyObject {
    /// An element begins; names are without their prefix, attributes by name.
    func begin(_ name: String, _ attributes: XMLAttributes)
    func end(_ name: String)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of an element, read when asked for.
struct XMLAttributes {
    fileprivate let count: Int
    fileprivate let fields: UnsafePointer<UnsafePointer<UInt8>?>?

    /// The value of the first attribute of a name, without its prefix.
    subscript(name: String) -> String? {
        guard let fields else { return nil }
        for index in 0..<count {
            // name, prefix, address, value, end
            guard let own = fields[5 * index], let value = fields[5 * index + 3], let end = fields[5 * index + 4],
                String(cString: own) == name
            else { continue }
            return String(decoding: UnsafeBufferPointer(start: value, count: end - value), as: UTF8.self)
        }
        return nil
    }
}

/// Feeds an XML document piece by piece to a listener; entities are not expanded, nothing is fetched.
final class XMLPush {
    /// The document is no well-formed XML.
    struct Fault: Error {}

    private let parser: OpaquePointer
    private let box: Box

    private final class Box {
        let listener: any XMLListener
        init(_ listener: any XMLListener) { self.listener = listener }
    }

    init(_ listener: any XMLListener) throws(Fault) {
        let box = Box(listener)
        self.box = box
        let callbacks = cxml_listener(
            context: Unmanaged.passUnretained(box).toOpaque(),
            begin: { context, name, count, attributes in
                let attributes = XMLAttributes(count: Int(count), fields: attributes)
                XMLPush.box(context)?.listener.begin(String(cString: name), attributes)
            },
            end: { context, name in XMLPush.box(context)?.listener.end(String(cString: name)) },
            text: { context, bytes, length in
                XMLPush.box(context)?.listener.text(UnsafeBufferPointer(start: bytes, count: Int(length)))
            })
        guard let parser = cxml_create(callbacks) else { throw Fault() }
        self.parser = parser
    }

    deinit { cxml_free(parser) }

    private static func box(_ context: UnsafeMutableRawPointer?) -> Box? {
        context.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
    }

    func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool = false) throws(Fault) {
        guard cxml_feed(parser, bytes.baseAddress, Int32(bytes.count), isLast) else { throw Fault() }
    }
}
