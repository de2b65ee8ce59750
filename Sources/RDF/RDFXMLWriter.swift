// SPDX-License-Identifier: EUPL-1.2

/// Writes RDF 1.1 XML (https://www.w3.org/TR/rdf-syntax-grammar/): one `rdf:Description` a thing.
public enum RDFXMLWriter {
    public static func bytes(_ graph: RDFGraph) -> [UInt8] {
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF".utf8)
        for vocabulary in graph.vocabularies {
            bytes += "\n    xmlns:\(vocabulary.prefix)=\"".utf8
            escape(vocabulary.namespace, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes += ">\n".utf8
        for resource in graph.resources {
            bytes += "  <rdf:Description rdf:about=\"".utf8
            escape(resource.address.text, into: &bytes)
            bytes += "\">\n".utf8
            for statement in resource.statements { write(statement, into: &bytes) }
            bytes += "  </rdf:Description>\n".utf8
        }
        bytes += "</rdf:RDF>\n".utf8
        return bytes
    }

    private static func write(_ statement: RDFResource.Statement, into bytes: inout [UInt8]) {
        let name = statement.property.short
        bytes += "    <\(name)".utf8
        let content: String
        switch statement.object {
        case .iri(let address):
            bytes += " rdf:resource=\"".utf8
            escape(address.text, into: &bytes)
            bytes += "\"/>\n".utf8
            return
        case .text(let text, let language):
            if let language { bytes += " xml:lang=\"\(language)\"".utf8 }
            content = text.text
        case .typed(let text, let type):
            bytes += " rdf:datatype=\"\(type.iri)\"".utf8
            content = text.text
        }
        bytes.append(UInt8(ascii: ">"))
        escape(content, into: &bytes)
        bytes += "</\(name)>\n".utf8
    }

    /// A carriage return is a reference, else a reader makes it a line feed (XML 1.0 §2.11); in an attribute so are line
    /// feeds and tabs, which an address has none of.
    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case 0x0D: bytes += "&#xD;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
