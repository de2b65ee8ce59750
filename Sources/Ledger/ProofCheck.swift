// SPDX-License-Identifier: EUPL-1.2

/// Checks of proofs, for who holds nothing but roots.
public enum ProofCheck {
    /// Checks that `leaf` stands at `index` in the tree of `size` leaves with `root` (RFC 9162 §2.1.3.2).
    /// - Throws: `LedgerError.outOfRange`, `.wrongProof`.
    public static func inclusion(
        of leaf: Digest, at index: UInt64, size: UInt64, root: Digest, proof: [Digest]
    ) throws(LedgerError) {
        guard index < size, size <= Tree.maximumSize else { throw .outOfRange }
        var (place, last, hash) = (index, size - 1, leaf)
        for step in proof {
            guard last > 0 else { throw .wrongProof }
            if place & 1 == 1 || place == last {
                hash = SHA256.node(step, hash)
                while place & 1 == 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = SHA256.node(hash, step)
            }
            place >>= 1
            last >>= 1
        }
        guard last == 0, hash == root else { throw .wrongProof }
    }

    /// Checks that `leaf` stands at `index` below the subtree of the leaves from `start` to before `end`.
    /// - Throws: `LedgerError.outOfRange`, `.wrongProof`.
    public static func inclusion(
        of leaf: Digest, at index: UInt64, inSubtree start: UInt64, _ end: UInt64, hash: Digest, proof: [Digest]
    ) throws(LedgerError) {
        guard Tree.isSubtree(start, end), index >= start else { throw .outOfRange }
        try inclusion(of: leaf, at: index - start, size: end - start, root: hash, proof: proof)
    }

    /// Checks that the tree with `root` goes on from the earlier one: nothing was changed, left out or put between.
    ///
    /// An empty earlier tree proves nothing and is refused.
    /// - Throws: `LedgerError.outOfRange`, `.wrongProof`.
    public static func consistency(
        from earlier: (size: UInt64, root: Digest), to later: (size: UInt64, root: Digest), proof: [Digest]
    ) throws(LedgerError) {
        guard earlier.size > 0 else { throw .outOfRange }
        try consistency(
            ofSubtree: 0, earlier.size, hash: earlier.root, size: later.size, root: later.root, proof: proof)
    }

    /// Checks that the tree of `size` leaves with `root` holds the subtree with `hash` (Merkle Tree Certificates, §4.4).
    /// An empty subtree has the hash of an empty tree, stands in each tree and needs no proof.
    /// - Throws: `LedgerError.outOfRange` also when the leaves are no subtree, `.wrongProof`.
    public static func consistency(
        ofSubtree start: UInt64, _ end: UInt64, hash: Digest, size: UInt64, root: Digest, proof: [Digest]
    ) throws(LedgerError) {
        guard end <= size, size <= Tree.maximumSize else { throw .outOfRange }
        if start == end {
            guard hash == SHA256.empty, proof.isEmpty else { throw .wrongProof }
            return
        }
        guard Tree.isSubtree(start, end) else { throw .outOfRange }
        var (first, last, top) = (start, end - 1, size - 1)
        func shift() {
            first >>= 1
            last >>= 1
            top >>= 1
        }
        if last == top {
            while first != last { shift() }
        } else {
            while first != last, last & 1 == 1 { shift() }
        }
        var steps = proof[...]
        var (below, above) = (hash, hash)
        if first != last {
            guard let known = steps.popFirst() else { throw .wrongProof }
            (below, above) = (known, known)
        }
        for step in steps {
            guard top > 0 else { throw .wrongProof }
            if last & 1 == 1 || last == top {
                if first < last { below = SHA256.node(step, below) }
                above = SHA256.node(step, above)
                while last & 1 == 0 { shift() }
            } else {
                above = SHA256.node(above, step)
            }
            shift()
        }
        guard top == 0, below == hash, above == root else { throw .wrongProof }
    }
}
