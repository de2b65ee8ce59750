// SPDX-License-Identifier: EUPL-1.2
public import HTTPTypes
public import Wire

/// An error answer as `application/problem+json` (RFC 9457): what, where, and how to mend it.
public struct Problem: Error, Sendable {
    public var status: HTTPResponse.Status
    /// Short and the same for each occurrence: "Malformed query option".
    public var title: String
    /// The heading of its page in German; nil where the heading of the status does.
    public var germanTitle: String?
    /// This occurrence, with the remedy.
    public var detail: String
    /// The same in German, for pages; nil where it was not put into words yet.
    public var germanDetail: String?
    /// Where: a query option's position, a JSON pointer, a file's line; members of the document.
    public var location: JSONObject
    public var headers: HTTPFields

    public init(
        _ status: HTTPResponse.Status, _ title: String, detail: String, german: String? = nil,
        location: JSONObject = JSONObject(), headers: HTTPFields = HTTPFields()
    ) {
        self.status = status
        self.title = title
        // both may cite what was sent
        self.detail = detail.excerpt(2000)
        germanDetail = german?.excerpt(2000)
        self.location = location
        self.headers = headers
    }

    public static func notFound(_ detail: String, german: String? = nil) -> Problem {
        Problem(.notFound, "Not found", detail: detail, german: german)
    }

    /// A personal link that ended or never was; answered like any other address that is not there, but headed by what happened.
    public static func linkGone(
        _ detail: String = "This link is not or no longer valid. Ask whoever sent it for a new one.",
        german: String = "Dieser Link gilt nicht oder nicht mehr. Wer ihn geschickt hat, kann einen neuen schicken."
    ) -> Problem {
        var problem = Problem(.notFound, "This link is no longer valid", detail: detail, german: german)
        problem.germanTitle = "Dieser Link gilt nicht mehr"
        return problem
    }

    public static func badRequest(
        _ detail: String, german: String? = nil, location: JSONObject = JSONObject()
    ) -> Problem {
        Problem(.badRequest, "Bad request", detail: detail, german: german, location: location)
    }

    /// The fault in a JSON body, with line, column and pointer.
    public init(_ error: JSONError) {
        self.init(
            .badRequest, "Malformed JSON", detail: error.description,
            german: "Das JSON ist fehlerhaft: \(error.description)",
            location: ["line": .init(error.line), "column": .init(error.column), "pointer": .string(error.pointer)])
    }

    public func document(requestID: String?) -> JSONValue {
        var object = JSONObject()
        object["type"] = "about:blank"
        object["title"] = .string(title)
        object["status"] = .init(Int(status.code))
        object["detail"] = .string(detail)
        for member in location.members {
            object[member.name] = member.value.string.map { .string($0.excerpt(1000)) } ?? member.value
        }
        if let requestID { object["requestId"] = .string(requestID) }
        return .object(object)
    }
}
