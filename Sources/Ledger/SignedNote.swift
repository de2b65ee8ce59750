// SPDX-License-Identifier: EUPL-1.2

/// A C2SP signed note: a text that ends with a line break, an empty line, signature lines.
public struct SignedNote: Sendable, Hashable, CustomStringConvertible {
    /// One signature line.
    public struct Signature: Sendable, Hashable {
        public let name: String
        let keyHash: [UInt8]
        let bytes: [UInt8]

        func isMade(by key: NoteVerifier) -> Bool { name == key.name && keyHash == key.keyHash }
    }

    /// A signature that fits; `time` in seconds since 1970 where a witness named it.
    public struct Signed: Sendable, Hashable {
        public let name: String
        public let time: UInt64?
    }

    /// With its last line break.
    public let text: String
    public private(set) var signatures: [Signature] = []

    static let maximumBytes = 1_000_000
    static let maximumSignatures = 100

    /// A note that nobody has signed yet.
    /// - Throws: `LedgerError.malformedNote` without a last line break, and for control characters.
    public init(text: String) throws(LedgerError) {
        guard text.hasSuffix("\n") else { throw .malformedNote("the text does not end with a line break") }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" }) else {
            throw .malformedNote("the text holds control characters")
        }
        self.text = text
    }

    /// Reads a note; its signatures are not looked at yet.
    /// - Throws: `LedgerError.malformedNote`.
    public init(parsing bytes: some Collection<UInt8>) throws(LedgerError) {
        guard bytes.count <= Self.maximumBytes else {
            throw .malformedNote("larger than \(Self.maximumBytes) bytes")
        }
        guard let note = String(validating: bytes, as: UTF8.self) else { throw .malformedNote("it is not UTF-8") }
        // by bytes: what Unicode takes for one character must not hide a line break
        let all = Array(note.utf8)
        guard all.last == 0x0a else { throw .malformedNote("the last line does not end with a line break") }
        let blank = all.indices.dropLast().last { all[$0] == 0x0a && all[$0 + 1] == 0x0a }
        guard let blank else { throw .malformedNote("no empty line stands before signatures") }
        try self.init(text: String(decoding: all[...blank], as: UTF8.self))
        let lines = all[(blank + 2)...].split(separator: 0x0a, omittingEmptySubsequences: false).dropLast()
        guard !lines.isEmpty, lines.count <= Self.maximumSignatures else {
            throw .malformedNote("there are \(lines.count) signatures, not 1 to \(Self.maximumSignatures)")
        }
        for line in lines { signatures.append(try Self.signature(String(decoding: line, as: UTF8.self))) }
    }

    public init(parsing text: String) throws(LedgerError) { try self.init(parsing: Array(text.utf8)) }

    private static func signature(_ line: String) throws(LedgerError) -> Signature {
        let parts: [Substring] = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", NoteSigner.isName(String(parts[1])),
            let bytes = StrictBase64.bytes(parts[2]), bytes.count > 4
        else { throw .malformedNote("a signature line is not '\u{2014} name Base64'") }
        return Signature(name: String(parts[1]), keyHash: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    /// The note with one more signature; `time`, in seconds since 1970, is what a witness's key signs with it.
    public func signed(by signer: NoteSigner, time: UInt64 = 0) throws(LedgerError) -> SignedNote {
        var note = self
        let bytes = try signer.signature(over: text, time: time)
        note.signatures.append(
            Signature(name: signer.name, keyHash: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
        return note
    }

    /// With one signature of a key, the newest.
    func replacing(_ signature: Signature, by key: NoteVerifier) -> SignedNote {
        var note = self
        note.signatures = signatures.filter { !$0.isMade(by: key) } + [signature]
        return note
    }

    /// The signatures of these keys; others are ignored, and so is a second one of the same key.
    /// - Throws: `LedgerError.unsigned` when there is none, `.wrongSignature` when one does not fit.
    @discardableResult
    public func verified(by keys: [NoteVerifier]) throws(LedgerError) -> [Signed] {
        var seen: Set<NoteVerifier> = []
        var found: [Signed] = []
        for signature in signatures {
            let key = keys.first { signature.isMade(by: $0) }
            guard let key, seen.insert(key).inserted else { continue }
            guard let time = key.time(of: signature.bytes, over: text) else {
                throw .wrongSignature(name: signature.name)
            }
            found.append(Signed(name: key.name, time: key.kind == .cosignature ? time : nil))
        }
        guard !found.isEmpty else { throw .unsigned }
        return found
    }

    public var description: String {
        let lines = signatures.map { "\u{2014} \($0.name) \(StrictBase64.text($0.keyHash + $0.bytes))\n" }
        return text + "\n" + lines.joined()
    }
}
