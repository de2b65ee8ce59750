// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Features
import Foundation
import Geometry
import LayerStyles
import Wire

/// The tables that GDAL makes a file of, and that file.
struct ExportFiles: Sendable {
    let table: ExportTable
    /// Absolute; the only folder the cage sees.
    let work: String
    let system: ServedSystem
    let cage: GISCage
    /// How the layer is drawn; a GeoPackage takes it along.
    var style: LayerStyle?
    var language = Language.german

    private var format: ExportFormat { table.format ?? .gpkg }

    /// Puts the rows on disk; for a Shapefile in a table for each kind of geometry.
    func write(_ rows: ExportRows) async throws {
        let table = table
        if format != .shp {
            try await write(rows, to: "zeilen", of: nil, hasPlaceless: true)
            return
        }
        for kind in FeatureCollection.ShapeKind.allCases where isThere(kind) {
            // what has no place goes with the layer's own kind, and of a mixed one with the points
            let isMain = isOnly(kind) || (table.collection.geometryType == "GEOMETRY" && kind == .punkte)
            try await write(rows, to: kind.rawValue, of: kind, hasPlaceless: isMain)
        }
    }

    private func isOnly(_ kind: FeatureCollection.ShapeKind) -> Bool {
        switch table.collection.geometryType {
        case "POINT": kind == .punkte
        case "MULTIPOINT": kind == .mehrpunkte
        case "LINESTRING", "MULTILINESTRING": kind == .linien
        case "POLYGON", "MULTIPOLYGON": kind == .flaechen
        default: false
        }
    }

    private func isThere(_ kind: FeatureCollection.ShapeKind) -> Bool {
        table.collection.geometryType == "GEOMETRY" || isOnly(kind)
    }

    private func write(
        _ rows: ExportRows, to name: String, of kind: FeatureCollection.ShapeKind?, hasPlaceless: Bool
    ) async throws {
        let path = work + "/" + name + ".csv"
        guard FileManager.default.createFile(atPath: path, contents: Data(table.head)),
            FileManager.default.createFile(atPath: path + "t", contents: Data(table.types.utf8)),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw GISFault.tooLarge }
        defer { try? handle.close() }
        try handle.seekToEnd()
        let table = table
        let head = table.head.count
        var piece: ExportRows.Piece?
        var written = head
        while piece?.isLast != true {
            let next = try await rows.piece(after: piece) { row, _, bytes in
                let feature = FeatureCollectionQueries.stored(row, table.collection)
                if let kind {
                    let geometry = feature.wkb.flatMap { try? GeometryValue(wkb: $0) }
                    guard geometry.map({ FeatureCollection.ShapeKind($0) == kind }) ?? hasPlaceless else { return }
                }
                table.write(feature, to: &bytes)
            }
            try handle.write(contentsOf: next.bytes)
            written += next.bytes.count
            guard written < Self.mostBytes else { throw GISFault.tooLarge }
            piece = next
        }
        if kind != nil, written == head {
            for end in ["", "t"] { try? FileManager.default.removeItem(atPath: path + end) }
        }
    }

    /// Bytes of a table that is made into a file.
    private static let mostBytes = 2_000_000_000

    /// The file; several parts of a Shapefile become one archive.
    func make() throws -> String {
        guard let driver = format.driver else { throw GISFault.tooLarge }
        let name = table.collection.name
        if format != .shp {
            let path = work + "/" + name + "." + format.ending
            try convert("zeilen", to: path, driver, ["-nln", name, "-nlt", Self.type(table.collection)])
            if format == .gpkg { try addStyle(to: path) }
            return path
        }
        var archive = ZipArchive()
        for kind in FeatureCollection.ShapeKind.allCases {
            guard FileManager.default.fileExists(atPath: work + "/" + kind.rawValue + ".csv") else { continue }
            let stem = table.collection.geometryType == "GEOMETRY" ? "\(name)-\(kind.rawValue)" : name
            try convert(
                kind.rawValue, to: work + "/" + stem + ".shp", driver,
                ["-nln", stem, "-nlt", kind.type, "-lco", "ENCODING=UTF-8"])
            for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
                guard let data = FileManager.default.contents(atPath: work + "/" + stem + "." + ending) else {
                    continue
                }
                archive.add(stem + "." + ending, Array(data))
            }
        }
        if !table.renamed.isEmpty {
            let lines = table.renamed.map { "\($0.to)\t\($0.from)" }.joined(separator: "\r\n")
            archive.add("felder-fields.txt", Array(("Shapefile\tEbene · layer\r\n" + lines + "\r\n").utf8))
        }
        let path = work + "/" + name + ".zip"
        guard FileManager.default.createFile(atPath: path, contents: Data(archive.finished())) else {
            throw GISFault.tooLarge
        }
        return path
    }

    /// The table in which QGIS looks for how a layer of a GeoPackage is drawn.
    private func addStyle(to path: String) throws {
        let collection = table.collection
        guard let style, let shape = StyledShape(collection.geometryType) else { return }
        let own = style.renaming(table.fieldNames)
        let title = Words(collection.title, collection.titleEnglish)
        let values = [
            ("f_table_catalog", "String", ""), ("f_table_schema", "String", ""),
            ("f_table_name", "String", collection.name), ("f_geometry_column", "String", "geom"),
            ("styleName", "String", collection.name),
            ("styleQML", "String", own.qml(shape, layer: title, in: language)),
            (
                "styleSLD", "String",
                own.sld(collection.geometryType, name: collection.name, layer: title, in: language)
            ),
            ("useAsDefault", "Integer(Boolean)", "1"), ("description", "String", language(title)),
            ("owner", "String", ""), ("ui", "String", ""),
            ("update_time", "DateTime", collection.modified.iso8601),
        ]
        func line(_ texts: [String]) -> String {
            texts.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
        }
        let file = work + "/stil.csv"
        let content = line(values.map(\.0)) + line(values.map(\.2))
        guard FileManager.default.createFile(atPath: file, contents: Data(content.utf8)),
            FileManager.default.createFile(atPath: file + "t", contents: Data(line(values.map(\.1)).utf8))
        else { throw GISFault.tooLarge }
        _ = try cage.run(
            .ogr2ogr,
            ["-f", "GPKG", "-update", "-nln", "layer_styles", "-nlt", "NONE", "-lco", "FID=id", path, file], in: work,
            drivers: ["GPKG", "CSV"])
    }

    private static func type(_ collection: FeatureCollection) -> String {
        collection.geometryType == "GEOMETRYCOLLECTION" ? "GEOMETRY" : collection.geometryType
    }

    private func convert(_ table: String, to path: String, _ driver: String, _ options: [String]) throws {
        var arguments = ["-f", driver] + options
        arguments += [
            "-oo", "EMPTY_STRING_AS_NULL=YES", "-oo", "GEOM_POSSIBLE_NAMES=_wkt", "-oo", "KEEP_GEOM_COLUMNS=NO",
        ]
        if system.isDegrees {
            arguments += ["-a_srs", "EPSG:4326"]
        } else {
            arguments += ["-s_srs", "OGC:CRS84", "-t_srs", system.reference.name]
        }
        // without an index it keeps what has no place
        if format == .fgb, self.table.collection.hasUnplaced { arguments += ["-lco", "SPATIAL_INDEX=NO"] }
        if format == .gpkg { arguments += ["-lco", "GEOMETRY_NAME=geom"] }
        _ = try cage.run(
            .ogr2ogr, arguments + [path, work + "/" + table + ".csv"], in: work, drivers: [driver, "CSV"])
    }
}
