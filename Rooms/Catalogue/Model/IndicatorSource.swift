// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Wire

/// How values of a window become one number.
public enum AggregateFunction: String, Sendable, Hashable, CaseIterable {
    case minimum = "min", maximum = "max", mean, sum, count, last
}

/// One number over a window, with how much of the window was measured.
public struct AggregateValue: Sendable, Hashable {
    /// Nil when nothing was measured.
    public let value: Double?
    public let count: Int64
    /// Share of the window that has values, 0…1; nil where the rhythm is unknown.
    public let coverage: Double?

    public init(value: Double?, count: Int64, coverage: Double?) {
        self.value = value
        self.count = count
        self.coverage = coverage
    }
}

/// A measured thing that an indicator or an analysis can ask: a Datastream, a layer's count, a value kept by hand.
public protocol IndicatorSource: Sendable {
    var name: String { get }
    /// UCUM or plain symbol.
    var unit: String { get }
    /// Longitude and latitude in degrees (CRS84), where it has a place.
    var place: (longitude: Double, latitude: Double)? { get }
    func aggregate(_ function: AggregateFunction, over window: InstantInterval, for reader: Reader) async throws
        -> AggregateValue
    /// The same over several windows, one value each in their order: one question where the source can.
    func aggregates(_ function: AggregateFunction, over windows: [InstantInterval], for reader: Reader) async throws
        -> [AggregateValue]
    /// It has a number now and no history, like the features of a layer.
    var isMomentary: Bool { get }
}

extension IndicatorSource {
    public var isMomentary: Bool { false }

    public func aggregates(
        _ function: AggregateFunction, over windows: [InstantInterval], for reader: Reader
    ) async throws -> [AggregateValue] {
        var values: [AggregateValue] = []
        for window in windows { values.append(try await aggregate(function, over: window, for: reader)) }
        return values
    }
}

/// How many features a layer holds.
public struct LayerCount: IndicatorSource {
    public let name: String
    public let unit = ""
    public let place: (longitude: Double, latitude: Double)? = nil
    public let isMomentary = true
    private let count: Int64

    public init(name: String, count: Int64) { (self.name, self.count) = (name, count) }

    public func aggregate(
        _ function: AggregateFunction, over window: InstantInterval, for reader: Reader
    ) async throws -> AggregateValue {
        AggregateValue(value: Double(count), count: count, coverage: nil)
    }
}

/// Finds what an indicator of the plan asks for beside Datastreams and layers; who keeps such a thing offers it.
public struct IndicatorFinder: Sendable {
    /// From the indicator's document; nil where it means something else, or the reader may not see it.
    public let find: @Sendable (_ indicator: JSONObject, _ reader: Reader) async throws -> (any IndicatorSource)?

    public init(
        _ find: @escaping @Sendable (_ indicator: JSONObject, _ reader: Reader) async throws -> (any IndicatorSource)?
    ) {
        self.find = find
    }
}
