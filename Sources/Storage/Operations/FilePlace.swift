// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A regular file, or a place for one: what a command may read as a database, and what it may write.
///
/// Links are followed to what they name. A pipe or a device is refused, so is a folder, a path that names a folder which is not
/// there, and what belongs to a database: its log, its shared memory, its journal, its lock.
package struct FilePlace: Sendable, Hashable {
    /// Which file it is, whatever its name.
    package struct Identity: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64

        /// Nil when nothing has this name.
        package init?(at path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }

        /// Of an open file.
        package init?(of descriptor: CInt) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return nil }
            self.init(status)
        }

        private init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// What lies beside a database that is in use.
    private static let companions = ["-wal", "-shm", "-journal", ".lock"]

    /// Free of symbolic links.
    package let path: String

    /// - Parameters:
    ///   - name: the path as somebody wrote it.
    ///   - database: an embedded file that the place must be no part of.
    /// - Throws: `StorageError.unfit`.
    package init(_ name: String, beside database: String? = nil) throws(StorageError) {
        var status = stat()
        let isThere = stat(name, &status) == 0
        let kind = status.st_mode & S_IFMT
        if isThere, kind == S_IFDIR { throw .unfit(message: "\(name) is a folder; name a file") }
        if name.hasSuffix("/") || name.hasSuffix("/.") {
            throw .unfit(
                message: "there is no folder \(name) (a name that ends with / is a folder's): make or mount it first")
        }
        path = Self.resolved(name)
        guard !isThere || kind == S_IFREG && Identity(at: path) == Identity(at: name) else {
            throw .unfit(message: "\(name) is no plain file but a pipe, a device or the like; name a file")
        }
        if let database { try refuse(database) }
        for suffix in Self.companions where path.hasSuffix(suffix) {
            let owner = String(path.dropLast(suffix.count))
            if Identity(at: owner) != nil { throw Self.belongs(name, to: owner) }
        }
    }

    private func refuse(_ database: String) throws(StorageError) {
        let owner = Self.resolved(database)
        func isSame(_ other: String) -> Bool {
            path == other || Identity(at: path).map { $0 == Identity(at: other) } ?? false
        }
        if isSame(owner) {
            throw .unfit(message: "\(path) and \(owner) are one and the same file; name another one to copy to")
        }
        for suffix in Self.companions where isSame(owner + suffix) { throw Self.belongs(path, to: owner) }
    }

    private static func belongs(_ name: String, to owner: String) -> StorageError {
        .unfit(message: "\(name) belongs to \(owner), which needs it while it is in use; name another file")
    }

    /// The true path of what is there, or of where it would be.
    package static func resolved(_ path: String) -> String { resolved(path, depth: 0) }

    private static func resolved(_ path: String, depth: Int) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        // nothing is there yet: the folder's true path, or where a link points to
        let url = URL(fileURLWithPath: path)
        if depth < 40, let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            let target = link.hasPrefix("/") ? link : url.deletingLastPathComponent().path + "/" + link
            return resolved(target, depth: depth + 1)
        }
        guard let folder = realpath(url.deletingLastPathComponent().path, nil) else {
            return url.standardizedFileURL.path
        }
        defer { free(folder) }
        let parent = String(cString: folder)
        return (parent == "/" ? "" : parent) + "/" + url.lastPathComponent
    }
}

/// A file that is made beside its place and takes it when it is whole: `NAME.partial`.
package final class DraftFile: Sendable {
    private let place: FilePlace
    private let path: String
    private let descriptor: CInt

    /// - Throws: `StorageError.readOnly`, `.diskFull`.
    package init(for place: FilePlace) throws {
        self.place = place
        path = place.path + ".partial"
        // what an earlier run left
        unlink(path)
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw writingFault(place.path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func write(_ bytes: [UInt8], at offset: Int64) throws {
        try writeAll(bytes, to: descriptor, place.path, at: offset)
    }

    /// Cuts what is longer, and waits for the disk.
    package func end(at length: Int64) throws {
        guard ftruncate(descriptor, off_t(length)) == 0, fsync(descriptor) == 0 else { throw writingFault(place.path) }
    }

    /// Gives the file its name.
    package func publish() throws {
        let own = FilePlace.Identity(of: descriptor)
        guard own != nil, own == FilePlace.Identity(at: path) else {
            throw StorageError.readOnly(message: "\(path) was taken away by another program; try again")
        }
        // something else may have come there meanwhile
        let now = try FilePlace(place.path)
        guard rename(path, now.path) == 0 else { throw writingFault(now.path) }
        try syncToDisk(URL(fileURLWithPath: now.path).deletingLastPathComponent().path)
    }

    /// Removes what was made; the place stays as it was.
    package func discard() { unlink(path) }
}

/// A folder that files are only ever added to.
package struct AddingFolder: Sendable {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Why nothing can be added now; nil when it can.
    package var fault: StorageError? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return .unfit(message: "there is no folder \(path): make or mount it")
        }
        return access(path, W_OK | X_OK) == 0 ? nil : writingFault(path)
    }

    /// Adds a file that is not there yet. Nothing is renamed: the folder may forbid that.
    /// - Throws: `StorageError.unfit`, `.readOnly`, `.diskFull`.
    package func add(_ bytes: [UInt8], as name: String) throws {
        if let fault { throw fault }
        let file = path + "/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw writingFault(file) }
        defer { close(descriptor) }
        do {
            try writeAll(bytes, to: descriptor, file, at: 0)
            guard fsync(descriptor) == 0 else { throw writingFault(file) }
        } catch {
            unlink(file)
            throw error
        }
    }
}

private func writeAll(_ bytes: [UInt8], to descriptor: CInt, _ path: String, at offset: Int64) throws {
    var done = 0
    while done < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
            pwrite(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset) + off_t(done))
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw writingFault(path) }
        done += count
    }
}

private func writingFault(_ path: String) -> StorageError {
    let message = "\(path): \(String(cString: strerror(errno)))"
    return errno == ENOSPC || errno == EDQUOT ? .diskFull(message: message) : .readOnly(message: message)
}

/// Syncs a file or a folder: after this it survives a power loss.
package func syncToDisk(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw systemFault(path) }
}

/// The last error of a system call on a file.
package func systemFault(_ path: String) -> StorageError {
    let message = "\(path): \(String(cString: strerror(errno)))"
    return switch errno {
    case ENOSPC, EDQUOT: .diskFull(message: message)
    case EIO, ENOENT, ENOTDIR: .unavailable(message: message)
    default: .readOnly(message: message)
    }
}
