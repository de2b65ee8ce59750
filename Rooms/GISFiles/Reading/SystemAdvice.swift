// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Features
import Foundation
import Geometry
import Wire

/// Coordinates of a file as they stand there, a few from everywhere in it.
struct GISSample {
    private(set) var positions: [Position] = []
    /// EPSG number in the document's own `crs`.
    private(set) var epsg: Int?

    private static let most = 1000

    init() {}

    /// Of a sequence of Features.
    mutating func add(lines data: Data) {
        let step = max(1, data.count / 400)
        var offset = 0
        while offset < data.count, positions.count < Self.most {
            let start = offset == 0 ? 0 : (data[offset...].firstIndex(of: 0x0A) ?? data.count) + 1
            guard start < data.count else { break }
            let end = data[start...].firstIndex(of: 0x0A) ?? data.count
            if let value = try? JSONValue(parsing: data[start..<end]) { take(value["geometry"]) }
            offset = max(end, offset + step)
        }
    }

    /// Of a GeoJSON document.
    init(document data: Data) {
        guard let value = try? JSONValue(parsing: data) else { return }
        epsg = value["crs"]?["properties"]?["name"]?.string.flatMap { GeoJSONLayer.number(of: $0) }
        let features = value["features"]?.array ?? [value]
        for index in stride(from: 0, to: features.count, by: max(1, features.count / 400))
        where positions.count < Self.most {
            take(features[index]["geometry"] ?? features[index])
        }
    }

    private mutating func take(_ geometry: JSONValue?) {
        guard let geometry, !geometry.isNull, let value = try? GeometryValue(geoJSON: geometry) else { return }
        var all: [Position] = []
        value.forEachPosition { all.append($0) }
        for index in stride(from: 0, to: all.count, by: max(1, all.count / 3)) { positions.append(all[index]) }
    }
}

/// What coordinates that are no place in Germany may mean: a ground for asking.
struct SystemAdvice {
    /// Germany with its coasts.
    static let region = BoundingBox(west: 5, south: 46.8, east: 15.8, north: 56)

    private let sample: GISSample
    private let declared: GISDeclaration
    private let epsg: Int?

    init(_ sample: GISSample, _ declared: GISDeclaration, _ epsg: Int?) {
        (self.sample, self.declared, self.epsg) = (sample, declared, epsg)
    }

    private var suspicion: CoordinateSuspicion { CoordinateSuspicion(of: sample.positions, expectedIn: Self.region) }

    private var example: String { sample.positions.first.map { "\($0.x), \($0.y)" } ?? "–" }

    /// The zone stands before the easting: 32405123 is 405123 in zone 32.
    private var zone: Int? {
        let zones = sample.positions.map { position -> Int in
            let first = [position.x, position.y].first { $0 > 30_000_000 && $0 < 35_000_000 }
            return Int((first ?? 0) / 1_000_000)
        }
        guard let zone = zones.first, zone > 0, zones.allSatisfy({ $0 == zone }) else { return nil }
        return zone
    }

    /// A layer's fault as a question, where a declaration would mend it.
    func fault(for fault: LayerError) -> GISFault {
        if let zoned = zonedFault() { return zoned }
        switch fault {
        case .suspicious(.swappedAxes, _, _): return swapped()
        case .suspicious(.projectedCoordinates, _, _): return unknownSystem()
        case .malformed(let error) where error.description.contains("UTF-8"):
            return GISFault(
                "Die Buchstaben sind nicht lesbar: Ihre Kodierung ist eine andere, als die Datei sagt. Bitte nennen Sie sie, zum "
                    + "Beispiel CP1252.",
                "The letters cannot be read: their encoding is another than the file says. Please name it, CP1252 for instance.",
                asks: .encoding)
        default: break
        }
        if let asked = elsewhere() { return asked }
        return GISFault(fault.answer.germanDetail ?? fault.description, fault.description)
    }

    /// Places that lie nowhere near, where another reading of the same numbers puts them into Germany.
    func check(_ features: [Feature]) throws(GISFault) {
        guard declared.epsg == nil || declared.axesSwapped == nil else { return }
        let step = max(1, features.count / 500)
        let boxes = stride(from: 0, to: features.count, by: step).compactMap { index in
            features[index].wkb.flatMap { WKBReader.envelope($0) }
        }
        let inside = boxes.count { Self.region.contains(Position(($0.west + $0.east) / 2, ($0.south + $0.north) / 2)) }
        guard !boxes.isEmpty, inside * 10 < boxes.count * 9 else { return }
        if let zoned = zonedFault() { throw zoned }
        if let asked = elsewhere() { throw asked }
    }

    private func elsewhere() -> GISFault? {
        switch suspicion {
        case .swappedAxes where declared.axesSwapped == nil: swapped()
        case .projectedSwappedAxes(let systems) where declared.axesSwapped == nil:
            epsg.map { systems.contains(ReferenceSystem(epsg: $0)) } ?? false ? swapped() : wrong(systems)
        case .projected(let systems) where !(epsg.map { systems.contains(ReferenceSystem(epsg: $0)) } ?? false):
            wrong(systems)
        default: nil
        }
    }

    private func zonedFault() -> GISFault? {
        guard let zone, zone == 32 || zone == 33, ![4647, 5650, 5652, 5653].contains(epsg ?? 0) else { return nil }
        let number = zone == 32 ? 4647 : 5650
        return GISFault(
            "Vor dem Ostwert steht die Zone (\(example)): Das ist nicht EPSG:\(zone == 32 ? 25832 : 25833), sondern EPSG:\(number). Bitte "
                + "erklären Sie das Bezugssystem \(number).",
            "The zone stands before the easting (\(example)): that is not EPSG:\(zone == 32 ? 25832 : 25833) but EPSG:\(number). Please "
                + "declare the reference system \(number).",
            asks: .referenceSystem([number]))
    }

    private func swapped() -> GISFault {
        GISFault(
            "Die Achsen scheinen vertauscht: \(example). Bitte erklären Sie, ob die Breite oder der Hochwert zuerst steht.",
            "The axes seem to be swapped: \(example). Please declare whether latitude or northing stands first.",
            asks: .axes)
    }

    private func wrong(_ systems: [ReferenceSystem]) -> GISFault {
        let numbers = Self.numbers(systems)
        let list = numbers.map { "EPSG:\($0)" }.joined(separator: ", ")
        let said = epsg.map { "EPSG:\($0)" } ?? "–"
        return GISFault(
            "Im Bezugssystem \(said) liegen die Koordinaten (\(example)) nicht in Deutschland, als \(list) schon. Bitte erklären Sie, "
                + "welches gilt.",
            "In the reference system \(said) the coordinates (\(example)) do not lie in Germany, as \(list) they do. Please declare "
                + "which one holds.", asks: .referenceSystem(numbers))
    }

    /// Nothing names the system.
    func unknownSystem() -> GISFault {
        if let zoned = zonedFault() { return zoned }
        var numbers: [Int] = []
        switch suspicion {
        case .plausible, .swappedAxes: numbers = [4326]
        case .projected(let systems), .projectedSwappedAxes(let systems): numbers = Self.numbers(systems)
        case .elsewhere: break
        }
        let list = numbers.map { "EPSG:\($0)" }.joined(separator: ", ")
        let german = numbers.isEmpty ? "" : " Als \(list) lägen sie in Deutschland."
        let english = numbers.isEmpty ? "" : " As \(list) they would lie in Germany."
        return GISFault(
            "Die Datei nennt kein Bezugssystem (bei Shapefiles steht es in der .prj). Die Koordinaten beginnen mit \(example).\(german) "
                + "Bitte erklären Sie das System als EPSG-Nummer.",
            "The file names no reference system (of Shapefiles it stands in the .prj). The coordinates begin with \(example).\(english) "
                + "Please declare the system as an EPSG number.", asks: .referenceSystem(numbers))
    }

    private static func numbers(_ systems: [ReferenceSystem]) -> [Int] {
        systems.compactMap { GeoJSONLayer.number(of: $0.name) }
    }

    /// How exact coordinates in the old system become; nil where there is nothing to say.
    static func exactness(_ epsg: Int) -> Words? {
        guard (31466...31469).contains(epsg) else { return nil }
        let hasGrid = ["/usr/share/proj/BETA2007.gsb", "/usr/share/proj/de_adv_BETA2007.tif"].contains {
            FileManager.default.fileExists(atPath: $0)
        }
        return hasGrid ? .gridUsed : .gridMissing
    }
}
