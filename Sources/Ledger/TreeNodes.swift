// SPDX-License-Identifier: EUPL-1.2

/// Where the nodes of a tree are kept: in memory, in tiles, in a file.
///
/// Only full subtrees are asked for: node `index` of `level` stands over the 2^level leaves from `index << level` on.
public protocol TreeNodes {
    func node(level: Int, index: UInt64) throws -> Digest
}

extension TreeNodes {
    /// The root of the first `size` leaves (RFC 6962 §2.1).
    public func root(size: UInt64) throws -> Digest { try hash(from: 0, to: size) }

    /// The audit path of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1).
    /// - Throws: `LedgerError.outOfRange`.
    public func inclusionProof(of index: UInt64, size: UInt64) throws -> [Digest] {
        guard index < size, size <= Tree.maximumSize else { throw LedgerError.outOfRange }
        var path: [Digest] = []
        var (start, end) = (UInt64(0), size)
        while end - start > 1 {
            let middle = start + Tree.split(end - start)
            if index < middle {
                path.append(try hash(from: middle, to: end))
                end = middle
            } else {
                path.append(try hash(from: start, to: middle))
                start = middle
            }
        }
        return path.reversed()
    }

    /// The proof that the tree of `size` leaves goes on from that of `earlier` ones (RFC 6962 §2.1.2).
    /// - Throws: `LedgerError.outOfRange`.
    public func consistencyProof(from earlier: UInt64, to size: UInt64) throws -> [Digest] {
        try consistencyProof(ofSubtree: 0, earlier, to: size)
    }

    /// The proof that the tree of `size` leaves holds the subtree of the leaves from `start` to before `end`.
    /// - Throws: `LedgerError.outOfRange` also when the leaves are no subtree.
    public func consistencyProof(
        ofSubtree start: UInt64, _ end: UInt64, to size: UInt64
    ) throws -> [Digest] {
        guard Tree.isSubtree(start, end), end <= size, size <= Tree.maximumSize else { throw LedgerError.outOfRange }
        var proof: [Digest] = []
        var (low, high, first) = (UInt64(0), size, start)
        var isKnown = true
        while !(low == first && high == end) {
            let middle = low + Tree.split(high - low)
            if end <= middle {
                proof.append(try hash(from: middle, to: high))
                high = middle
            } else {
                proof.append(try hash(from: low, to: middle))
                if first < middle {
                    first = middle
                    isKnown = false
                }
                low = middle
            }
        }
        if !isKnown { proof.append(try hash(from: low, to: high)) }
        return proof.reversed()
    }

    /// The hash over the leaves from `start` to before `end`, where `start` is a multiple of each full subtree in it.
    private func hash(from start: UInt64, to end: UInt64) throws -> Digest {
        var (start, pieces) = (start, [Digest]())
        while start < end {
            let level = 63 - (end - start).leadingZeroBitCount
            pieces.append(try node(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        guard var root = pieces.popLast() else { return SHA256.empty }
        while let left = pieces.popLast() { root = SHA256.node(left, root) }
        return root
    }
}

/// The shape of RFC 6962 trees.
enum Tree {
    /// Sizes fit signed 64-bit columns.
    static let maximumSize = UInt64(Int64.max)

    /// The largest power of two below `size`, which is at least 2.
    static func split(_ size: UInt64) -> UInt64 { 1 << UInt64(63 - (size - 1).leadingZeroBitCount) }

    /// Whether the leaves from `start` to before `end` are a subtree of each tree that holds them.
    static func isSubtree(_ start: UInt64, _ end: UInt64) -> Bool {
        guard start < end, end <= maximumSize else { return false }
        let count = end - start
        let span: UInt64 = count == 1 ? 1 : split(count) * 2
        return start.isMultiple(of: span)
    }
}
