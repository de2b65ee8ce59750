// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// One file to import, wherever it lay.
struct ImportFile: Sendable {
    /// Path inside its archive or folder; for a single file its folder's name and its own.
    let path: String
    let bytes: [UInt8]
    /// Folder on disk in which the file or its archive lies.
    let folder: String
    /// Whether it was met in a folder or an archive, not named itself.
    var isInside = false
}

/// Hands out the files behind a list of paths one after the other: plain files, folders, archives.
final class ImportSource {
    enum Item {
        case file(ImportFile)
        case refused(path: String, reason: String)
        /// What else lies in a folder or an archive.
        case other(path: String)
    }

    private var waiting: [(path: String, shown: String, isInside: Bool)]
    private var archive: (reader: ArchiveReader, path: String)?
    private let limits: ImportLimits
    private let accepts: (String) -> Bool

    init(paths: [String], limits: ImportLimits, accepts: @escaping (String) -> Bool) {
        self.limits = limits
        self.accepts = accepts
        waiting = []
        for path in paths.reversed() { waiting.append((path, Self.shown(path), false)) }
    }

    func next() -> Item? {
        while true {
            if let (reader, path) = archive {
                do throws(ArchiveReader.Fault) {
                    if let entry = try reader.next() { return item(of: entry, archive: path) }
                    archive = nil
                } catch {
                    archive = nil
                    return .refused(path: Self.shown(path), reason: error.description)
                }
            }
            guard let (path, shown, isInside) = waiting.popLast() else { return nil }
            if isInside, !accepts(shown), !ArchiveReader.isArchive(shown) { return .other(path: shown) }
            if let item = open(path, shown: shown, isInside: isInside) { return item }
        }
    }

    private func item(of entry: ArchiveReader.Entry, archive path: String) -> Item {
        switch entry {
        case .file(let inner, let bytes):
            return .file(ImportFile(path: inner, bytes: bytes, folder: Self.folder(of: path), isInside: true))
        case .other(let inner): return .other(path: inner)
        case .refused(let inner, let reason):
            return .refused(path: inner, reason: reason)
        }
    }

    /// A file's item; nil when the path was a folder or an archive that is now open.
    private func open(_ path: String, shown: String, isInside: Bool) -> Item? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return .refused(path: shown, reason: "no such file")
        }
        if isFolder.boolValue {
            push(folder: path)
            return nil
        }
        if ArchiveReader.isArchive(path) {
            do throws(ArchiveReader.Fault) {
                archive = (try ArchiveReader(path: path, limits: limits, accepts: accepts), path)
                return nil
            } catch {
                return .refused(path: shown, reason: error.description)
            }
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= limits.fileBytes else {
            return .refused(path: shown, reason: "larger than \(limits.fileBytes >> 20) MiB; split the file")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return .refused(path: shown, reason: "the file cannot be read")
        }
        let folder = Self.folder(of: path)
        return .file(ImportFile(path: shown, bytes: [UInt8](data), folder: folder, isInside: isInside))
    }

    /// All plain files below a folder, in the order of their names; links are not followed.
    private func push(folder: String) {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return }
        var files: [String] = []
        while let name = names.nextObject() as? String {
            let type = names.fileAttributes?[.type] as? FileAttributeType
            if type == .typeRegular { files.append(name) }
        }
        for name in files.sorted().reversed() { waiting.append((folder + "/" + name, name, true)) }
    }

    /// Folder's name and file's name: what tells `100020113/2025-03.csv` from its namesakes.
    private static func shown(_ path: String) -> String {
        path.split(separator: "/").suffix(2).joined(separator: "/")
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
