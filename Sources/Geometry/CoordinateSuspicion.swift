// SPDX-License-Identifier: EUPL-1.2

/// What numbers that should be longitudes and latitudes of a region look like; a ground for asking, not for guessing.
public enum CoordinateSuspicion: Sendable, Hashable {
    /// They lie in the region.
    case plausible
    /// They would with latitude and longitude exchanged.
    case swappedAxes
    /// They would as metres of one of these systems, the likeliest first.
    case projected([ReferenceSystem])
    /// As `projected`, with northing before easting.
    case projectedSwappedAxes([ReferenceSystem])
    /// Nothing known puts them into the region.
    case elsewhere

    /// A reading is taken when at least nine of ten positions then lie in the region.
    /// `region` is in degrees, for example that of the town.
    public init(of positions: [Position], expectedIn region: BoundingBox) {
        // A thousand positions, spread over all, tell as much as a million.
        let step = max(1, positions.count / 1000)
        let sample = stride(from: 0, to: positions.count, by: step).map { positions[$0] }
        let swapped = sample.map { Position($0.y, $0.x) }
        guard !sample.isEmpty else {
            self = .plausible
            return
        }
        if Self.isMostly(sample, in: region) {
            self = .plausible
        } else if Self.isMostly(swapped, in: region) {
            self = .swappedAxes
        } else if case let systems = Self.systems(putting: sample, in: region), !systems.isEmpty {
            self = .projected(systems)
        } else if case let systems = Self.systems(putting: swapped, in: region), !systems.isEmpty {
            self = .projectedSwappedAxes(systems)
        } else {
            self = .elsewhere
        }
    }

    private static let candidates: [ReferenceSystem] = [
        .utm32, .utm33, .gaussKrueger3, ReferenceSystem(epsg: 31466), ReferenceSystem(epsg: 31468), .webMercator,
    ]

    private static func isMostly(_ positions: [Position], in region: BoundingBox) -> Bool {
        let inside = positions.count { region.contains($0) }
        return inside * 10 >= positions.count * 9
    }

    private static func systems(putting positions: [Position], in region: BoundingBox) -> [ReferenceSystem] {
        // Degrees are never metres of these systems in Germany; this also keeps the null island out.
        guard positions.contains(where: { abs($0.x) > 400 || abs($0.y) > 400 }) else { return [] }
        return candidates.filter { system in
            guard let transform = try? ReferenceSystemTransform(from: system, to: .crs84) else { return false }
            let moved = positions.compactMap { try? transform($0) }
            return moved.count * 10 >= positions.count * 9 && isMostly(moved, in: region)
        }
    }
}
