// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §12: Observations as rows.
@Suite struct DataArrayTests {
    @Test("req/data-array/data-array", arguments: TestEngine.allCases)
    func dataArray(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let answer = try await town.get(
                "\(town.place("Datastreams"))/Observations?$resultFormat=dataArray&$select=phenomenonTime,result&$count=true"
            )
            #expect(answer.json["@iot.count"] == 4)
            let group = try #require(answer.json["value"]?.array?.first)
            #expect(group["Datastream@iot.navigationLink"]?.string == "http://town/v1.1/\(town.place("Datastreams"))")
            #expect(group["components"] == ["phenomenonTime", "result"])
            #expect(group["dataArray@iot.count"] == 4)
            #expect(group["dataArray"]?.array?.compactMap { $0.array?.last } == [0, 1, 2, 3])
            let created = try await town.town.send(
                .post, "CreateObservations",
                """
                [{"Datastream":{"@iot.id":\(town.ids["Datastreams"] ?? -1)},"components":["phenomenonTime","result",
                "FeatureOfInterest/id"],"dataArray@iot.count":2,"dataArray":[["2026-01-02T00:00:00Z",4,
                \(town.ids["FeaturesOfInterest"] ?? -1)],["2026-01-02T01:00:00Z",5,9999]]}]
                """)
            #expect(created.status == 201)
            let lines = created.json.array?.compactMap(\.string) ?? []
            #expect(lines.count == 2 && lines[1].hasPrefix("error"), "\(lines)")
            #expect(try await town.get(ReadTown.relative(lines.first ?? "")).json["result"] == 4)
        }
    }
}
