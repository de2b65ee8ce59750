// SPDX-License-Identifier: EUPL-1.2
import Access
public import ArgumentParser
package import Bilingual
public import Catalogue
import RoomKit
import Storage
import Wire

extension Dataset.Access: ExpressibleByArgument {}

package struct DatasetCommand: RoomCommand {
    package static let purpose = Words(
        "Datensätze auflisten, ansehen, anlegen oder ändern: Stelle, Lizenz, wer lesen darf.",
        "List data sets, look at one, make or change one: owner, licence, who may read.")
    package static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: purpose.english,
        subcommands: [List.self, Show.self, Set.self])

    package init() {}

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the data sets with owner, licence and rights.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let all = try await database.withEngine { engine in
                    try await engine.read { try DatasetQueries.all(for: .system, on: $0) }
                }
                let lines = all.map { "\($0.slug)\t\($0.access.rawValue)\t\($0.licence)\t\($0.owner)\t\($0.title)" }
                json.print(.array(all.map(DatasetCommand.value)), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one data set.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "Its short name, as in /data/short-name.") var slug: String

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let found = try await database.withEngine { engine in
                    try await engine.read { try DatasetQueries.find(slug: slug, for: .system, on: $0) }
                }
                guard let found else { throw DatasetCommand.missing(slug) }
                json.print(DatasetCommand.value(found), or: DatasetCommand.text(found))
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a data set; with --new, make one.",
            discussion:
                "What is not named stays as it is. --access public publishes the data at once on every interface.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "Its short name, as in /data/short-name.") var slug: String
        @Flag(name: .customLong("new"), help: "Make it; --title, --owner and --licence are needed.") var isNew = false
        @Option(help: "public (everybody), internal (accounts and keys) or restricted (administrators).")
        var access: Dataset.Access?
        @Option(help: "German title.") var title: String?
        @Option(help: "English title.") var titleEnglish: String?
        @Option(help: "German description.") var description: String?
        @Option(help: "English description.") var descriptionEnglish: String?
        @Option(help: "The department that answers for it.") var owner: String?
        @Option(help: "Address for questions.") var contact: String?
        @Option(help: "Code of DCAT-AP.de, such as dl-by-de/2.0 or cc-zero.") var licence: String?
        @Option(help: "Text that must stand beside the data; may be given again.") var attribution: [String] = []

        func run() async throws {
            try await reportingErrors {
                if !isNew { try database.requireExistence() }
                let now = SystemClock.now()
                let saved = try await database.withEngine { engine in
                    try await engine.write { connection in
                        let changed = try changed(
                            DatasetQueries.find(slug: slug, for: .system, on: connection), now: now)
                        try DatasetQueries.save(changed, by: "command line", at: now, on: connection)
                        return changed
                    }
                }
                json.print(DatasetCommand.value(saved), or: DatasetCommand.text(saved))
            }
        }

        private func changed(_ existing: Dataset?, now: Instant) throws -> Dataset {
            if isNew, existing != nil {
                throw UsageError("there is a data set \"\(slug)\" already; leave out --new to change it")
            }
            guard
                var dataset = existing
                    ?? (isNew
                        ? Dataset(
                            slug: slug, title: "", owner: "", licence: "", access: .internal, issued: now, modified: now
                        )
                        : nil)
            else { throw DatasetCommand.missing(slug) }
            dataset.title = title ?? dataset.title
            dataset.titleEnglish = titleEnglish ?? dataset.titleEnglish
            dataset.description = description ?? dataset.description
            dataset.descriptionEnglish = descriptionEnglish ?? dataset.descriptionEnglish
            dataset.owner = owner ?? dataset.owner
            dataset.contact = contact ?? dataset.contact
            dataset.licence = licence ?? dataset.licence
            if !attribution.isEmpty { dataset.attributions = attribution.map { Dataset.Attribution(text: $0) } }
            dataset.access = access ?? dataset.access
            dataset.modified = now
            do throws(Dataset.ValidationError) {
                return try dataset.validated()
            } catch {
                throw UsageError(error.description)
            }
        }
    }

    private static func missing(_ slug: String) -> UsageError {
        UsageError("there is no data set \"\(slug)\"; 'allmende dataset list' names them")
    }

    private static func text(_ dataset: Dataset) -> String {
        var lines = [
            "\(dataset.slug): \(dataset.title)", "rights\t\(dataset.access.rawValue)", "licence\t\(dataset.licence)",
            "owner\t\(dataset.owner)",
        ]
        if let contact = dataset.contact { lines.append("contact\t\(contact)") }
        lines += dataset.attributions.map { "source\t\($0.text)" }
        return lines.joined(separator: "\n")
    }

    private static func value(_ dataset: Dataset) -> JSONValue {
        [
            "slug": .string(dataset.slug), "title": .string(dataset.title),
            "titleEnglish": dataset.titleEnglish.map { .string($0) } ?? .null,
            "description": .string(dataset.description),
            "descriptionEnglish": dataset.descriptionEnglish.map { .string($0) } ?? .null,
            "owner": .string(dataset.owner), "contact": dataset.contact.map { .string($0) } ?? .null,
            "licence": .string(dataset.licence), "access": .string(dataset.access.rawValue),
            "attributions": .array(dataset.attributions.map { .string($0.text) }),
            "issued": .string(dataset.issued.iso8601), "modified": .string(dataset.modified.iso8601),
        ]
    }
}
