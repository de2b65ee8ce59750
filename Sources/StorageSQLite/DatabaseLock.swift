// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Storage
import Synchronization

/// Says that a server uses an embedded file: advisory locks on `FILE.lock` and on one byte of the file, freed by the system
/// when the process ends.
///
/// Backup and check do not need it; restore does. The lock file itself stays where it is. Should somebody remove it, the byte
/// still keeps a second server away, and the lock file is made again at the next look.
public final class DatabaseLock: Sendable {
    private struct Held {
        var lock: CInt
        /// Open before SQLite opens the file and until it has closed it: closing any descriptor of a file takes away the
        /// locks that the process holds on it (POSIX).
        var file: CInt?
    }

    private let file: DatabaseFile
    private let held: Mutex<Held>

    /// In the page that SQLite leaves free for locks, behind those of its own; nothing is ever stored there.
    private static let byte: off_t = 0x4000_0200
    /// `F_OFD_SETLK`: a lock that belongs to the open file and not to the process.
    private static let setOpenFileLock: CInt = 37

    /// Takes the lock for the file at `path`; who only asks whether it is held is waited for.
    /// - Throws: `StorageError.unavailable` when another process or another lock of this one holds it; `.readOnly`.
    public init(path: String) throws(StorageError) {
        file = DatabaseFile(path)
        held = Mutex(Held(lock: try Self.take(file, tries: 6), file: nil))
        try holdFile()
    }

    deinit {
        let held = held.withLock { $0 }
        if let file = held.file { close(file) }
        close(held.lock)
    }

    /// Holds the file too, once there is one.
    /// - Throws: `StorageError.unavailable` when another server does.
    func holdFile() throws(StorageError) {
        let isFree = held.withLock { held in
            if held.file != nil { return true }
            let descriptor = open(file.path, O_RDWR | O_CLOEXEC)
            // not there yet, or not to be written: who opens it for its content says so
            guard descriptor >= 0 else { return true }
            var range = flock()
            range.l_type = Int16(F_WRLCK)
            range.l_whence = Int16(SEEK_SET)
            range.l_start = Self.byte
            range.l_len = 1
            if fcntl(descriptor, Self.setOpenFileLock, &range) == 0 {
                held.file = descriptor
                return true
            }
            let isHeld = errno == EAGAIN || errno == EACCES
            close(descriptor)
            // a file system without such locks has the lock file alone
            return !isHeld
        }
        guard isFree else { throw Self.inUse(file) }
    }

    /// Looks whether the lock file is still the one that is held; where it was removed or replaced it is taken again.
    ///
    /// Returns what stands in the way of that; nil while all is in order.
    func look() -> StorageError? {
        held.withLock { held in
            errno = 0
            let now = FilePlace.Identity(at: Self.lockPath(of: file))
            if now == FilePlace.Identity(of: held.lock) { return nil }
            // a folder that cannot be looked into for a moment is no loss
            guard now != nil || errno == ENOENT else { return nil }
            do throws(StorageError) {
                let again = try Self.take(file, tries: 1)
                close(held.lock)
                held.lock = again
                return nil
            } catch {
                return .unavailable(
                    message: """
                        \(file.name).lock was removed or replaced while it was held here, and it cannot be taken again: end \
                        what else uses \(file.name) (\(error))
                        """)
            }
        }
    }

    private static func take(_ file: DatabaseFile, tries: Int) throws(StorageError) -> CInt {
        let path = lockPath(of: file)
        for attempt in 1...tries {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw .readOnly(message: "\(path): \(String(cString: strerror(errno)))")
            }
            // one that was removed at this moment is nobody's lock
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0,
                FilePlace.Identity(of: descriptor) == FilePlace.Identity(at: path)
            {
                return descriptor
            }
            close(descriptor)
            if attempt < tries { usleep(20_000) }
        }
        throw inUse(file)
    }

    private static func inUse(_ file: DatabaseFile) -> StorageError {
        .unavailable(message: "\(file.path) is in use by a running server; stop it first")
    }

    /// Whether a server uses the file now.
    package static func isHeld(path: String) -> Bool {
        let descriptor = open(lockPath(of: DatabaseFile(path)), O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// One for the file, by whatever name it is reached.
    private static func lockPath(of file: DatabaseFile) -> String { file.path + ".lock" }
}
