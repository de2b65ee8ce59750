// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// A link of an answer (RFC 8288 relations; OGC 17-069r4 §5.2).
package struct Link: Sendable {
    package let address: String
    package let relation: String
    package var type: String?
    package var title: String?
    /// The address has places in braces.
    package var isTemplate = false

    package init(address: String, relation: String, type: String? = nil, title: String? = nil) {
        self.address = address
        self.relation = relation
        self.type = type
        self.title = title
    }

    package static func list(_ links: [Link]) -> JSONValue {
        .array(
            links.map { link in
                var object: JSONObject = ["href": .string(link.address), "rel": .string(link.relation)]
                object["type"] = link.type.map { .string($0) }
                object["title"] = link.title.map { .string($0) }
                if link.isTemplate { object["templated"] = true }
                return .object(object)
            })
    }

    /// The same, without a document in between.
    package static func write(_ links: [Link], to writer: inout JSONWriter) {
        writer.beginArray()
        for link in links {
            writer.beginObject()
            writer.name("href")
            writer.write(link.address)
            writer.name("rel")
            writer.write(link.relation)
            if let type = link.type {
                writer.name("type")
                writer.write(type)
            }
            if let title = link.title {
                writer.name("title")
                writer.write(title)
            }
            if link.isTemplate {
                writer.name("templated")
                writer.write(true)
            }
            writer.endObject()
        }
        writer.endArray()
    }
}
