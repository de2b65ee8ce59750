// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Writes JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) as a flat list of things with a context of prefixes.
public enum JSONLDWriter {
    public static func bytes(_ graph: RDFGraph) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("@context")
        writer.beginObject()
        for vocabulary in graph.vocabularies {
            writer.name(vocabulary.prefix)
            writer.write(vocabulary.namespace)
        }
        writer.endObject()
        writer.name("@graph")
        writer.beginArray()
        for resource in graph.resources { write(resource, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    private static func write(_ resource: RDFResource, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("@id")
        writer.write(resource.address.text)
        var written: Set<RDFName> = []
        for statement in resource.statements where written.insert(statement.property).inserted {
            let isType = statement.property == .type
            writer.name(isType ? "@type" : statement.property.short)
            writer.beginArray()
            for other in resource.statements where other.property == statement.property {
                write(other.object, isType: isType, to: &writer)
            }
            writer.endArray()
        }
        writer.endObject()
    }

    private static func write(_ object: RDFObject, isType: Bool, to writer: inout JSONWriter) {
        if isType, case .iri(let address) = object {
            writer.write(address.text)
            return
        }
        writer.beginObject()
        switch object {
        case .iri(let address):
            writer.name("@id")
            writer.write(address.text)
        case .text(let text, let language):
            writer.name("@value")
            writer.write(text.text)
            if let language {
                writer.name("@language")
                writer.write(language)
            }
        case .typed(let text, let type):
            writer.name("@value")
            writer.write(text.text)
            writer.name("@type")
            writer.write(type.short)
        }
        writer.endObject()
    }
}
