// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Platform
import RoomKit

@main
struct Allmende: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allmende",
        abstract: "The open platform a municipality runs itself.",
        discussion: """
            Exit codes: 0 all went well; 1 it ended with faults that the report names; 2 the database cannot be used; \
            64 the command line or a setting is wrong; 70 an unexpected error.
            """,
        version: PlatformVersion.text,
        subcommands: own.map { $0 as any ParsableCommand.Type } + ofRooms)

    static let own: [any RoomCommand.Type] = [
        Serve.self, Demo.self, Import.self, Backup.self, Restore.self, Check.self, DoctorCommand.self, Simulate.self,
        Describe.self, Verify.self,
    ]
    private static let ofRooms: [any ParsableCommand.Type] = House.rooms.flatMap { room in
        room.commands.map { $0 as any ParsableCommand.Type }
    }

    static func main() async {
        await DatabaseAccess.$current.withValue(EngineFactory.commands) { await main(nil) }
    }
}
