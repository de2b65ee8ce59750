// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Testing

/// What a witness is asked and decides (C2SP tlog-witness).
struct WitnessRequestTests {
    static let leaves = (0..<20).map { SHA256.leaf(Array("entry \($0)".utf8)) }

    static func log(_ seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: "log.example/energy", seed: [UInt8](repeating: seed, count: 32))
    }

    static func note(_ size: Int, _ leaves: [Digest] = leaves, by signer: NoteSigner? = nil) throws -> SignedNote {
        let signer = try signer ?? log()
        return try Checkpoint(
            origin: signer.name, size: UInt64(size), root: MerkleTree.root(of: Array(leaves.prefix(size)))
        ).signed(by: signer)
    }

    static func request(_ old: Int, _ size: Int, _ leaves: [Digest] = leaves) throws -> WitnessRequest {
        let tree = MerkleTree(leaves: leaves)
        let proof = old == 0 || old == size ? [] : try tree.consistencyProof(from: UInt64(old), to: UInt64(size))
        return WitnessRequest(old: UInt64(old), proof: proof, note: try note(size, leaves))
    }

    static func known(_ size: Int) -> (size: UInt64, root: Digest) {
        (UInt64(size), MerkleTree.root(of: Array(leaves.prefix(size))))
    }

    @Test func aRequestIsReadAgain() throws {
        for (old, size) in [(0, 1), (0, 20), (7, 20), (8, 16), (20, 20)] {
            let request = try Self.request(old, size)
            #expect(try WitnessRequest(parsing: Array(request.text.utf8)) == request)
        }
    }

    @Test(
        arguments: [
            "", "old 1", "old 1\n", "old 01\n\n", "old -1\n\nx\n", "new 1\n\nx\n", "old 1\nAAAA\n\nx\n",
            "old 1\n\nno note\n", "old 18446744073709551616\n\nx\n",
        ])
    func whatIsNoneIsRefused(_ text: String) {
        #expect(throws: LedgerError.self) { try WitnessRequest(parsing: Array(text.utf8)) }
    }

    @Test func aProofHasAtMost63Lines() throws {
        let note = try Self.note(20)
        let line = Self.leaves[0]
        for (count, isRead) in [(63, true), (64, false)] {
            let text = WitnessRequest(old: 1, proof: Array(repeating: line, count: count), note: note).text
            let read = try? WitnessRequest(parsing: Array(text.utf8))
            #expect((read != nil) == isRead, "\(count)")
        }
    }

    @Test func itSignsWhatGoesOnFromTheLastOne() throws {
        let key = try Self.log().verifier
        #expect(try Self.request(0, 7).verdict(key, known: nil) == .cosign(Checkpoint(parsing: Self.note(7).text)))
        for old in 1...20 {
            for size in old...20 {
                let request = try Self.request(old, size)
                #expect(
                    try request.verdict(key, known: Self.known(old)) == .cosign(Checkpoint(parsing: request.note.text)),
                    "\(old) to \(size)")
            }
        }
    }

    @Test func itSaysWhichSizeItKnows() throws {
        let key = try Self.log().verifier
        #expect(try Self.request(0, 9).verdict(key, known: Self.known(7)) == .conflict(7))
        #expect(try Self.request(3, 9).verdict(key, known: Self.known(7)) == .conflict(7))
        #expect(try Self.request(3, 9).verdict(key, known: nil) == .conflict(0))
        // what was rolled back
        #expect(try Self.request(5, 5).verdict(key, known: Self.known(7)) == .conflict(7))
    }

    @Test func aRewrittenLogGetsNoSignature() throws {
        let key = try Self.log().verifier
        var other = Self.leaves
        other[3] = SHA256.leaf([1])
        let later = try Self.request(7, 9, other)
        #expect(later.verdict(key, known: Self.known(7)) == .wrongProof)
        let same = try Self.request(7, 7, other)
        #expect(try same.verdict(key, known: Self.known(7)) == .split(Checkpoint(parsing: same.note.text)))
        let longer = WitnessRequest(old: 7, proof: Self.leaves, note: try Self.note(7))
        #expect(longer.verdict(key, known: Self.known(7)) == .wrongProof)
        let needless = WitnessRequest(old: 0, proof: [Self.leaves[0]], note: try Self.note(7))
        #expect(needless.verdict(key, known: nil) == .wrongProof)
    }

    @Test func othersSignaturesCountForNothing() throws {
        let key = try Self.log().verifier
        let stranger = WitnessRequest(old: 0, proof: [], note: try Self.note(7, by: Self.log(2)))
        #expect(stranger.verdict(key, known: nil) == .unsigned)
        let backwards = WitnessRequest(old: 9, proof: [], note: try Self.note(7))
        guard case .malformed = backwards.verdict(key, known: Self.known(9)) else {
            Issue.record("an old size above the new one is malformed")
            return
        }
        let both = WitnessRequest(old: 0, proof: [], note: try Self.note(7).signed(by: Self.log(2)))
        #expect(try both.verdict(key, known: nil) == .cosign(Checkpoint(parsing: both.note.text)))
    }

    @Test func aWitnessesLineIsPutToTheNote() throws {
        let witness = try NoteSigner(name: "neighbour", seed: [UInt8](repeating: 9, count: 32), isWitness: true)
        let (key, note) = (try witness.verifier, try Self.note(7))
        func line(_ time: UInt64, _ note: SignedNote) throws -> String {
            try SignedNote(text: note.text).signed(by: witness, time: time).signatureLines
        }
        let kept = try note.adding(line(1_700_000_000, note), by: key)
        #expect(try kept.verified(by: [Self.log().verifier, key]).map(\.time) == [nil, 1_700_000_000])
        // a later one takes its place
        let again = try kept.adding(line(1_700_000_060, note), by: key)
        #expect(again.signatures.count == 2)
        #expect(try again.verified(by: [key]).map(\.time) == [1_700_000_060])
        // of another text, of nobody known, of nothing
        #expect(throws: LedgerError.self) { try note.adding(line(1, try Self.note(8)), by: key) }
        #expect(throws: LedgerError.unsigned) { try note.adding(line(1, note), by: Self.log().verifier) }
        #expect(throws: LedgerError.self) { try note.adding("", by: key) }
    }
}
