// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How numbers are written in a table.
package struct NumberForm: Sendable, Hashable {
    package enum Thousands: String, CaseIterable { case point = ".", comma = ",", apostrophe = "'", blank = " " }

    package var hasComma = false
    /// What stands between groups of three digits; nil for nothing.
    package var thousands: Thousands?

    /// What may stand behind a number in its cell: `21,5 °C`.
    package var units: [String] = []

    package init(hasComma: Bool = false, thousands: Thousands? = nil, units: [String] = []) {
        (self.hasComma, self.thousands, self.units) = (hasComma, thousands, units)
    }

    /// Why a text is no number of this form.
    package enum Fault: Error { case notANumber, notWhole, tooLong }

    package func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        if let number = plain(bytes) { return number }
        return units.isEmpty ? nil : withoutUnit(bytes).flatMap { plain($0) }
    }

    /// The number before its unit; nil where none stands there.
    private func withoutUnit(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        func end(_ count: Int) -> Int {
            var end = count
            while end > 0, bytes[end - 1] == 0x20 || (end > 1 && bytes[end - 1] == 0xA0 && bytes[end - 2] == 0xC2) {
                end -= bytes[end - 1] == 0x20 ? 1 : 2
            }
            return end
        }
        let last = end(bytes.count)
        for unit in units {
            let length = unit.utf8.count
            guard last > length, bytes[(last - length)..<last].elementsEqual(unit.utf8) else { continue }
            return UnsafeBufferPointer(rebasing: bytes[..<end(last - length)])
        }
        return nil
    }

    private func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let thousands else { return Double(decimal: bytes, comma: hasComma) }
        guard let plain = Self.ungrouped(bytes, thousands, decimal: mark) else { return nil }
        return plain.withUnsafeBufferPointer { Double(decimal: $0, comma: hasComma) }
    }

    package func read(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { read($0) }
    }

    /// A whole number with all its digits; leading zeros are the mark of a key and are no number.
    package func integer(_ text: String) throws(Fault) -> Int64 {
        var bytes = Array(text.utf8)
        if let thousands {
            let plain = bytes.withUnsafeBufferPointer { Self.ungrouped($0, thousands, decimal: mark) }
            guard let plain else { throw .notANumber }
            bytes = plain
        }
        if let point = bytes.firstIndex(of: mark) {
            guard Self.isWhole(bytes[(point + 1)...]) else { throw .notWhole }
            bytes.removeSubrange(point...)
        }
        let digits =
            bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { throw .notANumber }
        guard digits.count == 1 || digits.first != 0x30 else { throw .notWhole }
        guard let whole = Int64(String(decoding: bytes, as: UTF8.self)) else { throw .tooLong }
        return whole
    }

    /// Whether a number that counts something is one: from 0, without decimals but needless zeros.
    ///
    /// Three zeros behind the mark are more likely thousands that nobody declared.
    package func isCount(_ value: Double, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value >= 0, value == value.rounded() else { return false }
        if !units.isEmpty, plain(bytes) == nil, let bare = withoutUnit(bytes) { return isCount(value, bare) }
        guard let point = bytes.firstIndex(of: mark) else { return true }
        var end = bytes.count
        while end > point, bytes[end - 1] == 0x20 { end -= 1 }
        return Self.isWhole(bytes[(point + 1)..<end]) && !bytes.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// Whether a whole number in digits is more than a Double holds.
    package static func isTooLong(_ value: Double, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.magnitude >= 9_007_199_254_740_992 else { return false }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) else {
            return false
        }
        return Int64(text) == nil || Int64(text) != Int64(exactly: value)
    }

    private var mark: UInt8 { hasComma ? UInt8(ascii: ",") : UInt8(ascii: ".") }

    private static func isWhole<Bytes: Collection>(_ decimals: Bytes) -> Bool where Bytes.Element == UInt8 {
        decimals.allSatisfy { $0 == 0x30 } && decimals.count != 3
    }

    /// The digits without the marks between groups; nil where the groups are not of three.
    private static func ungrouped(
        _ bytes: UnsafeBufferPointer<UInt8>, _ thousands: Thousands, decimal: UInt8
    ) -> [UInt8]? {
        var plain: [UInt8] = []
        var run = 0
        var hasGroups = false
        var isDone = false
        var index = 0
        var end = bytes.count
        while index < end, bytes[index] == 0x20 { index += 1 }
        while end > index, bytes[end - 1] == 0x20 { end -= 1 }
        while index < end {
            let byte = bytes[index]
            if !isDone, let length = width(of: thousands, bytes, index, end) {
                guard hasGroups ? run == 3 : (1...3).contains(run) else { return nil }
                (hasGroups, run) = (true, 0)
                index += length
                continue
            }
            if byte &- 0x30 < 10 {
                run += 1
            } else if !isDone, run > 0 {
                guard !hasGroups || run == 3 else { return nil }
                isDone = true
            }
            plain.append(byte)
            index += 1
        }
        return !isDone && hasGroups && run != 3 ? nil : plain
    }

    /// Bytes of the mark between groups at a place; nil where there is none.
    private static func width(
        of thousands: Thousands, _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ end: Int
    ) -> Int? {
        let byte = bytes[index]
        switch thousands {
        case .point: return byte == UInt8(ascii: ".") ? 1 : nil
        case .comma: return byte == UInt8(ascii: ",") ? 1 : nil
        case .apostrophe:
            if byte == UInt8(ascii: "'") { return 1 }
            return byte == 0xE2 && index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99 ? 3 : nil
        case .blank:
            if byte == 0x20 { return 1 }
            if byte == 0xC2, index + 1 < end, bytes[index + 1] == 0xA0 { return 2 }
            return byte == 0xE2 && index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0xAF ? 3 : nil
        }
    }
}
