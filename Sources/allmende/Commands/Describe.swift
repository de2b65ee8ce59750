// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Platform
import RoomKit

struct Describe: RoomCommand {
    static let purpose = Words(
        "Sagen, welche Räume das Haus hat und was jeder mitbringt.",
        "Tell which rooms the house has, and what each brings.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english,
        discussion: """
            Addresses, settings, commands, migrations, navigation, search, start page, topics, figures and what of standards \
            is kept; no database is needed.
            """)

    @OptionGroup var json: JSONOption

    func run() async throws {
        try await reportingErrors {
            let house = try HouseDescription(commands: Allmende.own)
            json.print(house.json, or: house.text)
        }
    }
}
