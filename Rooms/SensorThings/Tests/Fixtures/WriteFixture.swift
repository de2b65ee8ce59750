// SPDX-License-Identifier: EUPL-1.2
package import Access
import HTTPSupport
package import HTTPTypes
import Hummingbird
package import HummingbirdTesting
import NIOCore
import SensorThings
package import Storage
package import TestSupport
package import Wire

/// An empty town whose routes read and write; data set `open` is public, `secret` restricted.
package struct WriteTown: Sendable {
    package static let now = Instant(seconds: 1_782_864_000)  // 2026-07-01T00:00:00Z
    package static let editor = Reader(identity: .key(id: 1, name: "test"), role: .editor)
    package static let viewer = Reader(identity: .key(id: 2, name: "test"), role: .viewer)

    package struct Answer: Sendable {
        package let status: Int
        package let headers: HTTPFields
        package let text: String

        package var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
        package var id: Int64 { json["@iot.id"]?.integer ?? -1 }
        package var pointer: String? { json["pointer"]?.string }
    }

    package let client: any TestClientProtocol
    package let engine: any StorageEngine

    /// Runs `body` against the routes; `x-role` in a request picks the reader, an editor without it.
    package static func with(
        _ kind: TestEngine, _ body: @escaping @Sendable (WriteTown) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                for (slug, access) in [("open", "public"), ("secret", "restricted")] {
                    try connection.execute(
                        """
                        INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access,
                        issued_at, modified_at) VALUES (\(slug), 'Set', '', 'Town', 'cc-zero',
                        \(SQLValue.json("[]")), \(SQLValue.json("[]")), \(access), 0, 0)
                        """)
                }
            }
            let router = Router(context: HTTPContext.self)
            router.add(middleware: RoleFromHeader())
            SensorThingsRoutes(engine: engine, limits: Limits(), now: { now }).add(to: router)
            SensorThingsWriteRoutes(engine: engine, limits: Limits(), now: { now }).add(to: router)
            let application = Application(responder: router.buildResponder())
            try await application.test(.router) { client in
                try await body(WriteTown(client: client, engine: engine))
            }
        }
    }

    private struct RoleFromHeader: RouterMiddleware {
        typealias Context = HTTPContext

        func handle(
            _ request: Request, context: HTTPContext, next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            let name = HTTPField.Name("x-role").flatMap { request.headers[$0] }
            switch name {
            case "anonymous": context.reader = .anonymous
            case "viewer": context.reader = viewer
            case "administrator": context.reader = .system
            default: context.reader = editor
            }
            context.baseURL = BaseURL("http://town")
            return try await next(request, context)
        }
    }

    package func send(
        _ method: HTTPRequest.Method, _ target: String, _ body: String? = nil, as role: String = "editor",
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if let name = HTTPField.Name("x-role") { fields[name] = role }
        let response = try await client.executeRequest(
            uri: "/v1.1/" + target, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        return Answer(
            status: Int(response.status.code), headers: response.headers, text: String(buffer: response.body))
    }

    package func get(_ target: String, as role: String = "administrator") async throws -> JSONValue {
        try await send(.get, target, as: role).json
    }

    package func count(_ target: String) async throws -> Int {
        try await get(target)["value"]?.array?.count ?? -1
    }

    /// Creates an entity; returns its id.
    @discardableResult
    package func make(_ set: String, _ body: String, as role: String = "editor") async throws -> Int64 {
        let answer = try await send(.post, set, body, as: role)
        guard answer.status == 201 else { throw NotMade(set: set, answer: answer.text) }
        return answer.id
    }

    /// What should have been created was not.
    struct NotMade: Error {
        let set: String
        let answer: String
    }

    /// A Thing with a Location and a Datastream; returns their ids.
    package func makeStation(
        properties: String = #"{"dataset":"open"}"#, as role: String = "editor"
    ) async throws -> (thing: Int64, datastream: Int64) {
        let thing = try await make("Things", Self.station(properties: properties), as: role)
        let datastreams = try await get("Things(\(thing))/Datastreams")
        return (thing, datastreams["value"]?.array?.first?["@iot.id"]?.integer ?? -1)
    }

    package static let point = #"{"type":"Point","coordinates":[7.6,51.9]}"#
    package static let location =
        #"{"name":"L","description":"","encodingType":"application/geo+json","location":\#(point)}"#
    package static let sensor = #"{"name":"S","description":"","encodingType":"text/html","metadata":"none"}"#
    package static let property = #"{"name":"P","definition":"http://p","description":""}"#
    package static let unit = #"{"name":"Count","symbol":"1","definition":null}"#
    package static let datastream =
        #"{"name":"D","description":"","observationType":"OM_Measurement","unitOfMeasurement":\#(unit),"#
        + #""Sensor":\#(sensor),"ObservedProperty":\#(property)}"#

    package static func station(properties: String) -> String {
        #"{"name":"T","description":"","properties":\#(properties),"Locations":[\#(location)],"#
            + #""Datastreams":[\#(datastream)]}"#
    }
}
