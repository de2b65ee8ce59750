// SPDX-License-Identifier: EUPL-1.2
import Access
import Administration
import Bilingual
import Foundation
import Hummingbird
import Messaging
import Reporting
import Rights
import Storage
import StorageSQLite
import Wire

/// What the server does about its own running, and tells the page of administration.
extension TownServer {
    /// What carries mail; nil where no mail server is set.
    var carrier: LetterCarrier? {
        guard configuration.checkpoints.sendsMail else { return nil }
        let (settings, logger, clock) = (configuration.checkpoints, logger, clock)
        return LetterCarrier(engine: engine, clock: clock) { await settings.deliver($0, logger: logger, at: clock()) }
    }

    /// Links to people by mail.
    var accountMail: AccountMail? {
        guard let carrier else { return nil }
        return AccountMail { recipient, subject, text, about in
            switch try await carrier.post(to: recipient, subject: subject, body: text, about: about) {
            case .sent: .sent
            case .later: .waits
            case .refused: .refused
            }
        }
    }

    private var certificates: [String] {
        MQTTSettings(configuration.rooms).certificate.map { [$0] } ?? []
    }

    private var doctor: Doctor {
        Doctor(configuration: configuration, path: (engine as? SQLiteEngine)?.location, now: clock())
    }

    func operations(_ desk: BackupDesk?) -> TownOperations {
        let server = self
        let (log, clock, started) = (log, clock, clock())
        return TownOperations(
            backups: desk, machine: { await server.machine(started: started) },
            findings: { try await server.doctor.examine(server.engine).findings.map(DoctorWords.words) },
            log: { log.summaries(at: clock()) }, mail: carrier, alertRecipient: configuration.alertRecipient)
    }

    private func machine(started: Instant) async -> MachineState {
        let file = engine as? SQLiteEngine
        let folder = file.map { URL(fileURLWithPath: $0.location).deletingLastPathComponent().path }
        let disk = folder.flatMap { try? FileManager.default.attributesOfFileSystem(forPath: $0) }
        return MachineState(
            databaseBytes: (try? await engine.sizeInBytes()) ?? 0,
            freeBytes: (disk?[.systemFreeSize] as? NSNumber)?.int64Value,
            diskBytes: (disk?[.systemSize] as? NSNumber)?.int64Value,
            memoryBytes: Int64(OperationsRoutes.residentBytes()), started: started, location: engine.location,
            certificates: certificates.map { .init(path: $0, ends: CertificateFile.end(ofFileAt: $0)) })
    }

    /// What somebody is told of at once: what is urgent of the doctor's, writes that fail, a backup that failed.
    func urgent() async throws -> [OperationsFinding] {
        var findings = doctor.fileFindings.filter(\.isUrgent) + doctor.backupFindings + doctor.certificateFindings
        if let fault = await engine.writeProbe() {
            findings.append(
                .init(
                    rule: "writes work", examples: [fault.description],
                    remedy: "The reason stands beside it; /ready tells when they work again."))
        }
        let (failed, made) = try await engine.read { connection in
            (
                try BackupDeed.failed.entries(1, on: connection).first?.at,
                try BackupDeed.made.entries(1, on: connection).first?.at
            )
        }
        var words = findings.map(DoctorWords.words)
        if let failed, failed > made ?? .minimum {
            words.append(
                OperationsFinding(
                    rule: Words("Eine Sicherung ist misslungen", "backups do not fail"),
                    examples: [Words(failed.iso8601, nil)],
                    remedy: Words(
                        "Die Seite /admin/backups nennt den Grund.", "The page /admin/backups names the reason.")))
        }
        return words
    }
}
