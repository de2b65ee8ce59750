// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Ledger
import LedgerStorage
import Logging
import Messaging
import Outbound
import Rights
import ServiceLifecycle
import Storage
import Wire

/// Sends a checkpoint of the audit trail out once a day (UTC) while the server leads; what failed is tried again.
struct CheckpointService: Service {
    let engine: any StorageEngine
    let leadership: Leadership
    let settings: CheckpointSettings
    let logger: Logger
    let now: @Sendable () -> Instant

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // also on a day whose checkpoint has left already
            if let fault = settings.folder.flatMap({ AddingFolder($0).fault }) {
                logger.error(
                    "no checkpoint of the audit trail can be put there", metadata: ["checkpoint-folder": "\(fault)"])
            }
            do {
                try await Task.sleep(for: .seconds(2))
                while true {
                    if leadership.isHeld { await deliverDue() }
                    try await Task.sleep(for: .seconds(600))
                }
            } catch {
                // the server stops
            }
        }
    }

    /// Delivers to each place that has not had a checkpoint today.
    func deliverDue() async {
        do {
            let instant = now()
            let known = try await engine.read { try AuditTrail.log.outsidePlaces(on: $0) }
            let due = settings.places.filter { place in
                let last = known.first { $0.kind == place.kind && $0.place == place.name }?.last.at
                return last.map { Self.day($0) < Self.day(instant) } ?? true
            }
            guard !due.isEmpty else { return }
            let stored = try await engine.write { try AuditTrail.sign(at: instant, on: $0) }
            for place in due {
                do {
                    try await deliver(stored, to: place.kind)
                    try await engine.write { connection in
                        try AuditTrail.log.delivered(stored, to: place.kind, place.name, at: instant, on: connection)
                    }
                } catch {
                    logger.error(
                        "a checkpoint of the audit trail could not be delivered; it is tried again in ten minutes",
                        metadata: ["kind": "\(place.kind.rawValue)", "error": "\(error)"])
                }
            }
        } catch {
            logger.error("no checkpoint of the audit trail could be signed", metadata: ["error": "\(error)"])
        }
    }

    private static func day(_ instant: Instant) -> Int64 {
        instant.microseconds.quotientAndRemainderFloored(by: 86_400_000_000).quotient
    }

    private func deliver(_ stored: StoredCheckpoint, to kind: OutsidePlace.Kind) async throws {
        switch kind {
        case .folder:
            try AddingFolder(settings.folder ?? "").add(
                Array(stored.note.description.utf8), as: CheckpointMail.fileName(stored))
        case .mail:
            let sender = settings.sender ?? ""
            let mail = CheckpointMail(stored: stored, sender: sender, recipient: settings.recipient ?? "")
            try await OutboundMail(
                server: settings.server ?? "", login: settings.login, sender: sender, recipient: mail.recipient,
                message: mail.message, authorities: settings.authorities
            ).send()
        }
    }
}
