// SPDX-License-Identifier: EUPL-1.2

/// What a log asks of a witness: to sign that its checkpoint goes on from the one that was seen last.
///
/// The body of `add-checkpoint` (C2SP tlog-witness): the old size, a consistency proof, an empty line, the checkpoint.
public struct WitnessRequest: Sendable, Hashable {
    /// The size of the checkpoint that the witness signed last; 0 for none.
    public let old: UInt64
    public let proof: [Digest]
    public let note: SignedNote

    /// A proof has no more lines.
    public static let mostLines = 63
    /// Bytes; more is no request.
    public static let longest = 65_536

    public init(old: UInt64, proof: [Digest], note: SignedNote) {
        (self.old, self.proof, self.note) = (old, proof, note)
    }

    /// - Throws: `LedgerError.malformedNote`, with what is wrong.
    public init(parsing bytes: [UInt8]) throws(LedgerError) {
        guard bytes.count <= Self.longest else { throw .malformedNote("larger than \(Self.longest) bytes") }
        var lines: [Substring.UTF8View] = []
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedNote("it is not UTF-8") }
        var rest = text.utf8[...]
        while let end = rest.firstIndex(of: 0x0a) {
            let line = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if line.isEmpty { break }
            lines.append(line)
            guard lines.count <= Self.mostLines + 1 else {
                throw .malformedNote("a proof has at most \(Self.mostLines) lines")
            }
        }
        guard let first = lines.first.map({ String(Substring($0)) }), first.hasPrefix("old "),
            let old = UInt64(first.dropFirst(4)), String(old) == first.dropFirst(4)
        else { throw .malformedNote("the first line is not 'old' and a size") }
        var proof: [Digest] = []
        for line in lines.dropFirst() {
            guard let digest = Digest(base64: Substring(line)) else {
                throw .malformedNote("a line of the proof is not Base64 of 32 bytes")
            }
            proof.append(digest)
        }
        self.init(old: old, proof: proof, note: try SignedNote(parsing: Array(rest)))
    }

    public var text: String {
        (["old \(old)"] + proof.map(\.base64)).map { $0 + "\n" }.joined() + "\n" + note.description
    }

    /// What a witness does with it, and with which status.
    public enum Verdict: Sendable, Hashable {
        /// All is right: 200, and the checkpoint is the newest that is known.
        case cosign(Checkpoint)
        /// 400: the old size is larger than the new one, or the note is no checkpoint.
        case malformed(String)
        /// 403: none of the signatures is the log's.
        case unsigned
        /// 409: another size was signed last, which the answer tells.
        case conflict(UInt64)
        /// 409: the log has signed two different trees of one size.
        case split(Checkpoint)
        /// 422: the proof does not lead from the one to the other.
        case wrongProof
    }

    /// The rules of C2SP tlog-witness in their order; `known` is what was signed last for this log.
    public func verdict(_ key: NoteVerifier, known: (size: UInt64, root: Digest)?) -> Verdict {
        let checkpoint: Checkpoint
        do throws(LedgerError) {
            checkpoint = try Checkpoint(note, signedBy: key)
        } catch {
            switch error {
            case .malformedCheckpoint, .otherLog: return .malformed("\(error)")
            default: return .unsigned
            }
        }
        guard old <= checkpoint.size else {
            return .malformed("the old size, \(old), is larger than that of the checkpoint, \(checkpoint.size)")
        }
        let size = known?.size ?? 0
        if let known, known.size == checkpoint.size, known.root != checkpoint.root { return .split(checkpoint) }
        guard old == size else { return .conflict(size) }
        guard let known, known.size > 0, known.size < checkpoint.size else {
            return proof.isEmpty ? .cosign(checkpoint) : .wrongProof
        }
        do throws(LedgerError) {
            try ProofCheck.consistency(from: known, to: (checkpoint.size, checkpoint.root), proof: proof)
        } catch {
            return .wrongProof
        }
        return .cosign(checkpoint)
    }
}

extension SignedNote {
    /// The signature lines alone, as a witness answers.
    public var signatureLines: String {
        String(decoding: Array(description.utf8.dropFirst(text.utf8.count + 1)), as: UTF8.self)
    }

    /// The note with those signatures of `lines` that a key has made over it; a second one of the same key takes the place of the first.
    /// - Throws: `LedgerError.malformedNote`, `.unsigned`, `.wrongSignature`.
    public func adding(_ lines: String, by key: NoteVerifier) throws(LedgerError) -> SignedNote {
        let other = try SignedNote(parsing: text + "\n" + lines)
        try other.verified(by: [key])
        guard let new = other.signatures.first(where: { $0.isMade(by: key) }) else { throw .unsigned }
        return replacing(new, by: key)
    }
}
