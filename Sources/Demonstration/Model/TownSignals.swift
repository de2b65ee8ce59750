// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// Free spaces of a car park.
struct ParkingSpaces: Sendable {
    let model: TownModel
    let noise: SeededNoise
    let spaces: Int
    /// 0 commuters, 1 shoppers.
    let shoppers: Double

    func value(_ seconds: Int64) -> Double {
        let moment = TownCalendar.moment(seconds)
        let day = model.calendar.day(moment.day)
        let hour = Double(moment.minute) / 60
        func bump(_ centre: Double, _ width: Double) -> Double {
            let distance = (hour - centre) / width
            return exp(-distance * distance / 2)
        }
        var share = 0.09
        switch day.kind {
        case .workday: share += (1 - shoppers) * 0.72 * bump(12.2, 3.1) + shoppers * 0.6 * bump(15.2, 3)
        case .saturday: share += (0.25 + 0.6 * shoppers) * bump(14, 2.7)
        case .sunday: share += 0.17 * bump(15.5, 3)
        }
        if day.month == 12, day.kind != .sunday { share *= 1 + 0.16 * shoppers }
        if day.isSchoolBreak { share *= 0.93 }
        share += 0.02 * model.weather.hour(at: seconds).rain
        share += 0.05 * noise.smooth(Double(seconds) / 10_800) + 0.012 * noise.normal(seconds)
        let free = (Double(spaces) * (1 - share)).rounded()
        return min(max(free, 0), Double(spaces))
    }
}

/// Nitrogen dioxide and fine dust beside a road.
struct AirQuality: Sendable {
    let model: TownModel
    let noise: SeededNoise
    /// 0 in a park, 1 at a main road.
    let traffic: Double

    private func rush(_ seconds: Int64) -> (traffic: Double, winter: Double, calm: Double, day: TownCalendar.Moment) {
        let moment = TownCalendar.moment(seconds)
        let day = model.calendar.day(moment.day)
        let weather = model.weather.hour(at: seconds)
        let share = 24 * DailyProfile.traffic.share(day.kind, minute: moment.minute, seconds: 3600)
        let winter = 0.5 + 0.5 * cos(2 * .pi * (day.yearPart - 0.04))
        return (share * traffic, winter, 1 / (0.45 + weather.wind / 4.5), moment)
    }

    func nitrogenDioxide(_ seconds: Int64) -> Double {
        let state = rush(seconds)
        let mean = (5 + 6 * state.winter + 11.5 * state.traffic) * state.calm
        let value = mean * (1 + 0.16 * noise.smooth(Double(seconds) / 9000) + 0.05 * noise.normal(seconds))
        return (max(value, 1.2) * 10).rounded() / 10
    }

    func particles(_ seconds: Int64) -> Double {
        let state = rush(seconds)
        let washed = 1 / (1 + 0.8 * model.weather.hour(at: seconds).rain)
        var mean = (8 + 6.5 * state.winter + 3.6 * state.traffic) * state.calm * washed
        let date = Instant.date(days: state.day.day)
        if date.month == 1, date.day == 1, state.day.minute < 300 { mean += 420 * exp(-Double(state.day.minute) / 75) }
        let value = mean * (1 + 0.2 * noise.smooth(Double(seconds) / 14_000) + 0.07 * noise.normal(seconds + 1))
        return (max(value, 2) * 10).rounded() / 10
    }
}

/// The lake: water follows the air slowly; algae make oxygen by day and use it by night.
struct LakeWater: Sendable {
    let model: TownModel
    let noise: SeededNoise
    private let slow: SteppedValues

    init(model: TownModel, noise: SeededNoise) {
        self.model = model
        self.noise = noise
        slow = model.walked(every: 3600, from: 11) { water, time in
            let hour = model.weather.hour(at: time)
            return max(0.4, water + (hour.temperature + 2.6 * hour.daylight - water) / 230)
        }
    }

    private func algae(_ seconds: Int64) -> Double {
        min(max((slow.at(seconds) - 9) / 13, 0), 1) * (0.75 + 0.25 * noise.smooth(Double(seconds) / 900_000))
    }

    func temperature(_ seconds: Int64) -> Double {
        let value = slow.at(seconds) + 0.55 * model.weather.hour(at: seconds - 7200).daylight
        return ((value + 0.05 * noise.normal(seconds)) * 10).rounded() / 10
    }

    func oxygen(_ seconds: Int64) -> Double {
        let water = slow.at(seconds)
        let saturated = 14.6 - 0.39 * water + 0.0058 * water * water
        let light = model.weather.hour(at: seconds - 10_800).daylight
        let share = 0.94 + algae(seconds) * (0.42 * light - 0.3) + 0.03 * noise.smooth(Double(seconds) / 60_000)
        return ((max(saturated * share, 0.5) + 0.04 * noise.normal(seconds + 3)) * 100).rounded() / 100
    }

    func acidity(_ seconds: Int64) -> Double {
        let light = model.weather.hour(at: seconds - 10_800).daylight
        let value = 7.75 + algae(seconds) * (0.55 + 0.28 * light) + 0.08 * noise.smooth(Double(seconds) / 400_000)
        return ((value + 0.012 * noise.normal(seconds + 5)) * 100).rounded() / 100
    }
}

/// Water in the ground at a tree: rain and watering fill it, sun and tree empty it.
struct SoilMoisture: Sendable {
    let noise: SeededNoise
    private let level: SteppedValues

    init(model: TownModel, noise: SeededNoise, drainage: Double, isWatered: Bool) {
        self.noise = noise
        level = model.walked(every: 3600, from: 27) { moisture, time in
            let hour = model.weather.hour(at: time)
            let drawn = 0.004 + 0.0035 * max(hour.temperature, 0) * hour.daylight * drainage
            var next = moisture + 0.5 * hour.rain - drawn * (moisture / 24)
            if next > 33 { next -= (next - 33) * 0.12 }
            let moment = TownCalendar.moment(time)
            let isRound = [0, 3].contains(TownCalendar.weekday(moment.day)) && moment.minute == 480
            if isWatered, isRound, next < 15, (4...9).contains(model.calendar.day(moment.day).month) { next += 8 }
            return min(max(next, 5), 40)
        }
    }

    func value(_ seconds: Int64) -> Double {
        ((level.at(seconds) + 0.15 * noise.normal(seconds)) * 10).rounded() / 10
    }
}

/// How full a waste container is; the lorry comes on its weekday when it is worth it.
struct ContainerFill: Sendable {
    static let interval: Int64 = 10_800
    private let level: SteppedValues

    init(model: TownModel, noise: SeededNoise, perDay: Double, weekday: Int) {
        level = model.walked(every: Self.interval, from: 20) { fill, time in
            let moment = TownCalendar.moment(time)
            let hour = moment.minute / 60
            let isPickUp = TownCalendar.weekday(moment.day) == weekday && (7..<10).contains(hour)
            if isPickUp, fill > 30 { return 3 + 4 * noise.uniform(time) }
            let busy = (9..<21).contains(hour) ? 1.7 : 0.3
            return min(100, fill + perDay / 8 * busy * 2 * noise.uniform(time + 1))
        }
    }

    func value(_ seconds: Int64) -> Double { level.at(seconds).rounded() }
}

/// Passengers who board at a stop.
struct BoardingPassengers: Sendable {
    let model: TownModel
    let noise: SeededNoise
    let daily: Double

    func value(_ seconds: Int64) -> Double {
        let moment = TownCalendar.moment(seconds)
        let day = model.calendar.day(moment.day)
        let isNight = moment.minute < 270
        var mean = isNight ? 0 : daily * DailyProfile.traffic.share(day.kind, minute: moment.minute, seconds: 3600)
        if day.isSchoolBreak { mean *= 0.7 }
        mean *= 1 + 0.06 * model.weather.hour(at: seconds).rain
        mean *= 1 + 0.05 * noise.normal(Int64(moment.day))
        return max(0, (mean + mean.squareRoot() * noise.normal(seconds + 2)).rounded())
    }
}
