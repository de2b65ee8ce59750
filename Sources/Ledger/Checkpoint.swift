// SPDX-License-Identifier: EUPL-1.2

/// What a log claims at one moment: its name, how many leaves it has and their root (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
    /// The log's name, the same for ever.
    public let origin: String
    public let size: UInt64
    public let root: Digest
    /// Further lines; the first of ours is the time in ISO 8601.
    public let extensions: [String]

    /// - Throws: `LedgerError.malformedCheckpoint`.
    public init(origin: String, size: UInt64, root: Digest, extensions: [String] = []) throws(LedgerError) {
        guard !origin.isEmpty else { throw .malformedCheckpoint("the first line, the log's name, is empty") }
        guard size <= Tree.maximumSize else { throw .malformedCheckpoint("the size is too large") }
        guard size > 0 || root == SHA256.empty else {
            throw .malformedCheckpoint("the root of an empty log is not that of an empty tree")
        }
        guard !extensions.contains(where: \.isEmpty), !(extensions + [origin]).contains(where: { $0.contains("\n") })
        else { throw .malformedCheckpoint("a line is empty") }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note.
    /// - Throws: `LedgerError.malformedCheckpoint`, with the number of the line.
    public init(parsing text: String) throws(LedgerError) {
        let pieces: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = pieces.map { String($0) }
        guard lines.count >= 4, lines.last == "" else {
            throw .malformedCheckpoint("it has fewer than three lines, or the last one does not end")
        }
        guard let size = UInt64(lines[1]), String(size) == lines[1] else {
            throw .malformedCheckpoint("line 2 is no size: '\(lines[1].prefix(40))'")
        }
        guard let root = Digest(base64: lines[2]) else {
            throw .malformedCheckpoint("line 3 is no root: Base64 of 32 bytes")
        }
        try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3..<(lines.count - 1)]))
    }

    /// The text that is signed.
    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// The note with the log's signature.
    public func signed(by signer: NoteSigner) throws(LedgerError) -> SignedNote {
        try SignedNote(text: text).signed(by: signer)
    }

    /// The checkpoint of a note that `key` has signed, of the log that bears the key's name.
    /// - Throws: `LedgerError`.
    public init(_ note: SignedNote, signedBy key: NoteVerifier) throws(LedgerError) {
        try note.verified(by: [key])
        try self.init(parsing: note.text)
        guard origin == key.name else { throw .otherLog(found: origin, expected: key.name) }
    }
}
