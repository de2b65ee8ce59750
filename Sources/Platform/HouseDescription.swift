// SPDX-License-Identifier: EUPL-1.2
import Access
import ArgumentParser
package import Bilingual
package import HTTPSupport
import HTTPTypes
import Messaging
package import RoomKit
package import Site
import Storage
package import Wire

/// What the house is made of: asked of its rooms, without a database.
package struct HouseDescription: Sendable {
    package struct Setting: Sendable {
        package let name: String
        package let variable: String
        package let defaultText: String
        package let purpose: Words

        init(_ option: ConfigurationOption) {
            name = option.name
            variable = option.variable
            defaultText = option.defaultValue
            purpose = Words(option.purposeGerman, option.purpose)
        }
    }

    package struct Command: Sendable {
        package let name: String
        package let purpose: Words
    }

    package struct RoomDescription: Sendable {
        package let name: String
        package let title: Words
        package var migrations: [String] = []
        package var settingPrefix = ""
        package var settings: [Setting] = []
        package var commands: [Command] = []
        package var entries: [SiteEntry] = []
        package var routes: [RoomRoutes.Route] = []
        package var searches: [Words] = []
        package var tiles: [Words] = []
        package var topics: [Topic] = []
        package var indicators: [IndicatorOffer] = []
        package var gauges: [Gauge] = []
        package var conformance: [Conformance] = []
    }

    /// The house itself, then its rooms.
    package let rooms: [RoomDescription]

    /// `commands` are the program's own ones.
    package init(commands: [any RoomCommand.Type] = []) throws {
        let engine = ClosedEngine()
        let now: @Sendable () -> Instant = { Instant(microseconds: 0) }
        let pages = try TownPages(
            RoomServices(engine: engine, now: now), control: AccessControl(engine: engine, now: now),
            version: PlatformVersion.text, vendorFolders: [], probe: { _, _ in nil })
        let operations = OperationsRoutes(
            engine: engine, metrics: Metrics(), readiness: Readiness(engine: engine),
            leadership: Leadership(engine: engine, holder: 0, place: ""), gauges: [], started: now(), slow: nil,
            desk: nil,
            clock: now)
        let house = RoomDescription(
            name: "house", title: Words("Das Haus", "The house"), settings: ConfigurationOption.house.map(Setting.init),
            commands: commands.map { Self.command($0) }, routes: (pages.site.routes + operations.all).all,
            gauges: operations.own)
        rooms =
            [house]
            + zip(House.rooms, pages.all).map { type, room -> RoomDescription in
                let shown = room as? any RoomPages
                let options = ConfigurationOption.all.filter { option in
                    type.settings.contains { $0.name == option.name }
                }
                return RoomDescription(
                    name: type.name, title: type.title, migrations: type.schema.migrations.map(\.name),
                    settingPrefix: type.settingPrefix, settings: options.map(Setting.init),
                    commands: type.commands.map { Self.command($0) }
                        + type.proofs.map { Self.command($0, of: "verify ") },
                    entries: (type as? any RoomPages.Type)?.entries ?? [],
                    routes: shown?.pages(pages.site).all ?? [],
                    searches: shown?.searches(pages.site).map(\.title) ?? [],
                    tiles: shown?.tiles(pages.site).map(\.title) ?? [], topics: type.topics,
                    indicators: type.indicators, gauges: room.gauges, conformance: type.conformance)
            }
    }

    private static func command(_ type: any RoomCommand.Type, of parent: String = "") -> Command {
        Command(name: parent + type._commandName, purpose: type.purpose)
    }

    /// For people: a line for each thing that a room brings.
    package var text: String {
        var lines: [String] = []
        for room in rooms {
            lines.append("\(room.name)\t\(room.title.english) · \(room.title.german)")
            for route in room.routes {
                lines.append("  \(route.method.rawValue) \(route.path)\t\(route.purpose.english)")
            }
            for setting in room.settings { lines.append("  setting \(setting.name)\t\(setting.purpose.english)") }
            for command in room.commands { lines.append("  command \(command.name)\t\(command.purpose.english)") }
            for topic in room.topics { lines.append("  topic \(topic.filter)\t\(topic.purpose.english)") }
            for indicator in room.indicators {
                lines.append("  indicator \(indicator.name)\t\(indicator.purpose.english)")
            }
            for gauge in room.gauges { lines.append("  figure \(gauge.name)\t\(gauge.purpose.english)") }
            for standard in room.conformance {
                lines.append("  keeps \(standard.standard)\t\(standard.classes.count) requirements or classes")
            }
            for migration in room.migrations { lines.append("  migration \(migration)") }
        }
        return lines.joined(separator: "\n")
    }

    package var json: JSONValue {
        ["version": .string(PlatformVersion.text), "rooms": .array(rooms.map(Self.value))]
    }

    private static func value(_ words: Words) -> JSONValue {
        ["de": .string(words.german), "en": .string(words.english)]
    }

    private static func value(_ room: RoomDescription) -> JSONValue {
        var object: JSONObject = ["name": .string(room.name), "title": value(room.title)]
        object["migrations"] = .array(room.migrations.map { .string($0) })
        object["settings"] = .array(
            room.settings.map {
                [
                    "name": .string($0.name), "variable": .string($0.variable), "default": .string($0.defaultText),
                    "purpose": value($0.purpose),
                ]
            })
        object["commands"] = .array(
            room.commands.map { ["name": .string($0.name), "purpose": value($0.purpose)] })
        object["navigation"] = .array(
            room.entries.map {
                [
                    "title": value($0.title), "address": .string($0.url.path), "place": .string($0.place.rawValue),
                    "audience": .string($0.audience.rawValue), "rank": JSONValue($0.rank),
                ]
            })
        object["routes"] = .array(
            room.routes.map {
                [
                    "method": .string($0.method.rawValue), "address": .string($0.path), "purpose": value($0.purpose),
                    "for": .string($0.audience.rawValue),
                ]
            })
        object["searches"] = .array(room.searches.map(value))
        object["tiles"] = .array(room.tiles.map(value))
        object["topics"] = .array(
            room.topics.map { ["filter": .string($0.filter), "purpose": value($0.purpose)] })
        object["indicators"] = .array(
            room.indicators.map { ["name": .string($0.name), "purpose": value($0.purpose)] })
        object["figures"] = .array(
            room.gauges.map { ["name": .string($0.name), "purpose": value($0.purpose)] })
        object["conformance"] = .array(
            room.conformance.map {
                ["standard": .string($0.standard), "classes": .array($0.classes.map { .string($0) })]
            })
        return .object(object)
    }
}
