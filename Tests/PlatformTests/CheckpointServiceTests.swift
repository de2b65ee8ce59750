// SPDX-License-Identifier: EUPL-1.2
import Access
import Foundation
import Ledger
import LedgerStorage
import Logging
import Messaging
import Storage
import TestSupport
import Testing
import Wire

@testable import Platform

/// The checkpoint of each day leaves the machine.
@Suite struct CheckpointServiceTests {
    private static func service(
        _ engine: any StorageEngine, _ settings: CheckpointSettings, at seconds: Int64
    ) -> CheckpointService {
        CheckpointService(
            engine: engine, leadership: Leadership(engine: engine, holder: 1, place: ""), settings: settings,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { Instant(seconds: seconds) })
    }

    @Test(arguments: TestEngine.allCases)
    func `once a day to a folder, and again after a failure`(kind: TestEngine) async throws {
        try await withTemporaryFolder { folder in
            try await withDatabase(kind) { engine in
                var settings = CheckpointSettings()
                settings.folder = folder.appendingPathComponent("outside").path
                func files() -> [String] {
                    (try? FileManager.default.contentsOfDirectory(atPath: settings.folder ?? ""))?.sorted() ?? []
                }
                // the folder is not there yet
                await Self.service(engine, settings, at: 1_700_000_000).deliverDue()
                #expect(try await engine.read { try AuditTrail.log.outsidePlaces(on: $0) }.isEmpty)
                try FileManager.default.createDirectory(
                    atPath: settings.folder ?? "", withIntermediateDirectories: false)
                for seconds: Int64 in [1_700_000_600, 1_700_001_200, 1_700_006_399] {
                    await Self.service(engine, settings, at: seconds).deliverDue()
                    #expect(files() == ["audit-2023-11-14T222320Z-0.checkpoint"])
                }
                // the next day in UTC
                await Self.service(engine, settings, at: 1_700_006_400).deliverDue()
                #expect(files().count == 2)
                let place = try #require(
                    try await engine.read { try AuditTrail.log.outsidePlaces(on: $0) }.first)
                #expect(place.first.at == Instant(seconds: 1_700_000_600))
                #expect(place.last.at == Instant(seconds: 1_700_006_400))
                let bytes = try Data(contentsOf: folder.appendingPathComponent("outside/" + files()[0]))
                let key = try #require(try await engine.read { try AuditTrail.log.verifier(on: $0) })
                #expect(try Checkpoint(SignedNote(parsing: Array(bytes)), signedBy: key).size == 0)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the doctor names a place that gets no checkpoint any more`(kind: TestEngine) async throws {
        try await withTemporaryFolder { folder in
            try await withDatabase(kind) { engine in
                var settings = CheckpointSettings()
                settings.folder = folder.path
                let begin: Int64 = 1_700_000_000
                func examples(_ settings: CheckpointSettings, days: Int64) async throws -> [String] {
                    let doctor = Doctor(
                        path: nil, isOpen: false, checkpoints: settings, now: Instant(seconds: begin + days * 86_400))
                    let rule = "a checkpoint of the audit trail leaves each day"
                    return try await doctor.examine(engine).findings.first { $0.rule == rule }?.examples ?? []
                }
                // none is outside at all: another rule
                #expect(try await examples(settings, days: 0) == [])
                await Self.service(engine, settings, at: begin).deliverDue()
                for days: Int64 in [0, 2] { #expect(try await examples(settings, days: days) == []) }
                let last = "the last is of \(Instant(seconds: begin).iso8601)"
                #expect(try await examples(settings, days: 3) == ["\(folder.path): \(last)"])
                // who does not know the settings looks at the newest of all places
                #expect(try await examples(CheckpointSettings(), days: 2) == [])
                #expect(try await examples(CheckpointSettings(), days: 3) == [last])
                // a second place gets none, whatever the first one has
                settings.recipient = "dsb@example.de"
                #expect(try await examples(settings, days: 0) == ["dsb@example.de: none yet"])
                settings.folder = folder.appendingPathComponent("gone").path
                settings.recipient = nil
                let gone = try await examples(settings, days: 0)
                #expect(gone.joined().contains("make or mount it"))
            }
        }
    }

    @Test func `a mail carries the checkpoint byte for byte`() async throws {
        try await withDatabase(.sqlite) { engine in
            let stored = try await engine.write { connection in
                try AuditTrail.append(
                    "login", object: "account/1", by: "Eva", at: Instant(seconds: 1), on: connection)
                return try AuditTrail.log.sign(at: Instant(seconds: 1_700_000_000), on: connection)
            }
            let mail = CheckpointMail(stored: stored, sender: "a@example.de", recipient: "b@example.de")
            let text = String(decoding: mail.message, as: UTF8.self)
            #expect(text.contains("Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"))
            #expect(!text.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
            let part = try #require(text.components(separatedBy: "-1.checkpoint\"\r\n\r\n").last)
            let encoded = part.components(separatedBy: "\r\n--")[0].replacingOccurrences(of: "\r\n", with: "")
            #expect(Data(base64Encoded: encoded) == Data(stored.note.description.utf8))
            #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 })
        }
    }

    @Test(arguments: [
        ["checkpoint-mail": "a@b.de"], ["checkpoint-mail": "a@b.de", "smtp-server": "smtp://h"],
        ["checkpoint-mail": "a"], ["checkpoint-mail": "a@b@c"], ["checkpoint-mail": "a@b.de,c@d.de"],
        ["checkpoint-mail": "a@b.de\r\nBcc: c@d.de"], ["smtp-sender": "<a@b.de>"], ["smtp-server": "mail.example.de"],
        ["smtp-server": "smtp://user:password@mail.example.de"], ["smtp-server": "smtp://a b"],
    ])
    func `settings that cannot work are refused`(flags: [String: String]) {
        #expect(throws: ConfigurationError.self) { try Configuration(flags: flags) }
    }

    @Test func `settings that work`() throws {
        let configuration = try Configuration(flags: [
            "checkpoint-folder": "/media/outside", "checkpoint-mail": "dsb@example.de",
            "smtp-server": "smtp://mail.example.de:587", "smtp-sender": "allmende@example.de",
            "smtp-login": "a:b",
        ])
        #expect(configuration.checkpoints.folder == "/media/outside")
        #expect(configuration.checkpoints.login == "a:b")
        #expect(Configuration().checkpoints.isEmpty)
    }
}
