// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Quality
import Randomness

/// A network of seeded series with days, seasons and holidays, into which faults can be planted.
struct Town {
    /// What a series measures.
    enum Kind: CaseIterable {
        /// Bicycles per quarter of an hour: none at night, fewer at weekends, on holidays and in winter.
        case counter
        /// A handful of events a day.
        case rareCounter
        /// Degrees: a season, days and weather.
        case temperature
        /// Millimetres in ten minutes: mostly zero.
        case rain
        /// Micrograms, with weeks of bad air and fireworks.
        case dust
        /// Free places, which a full or closed garage keeps for hours.
        case parking
        /// A level by hour, with floods.
        case level
    }

    static let firstDay = 18_262  // 2020-01-01
    let kind: Kind
    let places: Int
    /// Channels of a place, beside their total.
    let channels: Int
    private var random: SeededRandom
    /// Of each day and place something that all its channels share.
    private var weather: [Double] = []
    private var habits: [Double] = []

    init(_ kind: Kind, places: Int, channels: Int, seed: UInt64) {
        self.kind = kind
        self.places = places
        self.channels = channels
        random = SeededRandom(seed: seed)
        for _ in 0..<(places * max(1, channels)) { habits.append(0.5 + uniform()) }
    }

    private mutating func uniform() -> Double { Double(random.next() >> 11) / Double(UInt64(1) << 53) }
    private mutating func normal() -> Double {
        (-2 * log(max(1e-12, uniform()))).squareRoot() * cos(2 * .pi * uniform())
    }
    private mutating func events(_ mean: Double) -> Double {
        if mean > 30 { return max(0, (mean + normal() * mean.squareRoot()).rounded()) }
        let limit = exp(-mean)
        var (count, product) = (0.0, uniform())
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }

    /// The series, the total of each place first where it has channels.
    var series: [WatchedSeries] {
        (0..<places).flatMap { place -> [WatchedSeries] in
            let count = channels > 1 ? channels + 1 : 1
            return (0..<count).map { index in
                WatchedSeries(
                    id: Int64(place * 10 + index), place: Int64(place),
                    isCount: kind == .counter || kind == .rareCounter)
            }
        }
    }

    static func isHoliday(_ day: Int) -> Bool {
        let ofYear = (day - firstDay) % 365
        return ofYear < 1 || ofYear > 357 || (ofYear > 95 && ofYear < 100) || [121, 140, 275].contains(ofYear)
    }

    /// All values of a day, by series; clock changes make days of 23 and 25 hours.
    mutating func values(_ day: Int) -> [[Double]] {
        let ofYear = (day - Self.firstDay) % 365
        let season = cos(2 * .pi * Double(ofYear - 196) / 365)
        weather.append(normal())
        let hours = ofYear == 88 ? 23 : ofYear == 298 ? 25 : 24
        let isFree = day % 7 < 2 || Self.isHoliday(day)
        var all: [[Double]] = []
        for place in 0..<places {
            var parts: [[Double]] = []
            for channel in 0..<max(1, channels) {
                let habit = habits[place * max(1, channels) + channel]
                parts.append(one(habit, season, isFree, hours, day))
            }
            if channels > 1 {
                let total = parts[0].indices.map { index in parts.reduce(0) { $0 + $1[index] } }
                all.append(total)
            }
            all += parts
        }
        return all
    }

    private mutating func one(
        _ habit: Double, _ season: Double, _ isFree: Bool, _ hours: Int, _ day: Int
    ) -> [Double] {
        let weather = weather[weather.count - 1]
        switch kind {
        case .counter, .rareCounter:
            let mean = kind == .counter ? 40.0 : 0.08
            let level = mean * habit * (1 + 0.4 * season) * (isFree ? 0.6 : 1) * exp(0.25 * weather)
            return (0..<(hours * 4)).map { quarter in
                let hour = quarter / 4
                return hour < 5 ? 0 : events(level * (hour == 7 || hour == 16 ? 2 : 0.8))
            }
        case .temperature:
            return (0..<(hours * 6)).map { step in
                let daily = -4 * cos(2 * .pi * Double(step) / 144)
                return ((11 + 9 * season + 4 * weather + habit + daily + 0.2 * normal()) * 10).rounded() / 10
            }
        case .rain:
            let isWet = weather > 0.4
            return (0..<(hours * 6)).map { _ in
                isWet && uniform() < 0.3 ? (pow(uniform(), 4) * 60 * habit).rounded() / 10 : 0
            }
        case .dust:
            let level = 12 * habit * exp(0.5 * weather) * (Self.isHoliday(day) && day % 365 < 2 ? 15 : 1)
            return (0..<hours).map { _ in (level * exp(0.3 * normal()) * 10).rounded() / 10 }
        case .parking:
            return (0..<(hours * 4)).map { quarter in
                let hour = Double(quarter) / 4
                let used = hour < 7 || isFree ? 0.05 : 0.7 * sin(.pi * min(1, (hour - 7) / 12)) * exp(0.2 * normal())
                return (300 * habit * (1 - min(1, max(0, used + 0.01 * normal())))).rounded()
            }
        case .level:
            let flood = weather > 1.8 ? 3.0 : 1
            return (0..<hours).map { hour in
                (120 * habit * flood * (1 + 0.002 * Double(hour)) + 0.5 * normal() + 8 * weather).rounded()
            }
        }
    }
}
