// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import Planning
import SensorThings
import Storage
import Wire

/// A worked case for a demonstration town: cyclists avoid a street; three candidates, a trial decided, a portfolio.
///
/// Needs, measures, amounts and people are made up and say so; the indicator asks the town's own counter.
enum DemonstrationPlan {
    /// The town's own numbers and what its texts call things.
    struct Town {
        var document: JSONObject
        /// The slug of the data set of the bicycle counters.
        var counters: String
        /// The name of the counter on the street in question; the busiest one when there is none of that name.
        var street: String
        var departmentOfRoads: String
        var utility: String
        /// Says that the case is made up.
        var notice: String
    }

    /// Stores the case unless the plan holds anything; returns how many objects were made.
    static func store(_ town: Town, now: Instant, on connection: any StorageConnection) throws -> Int {
        guard try PlanningQueries.changes(on: connection) == 0 else { return 0 }
        guard let counter = try counter(town, on: connection) else { return 0 }
        var count = 0
        var texts = [
            "counter": String(counter.datastream), "street": counter.name, "roads": town.departmentOfRoads,
            "utility": town.utility, "notice": town.notice, "longitude": String(counter.longitude),
            "latitude": String(counter.latitude), "counters": town.counters,
        ]
        for (name, value) in try monthly(counter.datastream, now: now, on: connection) { texts[name] = value }
        for days in [-120, -90, -60, -30, -14, -7, 10, 24, 60, 400, 700] {
            texts["day\(days)"] = Self.day(now, plus: days)
        }
        texts["year"] = String(Self.day(now, plus: 60).prefix(4))
        _ = try PlanningQueries.create(
            .town, town.document, visibility: .public, by: .system, at: now, on: connection)
        count += 1
        for entry in try entries(texts) {
            _ = try PlanningQueries.create(
                entry.kind, entry.document, visibility: .public, state: entry.state, by: .system, at: now,
                on: connection)
            count += 1
        }
        return count
    }

    private static func entries(
        _ texts: [String: String]
    ) throws -> [(kind: ObjectKind, document: JSONObject, state: PlanningObject.State)] {
        var entries: [(ObjectKind, JSONObject, PlanningObject.State)] = []
        for part in parts {
            var text = part
            for (name, value) in texts { text = text.replacingOccurrences(of: "{{\(name)}}", with: value) }
            for entry in try JSONValue(parsing: text).array ?? [] {
                guard let name = entry["kind"]?.string, let kind = ObjectKind(rawValue: name),
                    let document = entry["document"]?.object
                else { continue }
                let state = entry["state"]?.string.flatMap { PlanningObject.State(rawValue: $0) } ?? .active
                entries.append((kind, document, state))
            }
        }
        return entries
    }

    // MARK: What the town measures

    private struct Counter {
        var datastream: Int64
        var name: String
        var longitude: Double
        var latitude: Double
    }

    private static func counter(_ town: Town, on connection: any StorageConnection) throws -> Counter? {
        guard let dataset = try DatasetQueries.find(slug: town.counters, for: .system, on: connection) else {
            return nil
        }
        let placed = try SeriesQueries.placed(inDataset: dataset.id, on: connection)
        return (placed.first { $0.thing.contains(town.street) } ?? placed.first).map {
            Counter(datastream: $0.datastream, name: $0.thing, longitude: $0.longitude, latitude: $0.latitude)
        }
    }

    /// Baseline and target from the same month a year before: a round number, a tenth more.
    private static func monthly(
        _ datastream: Int64, now: Instant, on connection: any StorageConnection
    ) throws -> [String: String] {
        guard let calendar = ZonedCalendar(identifier: "Europe/Berlin") else { return [:] }
        let end = calendar.start(of: .month, containing: now)
        let start = calendar.start(of: .month, containing: Instant(microseconds: end.microseconds - 1))
        let year: Int64 = 365 * 86_400_000_000
        let before = calendar.start(
            of: .month, containing: Instant(microseconds: start.microseconds - year + 864_000_000_000))
        let after = calendar.end(of: .month, containing: before)
        let sum = try SeriesQueries.sum(
            of: datastream, over: InstantInterval(start: before, end: after), on: connection)
        guard let sum, sum > 0 else {
            return [
                "baseline": "null", "target": "null", "baselineSource": "null", "baselineDay": day(now, plus: -365),
            ]
        }
        let base = Int64(sum.rounded())
        let target = Int64((sum * 1.1 / 100).rounded() * 100)
        return [
            "baseline": String(base), "baselineSource": "\"eigene Zählung, Summe des Monats\"",
            "target": String(target),
            "baselineDay": day(Instant(microseconds: before.microseconds + 43_200_000_000), plus: 0),
        ]
    }

    private static func day(_ now: Instant, plus days: Int) -> String {
        String(Instant(microseconds: now.microseconds + Int64(days) * 86_400_000_000).iso8601.prefix(10))
    }
}

extension DemonstrationPlan.Town {
    static let musterstadt = DemonstrationPlan.Town(
        document: [
            "title": "Musterstadt (fiktiv)", "population": 61_400, "area": 48.5, "regionType": 73,
            "state": "erfunden", "source": "Beispielstadt, alle Zahlen sind erfunden",
            "systems": ["gis", "sensors", "lorawan", "dataPlatform", "parking", "waste", "trees"],
            "licence": "EUPL-1.2",
            "rates": [["from": "2026-01-01", "rate": 0.025, "source": "Beispielwert der Kämmerei"]],
            "priceRise": 0.02, "payRise": 0.025, "overheadRate": 0.2, "workplaceFlatRate": 970_000,
            "costSource": "Beispielwerte der Kämmerei",
        ], counters: "musterstadt-radverkehr", street: "Nordstraße", departmentOfRoads: "Tiefbauamt",
        utility: "Stadtwerke Musterstadt", notice: "Musterstadt ist erfunden, dieser Fall auch.")

    static let muenster = DemonstrationPlan.Town(
        document: [
            "title": "Münster", "key": "05515000", "state": "Nordrhein-Westfalen", "population": 320_946,
            "area": 303.28, "regionType": 72,
            "source": "© Statistisches Bundesamt (Destatis), BMDV; dl-de/by-2-0",
            "systems": ["gis", "sensors", "openData", "parking"], "licence": "EUPL-1.2",
            "rates": [["from": "2026-01-01", "rate": 0.025, "source": "Beispielwert, kein Zinssatz der Stadt"]],
            "priceRise": 0.02, "payRise": 0.025, "overheadRate": 0.2, "workplaceFlatRate": 970_000,
            "costSource": "Beispielwerte, keine der Stadt",
        ], counters: "radverkehr", street: "Grevener", departmentOfRoads: "Amt für Mobilität und Tiefbau",
        utility: "Stadtwerke",
        notice:
            "Beispiel, um die Planung zu zeigen: Bedarf, Maßnahmen, Beträge und Beteiligte sind erfunden, nur die Messwerte sind echt. Kein Vorhaben der Stadt Münster."
    )
}
