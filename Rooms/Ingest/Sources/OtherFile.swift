// SPDX-License-Identifier: EUPL-1.2

/// What lies beside the data in folders and archives: it is listed, and no error.
package enum OtherFile {
    /// What systems leave behind: resource forks, thumbnails, lists of folders.
    package static func isLitter(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return false }
        return parts.contains("__MACOSX") || name.hasPrefix("._")
            || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(String(name))
    }

    /// Whether a name says that a file tells about the data rather than holds them.
    package static func isAbout(_ path: String) -> Bool {
        let name = (path.split(separator: "/").last ?? "").lowercased()
        let words = [
            "readme", "liesmich", "lies_mich", "lizenz", "licence", "license", "metadat", "beschreibung", "hinweis",
            "copyright", "changelog", "impressum", "quelle", "legende", "datensatzbeschreibung",
        ]
        return words.contains { name.contains($0) }
    }

    /// Endings of files that are read.
    private static let dataEndings: Set<String> = [
        "csv", "tsv", "txt", "dat", "json", "geojson", "xlsx", "xlsm", "ods", "xml",
    ]

    /// Whether a name is that of a file that is read.
    package static func isData(_ path: String) -> Bool { dataEndings.contains(ending(path)) }

    /// `csv` of `2026/07.CSV`; empty without one.
    package static func ending(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}

/// A file that was met in a folder or an archive and does not look like what the mapping describes.
package struct Misfit: Sendable, Hashable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        (self.path, self.reason) = (path, reason)
    }

    /// Whether it counts as data that failed: it is written as the files that fit are, and its name says nothing else.
    package func isFailure(endings: Set<String>) -> Bool {
        endings.isEmpty || (endings.contains(OtherFile.ending(path)) && !OtherFile.isAbout(path))
    }
}
