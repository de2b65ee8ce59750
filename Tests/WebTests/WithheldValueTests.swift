// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Planning
import Storage
import TestSupport
import Testing
import Wire

@testable import Site

/// A value that is there and not public is said to be that, never to be missing; who is invited reads it.
@Suite struct WithheldValueTests {
    static let day: Int64 = 86_400_000_000

    /// Everything in the plan is public; the indicators ask an internal series and an internal layer.
    static func town(
        _ kind: TestEngine, _ body: @escaping @Sendable (any TestClientProtocol, any StorageEngine) async throws -> Void
    ) async throws {
        try await DatasetAccessTests.town(kind) { client, engine in
            let documents: [(ObjectKind, JSONObject)] = [
                (.need, ["title": "Radweg wird gemieden", "datastreams": [1, 3], "datasets": ["rad", "intern"]]),
                (.goal, ["title": "Mehr Radverkehr", "needs": ["B-1"]]),
                (
                    .indicator,
                    [
                        "title": "Radfahrende", "goals": ["Z-1"], "needs": ["B-1"], "source": "datastream",
                        "datastream": 3, "aggregate": "mean", "window": "month", "baseline": 300, "target": 400,
                    ]
                ),
                (
                    .measure,
                    ["title": "Poller", "needs": ["B-1"], "goals": ["Z-1"], "indicators": ["K-1"], "startYear": 2027]
                ),
            ]
            try await engine.write { connection in
                for index in 1...Int64(31) {
                    let time = PageTests.now.microseconds - index * day
                    try connection.execute(
                        """
                        INSERT INTO observation (datastream_id, phenomenon_time, id, result)
                        VALUES (3, \(time), \(100_000 + index), 321.0)
                        """)
                }
                for (kind, document) in documents {
                    _ = try PlanningQueries.create(
                        kind, document, visibility: .public, by: PlanningFormTests.ada, at: PageTests.now,
                        on: connection)
                }
            }
            try await body(client, engine)
        }
    }

    /// Whether a page tells the value, not only a number that holds the same digits.
    static func tells(_ page: String) -> Bool {
        ["321\u{202F}", ">321<", ">321,", ">321."].contains { page.contains($0) }
    }

    static let pages = [
        "/planning/indicators/1", "/planning/goals/1", "/planning/needs/1", "/planning/measures/1", "/planning",
        "/planning/analysis/goals", "/",
    ]

    @Test(arguments: TestEngine.allCases, ["de", "en"])
    func `pages say that it is not public`(_ kind: TestEngine, _ language: String) async throws {
        try await Self.town(kind) { client, _ in
            let words = language == "de" ? "Messwerte nicht öffentlich" : "measured values are not public"
            for path in Self.pages {
                let address = path + "?lang=" + language
                let known = try await DecisionPageTests.page(client, address)
                #expect(Self.tells(known), "\(path) for an editor")
                let page = try await DecisionPageTests.page(client, address, role: nil)
                #expect(page.contains(words), "\(path) for everybody")
                #expect(!Self.tells(page) && !page.contains("noch kein Wert") && !page.contains("no value yet"))
            }
            let paper = try await DecisionPageTests.page(
                client, "/planning/measures/1/paper?lang=\(language)", role: nil)
            #expect(paper.contains(language == "de" ? "nicht öffentlich</td>" : "not public</td>"))
            #expect(!paper.contains("unbekannt") && !paper.contains(">unknown<") && !Self.tells(paper))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who is invited reads what the paper rests on, restricted data aside`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            let address = try await InvitationTests.invite(client)
            for path in [address, address + "/K-1"] {
                let page = try await DecisionPageTests.page(client, path, role: nil)
                #expect(Self.tells(page) && !page.contains("unbekannt"), "\(path)")
                #expect(!page.contains("href=\"/sensors/3"), "the data's own pages stay closed")
            }
            let indicator = try await DecisionPageTests.page(client, address + "/K-1", role: nil)
            #expect(indicator.contains("Geheime Stelle"))
            try await engine.write { connection in
                var dataset = try #require(try DatasetQueries.find(slug: "intern", for: .system, on: connection))
                dataset.access = .restricted
                _ = try DatasetQueries.save(dataset, by: "test", at: dataset.modified, on: connection)
            }
            let paper = try await DecisionPageTests.page(client, address, role: nil)
            #expect(!Self.tells(paper) && paper.contains("nicht öffentlich"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a paper decided on keeps no value of data that were withdrawn later`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            @Sendable func access(_ access: Dataset.Access) async throws {
                try await engine.write { connection in
                    var dataset = try #require(try DatasetQueries.find(slug: "intern", for: .system, on: connection))
                    dataset.access = access
                    _ = try DatasetQueries.save(dataset, by: "test", at: dataset.modified, on: connection)
                }
            }
            try await access(.public)
            let done = try await PlanningFormTests.post(client, "/planning/decisions/new", DecisionPageTests.fields)
            #expect(done.status == .seeOther)
            let paper = "/planning/decisions/1/paper?measure=M-1"
            let open = try await DecisionPageTests.page(client, paper, role: nil)
            #expect(Self.tells(open))
            let staff = try await DecisionPageTests.page(client, paper)
            #expect(
                try await DecisionPageTests.page(client, "/planning/indicators/1").contains("Aus Vorlagen") == false)
            for level in [Dataset.Access.internal, .restricted] {
                try await access(level)
                for path in [paper, "/planning/decisions/1/paper.html?measure=M-1", "/planning/export.json"] {
                    let page = try await DecisionPageTests.page(client, path, role: nil)
                    #expect(!Self.tells(page) && page.contains("nicht öffentlich (K-1)"), "\(path) \(level)")
                    #expect(page.contains("Radweg wird gemieden"), "\(path) keeps the rest")
                }
            }
            try await access(.internal)
            #expect(try await DecisionPageTests.page(client, paper) == staff, "the administration reads it as it was")
            let told = try await DecisionPageTests.page(client, "/planning/indicators/1")
            #expect(told.contains("Aus Vorlagen genommen") && told.contains("/planning/decisions/1"))
            try await access(.public)
            #expect(try await DecisionPageTests.page(client, paper, role: nil) == open)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nothing names the hidden series, layer or data set`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, _ in
            for path in ["/planning/indicators/1", "/planning/needs/1"] {
                let page = try await DecisionPageTests.page(client, path, role: nil)
                #expect(page.contains("nicht öffentlich oder nicht mehr da"), "\(path)")
                #expect(!page.contains("/data/intern") && !page.contains(">3<") && !page.contains("/series/3"))
                let known = try await DecisionPageTests.page(client, path)
                #expect(known.contains("Geheime Stelle") && !known.contains("nicht mehr da"), "\(path) for an editor")
            }
            let export = try await DecisionPageTests.page(client, "/planning/export.json", role: nil)
            let objects = try JSONValue(parsing: export)["objects"]?.array ?? []
            let indicator = try #require(objects.first { $0["reference"] == "K-1" })
            #expect(indicator["document"]?["datastream"] == nil && indicator["withheld"] == ["/datastream"])
            let need = try #require(objects.first { $0["reference"] == "B-1" })
            #expect(need["document"]?["datastreams"] == [1] && need["document"]?["datasets"] == ["rad"])
            #expect(need["withheld"] == ["/datastreams", "/datasets"])
            let table = try await DecisionPageTests.page(client, "/planning/indicators.csv", role: nil)
            #expect(table.contains("not public"))
            let whole = try await DecisionPageTests.page(client, "/planning/export.json")
            #expect(whole.contains("\"datastream\":3") && !whole.contains("withheld"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a series that is gone has no value, and nobody says that it is hidden`(_ kind: TestEngine) async throws {
        try await Self.town(kind) { client, engine in
            try await PlanningFormTests.change("K-1", "datastream", to: 999, in: engine)
            let page = try await DecisionPageTests.page(client, "/planning/indicators/1", role: nil)
            #expect(page.contains("noch kein Wert") && !page.contains("Messwerte nicht öffentlich"))
        }
    }
}
