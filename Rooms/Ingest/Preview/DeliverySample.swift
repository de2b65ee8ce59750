// SPDX-License-Identifier: EUPL-1.2
import Foundation
import IngestReading

/// The files of a delivery, as far as a look at them needs.
struct DeliverySample {
    /// Bytes of one file that a preview reads at most; of a longer one its beginning.
    static let fileBytes = 8 << 20
    /// Bytes of all files that a preview reads at most.
    static let allBytes = 16 << 20
    private static let mostFiles = 200

    struct Part {
        let file: ImportFile
        let isWhole: Bool
    }

    private(set) var parts: [Part] = []
    private(set) var others: [String] = []
    private(set) var refused: [(path: String, reason: String)] = []
    /// Whether all of the delivery is here.
    private(set) var isWhole = true

    /// `most` bytes of a file; `accepts` says which entries of folders and archives are data.
    init(
        paths: [String], most: Int = Self.fileBytes, all: Int = Self.allBytes, limits: ImportLimits = ImportLimits(),
        accepts: @escaping (String) -> Bool
    ) {
        var read = 0
        for path in paths {
            guard read < all, parts.count < Self.mostFiles else {
                isWhole = false
                return
            }
            if !ArchiveReader.isArchive(path), let part = Self.beginning(of: path, most: most) {
                read += part.file.bytes.count
                isWhole = isWhole && part.isWhole
                parts.append(part)
                continue
            }
            let source = ImportSource(
                paths: [path], limits: limits, sample: { Self.isIndivisible($0) ? nil : most + 1 }, accepts: accepts)
            entries: while let item = source.next() {
                switch item {
                case .other(let path): others.append(path)
                case .refused(let path, let reason): refused.append((path, reason))
                case .file(let file):
                    let part = Self.cut(file, most: most)
                    read += part.file.bytes.count
                    isWhole = isWhole && part.isWhole
                    parts.append(part)
                    if read >= all || parts.count >= Self.mostFiles {
                        isWhole = false
                        break entries
                    }
                }
            }
        }
    }

    /// A plain file's beginning, up to a line's end; nil for a folder and what cannot be read.
    private static func beginning(of path: String, most: Int) -> Part? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? handle.close() }
        let most = isIndivisible(path) ? 64 << 20 : most
        guard let data = try? handle.read(upToCount: most + 1) else { return nil }
        let parts = path.split(separator: "/")
        let file = ImportFile(
            path: parts.suffix(2).joined(separator: "/"), bytes: [UInt8](data),
            folder: path.hasPrefix("/") ? "/" + parts.dropLast().joined(separator: "/") : ".")
        return cut(file, most: most)
    }

    /// Whether only the whole of a file can be read.
    private static func isIndivisible(_ path: String) -> Bool {
        ["xlsx", "xlsm", "ods", "json", "geojson", "xml"].contains(OtherFile.ending(path))
    }

    private static func cut(_ file: ImportFile, most: Int) -> Part {
        guard file.bytes.count > most, !isIndivisible(file.path) else {
            var file = file
            file.most = most
            return Part(file: file, isWhole: true)
        }
        var end = most
        while end > 0, file.bytes[end - 1] != 0x0A { end -= 1 }
        // the line's end of UTF-16, little end first, has a zero after it
        if end < file.bytes.count, end % 2 == 1, file.bytes[end] == 0 { end += 1 }
        let bytes = Array(file.bytes[..<(end == 0 ? most : end)])
        return Part(
            file: ImportFile(path: file.path, bytes: bytes, folder: file.folder, isInside: file.isInside),
            isWhole: false)
    }
}
