// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Site
import Testing
import Trial
import Wire

@testable import Pilots

/// Month means of Münster's counters, where the file lies beside the checkout.
private enum MuensterMonths {
    static let text: String? = {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        return try? String(contentsOfFile: data + "/../oracles/monthly.csv", encoding: .utf8)
    }()
}

/// The real counters of Münster: 13 sound stations, July 2024 to June 2026.
@Suite(.enabled(if: MuensterMonths.text != nil)) struct MuensterReplayTests {
    /// Those without 100020113, of which the data check finds the dead channel (Tests/EndToEnd/test_pilots.py).
    static let stations = [
        "100031297", "100031300", "100034978", "100034980", "100034981", "100034982", "100034983", "100035541",
        "300037405", "300037926", "300037931", "300039328", "300039331",
    ]

    /// Three stations with the measure, the others to compare.
    private static func plan(useful: Double, start: String, end: String) throws -> TrialPlan {
        func list(_ names: ArraySlice<String>) -> JSONValue {
            .array(names.map { ["name": .string($0), "datastream": JSONValue(Int64($0) ?? 0)] })
        }
        let document: JSONObject = [
            "method": .string(TrialPlan.method), "pilot": "X-1", "title": "Münster, nachgespielt", "indicator": "K-1",
            "unit": "Räder", "aggregate": "mean", "treated": list(stations.prefix(3)),
            "control": list(stations.dropFirst(3)), "ring": [], "direction": "up", "scale": "log",
            "minimumUsefulEffect": JSONValue(log1p(useful)), "alpha": 0.05, "statistic": "rank", "period": "P1M",
            "before": ["2024-07-01", .string(start)], "after": [.string(start), .string(end)], "minimumCoverage": 0.8,
            "looks": [["after": .string(end), "spending": "obrien-fleming"]],
        ]
        return try #require(TrialPlan(registered: document))
    }

    /// The months of the file, with a factor on the three stations from a month on.
    private static func panel(injected factor: Double = 1, from month: String = "2026-07") throws -> FrozenPanel {
        let lines = try #require(MuensterMonths.text).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let columns = lines[0].indices.filter { lines[0][$0] >= "2024-07" && lines[0][$0] <= "2026-06" }
        let rows = try stations.map { station -> JSONValue in
            let line = try #require(lines.first { $0[0] == station })
            let values = columns.map { column -> JSONValue in
                let isRaised = stations.prefix(3).contains(station) && lines[0][column] >= month
                return Double(line[column]).map { JSONValue(isRaised ? $0 * factor : $0) } ?? .null
            }
            return ["name": .string(station), "values": .array(values)]
        }
        return try #require(
            FrozenPanel([
                "asOf": "2026-07-01T00:00:00Z", "periods": .array(columns.map { .string(lines[0][$0] + "-01") }),
                "areas": .array(rows),
            ]))
    }

    @Test func `three of the 13 can see twenty per cent, not five, and the gate stays closed`() throws {
        let trial = try Self.plan(useful: 0.05, start: "2026-07-01", end: "2027-07-01")
        let figures = PowerFigures(trial, try Self.panel())
        // oracle C_power_without_dead_station: rank test, 286 assignments
        let seen = figures.detections.dropFirst().prefix(4).map { ($0.power * 286).rounded() }
        #expect(seen == [29, 93, 177, 220])
        let detectable = try #require(figures.detectable)
        #expect(detectable > log1p(0.15) && detectable < log1p(0.3))
        var facts = StartGate.Facts()
        facts.smallestP = figures.design?.smallestP(of: .rank)
        facts.minimalDetectableEffect = detectable
        facts.minimumUsefulEffect = trial.usefulEffect
        let missing = StartGate(facts).missing
        #expect(missing.contains(.tooSmall) && !missing.contains(.cannotDecide))
        facts.minimumUsefulEffect = log1p(0.3)
        #expect(!StartGate(facts).missing.contains(.tooSmall))
    }

    @Test func `a replay with an injected thirty per cent passes, and one without anything does not`() throws {
        let trial = try Self.plan(useful: 0.05, start: "2025-07-01", end: "2026-07-01")
        let injected = try TrialResult(
            trial, try Self.panel(injected: 1.3, from: "2025-07"), earlier: [], without: [])
        #expect(injected.test.asExtreme == 2 && injected.test.assignments == 286)
        let missing = try ResultGate(Self.papers().facts(trial, injected)).missing
        #expect(!missing.contains(.effect) && !missing.contains(.chance) && !missing.contains(.analysis))
        let plain = try TrialResult(trial, try Self.panel(), earlier: [], without: [])
        #expect(plain.test.twoSided > 0.05 && plain.estimate.contains(0))
        #expect(try ResultGate(Self.papers().facts(trial, plain)).verdict != .go)
    }

    private static func papers() throws -> PilotPapers {
        try #require(
            PilotPapers([
                "operatorSigned": true, "budgetLine": true, "staffInPlan": true, "privacyClosed": true,
                "securityClosed": true, "rollOutCostKnown": true,
            ]))
    }
}
