// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
package import Rights
package import SensorThings
package import Site
package import Storage
package import Wire

/// A Datastream with its Thing, place, quantity, data set and latest value: what lists and pages are made of.
package struct SeriesRecord: Sendable, Hashable {
    package var thing: Int64
    package var thingName: String
    package var thingDescription: String
    package var thingProperties: JSONValue
    package var longitude: Double?
    package var latitude: Double?
    package var placeName: String?
    package var isApproximate: Bool
    /// Nil when the Thing has no Datastream.
    package var datastream: Int64?
    package var name: String
    package var about: String
    /// What tells it from series of the same Thing and name: "Kanal 101031297"; empty where its name does.
    package var apart = ""
    package var measured: String
    package var definition: String
    package var unitName: String
    package var unitSymbol: String
    package var properties: JSONValue
    package var ended: Instant?
    package var count: Int64
    package var start: Instant?
    package var end: Instant?
    package var lastTime: Instant?
    package var lastValue: Double?
    package var lastText: String?
    /// Usual distance of values in microseconds.
    package var rhythm: Int64?
    package var dataset: Int64?
    /// Each value is a number of things counted over its own stretch of time.
    package var countsStretches = false
    /// The quantity, where it is judged already.
    var known: Quantity?

    /// Everything the reader may see, by Thing and Datastream; one Thing's only when `thing` is given.
    package static func all(
        thing: Int64? = nil, for reader: Reader, on connection: any StorageConnection
    ) throws -> [SeriesRecord] {
        var condition: SQL = "\(Dataset.isVisible("t.dataset_id", to: reader))"
        if let thing { condition += " AND t.id = \(thing)" }
        let rows = try connection.rows(
            """
            SELECT t.id, t.name, t.description, t.properties, l.longitude, l.latitude, l.name, l.properties,
                d.id, d.name, p.name, p.definition, d.unit_name, d.unit_symbol, d.properties, d.ended_at,
                s.observation_count, s.phenomenon_start, s.phenomenon_end, s.latest_time, s.latest_result, s.latest_text,
                s.interval_us, coalesce(d.dataset_id, t.dataset_id), d.description, d.observation_type
            FROM thing t
            LEFT JOIN thing_location tl ON tl.thing_id = t.id
                AND tl.location_id = (SELECT min(x.location_id) FROM thing_location x WHERE x.thing_id = t.id)
            LEFT JOIN location l ON l.id = tl.location_id AND \(Dataset.isVisible("l.dataset_id", to: reader))
            LEFT JOIN datastream d ON d.thing_id = t.id AND d.multi_observation_data_types IS NULL
                AND \(Dataset.isVisible("d.dataset_id", to: reader))
            LEFT JOIN observed_property p ON p.id = d.observed_property_id
            LEFT JOIN datastream_state s ON s.datastream_id = d.id
            WHERE \(condition)
            ORDER BY t.name, t.id, d.id
            """, make)
        var records = SeriesNames.apart(rows)
        judge(&records)
        return records
    }

    private static func make(_ row: any StorageRow) throws -> SeriesRecord {
        func json(_ column: Int) -> JSONValue { (try? JSONValue(parsing: row.text(column))) ?? .null }
        func instant(_ column: Int) -> Instant? { row.integerIfPresent(column).map { Instant(microseconds: $0) } }
        let place = json(7)
        return SeriesRecord(
            thing: row.integer(0), thingName: row.text(1), thingDescription: row.text(2), thingProperties: json(3),
            longitude: row.realIfPresent(4), latitude: row.realIfPresent(5), placeName: row.textIfPresent(6),
            isApproximate: place["approximateLocation"]?.bool ?? false,
            datastream: row.integerIfPresent(8), name: row.text(9), about: row.text(24),
            measured: row.text(10), definition: row.text(11), unitName: row.text(12), unitSymbol: row.text(13),
            properties: json(14), ended: instant(15), count: row.integer(16), start: instant(17), end: instant(18),
            lastTime: instant(19), lastValue: row.realIfPresent(20), lastText: row.textIfPresent(21),
            rhythm: row.integerIfPresent(22), dataset: row.integerIfPresent(23),
            // a count at an instant is a state, such as free places
            countsStretches: row.text(25) == ObservationType.count && row.integer(18) > row.integer(19))
    }

    package func state(at now: Instant) -> SensorState {
        let latest = [lastTime, end].compactMap { $0 }.max()
        return SensorState(latest: latest, interval: rhythm, ended: ended, now: now)
    }

    /// Its name, and what tells it apart where others of its Thing have the same.
    package var title: String { apart.isEmpty ? name : "\(name), \(apart)" }

    /// Where it measures what, and what else its name says: "Nordstraße, Fahrräder (stadteinwärts)".
    package var label: String {
        var rest = name
        for known in [thingName, measured] where !known.isEmpty {
            if let place = rest.firstRange(of: known) { rest.removeSubrange(place) }
        }
        func isEdge(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
        let own = String(rest.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
        let more = [own, apart].filter { !$0.isEmpty }.joined(separator: ", ")
        return more.isEmpty ? "\(thingName), \(measured)" : "\(thingName), \(measured) (\(more))"
    }

    /// The quantity as people call it.
    package var quantity: Quantity { known ?? Quantity(self) }

    /// What a quantity is judged by.
    fileprivate var words: SeriesWords {
        SeriesWords(
            measured: measured, definition: definition, unitName: unitName, unitSymbol: unitSymbol,
            kind: properties["art"]?.string ?? properties["aggregation"]?.string ?? "", countsStretches: countsStretches
        )
    }

    /// Judges each quantity once, however many series have it.
    private static func judge(_ records: inout [SeriesRecord]) {
        var judged: [SeriesWords: Quantity] = [:]
        for place in records.indices {
            let words = records[place].words
            let quantity = judged[words] ?? Quantity(words)
            judged[words] = quantity
            records[place].known = quantity
        }
    }

    /// What stands beside a value: its unit, or of a number what it is counted over.
    package func unit(_ format: Format) -> String {
        let quantity = quantity
        guard quantity.unit.isEmpty, quantity.isSum else { return quantity.unit }
        return rhythm.map { format.per(microseconds: $0) } ?? ""
    }
}

/// What kind of thing a series measures, judged by the words of its observed property and unit.
package struct Quantity: Hashable {
    package var isCycling: Bool
    package var isParking: Bool
    /// Values are numbers of events in a stretch of time: they add up.
    package var isSum: Bool
    /// Differences say more than shares: temperatures and pH have no natural zero.
    package var comparesByDifference: Bool
    /// As shown beside a value; empty for pure counts.
    package var unit: String

    package init(_ record: SeriesRecord) { self.init(record.words) }

    init(_ series: SeriesWords) {
        let words = (series.measured + " " + series.definition).lowercased()
        isCycling = ["fahrr", "bicycle", "radverkehr", "q1135819", "cycling"].contains { words.contains($0) }
        isParking = series.isParking
        isSum = series.addsUp
        unit = DatastreamIndicator.shown(series.unitSymbol)
        comparesByDifference = ["°C", "pH", "K", "%"].contains(unit)
    }
}
