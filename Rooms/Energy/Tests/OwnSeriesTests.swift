// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import EnergyOracles
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Metering
import NIOCore
import Platform
import PowerBills
import Rights
import SensorThings
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// The own power as Datastreams: what the member reads with an own key, and that nobody else reads it; on both engines.
@Suite("The own power as series", .enabled(if: EnergyOracle.isThere))
struct OwnSeriesTests {
    /// The whole house over the town, asked with a key.
    private struct House {
        let client: any TestClientProtocol

        func get(_ uri: String, _ key: String?) async throws -> (status: HTTPResponse.Status, text: String) {
            var headers: HTTPFields = [.accept: "application/json"]
            if let key { headers[.authorization] = "Bearer \(key)" }
            let answer = try await client.execute(uri: uri, method: .get, headers: headers)
            return (answer.status, String(buffer: answer.body))
        }

        /// All results of a series, by start.
        func values(_ stream: Int64, _ key: String) async throws -> [String: Double] {
            let uri = "/v1.1/Datastreams(\(stream))/Observations?$select=phenomenonTime,result&$top=1000"
            var (values, next): ([String: Double], String?) = ([:], uri)
            while let page = next {
                let answer = try await get(page, key)
                guard answer.status == .ok else { return [:] }
                let document = try JSONValue(parsing: answer.text)
                for one in document["value"]?.array ?? [] {
                    values[one["phenomenonTime"]?.string ?? ""] = one["result"]?.double
                }
                next = document["@iot.nextLink"]?.string.map { link in
                    link.firstRange(of: "/v1.1/").map { String(link[$0.lowerBound...]) } ?? link
                }
            }
            return values
        }
    }

    private static func house(
        _ engine: any StorageEngine, _ body: @escaping @Sendable (House, AccessControl) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = TownServer(engine: engine, configuration: try Configuration(flags: [:]), logger: logger)
        try await Application(router: try await server.router()).test(.router) { client in
            try await body(House(client: client), server.control)
        }
    }

    private static func post(_ client: any TestClientProtocol, _ deed: String, _ party: Int64) async throws -> (
        status: HTTPResponse.Status, text: String
    ) {
        let answer = try await client.execute(
            uri: "/energy/mine/series/\(deed)", method: .post, headers: EnergyPagesTests.form,
            body: ByteBuffer(string: "party=\(party)"))
        return (answer.status, String(buffer: answer.body))
    }

    private static func secret(_ text: String) throws -> String {
        String(try #require(text.firstMatch(of: /<code id="secret">(amk_[^<]+)</)).1)
    }

    /// The bill that stands.
    private static func bill(of party: Int64, _ engine: any StorageEngine) async throws -> PowerDocument {
        let all = try await engine.read { try RunQueries.documents(ofParty: party, in: 1, on: $0) }
        return try #require(all.first { $0.stands }?.document)
    }

    /// Each quarter hour of the month, and both series sum to the bill that stands.
    private static func check(
        _ house: House, _ engine: any StorageEngine, _ party: Int64, _ streams: [OwnSeries.Stream], _ key: String
    ) async throws {
        let shared = try await house.values(streams[0].id, key)
        let residual = try await house.values(streams[1].id, key)
        let expected = try await bill(of: party, engine)
        #expect(shared.count == 31 * 96 + 4 && Set(shared.keys) == Set(residual.keys), "the clock change too")
        #expect(Int((1000 * shared.values.reduce(0, +)).rounded()) == expected.shared)
        #expect(Int((1000 * residual.values.reduce(0, +)).rounded()) == expected.total - expected.shared)
    }

    @Test(arguments: TestEngine.allCases)
    func `a member reads shared and residual apart, follows corrections, and nobody else sees them`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await EnergyPagesTests.pages(kind, as: EnergyPagesTests.member) { client, engine, town in
            let party = try #require(town.parties["m2"])
            let before = try await EnergyPagesTests.text(client, "/energy/mine?month=2026-10")
            #expect(before.text.contains("/energy/mine/series/open"), "nothing is kept that nobody asked for")
            #expect(try await engine.read { try OwnSeries.of(party, on: $0) } == nil)
            // somebody else's party is none of one's own
            #expect(try await Self.post(client, "open", town.parties["m1"] ?? 0).status == .notFound)
            #expect(try await Self.post(client, "key", party).status == .notFound, "no key before there is a series")
            #expect(try await Self.post(client, "open", party).status == .seeOther)
            let series = try #require(try await engine.read { try OwnSeries.of(party, on: $0) })
            let streams = try await engine.read { try series.streams(on: $0) }
            #expect(streams.map(\.part) == [.shared, .residual])
            let page = try await EnergyPagesTests.text(client, "/energy/mine?month=2026-10")
            #expect(page.text.contains("/v1.1/Datastreams(\(streams[0].id))/Observations"))
            let key = try Self.secret(try await Self.post(client, "key", party).text)
            try await Self.house(engine) { house, control in
                try await Self.check(house, engine, party, streams, key)
                // those that see all that is internal, those without a key, and a key for another data set
                let (viewer, editor) = (
                    try await control.createKey(name: "v", role: .viewer, by: "test"),
                    try await control.createKey(name: "e", role: .editor, by: "test")
                )
                let dataset = try await engine.read { connection in
                    try DatasetQueries.find(id: series.dataset, for: .system, on: connection)
                }
                let slug = try #require(dataset?.slug)
                for other in [viewer, editor, nil] {
                    for uri in [
                        "/v1.1/Datastreams(\(streams[0].id))", "/v1.1/Datastreams(\(streams[0].id))/Observations",
                        "/data/\(slug)",
                    ] {
                        let answer = try await house.get(uri, other)
                        #expect(answer.status == .notFound, "\(uri): \(answer.status)")
                    }
                    for uri in [
                        "/v1.1/Datastreams", "/v1.1/Observations", "/v1.1/Things", "/v1.1/Sensors",
                        "/v1.1/ObservedProperties",
                    ] {
                        let answer = try await house.get("\(uri)?$count=true", other)
                        let document = try JSONValue(parsing: answer.text)
                        #expect(document["@iot.count"]?.integer == 0, "\(uri): \(answer.text.prefix(200))")
                    }
                    for uri in [
                        "/edr/collections", "/data", "/dcat.ttl", "/records/collections",
                        "/v1.1/Datastreams?$expand=Observations",
                    ] {
                        #expect(try await !house.get(uri, other).text.contains(slug), "\(uri)")
                    }
                }
            }
            // the same as an indicator of the plan, for those who may see the Datastream
            let own = Reader(
                identity: .account(id: 7, name: "Ada"), role: .member,
                grants: [Rights.Grant(dataset: series.dataset, level: .see)])
            let window = InstantInterval(
                start: Instant(seconds: 1_790_805_600), end: Instant(seconds: 1_793_487_600))
            let indicator = try #require(
                try await DatastreamIndicator.find(streams[0].id, for: own, on: engine))
            let sum = try await indicator.aggregate(.sum, over: window, for: own)
            let shared = try await Self.bill(of: party, engine).shared
            #expect(sum.value.map { Int((1000 * $0).rounded()) } == shared)
            let others = Reader(identity: .account(id: 9, name: "Bo"), role: .editor)
            #expect(try await DatastreamIndicator.find(streams[0].id, for: others, on: engine) == nil)
            #expect(try await indicator.aggregate(.sum, over: window, for: others).value == nil)
            // a correction takes the place of what stood there
            try await engine.write { connection in
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                _ = try town.settle(corrects: 1, on: connection)
            }
            let corrected = try await Self.bill(of: party, engine)
            #expect(corrected.shared != shared)
            try await Self.house(engine) { house, _ in try await Self.check(house, engine, party, streams, key) }
            // readings that are erased are erased here too
            try await engine.write { connection in
                _ = try ErasureQueries.readings(
                    before: EnergyTown.day(11), by: EnergyTown.author, in: EnergyTown.berlin, on: connection)
            }
            try await Self.house(engine) { house, _ in
                let left = try await house.values(streams[0].id, key)
                #expect(left.count == 21 * 96 + 4)
            }
            // a new key ends the old one; who closes it has neither values nor a key
            let newer = try Self.secret(try await Self.post(client, "key", party).text)
            #expect(try await Self.post(client, "close", party).status == .seeOther)
            try await Self.house(engine) { house, control in
                for old in [key, newer] {
                    #expect(try await house.get("/v1.1/Datastreams(\(streams[0].id))", old).status == .unauthorized)
                }
                let administrator = try await control.createKey(name: "a", role: .administrator, by: "test")
                #expect(try await house.values(streams[0].id, administrator).isEmpty)
                #expect(try await house.get("/v1.1/Datastreams(\(streams[0].id))", administrator).status == .ok)
            }
            #expect(try await engine.read { try GrantQueries.list(dataset: series.dataset, on: $0) }.isEmpty)
            #expect(try await Self.post(client, "key", party).status == .notFound)
        }
    }

    @Test func `nobody without a membership opens series`() async throws {
        for reader in [Reader.anonymous, Reader(identity: .account(id: 1, name: "Eva"), role: .administrator)] {
            try await EnergyPagesTests.pages(.sqlite, as: reader) { client, engine, town in
                let party = try #require(town.parties["m2"])
                for deed in ["open", "close", "key"] {
                    let status = try await Self.post(client, deed, party).status
                    #expect([.unauthorized, .seeOther, .notFound].contains(status), "\(deed): \(status)")
                }
                #expect(try await engine.read { try OwnSeries.of(party, on: $0) } == nil)
            }
        }
    }
}
