// SPDX-License-Identifier: EUPL-1.2
import Access
package import ArgumentParser
package import Bilingual
import Catalogue
import RoomKit
import Wire

package struct UserCommand: RoomCommand {
    package static let purpose = Words(
        "Konten von Menschen anlegen, auflisten und sperren.",
        "Make, list and disable accounts of people.")
    package static let configuration = CommandConfiguration(
        commandName: "user", abstract: purpose.english,
        subcommands: [Create.self, Invite.self, List.self, Disable.self, Password.self, SetupLink.self])

    package init() {}

    @discardableResult
    static func withControl<T>(_ database: DatabaseOption, _ body: (AccessControl) async throws -> T) async throws -> T
    {
        try await database.withEngine { engine in
            try await body(
                AccessControl(
                    engine: engine, townNames: { [try SettingQueries.value(of: .townName, on: $0) ?? ""] },
                    now: SystemClock.now))
        }
    }

    /// The password comes by standard input, so that it never stands in a process list or a shell's history.
    static func readPassword() throws -> String {
        guard let line = readLine(), !line.isEmpty else {
            throw UsageError("write the password on standard input: echo … | allmende user …")
        }
        return line
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; the password comes by standard input.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Name to sign in with.") var login: String
        @Option(help: "Name that people see.") var name: String
        @Option(help: "member, viewer, planner, editor, manager or administrator.") var role: Role

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

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and print the one-time link with which its person sets the password.")

        @OptionGroup var database: DatabaseOption
        @Option(help: "Name to sign in with.") var login: String
        @Option(help: "Name that people see.") var name: String
        @Option(help: "member, viewer, planner, editor, manager or administrator.") var role: Role
        @Option(help: "Department, as it stands at data sets as owner.") var department = ""
        @Option(help: "Address of the server.") var baseUrl = "http://127.0.0.1:8080"

        func run() async throws {
            try await reportingErrors {
                let decision = AccountDecision(name: name, login: login, role: role, department: department)
                let invitation = try await UserCommand.withControl(database) {
                    try await $0.invite(decision, by: "command line")
                }
                print("\(baseUrl)/join/\(invitation.token)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await reportingErrors {
                try database.requireExistence()
                let accounts = try await UserCommand.withControl(database) { try await $0.accounts() }
                let values = accounts.map { account -> JSONValue in
                    [
                        "login": .string(account.login), "name": .string(account.name),
                        "role": .string(account.role.rawValue), "department": .string(account.department),
                        "created": .string(account.created.iso8601),
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
                try database.requireExistence()
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
                try database.requireExistence()
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
                try database.requireExistence()
                let token = try await UserCommand.withControl(database) { try await $0.makeSetupToken() }
                print("\(baseUrl)/setup/\(token)")
            }
        }
    }
}
