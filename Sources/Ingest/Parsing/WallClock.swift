// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Wall-clock time of a zone to UTC, knowing the hour that is left out and the hour that comes twice.
struct WallClock: Sendable {
    /// A stretch with one offset, in seconds of UTC.
    private struct Stretch {
        let start: Int64
        let end: Int64
        let offset: Int64
    }

    enum Resolution: Equatable {
        /// Seconds of UTC.
        case one(Int64)
        /// The clock runs through this time twice.
        case two(first: Int64, second: Int64)
        case none
    }

    private let stretches: [Stretch]
    private var current = 0

    /// Nil for a zone nobody knows. - Parameter zone: `Europe/Berlin`, `UTC`.
    init?(zone: String) {
        guard let timeZone = TimeZone(identifier: zone) else { return nil }
        var stretches: [Stretch] = []
        var start = Date(timeIntervalSince1970: -4_000_000_000)
        let end = Date(timeIntervalSince1970: 4_200_000_000)
        while start < end {
            let offset = Int64(timeZone.secondsFromGMT(for: start))
            let next = timeZone.nextDaylightSavingTimeTransition(after: start) ?? end
            guard next > start else { break }
            stretches.append(
                Stretch(
                    start: stretches.isEmpty ? Int64.min / 4 : Int64(start.timeIntervalSince1970),
                    end: next >= end ? Int64.max / 4 : Int64(next.timeIntervalSince1970), offset: offset))
            start = next
        }
        self.stretches = stretches
    }

    /// The instants at which the wall clock shows these seconds (counted as if it were UTC).
    mutating func resolve(local: Int64) -> Resolution {
        guard !stretches.isEmpty else { return .one(local) }
        if !contains(current, local, margin: 7200) { current = search(local) }
        if contains(current, local, margin: 7200) { return .one(local - stretches[current].offset) }
        var found: [Int64] = []
        for index in max(0, current - 1)...min(stretches.count - 1, current + 1) where contains(index, local, margin: 0)
        {
            found.append(local - stretches[index].offset)
        }
        switch found.count {
        case 0: return .none
        case 1: return .one(found[0])
        default: return .two(first: found[0], second: found[1])
        }
    }

    private func contains(_ index: Int, _ local: Int64, margin: Int64) -> Bool {
        let stretch = stretches[index]
        let instant = local - stretch.offset
        return instant >= stretch.start + margin && instant < stretch.end - margin
    }

    /// The stretch in or beside which the time lies.
    private func search(_ local: Int64) -> Int {
        var low = 0
        var high = stretches.count - 1
        while low < high {
            let middle = (low + high) / 2
            if local - stretches[middle].offset < stretches[middle].end { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
