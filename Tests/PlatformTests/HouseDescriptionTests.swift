// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import HTTPSupport
import HTTPTypes
import Planning
import Platform
import RoomKit
import Site
import TestSupport
import Testing
import Wire

@Suite struct HouseDescriptionTests {
    @Test func `whatever the rooms bring is told in both languages`() throws {
        let house = try HouseDescription()
        #expect(Set(house.rooms.map(\.name)).count == House.rooms.count + 1)
        for room in house.rooms {
            let words: [Words] =
                [room.title] + room.settings.map(\.purpose) + room.entries.map(\.title) + room.routes.map(\.purpose)
                + room.searches + room.tiles + room.commands.map(\.purpose) + room.topics.map(\.purpose)
                + room.indicators.map(\.purpose) + room.gauges.map(\.purpose)
            for word in words {
                #expect(!word.german.isEmpty && !(word.translation ?? "").isEmpty, "\(room.name): \(word)")
            }
        }
    }

    @Test func `no address, setting, command or figure belongs to two`() throws {
        let house = try HouseDescription()
        let addresses = house.rooms.flatMap(\.routes).map { "\($0.method) \($0.path)" }
        #expect(addresses.count > 90 && Set(addresses).count == addresses.count)
        let settings = house.rooms.flatMap(\.settings).map(\.name)
        #expect(Set(settings).count == settings.count && settings.count == ConfigurationOption.all.count)
        let commands = house.rooms.flatMap(\.commands).map(\.name)
        #expect(commands.count > 8 && Set(commands).count == commands.count)
        let figures = house.rooms.flatMap(\.gauges).map(\.name)
        #expect(figures.count > 10 && Set(figures).count == figures.count)
        for room in house.rooms where room.name != "house" {
            for setting in room.settings {
                #expect(setting.name.hasPrefix(room.settingPrefix + "-"), "\(setting.name)")
            }
            for migration in room.migrations { #expect(migration.hasPrefix(room.name + "."), "\(migration)") }
        }
    }

    /// What an indicator may name as its source is what rooms offer.
    @Test func `each source of an indicator is offered by one room`() throws {
        let house = try HouseDescription()
        let offered = house.rooms.flatMap { room in room.indicators.map { (room: room.name, name: $0.name) } }
        guard case .choice(let choices) = try #require(ObjectKind.indicator.field("source")).kind else {
            Issue.record("the source of an indicator is a choice")
            return
        }
        #expect(offered.map(\.name).sorted() == choices.map(\.name).sorted())
        #expect(offered.first { $0.name == "datastream" }?.room == "sensorthings")
        let described = try #require(house.json.object?["rooms"]?.array)
        let names = described.flatMap { $0.object?["indicators"]?.array ?? [] }.compactMap {
            $0.object?["name"]?.string
        }
        #expect(names == offered.map(\.name))
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where the pages of a room lie: `Rooms/SensorThings/Docs`, `Front/Docs`, `docs` for the house.
    private static func folder(_ room: HouseDescription.RoomDescription) throws -> String {
        if room.name == "house" { return "docs" }
        let rooms = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Rooms").path)
        if let folder = rooms.first(where: { $0.lowercased() == room.name }) { return "Rooms/\(folder)/Docs" }
        return room.name.prefix(1).uppercased() + room.name.dropFirst() + "/Docs"
    }

    /// Each room has a page that names all of it that somebody can use; scripts/bless writes it.
    @Test func `nothing that somebody can use is undocumented`() throws {
        for room in try HouseDescription().rooms where room.name != "house" {
            let page = Self.root.appendingPathComponent(try Self.folder(room) + "/reference.md")
            let difference = try unblessed(room.reference, at: page)
            #expect(difference == nil)
        }
    }

    @Test func `the index of the documentation names each page`() throws {
        let index = try HouseDescription().index { room in
            guard let folder = try? Self.folder(room),
                let names = try? FileManager.default.contentsOfDirectory(
                    atPath: Self.root.appendingPathComponent(folder).path)
            else { return [] }
            return names.sorted().filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { name in
                let file = Self.root.appendingPathComponent(folder + "/" + name)
                let first = (try? String(contentsOf: file, encoding: .utf8))?.prefix { $0 != "\n" } ?? ""
                return (
                    path: folder == "docs" ? name : "../\(folder)/\(name)",
                    title: String(first.drop { $0 == "#" || $0 == " " })
                )
            }
        }
        let difference = try unblessed(index, at: Self.root.appendingPathComponent("docs/README.md"))
        #expect(difference == nil)
    }

    /// A link that leads nowhere helps nobody.
    @Test func `each link between pages of documentation leads somewhere`() throws {
        let pages = try #require(FileManager.default.enumerator(atPath: Self.root.path))
        var count = 0
        while let path = pages.nextObject() as? String {
            if path.hasPrefix(".") {
                pages.skipDescendants()
                continue
            }
            guard path.hasSuffix(".md"), !path.hasPrefix("findings") else { continue }
            let page = Self.root.appendingPathComponent(path)
            let text = try String(contentsOf: page, encoding: .utf8)
            for match in text.matches(of: /\]\(([^)\s#]+)(#[^)\s]*)?\)/) {
                let link = String(match.1)
                if link.contains(":") || link.hasPrefix("/") { continue }
                count += 1
                let target = page.deletingLastPathComponent().appendingPathComponent(link).standardized
                #expect(FileManager.default.fileExists(atPath: target.path), "\(path) links to \(link)")
            }
        }
        #expect(count > 80)
    }
}
