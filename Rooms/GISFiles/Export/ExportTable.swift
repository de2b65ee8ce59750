// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Features
import Geometry
import Storage
import Wire

/// A layer as a table: for people as CSV, and for GDAL with a second file that says each column's type, so that nothing is
/// guessed from values.
struct ExportTable: Sendable {
    let collection: FeatureCollection
    /// Those that are asked for.
    let fields: [FeatureField]
    /// Nil for people.
    let format: ExportFormat?
    private let names: [String]

    init(_ collection: FeatureCollection, _ fields: [FeatureField], for format: ExportFormat?) {
        self.collection = collection
        self.fields = fields
        self.format = format
        let wanted = ["id"] + fields.map(\.name)
        names = format == .shp ? Self.short(wanted) : Self.distinct(wanted)
    }

    /// Points have two columns for people; everything else, and all for GDAL, well-known text.
    private var hasCoordinates: Bool { format == nil && collection.geometryType == "POINT" }

    var head: [UInt8] {
        var bytes: [UInt8] = []
        let place = format != nil ? ["_wkt"] : hasCoordinates ? ["longitude", "latitude"] : ["wkt"]
        for (index, name) in (names + place).enumerated() {
            if index > 0 { bytes.append(0x2C) }
            append(name, to: &bytes)
        }
        return bytes + [0x0D, 0x0A]
    }

    /// The columns' types, as the CSV driver reads them beside the table.
    var types: String {
        let own = fields.map { field -> String in
            switch (field.type, format) {
            case (.text, .shp), (.json, .shp), (.dateTime, .shp), (.instant, .shp): "String(254)"
            case (.text, _), (.json, _): "String"
            case (.integer, _): "Integer64"
            case (.real, _): "Real"
            case (.boolean, .shp): "Integer(1)"
            case (.boolean, _): "Integer(Boolean)"
            // FlatGeobuf has no days: one would become a midnight
            case (.date, .fgb): "String"
            case (.date, _): "Date"
            case (.dateTime, _), (.instant, _): "DateTime"
            }
        }
        return (["String"] + own + ["WKT"]).map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    }

    func write(_ feature: StoredFeature, to bytes: inout [UInt8]) {
        append(feature.identifier, to: &bytes)
        for field in fields {
            bytes.append(0x2C)
            switch feature.properties[field.name] ?? .null {
            case .null: break
            case .string(let text): append(text, to: &bytes)
            case .bool(let value):
                bytes += format == nil ? Array((value ? "true" : "false").utf8) : [value ? 0x31 : 0x30]
            case let value: append(value.text, to: &bytes, isNumber: field.type == .integer || field.type == .real)
            }
        }
        let geometry = feature.wkb.flatMap { try? GeometryValue(wkb: $0) }
        if hasCoordinates {
            if case .point(let position) = geometry {
                bytes += Array(",\(JSONNumber(position.x).literal),\(JSONNumber(position.y).literal)".utf8)
            } else {
                bytes += [0x2C, 0x2C]
            }
        } else {
            bytes.append(0x2C)
            if let geometry { append(geometry.wkt, to: &bytes) }
        }
        bytes += [0x0D, 0x0A]
    }

    private func append(_ text: String, to bytes: inout [UInt8], isNumber: Bool = false) {
        if isNumber {
            bytes += Array(text.utf8)
        } else if format == nil {
            bytes.append(csvText: text)
        } else {
            bytes.append(0x22)
            for byte in text.utf8 {
                if byte == 0x22 { bytes.append(0x22) }
                bytes.append(byte)
            }
            bytes.append(0x22)
        }
    }

    /// Names that differ without regard to case and are none of GDAL's own.
    private static func distinct(_ names: [String]) -> [String] {
        var taken: Set<String> = ["fid", "geom", "ogc_fid", "_wkt", "wkt", "longitude", "latitude"]
        // the feature's own id gives way to a property of that name
        let isGiven = names.dropFirst().contains { $0.lowercased() == "id" }
        return names.enumerated().map { index, name in
            var wanted = index == 0 && isGiven ? "feature_id" : name
            while !taken.insert(wanted.lowercased()).inserted { wanted += "_" }
            return wanted
        }
    }

    /// Names that a Shapefile can bear: ten plain letters.
    private static func short(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            let plain = Dataset.slug(from: name)?.replacing("-", with: "_") ?? "feld"
            var wanted = String(plain.prefix(10))
            var number = 2
            while !taken.insert(wanted).inserted {
                wanted = String(plain.prefix(8)) + "_\(number)"
                if wanted.count > 10 { wanted = String(plain.prefix(6)) + "_\(number)" }
                number += 1
            }
            return wanted
        }
    }

    /// What each property is called in the file.
    var fieldNames: [String: String] {
        Dictionary(zip(fields.map(\.name), names.dropFirst())) { first, _ in first }
    }

    /// What the names became, where they had to be cut.
    var renamed: [(from: String, to: String)] {
        zip(["id"] + fields.map(\.name), names).filter { $0 != $1 }.map { (from: $0, to: $1) }
    }
}

extension FeatureCollection {
    /// Kinds of geometry of a Shapefile, of which each holds one.
    enum ShapeKind: String, CaseIterable {
        case punkte, mehrpunkte, linien, flaechen

        init?(_ geometry: GeometryValue) {
            switch geometry {
            case .point: self = .punkte
            case .multiPoint: self = .mehrpunkte
            case .lineString, .multiLineString: self = .linien
            case .polygon, .multiPolygon: self = .flaechen
            case .collection: return nil
            }
        }

        /// As `-nlt` says it.
        var type: String {
            switch self {
            case .punkte: "POINT"
            case .mehrpunkte: "MULTIPOINT"
            case .linien: "MULTILINESTRING"
            case .flaechen: "MULTIPOLYGON"
            }
        }
    }
}
