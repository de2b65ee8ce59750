// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import Outbound
import Synchronization
import Wire

/// `/tiles/{z}/{x}/{y}`: a configured background map, fetched by this server so that no reader talks to a third party.
///
/// Off unless `tile-url` is set. Tiles stay in memory for a day, the least recently used go first.
final class TileRoutes: Sendable {
    private struct Tile {
        let response: OutboundResponse
        let fetched: Instant
        var used: UInt64
    }

    private struct Cache {
        var tiles: [String: Tile] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private static let lifetime: Int64 = 86_400_000_000

    private let template: String
    private let capacity: Int
    private let now: @Sendable () -> Instant
    private let cache = Mutex(Cache())

    init(template: String, megabytes: Int, now: @escaping @Sendable () -> Instant) {
        self.template = template
        capacity = megabytes << 20
        self.now = now
    }

    func add(to router: Router<HTTPContext>) {
        router.get("/tiles/{z}/{x}/{y}") { [self] _, context in
            try await answer(
                z: context.parameters.get("z"), x: context.parameters.get("x"), y: context.parameters.get("y"))
        }
    }

    private func answer(z: String?, x: String?, y: String?) async throws -> Response {
        guard let z = z.flatMap({ Int($0) }), let x = x.flatMap({ Int($0) }), let y = y.flatMap({ Int($0) }),
            (0...22).contains(z), (0..<(1 << z)).contains(x), (0..<(1 << z)).contains(y)
        else {
            throw Problem.notFound(
                "A tile is addressed as /tiles/{z}/{x}/{y} with z from 0 to 22.",
                german: "Eine Kachel heißt /tiles/{z}/{x}/{y} mit z von 0 bis 22.")
        }
        let address = Self.address(template, z: z, x: x, y: y)
        if let tile = cached(address) { return Self.response(tile) }
        guard let fetched = await OutboundRequest.get(address), fetched.status == 200,
            fetched.contentType.hasPrefix("image/")
        else {
            throw Problem(
                .badGateway, "No tile", detail: "The background map's server gave no picture; try again later.",
                german: "Der Server der Hintergrundkarte gab kein Bild; bitte später noch einmal versuchen.")
        }
        keep(fetched, as: address)
        return Self.response(fetched)
    }

    static func address(_ template: String, z: Int, x: Int, y: Int) -> String {
        var address = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            address += rest[..<open]
            switch rest[rest.index(after: open)..<close] {
            case "z": address += String(z)
            case "x": address += String(x)
            case "y": address += String(y)
            default: address += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return address + rest
    }

    private func cached(_ address: String) -> OutboundResponse? {
        let instant = now()
        return cache.withLock { cache in
            guard let tile = cache.tiles[address] else { return nil }
            guard instant.microseconds - tile.fetched.microseconds < Self.lifetime else {
                cache.bytes -= tile.response.bytes.count
                cache.tiles[address] = nil
                return nil
            }
            cache.clock += 1
            cache.tiles[address]?.used = cache.clock
            return tile.response
        }
    }

    private func keep(_ response: OutboundResponse, as address: String) {
        let instant = now()
        cache.withLock { cache in
            guard response.bytes.count <= capacity else { return }
            cache.clock += 1
            if let old = cache.tiles[address] { cache.bytes -= old.response.bytes.count }
            cache.tiles[address] = Tile(response: response, fetched: instant, used: cache.clock)
            cache.bytes += response.bytes.count
            while cache.bytes > capacity, let oldest = cache.tiles.min(by: { $0.value.used < $1.value.used }) {
                cache.bytes -= oldest.value.response.bytes.count
                cache.tiles[oldest.key] = nil
            }
        }
    }

    private static func response(_ tile: OutboundResponse) -> Response {
        Response(contentType: tile.contentType, bytes: tile.bytes, headers: [.cacheControl: "public, max-age=86400"])
    }
}
