// SPDX-License-Identifier: EUPL-1.2
import Administration
import Foundation
import Logging
import ServiceLifecycle
import Storage
import StorageSQLite
import Synchronization
import Wire

/// Makes and tries backups of the embedded file, one at a time, when somebody asks or it is time.
final class BackupDesk: BackupKeeping, Service {
    private struct State {
        var running: BackupJob?
        /// What is asked for and not begun yet, and by whom.
        var asked: (job: BackupJob, actor: String)?
        /// When it is looked again whether one is due: some seconds after each look, an hour after a failure.
        var nextLook = Instant.minimum
    }

    let folder: String
    private let engine: SQLiteEngine
    private let settings: BackupSettings
    private let logger: Logger
    private let clock: @Sendable () -> Instant
    private let started: Instant
    private let state = Mutex(State())

    /// Between two looks whether there is work.
    private static let pause = Duration.milliseconds(250)
    private static let patience: Int64 = 3_600_000_000
    private static let lookEvery: Int64 = 20_000_000

    init(
        engine: SQLiteEngine, settings: BackupSettings, logger: Logger, clock: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.settings = settings
        self.logger = logger
        self.clock = clock
        folder = settings.place(for: engine.location)
        started = clock()
    }

    // MARK: What pages ask

    var time: String? { settings.time }
    var keep: Int { settings.keep }
    var running: BackupJob? { state.withLock { $0.running ?? $0.asked?.job } }

    var isOnSameDisk: Bool {
        func disk(_ path: String) -> NSNumber? {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.systemNumber] as? NSNumber
        }
        let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        return disk(engine.location) == (disk(folder) ?? disk(parent))
    }

    /// Free on the disk of the database.
    var freeBytes: Int64? {
        let folder = URL(fileURLWithPath: engine.location).deletingLastPathComponent().path
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (disk?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    func next(after now: Instant) -> Instant? {
        settings.minute.map { Self.moment($0, near: now) }.map { today in
            today > now ? today : Instant(microseconds: today.microseconds + 86_400_000_000)
        }
    }

    func files() throws -> [BackupFile] {
        try DatedBackups(source: engine.location, target: folder)?.all().reversed() ?? []
    }

    func path(of name: String) -> String? {
        guard (try? files())?.contains(where: { $0.name == name }) == true else { return nil }
        return URL(fileURLWithPath: folder).appendingPathComponent(name).path
    }

    func begin(_ job: BackupJob, by actor: String) -> Bool {
        state.withLock { state in
            guard state.running == nil, state.asked == nil else { return false }
            state.asked = (job, actor)
            return true
        }
    }

    // MARK: Work

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.workOnce()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Does what was asked for, or is due.
    func workOnce() async {
        let work = state.withLock { state -> (job: BackupJob, actor: String)? in
            guard let asked = state.asked else { return nil }
            (state.running, state.asked) = (asked.job, nil)
            return asked
        }
        if let work {
            await carryOut(work.job, by: work.actor)
            state.withLock { $0.running = nil }
        } else if isDue() {
            state.withLock { $0.running = .make }
            let isDone = await carryOut(.make, by: "schedule")
            let again = Instant(microseconds: clock().microseconds + (isDone ? 0 : Self.patience))
            state.withLock { state in
                state.running = nil
                state.nextLook = again
            }
        }
    }

    /// Whether the last time of the day passed without a backup since.
    private func isDue() -> Bool {
        guard let minute = settings.minute else { return false }
        let now = clock()
        let isTime = state.withLock { state in
            guard now >= state.nextLook else { return false }
            state.nextLook = Instant(microseconds: now.microseconds + Self.lookEvery)
            return true
        }
        guard isTime else { return false }
        let today = Self.moment(minute, near: now)
        let last = today <= now ? today : Instant(microseconds: today.microseconds - 86_400_000_000)
        // the first one comes at its time, not with the start
        let newest = (try? files())?.first?.made ?? started
        return newest < last
    }

    /// The time of the day on the day of `now`, in the machine's time.
    private static func moment(_ minute: Int, near now: Instant) -> Instant {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let start = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(now.microseconds) / 1_000_000))
        let date = calendar.date(bySettingHour: minute / 60, minute: minute % 60, second: 0, of: start) ?? start
        return Instant(seconds: Int64(date.timeIntervalSince1970))
    }

    @discardableResult
    private func carryOut(_ job: BackupJob, by actor: String) async -> Bool {
        do {
            switch job {
            case .make: try await make(by: actor)
            case .rehearse(let name): try await rehearse(name, by: actor)
            }
            return true
        } catch {
            let (deed, name): (BackupDeed, String) =
                switch job {
                case .make: (.failed, URL(fileURLWithPath: folder).lastPathComponent)
                case .rehearse(let name): (.rehearsalFailed, name)
                }
            let message: Logger.Message = job == .make ? "a backup failed" : "the restore of a backup failed"
            logger.error(message, metadata: ["folder": "\(folder)", "error": "\(error)"])
            await note(deed, name, by: actor, detail: ["reason": .string(String(describing: error))])
            return false
        }
    }

    private func make(by actor: String) async throws {
        try settings.prepare(for: engine.location)
        guard let dated = DatedBackups(source: engine.location, target: folder) else {
            throw StorageError.unfit(message: "\(folder) is no folder")
        }
        if let missing = engine.missingLog { throw StorageError.unfit(message: missing) }
        let place = try dated.place(at: Date(timeIntervalSince1970: Double(clock().microseconds) / 1_000_000))
        try await engine.backup(to: place, verify: FileBackup.verification)
        // what is not public lies in it
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place)
        let size = (try? FileManager.default.attributesOfItem(atPath: place))?[.size] as? NSNumber
        await note(
            .made, URL(fileURLWithPath: place).lastPathComponent, by: actor,
            detail: ["bytes": .init(size?.int64Value ?? 0)])
        _ = try dated.prune(keeping: settings.keep, sparing: place)
    }

    /// A restore as it would be, into a file beside the backups that is removed again.
    private func rehearse(_ name: String, by actor: String) async throws {
        guard let source = path(of: name) else {
            throw StorageError.unavailable(message: "there is no backup \(name) any more")
        }
        let target = URL(fileURLWithPath: folder).appendingPathComponent("rehearsal-\(UUID().uuidString)").path
        defer {
            for suffix in ["", "-wal", "-shm", "-journal", ".lock", ".unsound"] { unlink(target + suffix) }
        }
        let start = ContinuousClock.now
        try await FileBackup.restore(source, to: target)
        let seconds = (start.duration(to: .now) / .seconds(1) * 10).rounded() / 10
        await note(.rehearsed, name, by: actor, detail: ["seconds": .init(seconds)])
    }

    private func note(_ deed: BackupDeed, _ name: String, by actor: String, detail: JSONValue) async {
        let now = clock()
        do {
            try await engine.write { try deed.note(name, by: actor, detail: detail, at: now, on: $0) }
        } catch {
            logger.error("refused", metadata: ["deed": "\(deed.rawValue)", "error": "\(error)"])
        }
    }
}
