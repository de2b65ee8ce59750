// SPDX-License-Identifier: EUPL-1.2
import Access
import ArgumentParser
import Platform
import RoomKit
import Storage
import Wire

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make, list and disable accounts of people.",
        subcommands: [Create.self, List.self, Disable.self, Password.self, SetupLink.self])

    @discardableResult
    static func withControl<T>(_ database: DatabaseOption, _ body: (AccessControl) async throws -> T) async throws -> T
    {
        try await database.withEngine { engine in
            try await body(AccessControl(engine: engine, now: TownServer.systemClock))
        }
    }

    /// The password comes by standard input, so that it never stands in a process list or a shell's history.
    static func readPassword() throws -> String {
        guard let line = readLine(), !line.isEmpty else {
            throw ConfigurationError("write the password on standard input: echo … | allmende user …")
        }
        return line
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; the password comes by standard input.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Name to sign in with.") var login: String
        @Option(help: "Name that people see.") var name: String
        @Option(help: "viewer, editor or administrator.") var role: Role

        func run() async throws {
            try await reportingErrors {
                let password = try UserCommand.readPassword()
                try await UserCommand.withControl(database) { control in
                    try await control.createAccount(
                        name: name, login: login, password: password, role: role, by: "command line")
                }
                print("The account \(login) is there.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                let accounts = try await UserCommand.withControl(database) { try await $0.accounts() }
                let values = accounts.map { account -> JSONValue in
                    [
                        "login": .string(account.login), "name": .string(account.name),
                        "role": .string(account.role.rawValue), "created": .string(account.created.iso8601),
                        "disabled": account.disabled.map { .string($0.iso8601) } ?? .null,
                    ]
                }
                let lines = accounts.map { account in
                    "\(account.login)\t\(account.role.rawValue)\t\(account.name)"
                        + (account.disabled.map { "\tdisabled " + $0.iso8601 } ?? "")
                }
                json.print(.array(values), or: lines.joined(separator: "\n"))
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Disable an account and end its sessions.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Name to sign in with.") var login: String

        func run() async throws {
            try await reportingErrors {
                try await UserCommand.withControl(database) { control in
                    try await control.disableAccount(login: login, by: "command line")
                }
                print("The account \(login) is disabled.")
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set an account's password, read from standard input.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Name to sign in with.") var login: String

        func run() async throws {
            try await reportingErrors {
                let password = try UserCommand.readPassword()
                try await UserCommand.withControl(database) { control in
                    try await control.setPassword(login: login, password: password, by: "command line")
                }
                print("The password of \(login) is set; open sessions have ended.")
            }
        }
    }

    struct SetupLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "setup-link", abstract: "Print a new one-time link that makes an administrator.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Address of the server.") var baseUrl = "http://127.0.0.1:8080"

        func run() async throws {
            try await reportingErrors {
                let token = try await UserCommand.withControl(database) { try await $0.makeSetupToken() }
                print("\(baseUrl)/setup/\(token)")
            }
        }
    }
}
