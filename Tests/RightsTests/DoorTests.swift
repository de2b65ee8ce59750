// SPDX-License-Identifier: EUPL-1.2
import Access
import Answers
import Catalogue
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MQTT
import Logging
import NIOCore
import Platform
import Randomness
import Rights
import SensorThings
import Storage
import TestSupport
import Testing

@testable import Messaging

/// Whether anything of what somebody may not see shows at any door of the server.
///
/// A reader with random rights asks the whole town and a town in which what they may not see never was: status and body
/// have to be the same. The doors are the server's own list; one that this test does not know fails it.
@Suite struct DoorTests {
    /// Requests that are compared on each engine.
    private static let pairs = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == nil ? 500 : 10_000

    @Test(arguments: TestEngine.allCases)
    func `what somebody may not see shows at no door`(_ kind: TestEngine) async throws {
        var random = SeededRandom(seed: kind == .sqlite ? 14 : 15)
        let rounds = Self.pairs < 1000 ? 5 : 16
        for round in 0..<rounds {
            let visitor = DoorVisitor.random(using: &random, always: round)
            let seed = random.next()
            try await withDatabase(kind) { whole in
                try await withDatabase(kind) { part in
                    try await DoorTown.fill(whole, with: Set(DoorTown.sets.map(\.id)), visitor)
                    try await DoorTown.fill(part, with: visitor.seen, visitor)
                    try await Self.compare(whole, part, visitor, Self.pairs / rounds, seed)
                    try await Self.compareTopics(whole, part, visitor)
                    try await Self.compareStates(whole, part, visitor)
                }
            }
        }
    }

    /// That the comparison above can fail: an administrator sees at many doors that one town lacks four data sets.
    @Test func `what is there shows to who may see it`() async throws {
        let visitor = DoorVisitor(role: .administrator, grants: [:])
        try await withDatabase(.sqlite) { whole in
            try await withDatabase(.sqlite) { part in
                try await DoorTown.fill(whole, with: Set(DoorTown.sets.map(\.id)), visitor)
                try await DoorTown.fill(part, with: [1], visitor)
                let (first, second) = (try await Self.router(whole), try await Self.router(part))
                let doors = first.routes.filter { $0.method == .get }.map {
                    Door(method: $0.method, path: "\($0.path)")
                }
                let (here, there) = (Application(router: first), Application(router: second))
                try await here.test(.router) { one in
                    try await there.test(.router) { other in
                        var telling: Set<String> = []
                        for door in doors {
                            for asked in door.requests(visitor).prefix(60) {
                                let answers = (try await asked.send(one, visitor), try await asked.send(other, visitor))
                                if answers.0 != answers.1 { telling.insert(door.path) }
                            }
                        }
                        #expect(telling.count >= 15, "\(telling.sorted())")
                    }
                }
            }
        }
    }

    static func router(_ engine: any StorageEngine) async throws -> Router<HTTPContext> {
        var logger = Logger(label: "doors")
        logger.logLevel = .critical
        // with a map in the background, so that its door is there, too; nobody answers behind it
        let configuration = try Configuration(flags: ["tile-url": "http://127.0.0.1:1/{z}/{x}/{y}.png"])
        return try await TownServer(
            engine: engine, configuration: configuration, logger: logger, clock: { DoorTown.now }
        ).router()
    }

    /// The same through MQTT: what can be subscribed to, and what is answered to who publishes where nothing shows.
    private static func compareTopics(
        _ whole: any StorageEngine, _ part: any StorageEngine, _ visitor: DoorVisitor
    ) async throws {
        func ask(_ engine: any StorageEngine) async throws -> [String] {
            let control = AccessControl(engine: engine, now: { DoorTown.now })
            let reader = try await control.reader(key: DoorVisitor.secret) ?? .anonymous
            let topics = SensorThingsTopics(
                engine: engine, limits: Limits(), root: "http://test/v1.1", now: { DoorTown.now })
            var answers: [String] = []
            for id in DoorTown.sets.map(\.id) + [99] {
                for name in [
                    "Things(\(id))", "Things(\(id))/Datastreams", "Things(\(id))/name", "Locations(\(id))/Things",
                    "Datastreams(\(id))", "Datastreams(\(id))/Observations", "Datastreams(\(id))/Sensor",
                    "Sensors(\(id))", "Sensors(\(id))/Datastreams", "ObservedProperties(\(id))/Datastreams",
                    "FeaturesOfInterest(\(id))/Observations", "Observations(\(id))", "Things?$select=name",
                ] {
                    do {
                        answers.append(try await topics.subscribe("v1.1/" + name, as: reader).text)
                    } catch let fault as TopicFault {
                        answers.append("\(name): \(fault)")
                    }
                }
            }
            for id in visitor.hidden + [99] {
                for name in ["Datastreams(\(id))/Observations", "FeaturesOfInterest(\(id))/Observations"] {
                    do {
                        _ = try await topics.publish(Array(#"{"result": 1}"#.utf8), to: "v1.1/" + name, as: reader)
                        answers.append("\(name): stored")
                    } catch let fault as TopicFault {
                        answers.append("\(name): \(fault)")
                    }
                }
            }
            return answers
        }
        let (here, there) = (try await ask(whole), try await ask(part))
        for (one, other) in zip(here, there) { #expect(one == other, "\(visitor) by MQTT") }
    }

    /// The same for changes of state: what can be subscribed to, and whom a change of which Datastream is told.
    private static func compareStates(
        _ whole: any StorageEngine, _ part: any StorageEngine, _ visitor: DoorVisitor
    ) async throws {
        func ask(_ engine: any StorageEngine) async throws -> [String] {
            let control = AccessControl(engine: engine, now: { DoorTown.now })
            let reader = try await control.reader(key: DoorVisitor.secret) ?? .anonymous
            let topics = StateTopics(engine: engine)
            let ids = DoorTown.sets.map(\.id) + [99]
            var answers: [String] = []
            for name in ["#", "+", "+/#", "Things(1)"] + ids.map({ "Datastreams(\($0))" }) {
                let filter = try #require(TopicFilter("states/" + name))
                answers.append("\(name): \(String(describing: await topics.subscribe(to: filter, as: reader)))")
            }
            for id in ids {
                let told = await topics.sources(
                    of: StateChange(datastream: id, from: .live, to: .late, at: DoorTown.now))
                #expect(told.isEmpty == !visitor.seen.contains(id), "\(visitor) is told of \(id)")
                answers.append("\(id): \(told.map(\.number))")
            }
            return answers
        }
        let (here, there) = (try await ask(whole), try await ask(part))
        for (one, other) in zip(here, there) { #expect(one == other, "\(visitor) by states/") }
    }

    private static func compare(
        _ whole: any StorageEngine, _ part: any StorageEngine, _ visitor: DoorVisitor, _ count: Int, _ seed: UInt64
    ) async throws {
        let (first, second) = (try await router(whole), try await router(part))
        // what the program says of itself is what the server has
        let described = try HouseDescription().rooms.flatMap(\.routes)
        let declared = Set(described.map { "\($0.method) \(RouterPath($0.path))" })
        let paths = Set(described.map { "\(RouterPath($0.path))" })
        #expect(declared.isSubset(of: Set(first.routes.map { "\($0.method) \($0.path)" })))
        // what an address answers to methods that are none of its own (405) says nothing of what is there
        let doors = first.routes.filter { route in
            let isRefusal = paths.contains("\(route.path)") && !declared.contains("\(route.method) \(route.path)")
            return route.method != .options && route.method != .head && !isRefusal
        }.map { Door(method: $0.method, path: "\($0.path)") }
        #expect(doors.count > 120)
        for door in doors { #expect(!door.requests(visitor).isEmpty, "no request is known for \(door)") }
        let (here, there) = (Application(router: first), Application(router: second))
        try await here.test(.router) { one in
            try await there.test(.router) { other in
                var random = SeededRandom(seed: seed)
                let order = doors.shuffled(using: &random)
                for number in 0..<count {
                    let door = order[number % order.count]
                    guard let asked = door.requests(visitor).randomElement(using: &random) else { continue }
                    let answers = (try await asked.send(one, visitor), try await asked.send(other, visitor))
                    #expect(
                        answers.0 == answers.1, "\(visitor) at \(asked): \(asked.difference(answers.0, answers.1))")
                }
            }
        }
    }
}

/// An address of the server as it is declared.
struct Door: Sendable, CustomStringConvertible {
    let method: HTTPRequest.Method
    let path: String

    var description: String { "\(method) \(path)" }

    /// Requests for all that is there when reading; when writing, for what the visitor may not see, so that both towns
    /// stay as they are.
    func requests(_ visitor: DoorVisitor) -> [DoorRequest] {
        let isRead = method == .get
        let ids = isRead ? DoorTown.sets.map(\.id) + [99] : visitor.hidden + [99]
        if path.hasPrefix("/v1.1/") { return odata(ids, isRead: isRead) }
        var filled = [path]
        for name in Self.parameters(of: path) {
            guard let values = Self.values(name, in: path, ids) else { return [] }
            filled = filled.flatMap { one in values.map { one.replacing("{\(name)}", with: $0) } }
        }
        let queries = isRead ? Self.queries[path] ?? [""] : [""]
        return filled.flatMap { one in
            queries.map { DoorRequest(method: method, uri: one + $0, body: isRead ? nil : Self.forms[path] ?? "") }
        }
    }

    private static func parameters(of path: String) -> [String] {
        path.matches(of: /\{(\w+)\}/).map { String($0.1) }
    }

    /// What a parameter may be; nil for one that is not known, which fails the test.
    private static func values(_ name: String, in path: String, _ ids: [Int64]) -> [String]? {
        let slugs = ids.map { "satz-\($0)" }
        let numbers = ids.map(String.init)
        return switch (path.split(separator: "/").first.map(String.init) ?? "", name) {
        case ("data", "slug"): slugs
        case ("datasets", "slug"): slugs.flatMap { [$0, $0 + ".ttl", $0 + ".jsonld"] }
        case ("data", "number"), ("sensors", "thing"), ("sensors", "datastream"), ("imports", "run"): numbers
        case ("imports", "name"): ids.map { "karte-\($0)" }
        case ("imports", "version"): ["1", "99"]
        case ("layers", "delivery"), ("layers", "schedule"): numbers
        case ("layers", "version"): ["1", "99"]
        case ("layers", "collection"): ids.map { "ebene-\($0)" }
        case ("layers", "format"): ["geojson", "csv", "qml", "sld", "nichts"]
        case ("imports", "delivery"), ("imports", "schedule"), ("quality", "number"): numbers
        case ("series", "file"): numbers.flatMap { id in ["csv", "json", "ods", "svg"].map { id + "." + $0 } }
        case ("embed", "datastream"): numbers
        case ("sensors", "annotation"), ("alerts", "number"): ["1", "99"]
        case ("follow", "token"), ("alerts", "token"): ["nichts"]
        case ("map", "name"): ids.map { "ebene-\($0)" }
        case ("ogc", "collection"): ids.flatMap { ["ebene-\($0)", "datastream-\($0)-daily"] }
        case ("ogc", "feature"): ["1", "f1", "99"]
        case ("records", "catalogue"): ["datasets", "harvested", "nichts"]
        case ("records", "record"), ("edr", "collection"): slugs
        case ("edr", "location"): numbers
        case ("ogc", "grid"): ["WebMercatorQuad", "ETRS89UTM32Quad", "nichts"]
        case ("ogc", "level"), ("ogc", "row"), ("ogc", "column"): ["0"]
        case ("knowledge", "slug"), ("assets", "file"), ("setup", "token"), ("join", "token"): ["nichts"]
        case ("planning", "token"): ["nichts"]
        case ("planning", "part"): ["nichts"]
        case ("planning", "kind"): ["needs", "measures", "nichts"]
        case ("planning", "number"): ["1", "99"]
        case ("planning", "step"): ["1", "2", "4", "9"]
        case ("notices", "number"), ("account", "number"), ("harvested", "number"), ("admin", "number"): ["99"]
        case ("pilots", "number"): ["1", "99"]
        case ("energy", "number"), ("energy", "run"), ("energy", "document"), ("energy", "order"),
            ("energy", "notice"), ("energy", "relation"), ("energy", "paper"), ("energy", "revision"):
            ["1", "99"]
        case ("energy", "kind"): ["delivery", "sharing", "nichts"]
        case ("witness", "log"): ["99"]
        case ("tiles", _): ["1"]
        case ("admin", "name"): ["nichts"]
        default: nil
        }
    }

    private static let queries: [String: [String]] = [
        "/sensors": ["", "?q=Stelle", "?state=live", "?dataset=satz-3", "?dataset=satz-99", "?order=name", "?page=2"],
        "/sensors/changes": ["", "?state=late", "?dataset=satz-3"],
        "/data": ["", "?q=Satz", "?owner=Forst", "?licence=cc-zero"],
        "/catalog.ttl": ["", "?page=2", "?profile=2.0"],
        "/api/3/action/package_search": ["", "?q=Satz", "?rows=2&sort=name+asc"],
        "/api/3/action/package_show": ["?id=satz-1", "?id=satz-3", "?id=satz-99"],
        "/api/action/package_show": ["?id=satz-1", "?id=satz-3", "?id=satz-99"],
        "/search": ["?q=Stelle", "?q=Satz+3", "?q=Ebene", "?q=Geheim"],
        "/ogc/collections/{collection}/items": ["", "?f=json", "?f=json&limit=1", "?f=json&bbox=7,51,8,52", "?f=html"],
        "/ogc/collections": ["", "?f=json", "?parent=sensors&f=json", "?parent=sensors"],
        "/ogc/collections/{collection}": ["", "?f=json"],
        "/wfs": [
            "", "?service=WFS&request=GetCapabilities", "?service=WFS&request=GetCapabilities&version=1.1.0",
            "?service=WFS&version=2.0.0&request=DescribeFeatureType",
        ]
            + (DoorTown.sets.map(\.id) + [99]).flatMap { id in
                [
                    "?service=WFS&version=2.0.0&request=GetFeature&typeNames=ebene-\(id)",
                    "?service=WFS&version=1.1.0&request=GetFeature&featureID=ebene-\(id).1,ebene-\(id).f1",
                    "?service=WFS&version=1.1.0&request=DescribeFeatureType&typeName=town:ebene-\(id)",
                ]
            },
        "/records/collections/{catalogue}/items": [
            "?f=json", "?f=json&q=satz", "?f=json&limit=1", "?f=json&ids=satz-3,satz-99", "?f=json&bbox=7,51,8,52",
            "?f=json&datetime=2020-01-01T00:00:00Z/..",
        ],
        "/records/collections/{catalogue}/items/{record}": ["", "?f=json"],
        "/edr/collections": ["", "?bbox=7.25,51,7.45,52"],
        "/edr/collections/{collection}/position": [
            "", "?coords=POINT(7.1%2051.9)", "?coords=POINT(7.3%2051.9)", "?coords=MULTIPOINT(7.1%2051.9,7.3%2051.9)",
        ],
        "/edr/collections/{collection}/locations": ["", "?bbox=7.25,51,7.45,52"],
        "/edr/collections/{collection}/locations/{location}": ["", "?parameter-name=groesse-3"],
        "/ogc/api": [""], "/sensors/{thing}/series/{datastream}": ["", "?range=year", "?range=year&with=1,2,3,4,5"],
        "/alerts/new": ["", "?datastream=3&kind=above", "?datastream=99"], "/series/{file}": ["", "?with=1,2,3,4"],
        "/follow": ["?subject=sensor-1", "?subject=sensor-3", "?subject=sensor-99", "?subject=B-1", "?subject=x"],
        "/embed/series/{datastream}": ["", "?with=1,2,3,4,5"],
        "/ogc/collections/{collection}/tiles/{grid}": ["?f=json", "?f=tilejson"],
        "/layers/style/{collection}": ["", "?kind=single"],
        "/map/layers": ["", "?table=ebene-3", "?set=1&layer=ebene-3&table=sensors", "?table=ebene-99"],
        "/embed/layers": ["", "?layer=ebene-3&table=ebene-3"],
    ]

    private static let forms: [String: String] = [
        "/wfs": """
        <wfs:Transaction service="WFS" version="1.1.0" xmlns:wfs="http://www.opengis.net/wfs">\
        <wfs:Delete typeName="ebene-99"><Filter><FeatureId fid="ebene-99.1"/></Filter></wfs:Delete></wfs:Transaction>
        """,
        "/ogc/collections/{collection}/items": #"{"type": "Feature", "geometry": null, "properties": {}}"#,
        "/ogc/collections/{collection}/items/{feature}": #"{"type": "Feature", "geometry": null, "properties": {}}"#,
        "/layers/versions/{collection}": "version=1&action=restore",
        "/layers/style/{collection}": "kind=single&colour=%23112233&width=2&radius=5&opacity=30&action=save",
        "/data/{slug}/access": "access=public", "/data/{slug}/description": "title=x&action=save",
        "/data/{slug}/rights": "account=1&level=see",
        "/data/{slug}/personal": "personal=personal", "/data/{slug}/retention": "raw=1&raw-unit=P1D",
    ]

    /// What stands below `/v1.1/`: one wildcard, and the whole query language behind it.
    private func odata(_ ids: [Int64], isRead: Bool) -> [DoorRequest] {
        let sets = [
            "Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties",
            "Observations", "FeaturesOfInterest", "MultiDatastreams",
        ]
        var paths: [String] = []
        if isRead {
            for set in sets {
                paths += ["", "?$count=true", "?$orderby=id desc&$top=2&$count=true", "?$filter=id gt 2&$count=true"]
                    .map { set + $0 }
                for id in ids { paths.append("\(set)(\(id))") }
            }
            for id in ids {
                paths += [
                    "Things(\(id))/Datastreams", "Things(\(id))/Locations", "Datastreams(\(id))/Observations",
                    "Datastreams(\(id))/Thing", "Sensors(\(id))/Datastreams", "ObservedProperties(\(id))/Datastreams",
                    "Locations(\(id))/Things", "FeaturesOfInterest(\(id))/Observations", "Datastreams(\(id))/name",
                    "Things(\(id))?$expand=Datastreams($expand=Sensor,ObservedProperty,Observations($top=2))",
                    "Datastreams(\(id))/Observations?$filter=result gt 3&$count=true",
                    "Datastreams?$filter=Thing/id eq \(id)", "Things?$filter=Datastreams/id eq \(id)&$count=true",
                ]
            }
            paths += [
                "Things?$filter=substringof('Stelle', name)&$count=true",
                "Observations?$filter=result eq 12&$count=true",
                "Sensors?$filter=Datastreams/any(d: d/id gt 2)&$count=true", "Things?$expand=Datastreams,Locations",
                "Observations?$expand=Datastream&$top=3", "Things?$orderby=name&$skip=1&$count=true",
                "Locations?$filter=st_within(location, geography'POLYGON((7 51,8 51,8 52,7 52,7 51))')&$count=true",
            ]
            return paths.map { DoorRequest(method: method, uri: "/v1.1/" + Self.escaped($0)) }
        }
        var requests: [DoorRequest] = []
        for id in ids {
            switch method {
            case .post:
                requests.append(
                    DoorRequest(method: method, uri: "/v1.1/Datastreams(\(id))/Observations", body: #"{"result": 1}"#))
                requests.append(
                    DoorRequest(
                        method: method, uri: "/v1.1/Observations",
                        body: "{\"result\": 1, \"Datastream\": {\"@iot.id\": \(id)}}"))
                requests.append(
                    DoorRequest(
                        method: method, uri: "/v1.1/Things",
                        body: "{\"name\": \"x\", \"description\": \"\", \"properties\": {\"dataset\": \"satz-\(id)\"}}")
                )
                requests.append(
                    DoorRequest(
                        method: method, uri: "/v1.1/CreateObservations",
                        body: """
                            [{"Datastream": {"@iot.id": \(id)}, "components": ["phenomenonTime", "result"],
                            "dataArray": [["2026-01-01T00:00:00Z", 1]]}]
                            """))
            default:
                for set in [
                    "Things", "Datastreams", "Sensors", "ObservedProperties", "Locations", "FeaturesOfInterest",
                ] {
                    let body = method == .delete ? nil : #"{"name": "y"}"#
                    requests.append(DoorRequest(method: method, uri: "/v1.1/\(set)(\(id))", body: body))
                }
                if method == .delete {
                    requests.append(
                        DoorRequest(method: method, uri: "/v1.1/Datastreams(\(id))/Observations?$filter=id%20gt%200"))
                }
            }
        }
        return requests
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case " ": "%20"
            case "'": "%27"
            default: String(character)
            }
        }.joined()
    }
}
