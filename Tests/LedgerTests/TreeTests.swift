// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Randomness
import Testing

/// RFC 6962 trees against the tables of the reference implementations and against each other.
struct TreeTests {
    /// Leaves and roots of the tests of certificate-transparency, the same in all of its successors.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test(arguments: 0...8)
    func theRootsOfTheReference(size: Int) throws {
        let hashes = Self.leaves.prefix(size).map { SHA256.leaf($0) }
        #expect(MerkleTree(leaves: hashes).root.hexadecimal == Self.roots[size])
        #expect(MerkleTree.root(of: Array(hashes)).hexadecimal == Self.roots[size])
    }

    @Test func plainValuesOfTheStandard() {
        // FIPS 180-4, "abc" and the 448-bit message
        let short = SHA256.digest(of: Array("abc".utf8)).hexadecimal
        #expect(short == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = SHA256.digest(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)).hexadecimal
        #expect(long == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func aHashOfAnotherLengthIsNone(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(Digest(bytes) == nil)
        #expect(Digest(base64: StrictBase64.text(bytes)) == nil)
        #expect(Digest(hexadecimal: Hexadecimal.text(bytes)) == nil)
    }

    /// Every proof of every tree up to 70 leaves holds, for the leaf, the sizes and the roots it was made for.
    @Test func allProofsOfSmallTreesHold() throws {
        let tree = MerkleTree(leaves: (0..<70).map { SHA256.leaf([UInt8($0)]) })
        for size in UInt64(1)...70 {
            let root = try tree.root(size: size)
            for index in 0..<size {
                let leaf = SHA256.leaf([UInt8(index)])
                let proof = try tree.inclusionProof(of: index, size: size)
                try ProofCheck.inclusion(of: leaf, at: index, size: size, root: root, proof: proof)
            }
            for earlier in 1...size {
                let proof = try tree.consistencyProof(from: earlier, to: size)
                let before = (size: earlier, root: try tree.root(size: earlier))
                try ProofCheck.consistency(from: before, to: (size, root), proof: proof)
            }
        }
    }

    /// Each subtree of each tree up to 20 leaves has a proof that holds; what is no subtree is refused.
    @Test func allSubtreesOfSmallTreesHold() throws {
        let leaves = (0..<20).map { SHA256.leaf([UInt8($0)]) }
        let tree = MerkleTree(leaves: leaves)
        var count = 0
        for size in UInt64(1)...20 {
            let root = try tree.root(size: size)
            for start in 0..<size {
                for end in start + 1...size {
                    let hash = MerkleTree.root(of: Array(leaves[Int(start)..<Int(end)]))
                    guard let proof = try? tree.consistencyProof(ofSubtree: start, end, to: size) else {
                        #expect(throws: LedgerError.outOfRange) {
                            try ProofCheck.consistency(
                                ofSubtree: start, end, hash: hash, size: size, root: root, proof: [])
                        }
                        continue
                    }
                    count += 1
                    try ProofCheck.consistency(ofSubtree: start, end, hash: hash, size: size, root: root, proof: proof)
                }
            }
        }
        #expect(count > 500)
    }

    /// Seeded: a changed leaf, root, index, size or step never passes.
    @Test(arguments: 1...200)
    func noChangedProofHolds(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let size = UInt64.random(in: 2...600, using: &random)
        let leaves = (0..<size).map { _ in SHA256.leaf([UInt8.random(in: 0...255, using: &random)]) }
        // equal leaves would make another place a right one
        let distinct = leaves.enumerated().map { SHA256.leaf($1.bytes + [UInt8($0 & 255), UInt8($0 >> 8)]) }
        let tree = MerkleTree(leaves: distinct)
        let index = UInt64.random(in: 0..<size, using: &random)
        let proof = try tree.inclusionProof(of: index, size: size)
        let (leaf, root) = (distinct[Int(index)], tree.root)
        func holds(_ leaf: Digest, _ index: UInt64, _ size: UInt64, _ root: Digest, _ proof: [Digest]) -> Bool {
            (try? ProofCheck.inclusion(of: leaf, at: index, size: size, root: root, proof: proof)) != nil
        }
        #expect(holds(leaf, index, size, root, proof))
        let step = Int.random(in: 0..<proof.count, using: &random)
        var changed = proof
        changed[step] = Self.flipped(changed[step], &random)
        #expect(!holds(leaf, index, size, root, changed))
        #expect(!holds(Self.flipped(leaf, &random), index, size, root, proof))
        #expect(!holds(leaf, index, size, Self.flipped(root, &random), proof))
        #expect(!holds(leaf, index, size, root, proof.dropLast()))
        #expect(!holds(leaf, index, size, root, proof + [root]))
        let elsewhere = UInt64.random(in: 0..<size, using: &random)
        #expect(holds(leaf, elsewhere, size, root, proof) == (elsewhere == index))
    }

    /// Seeded: whatever was changed before an earlier root, no proof joins the two.
    @Test(arguments: 1...200)
    func noRewrittenLogIsConsistent(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let size = Int.random(in: 2...600, using: &random)
        let earlier = Int.random(in: 1...size, using: &random)
        var leaves = (0..<size).map { SHA256.leaf([UInt8($0 & 255), UInt8($0 >> 8)]) }
        let before = (size: UInt64(earlier), root: MerkleTree.root(of: Array(leaves.prefix(earlier))))
        let place = Int.random(in: 0..<earlier, using: &random)
        leaves[place] = Self.flipped(leaves[place], &random)
        let rewritten = MerkleTree(leaves: leaves)
        let proof = try rewritten.consistencyProof(from: before.size, to: rewritten.size)
        #expect(throws: LedgerError.wrongProof) {
            try ProofCheck.consistency(from: before, to: (rewritten.size, rewritten.root), proof: proof)
        }
    }

    static func flipped(_ digest: Digest, _ random: inout SeededRandom) -> Digest {
        var bytes = digest.bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        return Digest(bytes) ?? digest
    }

    /// Seeded: a log that grew in pieces and lies in tiles has the roots and proofs of one in memory.
    @Test(arguments: 1...12)
    func tilesHoldTheSameTree(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var tiles: [[UInt64]: [Digest]] = [:]
        var memory = MerkleTree()
        let load = { (level: Int, number: UInt64) in tiles[[UInt64(level), number]] ?? [] }
        let total = Int.random(in: 1...70_000, using: &random)
        while memory.size < UInt64(total) {
            let most = min(total - Int(memory.size), [1, 300, 5000].randomElement(using: &random) ?? 1)
            let count = Int.random(in: 1...most, using: &random)
            let start = Int(memory.size)
            let batch = (start..<start + count).map { SHA256.leaf(Array(String($0).utf8)) }
            for change in try TileEdge.append(batch, to: memory.size, load: load) {
                tiles[[UInt64(change.level), change.number]] = change.nodes
            }
            for leaf in batch { memory.append(leaf) }
            guard start < 2000 else { continue }
            #expect(try TiledTree(load: load).root(size: memory.size) == memory.root)
        }
        let tiled = TiledTree(load: load)
        #expect(try tiled.root(size: memory.size) == memory.root)
        for _ in 0..<20 {
            let size = UInt64.random(in: 1...memory.size, using: &random)
            let index = UInt64.random(in: 0..<size, using: &random)
            #expect(try tiled.root(size: size) == memory.root(size: size))
            #expect(
                try tiled.inclusionProof(of: index, size: size) == memory.inclusionProof(of: index, size: size))
            #expect(
                try tiled.consistencyProof(from: index + 1, to: size)
                    == memory.consistencyProof(from: index + 1, to: size))
        }
        // all of them full but the last of a level, none beyond
        for (key, nodes) in tiles where nodes.count < Tile.width {
            #expect(tiles[[key[0], key[1] + 1]] == nil)
        }
    }

    @Test func aTornTileIsRefused() throws {
        let leaf = SHA256.leaf([1])
        #expect(throws: LedgerError.malformedTile) {
            try TileEdge.append([leaf], to: 5) { _, _ in [leaf] }
        }
    }
}
