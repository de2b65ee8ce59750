// SPDX-License-Identifier: EUPL-1.2

/// What is wrong with a proof, a note, a checkpoint or a tile.
public enum LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An index or a size that does not fit.
    case outOfRange
    /// The proof leads to another root, is too short or too long.
    case wrongProof
    /// The text is no signed note; the message says where.
    case malformedNote(String)
    /// A signature by a known key does not fit the text.
    case wrongSignature(name: String)
    /// None of the known keys has signed.
    case unsigned
    /// The text of a note is no checkpoint; the message says where.
    case malformedCheckpoint(String)
    /// The checkpoint is of another log.
    case otherLog(found: String, expected: String)
    /// The name or bytes of a key cannot be used.
    case malformedKey
    /// No path or no content of a tile.
    case malformedTile

    public var description: String {
        switch self {
        case .outOfRange: "an index or size is outside the tree"
        case .wrongProof: "the proof does not fit the roots"
        case .malformedNote(let message): "no signed note: \(message)"
        case .wrongSignature(let name): "the signature of \(name) does not fit the text"
        case .unsigned: "none of the known keys has signed"
        case .malformedCheckpoint(let message): "no checkpoint: \(message)"
        case .otherLog(let found, let expected): "a checkpoint of \(found), not of \(expected)"
        case .malformedKey: "no key: a name without blanks and '+', '+', 8 hexadecimal digits, '+', Base64"
        case .malformedTile: "no tile"
        }
    }
}
