// SPDX-License-Identifier: EUPL-1.2
package import Geometry

/// How a pair of numbers is a place: in which reference system, and which comes first.
package struct Coordinates: Sendable, Hashable {
    /// Nil for degrees of longitude and latitude.
    package var epsg: Int?
    /// The column of the longitude holds the latitude.
    var isSwapped = false

    package init(epsg: Int? = nil, isSwapped: Bool = false) {
        self.epsg = epsg
        self.isSwapped = isSwapped
    }

    /// Whether PROJ knows the system.
    var isKnown: Bool {
        guard let epsg, !Self.degrees.contains(epsg) else { return true }
        return (try? ReferenceSystemTransform(from: ReferenceSystem(epsg: epsg), to: .crs84)) != nil
    }

    /// Degrees of WGS 84 and ETRS89, which differ by less than a metre.
    private static let degrees: Set<Int> = [4326, 4258]

    /// Turns pairs of numbers into places; made once for many, because PROJ takes its time to begin.
    package struct Placing {
        private let transform: ReferenceSystemTransform?
        private let isSwapped: Bool

        package init?(_ coordinates: Coordinates) {
            isSwapped = coordinates.isSwapped
            guard let epsg = coordinates.epsg, !Coordinates.degrees.contains(epsg) else {
                transform = nil
                return
            }
            guard let transform = try? ReferenceSystemTransform(from: ReferenceSystem(epsg: epsg), to: .crs84) else {
                return nil
            }
            self.transform = transform
        }

        /// Longitude and latitude; nil where the numbers are no place on earth.
        package func place(_ first: Double, _ second: Double) -> Position? {
            let given = isSwapped ? Position(second, first) : Position(first, second)
            var position = given
            if let transform {
                guard let moved = try? transform(given) else { return nil }
                position = moved
            }
            return abs(position.x) <= 180 && abs(position.y) <= 90 ? position : nil
        }
    }
}
