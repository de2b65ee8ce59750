// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
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
    static var commands: [any RoomCommand.Type] { get }
    /// Subcommands of `allmende verify`: checks of what it exports, with nothing but files.
    static var proofs: [any RoomCommand.Type] { get }

    /// What the names of its settings begin with, before the hyphen; its name where it does not say.
    static var settingPrefix: String { get }
    /// What of its settings does not go together, with the remedy; nil when all is well.
    static func fault(in settings: SettingValues) -> String?
    /// The parts of standards that its interfaces keep.
    static var conformance: [Conformance] { get }
    static var topics: [Topic] { get }
    /// What of its own an indicator of the plan can ask.
    static var indicators: [IndicatorOffer] { get }
    /// What of its own the audit trail tells, by the action that stands there: `settle`, "abgerechnet".
    static var deeds: [String: Words] { get }
    /// Its numbers at `/metrics`.
    var gauges: [Gauge] { get }
    /// What of its own somebody has to look at now; monitors ask often, so it costs little.
    func alarms() async throws -> [Alarm]

    /// The room over an open database; what rooms before it in the house offer is there.
    init(_ house: RoomServices) throws

    /// Puts its part into a fresh demonstration.
    static func furnish(_ town: DemonstrationTown) async throws
}

extension Room {
    package static var schema: RoomSchema { RoomSchema(name) }
    package static var settings: [any RoomSetting] { [] }
    package static var commands: [any RoomCommand.Type] { [] }
    package static var proofs: [any RoomCommand.Type] { [] }
    package static var settingPrefix: String { name }
    package static func fault(in settings: SettingValues) -> String? { nil }
    package static var conformance: [Conformance] { [] }
    package static var topics: [Topic] { [] }
    package static var indicators: [IndicatorOffer] { [] }
    package static var deeds: [String: Words] { [:] }
    package var gauges: [Gauge] { [] }
    package func alarms() async throws -> [Alarm] { [] }
    package static func furnish(_ town: DemonstrationTown) async throws {}

    /// `notice` of `allmende notice`.
    package static var commandNames: [String] { commands.map { $0._commandName } }
}
