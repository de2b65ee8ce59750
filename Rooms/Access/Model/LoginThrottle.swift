// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Slows down guessing by login *and* address, so that nobody is locked out by what strangers do elsewhere.
///
/// Of the failures of the last 15 minutes, after five for a login from an address each further one doubles the wait, up
/// to 15 minutes; after twenty from an address with whatever logins likewise, up to a minute, but not for a login that
/// has signed in from there before.
struct LoginThrottle: Sendable {
    /// A login as it is tried from an address.
    struct Pair: Hashable, Sendable {
        let login: String
        let address: String
    }

    /// How many failures an entry remembers, when the last one was, and how many tries are under way.
    private struct Entry {
        var count = 0
        var last = Instant(microseconds: 0)
        var underWay = 0
        /// Whether it ever succeeded; for pairs only.
        var isKnown = false
    }

    /// Entries kept of each kind; beyond them the least telling ones go, never all.
    static let limit = 10_000
    static let failuresOfPair = 5
    static let failuresOfAddress = 20
    private static let memory: Int64 = 900_000_000

    private var pairs: [Pair: Entry] = [:]
    private var addresses: [String: Entry] = [:]

    init() {}

    /// How many entries are kept, of both kinds.
    var count: Int { pairs.count + addresses.count }

    /// Begins a try: nil when it may go on (then `end` has to follow), else the seconds to wait.
    mutating func begin(_ pair: Pair, at instant: Instant) -> Int? {
        let own = pairs[pair]
        let all = addresses[pair.address]
        // Tries at the same time count as failures until they have ended.
        if own?.underWay ?? 0 >= Self.failuresOfPair || all?.underWay ?? 0 >= Self.failuresOfAddress { return 1 }
        if let seconds = Self.wait(own, after: Self.failuresOfPair, most: 900, at: instant) { return seconds }
        if own?.isKnown != true,
            let seconds = Self.wait(all, after: Self.failuresOfAddress, most: 60, at: instant)
        {
            return seconds
        }
        pairs[pair, default: Entry()].underWay += 1
        addresses[pair.address, default: Entry()].underWay += 1
        return nil
    }

    /// Ends a try that `begin` let go on; nil when it was not judged.
    mutating func end(_ pair: Pair, isRight: Bool?, at instant: Instant) {
        Self.end(&pairs[pair], isRight: isRight, at: instant)
        // One who signs in clears no failures of the others at his address.
        Self.end(&addresses[pair.address], isRight: isRight == true ? nil : isRight, at: instant)
        if pairs[pair]?.isKnown == false, pairs[pair]?.count == 0, pairs[pair]?.underWay == 0 { pairs[pair] = nil }
        if addresses[pair.address]?.count == 0, addresses[pair.address]?.underWay == 0 { addresses[pair.address] = nil }
        Self.shorten(&pairs, at: instant)
        Self.shorten(&addresses, at: instant)
    }

    private static func end(_ entry: inout Entry?, isRight: Bool?, at instant: Instant) {
        var changed = entry ?? Entry()
        changed.underWay = max(0, changed.underWay - 1)
        switch isRight {
        case true?: (changed.count, changed.isKnown, changed.last) = (0, true, instant)
        case false?:
            let isRecent = instant.microseconds - changed.last.microseconds < memory
            (changed.count, changed.last) = ((isRecent ? changed.count : 0) + 1, instant)
        case nil: break
        }
        entry = changed
    }

    private static func wait(_ entry: Entry?, after free: Int, most: Int, at instant: Instant) -> Int? {
        guard let entry, entry.count >= free, instant.microseconds - entry.last.microseconds < memory else {
            return nil
        }
        let wait = Int64(min(most, 1 << min(entry.count - free, 10))) * 1_000_000
        let left = entry.last.microseconds + wait - instant.microseconds
        return left > 0 ? Int((left + 999_999) / 1_000_000) : nil
    }

    /// Drops what is out of date, then those with the fewest failures and of these the oldest.
    private static func shorten<Key>(_ entries: inout [Key: Entry], at instant: Instant) {
        guard entries.count > limit else { return }
        entries = entries.filter { _, entry in
            entry.underWay > 0 || entry.isKnown || instant.microseconds - entry.last.microseconds < memory
        }
        guard entries.count > limit else { return }
        let idle = entries.filter { $0.value.underWay == 0 }
            .sorted { ($0.value.count, $0.value.last.microseconds) < ($1.value.count, $1.value.last.microseconds) }
        for (key, _) in idle.prefix(entries.count - limit * 7 / 8) { entries[key] = nil }
    }
}
