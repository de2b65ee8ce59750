// SPDX-License-Identifier: EUPL-1.2

/// The forms in which a graph is served.
public enum RDFForm: String, Sendable, Hashable, CaseIterable {
    case turtle = "ttl"
    case xml = "rdf"
    case json = "jsonld"

    /// As in `Accept` and `Content-Type`.
    public var mediaType: String {
        switch self {
        case .turtle: "text/turtle"
        case .xml: "application/rdf+xml"
        case .json: "application/ld+json"
        }
    }

    public func bytes(_ graph: RDFGraph) -> [UInt8] {
        switch self {
        case .turtle: TurtleWriter.bytes(graph)
        case .xml: RDFXMLWriter.bytes(graph)
        case .json: JSONLDWriter.bytes(graph)
        }
    }
}
