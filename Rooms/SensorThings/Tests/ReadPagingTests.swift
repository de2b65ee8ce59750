// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Randomness
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct ReadPagingTests {
    private static func pages(_ town: ReadTown, _ target: String, between: (Int) async throws -> Void = { _ in })
        async throws -> (ids: [Int64], pages: Int)
    {
        var ids: [Int64] = []
        var next: String? = target
        var count = 0
        while let current = next {
            let page = try await town.json(current)
            ids += page["value"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
            next = page["@iot.nextLink"]?.string.map(ReadTown.relative)
            count += 1
            guard count < 500 else { throw ReadTown.Failure(text: "\(target) never ends") }
            try await between(count)
        }
        return (ids, count)
    }

    /// Any order and page size goes through all rows once, in the order of the whole set.
    @Test(arguments: TestEngine.allCases)
    func `pages hold each row once`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            var random = SeededRandom(seed: 7)
            let terms = [
                "phenomenonTime", "result", "resultTime", "id", "Datastream/name", "resultQuality", "result div 3",
                "Datastream/unitOfMeasurement/name",
            ]
            for _ in 0..<60 {
                let orders = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    (terms.randomElement(using: &random) ?? "id") + (Bool.random(using: &random) ? " desc" : "")
                }
                let top = Int.random(in: 1...50, using: &random)
                let set = Bool.random(using: &random) ? "Observations" : "Datastreams(3)/Observations"
                let order = orders.isEmpty ? "" : "&$orderby=" + orders.joined(separator: ",")
                let whole = try await town.ids("\(set)?$top=1000" + order)
                #expect(whole.count == (set == "Observations" ? 120 : 40))
                let paged = try await Self.pages(town, "\(set)?$top=\(top)" + order)
                #expect(paged.ids == whole, "\(set) by \(orders) in pages of \(top)")
                #expect(Set(paged.ids).count == whole.count)
                let skip = Int.random(in: 0...30, using: &random)
                let rest = try await Self.pages(town, "\(set)?$top=\(top)&$skip=\(skip)" + order)
                #expect(rest.ids == Array(whole.dropFirst(skip)), "skip \(skip)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nulls come first ascending and last descending`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let up = try await town.json("Datastreams(3)/Observations?$orderby=resultTime")["value"]?.array ?? []
            #expect(up.prefix(14).allSatisfy { $0["resultTime"]?.isNull == true })
            let down = try await town.json("Datastreams(3)/Observations?$orderby=resultTime desc")["value"]?.array ?? []
            #expect(down.suffix(14).allSatisfy { $0["resultTime"]?.isNull == true })
            #expect(down.first?["resultTime"]?.string == "2026-01-02T14:00:00.000Z")
        }
    }

    /// Rows that others insert meanwhile neither make rows appear twice nor vanish.
    @Test(arguments: TestEngine.allCases)
    func `paging stands inserts`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let before = try await town.ids("Things?$top=100&$orderby=name desc")
            let engine = town.engine
            let paged = try await Self.pages(town, "Things?$top=1&$orderby=name desc") { page in
                try await engine.write { connection in
                    for name in ["AAA \(page)", "ZZZ \(page)"] where page < 4 {
                        try connection.execute(
                            "INSERT INTO thing (id, dataset_id, name, description) VALUES (\(100 * page + name.utf8.count), 1, \(name), '') ON CONFLICT DO NOTHING"
                        )
                    }
                }
            }
            #expect(Set(paged.ids).count == paged.ids.count)
            #expect(paged.ids.filter { $0 < 100 } == before)
        }
    }

    /// The link keeps each option; the last page has none; the count is the whole.
    @Test(arguments: TestEngine.allCases)
    func `links keep the options`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let first = try await town.json(
                "Datastreams(2)/Observations?$filter=result%20gt%201&$top=10&$count=true&$select=id,result&$expand=Datastream($select=name)&$orderby=result desc&x=1&$skip=3"
            )
            let link = try #require(first["@iot.nextLink"]?.string)
            for option in [
                "$filter=result%20gt%201", "$top=10", "$count=true", "$select=id,result", "x=1", "$expand=",
                "$orderby=",
            ] {
                #expect(link.contains(option), "\(option) in \(link)")
            }
            #expect(!link.contains("$skip="))
            #expect(first["@iot.count"]?.integer == 37)
            let rest = try await Self.pages(town, ReadTown.relative(link))
            #expect(rest.ids.count == 24)
            let exact = try await town.json("Datastreams(2)/Observations?$top=40")
            #expect(exact["@iot.nextLink"] == nil)
            let none = try await town.json("Datastreams(2)/Observations?$top=0&$count=true")
            #expect(none["@iot.nextLink"] == nil && none["@iot.count"]?.integer == 40)
        }
    }

    /// Expanded sets have a limit, a count and a link of their own.
    @Test(arguments: TestEngine.allCases)
    func `expanded sets page on their own`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let target =
                "Things?$expand=Datastreams($select=id;$expand=Observations($filter=result ge 1;$orderby=phenomenonTime desc;$top=7;$skip=2;$count=true;$select=id))&$filter=id eq 1"
            let answer = try await town.json(target)
            let thing = try #require(answer["value"]?.array?.first)
            let streams = try #require(thing["Datastreams"]?.array)
            #expect(streams.count == 2)
            for stream in streams {
                #expect(stream["Observations@iot.count"]?.integer == 38)
                #expect(stream["Observations"]?.array?.count == 7)
                let link = try #require(stream["Observations@iot.nextLink"]?.string)
                let rest = try await Self.pages(town, ReadTown.relative(link))
                let own = stream["Observations"]?.array?.compactMap { $0["@iot.id"]?.integer } ?? []
                #expect(rest.ids.count == 29 && Set(own + rest.ids).count == 36)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the server's limit applies to pages, not to tables`(_ kind: TestEngine) async throws {
        var limits = Limits()
        limits.maximumPage = 25
        try await ReadTown.with(kind, limits: limits) { town in
            let page = try await town.ids("Observations?$top=1000")
            #expect(page.count == 25)
            let csv = try await town.get("Observations?$resultFormat=CSV&$top=1000").text
            let lines = csv.split(separator: "\r\n")
            #expect(lines.count == 121)
            #expect(lines.first == "id,phenomenonTime,result,resultTime")
            #expect(csv.contains("\r\n2048,2026-01-01T00:00:00.000Z,0,\r\n"))
            #expect(csv.contains("broken"))
            let arrays = try await town.json("Observations?$resultFormat=dataArray&$top=1000&$count=true")
            let groups = try #require(arrays["value"]?.array)
            #expect(groups.count == 3 && arrays["@iot.count"]?.integer == 120)
            #expect(groups[1]["Datastream@iot.navigationLink"]?.string == "http://town/v1.1/Datastreams(2)")
            #expect(groups[1]["dataArray"]?.array?.count == 40 && groups[1]["dataArray@iot.count"]?.integer == 40)
            #expect(groups[1]["components"]?.text == #"["id","phenomenonTime","result","resultTime"]"#)
            #expect(groups[1]["dataArray"]?.array?.first?.text == #"[2048,"2026-01-01T00:00:00.000Z",0,null]"#)
        }
    }

    /// 10,000 strings made of the language's own words: never a crash, never 500.
    @Test func `random queries answer 200, 400 or 501`() async throws {
        try await ReadTown.with(.sqlite) { town in
            var random = SeededRandom(seed: 42)
            let words = [
                "name", "id", "result", "phenomenonTime", "resultTime", "properties/a/b", "properties", "Datastreams",
                "Thing", "/", "(", ")", ",", ";", "=",
                "eq", "ne", "gt", "lt", "and", "or", "not", "add", "div", "mod", "in", "'x'", "5", "1.5", "null",
                "true", "2026-01-01T00:00:00Z",
                "2026-01-01/2026-02-01", "duration'P1D'", "length(", "substringof(", "year(", "now()", "before(",
                "$top", "$filter", "$expand", "desc", "'", "-", "round(",
                "Observations", "Locations", "unitOfMeasurement/name", "validTime", "%", "%20", "+", "&", "$select=",
                "$orderby=", "é", "\\", "\"", "during(", "st_within(",
            ]
            let sets = [
                "Things", "Observations", "Datastreams", "Datastreams(1)/Observations", "Locations", "Things(1)",
            ]
            let options = ["$filter=", "$orderby=", "$expand=", "$select=", "$top=", "$skiptoken=", "$count=", ""]
            var seen: [Int: Int] = [:]
            for _ in 0..<10_000 {
                var query = options.randomElement(using: &random) ?? ""
                for _ in 0..<Int.random(in: 1...9, using: &random) {
                    query += (words.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
                }
                let target = (sets.randomElement(using: &random) ?? "Things") + "?" + query
                let (status, text) = try await town.get(target)
                seen[status, default: 0] += 1
                #expect([200, 400, 501].contains(status), "\(target): \(status) \(text)")
            }
            #expect((seen[200] ?? 0) > 50, "too few valid ones to mean much: \(seen)")
        }
    }
}
