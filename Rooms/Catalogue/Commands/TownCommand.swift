// SPDX-License-Identifier: EUPL-1.2
import Access
package import ArgumentParser
package import Bilingual
import Catalogue
import Foundation
import RoomKit
import Storage
import Wire

package struct TownCommand: RoomCommand {
    package static let purpose = Words(
        "Was über die Kommune gesagt wird: Name, Wappen, Farbe, Anschrift, Impressum, Erklärungen.",
        "What is said about the municipality: name, arms, colour, address, imprint, statements.")
    package static let configuration = CommandConfiguration(
        commandName: "town",
        abstract: purpose.english,
        subcommands: [Show.self, Set.self])

    package init() {}

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is given, and what the law asks for and is missing.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let profile = try await database.withEngine { engine in
                    try await engine.read { try TownProfileQueries.load(on: $0) }
                }
                json.print(TownCommand.value(profile), or: TownCommand.text(profile))
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set parts of it; what is not named stays as it is.",
            discussion: """
                Each NAME=TEXT sets one part, and NAME= removes it: allmende town set --database town.gpkg \
                name="Stadt Beispiel" email=rathaus@example.de. Names: \
                \(TownProfile.Field.allCases.map(TownCommand.name).joined(separator: ", ")). Nothing is stored when one \
                of them cannot be. A running server shows it with the next page.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "PNG, JPEG or WebP picture of the arms, at most 200 kB; \"none\" removes them.") var arms: String?
        @Argument(help: "NAME=TEXT, any number of times.") var parts: [String] = []

        func run() async throws {
            try await reportingErrors {
                let changes = try parts.map(Self.change)
                let picture = try arms.map { try Self.picture($0) }
                guard !changes.isEmpty || picture != nil else {
                    throw UsageError("nothing to set: name parts as NAME=TEXT or give --arms; see --help")
                }
                let now = SystemClock.now()
                let saved = try await database.withEngine { engine in
                    try await engine.write { connection in
                        var profile = try TownProfileQueries.load(on: connection)
                        for (field, text) in changes { profile[field] = text }
                        if let picture { profile.arms = picture.arms }
                        do {
                            try TownProfileQueries.save(profile, on: connection)
                        } catch let fault as TownProfile.Fault {
                            throw UsageError(fault.description)
                        }
                        try AuditTrail.append("update", object: "town", by: "command line", at: now, on: connection)
                        return profile
                    }
                }
                json.print(TownCommand.value(saved), or: TownCommand.text(saved))
            }
        }

        private static func change(_ part: String) throws -> (TownProfile.Field, String) {
            guard let equals = part.firstIndex(of: "=") else {
                throw UsageError("'\(part)' is not NAME=TEXT")
            }
            let name = part[..<equals]
            guard let field = TownProfile.Field(rawValue: "town." + name) else {
                let known = TownProfile.Field.allCases.map(TownCommand.name).joined(separator: ", ")
                throw UsageError("there is no part '\(name)'; there are \(known)")
            }
            return (field, String(part[part.index(after: equals)...]))
        }

        /// A picture, or that there shall be none.
        private struct Picture: Sendable {
            let arms: TownProfile.Arms?
        }

        private static func picture(_ path: String) throws -> Picture {
            if path == "none" { return Picture(arms: nil) }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UsageError("the file \(path) cannot be read")
            }
            do throws(TownProfile.Fault) {
                return Picture(arms: try TownProfile.Arms(picture: Array(data)))
            } catch {
                throw UsageError("\(path): \(error.message)")
            }
        }
    }

    static func name(_ field: TownProfile.Field) -> String { String(field.rawValue.dropFirst("town.".count)) }

    private static func text(_ profile: TownProfile) -> String {
        var lines = TownProfile.Field.allCases.filter { !profile[$0].isEmpty }.map { "\(name($0))\t\(profile[$0])" }
        if let arms = profile.arms { lines.append("arms\t\(arms.contentType), \(arms.bytes.count) bytes") }
        let missing = [
            ("imprint", profile.missingInImprint), ("privacy statement", profile.missingInPrivacy),
            ("accessibility statement", profile.missingInAccessibility),
        ]
        for (page, fields) in missing where !fields.isEmpty {
            lines.append("missing in the \(page)\t\(fields.map(name).joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    private static func value(_ profile: TownProfile) -> JSONValue {
        var object = JSONObject()
        for field in TownProfile.Field.allCases {
            object[name(field)] = profile[field].isEmpty ? JSONValue.null : .string(profile[field])
        }
        object["arms"] = profile.arms.map { .string($0.contentType) } ?? JSONValue.null
        object["missing"] = .array(profile.missing.map { .string(name($0)) })
        return .object(object)
    }
}
