// SPDX-License-Identifier: EUPL-1.2
internal import CProj
internal import Synchronization

/// A coordinate reference system by its EPSG code, or CRS84.
public struct ReferenceSystem: Sendable, Hashable {
    /// What PROJ calls it: `EPSG:25832`, `OGC:CRS84`.
    public let name: String

    public init(epsg: Int) { name = "EPSG:\(epsg)" }
    private init(name: String) { self.name = name }

    /// WGS 84, longitude before latitude.
    public static let crs84 = ReferenceSystem(name: "OGC:CRS84")
    public static let wgs84 = ReferenceSystem(epsg: 4326)
    /// ETRS89 / UTM zone 32N, metres.
    public static let utm32 = ReferenceSystem(epsg: 25832)
    /// ETRS89 / UTM zone 33N, metres.
    public static let utm33 = ReferenceSystem(epsg: 25833)
    /// DHDN / 3-degree Gauss-Krüger zone 3, metres.
    public static let gaussKrueger3 = ReferenceSystem(epsg: 31467)
    public static let webMercator = ReferenceSystem(epsg: 3857)

    /// The identifier OGC APIs use.
    public var uri: String {
        self == .crs84
            ? "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
            : "http://www.opengis.net/def/crs/EPSG/0/\(name.dropFirst(5))"
    }
}

/// Why positions could not be moved into another reference system.
public enum ReferenceSystemError: Error, Sendable, Hashable {
    /// PROJ has no operation between the two.
    case unknown(from: ReferenceSystem, to: ReferenceSystem)
    /// The position lies outside what the operation can do; index from 0.
    case notTransformable(index: Int)
}

/// Moves positions between reference systems with PROJ; x is always east or longitude, y north or latitude.
///
/// One PROJ context an instance, used under a lock: an instance may be shared between threads. Heights stay as they are.
public final class ReferenceSystemTransform: Sendable {
    private let operation: Mutex<Operation>

    /// - Throws: `ReferenceSystemError.unknown` when PROJ does not know one of the two.
    public init(from source: ReferenceSystem, to target: ReferenceSystem) throws(ReferenceSystemError) {
        guard let operation = Operation(source.name, target.name) else {
            throw .unknown(from: source, to: target)
        }
        self.operation = Mutex(operation)
    }

    public func callAsFunction(_ position: Position) throws(ReferenceSystemError) -> Position {
        try callAsFunction([position])[0]
    }

    /// Moves many positions with one call into PROJ.
    public func callAsFunction(_ positions: [Position]) throws(ReferenceSystemError) -> [Position] {
        var xs = positions.map(\.x)
        var ys = positions.map(\.y)
        operation.withLock { operation in operation.run(&xs, &ys) }
        var moved = positions
        for index in moved.indices {
            guard xs[index].isFinite, ys[index].isFinite else { throw .notTransformable(index: index) }
            moved[index].x = xs[index]
            moved[index].y = ys[index]
        }
        return moved
    }

    /// Moves a geometry; the index of an error counts its positions.
    public func callAsFunction(_ geometry: GeometryValue) throws(ReferenceSystemError) -> GeometryValue {
        var positions: [Position] = []
        geometry.forEachPosition { positions.append($0) }
        let moved = try callAsFunction(positions)
        var next = 0
        return geometry.mapPositions { _ in
            next += 1
            return moved[next - 1]
        }
    }
}

/// PROJ's context and operation, owned together.
private struct Operation: ~Copyable {
    private let context: OpaquePointer
    private let pointer: OpaquePointer

    init?(_ source: String, _ target: String) {
        guard let context = proj_context_create() else { return nil }
        proj_context_set_enable_network(context, 0)
        proj_log_level(context, PJ_LOG_NONE)
        guard let plain = proj_create_crs_to_crs(context, source, target, nil) else {
            proj_context_destroy(context)
            return nil
        }
        let normalized = proj_normalize_for_visualization(context, plain)
        proj_destroy(plain)
        guard let normalized else {
            proj_context_destroy(context)
            return nil
        }
        self.context = context
        pointer = normalized
    }

    deinit {
        proj_destroy(pointer)
        proj_context_destroy(context)
    }

    /// Positions that cannot be moved become infinite.
    func run(_ xs: inout [Double], _ ys: inout [Double]) {
        let count = xs.count
        let stride = MemoryLayout<Double>.stride
        xs.withUnsafeMutableBufferPointer { xs in
            ys.withUnsafeMutableBufferPointer { ys in
                _ = proj_trans_generic(
                    pointer, PJ_FWD, xs.baseAddress, stride, count, ys.baseAddress, stride, count, nil, 0, 0, nil, 0, 0)
            }
        }
    }
}
