// SPDX-License-Identifier: EUPL-1.2
import Metering
import Wire

/// How the demonstration's values are made: integers only, so that they are the same everywhere.
struct DemoPower: Sendable {
    /// What hangs behind a metering point.
    enum Kind: Sendable, Hashable {
        /// A roof or a park, with its size in watts.
        case sun(Int)
        /// A park whose battery keeps noon for the evening; size in watts.
        case sunWithBattery(Int)
        /// A household by its base load in watt-hours a quarter hour.
        case household(Int)
        /// A bakery: early, and little on Sundays.
        case bakery(Int)
    }

    let calendar: ZonedCalendar

    /// How much of the sun of a good summer's day a month has, in per cent.
    private static let season = [14, 26, 48, 70, 88, 100, 96, 84, 62, 38, 19, 11]

    private static func mix(_ seed: UInt64) -> UInt64 {
        let mixed = (seed ^ seed >> 31) &* 0x9E37_79B9_7F4A_7C15
        return (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    /// The quarter hours of a local day in watt-hours.
    func values(_ kind: Kind, point: Int64, _ metering: MeteringDay) -> [Int] {
        let day = metering.day
        let start = metering.start.microseconds / 900_000_000
        let ofDay = Self.mix(UInt64(bitPattern: Int64(day.number) &* 2_654_435_761))
        let month = day.date.month - 1
        // 1970-01-01 was a Thursday
        let isSunday = (day.number + 4) % 7 == 0
        let isWeekend = isSunday || (day.number + 5) % 7 == 0
        var values: [Int] = []
        values.reserveCapacity(metering.slotCount)
        for slot in 0..<metering.slotCount {
            let hour = calendar.fields(of: metering.start(of: slot)).hour
            let drawn = Self.mix(UInt64(bitPattern: (start + Int64(slot)) &* 7_919 &+ point &* 100_003))
            let chance = Int(drawn >> 40 & 127)
            switch kind {
            case .sun(let watts), .sunWithBattery(let watts):
                let distance = abs(2 * hour + 1 - 26)
                let bow = max(0, 144 - distance * distance)
                let cloud = 35 + Int(ofDay >> 20 & 63)
                values.append(bow * min(100, cloud + chance / 5) * Self.season[month] / 144 * watts / 4 / 10_000)
            case .household(let base):
                let isBusy = (6..<(isWeekend ? 11 : 9)).contains(hour) || (17..<22).contains(hour)
                let isNight = hour < 5
                let dark = (5..<8).contains(month) ? 0 : base / 4
                values.append(
                    base / (isNight ? 2 : 1) + chance * base / 64 + (isBusy ? 3 * base + dark : 0))
            case .bakery(let base):
                let isOpen = !isSunday && (3..<14).contains(hour)
                values.append(base / 4 + chance * base / 256 + (isOpen ? 3 * base : 0))
            }
        }
        if case .sunWithBattery(let watts) = kind { keep(&values, metering, watts) }
        return values
    }

    /// A battery of one and a half hours of full power: it takes what exceeds a third, and gives from 17 to 23 o'clock.
    private func keep(_ values: inout [Int], _ metering: MeteringDay, _ watts: Int) {
        let (room, most) = (watts * 3 / 2, watts / 12)
        var held = 0
        for slot in values.indices {
            let hour = calendar.fields(of: metering.start(of: slot)).hour
            if (17..<23).contains(hour) {
                let given = min(most, held)
                held -= given
                // one part of ten is lost on the way
                values[slot] += given * 9 / 10
            } else {
                let taken = max(0, min(values[slot] - watts / 12, min(most, room - held)))
                held += taken
                values[slot] -= taken
            }
        }
    }
}
