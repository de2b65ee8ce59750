// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport
import HTTPTypes
import Wire

/// A fault in an address or a query option: what, in which option, at which byte, and what was expected.
package struct QueryFault: Error, Hashable {
    enum Kind: Hashable { case malformed, unsupported, limit }

    var kind: Kind
    /// The query option, as `$filter`; nested ones as `$expand`. Empty for the path.
    var option: String
    /// Bytes into the decoded value of the option, from 1.
    var position: Int
    var message: String

    package static func malformed(_ option: String, _ position: Int, _ message: String) -> QueryFault {
        QueryFault(kind: .malformed, option: option, position: position, message: message)
    }

    package static func unsupported(_ option: String, _ position: Int, _ message: String) -> QueryFault {
        QueryFault(kind: .unsupported, option: option, position: position, message: message)
    }

    package static func limit(_ option: String, _ position: Int, _ message: String) -> QueryFault {
        QueryFault(kind: .limit, option: option, position: position, message: message)
    }

    /// The answer: 400, or 501 for what this server does not implement.
    package var problem: Problem {
        let location: JSONObject = ["option": .string(option), "position": .init(position)]
        let detail = "\(option), position \(position): \(message)"
        return switch kind {
        case .malformed:
            Problem(
                .badRequest, "Malformed query option", detail: detail,
                german: "So ist die Abfrage nicht möglich: \(detail)", location: location)
        case .unsupported:
            Problem(
                .notImplemented, "Not implemented", detail: detail, german: "Das kann dieser Server nicht: \(detail)",
                location: location)
        case .limit:
            Problem(
                .badRequest, "Query too large", detail: detail, german: "Die Abfrage ist zu groß: \(detail)",
                location: location)
        }
    }
}
