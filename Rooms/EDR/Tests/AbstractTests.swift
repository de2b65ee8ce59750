// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SensorThings
import SensorThingsFixtures
import Site
import Storage
import TestSupport
import Testing
import Wire

@testable import EDR

/// Annex A of OGC 19-086r6: each abstract test of the declared classes that applies to what is offered (no heights, and of
/// the queries position and locations), as requests to the built routes.
@Suite struct AbstractTests {
    private struct Visitor: RouterMiddleware {
        typealias Context = HTTPContext

        func handle(
            _ request: Request, context: HTTPContext,
            next: @concurrent (Request, HTTPContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.baseURL = BaseURL("http://town")
            return try await next(request, context)
        }
    }

    struct Answer: Sendable {
        let status: Int
        let type: String
        let text: String
        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }

        func links(_ relation: String) -> [JSONValue] {
            (json["links"]?.array ?? []).filter { $0["rel"]?.string == relation }
        }

        /// Times and places of all values in a CoverageJSON document.
        var times: [String] {
            (json["coverages"]?.array ?? []).flatMap {
                $0["domain"]?["axes"]?["t"]?["values"]?.array?.compactMap(\.string) ?? []
            }
        }
        var places: [JSONValue?] {
            (json["coverages"]?.array ?? []).map { $0["domain"]?["axes"]?["x"]?["values"]?.array?.first }
        }
        var parameters: Set<String> {
            Set((json["coverages"]?.array ?? []).flatMap { $0["ranges"]?.object?.members.map(\.name) ?? [] })
        }
    }

    /// What is asked below `/edr`, what it is asked with, and what has to hold of the answer.
    struct Step: Sendable {
        let target: String
        var accept: String?
        var status = 200
        let holds: @Sendable (Answer) -> Bool

        init(
            _ target: String, accept: String? = nil, status: Int = 200,
            holds: @escaping @Sendable (Answer) -> Bool = { _ in true }
        ) {
            (self.target, self.accept, self.status, self.holds) = (target, accept, status, holds)
        }
    }

    static let here = "/collections/open"
    static let near = here + "/position?coords=POINT(7.6%2051.9)"

    static func definition(_ name: String, isRequired: Bool = false, of path: String) -> [Step] {
        [
            Step("/api") { answer in
                let parameter = answer.json["components"]?["parameters"]?[name]
                let used = answer.json["paths"]?[path]?["get"]?["parameters"]?.array ?? []
                return parameter?["name"]?.string == name && parameter?["in"] == "query"
                    && parameter?["required"]?.bool == isRequired && parameter?["schema"]?["type"] == "string"
                    && parameter?["style"] == "form" && parameter?["explode"] == false
                    && used.contains { $0["$ref"]?.string == "#/components/parameters/" + name }
            }
        ]
    }

    static let position = "/collections/{collectionId}/position"
    static let locations = "/collections/{collectionId}/locations/{locationId}"

    /// By the identifiers of the abstract tests.
    private static let steps: [(test: String, steps: [Step])] = core + collections + positions + places + encodings

    private static let core: [(test: String, steps: [Step])] = [
        ("/conf/core/http", [Step("")]),
        ("/conf/core/root-op", [Step("") { $0.json.object != nil }]),
        (
            "/conf/core/root-success",
            [
                Step("") { root in
                    ["self", "service-desc", "service-doc", "conformance", "data"].allSatisfy {
                        !root.links($0).isEmpty
                    }
                        && (root.json["links"]?.array ?? []).allSatisfy { $0["type"] != nil && $0["href"] != nil }
                }
            ]
        ),
        (
            "/conf/core/api-definition",
            [Step("/api") { $0.type.hasPrefix("application/vnd.oai.openapi+json") }, Step("/api.html")]
        ),
        (
            "/conf/core/api-definition-success",
            [Step("/api") { $0.json["openapi"]?.string?.hasPrefix("3.0") == true && $0.json["paths"]?.object != nil }]
        ),
        ("/conf/core/conformance", [Step("/conformance")]),
        (
            "/conf/core/conformance-success",
            [
                Step("/conformance") { answer in
                    let declared = answer.json["conformsTo"]?.array?.compactMap(\.string) ?? []
                    return declared == EDRDescription.conformanceClasses
                        && declared.contains("http://www.opengis.net/spec/ogcapi-edr-1/1.1/conf/core")
                }
            ]
        ),
        ("/conf/core/crs", [Step(near) { $0.places == [7.6] }]),
    ]

    private static let collections: [(test: String, steps: [Step])] = [
        ("/conf/collections/rc-md-op", [Step("/collections") { $0.json["collections"]?.array?.count == 1 }]),
        ("/conf/rc-md-success", [Step("/collections") { !$0.links("self").isEmpty }]),
        ("/conf/collections/src-md-op", [Step(here) { $0.json["id"] == "open" }]),
        (
            "/conf/collections/src-md-success",
            [Step(here) { $0.json["extent"] != nil && $0.json["title"] != nil && !$0.links("self").isEmpty }]
        ),
        (
            "/conf/core/rc-extent",
            [
                Step(here) { answer in
                    answer.json["extent"]?["spatial"]?["bbox"] == [[7.6, 51.9, 7.6, 51.91]]
                        && answer.json["extent"]?["temporal"]?["interval"] == [
                            ["2026-06-30T20:00:00.000Z", "2026-06-30T22:00:00.000Z"]
                        ]
                }
            ]
        ),
        (
            "/conf/edr/rc-collection-info",
            [
                Step("/collections") { list in
                    (list.json["collections"]?.array ?? []).allSatisfy { one in
                        ["id", "links", "extent", "data_queries", "parameter_names"].allSatisfy { one[$0] != nil }
                    }
                }
            ]
        ),
        ("/conf/edr/rc-data-queries", [Step(here) { $0.json["data_queries"]?["position"] != nil }]),
        (
            "/conf/edr/rc-common-query-type",
            [
                Step(here) { one in
                    (one.json["data_queries"]?.object?.members ?? []).allSatisfy { query in
                        ["href", "rel", "variables"].allSatisfy { query.value["link"]?[$0] != nil }
                    }
                }
            ]
        ),
        (
            "/conf/edr/rc-common-variables",
            [
                Step(here) { one in
                    (one.json["data_queries"]?.object?.members ?? []).allSatisfy { query in
                        let variables = query.value["link"]?["variables"]
                        let formats = variables?["output_formats"]?.array ?? []
                        let systems = variables?["crs_details"]?.array ?? []
                        return variables?["query_type"]?.string == query.name && !formats.isEmpty
                            && formats.allSatisfy { $0.string != nil } && !systems.isEmpty
                            && systems.allSatisfy { $0["crs"]?.string != nil && $0["wkt"]?.string != nil }
                            && formats.contains { $0 == variables?["default_output_format"] }
                    }
                }
            ]
        ),
        (
            "/conf/edr/rc-md-query-links",
            [
                Step("/collections") { list in
                    ((list.json["collections"]?.array ?? []) + [list.json]).flatMap { $0["links"]?.array ?? [] }
                        .allSatisfy { $0["rel"]?.string != nil && $0["type"]?.string != nil }
                }
            ]
        ),
        ("/conf/core/rc-collection-info-links", [Step("/collections") { $0.links("self").count == 1 }]),
        (
            "/conf/edr/rc-parameters",
            [
                Step(here) { one in
                    let parameters = one.json["parameter_names"]?.object?.members ?? []
                    return parameters.count == 2 && Set(parameters.map(\.name)).count == 2
                        && parameters.allSatisfy { parameter in
                            let property = parameter.value["observedProperty"]
                            return parameter.value["type"] == "Parameter" && property?["label"] != nil
                                && property?["id"]?.string != nil
                        }
                }
            ]
        ),
    ]

    @Test(arguments: TestEngine.allCases)
    func `each abstract test that applies holds`(_ kind: TestEngine) async throws {
        #expect(Set(Self.steps.map(\.test)).count == Self.steps.count)
        try await WriteTown.with(kind) { town in
            let thing = try await Self.fill(town)
            let router = Router(context: HTTPContext.self)
            router.add(middleware: Visitor())
            let site = Site(engine: town.engine, version: "1", vendorFolders: [], now: { WriteTown.now }) { _ in
                TownFacts(profile: TownProfile())
            }
            EDRRoutes(site: site).all.add(to: router)
            let application = Application(router: router)
            try await application.test(.router) { client in
                func ask(_ target: String, _ accept: String?) async throws -> Answer {
                    let fields: HTTPFields = accept.map { [.accept: $0] } ?? [:]
                    let answer = try await client.execute(uri: "/edr" + target, method: .get, headers: fields)
                    return Answer(
                        status: Int(answer.status.code), type: answer.headers[.contentType] ?? "",
                        text: String(buffer: answer.body))
                }
                let names = try await ask(Self.here, nil).json["parameter_names"]?.object?.members.map(\.name) ?? []
                for (test, steps) in Self.steps {
                    for step in steps {
                        let target = step.target.replacing("THING", with: "\(thing)")
                            .replacing("NEAR", with: names.first ?? "?").replacing("FAR", with: names.last ?? "?")
                        let answer = try await ask(target, step.accept)
                        #expect(answer.status == step.status, "\(test) \(target): \(answer.text.prefix(300))")
                        #expect(step.holds(answer), "\(test) \(target): \(answer.text.prefix(500))")
                    }
                }
            }
        }
    }

    /// A station with three values, another 1.1 km to the north that measures another property.
    private static func fill(_ town: WriteTown) async throws -> Int64 {
        let near = try await town.makeStation()
        let location = WriteTown.location.replacing("51.9", with: "51.91")
        let far = try await town.make(
            "Things",
            #"{"name":"Nord","description":"","properties":{"dataset":"open"},"Locations":[\#(location)],"#
                + #""Datastreams":[\#(WriteTown.datastream)]}"#)
        let series = try await town.get("Things(\(far))/Datastreams")["value"]?.array?.first?["@iot.id"]?.integer ?? -1
        for (datastream, hour) in [
            (near.datastream, "20"), (near.datastream, "21"), (near.datastream, "22"), (series, "21"),
        ] {
            try await town.make(
                "Datastreams(\(datastream))/Observations",
                #"{"result":1.5,"phenomenonTime":"2026-06-30T\#(hour):00:00Z"}"#)
        }
        return near.thing
    }
}
