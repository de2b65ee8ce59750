// SPDX-License-Identifier: EUPL-1.2

/// A piece of a published log: 256 nodes of every eighth level, the last one of a level with fewer (C2SP tlog-tiles).
public struct Tile: Sendable, Hashable {
    /// Nodes in a full tile.
    public static let width = 256
    static let height = 8

    /// What a tile holds.
    public enum Content: Sendable, Hashable {
        /// Nodes over 256^level leaves each.
        case nodes(level: Int)
        /// The entries themselves.
        case entries
    }

    public let content: Content
    public let number: UInt64
    /// From 1 to 256.
    public let width: Int

    /// - Throws: `LedgerError.malformedTile`.
    public init(_ content: Content, number: UInt64, width: Int = Tile.width) throws(LedgerError) {
        if case .nodes(let level) = content, !(0...63).contains(level) { throw .malformedTile }
        guard number <= Tree.maximumSize, (1...Self.width).contains(width) else { throw .malformedTile }
        self.content = content
        self.number = number
        self.width = width
    }

    /// `tile/0/x001/x234/067.p/8`
    public var path: String {
        let kind =
            switch content {
            case .nodes(let level): String(level)
            case .entries: "entries"
            }
        var groups: [String] = []
        var rest = number
        repeat {
            let digits = String(rest % 1000)
            let group = String(repeating: "0", count: 3 - digits.count) + digits
            groups.append(groups.isEmpty ? group : "x" + group)
            rest /= 1000
        } while rest > 0
        let partial = width == Self.width ? "" : ".p/\(width)"
        return "tile/\(kind)/\(groups.reversed().joined(separator: "/"))\(partial)"
    }

    /// Reads a path; each tile has one spelling.
    /// - Throws: `LedgerError.malformedTile`.
    public init(path: some StringProtocol) throws(LedgerError) {
        let pieces: [Substring] = String(path).split(separator: "/", omittingEmptySubsequences: false)
        var parts = pieces.map { String($0) }
        guard parts.count >= 3, parts.count <= 12, parts[0] == "tile" else { throw .malformedTile }
        var width = Self.width
        if let partial = Int(parts[parts.count - 1]), parts[parts.count - 2].hasSuffix(".p") {
            width = partial
            parts.removeLast()
            parts[parts.count - 1].removeLast(2)
        }
        let digits = parts.dropFirst(2).map { $0.hasPrefix("x") ? $0.dropFirst() : $0[...] }.joined()
        guard let number = UInt64(digits) else { throw .malformedTile }
        let content: Content
        if parts[1] == "entries" {
            content = .entries
        } else if let level = Int(parts[1]) {
            content = .nodes(level: level)
        } else {
            throw .malformedTile
        }
        try self.init(content, number: number, width: width)
        guard self.path == path else { throw .malformedTile }
    }

    /// Entries one after the other, each with its length in two bytes before it.
    /// - Throws: `LedgerError.malformedTile` for an entry of more than 65,535 bytes.
    public static func bundle(_ entries: [[UInt8]]) throws(LedgerError) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            guard let count = UInt16(exactly: entry.count) else { throw .malformedTile }
            bytes += [UInt8(count >> 8), UInt8(count & 255)] + entry
        }
        return bytes
    }

    /// The entries of a bundle.
    /// - Throws: `LedgerError.malformedTile` when it is cut.
    public static func entries(ofBundle bytes: [UInt8]) throws(LedgerError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 2 else { throw .malformedTile }
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= count else { throw .malformedTile }
            entries.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return entries
    }
}

/// The nodes that a tile's bytes are.
public enum TileBytes {
    public static func digests(_ bytes: [UInt8]) throws(LedgerError) -> [Digest] {
        guard bytes.count.isMultiple(of: Digest.byteCount) else { throw .malformedTile }
        return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes[start..<start + Digest.byteCount])
        }
    }

    public static func bytes(_ digests: some Collection<Digest>) -> [UInt8] { digests.flatMap(\.bytes) }
}
