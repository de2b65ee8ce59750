// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A position in the town: metres east and north of the market square.
struct TownPosition: Sendable, Hashable {
    var x: Double
    var y: Double

    /// The market square. It lies in the German Bight, where no real town can be mistaken for this one.
    static let marketSquare = (longitude: 7.62, latitude: 54.32)

    private static let metresPerDegree = 111_195.08

    /// Degrees (CRS84) with six decimals, about 0.1 m.
    var longitude: Double {
        let perDegree = Self.metresPerDegree * cos(Self.marketSquare.latitude * .pi / 180)
        return Self.rounded(Self.marketSquare.longitude + x / perDegree)
    }
    var latitude: Double {
        Self.rounded(Self.marketSquare.latitude + y / Self.metresPerDegree)
    }

    func distance(to other: TownPosition) -> Double {
        let (dx, dy) = (other.x - x, other.y - y)
        return (dx * dx + dy * dy).squareRoot()
    }

    private static func rounded(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
}

/// The geometry of a town feature; rings are closed (first position = last), outer ring first.
enum TownShape: Sendable, Hashable {
    case point(TownPosition)
    case line([TownPosition])
    case polygon([[TownPosition]])
}

/// The wobbly polar grid that the town is built on: every border, road and place is a point of it.
///
/// Even circles and rays are pushed about by a smooth field (at most 240 m, over 1.6 km), which keeps their order: a
/// partition of the even disc stays a partition of the town.
struct TownGrid: Sendable {
    let field: SeededNoise

    init(noise: SeededNoise) {
        field = noise.derived("grid")
    }

    /// The place at `radius` metres and `angle` radians (counter-clockwise from east).
    func position(radius: Double, angle: Double) -> TownPosition {
        let x = radius * cos(angle)
        let y = radius * sin(angle)
        return TownPosition(
            x: x + 240 * field.smooth(x / 1600, y / 1600),
            y: y + 240 * field.smooth(x / 1600 + 500, y / 1600 + 500))
    }

    /// Points along a circle, one every 2.5° and at both ends; both sides of a border get the same ones.
    func arc(radius: (Double) -> Double, from start: Double, to end: Double, stops: [Double] = []) -> [TownPosition] {
        let step = Double.pi / 72
        var angles = [start]
        let inner = Int((start / step).rounded(.down)) + 1
        let last = Int((end / step).rounded(.up)) - 1
        if inner <= last { angles += (inner...last).map { Double($0) * step } }
        angles += stops.filter { $0 > start && $0 < end }
        angles = Set(angles.filter { $0 > start + 1e-9 && $0 < end - 1e-9 }).sorted()
        return ([start] + angles + [end]).map { position(radius: radius($0), angle: $0) }
    }

    /// Points along a ray, one about every 120 m.
    func ray(angle: Double, from start: Double, to end: Double) -> [TownPosition] {
        let count = max(Int((abs(end - start) / 120).rounded(.up)), 1)
        return (0...count).map { index in
            position(radius: start + (end - start) * Double(index) / Double(count), angle: angle)
        }
    }
}
