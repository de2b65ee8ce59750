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
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .readOnly(message: "\(lockPath): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .unavailable(message: "\(path) is in use by a running server; stop it first")
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
