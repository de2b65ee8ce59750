// SPDX-License-Identifier: EUPL-1.2
internal import Metering
internal import Randomness
public import Wire

/// The drawn values of the worked month: October 2026 with two plants and five points.
public struct MonthInput: Sendable {
    public static let points = ["pA", "pB", "malo1", "malo2", "malo3", "malo4", "malo5"]

    /// Slot by slot, a value for each of `points`.
    public private(set) var slots: [[Int]] = []
    /// The day of the month of each slot, from 1.
    public private(set) var days: [Int] = []
    /// When each slot begins.
    public private(set) var starts: [Instant] = []

    /// Nil where the system does not know Berlin's time.
    public init?(seed: UInt64) {
        guard let berlin = ZonedCalendar(identifier: "Europe/Berlin") else { return nil }
        var random = SeededRandom(seed: seed)
        for day in 1...31 {
            guard let date = CivilDay(year: 2026, month: 10, day: day), let metering = MeteringDay(date, in: berlin)
            else { return nil }
            for slot in 0..<metering.slotCount {
                let hour = berlin.fields(of: metering.start(of: slot)).hour
                let distance = abs(2 * hour + 1 - 25)
                var values = [max(0, 144 - distance * distance) * (400 + random.below(601)) * 12 / 1000]
                values.append(random.below(900))
                for point in 1...4 {
                    values.append(random.below(300) + ((17..<22).contains(hour) ? 250 : 0) + 20 * point)
                }
                values.append(random.below(400) + ((8..<18).contains(hour) ? 900 : 100))
                slots.append(values)
                days.append(day)
                starts.append(metering.start(of: slot))
            }
        }
    }
}
