// SPDX-License-Identifier: EUPL-1.2
/// What happens in an XML document, in its order; nothing of it is kept.
package protocol XMLListener {
    /// Whether enough was heard: the rest of the document need not be read.
    var isDone: Bool { get }
    /// An element begins; names are without their prefix, attributes by name.
    mutating func begin(_ name: XMLName, _ attributes: XMLAttributes)
    mutating func end(_ name: XMLName)
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

extension XMLListener {
    package var isDone: Bool { false }
}

/// The name of an element or an attribute, compared where it stands: a sheet has millions of them.
package struct XMLName {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package static func == (own: XMLName, name: StaticString) -> Bool {
        let (count, start) = (name.utf8CodeUnitCount, name.utf8Start)
        guard own.bytes.count == count else { return false }
        var index = 0
        while index < count {
            if own.bytes[index] != start[index] { return false }
            index += 1
        }
        return true
    }

    /// For `switch`.
    package static func ~= (name: StaticString, own: XMLName) -> Bool { own == name }
}

/// The attributes of an element; they do not outlive it.
package struct XMLAttributes {
    struct Attribute {
        let name: XMLName
        let value: UnsafeBufferPointer<UInt8>
    }

    private let all: UnsafeBufferPointer<Attribute>

    init(_ all: UnsafeBufferPointer<Attribute>) { self.all = all }

    /// Each attribute in its order, without its prefix, as it stands in the document.
    package func forEach(_ body: (XMLName, UnsafeBufferPointer<UInt8>) -> Void) {
        for attribute in all { body(attribute.name, attribute.value) }
    }

    /// The value of the first attribute of a name, without its prefix.
    subscript(name: StaticString) -> String? {
        all.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}
