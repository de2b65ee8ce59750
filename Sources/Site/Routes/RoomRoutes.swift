// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
package import HTTPTypes
package import Hummingbird

/// The addresses of a room, each with what it is for in both languages.
package struct RoomRoutes: Sendable {
    package typealias Answer = @Sendable (Request, HTTPContext) async throws -> Response

    package struct Route: Sendable {
        package let method: HTTPRequest.Method
        /// `/notices/{number}`
        package let path: String
        package let purpose: Words
        package let answer: Answer
    }

    package private(set) var all: [Route] = []

    package init() {}

    package mutating func get(_ path: String, _ purpose: Words, _ answer: @escaping Answer) {
        all.append(Route(method: .get, path: path, purpose: purpose, answer: answer))
    }

    package mutating func post(_ path: String, _ purpose: Words, _ answer: @escaping Answer) {
        all.append(Route(method: .post, path: path, purpose: purpose, answer: answer))
    }

    package static func + (left: RoomRoutes, right: RoomRoutes) -> RoomRoutes {
        var sum = left
        sum.all += right.all
        return sum
    }

    package func add(to router: Router<HTTPContext>) {
        for route in all {
            router.on(RouterPath(route.path), method: route.method, use: route.answer)
        }
    }
}
