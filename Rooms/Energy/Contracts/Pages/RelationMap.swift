// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import Foundation
import Metering
import Site
import Wire

/// What the map's script draws of a relation: the point, the plants, and 4.5 km around each plant.
struct RelationMap: Sendable {
    let page: RelationPage

    var places: JSONValue {
        var features: [JSONValue] = []
        func add(_ place: GeoPosition, _ name: String, _ measured: String, isPlant: Bool) {
            features.append(
                [
                    "type": "Feature", "id": JSONValue(features.count),
                    "geometry": [
                        "type": "Point",
                        "coordinates": [JSONValue(place.degrees.longitude), JSONValue(place.degrees.latitude)],
                    ],
                    "properties": [
                        "name": .string(name), "measured": .string(measured),
                        "state": .string(isPlant ? "live" : "historical"), "value": "", "time": "", "link": "#plants",
                        "approximate": .bool(false),
                    ],
                ])
        }
        for one in page.distances {
            guard let place = one.place else { continue }
            add(place, one.name, one.metres.map { "\($0) m" } ?? "", isPlant: true)
        }
        if let point = page.point, let place = point.position {
            add(place, page.member, point.malo.description, isPlant: false)
        }
        let circles: JSONValue = [
            "title": "4,5 km", "role": "boundary", "base": .bool(true), "count": JSONValue(page.distances.count),
            "attribution": "",
            "items": .string(SiteURL.relation(page.community.id, page.relation.number, "near.json").path),
        ]
        return [
            "type": "FeatureCollection", "layers": .array([circles]), "attributions": [],
            "features": .array(features),
        ]
    }

    /// GeoJSON of a circle around each plant, of 72 corners.
    var circles: JSONValue {
        let features = page.distances.compactMap { one in one.place.map { (one.name, $0) } }.map {
            name, place -> JSONValue in
            let (east, north) = place.degrees
            // degrees of an arc of that length on the sphere that distances are counted on
            let radius = Double(PlantDistance.near) / 6_371_008.8 * 180 / .pi
            let corners = (0...72).map { step -> JSONValue in
                let angle = Double(step % 72) * .pi / 36
                let across = radius / max(0.01, cos(north * .pi / 180))
                return [JSONValue(east + across * cos(angle)), JSONValue(north + radius * sin(angle))]
            }
            return [
                "type": "Feature", "properties": ["title": .string(name)],
                "geometry": ["type": "Polygon", "coordinates": .array([.array(corners)])],
            ]
        }
        return ["type": "FeatureCollection", "features": .array(features)]
    }
}
