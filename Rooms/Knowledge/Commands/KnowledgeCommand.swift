// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import Knowledge
import RoomKit
import Storage
import Wire

package struct KnowledgeCommand: RoomCommand {
    package static let purpose = Words(
        "Verzeichnisse, Beispiele und Bausteine aufnehmen und durchsuchen.",
        "Take in registers, examples and building blocks, and search them.")
    package static let configuration = CommandConfiguration(
        commandName: "knowledge", abstract: purpose.english,
        subcommands: [Import.self, Search.self])

    package init() {}

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in files or folders of knowledge.",
            discussion: """
                A folder may hold gemeinden-de (register of municipalities) and lizenzen (SPDX list, OSADL matrix); a file \
                holds entries: .json, .csv or publiccode.yml. Each file is taken in as a whole; one that is unchanged is \
                skipped. Exit code 1 when something was rejected, which the report names.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "Folders and files.") var paths: [String]

        func run() async throws {
            try await reportingErrors {
                let paths = paths
                let report = try await database.withEngine { engine in
                    try await KnowledgeImporter(engine: engine, clock: SystemClock.now).run(paths: paths)
                }
                json.print(report.json, or: report.text)
                if !report.isComplete { throw ExitCode.faults }
            }
        }
    }

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Search examples and building blocks.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "Hits to show.") var limit = 10
        @Option(help: "Ask so many times and print the median time as well.") var repeats = 1
        @Argument(help: "Words.") var words: [String]

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let query = KnowledgeSearch.Query(text: words.joined(separator: " "), limit: limit)
                let times = max(1, repeats)
                let (result, median) = try await database.withEngine { engine in
                    try await KnowledgeImporter(engine: engine, clock: SystemClock.now).installShipped()
                    let search = KnowledgeSearch()
                    var result = try await engine.read { try search.run(query, on: $0) }
                    var durations: [Duration] = []
                    for _ in 0..<times {
                        let start = ContinuousClock.now
                        result = try await engine.read { try search.run(query, on: $0) }
                        durations.append(start.duration(to: .now))
                    }
                    return (result, durations.sorted()[times / 2])
                }
                let milliseconds =
                    Double(median.components.attoseconds) / 1e15 + Double(median.components.seconds) * 1000
                let hits = result.hits.map { hit -> JSONValue in
                    [
                        "kind": .string(hit.entry.kind.rawValue), "slug": .string(hit.entry.slug),
                        "title": hit.entry.title.json, "score": .init(hit.score),
                    ]
                }
                var lines = result.hits.map { "\($0.score)\t\($0.entry.kind.rawValue)\t\($0.entry.slug)" }
                lines.append("\(result.total) found")
                if repeats > 1 { lines.append("median \((milliseconds * 100).rounded() / 100) ms") }
                json.print(
                    ["total": .init(result.total), "milliseconds": .init(milliseconds), "hits": .array(hits)],
                    or: lines.joined(separator: "\n"))
            }
        }
    }
}
