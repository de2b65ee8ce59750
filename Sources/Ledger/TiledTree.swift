// SPDX-License-Identifier: EUPL-1.2

/// Nodes out of tiles that `load` fetches, each at most once.
public final class TiledTree: TreeNodes {
    private let load: (_ level: Int, _ number: UInt64) throws -> [Digest]
    private var known: [UInt64: [Digest]] = [:]

    /// - Parameter load: the nodes of a tile as far as there are any.
    public init(load: @escaping (_ level: Int, _ number: UInt64) throws -> [Digest]) { self.load = load }

    /// - Throws: `LedgerError.outOfRange` where the tiles do not reach; what `load` throws.
    public func node(level: Int, index: UInt64) throws -> Digest {
        let (tileLevel, inside) = (level / Tile.height, level % Tile.height)
        let first = index << UInt64(inside)
        let tile = try tile(tileLevel, first >> UInt64(Tile.height))
        let start = Int(first & UInt64(Tile.width - 1))
        guard start + 1 << inside <= tile.count else { throw LedgerError.outOfRange }
        return MerkleTree.root(of: Array(tile[start..<start + 1 << inside]))
    }

    private func tile(_ level: Int, _ number: UInt64) throws -> [Digest] {
        let key = UInt64(level) << 58 | number
        if let tile = known[key] { return tile }
        let tile = try load(level, number)
        known[key] = tile
        return tile
    }
}

/// Where new leaves go: the tiles at the right edge of a log, which alone change when it grows.
public struct TileEdge: Sendable {
    /// A tile that has changed.
    public struct Change: Sendable, Hashable {
        public let level: Int
        public let number: UInt64
        public let nodes: [Digest]
    }

    /// Appends leaves to a log of `size`; `load` is asked for the last tile of a level where it is not full.
    ///
    /// Returns the tiles to store, each once, with all their nodes.
    public static func append(
        _ leaves: [Digest], to size: UInt64, load: (_ level: Int, _ number: UInt64) throws -> [Digest]
    ) throws -> [Change] {
        var changes: [Change] = []
        var (nodes, level, position) = (leaves, 0, size)
        while !nodes.isEmpty {
            var full: [Digest] = []
            let above = position >> UInt64(Tile.height)
            var number = above
            let inside = Int(position & UInt64(Tile.width - 1))
            var tile = inside == 0 ? [] : try load(level, number)
            guard tile.count == inside else { throw LedgerError.malformedTile }
            var rest = nodes[...]
            while !rest.isEmpty {
                let taken = rest.prefix(Tile.width - tile.count)
                tile += taken
                rest = rest.dropFirst(taken.count)
                changes.append(Change(level: level, number: number, nodes: tile))
                if tile.count == Tile.width {
                    full.append(MerkleTree.root(of: tile))
                    tile = []
                    number += 1
                }
            }
            (nodes, level, position) = (full, level + 1, above)
        }
        return changes
    }
}
