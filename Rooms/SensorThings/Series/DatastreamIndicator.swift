// SPDX-License-Identifier: EUPL-1.2
public import Access
public import Catalogue
public import Storage
public import Wire

/// A Datastream as something an indicator can ask.
public struct DatastreamIndicator: IndicatorSource {
    public let datastream: DatastreamSummary
    public let place: (longitude: Double, latitude: Double)?
    private let engine: any StorageEngine

    public var name: String { datastream.name }
    public var unit: String { Self.shown(datastream.unitSymbol) }

    private static let signs = [
        "Cel": "°C", "[pH]": "pH", "mg/L": "mg/l", "ug/m3": "µg/m³", "m3": "m³", "[degF]": "°F", "1": "", "{count}": "",
    ]

    /// A unit as people write it beside a value; empty for pure counts and ratios, which UCUM calls `1`.
    public static func shown(_ symbol: String) -> String {
        signs[symbol] ?? (symbol.hasPrefix("1/") ? "" : symbol)
    }

    /// The Datastream of that id, if the reader may see it.
    public static func find(
        _ id: Int64, for reader: Reader, on engine: any StorageEngine
    ) async throws -> DatastreamIndicator? {
        let sensor = try await engine.read { connection in
            try SensorDirectory(reader: reader, now: .maximum).sensor(ofDatastream: id, on: connection)
        }
        guard let sensor, let datastream = sensor.datastreams.first(where: { $0.id == id }) else { return nil }
        let place = sensor.place.map { (longitude: $0.longitude, latitude: $0.latitude) }
        return DatastreamIndicator(datastream: datastream, place: place, engine: engine)
    }

    public func aggregate(
        _ function: AggregateFunction, over window: InstantInterval, for reader: Reader
    ) async throws -> AggregateValue {
        let found = try await aggregates(function, over: [window], for: reader)
        return found.first ?? AggregateValue(value: nil, count: 0, coverage: nil)
    }

    /// In one read; windows that follow each other are one walk over the series.
    public func aggregates(
        _ function: AggregateFunction, over windows: [InstantInterval], for reader: Reader
    ) async throws -> [AggregateValue] {
        let id = datastream.id
        return try await engine.read { connection in
            let isVisible = try connection.integer(
                "SELECT count(*) FROM datastream WHERE id = \(id) AND \(Dataset.isVisible("dataset_id", to: reader))")
            guard isVisible == 1 else {
                return windows.map { _ in AggregateValue(value: nil, count: 0, coverage: nil) }
            }
            var values: [AggregateValue] = []
            while values.count < windows.count {
                let rest = windows[values.count...]
                let run = zip(rest, rest.dropFirst()).prefix { $0.end == $1.start }.count + 1
                let boundaries = rest.prefix(1).map(\.start) + rest.prefix(run).map(\.end)
                let found = try SeriesAggregation.soundStretches(
                    of: id, between: boundaries, withLast: function == .last, on: connection)
                values += found.map { Self.value(function, of: $0) }
            }
            return values
        }
    }

    private static func value(_ function: AggregateFunction, of total: BucketValues) -> AggregateValue {
        let value: Double? =
            switch function {
            case .minimum: total.minimum
            case .maximum: total.maximum
            case .mean: total.mean
            case .sum: total.sum
            case .count: Double(total.count)
            case .last: total.last
            }
        return AggregateValue(value: value, count: total.count, coverage: total.coverage)
    }
}
