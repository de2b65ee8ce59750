// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDBSQLite
import Storage

/// A database file that is made beside the place it is for and takes it only when it is whole: `NAME.part-…`.
///
/// Whenever the process or the machine stops, the place holds the old file or the new one. What an earlier run left
/// is removed by the next.
final class PendingFile: Sendable {
    let target: DatabaseFile
    /// Where it is made.
    let path: String
    /// Holds an advisory lock, so that nobody takes the part for a leftover.
    private let descriptor: CInt

    /// The maker holds the `DatabaseLock` of the place.
    private let isLocked: Bool

    /// - Parameters:
    ///   - path: the place as somebody wrote it.
    ///   - source: the database that is copied.
    ///   - isLocked: whether the maker holds the `DatabaseLock` of the place.
    /// - Throws: `StorageError.unavailable` when the place is in use, `.readOnly`, `.diskFull`, `.unfit` for what is no place.
    init(for path: String, beside source: String, isLocked: Bool) throws {
        target = DatabaseFile(try FilePlace(path, beside: source).path)
        self.isLocked = isLocked
        try Self.refuseUse(of: target, isLocked)
        Self.sweep(target)
        var number = 0
        while true {
            let part = "\(target.path).part-\(getpid())-\(number)"
            let descriptor = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                // who may read the file that is there may read the new one
                var status = stat()
                if stat(target.path, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
                self.path = part
                self.descriptor = descriptor
                // A leftover of that name would be played into the new file.
                DatabaseFile(part).removeCompanions()
                _ = flock(descriptor, LOCK_EX | LOCK_NB)
                return
            }
            guard errno == EEXIST, number < 100 else { throw systemFault(part) }
            number += 1
        }
    }

    deinit { close(descriptor) }

    /// Removes what was made; the place stays as it was.
    func discard() {
        unlink(path)
        DatabaseFile(path).removeCompanions()
    }

    /// Gives the file its place, or another one; it must be closed.
    ///
    /// What SQLite left beside an older file there belongs to that and would be played into the new one. The old file and its
    /// companions are put aside together first (`NAME.previous`), so that at each moment a whole pair or the new file is there.
    func publish(as other: String? = nil) throws {
        // something else may have come there meanwhile
        let place = DatabaseFile(try FilePlace(other ?? target.path).path)
        try syncToDisk(path)
        try Self.refuseUse(of: place, isLocked)
        let aside = DatabaseFile(place.path + ".previous")
        let stale = DatabaseFile.companions.filter { DatabaseFile.size(at: place.path + $0) != nil }
        if !stale.isEmpty {
            unlink(aside.path)
            aside.removeCompanions()
            if DatabaseFile.size(at: place.path) != nil, link(place.path, aside.path) != 0,
                // a file system without hard links
                rename(place.path, aside.path) != 0
            {
                throw systemFault(aside.path)
            }
            for suffix in stale {
                guard rename(place.path + suffix, aside.path + suffix) == 0 else {
                    throw systemFault(place.path + suffix)
                }
            }
            try syncToDisk(place.folder)
        }
        guard rename(path, place.path) == 0 else { throw systemFault(place.path) }
        try syncToDisk(place.folder)
        unlink(aside.path)
        aside.removeCompanions()
    }

    /// Removes parts whose makers are gone.
    private static func sweep(_ target: DatabaseFile) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: target.folder)) ?? []
        for name in names where name.hasPrefix(target.name + ".part-") {
            let isCompanion = DatabaseFile.companions.contains { name.hasSuffix($0) }
            let path = target.folder + "/" + name
            if isCompanion { continue }
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                unlink(path)
                DatabaseFile(path).removeCompanions()
            }
            close(descriptor)
        }
    }

    /// Nobody loses a file that is open in a program: a server's by its lock, any other's by SQLite's own.
    private static func refuseUse(of file: DatabaseFile, _ isLocked: Bool) throws {
        if !isLocked, DatabaseLock.isHeld(path: file.path) {
            throw StorageError.unavailable(message: "\(file.path) is in use by a running server; stop it first")
        }
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // SQLite's lock bytes: pending, reserved and shared
        var question = flock()
        question.l_type = Int16(F_WRLCK)
        question.l_whence = Int16(SEEK_SET)
        question.l_start = 0x4000_0000
        question.l_len = 512
        guard fcntl(descriptor, F_GETLK, &question) == 0, question.l_type != Int16(F_UNLCK) else { return }
        throw StorageError.unavailable(
            message: "\(file.path) is open in another program (process \(question.l_pid)); end that first")
    }
}
