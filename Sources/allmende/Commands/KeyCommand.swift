// SPDX-License-Identifier: EUPL-1.2
public import Access
public import ArgumentParser
import Platform
import RoomKit
import Wire

extension Role: ExpressibleByArgument {}

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and revoke keys of programs.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; the secret is printed once and alone on standard output.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "viewer, editor or administrator.") var role: Role
        @Option(help: "What the key is for.") var name = "key"
        @Option(help: "Instant at which it ends: 2027-12-31T23:59:59Z.") var expires: String?

        func run() async throws {
            try await reportingErrors {
                let expiry: Instant?
                do {
                    expiry = try expires.map { try Instant(iso8601: $0) }
                } catch let error as InstantError {
                    throw ConfigurationError("--expires: \(error.message) at character \(error.offset + 1)")
                }
                let secret = try await database.withEngine { engine in
                    let control = AccessControl(engine: engine, now: TownServer.systemClock)
                    return try await control.createKey(name: name, role: role, expires: expiry, by: "command line")
                }
                json.print(["name": .string(name), "role": .string(role.rawValue), "key": .string(secret)], or: secret)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys; secrets cannot be shown again.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                let keys = try await database.withEngine { engine in
                    try await AccessControl(engine: engine, now: TownServer.systemClock).keys()
                }
                let values = keys.map { key -> JSONValue in
                    [
                        "id": .init(key.id), "name": .string(key.name), "role": .string(key.role.rawValue),
                        "created": .string(key.created.iso8601),
                        "expires": key.expires.map { .string($0.iso8601) } ?? .null,
                        "revoked": key.revoked.map { .string($0.iso8601) } ?? .null,
                    ]
                }
                let lines = keys.map { key in
                    let end = key.revoked.map { "revoked " + $0.iso8601 } ?? key.expires.map { "until " + $0.iso8601 }
                    return "\(key.id)\t\(key.role.rawValue)\t\(key.name)\t\(end ?? "valid")"
                }
                json.print(.array(values), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key by its number.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Number from 'key list'.") var id: Int64

        func run() async throws {
            try await reportingErrors {
                try await database.withEngine { engine in
                    let control = AccessControl(engine: engine, now: TownServer.systemClock)
                    try await control.revokeKey(id: id, by: "command line")
                }
                print("Key \(id) is revoked; a running server notices within ten seconds.")
            }
        }
    }
}
