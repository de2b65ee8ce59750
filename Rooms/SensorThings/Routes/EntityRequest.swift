// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThingsModel
import Wire

/// One request below `/v1.1` without its transport: a request of its own and a part of a batch are the same.
struct EntityRequest: Sendable {
    let method: HTTPRequest.Method
    /// Path and query below `/v1.1/`.
    var target: String { didSet { (path, query) = Self.parts(target) } }
    private(set) var path: Substring
    private(set) var query: Substring
    var body: JSONValue?
    /// The body is a JSON Patch (RFC 6902).
    var isJSONPatch = false
    /// `Prefer: return=minimal`: the answer to a creation holds no body.
    var isMinimal = false
    /// The field `Idempotency-Key` as it came.
    var keyField: String?
    /// The key that a request of a batch has from the batch.
    var batchKey: IdempotencyKey?

    init(method: HTTPRequest.Method, target: String, body: JSONValue? = nil) {
        self.method = method
        self.target = target
        self.body = body
        (path, query) = Self.parts(target)
    }

    private static func parts(_ target: String) -> (path: Substring, query: Substring) {
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        return (target[..<mark], target[mark...].dropFirst())
    }

    /// Takes from the fields of a request or of a part what the answer depends on.
    mutating func take(contentType: String?, prefer: String?, idempotencyKey: String? = nil) {
        isJSONPatch = contentType?.lowercased().hasPrefix("application/json-patch+json") ?? false
        isMinimal = prefer == "return=minimal"
        keyField = idempotencyKey
    }

    /// What makes a repetition of the request known.
    /// - Throws: `Problem` when the field is malformed.
    func key() throws(Problem) -> IdempotencyKey? {
        guard let keyField else { return batchKey }
        return try IdempotencyKey(field: keyField)
    }
}

/// The answer to an `EntityRequest`, complete.
struct EntityAnswer: Sendable {
    var status: HTTPResponse.Status
    var contentType: String?
    var bytes: [UInt8] = []
    var headers = HTTPFields()
    /// The entity that was made, below `/v1.1/`: `Things(1)`.
    var created: String?
    /// What became of the rows of `CreateObservations`; `bytes` say it too.
    var rows: RowAnswers?

    init(_ status: HTTPResponse.Status, contentType: String? = nil, bytes: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.bytes = bytes
    }

    init(_ problem: Problem) {
        self.init(
            problem.status, contentType: MediaType.problem, bytes: Array(problem.document(requestID: nil).text.utf8))
        headers = problem.headers
    }

    var isSuccess: Bool { status.code < 400 }

    var response: Response {
        guard let contentType else { return Response(status: status, headers: headers) }
        return Response(status: status, contentType: contentType, bytes: bytes, headers: headers)
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.4: what this request needed has failed.
    static let failedDependency = HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency")
}

extension EntityQuery.Format {
    var mediaType: String {
        switch self {
        case .csv: MediaType.csv
        case .geoJSON: MediaType.geoJSON
        case .json, .dataArray: MediaType.json
        }
    }
}
