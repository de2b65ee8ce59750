// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Platform
import RoomKit

struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell which rooms the house has, and what each brings.",
        discussion: """
            Addresses, settings, migrations, commands, navigation, search and start page; no database is needed.
            """)

    @OptionGroup var json: JSONOption

    func run() async throws {
        try await reportingErrors {
            let house = try HouseDescription()
            json.print(house.json, or: house.text)
        }
    }
}
