// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import Ledger

/// That an entry stands in a log that was signed, as C2SP writes it (tlog-proof): checked with nothing but the log's key.
package struct LedgerProof: Sendable, Hashable {
    package static let head = "c2sp.org/tlog-proof@v1"

    package let index: UInt64
    package let path: [Digest]
    /// The signed checkpoint, word for word.
    package let checkpoint: String

    package init(index: UInt64, path: [Digest], checkpoint: String) {
        (self.index, self.path, self.checkpoint) = (index, path, checkpoint)
    }

    package var text: String {
        ([Self.head, "index \(index)"] + path.map(\.base64)).map { $0 + "\n" }.joined() + "\n" + checkpoint
    }

    /// Reads a proof; a line of extra data is passed over. Nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.head[...] else { return nil }
        if lines.first?.hasPrefix("extra ") == true { lines = lines.dropFirst() }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = UInt64(line.dropFirst(6)),
            String(index) == line.dropFirst(6)
        else { return nil }
        let path = lines.map { Digest(base64: $0) }
        guard path.allSatisfy({ $0 != nil }) else { return nil }
        self.init(index: index, path: path.compactMap(\.self), checkpoint: String(parts[1]))
    }

    /// Checks that the log with `key` has `entry` where the proof says; returns what was signed.
    package func check(_ entry: [UInt8], key: NoteVerifier) throws(LedgerError) -> Checkpoint {
        let signed = try Checkpoint(SignedNote(parsing: checkpoint), signedBy: key)
        try ProofCheck.inclusion(
            of: SHA256.leaf(entry), at: index, size: signed.size, root: signed.root, proof: path)
        return signed
    }
}

/// That a record stands among the documents of a run, whose root is in the run's entry.
package struct RunProof: Sendable, Hashable {
    package let index: UInt64
    package let size: UInt64
    package let path: [Digest]

    /// What stands in the tree of a run: the salt keeps who does not know it from guessing the record.
    package static func leaf(salt: [UInt8], record: [UInt8]) -> [UInt8] { salt + record }

    package var text: String {
        (["index \(index)", "size \(size)"] + path.map(\.base64)).map { $0 + "\n" }.joined()
    }

    package init(index: UInt64, size: UInt64, path: [Digest]) {
        (self.index, self.size, self.path) = (index, size, path)
    }

    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0].hasPrefix("index "), lines[1].hasPrefix("size "),
            let index = UInt64(lines[0].dropFirst(6)), let size = UInt64(lines[1].dropFirst(5)), lines.last == ""
        else { return nil }
        let path = lines[2...].dropLast().map { Digest(base64: $0) }
        guard path.allSatisfy({ $0 != nil }) else { return nil }
        self.init(index: index, size: size, path: path.compactMap(\.self))
        guard self.text == text else { return nil }
    }
}
