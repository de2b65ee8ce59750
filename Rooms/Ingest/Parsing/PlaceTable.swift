// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Geometry
package import IngestModel
import Wire

/// The places of stations, out of a mapping's fixed list and the tables beside the data.
package struct PlaceTable: Sendable {
    private var places: [String: Place]
    private var byName: [String: Place] = [:]
    /// Places by the number that their identifier is: 417 is 00417.
    private var byNumber: [Int: Place] = [:]
    private let aliases: [String: String]
    /// Tables that were not found or not read.
    package private(set) var notices: [ImportReport.Notice] = []

    package init(_ rule: PlaceRule, mapping: Mapping, paths: [String], folders: [String], limits: ImportLimits) {
        places = rule.fixed
        aliases = rule.aliases
        let around = paths.flatMap { Self.folders(around: $0, limits) }
        let searched = folders + around + (mapping.folder.map { [$0] } ?? [])
        var inside: [PlaceRule.File] = []
        for file in rule.files {
            if file.isHistory {
                let isRead = readHistory(file, in: searched, limits)
                if !isRead { inside.append(file) }
                continue
            }
            let found = searched.lazy.compactMap { Self.find(file, in: $0) }.first
            guard let found, let data = FileManager.default.contents(atPath: found), data.count <= limits.fileBytes
            else {
                inside.append(file)
                continue
            }
            read([UInt8](data), file)
        }
        if !inside.isEmpty { read(inside, in: paths, limits) }
    }

    /// The table in a folder; of several that fit a pattern the last by name, which is the newest of dated ones.
    private static func find(_ file: PlaceRule.File, in folder: String) -> String? {
        guard let pattern = file.pattern else {
            let path = folder + "/" + file.path
            return FileManager.default.isReadableFile(atPath: path) ? path : nil
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { pattern.matches($0) && !OtherFile.isLitter($0) }.max().map { folder + "/" + $0 }
    }

    /// All tables of the first folder that has some.
    private mutating func readHistory(_ file: PlaceRule.File, in folders: [String], _ limits: ImportLimits) -> Bool {
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let fitting = names.filter { file.isFound(at: $0) && !OtherFile.isLitter($0) }.sorted()
            for name in fitting {
                guard let data = FileManager.default.contents(atPath: folder + "/" + name),
                    data.count <= limits.fileBytes
                else { continue }
                read([UInt8](data), file)
            }
            if !fitting.isEmpty { return true }
        }
        return false
    }

    /// Tables that lie in the archives or deeper in the folders.
    private mutating func read(_ files: [PlaceRule.File], in paths: [String], _ limits: ImportLimits) {
        var missing = files
        var read: Set<String> = []
        let source = ImportSource(paths: paths.filter(Self.holdsOthers), limits: limits) { path in
            !OtherFile.isLitter(path) && files.contains { $0.isFound(at: path) }
        }
        while !missing.isEmpty, let item = source.next() {
            guard case .file(let found) = item else { continue }
            guard let index = missing.firstIndex(where: { $0.isFound(at: found.path) }) else { continue }
            self.read(found.bytes, missing[index])
            if missing[index].isHistory { read.insert(missing[index].path) } else { missing.remove(at: index) }
        }
        for file in missing where !read.contains(file.path) {
            notices.append(
                ImportReport.Notice(
                    german: "Die Ortstabelle „\(file.path)“ liegt nicht neben den Daten: Messstellen bleiben ohne Ort.",
                    english:
                        "The place table \"\(file.path)\" does not lie beside the data: stations stay without place."))
        }
    }

    private static func holdsOthers(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isThere
            && (isFolder.boolValue || (ArchiveReader.isArchive(path) && !ArchiveReader.isCompressedFile(path)))
    }

    private mutating func read(_ bytes: [UInt8], _ file: PlaceRule.File) {
        let encoding = file.format?.encoding ?? TextEncoding.likely(of: bytes)
        guard let text = try? encoding.utf8(bytes).bytes else { return }
        let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
        let plain = hasMark ? Array(text.dropFirst(3)) : text
        var tally = Tally()
        let isRead = file.isGeoJSON ? read(geoJSON: plain, file, &tally) : read(table: plain, file, &tally)
        if !isRead {
            notices.append(
                ImportReport.Notice(
                    german: "Die Ortstabelle „\(file.path)“ ist nicht lesbar oder ihr fehlen die genannten Spalten.",
                    english: "The place table \"\(file.path)\" cannot be read or lacks the named columns."))
        } else if tally.refused > 0 {
            notices.append(tally.notice(file.path))
        }
    }

    /// Rows of a place table that are no places, and what they look like.
    private struct Tally {
        var refused = 0
        var example = ""
        var looksSwapped = false
        var looksLikeMetres = false

        mutating func refuse(_ first: String, _ second: String) {
            refused += 1
            guard refused == 1 else { return }
            example = "\(first.excerpt(30)) / \(second.excerpt(30))"
            let numbers = [first, second].compactMap { CoordinateText.number($0) }
            guard numbers.count == 2 else { return }
            looksLikeMetres = numbers.contains { abs($0) > 1000 }
            looksSwapped = !looksLikeMetres
        }

        func notice(_ path: String) -> ImportReport.Notice {
            let german =
                looksLikeMetres
                ? "sind Meter: bitte „epsg“ angeben, zum Beispiel 25832"
                : looksSwapped ? "sehen vertauscht aus: bitte „swapped“: true angeben" : "sind kein Ort"
            let english =
                looksLikeMetres
                ? "are metres: declare \"epsg\", for example 25832"
                : looksSwapped ? "look swapped: declare \"swapped\": true" : "are no place"
            return ImportReport.Notice(
                german: "Ortstabelle „\(path)“: \(refused) Zeilen ohne Ort; \(example) \(german).",
                english: "place table \"\(path)\": \(refused) rows without a place; \(example) \(english).")
        }
    }

    /// Places that the data themselves name; what is fixed or stands in a table stays.
    package mutating func add(_ own: [String: Place]) {
        for (id, place) in own where places[id] == nil { places[id] = place }
    }

    /// The place of a station, by its identifier, its alias or its name.
    package func place(of id: String, name: String) -> Place? {
        let known = aliases[id] ?? id
        let found = places[id] ?? places[known] ?? byName[known] ?? byName[aliases[name] ?? name]
        return found ?? Self.number(known).flatMap { byNumber[$0] }
    }

    /// The folder of a path, the path itself where it is one, and two folders above.
    private static func folders(around path: String, _ limits: ImportLimits) -> [String] {
        var folders: [String] = []
        var url = URL(fileURLWithPath: path)
        for _ in 0...limits.foldersAbove {
            folders.append(url.path)
            url.deleteLastPathComponent()
        }
        return folders
    }

    private mutating func read(table bytes: [UInt8], _ file: PlaceRule.File, _ tally: inout Tally) -> Bool {
        guard let longitudeName = file.longitude, let latitudeName = file.latitude,
            let placing = Coordinates.Placing(file.coordinates)
        else { return false }
        var format = file.format ?? TableFormat()
        if file.format == nil { format.separators = [] }
        var isRead = true
        bytes.withUnsafeBufferPointer { buffer in
            do throws(FileFault) {
                try TableSections(buffer, format).forEach { (section: inout TableSection) throws(FileFault) in
                    let id = try section.header.required(file.id)
                    let longitude = try section.header.required(longitudeName)
                    let latitude = try section.header.required(latitudeName)
                    read(&section, file, (id, longitude, latitude), placing, &tally)
                }
            } catch {
                isRead = false
            }
        }
        return isRead
    }

    private mutating func read(
        _ section: inout TableSection, _ file: PlaceRule.File, _ columns: (id: Int, longitude: Int, latitude: Int),
        _ placing: Coordinates.Placing, _ tally: inout Tally
    ) {
        let (id, longitude, latitude) = columns
        let name = file.name.flatMap { section.header.index(of: $0) }
        let approximate = file.approximateColumn.flatMap { section.header.index(of: $0) }
        while true {
            let row = section.reader.next()
            if case .end = row { return }
            let reader = section.reader
            let count = reader.fields.count
            guard case .record = row, max(id, longitude, latitude) < count else {
                tally.refuse("", "")
                continue
            }
            let (first, second) = (reader.text(longitude), reader.text(latitude))
            guard let x = Self.number(first, file), let y = Self.number(second, file),
                let position = placing.place(x, y), !Self.isOffSomalia(position.x, position.y)
            else {
                if !(first.isEmpty && second.isEmpty) { tally.refuse(first, second) }
                continue
            }
            let isApproximate = approximate.map { $0 < count && file.approximateValues.contains(reader.text($0)) }
            let called = name.flatMap { $0 < count ? reader.text($0) : nil }
            add(
                Place(
                    longitude: position.x, latitude: position.y, isApproximate: isApproximate ?? false,
                    name: called, attribution: file.attribution?.text), id: reader.text(id), isHistory: file.isHistory)
        }
    }

    /// As the table's format declares it where it separates thousands, else with a point or a comma.
    private static func number(_ text: String, _ file: PlaceRule.File) -> Double? {
        let form = file.format?.number
        return (form?.thousands == nil ? nil : form?.read(text)) ?? CoordinateText.number(text)
    }

    /// Where Germany lies when latitude and longitude are exchanged.
    private static func isOffSomalia(_ x: Double, _ y: Double) -> Bool {
        (46.5...56).contains(x) && (5...16).contains(y)
    }

    private mutating func read(geoJSON bytes: [UInt8], _ file: PlaceRule.File, _ tally: inout Tally) -> Bool {
        guard let document = try? JSONValue(parsing: bytes), let features = document["features"]?.array else {
            return false
        }
        var coordinates = file.coordinates
        let named = document["crs"]?["properties"]?["name"]?.string
        if coordinates.epsg == nil, let code = named?.split(separator: ":").last.flatMap({ Int($0) }) {
            coordinates.epsg = code
        }
        guard let placing = Coordinates.Placing(coordinates) else { return false }
        for feature in features {
            let value = feature["properties"]?[file.id] ?? (file.id == "id" ? feature["id"] : nil)
            guard let id = value?.string ?? value?.integer.map(String.init) else { continue }
            guard let centre = feature["geometry"].flatMap(Self.centre) else { continue }
            guard let position = placing.place(centre.x, centre.y), !Self.isOffSomalia(position.x, position.y) else {
                tally.refuse("\(centre.x)", "\(centre.y)")
                continue
            }
            let name = file.name.flatMap { feature["properties"]?[$0]?.string } ?? id
            add(
                Place(
                    longitude: position.x, latitude: position.y, isApproximate: false, name: name,
                    attribution: file.attribution?.text), id: id)
        }
        return true
    }

    private static func number(_ id: String) -> Int? {
        id.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(id) : nil
    }

    private mutating func add(_ place: Place, id: String, isHistory: Bool = false) {
        if places[id] == nil || isHistory { places[id] = place }
        if let number = Self.number(id), byNumber[number] == nil || isHistory { byNumber[number] = place }
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
        guard low.x.isFinite, low.y.isFinite else { return nil }
        return ((low.x + high.x) / 2, (low.y + high.y) / 2)
    }
}
