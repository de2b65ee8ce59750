// SPDX-License-Identifier: EUPL-1.2
import Site
import Wire

/// Hours of the local day in which nobody is told: what happens then is told when they end.
struct QuietHours: Sendable, Hashable {
    /// Minutes since midnight on the wall clock; the end may lie on the next day.
    let from: Int
    let to: Int

    /// Nil for no minutes of a day, and for two that are the same: then nobody would ever be told.
    init?(from: Int, to: Int) {
        guard (0..<1440).contains(from), (0..<1440).contains(to), from != to else { return nil }
        (self.from, self.to) = (from, to)
    }

    /// `22:00` as minutes; nil for what is no time of a day.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].count == 2, parts[1].count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    func contain(_ instant: Instant, _ time: TownTime = TownTime()) -> Bool {
        let minute = time.local(instant).seconds / 60
        return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }
}
