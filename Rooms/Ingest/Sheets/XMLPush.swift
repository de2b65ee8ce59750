// SPDX-License-Identifier: EUPL-1.2
import CXML

/// Feeds an XML document piece by piece to a listener; entities are not expanded, nothing is fetched.
final class XMLPush {
    /// The document is no well-formed XML.
    struct Fault: Error {}

    private let parser: OpaquePointer
    private let box: Box

    private final class Box {
        var listener: any XMLListener
        var attributes: [XMLAttributes.Attribute] = []

        init(_ listener: any XMLListener) { self.listener = listener }

        func begin(_ name: XMLName, _ count: Int, _ fields: UnsafePointer<UnsafePointer<UInt8>?>?) {
            attributes.removeAll(keepingCapacity: true)
            if let fields {
                for index in 0..<count {
                    // name, prefix, address, value, end
                    guard let own = fields[5 * index], let value = fields[5 * index + 3],
                        let end = fields[5 * index + 4]
                    else { continue }
                    attributes.append(
                        XMLAttributes.Attribute(
                            name: XMLPush.name(own), value: UnsafeBufferPointer(start: value, count: end - value)))
                }
            }
            attributes.withUnsafeBufferPointer { listener.begin(name, XMLAttributes($0)) }
        }
    }

    init(_ listener: any XMLListener) throws(Fault) {
        let box = Box(listener)
        self.box = box
        let callbacks = cxml_listener(
            context: Unmanaged.passUnretained(box).toOpaque(),
            begin: { context, name, count, attributes in
                XMLPush.box(context)?.begin(XMLPush.name(name), Int(count), attributes)
            },
            end: { context, name in XMLPush.box(context)?.listener.end(XMLPush.name(name)) },
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

    private static func name(_ pointer: UnsafePointer<CChar>) -> XMLName {
        name(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
    }

    private static func name(_ pointer: UnsafePointer<UInt8>) -> XMLName {
        var count = 0
        while pointer[count] != 0 { count += 1 }
        return XMLName(UnsafeBufferPointer(start: pointer, count: count))
    }

    /// What it has heard, as it was given.
    var listener: any XMLListener { box.listener }

    func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool = false) throws(Fault) {
        guard cxml_feed(parser, bytes.baseAddress, Int32(bytes.count), isLast) else { throw Fault() }
    }
}
