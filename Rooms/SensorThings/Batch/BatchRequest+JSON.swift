// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Wire

extension BatchRequest {
    /// The requests of a JSON batch; those that follow each other with one `atomicityGroup` are a change set.
    static func items(json body: JSONValue, _ addresses: BatchAddresses) throws(Problem) -> [Item] {
        guard let requests = body["requests"]?.array else {
            throw .badRequest(
                "A JSON batch is an object with the list 'requests'.",
                german: "Ein JSON-Stapel ist ein Objekt mit der Liste 'requests'.", location: ["pointer": ""])
        }
        var items: [Item] = []
        var names: Set<String> = []
        for (index, element) in requests.enumerated() {
            let place = "/requests/\(index)"
            let id = element["id"]?.string ?? element["id"]?.integer.map { String($0) }
            guard let id else { throw fault("A request has an 'id' of its own.", place + "/id") }
            guard names.insert(id).inserted else { throw fault("'\(id)' is there twice.", place + "/id") }
            let part = part(element, id, addresses)
            guard let group = element["atomicityGroup"]?.string else {
                items.append(.single(part))
                continue
            }
            if case .changeSet(let parts, group)? = items.last {
                items[items.count - 1] = .changeSet(parts + [part], id: group)
            } else {
                guard names.insert(group).inserted else {
                    throw fault(
                        "The requests of the group '\(group)' must follow each other.", place + "/atomicityGroup")
                }
                items.append(.changeSet([part], id: group))
            }
        }
        return items
    }

    private static func fault(_ detail: String, _ pointer: String) -> Problem {
        .badRequest(
            detail, german: "Der Stapel ist so nicht möglich: \(detail)", location: ["pointer": .string(pointer)])
    }

    private static func part(_ element: JSONValue, _ id: String, _ addresses: BatchAddresses) -> Part {
        var part = Part(
            id: id,
            request: .failure(
                .badRequest("A request has 'method' and 'url'.", german: "Eine Anfrage hat 'method' und 'url'.")))
        guard let name = element["method"]?.string, let method = HTTPRequest.Method(name.uppercased()),
            let url = element["url"]?.string
        else { return part }
        var request = EntityRequest(method: method, target: addresses.target(url))
        var fields: [String: String] = [:]
        for member in element["headers"]?.object?.members ?? [] {
            fields[member.name.lowercased()] = member.value.string
        }
        request.take(
            contentType: fields["content-type"], prefer: fields["prefer"], idempotencyKey: fields["idempotency-key"])
        request.body = element["body"]
        part.request = .success(request)
        part.prerequisites = element["dependsOn"]?.array?.compactMap(\.string) ?? []
        if let text = element["if"]?.string {
            guard let condition = condition(text) else {
                part.request = .failure(
                    .badRequest(
                        "'if' names a request before this one: \"$1\", \"$1/$succeeded\" or \"not $1\".",
                        german: "'if' nennt eine Anfrage vor dieser: \"$1\", \"$1/$succeeded\" oder \"not $1\"."))
                return part
            }
            part.condition = condition
        }
        return part
    }

    private static func condition(_ text: String) -> Condition? {
        let isNegated = text.hasPrefix("not ")
        var rest = (isNegated ? text.dropFirst(4) : text[...]).drop { $0 == " " }
        guard rest.hasPrefix("$") else { return nil }
        if rest.hasSuffix("/$succeeded") { rest = rest.dropLast("/$succeeded".count) }
        let id = String(rest.dropFirst())
        return id.isEmpty || id.contains("/") || id.contains(" ") ? nil : Condition(id: id, isNegated: isNegated)
    }
}
