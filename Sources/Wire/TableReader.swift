// SPDX-License-Identifier: EUPL-1.2

/// Cuts the bytes of a table into records and fields without copying (RFC 4180 with any separator).
public struct TableReader {
    /// Where a field stands, without its quotes.
    public struct Field: Sendable {
        public let start: Int
        public let end: Int
        /// Doubled quotes inside stand for one.
        let hasDoubledQuotes: Bool

        /// Nothing stands between the separators.
        public var isEmpty: Bool { start == end }
    }

    public enum Row: Sendable, Hashable {
        case record
        /// A quote that does not end, or text after the closing quote: this line is lost, the next one is read.
        case broken
        case end
    }

    public let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var position: Int
    /// Line at which the current record begins, from 1.
    public private(set) var line: Int
    private var nextLine: Int
    /// Those of the current record.
    public private(set) var fields: [Field] = []
    /// Fields of a whole record, once they are known: a quote that swallows such a line is no quote of a cell.
    public var width: Int?
    /// Records that were lost; after many of them a cell must end on its own line, so that time stays in proportion.
    private var losses = 0
    private static let mostLosses = 100
    private static let longestCell = 1 << 20

    /// The bytes are UTF-8 and outlive the reader; a byte order mark is passed over.
    ///
    /// `firstLine` is the number of their first line, where they are a part of a longer table.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, firstLine: Int = 1) {
        self.bytes = bytes
        self.separator = separator
        (line, nextLine) = (firstLine, firstLine)
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        position = hasMark ? 3 : 0
    }

    /// Passes over whole lines, whatever stands in them.
    public mutating func skipLines(_ count: Int) {
        for _ in 0..<count { skipToLineEnd() }
    }

    /// Reads the next record that is not an empty line into `fields`.
    public mutating func next() -> Row {
        while true {
            guard position < bytes.count else { return .end }
            fields.removeAll(keepingCapacity: true)
            line = nextLine
            let start = position
            guard record() else {
                losses += 1
                position = start
                nextLine = line
                skipToLineEnd()
                return .broken
            }
            if fields.count > 1 || fields[0].end > fields[0].start { return .record }
        }
    }

    /// The bytes of a field, doubled quotes as they stand.
    @inlinable
    public func slice(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let field = fields[index]
        return UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
    }

    /// A field as text, quotes undone, blanks at both ends taken off.
    public func text(_ index: Int) -> String {
        let field = fields[index]
        let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
        let plain =
            field.hasDoubledQuotes
            ? text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : text
        return plain.trimmed
    }

    private mutating func record() -> Bool {
        let count = bytes.count
        while true {
            if position < count, bytes[position] == UInt8(ascii: "\"") {
                guard quotedField() else { return false }
            } else {
                let start = position
                while position < count {
                    let byte = bytes[position]
                    if byte == separator || byte == 0x0A || byte == 0x0D { break }
                    position += 1
                }
                fields.append(Field(start: start, end: position, hasDoubledQuotes: false))
            }
            guard position < count else {
                nextLine += 1
                return true
            }
            let byte = bytes[position]
            position += 1
            if byte == separator { continue }
            if byte == 0x0D, position < count, bytes[position] == 0x0A { position += 1 }
            nextLine += 1
            return true
        }
    }

    private mutating func quotedField() -> Bool {
        let count = bytes.count
        position += 1
        let start = position
        var hasDoubledQuotes = false
        while position < count {
            let byte = bytes[position]
            if byte == 0x0A || (byte == 0x0D && position + 1 < count && bytes[position + 1] != 0x0A) {
                nextLine += 1
                if losses >= Self.mostLosses || position - start > Self.longestCell || holdsRecord(after: position) {
                    return false
                }
            }
            if byte == UInt8(ascii: "\"") {
                if position + 1 < count, bytes[position + 1] == UInt8(ascii: "\"") {
                    hasDoubledQuotes = true
                    position += 2
                    continue
                }
                fields.append(Field(start: start, end: position, hasDoubledQuotes: hasDoubledQuotes))
                position += 1
                guard position < count else { return true }
                let after = bytes[position]
                return after == separator || after == 0x0A || after == 0x0D
            }
            position += 1
        }
        return false
    }

    /// Whether the line after a line's end inside a quoted cell has the fields of a record of its own.
    private func holdsRecord(after lineEnd: Int) -> Bool {
        guard let width, width > 1 else { return false }
        var index = lineEnd + 1
        var separators = 0
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D {
            if bytes[index] == separator { separators += 1 }
            index += 1
        }
        return separators >= width - 1
    }

    private mutating func skipToLineEnd() {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        if position + 1 < bytes.count, bytes[position] == 0x0D, bytes[position + 1] == 0x0A { position += 1 }
        if position < bytes.count { position += 1 }
        nextLine += 1
    }
}

extension StringProtocol {
    /// Without blanks, tabs and line ends at both sides.
    public var trimmed: String {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        var utf8 = Substring(self).utf8
        while let first = utf8.first, blanks.contains(first) { utf8 = utf8.dropFirst() }
        while let last = utf8.last, blanks.contains(last) { utf8 = utf8.dropLast() }
        return String(Substring(utf8))
    }
}
