// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Logging
import ServiceLifecycle
import Storage
import StorageSQLite
import Wire

/// Looks after the embedded file while the server runs: says when it is deleted or replaced, or its disk gets full, and
/// saves what the open file still holds.
struct FileWatch: Service {
    let engine: SQLiteEngine
    let logger: Logger
    let now: @Sendable () -> Instant

    /// Between two looks; each costs microseconds.
    private static let interval = Duration.seconds(1)
    /// Looks between two attempts to save.
    private static let patience = 10

    private struct Progress {
        /// What was said last.
        var told: StorageError?
        var isSaved = false
        var looksUntilAttempt = 0
    }

    func run() async throws {
        var progress = await cancelWhenGracefulShutdown {
            var progress = Progress()
            while !Task.isCancelled {
                await look(&progress)
                // ended early, the server stops
                try? await Task.sleep(for: Self.interval)
            }
            return progress
        }
        // the process ends soon, and with it what only the open file holds
        progress.looksUntilAttempt = 0
        await look(&progress)
    }

    private func look(_ progress: inout Progress) async {
        let fault = engine.standing()
        if fault != progress.told {
            say(fault)
            progress.told = fault
        }
        guard case .moved = fault, !progress.isSaved else { return }
        if progress.looksUntilAttempt > 0 {
            progress.looksUntilAttempt -= 1
            return
        }
        progress.looksUntilAttempt = Self.patience
        await save(&progress)
    }

    private func save(_ progress: inout Progress) async {
        let stamp = now().iso8601.filter { $0 != ":" && $0 != "-" }.prefix(15) + "Z"
        do {
            let place = try await engine.rescue(stamp: String(stamp), verify: FileBackup.verification)
            progress.isSaved = true
            progress.told = engine.standing()
            logger.critical(
                "all that was acknowledged is saved; stop the server, then: allmende restore --from RESCUED --database FILE",
                metadata: ["rescued": "\(place)", "database": "\(engine.location)"])
        } catch let copy as UnsoundCopy {
            progress.isSaved = true
            logger.critical(
                "what was acknowledged is saved, but the copy is not sound",
                metadata: ["rescued": "\(copy.path)", "findings": "\(copy)"])
        } catch {
            logger.critical(
                """
                what was acknowledged is only in this process now and cannot be saved: do not end it, make room or the folder \
                again; it is tried every \(Self.patience) seconds
                """, metadata: ["database": "\(engine.location)", "error": "\(error)"])
        }
    }

    private func say(_ fault: StorageError?) {
        let metadata: Logger.Metadata = ["database": "\(engine.location)"]
        switch fault {
        case nil: logger.notice("the database's file and its disk are in order again", metadata: metadata)
        case .moved(let message):
            logger.critical("\(message); nothing is acknowledged any more", metadata: metadata)
        case .some(let fault): logger.error("\(fault)", metadata: metadata)
        }
    }
}
