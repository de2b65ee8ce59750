// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Catalogue
import Features
import FeaturesPages
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Randomness
import Site
import Storage
import TestSupport
import Wire

/// A fresh database with a public data set for the layers of these tests.
func withDatabase<T: Sendable>(
    _ kind: TestEngine, _ body: (any StorageEngine) async throws -> T
) async throws -> T {
    try await TestSupport.withDatabase(kind) { engine in
        let id = try await engine.write { connection in
            try DatasetQueries.save(
                Dataset(
                    slug: "offen", title: "Offen", owner: "Amt", licence: "cc-zero", access: .public,
                    issued: Sample.now,
                    modified: Sample.now), by: "test", at: Sample.now, on: connection)
        }
        guard id == Sample.dataset else { throw Sample.Unexpected(id: id) }
        return try await body(engine)
    }
}

/// Layers for tests, and the routes over them.
enum Sample {
    struct Unexpected: Error { let id: Int64 }

    static let now = Instant(seconds: 1_780_000_000)

    /// Places at seeded random positions in and around Münster.
    static func points(_ count: Int, seed: UInt64 = 1) -> [(longitude: Double, latitude: Double)] {
        var generator = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            (Double.random(in: 7.4...7.8, using: &generator), Double.random(in: 51.8...52.1, using: &generator))
        }
    }

    static func features(_ count: Int, seed: UInt64 = 1) -> [Feature] {
        points(count, seed: seed).enumerated().map { index, place in
            let month = index % 12 + 1
            let properties: JSONObject = [
                "name": .string("Platz <\(index)> & \"Ü\""), "number": JSONValue(index % 7),
                "height": JSONValue(Double(index) / 4), "public": .bool(index % 2 == 0),
                "opened": .string(month < 10 ? "2025-0\(month)-15" : "2025-\(month)-15"),
            ]
            return Feature(
                id: .string("p/\(index)"), longitude: place.longitude, latitude: place.latitude, properties: properties)
        }
    }

    /// The public data set that each database of these tests has.
    static let dataset: Int64 = 1

    static func description(_ name: String = "places", dataset: Int64? = Sample.dataset) -> LayerDescription {
        LayerDescription(
            name: name, title: "Plätze", titleEnglish: "Places", description: "Zum Prüfen", datasetID: dataset,
            role: .playground, titleField: "name", timeField: "opened")
    }

    @discardableResult
    static func store(
        _ features: [Feature], as description: LayerDescription = Sample.description(), in engine: any StorageEngine
    ) async throws -> LayerReport {
        var description = description
        description.datasetID = description.datasetID ?? dataset
        return try await LayerImport.store(features, as: description, at: now, in: engine) { _, _ in }
    }

    static func site(_ engine: any StorageEngine) -> Site {
        Site(engine: engine, version: "1", vendorFolders: [], now: { now }) { _ in
            TownFacts(profile: TownProfile())
        }
    }

    /// Runs requests against the routes on a fresh database.
    static func withRoutes(
        _ kind: TestEngine, features: [Feature]? = nil, limits: Limits = Limits(), reader: Reader = .anonymous,
        _ body: @Sendable @escaping (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await withDatabase(kind) { engine in
            if let features { try await store(features, in: engine) }
            let router = Router(context: HTTPContext.self)
            router.add(middleware: AsReader(reader: reader))
            FeaturesRoutes(site: site(engine), limits: limits).all.add(to: router)
            try await Application(router: router).test(.router) { client in try await body(client, engine) }
        }
    }
}

/// Says who asks.
struct AsReader: RouterMiddleware {
    typealias Context = HTTPContext
    let reader: Reader

    func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.reader = reader
        do {
            return try await next(request, context)
        } catch let refusal as any Refusal {
            throw refusal.answer
        }
    }
}

extension TestResponse {
    var document: JSONValue { (try? JSONValue(parsing: Array(body.readableBytesView))) ?? .null }
    var text: String { String(buffer: body) }
}

extension TestClientProtocol {
    func get(_ uri: String, accept: String = "application/json", language: String = "de") async throws -> TestResponse {
        try await execute(uri: uri, method: .get, headers: [.accept: accept, .acceptLanguage: language])
    }
}
