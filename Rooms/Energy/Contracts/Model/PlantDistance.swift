// SPDX-License-Identifier: EUPL-1.2
package import Energy
import Geometry
package import Metering
package import Storage

/// How far a consumer's point is from a plant: § 12b StromStV counts what is taken within 4.5 km as taken nearby, which
/// the exemption from electricity tax needs (§9(1) no. 3 b StromStG). Who may share does not depend on it.
package struct PlantDistance: Sendable, Hashable {
    /// Metres.
    package static let near = 4500

    package let plant: Int64
    package let name: String
    package let place: GeoPosition?
    /// Whole metres; nil where a position is missing.
    package let metres: Int?

    package var isNear: Bool? { metres.map { $0 <= Self.near } }

    /// Metres between two positions on the sphere, rounded up: a distance just above the limit is not called near.
    package static func metres(_ one: GeoPosition, _ other: GeoPosition) -> Int {
        func position(_ place: GeoPosition) -> Position {
            Position(place.degrees.longitude, place.degrees.latitude)
        }
        return Int(GeometryValue.distance(position(one), position(other)).rounded(.up))
    }

    /// Where a plant stands: its own position, else that of its metering point.
    package static func place(_ plant: Plant, _ points: [Version<Point>], on day: CivilDay) -> GeoPosition? {
        plant.position ?? place(plant.point, points, on: day)
    }

    package static func place(_ point: Int64, _ points: [Version<Point>], on day: CivilDay) -> GeoPosition? {
        let versions = points.filter { $0.number == point }
        return (versions.last { $0.days.contains(day) } ?? versions.last)?.content.position
    }

    /// To each plant that is shared on the day.
    package static func all(
        from point: Int64, of community: Int64, on day: CivilDay, on connection: any StorageConnection
    ) throws -> [PlantDistance] {
        let points = try EnergyQueries.versions(Point.self, of: community, on: connection)
        let plants = try EnergyQueries.versions(Plant.self, of: community, on: connection)
            .filter { $0.days.contains(day) }
        let own = place(point, points, on: day)
        return plants.map { version in
            let other = place(version.content, points, on: day)
            let metres = own.flatMap { own in other.map { Self.metres(own, $0) } }
            return PlantDistance(plant: version.number, name: version.content.name, place: other, metres: metres)
        }
    }
}
