// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage

/// The place of an embedded database: its true path, and what SQLite keeps beside it.
struct DatabaseFile: Sendable, Hashable {
    /// What SQLite keeps beside a database in use; each of them is played into a file of that name that is opened later.
    static let companions = ["-wal", "-shm", "-journal"]

    /// Free of symbolic links, as SQLite names the companions.
    let path: String

    init(_ path: String) {
        self.path = Self.resolved(path, depth: 0)
    }

    var name: String { URL(fileURLWithPath: path).lastPathComponent }
    var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
    var log: String { path + "-wal" }

    /// Which file it is, whatever its name.
    struct Identity: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// Nil when nothing has this name.
    static func identity(at path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Bytes; nil when nothing has this name.
    static func size(at path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_size)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Bytes that a program may still write where the file lies; nil when the system does not tell.
    var freeBytes: Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
    }

    func removeCompanions() {
        for suffix in Self.companions { unlink(path + suffix) }
    }

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
        guard let folder = realpath(url.deletingLastPathComponent().path, nil) else { return url.path }
        defer { free(folder) }
        let parent = String(cString: folder)
        return (parent == "/" ? "" : parent) + "/" + url.lastPathComponent
    }
}

/// Syncs a file or a folder: after this it survives a power loss.
func syncToDisk(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw systemFault(path) }
}

/// The last error of a system call on a file.
func systemFault(_ path: String) -> StorageError {
    let message = "\(path): \(String(cString: strerror(errno)))"
    return switch errno {
    case ENOSPC, EDQUOT: .diskFull(message: message)
    case EIO, ENOENT, ENOTDIR: .unavailable(message: message)
    default: .readOnly(message: message)
    }
}
