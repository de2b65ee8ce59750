// SPDX-License-Identifier: EUPL-1.2
import Rights
import Threads
import VectorTiles

/// Tiles that were made once, as long as the layer and who may see it stay what they were.
struct TileMemory: Sendable {
    struct Key: Hashable, Sendable {
        let rights: Rights
        /// The layer with its version.
        let layer: String
        let grid: TileGrid
        let tile: TileAddress
        /// What the query adds: properties and filter.
        let form: String
    }

    /// 64 MB for all tiles together; a tile that nobody asks for is made anew after an hour.
    private let kept = CoalescingMemory<Key, [UInt8]>(limit: 64 << 20, lifetime: .seconds(3600)) { $0.count + 256 }

    func tile(_ key: Key, make: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        try await kept.value(for: key, make: make)
    }
}
