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

    private static let size = 1 << 20
    private static let sheetSize = 64 << 20

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
        return TextEncoding.recognised(in: Array(bytes[..<end]))
    }
}
