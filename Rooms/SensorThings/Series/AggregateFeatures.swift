// SPDX-License-Identifier: EUPL-1.2
public import Access
public import Catalogue
import SensorThingsModel
import SensorThingsWriting
public import Storage
import Wire

/// What the values of one Datastream amount to in each hour, day or month, as features at the place of its Thing.
///
/// The numbers are those of `Datastreams(ID)/aggregate` in the zone of the daily aggregates; buckets without numbers are
/// left out. The id of a feature says when its bucket begins: 20260731, or 202607, or in UTC 2026073114.
struct AggregateFeatures: FeatureSource {
    let name: FeatureSourceName
    let summary: FeatureSourceSummary?
    private let series: AggregatedSeries
    private let period: AggregatePeriod
    /// A JSON list with a list for each feature, as `rows(of:)` writes it.
    private let rows: String

    /// As a list names it, without features.
    init(_ series: AggregatedSeries, _ period: AggregatePeriod, on connection: any StorageConnection) throws {
        try self.init(series, period, [], over: SeriesAggregation.extent(of: series.id, on: connection))
    }

    /// With its features.
    init(
        reading series: AggregatedSeries, _ period: AggregatePeriod, on connection: any StorageConnection
    ) throws {
        guard let calendar = ZonedCalendar(identifier: Retention.zone),
            let extent = try SeriesAggregation.extent(of: series.id, on: connection)
        else {
            try self.init(series, period, on: connection)
            return
        }
        let window = InstantInterval(start: period.start(before: extent.end, in: calendar), end: .maximum)
        let found = try SeriesAggregation.buckets(
            of: series.id, over: window, by: period.bucket, in: calendar, on: connection)
        let features = (found ?? []).map { (key: period.key(of: $0.bucket.start, in: calendar), values: $0) }
        self.init(series, period, features, over: extent)
    }

    private init(
        _ series: AggregatedSeries, _ period: AggregatePeriod, _ features: [(key: Int64, values: BucketValues)],
        over extent: InstantInterval?
    ) {
        name = .aggregates(datastream: series.id, period)
        self.series = series
        self.period = period
        rows = Self.rows(of: features, addsUp: series.addsUp)
        var time = extent
        if let first = features.first?.values.bucket.start, let last = features.last?.values.bucket.end {
            time = InstantInterval(start: first, end: last)
        }
        summary = FeatureSourceSummary(
            count: features.count, place: series.place, time: time, dataset: series.dataset, licence: series.licence)
    }

    var title: String { "\(series.name) – \(period.german)" }
    var titleEnglish: String { "\(series.name) – \(period.english)" }
    var description: String {
        "Was die Werte dieser Messreihe in \(period.germanStretch) ergeben; \(period.germanReach)."
    }
    var descriptionEnglish: String {
        "What the values of this Datastream amount to in each \(period.bucket.rawValue); \(period.englishReach)."
    }
    let titleProperty = "begin"
    let timeProperty: String? = "begin"
    let endProperty: String? = "end"
    let properties = [
        FeatureSourceProperty(name: "begin", column: "begins_at", kind: .instant),
        FeatureSourceProperty(name: "end", column: "ends_at", kind: .instant),
        FeatureSourceProperty(name: "count", column: "value_count", kind: .integer),
        FeatureSourceProperty(name: "mean", column: "mean", kind: .real),
        FeatureSourceProperty(name: "minimum", column: "minimum", kind: .real),
        FeatureSourceProperty(name: "maximum", column: "maximum", kind: .real),
        FeatureSourceProperty(name: "sum", column: "value_sum", kind: .real),
        FeatureSourceProperty(name: "completeness", column: "completeness", kind: .real),
        FeatureSourceProperty(name: "unit", column: "unit", kind: .text),
        FeatureSourceProperty(name: "observedProperty", column: "observed_property", kind: .text),
        FeatureSourceProperty(name: "datastream", column: "datastream", kind: .integer),
        FeatureSourceProperty(name: "name", column: "name", kind: .text),
        FeatureSourceProperty(name: "sensor", column: "sensor", kind: .text),
    ]

    /// Rights were asked when the source was found.
    func relation(for reader: Reader) -> SQL {
        """
        SELECT \(Self.integer(0)) AS fid, CAST(\(series.place?.longitude) AS \(SQL.double)) AS longitude,
            CAST(\(series.place?.latitude) AS \(SQL.double)) AS latitude, \(Self.integer(1)) AS begins_at,
            \(Self.integer(2)) AS ends_at, \(Self.integer(3)) AS value_count, \(Self.real(4)) AS mean,
            \(Self.real(6)) AS minimum, \(Self.real(8)) AS maximum, \(Self.real(10)) AS value_sum,
            \(Self.real(12)) AS completeness, CAST(\(series.unit) AS TEXT) AS unit,
            CAST(\(series.observedProperty) AS TEXT) AS observed_property, CAST(\(series.id) AS BIGINT) AS datastream,
            CAST(\(series.name) AS TEXT) AS name, CAST(\(series.thing) AS TEXT) AS sensor
        FROM \(sqlite: "json_each(\(rows)) AS bucket", postgresql: "jsonb_array_elements(CAST(\(rows) AS JSONB)) AS bucket (value)")
        """
    }

    private static func integer(_ place: Int) -> SQL {
        "CAST(bucket.value ->> \(SQL(verbatim: String(place))) AS BIGINT)"
    }

    /// A number of two integers, for neither engine reads each decimal as the number that it was written from.
    private static func real(_ place: Int) -> SQL {
        """
        (CAST(bucket.value ->> \(SQL(verbatim: String(place))) AS \(SQL.double))
            * power(CAST(2 AS \(SQL.double)), CAST(bucket.value ->> \(SQL(verbatim: String(place + 1))) AS INTEGER)))
        """
    }

    private static func rows(of features: [(key: Int64, values: BucketValues)], addsUp: Bool) -> String {
        var writer = JSONWriter(reserving: 2 + 160 * features.count)
        writer.beginArray()
        for (key, values) in features {
            writer.beginArray()
            for number in [key, values.bucket.start.microseconds, values.bucket.end.microseconds, values.count] {
                writer.write(number)
            }
            let sum = addsUp ? values.sum : nil
            for number in [values.mean, values.minimum, values.maximum, sum, values.coverage] {
                guard let number, number.isFinite else {
                    writer.null()
                    writer.null()
                    continue
                }
                let exponent = number == 0 ? 0 : Int64(number.exponent) - Int64(number.significandWidth)
                writer.write(
                    number == 0 ? 0 : Int64(number / Double(sign: .plus, exponent: Int(exponent), significand: 1)))
                writer.write(exponent)
            }
            writer.endArray()
        }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// A Datastream of numbers as its aggregates need it; what the reader may not see of it is not in it.
struct AggregatedSeries: Sendable {
    let id: Int64
    let name: String
    let unit: String
    let observedProperty: String
    let addsUp: Bool
    let thing: String?
    let place: FeatureSourceSummary.Place?
    let dataset: String?
    let licence: String?

    /// The Datastream of an id, nil where there is none that the reader may see.
    static func find(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> AggregatedSeries? {
        try connection.firstRow("\(statement(for: reader)) AND d.id = \(id)", make)
    }

    /// Those behind an id, in order.
    static func all(
        after id: Int64, limit: Int, for reader: Reader, on connection: any StorageConnection
    ) throws -> [AggregatedSeries] {
        try connection.rows("\(statement(for: reader)) AND d.id > \(id) ORDER BY d.id LIMIT \(limit)", make)
    }

    /// An ObservedProperty is seen through the Datastream; a Thing and its place have rights of their own.
    private static func statement(for reader: Reader) -> SQL {
        """
        SELECT d.id, d.name, d.unit_symbol, d.unit_name, d.observation_type, d.properties, o.name, o.definition, t.name,
            l.longitude, l.latitude, x.slug, x.licence, CASE WHEN s.phenomenon_end > s.latest_time THEN 1 ELSE 0 END
        FROM datastream d JOIN observed_property o ON o.id = d.observed_property_id
        LEFT JOIN thing t ON t.id = d.thing_id AND \(Dataset.isVisible("t.dataset_id", to: reader))
        LEFT JOIN location l ON l.id = (SELECT min(location_id) FROM thing_location WHERE thing_id = t.id)
            AND \(Dataset.isVisible("l.dataset_id", to: reader))
        LEFT JOIN datastream_state s ON s.datastream_id = d.id
        LEFT JOIN \(DatasetQueries.names) x ON x.id = d.dataset_id
        WHERE d.multi_observation_data_types IS NULL AND \(Dataset.isVisible("+d.dataset_id", to: reader))
        """
    }

    private static func make(_ row: any StorageRow) throws -> AggregatedSeries {
        let properties = row.textIfPresent(5).flatMap { try? JSONValue(parsing: $0) }
        let words = SeriesWords(
            measured: row.text(6), definition: row.text(7), unitName: row.text(3), unitSymbol: row.text(2),
            kind: properties?["art"]?.string ?? properties?["aggregation"]?.string ?? "",
            // a count at an instant is a state, such as free places
            countsStretches: row.text(4) == ObservationType.count && row.integer(13) != 0)
        var place: FeatureSourceSummary.Place?
        if let longitude = row.realIfPresent(9), let latitude = row.realIfPresent(10) {
            place = .init(longitude: longitude, latitude: latitude)
        }
        return AggregatedSeries(
            id: row.integer(0), name: row.text(1), unit: row.text(2), observedProperty: row.text(6),
            addsUp: words.addsUp, thing: row.textIfPresent(8), place: place, dataset: row.textIfPresent(11),
            licence: row.textIfPresent(12))
    }
}

/// The aggregates of each Datastream of numbers, one collection for each period.
public struct AggregateFamily: FeatureSourceFamily {
    public let parent = FeatureSourceName.sensors
    public let title = "Messreihen, zusammengefasst"
    public let titleEnglish = "Aggregated Datastreams"
    public let pattern = "^datastream-[1-9][0-9]*-(hourly|daily|monthly)$"

    /// Datastreams on a page of the list.
    static let page = 100

    public init() {}

    public func source(
        _ name: FeatureSourceName, for reader: Reader, on connection: any StorageConnection
    ) throws -> (any FeatureSource)? {
        guard case .aggregates(let datastream, let period) = name,
            let series = try AggregatedSeries.find(datastream, for: reader, on: connection)
        else { return nil }
        return try AggregateFeatures(reading: series, period, on: connection)
    }

    public func members(
        after position: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> (sources: [any FeatureSource], next: Int64?) {
        let found = try AggregatedSeries.all(after: position, limit: Self.page + 1, for: reader, on: connection)
        let shown = found.prefix(Self.page)
        let sources = try shown.flatMap { series in
            try AggregatePeriod.allCases.map { try AggregateFeatures(series, $0, on: connection) }
        }
        return (sources, found.count > shown.count ? shown.last?.id : nil)
    }
}

extension AggregatePeriod {
    var bucket: TimeBucket {
        switch self {
        case .hourly: .hour
        case .daily: .day
        case .monthly: .month
        }
    }

    /// How far back the collection reaches from the latest value: hours are read from the values themselves, and nobody
    /// shall have to read all of them for a page.
    private var days: Int64 {
        switch self {
        case .hourly: 31
        case .daily: 18_262
        case .monthly: 365_242
        }
    }

    func start(before end: Instant, in calendar: ZonedCalendar) -> Instant {
        let length = days * 86_400_000_000
        guard end.microseconds - length > Instant.minimum.microseconds else { return .minimum }
        return calendar.start(
            of: self == .monthly ? .month : .day, containing: Instant(microseconds: end.microseconds - length))
    }

    /// The digits of its beginning: local day or month; the hour in UTC, for one of the clock's hours comes twice a year.
    func key(of start: Instant, in calendar: ZonedCalendar) -> Int64 {
        let offset = self == .hourly ? 0 : calendar.offset(at: start)
        let (days, inDay) = (start.microseconds + offset).quotientAndRemainderFloored(by: 86_400_000_000)
        let date = Instant.date(days: Int(days))
        let month = Int64(date.year) * 100 + Int64(date.month)
        switch self {
        case .monthly: return month
        case .daily: return month * 100 + Int64(date.day)
        case .hourly: return (month * 100 + Int64(date.day)) * 100 + inDay / 3_600_000_000
        }
    }

    fileprivate var german: String {
        switch self {
        case .hourly: "stündlich"
        case .daily: "täglich"
        case .monthly: "monatlich"
        }
    }

    fileprivate var english: String { rawValue }

    fileprivate var germanStretch: String {
        switch self {
        case .hourly: "jeder Stunde"
        case .daily: "jedem Tag"
        case .monthly: "jedem Monat"
        }
    }

    fileprivate var germanReach: String {
        switch self {
        case .hourly: "die 31 Tage vor dem letzten Wert"
        case .daily: "die 50 Jahre vor dem letzten Wert"
        case .monthly: "alle Monate"
        }
    }

    fileprivate var englishReach: String {
        switch self {
        case .hourly: "the 31 days before the latest value"
        case .daily: "the 50 years before the latest value"
        case .monthly: "all months"
        }
    }
}
