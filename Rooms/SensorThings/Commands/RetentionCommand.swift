// SPDX-License-Identifier: EUPL-1.2
import Access
package import ArgumentParser
package import Bilingual
import Catalogue
import RoomKit
import SensorThings
import Storage
import Wire

package struct RetentionCommand: RoomCommand {
    package static let purpose = Words(
        "Wie lange Messwerte aufbewahrt werden: zeigen, was ansteht, die Regel eines Datensatzes setzen, ausführen.",
        "How long sensor values are kept: show what is planned, set a data set's rule, carry it out.")
    package static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: purpose.english,
        subcommands: [Plan.self, Set.self, Run.self, Journal.self], defaultSubcommand: Plan.self)

    package init() {}

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the rules would delete now; nothing is changed.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let now = SystemClock.now()
                let plans = try await database.withEngine { engine in
                    try await engine.read { try RetentionPlan.all(now: now, on: $0) }
                }
                let lines = plans.map { plan in
                    let due =
                        plan.isDue
                        ? "raw values before \(plan.rawCutoff?.iso8601 ?? "")" : "nothing to delete"
                    return "\(plan.datastream)\t\(plan.name)\t\(plan.policy.description)\t\(due)"
                }
                let text = lines.isEmpty ? "No rule is set: everything is kept." : lines.joined(separator: "\n")
                json.print(.array(plans.map(Self.value)), or: text)
            }
        }

        private static func value(_ plan: RetentionPlan) -> JSONValue {
            var object: JSONObject = [
                "datastream": .init(plan.datastream), "name": .string(plan.name),
                "rule": .string(plan.policy.description), "due": .bool(plan.isDue),
            ]
            object["dataset"] = plan.dataset.map { .string($0) }
            object["firstRaw"] = plan.firstRaw.map { .string($0.iso8601) }
            object["keepsRawFrom"] = plan.rawCutoff.map { .string($0.iso8601) }
            object["keepsHourlyFrom"] = plan.hourlyCutoff.map { .string($0.iso8601) }
            object["keepsDailyFrom"] = plan.dailyCutoff.map { .string($0.iso8601) }
            return .object(object)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the rule of a data set; what is not named is kept for ever.",
            discussion: """
                Durations are whole days, months or years: P90D, P6M, P2Y. Example: raw values for 90 days, hourly \
                aggregates for two years, daily ones for ever: --raw P90D --hourly P2Y. The server carries it out \
                within an hour; 'allmende retention' shows before what will go. A Datastream's own rule, \
                properties.retention, stands above it.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Argument(help: "The data set's short name.") var slug: String
        @Option(help: "Keep raw values so long.") var raw: String?
        @Option(help: "Keep hourly aggregates so long.") var hourly: String?
        @Option(help: "Keep daily aggregates so long.") var daily: String?
        @Flag(help: "Remove the rule: keep everything.") var none = false

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                guard none != (raw != nil || hourly != nil || daily != nil) else {
                    throw UsageError("name --raw, --hourly or --daily, or --none")
                }
                let parts = [("raw", raw), ("hourly", hourly), ("daily", daily)].compactMap { name, text in
                    text.map { (name: name, text: $0) }
                }
                let policy: RetentionPolicy
                do throws(RetentionFault) {
                    policy = try RetentionPolicy(parts)
                } catch {
                    throw UsageError("--\(error)")
                }
                let slug = slug
                try await database.withEngine { engine in
                    _ = try await engine.write { connection in
                        guard let dataset = try DatasetQueries.find(slug: slug, for: .system, on: connection) else {
                            throw UsageError(
                                "there is no data set \"\(slug)\"; allmende dataset list shows all")
                        }
                        try RetentionQueries.set(policy, ofDataset: dataset.id, on: connection)
                        try AuditTrail.append(
                            "retention", object: "dataset/\(slug): \(policy.description)", by: "command line",
                            at: SystemClock.now(), on: connection)
                    }
                }
                json.print(
                    ["dataset": .string(slug), "rule": .string(policy.description)],
                    or: "\(slug): \(policy.description)")
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Carry the rules out now, without a server.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let outcome = try await database.withEngine { engine in
                    try await Retention(engine: engine, now: SystemClock.now).run()
                }
                json.print(
                    [
                        "datastreams": .init(outcome.datastreams), "raw": .init(outcome.raw),
                        "hourly": .init(outcome.hourly), "daily": .init(outcome.daily), "steps": .init(outcome.steps),
                        "longestStepMilliseconds": .init((outcome.longestStep * 10_000).rounded() / 10),
                    ],
                    or: """
                        \(outcome.raw) raw values, \(outcome.hourly) hourly and \(outcome.daily) daily aggregates \
                        deleted in \(outcome.datastreams) Datastreams; longest transaction \
                        \((outcome.longestStep * 10_000).rounded() / 10) ms
                        """)
            }
        }
    }

    struct Journal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What was deleted: when, how much, by which rule.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "Entries at most.") var limit = 100

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let limit = limit
                let entries = try await database.withEngine { engine in
                    try await engine.read { try RetentionQueries.journal(limit: limit, on: $0) }
                }
                let lines = entries.map { entry in
                    "\(entry.at.iso8601)\t\(entry.datastream)\t\(entry.name)\t\(entry.count) \(entry.kind) "
                        + "from \(entry.from.iso8601) until \(entry.until.iso8601)\t\(entry.rule)"
                }
                let values = entries.map { entry -> JSONValue in
                    [
                        "at": .string(entry.at.iso8601), "datastream": .init(entry.datastream),
                        "name": .string(entry.name), "kind": .string(entry.kind), "deleted": .init(entry.count),
                        "from": .string(entry.from.iso8601), "until": .string(entry.until.iso8601),
                        "rule": .string(entry.rule),
                    ]
                }
                json.print(
                    .array(values), or: lines.isEmpty ? "Nothing was deleted yet." : lines.joined(separator: "\n"))
            }
        }
    }
}
