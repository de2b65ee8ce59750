// SPDX-License-Identifier: EUPL-1.2
import Answers
import Features
import Foundation
import GISFetching
import Geometry
import Wire

/// Reads the layers of a delivery: GDAL lists and converts them in the cage, GeoJSON is read by the house itself, so that file
/// numbers that look like dates and whole numbers of any length stay what they are.
package struct GISReader: Sendable {
    private let cage: GISCage
    /// The delivery's folder; the files lie in `abgabe` below it.
    private let work: String
    private let files: String

    /// `work` holds the delivery and what is made of it, `files` what was delivered.
    package init(cage: GISCage, work: String, files: String) {
        (self.cage, self.work, self.files) = (cage, work, files)
    }

    /// Most layers of a delivery.
    static let mostLayers = 200

    /// All layers of all files. Throws `GISFault`.
    package func layers() throws -> [GISLayer] {
        if let fetched, fetched.isLayer { return try layers(of: fetched) }
        var all: [GISLayer] = []
        for file in try DeliveredFiles.unpack(in: files) {
            if file.format == .geojson {
                let name = (file.path.split(separator: "/").last ?? "").split(separator: ".").first ?? ""
                all.append(GISLayer(path: file.path, format: .geojson, name: String(name)))
                continue
            }
            if file.format == .shapefile { try ShapefileSides(file.path).requireAll() }
            all += try list(file.path, file.format)
        }
        guard all.count <= Self.mostLayers else {
            throw GISFault(
                "Die Abgabe hat mehr als \(Self.mostLayers) Ebenen; bitte teilen Sie sie auf.",
                "The delivery has more than \(Self.mostLayers) layers; please split it.")
        }
        guard !all.isEmpty else {
            throw GISFault("Die Datei hat keine Ebene.", "The file has no layer.")
        }
        return all.map(named)
    }

    /// What is known of the files, where they were fetched from an address.
    private var fetched: FetchedDelivery? { FetchedDelivery(of: work) }

    /// The one layer that the pages of a service hold together.
    private func layers(of fetched: FetchedDelivery) throws -> [GISLayer] {
        let paths = fetched.pages.map { files + "/" + $0 }
        guard let first = paths.first, let format = GISFormat(path: first) else { throw Self.gone }
        let name = fetched.layer.split(separator: ":").last.map(String.init) ?? fetched.layer
        let found =
            format == .geojson
            ? [GISLayer(path: first, format: .geojson, name: name)] : try list(first, format).map(named)
        guard !found.isEmpty else { throw GISFault("Die Datei hat keine Ebene.", "The file has no layer.") }
        return found.map { layer in
            var layer = layer
            if found.count == 1 { (layer.title, layer.count) = (fetched.title, fetched.features) }
            layer.isOfService = true
            layer.further = Array(paths.dropFirst())
            return layer
        }
    }

    private func list(_ path: String, _ format: GISFormat) throws -> [GISLayer] {
        let said = try cage.run(
            .ogrinfo, ["-ro", "-al", "-so"] + options(path, format, nil) + [path], in: work, drivers: format.drivers,
            settings: format.settings)
        return GISLayer.list(from: said.text, path: path, format: format)
    }

    private func options(_ path: String, _ format: GISFormat, _ encoding: String?) -> [String] {
        format.options(encoding: encoding ?? (format == .shapefile ? ShapefileSides(path).encoding : nil))
    }

    /// With the system's name of the surveying offices, where GDAL has none.
    private func named(_ layer: GISLayer) -> GISLayer {
        guard layer.format == .gml, !layer.system.isKnown, let handle = FileHandle(forReadingAtPath: layer.path),
            let head = try? handle.read(upToCount: 1 << 18)
        else { return layer }
        var layer = layer
        layer.system = GISSystem(adv: String(decoding: head, as: UTF8.self)) ?? .unknown
        return layer
    }

    private func isGML(_ layer: GISLayer, withSchema: Bool) -> Bool {
        guard layer.format == .gml, let dot = layer.path.lastIndex(of: ".") else { return false }
        return FileManager.default.fileExists(atPath: layer.path[..<dot] + ".xsd") == withSchema
    }

    // MARK: One layer

    /// The features of a layer in CRS84, with what is to be said about them.
    /// - Throws: `GISFault` with a question where the file leaves open what it means.
    package func read(_ layer: GISLayer, _ declared: GISDeclaration) throws -> GISReading {
        var reading = GISReading(layer: layer)
        var system = layer.system
        if let epsg = declared.epsg { system = GISSystem(epsg: epsg, name: "", isGeographic: false) }
        if layer.format == .geojson {
            let bytes = try bytes(layer.path)
            let options = GeoJSONLayer.Options(sourceReferenceSystem: declared.epsg, axesSwapped: declared.axesSwapped)
            let sample = GISSample(document: bytes)
            do {
                reading.features = try GeoJSONLayer(options: options).read(Array(bytes))
            } catch let fault as LayerError {
                throw SystemAdvice(sample, declared, declared.epsg ?? sample.epsg).fault(for: fault)
            }
            if system.epsg == nil {
                system = GISSystem(
                    epsg: sample.epsg, name: sample.epsg == nil ? "CRS84" : "", isGeographic: sample.epsg == nil)
            }
            reading.layer.system = system
            try SystemAdvice(sample, declared, system.epsg).check(reading.features)
        } else {
            try readSequence(layer, system, declared, into: &reading)
            if layer.format == .kml {
                let names = KMLFields.givenUp(in: try bytes(layer.path))
                if !names.isEmpty { reading.notes.append(.freeAttributes(names.joined(separator: ", "))) }
            }
        }
        if let fetched, fetched.isLayer, !fetched.isCounted { reading.notes.append(.notCounted) }
        try reading.finish(declared)
        return reading
    }

    private func readSequence(
        _ layer: GISLayer, _ system: GISSystem, _ declared: GISDeclaration, into reading: inout GISReading
    ) throws {
        let system = layer.format == .kml ? GISSystem(epsg: 4326, name: "WGS 84", isGeographic: true) : system
        // what has no number is moved by GDAL, which reads the whole definition
        let isOurs = system.epsg != nil && (!system.isGeographic || GeoJSONLayer.geographic.contains(system.epsg ?? 0))
        let byProgram = system.isKnown && !isOurs
        let epsg = byProgram ? 4326 : system.epsg
        var options = GeoJSONLayer.Options(sourceReferenceSystem: epsg, axesSwapped: declared.axesSwapped)
        if byProgram, options.axesSwapped == nil { options.axesSwapped = false }
        var sample = GISSample()
        for path in [layer.path] + layer.further {
            let converted = try convert(path, layer, declared, movesToDegrees: byProgram)
            for warning in converted.warnings where !reading.notes.contains(.program(warning)) {
                reading.notes.append(.program(warning))
            }
            let bytes = try bytes(converted.path)
            sample.add(lines: bytes)
            do {
                reading.features += try bytes.withUnsafeBytes { try GeoJSONLayer(options: options).read(lines: $0) }
            } catch let fault as LayerError {
                throw SystemAdvice(sample, declared, epsg).fault(for: fault)
            }
        }
        guard reading.features.count <= LayerImport.maximumFeatures else {
            throw LayerError.tooLarge(what: "features", limit: LayerImport.maximumFeatures)
        }
        if !system.isKnown, reading.features.contains(where: { $0.wkb != nil }) {
            throw SystemAdvice(sample, declared, nil).unknownSystem()
        }
        reading.layer.system = system
        if let counted = layer.count, counted >= 0, counted != reading.features.count {
            reading.notes.append(.counted(counted, reading.features.count))
        }
        if byProgram { reading.notes.append(.movedByProgram(system.name)) }
        if layer.format == .csv || isGML(layer, withSchema: false) {
            reading.features = DeclaredNumbers.read(reading.features)
        }
        if layer.format == .kml { reading.features = KMLFields.removed(from: reading.features) }
        if !byProgram { try SystemAdvice(sample, declared, epsg).check(reading.features) }
    }

    private func bytes(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw Self.gone
        }
    }

    private static let gone = GISFault(
        "Die Dateien der Abgabe sind nicht mehr da; bitte geben Sie sie noch einmal ab.",
        "The files of the delivery are gone; please hand them in again.")

    /// A file of the layer as a sequence of Features, made once for each encoding.
    private func convert(
        _ file: String, _ layer: GISLayer, _ declared: GISDeclaration, movesToDegrees: Bool
    ) throws -> (path: String, warnings: [String]) {
        guard !layer.name.hasPrefix("-"), !layer.name.utf8.contains(0) else {
            throw GISFault(
                "Der Name der Ebene „\(layer.name)“ beginnt mit einem Bindestrich; bitte benennen Sie sie um.",
                "The name of the layer \"\(layer.name)\" begins with a hyphen; please rename it.")
        }
        let encoding = declared.encoding ?? ""
        guard encoding.utf8.count <= 40, encoding.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        else {
            throw GISFault(
                "Die Kodierung heißt zum Beispiel UTF-8 oder CP1252.",
                "An encoding is called UTF-8 or CP1252, for instance.",
                exit: .usage)
        }
        let path = work + "/ebene.geojsonl"
        try? FileManager.default.removeItem(atPath: path)
        var arguments = [
            "-f", "GeoJSONSeq", "-dim", "XY", "-nlt", "CONVERT_TO_LINEAR", "-lco", "COORDINATE_PRECISION=9",
        ]
        // said to be degrees, coordinates leave as they are
        arguments += movesToDegrees ? ["-t_srs", "OGC:CRS84"] : ["-a_srs", "EPSG:4326"]
        arguments += options(file, layer.format, encoding.isEmpty ? nil : encoding)
        arguments += [path, file, layer.name]
        let said = try cage.run(
            .ogr2ogr, arguments, in: work, drivers: layer.format.drivers + ["GeoJSONSeq"],
            settings: layer.format.settings)
        return (path, said.warnings)
    }
}
