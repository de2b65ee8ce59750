// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Catalogue
import RoomKit
import Storage
import Wire

/// `allmende notice`: what the town announces, from the command line.
package struct NoticeCommand: RoomCommand {
    package static let purpose = Words(
        "Bekanntmachungen auflisten, veröffentlichen oder zurückziehen.",
        "List, add or withdraw the town's notices.")
    package static let configuration = CommandConfiguration(
        commandName: "notice", abstract: purpose.english,
        subcommands: [List.self, Add.self, Withdraw.self])

    package init() {}

    /// The town's present: a demonstration stands still at a moment of its own, by which its pages go too.
    static func now(on connection: any StorageConnection) throws -> Instant {
        try SettingQueries.asOf(on: connection)
            ?? SystemClock.now()
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what is shown now.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let notices = try await database.withEngine { engine in
                    try await engine.read {
                        try NoticeQueries.shown(at: NoticeCommand.now(on: $0), on: $0)
                    }
                }
                let lines = notices.map { "\($0.id)\t\($0.title.german)" }
                json.print(.array(notices.map(\.json)), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Announce something.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Heading in German.") var title: String
        @Option(help: "Text in German.") var text: String
        @Option(help: "Heading in English.") var titleEn: String = ""
        @Option(help: "Text in English.") var textEn: String = ""
        @Option(help: "Last day on which it is shown: 2026-12-31.") var until: String = ""

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let notice = NewNotice(
                    title: title, titleEnglish: titleEn, text: text, textEnglish: textEn, until: until)
                let id = try await database.withEngine { engine in
                    try await engine.write {
                        try NoticeQueries.add(
                            notice, by: "command line", at: NoticeCommand.now(on: $0), noted: SystemClock.now(), on: $0)
                    }
                }
                print(id)
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a notice.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Its number.") var number: Int64

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let number = number
                let isDone = try await database.withEngine { engine in
                    try await engine.write {
                        try NoticeQueries.withdraw(
                            number, by: "command line", at: NoticeCommand.now(on: $0), noted: SystemClock.now(),
                            on: $0)
                    }
                }
                guard isDone else {
                    printError("there is no notice \(number), or no longer")
                    throw ExitCode.faults
                }
            }
        }
    }
}
