// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import Wire

/// The body of `POST /v1.1/$batch` (OGC 18-088 §11): requests and change sets in their order, as multipart or as JSON.
struct BatchRequest: Sendable {
    /// Requests that a batch may hold.
    static let maximumRequests = 1000

    /// One request of a batch, as it came: what it refers to is known only when its turn has come.
    struct Part: Sendable {
        /// `Content-ID`, or `id` in JSON.
        var id: String?
        /// The request with its target as written; or what is wrong with it, which becomes its answer.
        var request: Result<EntityRequest, Problem>
        /// Ids of requests and change sets that must have succeeded.
        var prerequisites: [String] = []
        /// A request that must have succeeded, or must not; written `$1` or `not $1`.
        var condition: Condition?
    }

    struct Condition: Sendable, Hashable {
        var id: String
        var isNegated: Bool
    }

    enum Item: Sendable {
        case single(Part)
        /// All of the requests happen or none; `id` is the name of an atomicity group.
        case changeSet([Part], id: String?)

        var parts: [Part] {
            switch self {
            case .single(let part): [part]
            case .changeSet(let parts, _): parts
            }
        }
    }

    let items: [Item]
    private let isJSON: Bool

    init(_ request: Request, limits: Limits, root: String) async throws {
        let type = request.headers[.contentType] ?? ""
        let bytes = try await request.bytes(limit: limits.maximumBody)
        let addresses = BatchAddresses(root: root)
        switch MultipartBody.mediaType(type) {
        case "multipart/mixed":
            isJSON = false
            items = try BatchRequest.items(multipart: bytes[...], contentType: type, addresses)
        case "application/json":
            isJSON = true
            items = try BatchRequest.items(json: BatchRequest.parsed(bytes), addresses)
        default:
            throw Problem(
                .unsupportedMediaType, "Not a batch",
                detail: "A batch is multipart/mixed with a boundary, or application/json with 'requests'.",
                german: "Ein Stapel ist multipart/mixed mit einer boundary oder application/json mit 'requests'.")
        }
        guard items.reduce(0, { $0 + $1.parts.count }) <= Self.maximumRequests else {
            throw Problem.badRequest(
                "A batch holds at most \(Self.maximumRequests) requests; send several batches.",
                german: "Ein Stapel hat höchstens \(Self.maximumRequests) Anfragen; bitte mehrere Stapel senden.")
        }
    }

    /// The JSON in a batch or in a part of it.
    static func parsed(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Problem(error)
        }
    }

    func response(_ answers: [BatchRunner.ItemAnswer], boundary id: String) -> Response {
        if isJSON { return Response(contentType: MediaType.json, bytes: BatchAnswer.json(answers)) }
        let boundary = "batch_" + id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return Response(
            contentType: "multipart/mixed; boundary=\(boundary)", bytes: BatchAnswer.multipart(answers, boundary))
    }
}

/// Turns the addresses that parts may hold into targets below `/v1.1/`.
struct BatchAddresses: Sendable {
    let root: String

    /// `Things(1)`, `/v1.1/Things(1)`, `https://host/v1.1/Things(1)`, `$1/Datastreams`.
    func target(_ address: String) -> String {
        let version = "/" + SensorThingsRoutes.version + "/"
        var rest = address.replacing(" ", with: "%20")[...]
        if rest.hasPrefix(root + "/") { return String(rest.dropFirst(root.count + 1)) }
        let path = rest.prefix { $0 != "?" }
        if path.contains("://") || path.hasPrefix("/"), let found = path.firstRange(of: version) {
            return String(rest[found.upperBound...])
        }
        if path.hasPrefix(version.dropFirst()) { rest = rest.dropFirst(version.count - 1) }
        return String(rest.drop { $0 == "/" })
    }
}

extension BatchRequest.Part {
    /// The request with `$1` in its address and in `@iot.id` replaced by the entities that earlier requests made.
    func resolved(_ references: [String: String]) throws -> EntityRequest {
        var request = try request.get()
        if request.target.hasPrefix("$") {
            let name = request.target.dropFirst().prefix { $0 != "/" && $0 != "?" }
            guard let place = references[String(name)] else { throw Self.unknown(name) }
            request.target = place + request.target.dropFirst(name.count + 1)
        }
        request.body = try request.body.map { try Self.resolved($0, references) }
        return request
    }

    private static func resolved(_ value: JSONValue, _ references: [String: String]) throws -> JSONValue {
        switch value {
        case .array(let elements): return .array(try elements.map { try resolved($0, references) })
        case .object(let object):
            let members = try object.members.map { member in
                guard member.name == "@iot.id", let text = member.value.string, text.hasPrefix("$") else {
                    return (name: member.name, value: try resolved(member.value, references))
                }
                let name = text.dropFirst()
                let id = references[String(name)].flatMap { Int64($0.drop { $0 != "(" }.dropFirst().dropLast()) }
                guard let id else { throw unknown(name) }
                return (name: member.name, value: JSONValue(id))
            }
            return .object(JSONObject(members))
        default: return value
        }
    }

    private static func unknown(_ name: some StringProtocol) -> Problem {
        Problem(
            .failedDependency, "No such reference",
            detail: "No request '\(name)' before this one has made an entity.",
            german: "Keine Anfrage '\(name)' vor dieser hat einen Eintrag angelegt.")
    }
}
