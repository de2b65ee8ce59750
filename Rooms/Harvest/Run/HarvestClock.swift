// SPDX-License-Identifier: EUPL-1.2
import Site
import Wire

/// When a catalogue is read the next time.
enum HarvestClock {
    /// The next time that the town's clock shows the hour, at least an hour from now.
    static func next(hour: Int, after now: Instant) -> Instant {
        let time = TownTime()
        var day = time.day(now)
        while true {
            let next = time.instant(day, seconds: hour * 3600)
            if next.microseconds >= now.microseconds + 3_600_000_000 { return next }
            day = day.adding(days: 1)
        }
    }
}
