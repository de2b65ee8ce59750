// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The box in which what a town has lies: to ask whether a place is meant that lies far outside.
package struct TownArea: Sendable, Hashable {
    package let west: Double
    package let south: Double
    package let east: Double
    package let north: Double

    /// Around all of these boxes and positions; nil when there are none.
    init?(boxes: [[Double]], positions: [(longitude: Double, latitude: Double)]) {
        let corners =
            boxes.filter { $0.count == 4 && $0[0] <= $0[2] }
            + positions.map {
                [$0.longitude, $0.latitude, $0.longitude, $0.latitude]
            }
        guard let west = corners.map({ $0[0] }).min(), let south = corners.map({ $0[1] }).min(),
            let east = corners.map({ $0[2] }).max(), let north = corners.map({ $0[3] }).max()
        else { return nil }
        (self.west, self.south, self.east, self.north) = (west, south, east, north)
    }

    /// How far a position lies outside, in kilometres; 0 inside.
    package func kilometres(to longitude: Double, _ latitude: Double) -> Double {
        let east = max(0, west - longitude, longitude - self.east) * 111.32 * cos(latitude * .pi / 180)
        let north = max(0, south - latitude, latitude - self.north) * 111.32
        return (east * east + north * north).squareRoot()
    }
}

extension TownReading {
    /// Where the town lies as far as its data show it: its districts, else all its layers and sensors; nil without any.
    package var area: TownArea? {
        let districts = layers.filter { $0.role == "district" }.compactMap(\.corners)
        if let area = TownArea(boxes: districts, positions: []) { return area }
        return TownArea(
            boxes: layers.compactMap(\.corners),
            positions: series.compactMap { record in
                guard let longitude = record.longitude, let latitude = record.latitude else { return nil }
                return (longitude, latitude)
            })
    }
}
