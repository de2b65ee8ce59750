// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes

extension BatchRequest {
    /// The parts of a multipart batch; one that is multipart itself is a change set.
    static func items(
        multipart bytes: ArraySlice<UInt8>, contentType: String, _ addresses: BatchAddresses
    ) throws(Problem) -> [Item] {
        var items: [Item] = []
        var names: Set<String> = []
        func named(_ part: Part) throws(Problem) -> Part {
            guard let id = part.id, !names.insert(id).inserted else { return part }
            throw .badRequest(
                "Two parts of the batch have the Content-ID '\(id)'.",
                german: "Zwei Teile des Stapels haben die Content-ID '\(id)'.")
        }
        for part in try MultipartBody.parts(bytes, contentType: contentType) {
            let type = part.fields["content-type"] ?? ""
            guard MultipartBody.mediaType(type) == "multipart/mixed" else {
                items.append(.single(try named(Self.part(part, addresses))))
                continue
            }
            let inner = try MultipartBody.parts(part.content, contentType: type)
            var parts: [Part] = []
            for part in inner { parts.append(try named(Self.part(part, addresses))) }
            items.append(.changeSet(parts, id: nil))
        }
        return items
    }

    private static func part(_ part: MultipartBody.Part, _ addresses: BatchAddresses) -> Part {
        var request: Result<EntityRequest, Problem>
        do throws(Problem) {
            request = .success(try Self.request(part, addresses))
        } catch {
            request = .failure(error)
        }
        var id = part.fields["content-id"]
        if id == nil, MultipartBody.mediaType(part.fields["content-type"] ?? "") == "application/http" {
            // some clients put it among the fields of the request
            id = MultipartBody.part(part.content).fields["content-id"]
        }
        return Part(id: id, request: request)
    }

    /// The request in an `application/http` part: a request line, fields, a blank line, a body.
    private static func request(
        _ part: MultipartBody.Part, _ addresses: BatchAddresses
    ) throws(Problem) -> EntityRequest {
        guard MultipartBody.mediaType(part.fields["content-type"] ?? "") == "application/http" else {
            throw .badRequest(
                "A part of a batch is application/http, or multipart/mixed for a change set.",
                german:
                    "Ein Teil eines Stapels ist application/http oder, für zusammengehörige Änderungen, multipart/mixed."
            )
        }
        let content = part.content.drop { $0 == 0x0D || $0 == 0x0A }
        let line = MultipartBody.line(content, from: content.startIndex)
        let words = String(decoding: content[line.start..<line.end], as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: true)
        let address = words.dropFirst().filter { !$0.hasPrefix("HTTP/") }.joined(separator: " ")
        guard let name = words.first, let method = HTTPRequest.Method(name.uppercased()), !address.isEmpty else {
            throw .badRequest(
                "A part begins with a request line such as 'POST Things HTTP/1.1'.",
                german: "Ein Teil beginnt mit einer Zeile wie 'POST Things HTTP/1.1'.")
        }
        let inner = MultipartBody.part(content[line.next...])
        var request = EntityRequest(method: method, target: addresses.target(address))
        request.take(
            contentType: inner.fields["content-type"], prefer: inner.fields["prefer"],
            idempotencyKey: inner.fields["idempotency-key"])
        if inner.content.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }), method != .get, method != .delete
        {
            request.body = try parsed(Array(inner.content))
        }
        return request
    }
}
