// SPDX-License-Identifier: EUPL-1.2
package import IngestModel
import Wire

/// Files that separate their fields by more than one character, or by one that is recognised.
package enum Separators {
    package static func unified(
        _ bytes: UnsafeBufferPointer<UInt8>, skipped: Int, _ format: TableFormat
    ) -> (bytes: [UInt8], separator: UInt8) {
        if format.separators.isEmpty { return (Array(bytes), recognised(bytes, skipped: skipped)) }
        let mark = format.separators[0]
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var isQuoted = false
        var isAtStart = true
        var line = 0
        for byte in bytes {
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0A { line += 1 }
                if format.isBlankSeparated, text.last == mark { text.removeLast() }
                text.append(byte)
                (isQuoted, isAtStart) = (false, true)
                continue
            }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            let isMark = !isQuoted && line >= skipped && format.separators.contains(byte)
            if isMark, format.isBlankSeparated, isAtStart || text.last == mark { continue }
            text.append(isMark ? mark : byte)
            isAtStart = false
        }
        return (text, mark)
    }

    /// The mark that gives the same number of fields, and more than one, in most of the first lines.
    static func recognised(_ bytes: UnsafeBufferPointer<UInt8>, skipped: Int) -> UInt8 {
        var best: (mark: UInt8, score: Int) = (UInt8(ascii: ","), 0)
        for mark in [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), UInt8(ascii: ",")] {
            var reader = TableReader(bytes, separator: mark)
            reader.skipLines(skipped)
            var counts: [Int: Int] = [:]
            for _ in 0..<50 {
                guard case .record = reader.next() else { continue }
                if reader.fields.count > 1 { counts[reader.fields.count, default: 0] += 1 }
            }
            let score = counts.values.max() ?? 0
            if score > best.score { best = (mark, score) }
        }
        return best.mark
    }
}
