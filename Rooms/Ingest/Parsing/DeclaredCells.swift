// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What a mapping declares about the texts of cells: looked up before a cell is read as a number.
struct DeclaredCells: Sendable {
    enum Meaning: Sendable, Hashable {
        case missing
        /// No value, and why.
        case reason(String)
        case value(Double)
    }

    private var meanings: [String: Meaning] = [:]
    /// Declared texts that are numbers mean every way of writing them: -999 also -999.00.
    private var missingNumbers: Set<Double> = []
    /// Whether a status of 0 or none, which is good unless declared otherwise, is declared otherwise.
    let isPlainStatusDoubtful: Bool
    private var firstBytes = [Bool](repeating: false, count: 256)

    init(_ rule: SeriesRule, _ format: TableFormat) {
        isPlainStatusDoubtful = rule.status?.isPlainDoubtful ?? false
        for (text, value) in rule.values { meanings[text] = .value(value) }
        for (text, reason) in rule.reasons { meanings[text] = .reason(reason) }
        for text in format.missing {
            meanings[text] = .missing
            if let number = format.number.read(text) ?? NumberForm().read(text) { missingNumbers.insert(number) }
        }
        for text in meanings.keys {
            if let byte = text.utf8.first { firstBytes[Int(byte)] = true }
        }
    }

    /// The meaning of a cell; most cells are told from their first byte.
    func meaning(of bytes: UnsafeBufferPointer<UInt8>) -> Meaning? {
        var start = 0
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        guard start < bytes.count else { return .missing }
        guard firstBytes[Int(bytes[start])], bytes.count - start < 1000 else { return nil }
        return meanings[String(decoding: bytes[start...], as: UTF8.self).trimmed]
    }

    func isMissing(_ number: Double) -> Bool { !missingNumbers.isEmpty && missingNumbers.contains(number) }
}
