// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPTypes
import SensorThings
import SensorThingsFixtures
import Storage
import TestSupport
import Testing
import Wire

@Suite struct SensorDirectoryTests {
    private static let minute: Int64 = 60_000_000

    @Test(
        arguments: [
            (nil, 15, nil, .empty), (nil, 15, 0, .historical), (0, 15, nil, .live), (-5, 15, nil, .live),
            (30, 15, nil, .live), (31, 15, nil, .late), (45, 15, nil, .late), (46, 15, nil, .silent),
            (9999, 15, 1, .historical), (20, 15, 20, .historical), (10, 15, 20, .live), (46, 15, -1, .silent),
            (2 * 1440, nil, nil, .live),
            (2 * 1440 + 1, nil, nil, .late),
            (0, 0, nil, .live), (1, 0, nil, .silent),
        ] as [(Int64?, Int64?, Int64?, SensorState)])
    func `states follow the series' own rhythm`(age: Int64?, interval: Int64?, ended: Int64?, expected: SensorState) {
        let now = WriteTown.now
        func ago(_ minutes: Int64) -> Instant { Instant(microseconds: now.microseconds - minutes * Self.minute) }
        let state = SensorState(
            latest: age.map(ago), interval: interval.map { $0 * Self.minute }, ended: ended.map(ago), now: now)
        #expect(state == expected)
    }

    @Test(arguments: TestEngine.allCases)
    func `search takes signs of patterns literally`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            for name in [#"50% full"#, #"under_score"#, #"back\\slash"#, "Plain"] {
                try await town.make(
                    "Things", #"{"name":"\#(name)","description":"about","properties":{"dataset":"open"}}"#)
            }
            try await town.make(
                "Things", #"{"name":"Hidden 100%","description":"","properties":{"dataset":"secret"}}"#,
                as: "administrator")
            try await town.engine.read { connection in
                let directory = SensorDirectory(reader: .anonymous, now: WriteTown.now)
                for (text, names) in [
                    ("%", ["50% full"]), ("_", ["under_score"]), (#"\"#, [#"back\slash"#]), ("PLAIN about", ["Plain"]),
                    ("plain full", []), ("hidden", []), ("'", []),
                ] {
                    let found = try directory.sensors(matching: text, on: connection)
                    #expect(found.map(\.name) == names, "\(text)")
                }
                #expect(try directory.sensors(on: connection).count == 4)
                #expect(try SensorDirectory(reader: .system, now: WriteTown.now).sensors(on: connection).count == 5)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a Thing's places are told, the latest first, to those who may know`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let point = #""encodingType":"application/geo+json","description":"""#
            for (name, set) in [("Open", "open"), ("Hidden", "secret")] {
                let thing = try await town.make(
                    "Things", #"{"name":"\#(name)","description":"","properties":{"dataset":"\#(set)"}}"#,
                    as: "administrator")
                for (place, longitude) in [("Alt", 7.5), ("Neu", 7.6)] {
                    try await town.make(
                        "Things(\(thing))/Locations",
                        #"{"name":"\#(place)",\#(point),"location":{"type":"Point","coordinates":[\#(longitude),52]}}"#,
                        as: "administrator")
                }
                let known = try await town.engine.read { connection in
                    [Reader.anonymous, .system].map { reader in
                        (try? PlaceHistory.of(thing: thing, for: reader, on: connection)) ?? []
                    }
                }
                #expect(known[1].map(\.name) == ["Neu", "Alt"])
                #expect(known[1].map(\.longitude) == [7.6, 7.5])
                #expect(known[0] == (name == "Open" ? known[1] : []))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a hidden Datastream of a public Thing does not show`(_ kind: TestEngine) async throws {
        try await WriteTown.with(kind) { town in
            let station = try await town.makeStation()
            try await town.make(
                "Datastreams(\(station.datastream))/Observations",
                #"{"result":2.50,"phenomenonTime":"2026-06-30T23:00:00Z/2026-06-30T23:30:00Z"}"#)
            let location = try #require(
                try await town.get("Things(\(station.thing))/Locations")["value"]?.array?.first?["@iot.id"]?.integer)
            let directory = SensorDirectory(reader: .anonymous, now: WriteTown.now)
            let sensor = try #require(try await town.engine.read { try directory.sensor(station.thing, on: $0) })
            #expect(sensor.place?.isApproximate == false)
            #expect(sensor.datastreams.first?.latestResult == 2.5)
            #expect(sensor.datastreams.first?.latestText == "2.50")
            #expect(sensor.latest?.iso8601 == (try Instant(iso8601: "2026-06-30T23:30:00Z")).iso8601)
            for text in ["true", "1", #""true""#] {
                let answer = try await town.send(
                    .patch, "Locations(\(location))", #"{"properties":{"approximateLocation":\#(text)}}"#)
                #expect(answer.status == 200)
                let changed = try await town.engine.read { try directory.sensor(station.thing, on: $0) }
                #expect(changed?.place?.isApproximate == true, "\(text)")
            }
            try await town.engine.write { connection in
                try connection.execute(
                    "UPDATE datastream SET dataset_id = (SELECT id FROM dataset WHERE slug = 'secret')")
            }
            let hidden = try await town.engine.read { try directory.sensor(station.thing, on: $0) }
            #expect(hidden?.datastreams.isEmpty == true)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `gaps are longer than three intervals, the longest first`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let (all, one, windowed) = try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let missing = Set((20..<23).map { Int64($0) } + (40..<50).map { Int64($0) } + [60, 61])
                let batch = (0..<Int64(100)).filter { !missing.contains($0) }.map {
                    NewObservation(time: $0 * Self.minute, duration: Self.minute, result: 1)
                }
                try ObservationWriter(connection).insert(into: datastream, batch)
                let whole = InstantInterval(start: .minimum, end: .maximum)
                let early = InstantInterval(
                    start: Instant(microseconds: 0), end: Instant(microseconds: 30 * Self.minute))
                return (
                    try SeriesQueries.gaps(of: datastream, over: whole, limit: 10, on: connection),
                    try SeriesQueries.gaps(of: datastream, over: whole, limit: 1, on: connection),
                    try SeriesQueries.gaps(of: datastream, over: early, limit: 10, on: connection)
                )
            }
            func minutes(_ gaps: [InstantInterval]) -> [[Int64]] {
                gaps.map { [$0.start.microseconds / Self.minute, $0.end.microseconds / Self.minute] }
            }
            #expect(minutes(all) == [[40, 50], [20, 23]], "two missing minutes are no gap")
            #expect(minutes(one) == [[40, 50]])
            #expect(minutes(windowed) == [[20, 23]])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `values come in pages`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let times = try await engine.write { connection in
                let datastream = try makeDatastream(connection)
                let batch = (0..<Int64(25)).map { NewObservation(time: $0 * Self.minute, result: Double($0)) }
                try ObservationWriter(connection).insert(into: datastream, batch)
                let window = InstantInterval(
                    start: Instant(microseconds: 2 * Self.minute), end: Instant(microseconds: 20 * Self.minute))
                var found: [SeriesQueries.Value] = []
                while true {
                    let page = try SeriesQueries.values(
                        of: datastream, over: window, after: found.last, limit: 7, on: connection)
                    guard !page.isEmpty else { break }
                    found += page
                }
                return found.map { $0.time.microseconds / Self.minute }
            }
            #expect(times == (2..<20).map { Int64($0) })
        }
    }
}
