// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Randomness
import Rights

/// Somebody with random rights.
struct DoorVisitor: Sendable, CustomStringConvertible {
    let role: Role?
    let grants: [Int64: Rights.Level]

    /// The first rounds are the simplest: nobody, a reader, a member with one grant.
    static func random(using random: inout SeededRandom, always round: Int) -> DoorVisitor {
        switch round {
        case 0: return DoorVisitor(role: nil, grants: [:])
        case 1: return DoorVisitor(role: .viewer, grants: [:])
        case 2: return DoorVisitor(role: .member, grants: [3: .write])
        default:
            let role = [Role.member, .viewer, .planner, .editor].randomElement(using: &random) ?? .member
            var grants: [Int64: Rights.Level] = [:]
            for set in DoorTown.sets where Int.random(in: 0..<3, using: &random) == 0 {
                grants[set.id] = Rights.Level.allCases.randomElement(using: &random) ?? .see
            }
            return DoorVisitor(role: role, grants: grants)
        }
    }

    var seen: Set<Int64> {
        Set(
            DoorTown.sets.filter { set in
                set.access == .public || (set.access == .internal && (role ?? .member) >= .viewer)
                    || grants[set.id] != nil
            }.map(\.id))
    }

    var hidden: [Int64] { DoorTown.sets.map(\.id).filter { !seen.contains($0) } }
    var description: String { "\(role.map { $0.rawValue } ?? "nobody") \(grants)" }
    static let secret = "amk_door"
}

/// One request, and what of its answer counts.
struct DoorRequest: Sendable, CustomStringConvertible {
    let method: HTTPRequest.Method
    let uri: String
    var body: String?

    var description: String { "\(method) \(uri) \(body ?? "")" }

    func send(_ client: any TestClientProtocol, _ visitor: DoorVisitor) async throws -> [String] {
        var headers: HTTPFields = [.accept: uri.hasPrefix("/v1.1") ? "application/json" : "text/html"]
        headers[.acceptLanguage] = "en"
        if visitor.role != nil { headers[.authorization] = "Bearer \(DoorVisitor.secret)" }
        headers[.contentType] = uri.hasPrefix("/v1.1") ? "application/json" : "application/x-www-form-urlencoded"
        let answer = try await client.execute(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        var text = String(buffer: answer.body)
        // the number of the request, and how busy the server is
        if let id = answer.headers[.requestID] { text = text.replacing(id, with: "#") }
        // a question to a passkey is another one each time
        text = text.replacing(/challenge&quot;:&quot;[\w-]+/, with: "challenge")
        if uri == "/metrics" {
            text = text.split(separator: "\n").filter { $0.hasPrefix("allmende_observations") }.joined(separator: "\n")
        }
        return ["\(answer.status.code)", answer.headers[.location] ?? "", answer.headers[.contentType] ?? "", text]
    }

    /// The place where two answers part.
    func difference(_ one: [String], _ other: [String]) -> String {
        for (left, right) in zip(one, other) where left != right {
            let common = zip(left, right).prefix { $0 == $1 }.count
            func excerpt(_ text: String) -> Substring { text.dropFirst(max(0, common - 60)).prefix(160) }
            return "…\(excerpt(left))… and …\(excerpt(right))…"
        }
        return ""
    }
}
