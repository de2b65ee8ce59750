// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// The beginning of a file: enough to see what it is, however long it is.
struct FileSample {
    let name: String
    let bytes: [UInt8]
    /// Whether the file ends within the sample.
    let isWhole: Bool

    private static let size = 1 << 20
    private static let sheetSize = 64 << 20

    init(path: String) throws(FileFault) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        guard let handle = FileHandle(forReadingAtPath: path) else { throw FileFault("no such file, or not readable") }
        defer { try? handle.close() }
        // The list of a spreadsheet's members stands at its end.
        let isSheet = ["xlsx", "xlsm", "ods"].contains(OtherFile.ending(name))
        let size = isSheet ? Self.sheetSize : Self.size
        guard let data = try? handle.read(upToCount: size) else { throw FileFault("the file cannot be read") }
        isWhole = data.count < size
        bytes = [UInt8](data)
    }

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = Array(bytes.prefix(Self.size))
        isWhole = bytes.count < Self.size
    }

    /// The text up to the last whole line, as UTF-8.
    func text(_ encoding: TextEncoding) -> [UInt8] {
        var end = bytes.count
        if !isWhole, let last = bytes.lastIndex(of: 0x0A) { end = last + 1 }
        if encoding == .utf16, end % 2 == 1 { end += 1 }
        let part = Array(bytes[..<min(end, bytes.count)])
        let text = (try? encoding.utf8(part).bytes) ?? part
        return text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }

    /// The encoding; a character that the sample cuts is no fault.
    var recognition: TextEncoding.Recognition {
        var end = bytes.count
        if !isWhole, let last = bytes.lastIndex(of: 0x0A) { end = last + 1 }
        return TextEncoding.recognised(in: Array(bytes[..<end]))
    }
}
