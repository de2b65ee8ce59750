// SPDX-License-Identifier: EUPL-1.2
public import Access
public import ArgumentParser
package import Bilingual
import Rights
import RoomKit
import Wire

extension Role: ExpressibleByArgument {}

package struct KeyCommand: RoomCommand {
    package static let purpose = Words(
        "Schlüssel von Programmen anlegen, auflisten und widerrufen.",
        "Make, list and revoke keys of programs.")
    package static let configuration = CommandConfiguration(
        commandName: "key", abstract: purpose.english,
        subcommands: [Create.self, List.self, Revoke.self])

    package init() {}

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; the secret is printed once and alone on standard output.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption
        @Option(help: "member, viewer, planner, editor or administrator; member where data sets are named.")
        var role: Role?
        @Option(help: "What the key is for.") var name = "key"
        @Option(help: "A data set that it is for: slug, or slug=see|deliver|write; may be repeated.")
        var dataset: [String] = []
        @Option(help: "Addresses that it may come from: 192.0.2.0/24, 2001:db8::/32; may be repeated.")
        var from: [String] = []
        @Option(help: "Instant at which it ends: 2027-12-31T23:59:59Z.") var expires: String?

        func run() async throws {
            try await reportingErrors {
                let expiry: Instant?
                do {
                    expiry = try expires.map { try Instant(iso8601: $0) }
                } catch let error as InstantError {
                    throw UsageError("--expires: \(error.message) at character \(error.offset + 1)")
                }
                if let expiry, expiry <= SystemClock.now() {
                    throw UsageError("--expires: \(expiry.iso8601) is over: the key would never work")
                }
                guard let role = role ?? (dataset.isEmpty ? nil : .member) else {
                    throw UsageError(
                        "name --role, or the data sets that the key is for: --dataset SLUG=deliver")
                }
                var request = KeyRequest(name: name, role: role, expires: expiry)
                for text in dataset {
                    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    guard let level = Rights.Level(rawValue: parts.count > 1 ? String(parts[1]) : "see") else {
                        throw UsageError("--dataset \(text): after '=' stands see, deliver, write or manage")
                    }
                    request.grants[String(parts[0])] = level
                }
                request.networks = try Network.list(from.joined(separator: " "))
                let secret = try await database.withEngine { [request] engine in
                    let control = AccessControl(engine: engine, now: SystemClock.now)
                    return try await control.createKey(request, by: "command line")
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
                try database.requireExistence()
                let keys = try await database.withEngine { engine in
                    try await AccessControl(engine: engine, now: SystemClock.now).keys()
                }
                let values = keys.map { key -> JSONValue in
                    [
                        "id": .init(key.id), "name": .string(key.name), "role": .string(key.role.rawValue),
                        "created": .string(key.created.iso8601),
                        "expires": key.expires.map { .string($0.iso8601) } ?? .null,
                        "revoked": key.revoked.map { .string($0.iso8601) } ?? .null,
                        "lastUsed": key.lastUsed.map { .string($0.iso8601) } ?? .null,
                        "datasets": .object(
                            key.grants.sorted { $0.key < $1.key }.reduce(into: JSONObject()) {
                                $0[$1.key] = .string($1.value.rawValue)
                            }),
                        "from": .array(key.networks.map { .string($0.description) }),
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
                try database.requireExistence()
                try await database.withEngine { engine in
                    let control = AccessControl(engine: engine, now: SystemClock.now)
                    try await control.revokeKey(id: id, by: "command line")
                }
                print("Key \(id) is revoked; a running server refuses it from now on.")
            }
        }
    }
}
