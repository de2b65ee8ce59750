// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
import HTTPTypes
package import RoomKit
package import Site
import Storage
package import Wire

/// What the house is made of: asked of its rooms, without a database.
package struct HouseDescription: Sendable {
    package struct RoomDescription: Sendable {
        package let name: String
        package let title: Words
        package let migrations: [String]
        package let settings: [any RoomSetting]
        package let commands: [String]
        package let entries: [SiteEntry]
        package let routes: [RoomRoutes.Route]
        package let searches: [Words]
        package let tiles: [Words]
    }

    package let rooms: [RoomDescription]

    package init() throws {
        let engine = ClosedEngine()
        let now: @Sendable () -> Instant = { Instant(microseconds: 0) }
        let pages = try TownPages(
            RoomServices(engine: engine, now: now), control: AccessControl(engine: engine, now: now),
            version: PlatformVersion.text, vendorFolders: [], probe: { _, _ in nil })
        rooms = House.rooms.map { room in
            let open = pages.rooms.first { type(of: $0) == room }
            return RoomDescription(
                name: room.name, title: room.title, migrations: room.schema.migrations.map(\.name),
                settings: room.settings, commands: room.commandNames,
                entries: (room as? any RoomPages.Type)?.entries ?? [], routes: open?.pages(pages.site).all ?? [],
                searches: open?.searches(pages.site).map(\.title) ?? [],
                tiles: open?.tiles(pages.site).map(\.title) ?? [])
        }
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
            for command in room.commands { lines.append("  command allmende \(command)") }
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
                ["name": .string($0.name), "default": .string($0.defaultText), "purpose": value($0.purpose)]
            })
        object["commands"] = .array(room.commands.map { .string($0) })
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
                ]
            })
        object["searches"] = .array(room.searches.map(value))
        object["tiles"] = .array(room.tiles.map(value))
        return .object(object)
    }
}

/// No database: the house is only described.
private struct ClosedEngine: StorageEngine {
    let dialect = SQLDialect.sqlite
    let location = "none"
    private static let fault = StorageError.unavailable(message: "the house is only described")

    func read<T: Sendable>(
        _ cost: ReadCost, _ body: @escaping @Sendable (any StorageConnection) throws -> T
    ) async throws -> T {
        throw Self.fault
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any StorageConnection) throws -> T) async throws -> T {
        throw Self.fault
    }

    func sizeInBytes() async throws -> Int64 { 0 }
    func writeProbe() async -> StorageError? { Self.fault }
    func observe(_ listener: @escaping @Sendable ([any StorageAnnouncement]) -> Void) {}
    func relay(through relay: any AnnouncementRelay) {}
    func close() async -> StorageError? { nil }
}
