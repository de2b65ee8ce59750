// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
@testable import SensorThings
import Testing
import Wire

/// Which questions run in the lane of costly reads.
@Suite struct QueryCostTests {
    private func isCostly(_ address: String) throws -> Bool {
        let parts = address.split(separator: "?", maxSplits: 1)
        let read = try ReadRequest(
            path: parts[0], query: parts.count > 1 ? parts[1] : "", reader: .anonymous, limits: Limits(),
            root: "http://localhost/v1.1", now: Instant(microseconds: 0))
        return read.isCostly
    }

    @Test(arguments: [
        "Things", "Things?$top=1", "Things?$count=true&$filter=name eq 'x'", "Things(1)", "Observations(1)",
        "Things?$expand=Datastreams", "Datastreams(1)?$expand=Thing,Sensor,ObservedProperty",
        "Datastreams(1)/Observations?$top=1&$orderby=phenomenonTime desc", "Datastreams(1)/Observations",
        "Datastreams?$expand=Observations($top=1;$orderby=phenomenonTime desc)",
        "Datastreams(1)/Observations?$filter=phenomenonTime ge 2026-01-01T00:00:00Z and phenomenonTime lt now()",
        "Datastreams(1)/Observations?$filter=phenomenonTime ge now() sub duration'P1D'&$top=1000",
        "Observations?$filter=Datastream/id eq 1&$orderby=phenomenonTime desc&$top=1", "Observations",
        "Observations?$filter=Datastream/@iot.id eq 1", "Observations?$filter=id eq 7",
        "Things?$filter=startswith(name,'A') or year(now()) eq 2026", "Observations(1)/Datastream",
    ]) func `an index leads to few rows`(address: String) throws {
        #expect(try !isCostly(address))
    }

    @Test(arguments: [
        "Observations?$filter=year(phenomenonTime) eq 1800 or month(phenomenonTime) eq 13",
        "Datastreams(1)/Observations?$filter=year(phenomenonTime) eq 1800",
        "Datastreams(1)/Observations?$filter=result gt 1000", "Datastreams(1)/Observations?$orderby=result",
        "Observations?$filter=phenomenonTime lt 1800-01-01T00:00:00Z", "Observations?$orderby=result desc",
        "Observations?$count=true&$top=0", "Datastreams(1)/Observations?$count=true",
        "Datastreams(1)/Observations?$skip=1000000", "Datastreams(1)/Observations?$resultFormat=CSV",
        "Datastreams(1)/Observations?$top=10000", "FeaturesOfInterest(1)/Observations?$orderby=phenomenonTime",
        "Things?$expand=Datastreams($expand=Observations)", "Datastreams?$expand=Observations($filter=result gt 1)",
        "Datastreams?$expand=Observations($count=true;$top=1)",
        "Things?$filter=Datastreams/Observations/result gt 1",
        "Things?$filter=Datastreams/any(d:d/Observations/any(o:o/result gt 1))",
        "Locations?$filter=geo.distance(location,geography'POINT(7.6 51.9)') lt 100",
        "Things(1)?$expand=Datastreams($expand=Observations($orderby=result))",
    ]) func `many rows may have to be looked at`(address: String) throws {
        #expect(try isCostly(address))
    }
}
