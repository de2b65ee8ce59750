// SPDX-License-Identifier: EUPL-1.2
import Ingest
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// The town's map with the places of a delivery.
enum MapView {
    static let scripts = TownMap.assets.scripts
    static let styles = TownMap.assets.styles

    static func canvas(_ data: SiteURL, _ frame: PageFrame) -> HTML { TownMap.canvas(frame, isSmall: true, data: data) }

    /// The places for the map's script.
    static func data(_ places: [ImportPreview.Place]) -> JSONValue {
        let features = places.enumerated().map { number, place -> JSONValue in
            [
                "type": "Feature", "id": JSONValue(number),
                "geometry": [
                    "type": "Point", "coordinates": [JSONValue(place.longitude), JSONValue(place.latitude)],
                ],
                "properties": [
                    "name": .string(place.name), "measured": "", "state": .string(SensorState.empty.rawValue),
                    "value": "",
                    "time": "", "link": "#preview", "approximate": .bool(place.isApproximate),
                ],
            ]
        }
        return [
            "type": "FeatureCollection", "layers": [], "attributions": [], "features": .array(features),
        ]
    }
}
