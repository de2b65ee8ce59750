// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Foundation
import GISFetching
import RoomKit
import Wire

/// The files or the address, and what is declared about them.
struct SourceOptions: ParsableArguments {
    @Option(help: "Name of the layer, where the files or the service hold several.") var layer: String?
    @Option(help: "EPSG number of the coordinates, such as 25832; wins over what the file says.") var epsg: Int?
    @Flag(inversion: .prefixedNo, help: "Northing or latitude stands first, or it does not.") var swapAxes: Bool?
    @Option(help: "Encoding of the letters of a Shapefile, such as CP1252.") var encoding: String?
    @Option(help: "Property by which a feature is known again in the next delivery.") var key: String?
    @Flag(help: "Let the address lie in the own network.") var ownNetwork = false
    @Argument(
        help:
            "Files and archives (.shp with its parts, .zip, .gpkg, .gml, .kml, .geojson, .fgb, .dxf, .csv), or the address of a WFS, an OGC API – Features or a file."
    )
    var files: [String]

    var declaration: GISDeclaration {
        GISDeclaration(epsg: epsg, axesSwapped: swapAxes, encoding: encoding, key: key)
    }

    /// A service's layer was chosen when it was fetched.
    func isMeant(_ found: GISLayer) -> Bool { layer == nil || found.isOfService || found.name == layer }

    /// The files in a folder of their own, where the cage may read them.
    struct Delivery {
        let folder: URL
        let reader: GISReader
        /// The layers of a service that one is to be chosen from; there is nothing to read then.
        var choice: [ForeignLayer]?

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    /// Copies or fetches the files; whoever asked removes them.
    func delivery() async throws -> Delivery {
        let work = FileManager.default.temporaryDirectory.appendingPathComponent("allmende-gis-" + UUID().uuidString)
        let inside = work.appendingPathComponent("abgabe")
        do {
            try FileManager.default.createDirectory(
                at: inside, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // the cage opens paths as the kernel knows them
            let reader = GISReader(
                cage: GISCage(), work: work.resolvingSymlinksInPath().path, files: inside.resolvingSymlinksInPath().path
            )
            var delivery = Delivery(folder: work, reader: reader)
            if files.contains(where: LayerFetch.isAddress) {
                guard files.count == 1 else { throw UsageError("an address stands alone, without other files") }
                let source = LayerFetch(reachesOwnNetwork: ownNetwork)
                let outcome = try await source.fetch(
                    files[0], layer: layer, into: inside.path, of: work.path, isKnown: GISFormat.isKnown)
                if case .choice(let layers) = outcome { delivery.choice = layers }
                return delivery
            }
            for path in try files.flatMap(Self.withSides) {
                let file = URL(fileURLWithPath: path)
                guard FileManager.default.fileExists(atPath: path) else { throw UsageError("there is no file \(path)") }
                try FileManager.default.copyItem(at: file, to: inside.appendingPathComponent(file.lastPathComponent))
            }
            return delivery
        } catch {
            try? FileManager.default.removeItem(at: work)
            throw error
        }
    }

    /// A Shapefile with the parts that lie beside it, GML with its schema.
    private static func withSides(_ path: String) throws -> [String] {
        guard [.shapefile, .gml].contains(GISFormat(path: path)) else { return [path] }
        let file = URL(fileURLWithPath: path)
        let folder = file.deletingLastPathComponent()
        let stem = file.deletingPathExtension().lastPathComponent.lowercased()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return names.filter { name in
            let other = URL(fileURLWithPath: name)
            return other.deletingPathExtension().lastPathComponent.lowercased() == stem && GISFormat.isKnown(name)
                && (GISFormat(path: name) == nil || other.lastPathComponent == file.lastPathComponent)
        }.map { folder.appendingPathComponent($0).path }
    }
}

extension ForeignLayer {
    var json: JSONValue { ["layer": .string(name), "title": .string(title), "referenceSystem": .string(system)] }

    var text: String { [name, title == name ? "" : title, system].filter { !$0.isEmpty }.joined(separator: "\t") }
}
