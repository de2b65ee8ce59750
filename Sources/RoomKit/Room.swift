// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
package import Storage

/// A room of the house: a folder below `Rooms/` that brings everything it needs, let in by one line of `House.swift`.
package protocol Room: Sendable {
    /// The prefix of its migrations, settings and pages of documentation: `notices`.
    static var name: String { get }
    /// What people call it.
    static var title: Words { get }
    /// What it keeps in the database.
    static var schema: RoomSchema { get }
    static var settings: [any RoomSetting] { get }
    /// Subcommands of `allmende`.
    static var commands: [any AsyncParsableCommand.Type] { get }

    /// The room over an open database; what rooms before it in the house offer is there.
    init(_ house: RoomServices) throws

    /// Puts its part into a fresh demonstration.
    static func furnish(_ town: DemonstrationTown) async throws
}

extension Room {
    package static var schema: RoomSchema { RoomSchema(name) }
    package static var settings: [any RoomSetting] { [] }
    package static var commands: [any AsyncParsableCommand.Type] { [] }
    package static func furnish(_ town: DemonstrationTown) async throws {}

    /// `notice` of `allmende notice`.
    package static var commandNames: [String] { commands.map { $0._commandName } }
}
