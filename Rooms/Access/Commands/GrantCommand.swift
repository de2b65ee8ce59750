// SPDX-License-Identifier: EUPL-1.2
public import Access
public import ArgumentParser
package import Bilingual
import Rights
import RoomKit
import Storage
import Wire

extension Rights.Level: ExpressibleByArgument {}

package struct GrantCommand: RoomCommand {
    package static let purpose = Words(
        "Datensätze für Menschen, Schlüssel oder Abteilungen freigeben, Freigaben auflisten und zurücknehmen.",
        "Grant data sets to people, keys or departments; list and withdraw grants.")
    package static let configuration = CommandConfiguration(
        commandName: "grant", abstract: purpose.english,
        subcommands: [List.self, Give.self, Withdraw.self])

    package init() {}

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all grants with their numbers.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let grants = try await database.withEngine { engine in
                    try await engine.read { try GrantQueries.all(on: $0) }
                }
                let values = grants.map { grant -> JSONValue in
                    [
                        "id": .init(grant.id), "to": .string(grant.subjectName), "object": .string(grant.object.text),
                        "level": .string(grant.level.rawValue), "by": .string(grant.creator),
                        "created": .string(grant.created.iso8601),
                    ]
                }
                let lines = grants.map {
                    "\($0.id)\t\($0.level.rawValue)\t\($0.object.text)\t\($0.subjectName)\tby \($0.creator)"
                }
                json.print(.array(values), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grant a data set, or all of an owner, to an account, a key or a department.",
            discussion: "A grant for the same two gets the new level. It holds with the next request.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Login of the account.") var account: String?
        @Option(help: "Number of the key, from 'key list'.") var key: Int64?
        @Option(help: "Department, as it stands at accounts.") var department: String?
        @Option(help: "Short name of the data set.") var dataset: String?
        @Option(help: "Owner whose data sets it is for, later ones too.") var owner: String?
        @Option(help: "see, deliver, write or manage.") var level: Rights.Level = .see

        func run() async throws {
            try await reportingErrors {
                let object: AccessGrant.Object
                switch (dataset, owner) {
                case (let slug?, nil): object = .dataset(slug)
                case (nil, let name?): object = .owner(name)
                default: throw UsageError("name either --dataset or --owner")
                }
                guard [account != nil, key != nil, department != nil].count(where: { $0 }) == 1 else {
                    throw UsageError("name one of --account, --key and --department")
                }
                try database.requireExistence()
                try await database.withEngine { engine in
                    try await engine.write { connection in
                        let subject: AccessGrant.Subject
                        if let account {
                            subject = .account(try GrantQueries.account(login: account, on: connection))
                        } else if let key {
                            subject = .key(try GrantQueries.key(key, on: connection))
                        } else {
                            subject = .department(department ?? "")
                        }
                        try GrantQueries.grant(
                            level, on: object, to: subject, by: "command line", at: SystemClock.now(),
                            connection: connection)
                    }
                }
                print("Granted: \(object.text), \(level.rawValue), to \(account ?? department ?? "key \(key ?? 0)").")
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a grant by its number.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Number from 'grant list'.") var id: Int64

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                try await database.withEngine { engine in
                    try await engine.write { connection in
                        try GrantQueries.withdraw(
                            id, by: "command line", at: SystemClock.now(), connection: connection)
                    }
                }
                print("Grant \(id) is withdrawn; a running server knows it with the next request.")
            }
        }
    }
}
