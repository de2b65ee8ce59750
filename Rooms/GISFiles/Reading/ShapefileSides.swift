// SPDX-License-Identifier: EUPL-1.2
import Answers
import Foundation

/// What lies beside a `.shp`, in any case of its letters.
struct ShapefileSides {
    private let folder: String
    private let stem: String
    private let names: [String]

    init(_ path: String) {
        folder = path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        let name = path.split(separator: "/").last ?? ""
        stem = String(name.dropLast(4)).lowercased()
        names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    func path(_ ending: String) -> String? {
        names.first { $0.lowercased() == stem + "." + ending }.map { folder + "/" + $0 }
    }

    /// - Throws: `GISFault` where a part is missing without which there are no properties or no order.
    func requireAll() throws(GISFault) {
        let missing = ["shx", "dbf"].filter { path($0) == nil }.map { "." + $0 }
        guard missing.isEmpty else {
            let list = missing.joined(separator: ", ")
            throw GISFault(
                "Zum Shapefile „\(stem)“ fehlt \(list). Bitte alle Teile zusammen abgeben (.shp, .shx, .dbf, .prj, .cpg), am besten als ZIP.",
                "Of the Shapefile \"\(stem)\" \(list) is missing. Please hand in all parts together (.shp, .shx, .dbf, .prj, .cpg), best as a ZIP.",
                exit: .usage)
        }
    }

    /// How its letters are encoded, as GDAL calls it, where GDAL would read them wrongly; nil leaves it to GDAL.
    var encoding: String? {
        guard let path = path("cpg"), let data = FileManager.default.contents(atPath: path) else {
            guard let table = self.path("dbf"), let head = FileHandle(forReadingAtPath: table),
                let bytes = try? head.read(upToCount: 32), bytes.count == 32
            else { return nil }
            // the language byte: Windows-1252, which GDAL takes for Latin 1, and nothing at all, which in Germany is the same
            return [0x00, 0x03, 0x57].contains(bytes[29]) ? "CP1252" : nil
        }
        let name = String(decoding: data.prefix(40), as: UTF8.self).uppercased().filter { !$0.isWhitespace }
        switch name {
        case "ANSI1252", "1252", "WINDOWS-1252", "CP1252": return "CP1252"
        case "8859_1", "88591", "ISO-8859-1", "ISO88591", "LATIN1": return "CP1252"
        default: return nil
        }
    }
}
