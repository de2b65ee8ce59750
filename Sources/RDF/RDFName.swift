// SPDX-License-Identifier: EUPL-1.2

/// A vocabulary with the short name that documents give it.
public struct RDFVocabulary: Sendable, Hashable {
    /// `dct`; an XML name without a colon.
    public let prefix: String
    /// `http://purl.org/dc/terms/`
    public let namespace: String

    public init(_ prefix: String, _ namespace: String) { (self.prefix, self.namespace) = (prefix, namespace) }

    /// A property or class of the vocabulary.
    public func callAsFunction(_ local: String) -> RDFName { RDFName(vocabulary: self, local: local) }

    public static let rdf = RDFVocabulary("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
    public static let xsd = RDFVocabulary("xsd", "http://www.w3.org/2001/XMLSchema#")
}

/// A property or class by vocabulary and local name, so that each form can write it short.
public struct RDFName: Sendable, Hashable {
    public let vocabulary: RDFVocabulary
    /// Letters and digits only: it is an XML name, too.
    public let local: String

    public init(vocabulary: RDFVocabulary, local: String) { (self.vocabulary, self.local) = (vocabulary, local) }

    /// The whole address.
    public var iri: String { vocabulary.namespace + local }
    /// `dct:title`
    public var short: String { vocabulary.prefix + ":" + local }

    public static let type = RDFVocabulary.rdf("type")
}
