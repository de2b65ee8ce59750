// SPDX-License-Identifier: EUPL-1.2
import Administration
import Bilingual
import Logging
import Messaging
import Outbound
import ServiceLifecycle
import Wire

extension CheckpointSettings {
    /// Gives one letter to the mail server.
    func deliver(_ letter: QueuedLetter, logger: Logger, at now: Instant) async -> LetterDelivery {
        guard let server, let sender else { return .later("no mail server is set") }
        let message = Letter(
            sender: sender, recipient: letter.recipient, subject: letter.subject, text: letter.body, at: now
        ).message
        do {
            try await OutboundMail(
                server: server, login: login, sender: sender, recipient: letter.recipient, message: message,
                authorities: authorities
            ).send()
            return .sent
        } catch let error as OutboundError {
            // who a letter is for is no matter of the log
            if case .refused = error {
                logger.warning("a letter was refused", metadata: ["letter": "\(letter.id)", "error": "\(error)"])
                return .refused(error.description)
            }
            logger.warning("a letter waits for its server", metadata: ["letter": "\(letter.id)", "error": "\(error)"])
            return .later(error.description)
        } catch {
            return .later("\(error)")
        }
    }
}

/// Sends mail that waits, while the server leads.
struct MailService: Service {
    let carrier: LetterCarrier
    let leadership: Leadership
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(5))) != nil {
                guard leadership.isHeld else { continue }
                do {
                    try await carrier.carryDue()
                } catch is CancellationError {
                    // the server stops; what waits stays in the database
                } catch {
                    logger.error("mail could not be handled", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

/// Tells a person by mail when something needs one; the same at most once a day.
struct AlertService: Service {
    let recipient: String
    let carrier: LetterCarrier
    let town: @Sendable () async throws -> String
    /// What is urgent now.
    let findings: @Sendable () async throws -> [OperationsFinding]
    let leadership: Leadership
    let logger: Logger
    let clock: @Sendable () -> Instant

    private static let day: Int64 = 86_400_000_000

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: .seconds(20))
                while true {
                    if leadership.isHeld { await once() }
                    try await Task.sleep(for: .seconds(300))
                }
            } catch {
                // the server stops
            }
        }
    }

    func once() async {
        do {
            let since = Instant(microseconds: clock().microseconds - Self.day)
            let told = try await carrier.matters(since: since)
            for finding in try await findings() where !told.contains("alert " + finding.rule.english) {
                func examples(_ language: Language) -> String {
                    let words = finding.examples.map { language($0) }.joined(separator: ", ")
                    return words.isEmpty ? "" : " (" + words + ")"
                }
                let name = try await town()
                _ = try await carrier.post(
                    to: recipient, subject: "Allmende \(name): \(finding.rule.german) / \(finding.rule.english)",
                    body: """
                        \(finding.rule.german)\(examples(.german))
                        Was zu tun ist: \(finding.remedy.german)

                        --

                        This does not hold: \(finding.rule.english)\(examples(.english))
                        What to do: \(finding.remedy.english)

                        """, about: "alert " + finding.rule.english)
            }
        } catch {
            logger.error(
                "it could not be looked whether somebody is to be told", metadata: ["error": "\(error)"])
        }
    }
}
