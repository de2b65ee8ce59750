// SPDX-License-Identifier: EUPL-1.2
import Wire

/// How many refused sign-ins the trail takes: a flood of them fills no disk, and is told as a number.
struct FailureNotes: Sendable {
    /// So many at once, and as many an hour.
    static let most = 300

    private var left = Double(most)
    private var last = Instant(microseconds: 0)
    private var unnoted = 0

    init() {}

    /// How many came unnoted before this one that is noted; nil where this one is not.
    mutating func take(at instant: Instant) -> Int? {
        let hours = Double(max(0, instant.microseconds - last.microseconds)) / 3_600_000_000
        left = min(Double(Self.most), left + hours * Double(Self.most))
        last = instant
        guard left >= 1 else {
            unnoted += 1
            return nil
        }
        left -= 1
        defer { unnoted = 0 }
        return unnoted
    }
}
