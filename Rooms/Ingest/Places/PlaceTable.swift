// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Wire

/// The places of stations, out of a mapping's fixed list and the tables beside the data.
struct PlaceTable: Sendable {
    private var places: [String: Place]
    private var byName: [String: Place] = [:]
    private let aliases: [String: String]
    /// Tables that were not found or not read.
    private(set) var notices: [ImportReport.Notice] = []

    init(_ rule: PlaceRule, mapping: Mapping, paths: [String], folders: [String], limits: ImportLimits) {
        places = rule.fixed
        aliases = rule.aliases
        let searched = folders + paths.flatMap(Self.foldersAround) + (mapping.folder.map { [$0] } ?? [])
        for file in rule.files {
            let candidates = searched.map { $0 + "/" + file.path }
            let found = candidates.first { FileManager.default.isReadableFile(atPath: $0) }
            guard let found, let data = FileManager.default.contents(atPath: found), data.count <= limits.fileBytes
            else {
                notices.append(
                    ImportReport.Notice(
                        german:
                            "Die Ortstabelle „\(file.path)“ liegt nicht neben den Daten: Messstellen bleiben ohne Ort.",
                        english:
                            "The place table \"\(file.path)\" does not lie beside the data: stations stay without place."
                    ))
                continue
            }
            let isRead =
                file.path.hasSuffix(".csv") ? read(table: [UInt8](data), file) : read(geoJSON: [UInt8](data), file)
            if !isRead {
                notices.append(
                    ImportReport.Notice(
                        german:
                            "Die Ortstabelle „\(file.path)“ ist nicht lesbar oder ihr fehlen die genannten Spalten.",
                        english: "The place table \"\(file.path)\" cannot be read or lacks the named columns."))
            }
        }
    }

    /// The place of a station, by its identifier, its alias or its name.
    func place(of id: String, name: String) -> Place? {
        let known = aliases[id] ?? id
        return places[id] ?? places[known] ?? byName[known] ?? byName[aliases[name] ?? name]
    }

    /// The folder of a path, the path itself where it is one, and two folders above.
    private static func foldersAround(_ path: String) -> [String] {
        var folders: [String] = []
        var url = URL(fileURLWithPath: path)
        for _ in 0..<4 {
            folders.append(url.path)
            url.deleteLastPathComponent()
        }
        return folders
    }

    private mutating func read(table bytes: [UInt8], _ file: PlaceRule.File) -> Bool {
        guard let longitudeName = file.longitude, let latitudeName = file.latitude,
            let text = try? TextEncoding.likely(of: bytes).utf8(bytes)
        else { return false }
        return text.bytes.withUnsafeBufferPointer { buffer in
            let end = buffer.firstIndex(of: 0x0A) ?? buffer.count
            let line = buffer[..<end]
            let semicolons = line.count { $0 == UInt8(ascii: ";") }
            let commas = line.count { $0 == UInt8(ascii: ",") }
            var reader = TableReader(buffer, separator: semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ","))
            guard case .record = reader.next() else { return false }
            let header = Header(reader, aliases: [:])
            guard let id = header.index(of: file.id), let longitude = header.index(of: longitudeName),
                let latitude = header.index(of: latitudeName)
            else { return false }
            let name = file.name.flatMap { header.index(of: $0) }
            let approximate = file.approximateColumn.flatMap { header.index(of: $0) }
            while case .record = reader.next() {
                let count = reader.fields.count
                guard max(id, longitude, latitude) < count else { continue }
                guard let x = Double(decimal: reader.slice(longitude)),
                    let y = Double(decimal: reader.slice(latitude)), abs(x) <= 180, abs(y) <= 90
                else { continue }
                let isApproximate = approximate.map { $0 < count && file.approximateValues.contains(reader.text($0)) }
                let called = name.flatMap { $0 < count ? reader.text($0) : nil }
                add(
                    Place(
                        longitude: x, latitude: y, isApproximate: isApproximate ?? false, name: called,
                        attribution: file.attribution?.text), id: reader.text(id))
            }
            return true
        }
    }

    private mutating func read(geoJSON bytes: [UInt8], _ file: PlaceRule.File) -> Bool {
        guard let document = try? JSONValue(parsing: bytes), let features = document["features"]?.array else {
            return false
        }
        for feature in features {
            let value = feature["properties"]?[file.id] ?? (file.id == "id" ? feature["id"] : nil)
            guard let id = value?.string ?? value?.integer.map(String.init) else { continue }
            guard let centre = feature["geometry"].flatMap(Self.centre) else { continue }
            let name = file.name.flatMap { feature["properties"]?[$0]?.string } ?? id
            add(
                Place(
                    longitude: centre.x, latitude: centre.y, isApproximate: false, name: name,
                    attribution: file.attribution?.text), id: id)
        }
        return true
    }

    private mutating func add(_ place: Place, id: String) {
        if places[id] == nil { places[id] = place }
        if let name = place.name, byName[name] == nil { byName[name] = place }
    }

    /// A point itself; the middle of the box around any other shape.
    private static func centre(_ geometry: JSONValue) -> (x: Double, y: Double)? {
        var low = (x: Double.infinity, y: Double.infinity)
        var high = (x: -Double.infinity, y: -Double.infinity)
        func visit(_ value: JSONValue) {
            guard let array = value.array else { return }
            if array.count >= 2, let x = array[0].double, let y = array[1].double {
                low = (min(low.x, x), min(low.y, y))
                high = (max(high.x, x), max(high.y, y))
            } else {
                for element in array { visit(element) }
            }
        }
        if let coordinates = geometry["coordinates"] { visit(coordinates) }
        guard low.x.isFinite, low.y.isFinite, abs(low.x) <= 180, abs(high.x) <= 180, abs(low.y) <= 90, abs(high.y) <= 90
        else { return nil }
        return ((low.x + high.x) / 2, (low.y + high.y) / 2)
    }
}
