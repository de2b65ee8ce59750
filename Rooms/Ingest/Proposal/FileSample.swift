// SPDX-License-Identifier: EUPL-1.2
import Foundation
package import IngestReading
package import Wire

/// The beginning of a file: enough to see what it is, however long it is.
package struct FileSample {
    package let name: String
    package let bytes: [UInt8]
    /// Whether the file ends within the sample.
    let isWhole: Bool
    /// Pieces from the middle and the end of what is longer, of whole lines: some things only later rows can tell.
    private var further: [[UInt8]] = []

    private static let size = 1 << 20
    private static let sheetSize = 64 << 20
    private static let pieceSize = 1 << 15
    private static let endSize = 1 << 17

    package init(path: String) throws(FileFault) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        guard let handle = FileHandle(forReadingAtPath: path) else { throw FileFault("no such file, or not readable") }
        defer { try? handle.close() }
        // The list of a spreadsheet's members stands at its end.
        let isSheet = ["xlsx", "xlsm", "ods"].contains(OtherFile.ending(name))
        let size = isSheet ? Self.sheetSize : Self.size
        do {
            // nil is the end: of an empty file at once
            bytes = [UInt8](try handle.read(upToCount: size) ?? Data())
            if !isSheet, bytes.count == size {
                for piece in Self.pieces(of: Int(try handle.seekToEnd())) {
                    try handle.seek(toOffset: UInt64(piece.lowerBound))
                    further.append([UInt8](try handle.read(upToCount: piece.count) ?? Data()))
                }
            }
        } catch {
            throw FileFault("the file cannot be read", german: "Die Datei lässt sich nicht lesen.")
        }
        isWhole = bytes.count < size
    }

    /// An entry of an archive; of a spreadsheet all of it, as far as one is looked at.
    package init(name: String, whole bytes: [UInt8]) {
        let isSheet = ["xlsx", "xlsm", "ods"].contains(OtherFile.ending(name))
        let size = isSheet ? Self.sheetSize : Self.size
        self.name = name
        self.bytes = bytes.count > size ? Array(bytes[..<size]) : bytes
        isWhole = bytes.count <= size
    }

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = Array(bytes.prefix(Self.size))
        isWhole = bytes.count < Self.size
        further = Self.pieces(of: bytes.count).map { Array(bytes[$0]) }
    }

    /// Where pieces of so many bytes stand, the end last; none where all is looked at anyway.
    private static func pieces(of count: Int) -> [Range<Int>] {
        guard count > size else { return [] }
        // what stands there twice counts twice: the end of a file is no other piece's
        let starts = [1, 2, 3].map { size + (count - size) / 4 * $0 }.filter { $0 + pieceSize < count - endSize }
        return starts.map { $0..<($0 + pieceSize) } + [max(size, count - endSize)..<count]
    }

    /// The pieces as UTF-8, each from the begin of a line to the end of one.
    func further(_ encoding: TextEncoding) -> [[UInt8]] {
        guard encoding != .utf16 else { return [] }
        return further.enumerated().compactMap { index, piece -> [UInt8]? in
            guard let begin = piece.firstIndex(of: 0x0A) else { return nil }
            let isEnd = index == further.count - 1
            let end = isEnd ? piece.count : (piece.lastIndex(of: 0x0A) ?? begin) + 1
            guard begin + 1 < end else { return nil }
            return try? encoding.utf8(Array(piece[(begin + 1)..<end])).bytes
        }
    }

    /// Bytes of a file inside an archive that are unpacked; nil for all of it.
    package static func most(_ path: String) -> Int? {
        ["xlsx", "xlsm", "ods"].contains(OtherFile.ending(path)) ? nil : size + 1
    }

    /// The sample as a file; of a spreadsheet the beginning of a sheet.
    package var file: ImportFile { ImportFile(path: name, bytes: bytes, folder: ".", most: Self.size) }

    /// The text up to the last whole line, as UTF-8.
    package func text(_ encoding: TextEncoding) -> [UInt8] {
        var end = bytes.count
        if !isWhole, let last = bytes.lastIndex(of: 0x0A) { end = last + 1 }
        if encoding == .utf16, end % 2 == 1 { end += 1 }
        let part = Array(bytes[..<min(end, bytes.count)])
        let text = (try? encoding.utf8(part).bytes) ?? part
        return ImportFile.unmarked(text)
    }

    /// The encoding; a character that the sample cuts is no fault.
    package var recognition: TextEncoding.Recognition {
        var end = bytes.count
        if !isWhole, let last = bytes.lastIndex(of: 0x0A) { end = last + 1 }
        let head = Array(bytes[..<end])
        // letters that are no ASCII may come further down only
        guard !further.isEmpty, !head.contains(where: { $0 >= 0x80 }), !head.contains(0) else {
            return TextEncoding.recognised(in: head)
        }
        let lines = further.compactMap { piece in
            piece.firstIndex(of: 0x0A).flatMap { begin in
                piece.lastIndex(of: 0x0A).map { begin < $0 ? Array(piece[(begin + 1)...$0]) : [] }
            }
        }
        return TextEncoding.recognised(in: head.suffix(4096) + lines.flatMap { $0 })
    }
}
