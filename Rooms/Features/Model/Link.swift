// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A link of an answer (RFC 8288 relations; OGC 17-069r4 §5.2).
struct Link: Sendable {
    let address: String
    let relation: String
    var type: String?
    var title: String?

    static func list(_ links: [Link]) -> JSONValue {
        .array(
            links.map { link in
                var object: JSONObject = ["href": .string(link.address), "rel": .string(link.relation)]
                object["type"] = link.type.map { .string($0) }
                object["title"] = link.title.map { .string($0) }
                return .object(object)
            })
    }
}
