// SPDX-License-Identifier: EUPL-1.2
import CSerd

/// Writes RDF 1.1 Turtle (https://www.w3.org/TR/turtle/) by serd: grouped by subject, with prefixes.
public enum TurtleWriter {
    public static func bytes(_ graph: RDFGraph) -> [UInt8] {
        let sink = Sink()
        guard let environment = serd_env_new(nil) else { return [] }
        defer { serd_env_free(environment) }
        let style = SerdStyle(
            rawValue: SERD_STYLE_ABBREVIATED.rawValue | SERD_STYLE_CURIED.rawValue | SERD_STYLE_BULK.rawValue)
        let writer = serd_writer_new(
            SERD_TURTLE, style, environment, nil,
            { bytes, count, stream in
                let sink = Unmanaged<Sink>.fromOpaque(stream).takeUnretainedValue()
                sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                return count
            }, Unmanaged.passUnretained(sink).toOpaque())
        guard let writer else { return [] }
        for vocabulary in graph.vocabularies {
            vocabulary.prefix.asNode(SERD_LITERAL) { name in
                vocabulary.namespace.asNode(SERD_URI) { namespace in
                    _ = serd_writer_set_prefix(writer, &name, &namespace)
                }
            }
        }
        for resource in graph.resources {
            resource.address.text.asNode(SERD_URI) { subject in
                for statement in resource.statements {
                    statement.property.iri.asNode(SERD_URI) { property in
                        write(statement.object, of: &subject, as: &property, to: writer)
                    }
                }
            }
        }
        serd_writer_finish(writer)
        serd_writer_free(writer)
        withExtendedLifetime(sink) {}
        return sink.bytes
    }

    private static func write(
        _ object: RDFObject, of subject: inout SerdNode, as property: inout SerdNode, to writer: OpaquePointer
    ) {
        switch object {
        case .iri(let address):
            address.text.asNode(SERD_URI) { object in
                _ = serd_writer_write_statement(writer, 0, nil, &subject, &property, &object, nil, nil)
            }
        case .text(let text, let language):
            text.text.asNode(SERD_LITERAL) { object in
                guard let language else {
                    _ = serd_writer_write_statement(writer, 0, nil, &subject, &property, &object, nil, nil)
                    return
                }
                language.asNode(SERD_LITERAL) { language in
                    _ = serd_writer_write_statement(writer, 0, nil, &subject, &property, &object, nil, &language)
                }
            }
        case .typed(let text, let type):
            text.text.asNode(SERD_LITERAL) { object in
                type.iri.asNode(SERD_URI) { type in
                    _ = serd_writer_write_statement(writer, 0, nil, &subject, &property, &object, &type, nil)
                }
            }
        }
    }

    private final class Sink {
        var bytes: [UInt8] = []
    }
}

extension String {
    /// The text as serd wants it, for the time of the body.
    fileprivate func asNode(_ type: SerdType, _ body: (inout SerdNode) -> Void) {
        withCString { characters in
            characters.withMemoryRebound(to: UInt8.self, capacity: utf8.count + 1) { bytes in
                var node = serd_node_from_string(type, bytes)
                body(&node)
            }
        }
    }
}
