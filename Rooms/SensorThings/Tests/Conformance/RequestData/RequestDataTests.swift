// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §9.3: query options. The Observations have the results 0 to 3, one an hour.
@Suite struct RequestDataTests {
    @Test("req/request-data/status-code", arguments: TestEngine.allCases)
    func statusCode(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.get("Things").status == 200)
            for missing in ["Things(999)", "Nothings", "Things(999)/Datastreams", "\(town.place("Things"))/nothing"] {
                #expect(try await town.get(missing).status == 404, "\(missing)")
            }
            _ = try await town.town.send(.patch, town.place("Things"), #"{"properties":null}"#)
            #expect(try await town.get("\(town.place("Things"))/properties").status == 204)
        }
    }

    @Test("req/request-data/query-status-code", arguments: TestEngine.allCases)
    func queryStatusCode(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.get("Things?$unknown=1").status == 501)
            for malformed in [
                "$top=-1", "$skip=x", "$count=maybe", "$filter=name%20eq", "$orderby=nothing", "$select=nothing",
            ] {
                #expect(try await town.get("Things?\(malformed)").status == 400, "\(malformed)")
            }
        }
    }

    @Test("req/request-data/order", arguments: TestEngine.allCases)
    func order(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let answer = try await town.get(
                "Observations?$filter=result%20lt%203&$count=true&$orderby=result%20desc&$skip=1&$top=1"
                    + "&$select=result&$expand=Datastream($select=name)")
            #expect(answer.json["@iot.count"] == 3, "counted before skip and top")
            #expect(answer.json["value"]?.array == [["result": 1, "Datastream": ["name": "D"]]], "\(answer.text)")
        }
    }

    @Test("req/request-data/expand", arguments: TestEngine.allCases)
    func expand(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let options = "$filter=result%20gt%200;$orderby=result%20desc;$top=2;$count=true;$select=result"
            let thing = try await town.get(
                "\(town.place("Things"))?$expand=Locations,Datastreams/ObservedProperty,"
                    + "Datastreams($expand=Observations(\(options)))")
            #expect(thing.json["Locations"]?.array?.count == 1)
            let datastream = thing.json["Datastreams"]?.array?.first
            #expect(datastream?["ObservedProperty"]?["name"] == "P")
            #expect(datastream?["Observations"]?.array == [["result": 3], ["result": 2]], "\(thing.text)")
            #expect(datastream?["Observations@iot.count"] == 3)
            #expect(datastream?["Observations@iot.nextLink"]?.string != nil)
        }
    }

    @Test("req/request-data/select", arguments: TestEngine.allCases)
    func select(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let entity = try await town.get("\(town.place("Things"))?$select=name,description").json
            #expect(entity == ["name": "T", "description": "d"])
            #expect(try await town.values("@iot.id", "Things?$select=id").count == 1)
        }
    }

    @Test("req/request-data/orderby", arguments: TestEngine.allCases)
    func orderBy(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.values("result", "Observations?$orderby=result") == [0, 1, 2, 3])
            #expect(try await town.values("result", "Observations?$orderby=result%20desc") == [3, 2, 1, 0])
            let twice = "Observations?$orderby=Datastream/name%20asc,phenomenonTime%20desc"
            #expect(try await town.values("result", twice) == [3, 2, 1, 0])
        }
    }

    @Test("req/request-data/top", arguments: TestEngine.allCases)
    func top(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.values("result", "Observations?$orderby=result&$top=2") == [0, 1])
            #expect(try await town.get("Observations?$top=0").json["value"]?.array == [])
        }
    }

    @Test("req/request-data/skip", arguments: TestEngine.allCases)
    func skip(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.values("result", "Observations?$orderby=result&$skip=3") == [3])
            #expect(try await town.values("result", "Observations?$orderby=result&$skip=4") == [])
        }
    }

    @Test("req/request-data/count", arguments: TestEngine.allCases)
    func count(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.get("Observations?$count=true&$top=1&$skip=1").json["@iot.count"] == 4)
            #expect(try await town.get("Observations?$count=false").json["@iot.count"] == nil)
            #expect(try await town.get("Observations").json["@iot.count"] == nil)
        }
    }

    @Test("req/request-data/filter", arguments: TestEngine.allCases)
    func filter(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            #expect(try await town.values("result", "Observations?$filter=result%20gt%202") == [3])
            let related = "Datastream/Thing/Locations/name%20eq%20'L'%20and%20Datastream/properties/a/b%20eq%201"
            #expect(try await town.values("result", "Observations?$filter=\(related)").count == 4)
            let things = "Things?$filter=Datastreams/Observations/result%20eq%203"
            #expect(try await town.values("name", things) == ["T"])
        }
    }

    @Test("req/request-data/built-in-filter-operations", arguments: TestEngine.allCases)
    func operations(_ kind: TestEngine) async throws {
        let table: [(String, [Int64])] = [
            ("result eq 1", [1]), ("result ne 1", [0, 2, 3]), ("result gt 1", [2, 3]), ("result ge 1", [1, 2, 3]),
            ("result lt 1", [0]), ("result le 1", [0, 1]), ("result gt 0 and result lt 2", [1]),
            ("result eq 0 or result eq 3", [0, 3]), ("not (result eq 0)", [1, 2, 3]), ("result add 1 eq 3", [2]),
            ("result sub 1 eq 1", [2]), ("result mul 2 eq 6", [3]), ("result div 2 eq 1", [2]),
            ("result mod 2 eq 1", [1, 3]), ("(result add 1) mul 2 eq 4", [1]),
            ("result eq 1 or result eq 2 and result eq 3", [1]),
        ]
        try await ConformanceTown.with(kind) { town async throws in
            for (filter, results) in table {
                let encoded = filter.replacing(" ", with: "%20")
                let found = try await town.values("result", "Observations?$filter=\(encoded)&$orderby=result")
                #expect(found.map(\.integer) == results, "\(filter)")
            }
        }
    }

    @Test("req/request-data/built-in-query-functions", arguments: TestEngine.allCases)
    func functions(_ kind: TestEngine) async throws {
        let point = "geography'POINT(7.6 51.9)'"
        let area = "geography'POLYGON((7 51,8 51,8 52,7 52,7 51))'"
        let things = [
            "substringof('T',name)", "endswith(name,'T')", "startswith(name,'T')", "length(name) eq 1",
            "indexof(name,'T') eq 0", "substring(name,0) eq 'T'", "substring(name,0,1) eq 'T'", "tolower(name) eq 't'",
            "toupper(description) eq 'D'", "trim(' T ') eq name", "concat(name,description) eq 'Td'",
        ]
        let observations = [
            "year(resultTime) eq 2026", "month(resultTime) eq 1", "day(resultTime) eq 1", "hour(resultTime) eq 2",
            "minute(resultTime) eq 30", "second(resultTime) eq 0", "fractionalseconds(resultTime) eq 0",
            "date(resultTime) eq date(phenomenonTime)", "time(resultTime) ne time(phenomenonTime)",
            "totaloffsetminutes(resultTime) eq 0", "resultTime lt now()", "resultTime gt mindatetime()",
            "resultTime lt maxdatetime()", "round(result div 3) eq 1", "floor(result div 3) eq 0",
            "ceiling(result div 3) eq 1",
        ]
        let locations = [
            "geo.distance(location,\(point)) lt 0.001", "geo.intersects(location,\(area))",
            "geo.length(geography'LINESTRING(7 51,8 51)') gt 0", "st_equals(location,\(point))",
            "st_within(location,\(area))", "st_intersects(location,\(area))", "not (st_disjoint(location,\(area)))",
            "not (st_touches(location,\(area)))", "not (st_overlaps(location,\(area)))",
            "not (st_crosses(location,\(area)))", "st_contains(location,\(point))",
            "st_relate(location,\(area),'T********')",
        ]
        try await ConformanceTown.with(kind) { town async throws in
            for (set, filters) in [("Things", things), ("Observations", observations), ("Locations", locations)] {
                for filter in filters {
                    let answer = try await town.get("\(set)?$filter=\(filter.replacing(" ", with: "%20"))")
                    #expect(answer.status == 200, "\(filter): \(answer.text)")
                    #expect(answer.json["value"]?.array?.isEmpty == false, "\(filter)")
                }
            }
        }
    }

    @Test("req/request-data/pagination", arguments: TestEngine.allCases)
    func pagination(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            var target: String? = "Observations?$orderby=result%20desc&$top=3&$select=result"
            var found: [Int64] = []
            var pages = 0
            while let next = target, pages < 5 {
                let page = try await town.get(next).json
                found += page["value"]?.array?.compactMap { $0["result"]?.integer } ?? []
                target = page["@iot.nextLink"]?.string.map { ReadTown.relative($0) }
                pages += 1
            }
            #expect(pages == 2)
            #expect(found == [3, 2, 1, 0])
        }
    }
}
