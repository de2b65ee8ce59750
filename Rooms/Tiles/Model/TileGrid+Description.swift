// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Geometry
import VectorTiles
import Wire

/// How a grid is told to programs (OGC 17-083r4, JSON encoding).
extension TileGrid {
    var title: Words {
        switch self {
        case .webMercator: Words("Gitter der Karten im Netz (EPSG:3857)", "Grid of maps in the web (EPSG:3857)")
        default: Words("Metrisches Gitter in UTM 32 (EPSG:25832)", "Metric grid in UTM 32 (EPSG:25832)")
        }
    }

    /// What the register of the OGC calls it; nil for a grid of our own.
    var registered: String? {
        self == .webMercator ? "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad" : nil
    }

    func definition(_ language: Language, address: String) -> JSONValue {
        var object: JSONObject = [
            "id": .string(name), "title": .string(language(title)), "crs": .string(system.uri),
            "orderedAxes": self == .webMercator ? ["X", "Y"] : ["E", "N"],
        ]
        object["uri"] = .string(registered ?? address)
        if self == .webMercator {
            object["wellKnownScaleSet"] = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"
        }
        object["tileMatrices"] = .array(
            (0...deepest).map { zoom in
                [
                    "id": .string(String(zoom)), "scaleDenominator": JSONValue(scaleDenominator(zoom)),
                    "cellSize": JSONValue(cellSize(zoom)), "cornerOfOrigin": "topLeft",
                    "pointOfOrigin": [JSONValue(corner.x), JSONValue(corner.y)], "tileWidth": 256, "tileHeight": 256,
                    "matrixWidth": JSONValue(Self.width(of: zoom)), "matrixHeight": JSONValue(Self.width(of: zoom)),
                ]
            })
        return .object(object)
    }
}
