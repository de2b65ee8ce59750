// SPDX-License-Identifier: EUPL-1.2
package import Answers
import Foundation
import HTTPSupport
package import Hummingbird
import Wire

/// The query of a request, decoded; each parameter once.
package struct QueryParameters: Sendable {
    package let all: [(name: String, value: String)]

    /// - Throws: `Problem` 400 for bad percent-encoding and repeated parameters.
    package init(_ request: Request) throws(Problem) {
        var all: [(name: String, value: String)] = []
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0])
            let value = parts.count > 1 ? try Self.decoded(parts[1]) : ""
            guard !all.contains(where: { $0.name == name }) else {
                throw Self.fault(name, "is given twice; give it once.")
            }
            all.append((name, value))
        }
        self.all = all
    }

    package subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// Refuses parameters that the operation does not know (17-069r4 /req/core/query-param-unknown).
    package func allow(_ names: [String]) throws(Problem) {
        for (name, _) in all where !names.contains(name) {
            let known = names.prefix(30).joined(separator: ", ")
            throw Self.fault(name, "is no parameter here; there are: \(known).")
        }
    }

    package static func fault(_ name: String, _ message: String) -> Problem {
        let shown = String(name.prefix(60))
        return Problem(
            .badRequest, "Invalid query parameter", detail: "The parameter \"\(shown)\" \(message)",
            german: "Der Parameter \"\(shown)\" passt nicht: \(message)",
            location: ["parameter": .string(shown)])
    }

    private static func decoded(_ text: Substring) throws(Problem) -> String {
        let spaced = String(text.replacing("+", with: " "))
        guard let decoded = spaced.removingPercentEncoding, !decoded.utf8.contains(0) else {
            throw fault(spaced, "is not percent-encoded UTF-8.")
        }
        return decoded
    }
}
