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
        self.path = FilePlace.resolved(path)
    }

    var name: String { URL(fileURLWithPath: path).lastPathComponent }
    var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
    var log: String { path + "-wal" }

    /// Nil when nothing has this name.
    static func identity(at path: String) -> FilePlace.Identity? { FilePlace.Identity(at: path) }

    /// Bytes; nil when nothing has this name.
    static func size(at path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_size)
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
}
