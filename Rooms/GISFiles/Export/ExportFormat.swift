// SPDX-License-Identifier: EUPL-1.2

/// What a layer can be downloaded as.
enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    case geojson, csv, gpkg, fgb, shp

    var title: String {
        switch self {
        case .geojson: "GeoJSON"
        case .csv: "CSV"
        case .gpkg: "GeoPackage"
        case .fgb: "FlatGeobuf"
        case .shp: "Shapefile"
        }
    }

    var contentType: String {
        switch self {
        case .geojson: "application/geo+json"
        case .csv: "text/csv; charset=utf-8"
        case .gpkg: "application/geopackage+sqlite3"
        case .fgb: "application/vnd.flatgeobuf"
        case .shp: "application/zip"
        }
    }

    /// The ending of the file.
    var ending: String { self == .shp ? "zip" : rawValue }

    /// GDAL's driver; nil for what the house writes itself.
    var driver: String? {
        switch self {
        case .geojson, .csv: nil
        case .gpkg: "GPKG"
        case .fgb: "FlatGeobuf"
        case .shp: "ESRI Shapefile"
        }
    }
}

/// What the style of a layer can be downloaded as.
enum StyleFormat: String, Sendable, Hashable, CaseIterable {
    case qml, sld

    var title: String { self == .qml ? "QML (QGIS)" : "SLD" }

    var contentType: String {
        self == .qml ? "application/xml; charset=utf-8" : "application/vnd.ogc.sld+xml; version=1.0.0"
    }
}
