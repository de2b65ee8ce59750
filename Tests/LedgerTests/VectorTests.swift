// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Ledger
import Testing
import Wire

/// The proofs of transparency-dev/merkle, right and wrong ones, where their folder lies beside the checkout.
struct VectorTests {
    static let folder: String? = {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let named = data + "/../oracles/merkle/testdata"
        let isThere = FileManager.default.isReadableFile(atPath: named)
        if !isThere { print("proofs of transparency-dev/merkle: not found at \(named); set ALLMENDE_DATA") }
        return isThere ? named : nil
    }()

    @Test(
        .enabled(if: folder != nil),
        arguments: [
            ("inclusion", 6, 92), ("consistency", 6, 92), ("subtreeinclusion", 12, 192),
            ("subtreeconsistency", 12, 106),
        ])
    func theVerdictsAreTheSame(kind: String, right: Int, wrong: Int) throws {
        let root = URL(fileURLWithPath: try #require(Self.folder)).appendingPathComponent(kind)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var counts = (right: 0, wrong: 0)
        for case let file as URL in try #require(files) where file.pathExtension == "json" {
            let vector = try JSONValue(parsing: Array(Data(contentsOf: file)))
            let verdict: Bool? = vector["wantErr"]?.bool
            guard let isWrong = verdict else { throw CocoaError(.coderInvalidValue) }
            let place = file.path.dropFirst(root.path.count)
            #expect(Self.holds(kind, vector) == !isWrong, "\(kind)\(place)")
            if isWrong { counts.wrong += 1 } else { counts.right += 1 }
        }
        #expect(counts == (right, wrong))
    }

    private static func holds(_ kind: String, _ vector: JSONValue) -> Bool {
        let proof = (vector["proof"]?.array ?? []).map(digest)
        guard let proof = proof as? [Digest] else { return false }
        func number(_ name: String) -> UInt64 {
            guard case .number(let number)? = vector[name] else { return .max }
            return UInt64(number.literal) ?? .max
        }
        let hashes = ["root", "root1", "root2", "leafHash"].filter { vector[$0] != nil }.map { digest(vector[$0]) }
        guard let hashes = hashes as? [Digest], hashes.count == 2 else { return false }
        do {
            switch kind {
            case "inclusion":
                try ProofCheck.inclusion(
                    of: hashes[1], at: number("leafIdx"), size: number("treeSize"), root: hashes[0], proof: proof)
            case "subtreeinclusion":
                try ProofCheck.inclusion(
                    of: hashes[1], at: number("leafIdx"), inSubtree: number("start"), number("end"), hash: hashes[0],
                    proof: proof)
            case "consistency":
                try ProofCheck.consistency(
                    from: (number("size1"), hashes[0]), to: (number("size2"), hashes[1]), proof: proof)
            default:
                try ProofCheck.consistency(
                    ofSubtree: number("start"), number("end"), hash: hashes[0], size: number("size"), root: hashes[1],
                    proof: proof)
            }
            return true
        } catch {
            return false
        }
    }

    /// The words "dont care 1" that some vectors have for a root stand for some hash; an empty one stands for none.
    private static func digest(_ value: JSONValue?) -> Digest? {
        guard let bytes = StrictBase64.bytes(value?.string ?? "") else { return nil }
        let isPlaceholder = bytes.starts(with: Array("don't care ".utf8))
        return isPlaceholder ? SHA256.digest(of: bytes) : Digest(bytes)
    }
}
