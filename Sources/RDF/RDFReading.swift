// SPDX-License-Identifier: EUPL-1.2

/// What a foreign document says, statement by statement; things without an address have a name that begins with `_:`.
public struct RDFReading: Sendable {
    public enum Value: Sendable, Hashable {
        case thing(String)
        case literal(String, language: String?, type: String?)
    }

    public struct Statement: Sendable, Hashable {
        /// The whole address of the property.
        public let property: String
        public let value: Value
    }

    /// Things of which something is said, in the order of their first statement.
    public private(set) var subjects: [String] = []
    /// Properties that have no address in the document: nobody can say what they mean.
    public internal(set) var nameless: [String: Int] = [:]
    private var statements: [String: [Statement]] = [:]

    public init() {}

    /// Adds a statement.
    public mutating func add(_ subject: String, _ property: String, _ value: Value) {
        let statement = Statement(property: property, value: value)
        if statements[subject] == nil { subjects.append(subject) }
        statements[subject, default: []].append(statement)
    }

    /// All that is said of a thing.
    public func statements(of subject: String) -> [Statement] { statements[subject] ?? [] }

    /// What is said of a thing by one property.
    public func values(of subject: String, _ property: String) -> [Value] {
        statements(of: subject).filter { $0.property == property }.map(\.value)
    }

    /// The things of a class, in their order.
    public func things(ofClass name: String) -> [String] {
        subjects.filter { values(of: $0, RDFName.type.iri).contains(.thing(name)) }
    }
}

/// Why a document cannot be read.
public struct RDFReadingFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// It is not what it should be.
        case malformed
        /// It says more than may be read.
        case tooMuch
        /// A part of the language that is not read here.
        case unsupported
    }

    public let kind: Kind
    /// Where and what, in English.
    public let description: String

    init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, description) }
}
