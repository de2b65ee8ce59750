// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

@Suite struct QueryFilterTests {
    /// Filters over Things, with the ids they leave.
    static let things: [(String, [Int64])] = [
        ("name eq 'Bridge'", [1]), ("name ne 'Bridge'", [2, 3]), ("name gt 'C'", [2, 3]),
        ("name eq 'Lake''s end'", [3]),
        ("'Bridge' eq name", [1]), ("id eq 2", [2]), ("@iot.id ge 2", [2, 3]), ("id in (1,3,99)", [1, 3]),
        ("name in ('Bridge','x')", [1]), ("true", [1, 2, 3]), ("false", []), ("not false", [1, 2, 3]),
        ("1 eq 1.0", [1, 2, 3]),
        ("not (id eq 1)", [2, 3]), ("id eq 1 or id eq 2 and id eq 3", [1]), ("(id eq 1 or id eq 2) and id gt 1", [2]),
        ("properties eq null", [3]), ("properties ne null", [1, 2]), ("properties/type eq 'counter'", [1, 2]),
        ("properties/type ne 'counter'", [3]), ("properties/lanes gt 5", [2]), ("properties/lanes eq 2", [1]),
        ("properties/lanes eq 'x'", []), ("properties/lanes lt '5'", [1]), ("properties/a/b eq 'x'", [1]),
        ("properties/a/list/1 eq 2", [1]), ("properties/ok eq true", [1]), ("properties/ok", [1]),
        ("properties/none eq null", [1, 2, 3]),
        ("id add 1 eq 3", [2]), ("id sub 1 eq 0", [1]), ("id mul 2 gt 4", [3]), ("id div 2 eq 1.5", [3]),
        ("id mod 2 eq 1", [1, 3]),
        ("id div 0 eq 1", []), ("id mod 0 eq null", [1, 2, 3]), ("1 add id mul 2 eq 5", [2]), ("-id eq -1", [1]),
        ("-(id) lt -2", [3]),
        ("substringof('rid',name)", [1]), ("endswith(name,'end')", [3]), ("startswith(name,'Br')", [1]),
        ("not startswith(name,'Br')", [2, 3]),
        ("startswith(name,'Br') eq false", [2, 3]), ("length(name) eq 6", [1]), ("length(name) eq 14", [2]),
        ("indexof(name,'idge') eq 2", [1]),
        ("indexof(name,'zz') eq -1", [1, 2, 3]), ("substring(name,1) eq 'ridge'", [1]),
        ("substring(name,1,3) eq 'rid'", [1]),
        ("substring(name,0,1) eq 'B'", [1]), ("tolower(name) eq 'bridge'", [1]), ("toupper(name) eq 'BRIDGE'", [1]),
        ("trim(concat('  ',name)) eq 'Bridge'", [1]), ("concat(concat(name,'-'),'x') eq 'Bridge-x'", [1]),
        ("round(id div 2) eq 2", [3]), ("round(0.5) eq 1", [1, 2, 3]), ("round(-0.5) eq -1", [1, 2, 3]),
        ("floor(id div 2) eq 1", [2, 3]),
        ("ceiling(id div 2) eq 1", [1, 2]),
        ("Datastreams/ObservedProperty/name eq 'Temperature'", [1]), ("Datastreams/id eq 3", [2]),
        ("Datastreams/Sensor/id eq 1", [1, 2, 3]),
        ("Datastreams/unitOfMeasurement/symbol eq null", [3]), ("Datastreams/Observations/result gt 19", [1, 2]),
        ("Datastreams/Observations/id eq 3073", [2]), ("Locations/name eq 'at Bridge'", [1]),
        ("HistoricalLocations/time eq 2026-01-01T00:00:00Z", [1, 2, 3]),
        ("Datastreams/phenomenonTime ge 2025-01-01", [1, 2]),
        ("Datastreams/phenomenonTime lt 2026-01-02T15:00:00Z", []),
        ("Datastreams/phenomenonTime le 2026-01-02T15:00:00Z", [1, 2]),
        ("Datastreams/name eq 'Stream 1' and Datastreams/name eq 'Stream 2'", [1]),
        ("properties/type eq properties/type", [1, 2]),
        ("not (Datastreams/name eq 'Stream 1')", [2, 3]), ("null eq null", [1, 2, 3]), ("name eq null", []),
        ("properties/lanes add 1 eq 3", [1]), ("length(properties/type) eq 7", [1, 2]),
    ]

    /// Filters over Datastream 2's Observations (instants, hours 0 to 39, result index / 2), with how many they leave.
    static let instants: [(String, Int64)] = [
        ("phenomenonTime eq 2026-01-01T03:00:00Z", 1), ("phenomenonTime gt 2026-01-01T03:00:00Z", 36),
        ("phenomenonTime ge 2026-01-01T04:00:00+01:00", 37),
        ("phenomenonTime lt 2026-01-01T03:00:00Z", 3), ("phenomenonTime le 2026-01-01T03:00:00Z", 4),
        ("phenomenonTime ne 2026-01-01T03:00:00Z", 39),
        ("during(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T06:00:00Z)", 3),
        ("overlaps(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T06:00:00Z)", 3),
        ("before(phenomenonTime,2026-01-01T03:00:00Z)", 3), ("after(phenomenonTime,2026-01-01T03:00:00Z)", 36),
        ("year(phenomenonTime) eq 2026", 40), ("month(phenomenonTime) eq 1", 40), ("day(phenomenonTime) eq 2", 16),
        ("hour(phenomenonTime) eq 3", 2),
        ("minute(phenomenonTime) eq 0", 40), ("second(phenomenonTime) eq 0", 40),
        ("fractionalseconds(phenomenonTime) eq 0", 40),
        ("date(phenomenonTime) eq 2026-01-02", 16), ("time(phenomenonTime) eq duration'PT3H'", 2),
        ("totaloffsetminutes(phenomenonTime) eq 0", 40),
        ("phenomenonTime gt now() sub duration'PT2H'", 1), ("phenomenonTime lt maxdatetime()", 40),
        ("phenomenonTime gt mindatetime()", 40),
        ("phenomenonTime sub 2026-01-01 lt duration'PT2H'", 2), ("resultTime eq null", 14), ("resultTime ne null", 26),
        ("result gt 19", 1), ("result gt '19'", 1), ("result eq 0.5", 1), ("result add 1 eq 1.5", 1),
        ("result eq 'x'", 0),
        ("resultQuality eq 'good'", 1), ("validTime gt 2025-01-01T00:00:00Z", 1), ("id eq 2048", 1),
        ("id in (2048,2049,1)", 2),
        ("Datastream/Thing/name eq 'Bridge'", 40), ("Datastream/id eq 2", 40), ("Datastream/id eq 1", 0),
        ("FeatureOfInterest/id eq 1", 0),
        ("parameters/x eq 1", 0),
    ]

    /// The same over Datastream 1 (hourly intervals).
    static let intervals: [(String, Int64)] = [
        ("phenomenonTime lt 2026-01-01T03:00:00Z", 3), ("phenomenonTime lt 2026-01-01T03:30:00Z", 3),
        ("phenomenonTime le 2026-01-01T03:00:00Z", 3),
        ("phenomenonTime ge 2026-01-01T03:00:00Z", 37), ("phenomenonTime gt 2026-01-01T03:00:00Z", 36),
        ("phenomenonTime eq 2026-01-01T03:00:00Z", 0),
        ("phenomenonTime eq 2026-01-01T03:00:00Z/2026-01-01T04:00:00Z", 1),
        ("during(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T06:00:00Z)", 3),
        ("overlaps(phenomenonTime,2026-01-01T03:30:00Z/2026-01-01T05:30:00Z)", 3),
        ("meets(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T04:00:00Z)", 2),
        ("starts(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T09:00:00Z)", 1),
        ("finishes(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T09:00:00Z)", 1),
        ("after(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T04:00:00Z)", 36),
        ("before(phenomenonTime,2026-01-01T03:00:00Z/2026-01-01T04:00:00Z)", 3),
        ("FeatureOfInterest/name eq 'Street'", 40),
    ]

    @Test(arguments: TestEngine.allCases)
    func `filters leave the right entities`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            for (filter, ids) in Self.things {
                let (status, text) = try await town.get("Things?$filter=\(filter)&$orderby=id")
                #expect(status == 200, "\(filter): \(text)")
                guard status == 200 else { continue }
                let found = try JSONValue(parsing: text)["value"]?.array?.compactMap { $0["@iot.id"]?.integer }
                #expect(found == ids, "\(filter)")
            }
            for (stream, table) in [(2, Self.instants), (1, Self.intervals)] {
                for (filter, count) in table {
                    let escaped = filter.replacing("+", with: "%2B")
                    let (status, text) = try await town.get(
                        "Datastreams(\(stream))/Observations?$count=true&$filter=\(escaped)")
                    #expect(status == 200, "\(filter): \(text)")
                    guard status == 200 else { continue }
                    let answer = try JSONValue(parsing: text)
                    #expect(answer["@iot.count"]?.integer == count, "\(filter)")
                    #expect(answer["value"]?.array?.count == Int(count), "\(filter)")
                }
            }
        }
    }

    /// What clients send that the standard does not foresee.
    @Test(arguments: TestEngine.allCases)
    func `clients' habits are understood`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            let targets: [(target: String, ids: [Int64])] = [
                ("Things?%24filter=id+eq+2", [2]), ("Things?$orderby=@iot.id%20asc", [1, 2, 3]),
                ("Things?$orderby=id DESC", [3, 2, 1]),
                ("Things?$top=100&$count=false", [1, 2, 3]), ("Things?resultFormat=x&$top=1", [1]),
                ("Things?$skip=1&$top=1", [2]),
                ("Observations?$filter=phenomenonTime eq 2026-01-01T04:00:00+01:00 and Datastream/id eq 2", [2069]),
                ("Observations?$filter=result eq 'broken'&$top=1", [3074]),
                ("Things(1)/Datastreams?$orderby=ObservedProperty/name desc", [2, 1]),
                ("Things?$orderby=properties/lanes desc", [2, 1, 3]), ("Things?$orderby=properties/lanes", [3, 1, 2]),
                ("Datastreams(2)/Observations?$orderby=phenomenonTime desc&$top=1", [2048 + 39 * 7 % 40]),
            ]
            for (target, ids) in targets {
                let found = try await town.ids(target)
                #expect(found == ids, "\(target)")
            }
            let twice = try await town.json(
                "Datastreams(1)?$expand=Observations($top=1;$select=result),Observations/FeatureOfInterest($select=name)"
            )
            #expect(twice["Observations"]?.array?.first?.text == #"{"result":0,"FeatureOfInterest":{"name":"Street"}}"#)
        }
    }

    /// Query, status, option and position of the fault.
    static let faults: [(String, Int, String, Int)] = [
        ("$filter=name eq", 400, "$filter", 8), ("$filter=name == 'x'", 400, "$filter", 6),
        ("$filter=nme eq 'x'", 400, "$filter", 1),
        ("$filter=(name eq 'x'", 400, "$filter", 13), ("$filter=name eq 'x", 400, "$filter", 9),
        ("$filter=name eq 5", 400, "$filter", 6),
        ("$filter=foo(name)", 400, "$filter", 1), ("$filter=length(name,'x') eq 1", 400, "$filter", 1),
        ("$filter=name", 400, "$filter", 1),
        ("$filter=Datastreams eq 1", 400, "$filter", 1), ("$filter=name add 1 eq 2", 400, "$filter", 6),
        ("$filter=name eq 2026-13-01", 400, "$filter", 9),
        ("$filter=", 400, "$filter", 1), ("$filter=id eq 1 1", 400, "$filter", 9),
        ("$filter=name eq #", 400, "$filter", 9),
        ("$filter=substring(name,-1) eq 'x'", 400, "$filter", 16), ("$filter=id eq 1e999", 400, "$filter", 7),
        ("$filter=id in ()", 400, "$filter", 8),
        ("$filter=st_within(name,geography'POINT(0 0)')", 400, "$filter", 11),
        ("$filter=geo.distance(name,name) lt 1", 400, "$filter", 14),
        ("$filter=duration'x' eq duration'PT1S'", 400, "$filter", 9), ("$filter=name%00 eq 'x'", 400, "$filter", 5),
        ("$filter=%zz", 400, "$filter", 1),
        ("$filter=%ff", 400, "$filter", 1), ("$count=maybe", 400, "$count", 1), ("$top=-1", 400, "$top", 1),
        ("$top=x", 400, "$top", 1), ("$skip=1.5", 400, "$skip", 1),
        ("$top=1&$top=2", 400, "$top", 1), ("$orderby=name sideways", 400, "$orderby", 6),
        ("$orderby=Datastreams/name", 400, "$orderby", 1),
        ("$orderby=name,", 400, "$orderby", 6), ("$select=nme", 400, "$select", 1),
        ("$expand=Nothing", 400, "$expand", 1), ("$expand=Datastreams($top=x)", 400, "$expand", 18),
        ("$expand=Datastreams($foo=1)", 501, "$expand", 18),
        ("$expand=Datastreams($filter=nme eq 1)", 400, "$expand", 21),
        ("$expand=Datastreams($top=1", 400, "$expand", 19),
        ("$expand=Datastreams($top=1),Datastreams($top=2)", 400, "$expand", 39), ("$apply=x", 501, "$apply", 1),
        ("$skiptoken=zz", 400, "$skiptoken", 1),
        ("$skiptoken=i1.i1.", 400, "$skiptoken", 1), ("$resultFormat=dataArray", 501, "$resultFormat", 1),
        ("$resultFormat=xml", 400, "$resultFormat", 1),
        ("$expand=Datastreams/Thing($top=1)", 400, "$expand", 1),
    ]

    @Test(arguments: TestEngine.allCases)
    func `faults name the option and the place`(_ kind: TestEngine) async throws {
        try await ReadTown.with(kind) { town in
            for (query, status, option, position) in Self.faults {
                let (found, text) = try await town.get("Things?" + query)
                #expect(found == status, "\(query): \(text)")
                let problem = try JSONValue(parsing: text)
                #expect(problem["option"]?.string == option, "\(query): \(text)")
                #expect(problem["position"]?.integer == Int64(position), "\(query): \(text)")
            }
        }
    }

    @Test func `limits are named`() async throws {
        var limits = Limits()
        limits.maximumEntities = 30
        try await ReadTown.with(.sqlite, limits: limits) { town in
            let deep = String(repeating: "(", count: 20) + "id eq 1" + String(repeating: ")", count: 20)
            let wide = Array(repeating: "id eq 1", count: 300).joined(separator: " or ")
            let nested = String(repeating: "Datastreams/Thing/", count: 9) + "Datastreams"
            let cases = [
                ("Things?$filter=\(deep)", "max-query-depth"), ("Things?$filter=\(wide)", "max-query-nodes"),
                ("Things?$expand=\(nested)", "max-query-depth"), ("Datastreams?$expand=Observations", "max-entities"),
            ]
            for (target, limit) in cases {
                let (status, text) = try await town.get(target)
                #expect(status == 400 && text.contains(limit), "\(target): \(text)")
            }
        }
    }
}
