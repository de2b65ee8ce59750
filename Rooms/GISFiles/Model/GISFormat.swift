// SPDX-License-Identifier: EUPL-1.2

/// What a GIS file is written as, and which of GDAL's drivers reads it.
package enum GISFormat: String, Sendable, Hashable, CaseIterable {
    case shapefile, geopackage, gml, kml, geojson, flatgeobuf, dxf, geodatabase, csv

    /// By the ending of a name; nil for what is none or a part of one.
    package init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "shp": self = .shapefile
        case "gpkg": self = .geopackage
        case "gml", "xml", "nas": self = .gml
        case "kml", "kmz": self = .kml
        case "geojson", "json": self = .geojson
        case "fgb": self = .flatgeobuf
        case "dxf": self = .dxf
        case "gdb": self = .geodatabase
        case "csv": self = .csv
        default: return nil
        }
    }

    package var title: String {
        switch self {
        case .shapefile: "Shapefile"
        case .geopackage: "GeoPackage"
        case .gml: "GML"
        case .kml: "KML"
        case .geojson: "GeoJSON"
        case .flatgeobuf: "FlatGeobuf"
        case .dxf: "DXF"
        case .geodatabase: "File Geodatabase"
        case .csv: "CSV"
        }
    }

    /// The only drivers that may look at such a file.
    var drivers: [String] {
        switch self {
        case .shapefile: ["ESRI Shapefile"]
        case .geopackage: ["GPKG"]
        case .gml: ["GML", "NAS"]
        case .kml: ["LIBKML", "KML"]
        case .geojson: ["GeoJSON"]
        case .flatgeobuf: ["FlatGeobuf"]
        case .dxf: ["DXF"]
        case .geodatabase: ["OpenFileGDB"]
        case .csv: ["CSV"]
        }
    }

    /// How the drivers are told to read; `encoding` is that of the letters, where it is known.
    func options(encoding: String?) -> [String] {
        switch self {
        case .shapefile: encoding.map { ["-oo", "ENCODING=\($0)"] } ?? []
        case .csv:
            [
                "GEOM_POSSIBLE_NAMES=wkt,geom,the_geom,geometry,geometrie,shape,wkt_geom",
                "X_POSSIBLE_NAMES=lon,long,longitude,lng,laenge,länge,geo_laenge,x,rechtswert,ostwert,easting,x_coord",
                "Y_POSSIBLE_NAMES=lat,latitude,breite,geo_breite,y,hochwert,nordwert,northing,y_coord",
                "KEEP_GEOM_COLUMNS=NO", "AUTODETECT_TYPE=NO",
            ].flatMap { ["-oo", $0] }
        default: []
        }
    }

    /// Without a schema GDAL would guess the types of GML, and take the zero from 007; the house looks at all values instead.
    var settings: [String: String] { self == .gml ? ["GML_FIELDTYPES": "ALWAYS_STRING"] : [:] }

    /// Endings that a form with files takes: the formats, their side files, archives.
    package static func isKnown(_ name: String) -> Bool {
        if GISFormat(path: name) != nil { return true }
        let sides = [
            "shx", "dbf", "prj", "cpg", "qix", "sbn", "sbx", "qpj", "qmd", "csvt", "xsd", "zip", "tar", "gz", "tgz",
        ]
        guard let dot = name.lastIndex(of: ".") else { return false }
        return sides.contains(name[name.index(after: dot)...].lowercased())
    }
}
