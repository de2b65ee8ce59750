// SPDX-License-Identifier: EUPL-1.2
package import Access
import Foundation
package import HTTPSupport
import HTTPTypes
import Hummingbird
package import HummingbirdTesting
import NIOCore
import SensorThings
package import Storage
package import TestSupport
package import Wire

/// A small town: 4 Things, 6 Datastreams, 2 of them hidden, and 40 Observations in each of the visible ones.
package struct ReadTown: Sendable {
    package static let start = Instant(seconds: 1_767_225_600)  // 2026-01-01T00:00:00Z
    package static let now = Instant(seconds: 1_767_225_600 + 40 * 3600)

    package let client: any TestClientProtocol
    package let engine: any StorageEngine

    /// Runs `body` against the routes, as this reader.
    package static func with(
        _ kind: TestEngine, reader: Reader = .anonymous, limits: Limits = Limits(),
        _ body: @escaping @Sendable (ReadTown) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            try await seed(engine)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: FixedReader(reader: reader))
            SensorThingsRoutes(engine: engine, limits: limits, now: { now }).add(to: router)
            let application = Application(responder: router.buildResponder())
            try await application.test(.router) { client in
                try await body(ReadTown(client: client, engine: engine))
            }
        }
    }

    private struct FixedReader: RouterMiddleware {
        typealias Context = HTTPContext

        let reader: Reader

        func handle(
            _ request: Request, context: HTTPContext, next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.reader = reader
            context.baseURL = BaseURL("http://town")
            return try await next(request, context)
        }
    }

    /// Status and body of a GET below `/v1.1/`; `target` is encoded where it must be.
    package func get(_ target: String) async throws -> (status: Int, text: String) {
        let allowed = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~$()',/?:@=;&*%+")
        let encoded = target.addingPercentEncoding(withAllowedCharacters: allowed) ?? target
        let response = try await client.executeRequest(uri: "/v1.1/" + encoded, method: .get, headers: [:], body: nil)
        return (Int(response.status.code), String(buffer: response.body))
    }

    package func json(_ target: String) async throws -> JSONValue {
        let (status, text) = try await get(target)
        guard status == 200 else { throw Failure(text: "\(target): \(status) \(text)") }
        return try JSONValue(parsing: text)
    }

    /// The ids of a set's first page.
    package func ids(_ target: String) async throws -> [Int64] {
        try await json(target)["value"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
    }

    /// The target of a link, relative to `/v1.1/`.
    package static func relative(_ link: String) -> String { String(link.dropFirst("http://town/v1.1/".count)) }

    package struct Failure: Error, CustomStringConvertible {
        package var text: String

        package init(text: String) { self.text = text }

        package var description: String { text }
    }

    package static func seed(_ engine: any StorageEngine) async throws {
        try await engine.write { connection in
            for (id, access) in [(1, "public"), (2, "restricted")] {
                try connection.execute(
                    """
                    INSERT INTO dataset (id, slug, title, description, owner, licence, attributions, keywords, access,
                    issued_at, modified_at) VALUES (\(id), \("set-\(id)"), 'Set', '', 'Town', 'cc-zero',
                    \(SQLValue.json("[]")), \(SQLValue.json("[]")), \(access), 0, 0)
                    """)
            }
            let things: [(Int, Int, String, String?)] = [
                (1, 1, "Bridge", "{\"type\":\"counter\",\"lanes\":2,\"a\":{\"b\":\"x\",\"list\":[1,2]},\"ok\":true}"),
                (2, 1, "Äußerer \"Ring\"", "{\"type\":\"counter\",\"lanes\":10}"),
                (3, 1, "Lake's end", nil),
                (4, 2, "Hidden", "{\"type\":\"counter\"}"),
            ]
            for (id, dataset, name, properties) in things {
                try connection.execute(
                    """
                    INSERT INTO thing (id, dataset_id, name, description, properties)
                    VALUES (\(id), \(dataset), \(name), \("about \(name)"), \(properties.map(SQLValue.json) ?? .null))
                    """)
                try connection.execute(
                    """
                    INSERT INTO location (id, dataset_id, name, description, encoding_type, location)
                    VALUES (\(id), \(dataset), \("at \(name)"), '', 'application/geo+json',
                    \(SQLValue.json("{\"type\":\"Point\",\"coordinates\":[7.6,51.9]}")))
                    """)
                try connection.execute("INSERT INTO thing_location (thing_id, location_id) VALUES (\(id), \(id))")
                try connection.execute(
                    "INSERT INTO historical_location (id, thing_id, time) VALUES (\(id), \(id), \(start.microseconds))")
                try connection.execute(
                    """
                    INSERT INTO historical_location_location (historical_location_id, location_id)
                    VALUES (\(id), \(id))
                    """)
            }
            try connection.execute(
                """
                INSERT INTO sensor (id, dataset_id, name, description, encoding_type, metadata)
                VALUES (1, 1, 'Loop', '', 'text/html', \(SQLValue.json("\"http://loop\"")))
                """)
            for (id, name) in [(1, "Bicycles"), (2, "Temperature")] {
                try connection.execute(
                    """
                    INSERT INTO observed_property (id, dataset_id, name, definition, description)
                    VALUES (\(id), 1, \(name), \("http://def/\(id)"), '')
                    """)
            }
            try connection.execute(
                """
                INSERT INTO feature_of_interest (id, dataset_id, name, description, encoding_type, feature)
                VALUES (1, 1, 'Street', '', 'application/geo+json',
                \(SQLValue.json("{\"type\":\"Point\",\"coordinates\":[7.6,51.9]}")))
                """)
            // Datastream 5 hangs on a public Thing but is hidden itself; 6 on the hidden one; 4 has no Observations
            for (id, thing, property, dataset) in [
                (1, 1, 1, 1), (2, 1, 2, 1), (3, 2, 1, 1), (4, 3, 1, 1), (5, 1, 1, 2), (6, 4, 1, 2),
            ] {
                try connection.execute(
                    """
                    INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name,
                    description, observation_type, unit_name, unit_symbol, unit_definition)
                    VALUES (\(id), \(dataset), \(thing), 1, \(property), \("Stream \(id)"), '', 'OM_Measurement',
                    \(id == 4 ? nil : "Count"), \(id == 4 ? nil : "1"), \(id == 4 ? nil : "http://unit"))
                    """)
                if id != 4 { try observations(connection, Int64(id)) }
            }
        }
    }

    /// 40 hours: hourly intervals in Datastream 1, instants elsewhere; results 0, 1, 2, …, each seventh a text.
    private static func observations(_ connection: any StorageConnection, _ datastream: Int64) throws {
        let first = datastream * 1024
        let last = start.microseconds + 39 * 3_600_000_000
        try connection.execute(
            """
            INSERT INTO observation_block (block, datastream_id, first_time, last_time)
            VALUES (\(datastream), \(datastream), \(start.microseconds), \(last))
            """)
        for index in 0..<Int64(40) {
            let isText = datastream == 3 && index % 7 == 6
            let hour: Int64 = 3_600_000_000
            try connection.execute(
                """
                INSERT INTO observation (datastream_id, phenomenon_time, id, phenomenon_duration, result, result_time,
                feature_id, result_json, extra) VALUES (\(datastream), \(start.microseconds + index * hour),
                \(first + (index * 7) % 40), \(datastream == 1 ? hour : nil), \(isText ? nil : Double(index) / 2),
                \(index % 3 == 0 ? nil : start.microseconds + index * hour), \(datastream == 1 ? 1 : nil),
                \(isText ? "\"broken\"" : nil),
                \(index == 1 ? SQLValue.json("{\"resultQuality\":\"good\",\"validTime\":[\(start.microseconds),\(last)]}") : .null))
                """)
        }
        if datastream == 1 {
            try connection.execute("INSERT INTO datastream_feature (feature_id, datastream_id) VALUES (1, 1)")
        }
        try connection.execute(
            """
            INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end,
            result_start, result_end, latest_time) VALUES (\(datastream), 40, \(start.microseconds), \(last),
            \(start.microseconds), \(last), \(last))
            """)
    }
}
