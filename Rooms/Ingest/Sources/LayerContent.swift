// SPDX-License-Identifier: EUPL-1.2

/// Whether a delivery holds GIS files, which another room reads, rather than measured values.
package enum LayerContent {
    /// Endings that only GIS files have; a `.dbf` may be a table of anything.
    private static let endings: Set<String> = [
        "shp", "gpkg", "gml", "kml", "kmz", "fgb", "dxf", "gdbtable",
    ]
    /// Endings of what lies beside a Shapefile or a GML file and could be data by itself.
    private static let sides: Set<String> = ["txt", "xml"]

    /// Of a Shapefile handed in by its parts.
    private static let parts: Set<String> = ["shx", "dbf", "prj", "cpg", "qix", "sbn", "sbx", "qpj", "qmd", "xsd"]

    /// Whether a file of this name is a GIS file or a part of one.
    package static func isPart(_ name: String) -> Bool { isGISFile(name) || parts.contains(OtherFile.ending(name)) }

    private static func isGISFile(_ name: String) -> Bool { endings.contains(OtherFile.ending(name)) }

    /// True where there is a GIS file, and no table beside it.
    package static func isAll(of paths: [String]) -> Bool {
        let names = names(paths)
        guard names.contains(where: isGISFile) else { return false }
        return !names.contains { name in
            OtherFile.isData(name) && !OtherFile.isAbout(name) && !sides.contains(OtherFile.ending(name))
        }
    }

    /// Names of all files, those in archives too; nothing is unpacked.
    private static func names(_ paths: [String]) -> [String] {
        var names: [String] = []
        for path in paths {
            guard ArchiveReader.isArchive(path) else {
                names.append(path)
                continue
            }
            let source = ImportSource(paths: [path], limits: ImportLimits(), sample: { _ in 1 }) { _ in false }
            while let item = source.next(), names.count < 10_000 {
                switch item {
                case .other(let name), .refused(let name, _): names.append(name)
                case .file(let file): names.append(file.path)
                }
            }
        }
        return names.filter { !OtherFile.isLitter($0) }
    }
}
