// SPDX-License-Identifier: EUPL-1.2
public import Access
public import Catalogue
import Geometry
public import Storage
public import Wire

/// A layer as something measured: how many features, how long its lines, how large its areas.
///
/// A layer is a state, not a series: the window does not change the answer.
public struct LayerIndicator: IndicatorSource {
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// Features.
        case count
        /// Length of all lines in metres.
        case length
        /// Area of all polygons in square metres.
        case area
    }

    public let name: String
    public let measure: Measure
    private let collection: String
    private let engine: any StorageEngine

    /// An indicator of the layer `collection`; `name` is what people read.
    public init(collection: String, name: String, measure: Measure, engine: any StorageEngine) {
        self.collection = collection
        self.name = name
        self.measure = measure
        self.engine = engine
    }

    public var unit: String {
        switch measure {
        case .count: "1"
        case .length: "m"
        case .area: "m2"
        }
    }

    public var place: (longitude: Double, latitude: Double)? { nil }

    /// Every function gives the layer's number, `count` that of its features; nil when the reader may not see it.
    public func aggregate(
        _ function: AggregateFunction, over window: InstantInterval, for reader: Reader
    ) async throws -> AggregateValue {
        let (collection, measure) = (collection, measure)
        return try await engine.read { connection in
            guard let layer = try FeatureCollectionQueries.find(collection, for: reader, on: connection) else {
                return AggregateValue(value: nil, count: 0, coverage: nil)
            }
            let count = Int64(layer.count)
            if measure == .count || function == .count {
                return AggregateValue(value: Double(count), count: count, coverage: nil)
            }
            var sum = 0.0
            let relation = layer.relation
            let geometry = relation.geometry.joined(separator: ", ")
            try connection.forEachRow("SELECT \(geometry) FROM \(relation.source) ORDER BY fid") { row in
                guard let shape = relation.wkb(row, 0).flatMap({ try? GeometryValue(wkb: $0) }) else { return true }
                sum += measure == .length ? shape.length : shape.area
                return true
            }
            return AggregateValue(value: sum, count: count, coverage: nil)
        }
    }
}
