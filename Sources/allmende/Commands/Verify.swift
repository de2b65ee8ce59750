// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Platform
import RoomKit

/// One command for all proofs; each kind is a subcommand that the room which makes the proof brings.
struct Verify: RoomCommand {
    static let purpose = Words(
        "Einen Nachweis nur mit Dateien prüfen: ohne Datenbank, ohne Netz.",
        "Check a proof with nothing but files: no database, no network.")
    static let configuration = CommandConfiguration(
        abstract: purpose.english,
        discussion: "Exit code 0 only when the proof holds; 1 says what does not fit.",
        subcommands: House.rooms.flatMap { room in room.proofs.map { $0 as any ParsableCommand.Type } })
}
