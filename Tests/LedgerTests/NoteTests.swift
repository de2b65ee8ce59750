// SPDX-License-Identifier: EUPL-1.2
import Ledger
import Testing

/// Signed notes, checkpoints and tiles as C2SP describes them.
struct NoteTests {
    // The example of golang.org/x/mod/sumdb/note.
    static let neumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let note =
        text + "\n\u{2014} PeterNeumann "
        + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

    @Test func theExampleOfGo() throws {
        let key = try NoteVerifier(Self.neumann)
        #expect(key.description == Self.neumann)
        let note = try SignedNote(parsing: Self.note)
        #expect(note.text == Self.text)
        #expect(try note.verified(by: [key]).map(\.name) == ["PeterNeumann"])
        #expect(note.description == Self.note)
    }

    static func signer(_ name: String = "town.example/audit", _ seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: name, seed: [UInt8](repeating: seed, count: 32))
    }

    @Test func aSignedNoteIsReadAgain() throws {
        let signer = try Self.signer()
        let note = try SignedNote(text: Self.text).signed(by: signer)
        let read = try SignedNote(parsing: note.description)
        #expect(read == note)
        try read.verified(by: [signer.verifier])
    }

    @Test func anotherTextOrKeyIsCaught() throws {
        let signer = try Self.signer()
        let note = try SignedNote(text: "a\nb\n").signed(by: signer).description
        let changed = try SignedNote(parsing: "a\nc" + note.dropFirst(3))
        #expect(throws: LedgerError.wrongSignature(name: signer.name)) { try changed.verified(by: [signer.verifier]) }
        let other = try Self.signer("town.example/audit", 2)
        #expect(throws: LedgerError.unsigned) { try SignedNote(parsing: note).verified(by: [other.verifier]) }
    }

    /// One good signature does not make up for a bad one of another known key.
    @Test func eachKnownSignatureMustFit() throws {
        let (one, two) = (try Self.signer("one", 1), try Self.signer("two", 2))
        let note = try SignedNote(text: "a\n").signed(by: one).signed(by: two)
        #expect(try note.verified(by: [one.verifier, two.verifier]).map(\.name) == ["one", "two"])
        let stranger = try SignedNote(text: "b\n").signed(by: two).description.split(separator: "\n").last ?? ""
        let mixed = try SignedNote(parsing: try SignedNote(text: "a\n").signed(by: one).description + stranger + "\n")
        #expect(throws: LedgerError.wrongSignature(name: "two")) {
            try mixed.verified(by: [one.verifier, two.verifier])
        }
        #expect(try mixed.verified(by: [one.verifier]).count == 1)
    }

    @Test func aWitnessNamesTheTime() throws {
        let log = try Self.signer()
        let witness = try NoteSigner(name: "neighbour", seed: [UInt8](repeating: 9, count: 32), isWitness: true)
        let note = try SignedNote(text: "a\n").signed(by: log).signed(by: witness, time: 1_700_000_000)
        let read = try SignedNote(parsing: note.description)
        let keys = [try log.verifier, try NoteVerifier(try witness.verifier.description)]
        #expect(try read.verified(by: keys).map(\.time) == [nil, 1_700_000_000])
    }

    @Test(arguments: [
        "", "a", "a\n", "a\n\n", "\n\n", "a\n\n\u{2014} x\n", "a\n\n- x AAAAAAAA\n", "a\n\n\u{2014} x AAAA\n",
        "a\n\n\u{2014} x+y AAAAAAAA\n", "a\n\n\u{2014}  AAAAAAAA\n", "a\n\n\u{2014} x AAAAAAA\n",
        "a\n\n\u{2014} x AAAAAAAB=\n", "a\u{7}\n\n\u{2014} x AAAAAAAA\n", "a\r\n\r\n\u{2014} x AAAAAAAA\r\n",
        "a\n\n\u{2014} x AAAAAAAA", "a\n\n\u{2014} x AAAAAAAA\n\nb\n",
    ])
    func noNotes(text: String) {
        #expect(throws: LedgerError.self) { try SignedNote(parsing: text) }
    }

    @Test func aNoteIsBounded() throws {
        let line = "\u{2014} x AAAAAAAA\n"
        #expect(throws: Never.self) { try SignedNote(parsing: "a\n\n" + String(repeating: line, count: 100)) }
        #expect(throws: LedgerError.self) { try SignedNote(parsing: "a\n\n" + String(repeating: line, count: 101)) }
        let long = String(repeating: "a", count: 1_000_000) + "\n\n" + line
        #expect(throws: LedgerError.self) { try SignedNote(parsing: long) }
        #expect(throws: LedgerError.self) { try SignedNote(parsing: [0x61, 0xff, 0x0a, 0x0a]) }
    }

    @Test(arguments: [
        "", "a", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+AQ==",
        "PeterNeumann+c74f20a3+AhpcMgcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
    func noKeys(text: String) {
        #expect(throws: LedgerError.malformedKey) { try NoteVerifier(text) }
    }

    static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    @Test func aCheckpointIsReadAgain() throws {
        let signer = try Self.signer()
        let root = SHA256.leaf([1])
        let checkpoint = try Checkpoint(
            origin: signer.name, size: 1, root: root, extensions: ["2026-11-28T12:00:00Z"])
        let note = try SignedNote(parsing: try checkpoint.signed(by: signer).description)
        #expect(try Checkpoint(note, signedBy: signer.verifier) == checkpoint)
        let foreign = try Checkpoint(origin: "another", size: 1, root: root).signed(by: signer)
        #expect(throws: LedgerError.otherLog(found: "another", expected: signer.name)) {
            try Checkpoint(foreign, signedBy: signer.verifier)
        }
    }

    @Test(arguments: [
        "", "a\n", "a\n0\n", "a\n0\n\n", "\n0\n\(root)\n", "a\n00\n\(root)\n", "a\n-1\n\(root)\n", "a\n+1\n\(root)\n",
        "a\n1\n\n", "a\n1\nAAAA\n", "a\n0\n\(root)", "a\n0\n\(root)\n\n", "a\n99999999999999999999\n\(root)\n",
        "a\n9223372036854775808\n\(root)\n", "a\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
    ])
    func noCheckpoints(text: String) {
        #expect(throws: LedgerError.self) { try Checkpoint(parsing: text) }
    }

    @Test(arguments: [
        (1_234_067, 256, "tile/0/x001/x234/067"), (0, 1, "tile/0/000.p/1"), (999, 256, "tile/0/999"),
        (1000, 255, "tile/0/x001/000.p/255"),
    ])
    func pathsOfTiles(number: UInt64, width: Int, path: String) throws {
        let tile = try Tile(.nodes(level: 0), number: number, width: width)
        #expect(tile.path == path)
        #expect(try Tile(path: path) == tile)
        let entries = "tile/entries" + path.dropFirst(6)
        #expect(try Tile(path: entries) == Tile(.entries, number: number, width: width))
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/1", "tile/0/0001", "tile/00/001", "tile/64/000", "tile/-1/000", "tile/x/000",
        "tile/0/001/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p",
        "tile/0/x001", "/tile/0/000", "tile/0/000/", "tile/0/+12", "tile/0/x999/x999/x999/x999/x999/x999/999",
    ])
    func noPathsOfTiles(path: String) {
        #expect(throws: LedgerError.malformedTile) { try Tile(path: path) }
    }

    @Test func bundlesOfEntries() throws {
        let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 2, count: 65_535)]
        let bytes = try Tile.bundle(entries)
        #expect(try Tile.entries(ofBundle: bytes) == entries)
        #expect(throws: LedgerError.malformedTile) { try Tile.entries(ofBundle: bytes.dropLast()) }
        #expect(throws: LedgerError.malformedTile) { try Tile.bundle([[UInt8](repeating: 0, count: 65_536)]) }
    }
}
