// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage
import Synchronization

/// Knows whether the open files still have their names: what is written into a deleted file is gone when the process ends.
///
/// A look costs three `stat` calls, microseconds, so that each commit is looked after before it is acknowledged.
final class FileGuard: Sendable {
    private let file: DatabaseFile
    private let identities: [(path: String, identity: FilePlace.Identity)]

    private struct State {
        var loss: StorageError?
        /// Where all that was acknowledged has been saved to; nothing is accepted any more afterwards.
        var rescue: String?
    }

    private let state = Mutex(State())

    /// Remembers the files as they are now: open and in use.
    init(_ file: DatabaseFile) {
        self.file = file
        identities = ["", "-wal", "-shm"].compactMap { suffix in
            let path = file.path + suffix
            return DatabaseFile.identity(at: path).map { (path, $0) }
        }
    }

    /// What was found last, without looking.
    var loss: StorageError? { state.withLock { $0.loss } }

    /// Looks; nil while all is in place.
    @discardableResult
    func look() -> StorageError? {
        let found = identities.lazy.compactMap { self.finding($0.path, $0.identity) }.first
        return state.withLock { state in
            if let rescue = state.rescue {
                state.loss = .moved(message: (found ?? "\(file.name) was away") + Self.way(to: rescue))
            } else {
                state.loss = found.map { .moved(message: $0) }
            }
            return state.loss
        }
    }

    /// Looks, and throws what it has found.
    func check() throws {
        if let loss = look() { throw loss }
    }

    private func finding(_ path: String, _ identity: FilePlace.Identity) -> String? {
        errno = 0
        let now = DatabaseFile.identity(at: path)
        if now == identity { return nil }
        let name = URL(fileURLWithPath: path).lastPathComponent
        if now != nil { return "\(name) was replaced by another file while it was open here" }
        // a folder that cannot be looked into for a moment is no loss
        guard errno == ENOENT || errno == ENOTDIR else { return nil }
        return "\(name) was deleted or moved while it was open here"
    }

    /// From now on nothing is accepted: a copy of everything has been saved, and it is not to grow old.
    func end(savedTo path: String) {
        state.withLock { $0.rescue = path }
        look()
    }

    private static func way(to rescue: String) -> String {
        let name = URL(fileURLWithPath: rescue).lastPathComponent
        return
            "; all that was acknowledged is saved as \(name): stop the server and put it in place with allmende restore"
    }

    /// Takes away the companions of the lost file that still have the name, so that none is played into the new file there.
    func removeOwnCompanions() {
        for (path, identity) in identities where path != file.path {
            if DatabaseFile.identity(at: path) == identity { unlink(path) }
        }
    }
}
