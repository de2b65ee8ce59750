// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
import Catalogue
import Foundation
import GISFiles
import Harvest
import LedgerStorage
import Rights
public import Storage
import Wire

/// What is wrong with an installation, and how to mend it.
public struct Doctor: Sendable {
    /// Something that should be otherwise.
    public struct Finding: Sendable, Hashable {
        public let rule: String
        public let examples: [String]
        public let remedy: String
        /// Somebody should be told at once.
        public var isUrgent = false
    }

    private let path: String?
    private let isOpen: Bool
    private let now: Instant
    private let backups: BackupSettings
    private let certificates: [String]
    private let checkpoints: CheckpointSettings
    private let settingsFile: String?
    private let plainAddress: String?

    /// `path` is the embedded file, nil for a server; `isOpen` whether the settings let anybody write; `plainAddress` where
    /// passwords would come in without TLS.
    init(
        path: String?, isOpen: Bool, backups: BackupSettings = BackupSettings(), certificates: [String] = [],
        checkpoints: CheckpointSettings = CheckpointSettings(), settingsFile: String? = nil,
        plainAddress: String? = nil,
        now: Instant
    ) {
        self.path = path
        self.isOpen = isOpen
        self.backups = backups
        self.certificates = certificates
        self.checkpoints = checkpoints
        self.settingsFile = settingsFile
        self.plainAddress = plainAddress
        self.now = now
    }

    /// Those of the rooms.
    static func rules(at now: Instant) -> [ConsistencyRule] {
        AccessExamination.rules(at: now) + DatasetExamination.rules + HarvestExamination.rules(at: now)
            + LayerScheduleExamination.rules(at: now)
    }

    /// The rules that were looked at, and what breaks them.
    public func examine(_ engine: any StorageEngine) async throws -> (rules: Int, findings: [Finding]) {
        let report = try await ConsistencyCheck(Self.rules(at: now)).run(on: engine)
        let outside = try await engine.read { try AuditTrail.log.outsidePlaces(on: $0) }
        var findings = report.findings.map { Finding(rule: $0.rule, examples: $0.examples, remedy: $0.remedy) }
        if isOpen {
            findings.append(
                Finding(
                    rule: "only those who are known write", examples: ["open is set"],
                    remedy: "Take 'open' out of the settings: everybody who reaches the server may change data."))
        }
        if let obstacle = GISCage.obstacle {
            findings.append(
                Finding(
                    rule: "GIS files of others can be opened", examples: [], remedy: obstacle.description))
        }
        if let plainAddress {
            findings.append(
                Finding(
                    rule: "passwords come in by TLS only", examples: [plainAddress],
                    remedy: "Put a proxy with TLS in front, and set base-url to its https address."))
        }
        findings += checkpointFindings(outside) + settingsFindings + fileFindings + backupFindings
        findings += certificateFindings
        return (report.rules.count + 10, findings)
    }

    /// Checkpoints lie outside, and each place that is set has had one in the last two days; where none is set, any place.
    func checkpointFindings(_ outside: [OutsidePlace]) -> [Finding] {
        guard let newest = outside.map(\.last.at).max() else {
            return [
                Finding(
                    rule: "checkpoints of the audit trail are kept outside", examples: ["none is"],
                    remedy:
                        "Set checkpoint-folder or checkpoint-mail: who administers this machine could rewrite the trail."
                )
            ]
        }
        let oldest = Instant(microseconds: now.microseconds - 2 * 86_400_000_000)
        var examples = checkpoints.places.compactMap { place -> String? in
            if place.kind == .folder, let fault = AddingFolder(place.name).fault { return fault.description }
            let last = outside.first { $0.kind == place.kind && $0.place == place.name }?.last.at
            guard let last else { return "\(place.name): none yet" }
            return last < oldest ? "\(place.name): the last is of \(last.iso8601)" : nil
        }
        if checkpoints.places.isEmpty, newest < oldest { examples.append("the last is of \(newest.iso8601)") }
        guard !examples.isEmpty else { return [] }
        return [
            Finding(
                rule: "a checkpoint of the audit trail leaves each day", examples: examples,
                remedy:
                    "The server's log says why; it tries again every ten minutes. What is newer has no proof outside."
            )
        ]
    }

    /// Where the server is to make backups by itself, the newest is not older than two days.
    var backupFindings: [Finding] {
        guard let path, backups.minute != nil else { return [] }
        let folder = backups.place(for: path)
        let newest = try? DatedBackups(source: path, target: folder)?.all().last?.made
        let begun = (try? FileManager.default.attributesOfItem(atPath: path))?[.creationDate] as? Date
        let since = newest ?? begun.map { Instant(microseconds: Int64($0.timeIntervalSince1970 * 1_000_000)) }
        guard let since, since.microseconds < now.microseconds - 2 * 86_400_000_000 else { return [] }
        return [
            Finding(
                rule: "the newest backup is of the last two days",
                examples: [newest.map { "it is of \($0.iso8601)" } ?? "there is none in \(folder)"],
                remedy: "See at /admin/backups why; make one there now.", isUrgent: true)
        ]
    }

    /// No certificate ends within two weeks.
    var certificateFindings: [Finding] {
        certificates.compactMap { path in
            let end = CertificateFile.end(ofFileAt: path)
            if let end, end.microseconds > now.microseconds + 14 * 86_400_000_000 { return nil }
            return Finding(
                rule: "certificates are valid for two more weeks",
                examples: [end.map { "\(path) ends \($0.iso8601)" } ?? "\(path) cannot be read"],
                remedy: "Renew the certificate and restart the server.", isUrgent: true)
        }
    }

    /// Passwords in a settings file are nobody else's.
    var settingsFindings: [Finding] {
        guard let settingsFile, let text = try? String(contentsOfFile: settingsFile, encoding: .utf8),
            text.contains(/(?m)^[ \t]*(smtp-login|access-openid-secret)[ \t]*=[ \t]*\S/)
                || text.contains(/(?m)^[ \t]*database[ \t]*=[ \t]*\w+:\/\/[^\s\/:@]*:\S*@/),
            let attributes = try? FileManager.default.attributesOfItem(atPath: settingsFile),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue, mode & 0o007 != 0
        else { return [] }
        return [
            Finding(
                rule: "passwords in the settings are the server's only",
                examples: ["mode \(String(mode, radix: 8))"],
                remedy: "Give the file to root and the server's group, and chmod 640 it.")
        ]
    }

    var fileFindings: [Finding] {
        guard let path else { return [] }
        var findings: [Finding] = []
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 {
            findings.append(
                Finding(
                    rule: "only the server's user reads the database", examples: ["mode \(String(mode, radix: 8))"],
                    remedy: "chmod 600 the file: it holds what is not public, and hashes of passwords."))
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        if let free = (disk?[.systemFreeSize] as? NSNumber)?.int64Value, free < 1 << 30 {
            findings.append(
                Finding(
                    rule: "the disk has a gigabyte left", examples: ["\(free >> 20) MB are free"],
                    remedy: "Make room, or move the database: writes are refused when it is full.", isUrgent: true))
        }
        return findings
    }
}
