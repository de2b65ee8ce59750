// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import HTTPTypes
import Platform
import RoomKit
import Site
import Testing

@Suite struct HouseDescriptionTests {
    @Test func `whatever the rooms bring is told in both languages`() throws {
        let house = try HouseDescription()
        #expect(Set(house.rooms.map(\.name)).count == House.rooms.count)
        for room in house.rooms {
            let words =
                [room.title] + room.settings.map(\.purpose) + room.entries.map(\.title) + room.routes.map(\.purpose)
                + room.searches + room.tiles
            for word in words {
                #expect(!word.german.isEmpty && !(word.translation ?? "").isEmpty, "\(room.name): \(word)")
            }
        }
    }

    @Test func `no address, setting or command belongs to two`() throws {
        let house = try HouseDescription()
        let addresses = house.rooms.flatMap(\.routes).map { "\($0.method) \($0.path)" }
        #expect(addresses.count > 70 && Set(addresses).count == addresses.count)
        let settings = ConfigurationOption.all.map(\.name)
        #expect(Set(settings).count == settings.count)
        let commands = house.rooms.flatMap(\.commands)
        #expect(Set(commands).count == commands.count)
        for room in house.rooms {
            for setting in room.settings { #expect(setting.name.hasPrefix(room.name + "-"), "\(setting.name)") }
            for migration in room.migrations { #expect(migration.hasPrefix(room.name + "."), "\(migration)") }
        }
    }

    /// A room that brings documentation names everything in it that somebody can use.
    @Test func `a room's documentation names its addresses, settings and commands`() throws {
        let rooms = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Rooms")
        let folders = try FileManager.default.contentsOfDirectory(atPath: rooms.path)
        for room in try HouseDescription().rooms {
            guard let folder = folders.first(where: { $0.lowercased() == room.name }) else { continue }
            let docs = rooms.appendingPathComponent(folder).appendingPathComponent("Docs")
            guard let pages = try? FileManager.default.contentsOfDirectory(atPath: docs.path) else { continue }
            let text = try pages.map { try String(contentsOf: docs.appendingPathComponent($0), encoding: .utf8) }
                .joined(separator: "\n")
            for route in room.routes {
                #expect(text.contains("`\(route.method.rawValue) \(route.path)`"), "\(room.name) \(route.path)")
            }
            for option in ConfigurationOption.all where room.settings.contains(where: { $0.name == option.name }) {
                let row = "| `\(option.name)` | `\(option.variable)` | `\(option.defaultValue)` | \(option.purpose) | "
                #expect(text.contains(row + option.purposeGerman + " |"), "\(row)")
            }
            for command in room.commands { #expect(text.contains("allmende \(command)"), "\(command)") }
        }
    }
}
