// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What a row covers that names its own end.
extension StampReader {
    /// The reading of a row's begin with the length up to its end; unreadable where the end is none, or before the begin.
    package mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, end: UnsafeBufferPointer<UInt8>, group: Int, line: Int
    ) -> Reading {
        // before the begin is noted as a row of the repeated hour
        guard let length = length(bytes, end) else { return .unreadable }
        switch read(bytes, group: group, line: line) {
        case .time(let begin, _): return .time(begin, duration: length)
        case .repeated(let row, _): return .repeated(row: row, duration: length)
        case .unreadable: return .unreadable
        case .nonexistent: return .nonexistent
        }
    }

    private mutating func length(
        _ begin: UnsafeBufferPointer<UInt8>, _ end: UnsafeBufferPointer<UInt8>
    ) -> Int64? {
        guard let first = written(begin), let last = written(end), first.span == last.span,
            (first.offset == nil) == (last.offset == nil)
        else { return nil }
        var until = last.local
        if first.span != .moment {
            if rule.isLastIncluded { until = Self.moved(until, by: Self.length(of: first.span), 1) }
            let length =
                calendar.resolve(local: until).earliest.microseconds
                - calendar.resolve(local: first.local).earliest.microseconds
            return length > 0 ? length : nil
        }
        if rule.isLastIncluded { until += Self.resolution(end) }
        // the date stands once, for the begin
        let isSameDate = rule.end.count > 1 && rule.end.first == rule.columns.first
        if isSameDate, until < first.local { until += 86_400_000_000 }
        if let offset = first.offset, let other = last.offset {
            let length = until - other - (first.local - offset)
            return length >= 0 ? length : nil
        }
        if case .unique(let from) = calendar.resolve(local: first.local),
            case .unique(let to) = calendar.resolve(local: until)
        {
            let length = to.microseconds - from.microseconds
            return length >= 0 ? length : nil
        }
        // by the clock of the begin; what ends in the second pass of the hour has it behind it
        let length = until - first.local
        let hour: Int64 = 3_600_000_000
        return length >= 0 ? length : length + hour > 0 ? length + hour : nil
    }

    /// The last thing that a time names: its second, or its minute.
    private static func resolution(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        bytes.count { $0 == UInt8(ascii: ":") } > 1 ? 1_000_000 : 60_000_000
    }
}
