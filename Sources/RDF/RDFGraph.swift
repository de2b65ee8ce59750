// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What a statement says of its subject.
public enum RDFObject: Sendable, Hashable {
    /// Another thing, by its address.
    case iri(RDFAddress)
    /// A text in a language (`de`), or in none.
    case text(RDFText, language: String?)
    /// A literal of another type than text, in its canonical form.
    case typed(RDFText, RDFName)
}

/// An absolute address as all forms can write it.
public struct RDFAddress: Sendable, Hashable {
    public let text: String

    /// What may not stand in an IRI (RFC 3987 §2.2; the IRIREF of Turtle) is percent-encoded.
    public init(_ text: String) {
        self.text = PercentEncoding.encoded(text) { byte in
            switch byte {
            case 0x00...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F: false
            default: true
            }
        }
    }
}

/// A text as all forms can write it: what XML 1.0 has no character for (§2.2) is U+FFFD.
public struct RDFText: Sendable, Hashable {
    public let text: String

    public init(_ text: String) {
        let isPlain = text.unicodeScalars.allSatisfy(Self.isAllowed)
        self.text =
            isPlain
            ? text
            : String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isAllowed($0) ? $0 : "\u{FFFD}" }))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// A thing with all that is said of it.
public struct RDFResource: Sendable, Hashable {
    public let address: RDFAddress
    public private(set) var statements: [Statement] = []

    public struct Statement: Sendable, Hashable {
        public let property: RDFName
        public let object: RDFObject
    }

    /// A thing of one or several classes.
    public init(_ address: String, _ classes: RDFName...) {
        self.address = RDFAddress(address)
        for name in classes { say(.type, .iri(RDFAddress(name.iri))) }
    }

    /// Says something once; a repetition is none.
    public mutating func say(_ property: RDFName, _ object: RDFObject) {
        let statement = Statement(property: property, object: object)
        if !statements.contains(statement) { statements.append(statement) }
    }

    /// Points to another thing.
    public mutating func link(_ property: RDFName, _ address: String?) {
        if let address { say(property, .iri(RDFAddress(address))) }
    }

    /// A text, where there is one.
    public mutating func text(_ property: RDFName, _ text: String?, language: String? = nil) {
        if let text, !text.isEmpty { say(property, .text(RDFText(text), language: language)) }
    }

    /// A literal of a type of XML Schema: `typed(dct("issued"), "2026-11-28T12:00:00Z", "dateTime")`.
    public mutating func typed(_ property: RDFName, _ literal: String, _ type: RDFName) {
        say(property, .typed(RDFText(literal), type))
    }
}

/// Things and what is said of them, each thing once and named by an address: there are no blank nodes.
///
/// Names make statements stable: two documents about the same things speak of the same things.
public struct RDFGraph: Sendable, Hashable {
    public private(set) var resources: [RDFResource] = []
    private var known: Set<RDFAddress> = []

    public init() {}

    /// Adds a thing; what is there already under its address stays as it is.
    public mutating func add(_ resource: RDFResource) {
        if known.insert(resource.address).inserted { resources.append(resource) }
    }

    /// The vocabularies that are used, by prefix.
    public var vocabularies: [RDFVocabulary] {
        var used: Set<RDFVocabulary> = [.rdf]
        for resource in resources {
            for statement in resource.statements {
                used.insert(statement.property.vocabulary)
                if case .typed(_, let type) = statement.object { used.insert(type.vocabulary) }
            }
        }
        return used.sorted { $0.prefix < $1.prefix }
    }
}
