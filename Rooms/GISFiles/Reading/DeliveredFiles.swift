// SPDX-License-Identifier: EUPL-1.2
import Answers
import Foundation
import IngestReading

/// The GIS files of a delivery: archives are unpacked into its folder, within bounds; nothing leaves it.
package enum DeliveredFiles {
    /// What may be unpacked: a file of 1 GiB, 4 GiB together.
    static let limits = ImportLimits(fileBytes: 1 << 30, archiveBytes: 4 << 30, archiveEntries: 10_000, ratio: 250)

    /// Unpacks what is an archive and lists the GIS files below `folder`, by name.
    /// - Throws: `GISFault` for bombs, hostile paths and deliveries without a GIS file.
    package static func unpack(in folder: String) throws(GISFault) -> [(path: String, format: GISFormat)] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        for name in names where ArchiveReader.isArchive(name) && !name.hasPrefix(".") {
            try unpack(folder + "/" + name, into: folder + "/" + stem(name))
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        forgetGuesses(folder)
        let found = list(folder)
        guard !found.isEmpty else {
            throw GISFault(
                "Darin ist keine GIS-Datei. Lesbar sind Shapefile (.shp mit .shx, .dbf, .prj, am besten als ZIP), GeoPackage, GML, "
                    + "KML, GeoJSON, FlatGeobuf, DXF, File Geodatabase (als ZIP) und CSV mit Koordinaten.",
                "There is no GIS file in it. Shapefile (.shp with .shx, .dbf, .prj, best as a ZIP), GeoPackage, GML, KML, GeoJSON, "
                    + "FlatGeobuf, DXF, File Geodatabase (as a ZIP) and CSV with coordinates can be read.", exit: .usage
            )
        }
        return found
    }

    /// Removes what GDAL once guessed of a GML file and left beside it: it goes before what we ask GDAL for, and has taken the
    /// zero from 05515000 (`findings/gdal-gml-municipality-key.sh`).
    private static func forgetGuesses(_ folder: String) {
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        where name.lowercased().hasSuffix(".gfs") {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }

    /// `baeume` of `baeume.gdb.zip`, but with the ending that tells a format: an archive of a geodatabase's own files.
    private static func stem(_ name: String) -> String {
        var parts = name.split(separator: ".").map(String.init)
        while let last = parts.last, parts.count > 1,
            ["zip", "tar", "gz", "tgz", "xz", "txz", "bz2"].contains(last.lowercased())
        {
            parts.removeLast()
        }
        return parts.joined(separator: ".")
    }

    private static func unpack(_ path: String, into folder: String) throws(GISFault) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        func fault(_ reason: String) -> GISFault {
            GISFault(
                "Das Archiv „\(name)“ wird nicht ausgepackt: \(reason)",
                "The archive \"\(name)\" is not unpacked: \(reason)")
        }
        do {
            let reader = try ArchiveReader(path: path, limits: limits) { !OtherFile.isLitter($0) }
            while let entry = try reader.next() {
                switch entry {
                case .file(let inner, let bytes):
                    guard write(bytes, inner, below: folder) else {
                        throw Stop(description: "the disk takes no more")
                    }
                case .refused(let inner, let reason):
                    throw Stop(description: "\(inner.prefix(200)): \(reason)")
                case .archive(let inner, _):
                    throw Stop(description: "\(inner.prefix(200)): an archive in an archive; unpack it first")
                case .other: continue
                }
            }
        } catch {
            throw fault(String(describing: error))
        }
    }

    /// Why unpacking ends.
    private struct Stop: Error, CustomStringConvertible {
        let description: String
    }

    private static func write(_ bytes: [UInt8], _ inner: String, below folder: String) -> Bool {
        // the reader refused what leaves the archive; what is left are plain names
        let parts = inner.split { $0 == "/" || $0 == "\\" }.filter { $0 != "." }
        guard let last = parts.last else { return true }
        let place = ([folder] + parts.dropLast().map(String.init)).joined(separator: "/")
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let path = place + "/" + last
            guard !FileManager.default.fileExists(atPath: path) else { return true }
            return FileManager.default.createFile(atPath: path, contents: Data(bytes))
        } catch {
            return false
        }
    }

    /// GIS files below a folder; a geodatabase is a folder.
    private static func list(_ folder: String) -> [(path: String, format: GISFormat)] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        if names.contains(where: { $0.hasSuffix(".gdbtable") }) { return [(folder, .geodatabase)] }
        return names.flatMap { name -> [(path: String, format: GISFormat)] in
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            guard !name.hasPrefix("."), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                return []
            }
            if isFolder.boolValue { return list(path) }
            // what tells about the data is no layer; a geodatabase is no file
            guard let format = GISFormat(path: name), format != .geodatabase, !name.lowercased().hasSuffix(".shp.xml"),
                !OtherFile.isAbout(name) || format != .gml
            else { return [] }
            return [(path, format)]
        }
    }
}
