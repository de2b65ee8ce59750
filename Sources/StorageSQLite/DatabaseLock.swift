// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Storage

/// Says that a server uses an embedded file: an advisory lock on `FILE.lock`, freed by the system when the process ends.
///
/// Backup and check do not need it; restore does. The lock file itself stays where it is.
public final class DatabaseLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock for the file at `path`, without waiting.
    /// - Throws: `StorageError.unavailable` when another process or another lock of this one holds it; `.readOnly`.
    public init(path: String) throws(StorageError) {
        let lockPath = Self.lockPath(of: path)
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .readOnly(message: "\(lockPath): \(String(cString: strerror(errno)))")
        }
        // somebody who only asks holds it for a moment
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, tries < 5 {
            tries += 1
            usleep(20_000)
        }
        guard tries < 5 else {
            close(descriptor)
            throw .unavailable(message: "\(path) is in use by a running server; stop it first")
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Whether a server uses the file now.
    static func isHeld(path: String) -> Bool {
        let descriptor = open(lockPath(of: path), O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// One for the file, by whatever name it is reached.
    private static func lockPath(of path: String) -> String { DatabaseFile(path).path + ".lock" }
}
