// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Which entries have lost who did what, and whether erasures that the trail notes account for exactly these.
///
/// An erasure reaches all entries before its own that are older than its time, as the program erases by time alone.
struct AuditErasures {
    private let first: UInt64
    private var moments: [Int64] = []
    private var blanks: [Bool] = []
    private var cutoffs: [Int: Int64] = [:]

    /// - Parameter first: the number of the entry that is taken first.
    init(from first: UInt64 = 0) { self.first = first }

    /// Takes the next entry; `cutoff` when it notes an erasure.
    mutating func take(at moment: Instant, isBlank: Bool, cutoff: Instant?) {
        cutoffs[moments.count] = cutoff?.microseconds
        moments.append(moment.microseconds)
        blanks.append(isBlank)
    }

    /// The time up to which an entry notes an erasure; nil for all others.
    static func cutoff(_ action: String, object: String, detail: JSONValue?) -> Instant? {
        guard action == "erase", object == "audit" else { return nil }
        return detail?["before"]?.string.flatMap { try? Instant(iso8601: $0) }
    }

    /// In the order of the entries.
    func faults() -> [(entry: UInt64, fault: AuditFault)] {
        var faults: [(entry: UInt64, fault: AuditFault)] = []
        var reached = Int64.min
        for index in moments.indices.reversed() {
            let isReached = moments[index] < reached
            if blanks[index] != isReached {
                let entry = first + UInt64(index)
                faults.append((entry, isReached ? .spared(entry: entry) : .unaccountedErasure(entry: entry)))
            }
            if let cutoff = cutoffs[index] { reached = max(reached, cutoff) }
        }
        return faults.reversed()
    }
}
