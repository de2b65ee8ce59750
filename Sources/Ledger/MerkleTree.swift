// SPDX-License-Identifier: EUPL-1.2

/// A tree in memory with all its nodes: twice the bytes of its leaf hashes.
public struct MerkleTree: Sendable, TreeNodes {
    /// `levels[k][i]` stands over the 2^k leaves from `i << k` on; full subtrees only.
    private var levels: [[Digest]] = [[]]

    public init(leaves: some Sequence<Digest> = []) {
        for leaf in leaves { append(leaf) }
    }

    public var size: UInt64 { UInt64(levels[0].count) }

    public mutating func append(_ leaf: Digest) {
        var node = leaf
        var level = 0
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(node)
            let count = levels[level].count
            guard count.isMultiple(of: 2) else { return }
            node = SHA256.node(levels[level][count - 2], levels[level][count - 1])
            level += 1
        }
    }

    /// The root of all leaves.
    public var root: Digest { (try? root(size: size)) ?? SHA256.empty }

    /// - Throws: `LedgerError.outOfRange` beyond the leaves there are.
    public func node(level: Int, index: UInt64) throws -> Digest {
        guard level < levels.count, index < UInt64(levels[level].count) else { throw LedgerError.outOfRange }
        return levels[level][Int(index)]
    }

    /// The root over leaf hashes, without keeping any node: half a copy of them is all the memory it takes.
    public static func root(of leaves: [Digest]) -> Digest {
        if leaves.isEmpty { return SHA256.empty }
        var nodes = leaves
        var count = nodes.count
        nodes.withUnsafeMutableBufferPointer { buffer in
            while count > 1 {
                SHA256.pairUp(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                let half = count / 2
                // a last odd one goes up as it is, as RFC 6962 splits trees
                if !count.isMultiple(of: 2) { buffer[half] = buffer[count - 1] }
                count = half + count % 2
            }
        }
        return nodes[0]
    }
}
