// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Wire

/// A file that a backup made, by its name in the folder.
package struct BackupFile: Sendable, Hashable {
    package let name: String
    package let made: Instant
    package let bytes: Int64

    package init(name: String, made: Instant, bytes: Int64) {
        self.name = name
        self.made = made
        self.bytes = bytes
    }
}

/// Work on backups, one at a time.
package enum BackupJob: Sendable, Hashable {
    case make
    /// Restores a backup beside the town's file, tries the rules of `check` on it and removes it again.
    case rehearse(String)
}

/// The backups of an embedded file.
package protocol BackupKeeping: Sendable {
    var folder: String { get }
    /// Whether they lie on the disk of the database: then they do not help when it breaks.
    var isOnSameDisk: Bool { get }
    /// `02:00`; nil where nothing is made by itself.
    var time: String? { get }
    var keep: Int { get }
    func next(after now: Instant) -> Instant?
    /// The newest first.
    func files() throws -> [BackupFile]
    /// The path of one of `files`; nil for any other name.
    func path(of name: String) -> String?
    var running: BackupJob? { get }
    /// False when another job is at work.
    func begin(_ job: BackupJob, by actor: String) -> Bool
}

/// The machine as the server sees it.
package struct MachineState: Sendable {
    package var databaseBytes: Int64
    /// Free on the disk of an embedded file.
    package var freeBytes: Int64?
    package var diskBytes: Int64?
    package var memoryBytes: Int64
    package var started: Instant
    /// The file's path, or the database server without password.
    package var location: String
    package var certificates: [Certificate]

    package struct Certificate: Sendable, Hashable {
        package let path: String
        /// Nil when the file cannot be read as a certificate.
        package let ends: Instant?

        package init(path: String, ends: Instant?) { (self.path, self.ends) = (path, ends) }
    }

    package init(
        databaseBytes: Int64, freeBytes: Int64?, diskBytes: Int64?, memoryBytes: Int64, started: Instant,
        location: String, certificates: [Certificate]
    ) {
        self.databaseBytes = databaseBytes
        self.freeBytes = freeBytes
        self.diskBytes = diskBytes
        self.memoryBytes = memoryBytes
        self.started = started
        self.location = location
        self.certificates = certificates
    }
}

/// Something that should be otherwise, in words for people.
package struct OperationsFinding: Sendable, Hashable {
    package let rule: Words
    package let examples: [Words]
    package let remedy: Words

    package init(rule: Words, examples: [Words], remedy: Words) {
        self.rule = rule
        self.examples = examples
        self.remedy = remedy
    }
}

/// What the log said, the same lines counted together.
package struct LogSummary: Sendable, Hashable {
    package let meaning: Words
    /// Details of the last of them, as they were logged.
    package let details: String
    package let count: Int
    package let first: Instant
    package let last: Instant
    package let isFault: Bool

    package init(meaning: Words, details: String, count: Int, first: Instant, last: Instant, isFault: Bool) {
        self.meaning = meaning
        self.details = details
        self.count = count
        self.first = first
        self.last = last
        self.isFault = isFault
    }
}

/// What the house knows of its own running; whoever puts the rooms together offers it.
package struct TownOperations: Sendable {
    /// Nil for a database server, which has tools of its own.
    package let backups: (any BackupKeeping)?
    package let machine: @Sendable () async -> MachineState
    package let findings: @Sendable () async throws -> [OperationsFinding]
    /// Warnings and faults of the last day, the newest first.
    package let log: @Sendable () -> [LogSummary]
    /// Nil where no mail server is set.
    package let mail: LetterCarrier?
    package let alertRecipient: String?

    package init(
        backups: (any BackupKeeping)?, machine: @escaping @Sendable () async -> MachineState,
        findings: @escaping @Sendable () async throws -> [OperationsFinding],
        log: @escaping @Sendable () -> [LogSummary], mail: LetterCarrier?, alertRecipient: String?
    ) {
        self.backups = backups
        self.machine = machine
        self.findings = findings
        self.log = log
        self.mail = mail
        self.alertRecipient = alertRecipient
    }
}
