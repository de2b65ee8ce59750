// SPDX-License-Identifier: EUPL-1.2
import Answers
package import Bilingual
package import HTTPTypes
package import Hummingbird

/// The addresses of a room, each with what it is for in both languages.
package struct RoomRoutes: Sendable {
    package typealias Answer = @Sendable (Request, HTTPContext) async throws -> Response

    /// Whom an address is for.
    package enum Audience: String, Sendable, Hashable {
        /// A page, in the reader's language.
        case people
        /// A file or an interface.
        case programs
    }

    package struct Route: Sendable {
        package let method: HTTPRequest.Method
        /// `/notices/{number}`
        package let path: String
        package let purpose: Words
        package let audience: Audience
        package let answer: Answer
    }

    package private(set) var all: [Route] = []
    /// Interfaces that pages of other sites may ask, with their methods.
    private var shared: [(path: String, methods: [HTTPRequest.Method])] = []

    package init() {}

    package mutating func get(
        _ path: String, _ purpose: Words, for audience: Audience = .people, _ answer: @escaping Answer
    ) {
        all.append(Route(method: .get, path: path, purpose: purpose, audience: audience, answer: answer))
    }

    package mutating func post(_ path: String, _ purpose: Words, _ answer: @escaping Answer) {
        all.append(Route(method: .post, path: path, purpose: purpose, audience: .people, answer: answer))
    }

    /// A part of an interface.
    package mutating func on(
        _ method: HTTPRequest.Method, _ path: String, _ purpose: Words, _ answer: @escaping Answer
    ) {
        all.append(Route(method: method, path: path, purpose: purpose, audience: .programs, answer: answer))
    }

    /// Answers the question of a browser whether a page of another site may use these methods (CORS).
    package mutating func share(_ path: String, _ methods: [HTTPRequest.Method]) {
        shared.append((path, methods))
    }

    package static func + (left: RoomRoutes, right: RoomRoutes) -> RoomRoutes {
        var sum = left
        sum.all += right.all
        sum.shared += right.shared
        return sum
    }

    package func add(to router: Router<HTTPContext>) {
        for route in all {
            router.on(RouterPath(route.path), method: route.method, use: route.answer)
            guard route.method == .get else { continue }
            router.on(RouterPath(route.path), method: .head) { request, context in
                try await route.answer(request, context).withoutContent()
            }
        }
        for (path, methods) in shared {
            router.on(RouterPath(path), method: .options) { _, _ in Preflight.answer(methods) }
        }
    }

    /// Answers 405 where an address is known and the method is none of its own; after all addresses were added.
    package func refuseOtherMethods(on router: Router<HTTPContext>) {
        var known: [String: Set<HTTPRequest.Method>] = [:]
        for route in all { known[route.path, default: []].insert(route.method) }
        for (path, methods) in shared { known[path, default: []].formUnion([.options] + methods) }
        for (path, methods) in known {
            let allowed = methods.union(methods.contains(.get) ? [.head] : []).map(\.rawValue).sorted()
            let list = allowed.joined(separator: ", ")
            for method in Self.usual where !methods.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(
                        .methodNotAllowed, "No such method", detail: "This address takes \(list).",
                        german: "Diese Adresse nimmt \(list).", headers: [.allow: list])
                }
            }
        }
    }

    /// HEAD goes with GET, and OPTIONS is for interfaces that pages of other sites may ask.
    private static let usual: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .trace]
}
