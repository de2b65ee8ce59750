// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// One file to import, wherever it lay.
package struct ImportFile: Sendable {
    /// Path inside its archive or folder; for a single file its folder's name and its own.
    package let path: String
    package let bytes: [UInt8]
    /// Folder on disk in which the file or its archive lies.
    package let folder: String
    /// Whether it was met in a folder or an archive, not named itself.
    package var isInside = false
    /// Bytes of a sheet's rows that are looked at; nil for all of them.
    package var most: Int?

    package init(path: String, bytes: [UInt8], folder: String, isInside: Bool = false, most: Int? = nil) {
        (self.path, self.bytes, self.folder, self.isInside, self.most) = (path, bytes, folder, isInside, most)
    }
}

/// Hands out the files behind a list of paths one after the other: plain files, folders, archives.
package final class ImportSource {
    package enum Item {
        case file(ImportFile)
        case refused(path: String, reason: String)
        /// What else lies in a folder or an archive.
        case other(path: String)
    }

    private var waiting: [(path: String, shown: String, isInside: Bool)]
    /// The archive that is open, and those inside it down to the one at work; `prefix` is its path in the outermost.
    private var archives: [(reader: ArchiveReader, prefix: String)] = []
    private var archivePath = ""
    private static let deepest = 3
    private let limits: ImportLimits
    private let sample: (String) -> Int?
    private let accepts: (String) -> Bool

    /// `sample` says how many bytes of an archive's entry are enough; nil for all of them.
    package init(
        paths: [String], limits: ImportLimits, sample: @escaping (String) -> Int? = { _ in nil },
        accepts: @escaping (String) -> Bool
    ) {
        self.limits = limits
        self.sample = sample
        self.accepts = accepts
        waiting = []
        for path in paths.reversed() { waiting.append((path, Self.shown(path), false)) }
    }

    package func next() -> Item? {
        while true {
            if let (reader, prefix) = archives.last {
                do throws(ArchiveReader.Fault) {
                    guard let entry = try reader.next() else {
                        archives.removeLast()
                        continue
                    }
                    if let item = item(of: entry, reader, prefix) { return item }
                    continue
                } catch {
                    // A fault of an archive inside costs that one.
                    archives.removeLast()
                    let path = prefix.isEmpty ? Self.shown(archivePath) : String(prefix.dropLast())
                    let remedy = prefix.isEmpty ? "" : "; unpack it and import its folder"
                    return .refused(path: path, reason: error.description + remedy)
                }
            }
            guard let (path, shown, isInside) = waiting.popLast() else { return nil }
            if isInside, !accepts(shown), !ArchiveReader.isArchive(shown) { return .other(path: shown) }
            if let item = open(path, shown: shown, isInside: isInside) { return item }
        }
    }

    /// An entry's item; nil when it was an archive that is now open.
    private func item(of entry: ArchiveReader.Entry, _ reader: ArchiveReader, _ prefix: String) -> Item? {
        switch entry {
        case .file(let inner, let bytes):
            let folder = Self.folder(of: archivePath)
            return .file(ImportFile(path: prefix + inner, bytes: bytes, folder: folder, isInside: true))
        case .other(let inner): return .other(path: prefix + inner)
        case .refused(let inner, let reason):
            return .refused(path: prefix + inner, reason: reason)
        case .archive(let inner, let bytes):
            guard archives.count < Self.deepest else {
                return .refused(path: prefix + inner, reason: "archives inside archives, too deep; unpack them")
            }
            do throws(ArchiveReader.Fault) {
                let isFile = ArchiveReader.isCompressedFile(inner)
                let folder = inner.lastIndex(of: "/").map { String(inner[...$0]) } ?? ""
                let opened = try ArchiveReader(bytes: bytes, name: inner, inside: reader)
                archives.append((opened, prefix + (isFile ? folder : inner + "/")))
                return nil
            } catch {
                return .refused(
                    path: prefix + inner, reason: error.description + "; unpack it and import its folder")
            }
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
                archives = [(try ArchiveReader(path: path, limits: limits, sample: sample, accepts: accepts), "")]
                archivePath = path
                return nil
            } catch {
                return .refused(path: shown, reason: error.description)
            }
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= limits.fileBytes else {
            return .refused(path: shown, reason: "larger than \(limits.fileBytes >> 20) MiB; split the file")
        }
        guard let bytes = Self.contents(of: path, size: size) else {
            return .refused(path: shown, reason: "the file cannot be read")
        }
        return .file(ImportFile(path: shown, bytes: bytes, folder: Self.folder(of: path), isInside: isInside))
    }

    /// A file's bytes, held once: through `Data` they would be there twice for a while.
    private static func contents(of path: String, size: Int) -> [UInt8]? {
        // what is no plain file has no size
        guard size > 0 else { return FileManager.default.contents(atPath: path).map { [UInt8]($0) } }
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { $1 = fread($0.baseAddress, 1, size, file) }
        return ferror(file) == 0 ? bytes : nil
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
