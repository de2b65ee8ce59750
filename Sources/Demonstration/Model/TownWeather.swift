// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// The town's weather hour by hour; everything that depends on weather reads it here, so that the series agree.
///
/// One slow curve of "fronts" makes cloud, rain, wind and pressure; cloud damps the daily swing of temperature.
struct TownWeather: Sendable {
    struct Hour: Sendable {
        /// °C
        var temperature = 0.0
        /// mm in this hour
        var rain = 0.0
        /// %
        var humidity = 0.0
        /// m/s
        var wind = 0.0
        /// hPa at sea level
        var pressure = 0.0
        /// 0…1
        var cloud = 0.0
        /// 0…1, height of the sun
        var daylight = 0.0
    }

    /// First hour since 1970.
    let firstHour: Int64
    let hours: [Hour]

    init(noise: SeededNoise, from start: Int64, to end: Int64) {
        let first = start / 3600
        firstHour = first
        let fronts = noise.derived("fronts")
        let gusts = noise.derived("gusts")
        let air = noise.derived("air")
        let last = max(end / 3600 + 2, first)
        hours = (first...last).map { hour in
            let now = Double(hour)
            let front = fronts.smooth(now / 31) + 0.45 * fronts.smooth(now / 7 + 4000) + 0.2 * gusts.smooth(now / 2)
            let year = now / 8765.82
            let season = -cos(2 * .pi * (year - year.rounded(.down) - 0.055))
            let sunTime = 2 * Double.pi * (now + 0.7 - 13) / 24
            let daylight = max(0, 0.32 + 0.28 * season + 0.72 * cos(sunTime))
            let cloud = min(max(0.5 + 0.6 * front, 0), 1)
            let swing = (2.6 + 2.2 * season) * (1 - 0.62 * cloud) * cos(sunTime - 0.55)
            let slow = 3.6 * air.smooth(now / 115) + 1.9 * air.smooth(now / 41 + 9000) + 1.6 * air.smooth(now / 900)
            let isWet = front > 0.52
            let shower = isWet ? (front - 0.52) * (2.1 + 0.8 * season) * (0.35 + 1.3 * gusts.uniform(hour)) : 0
            let temperature = 10.6 + 8.6 * season + slow + swing - (isWet ? 0.8 : 0)
            let humidity = 76 - 7 * season + 15 * front - 2.6 * swing
            let wind = 3.3 + 1.5 * gusts.smooth(now / 23) + 1.3 * front + 0.9 * daylight + 0.35 * gusts.normal(hour)
            return Hour(
                temperature: temperature, rain: shower, humidity: min(max(isWet ? humidity + 9 : humidity, 24), 100),
                wind: max(wind, 0.2), pressure: 1015 - 9.5 * fronts.smooth(now / 31) + 7 * air.smooth(now / 130 + 500),
                cloud: cloud, daylight: daylight)
        }
    }

    /// The hour that holds an instant (seconds since 1970); the nearest known one outside the range.
    func hour(at seconds: Int64) -> Hour {
        hours[index(seconds)]
    }

    func index(_ seconds: Int64) -> Int {
        min(max(Int(seconds / 3600 - firstHour), 0), hours.count - 1)
    }

    /// A quantity between the full hours, on a straight line.
    func interpolated(_ quantity: (Hour) -> Double, at seconds: Int64) -> Double {
        let left = index(seconds)
        let right = min(left + 1, hours.count - 1)
        let part = Double(seconds % 3600) / 3600
        return quantity(hours[left]) * (1 - part) + quantity(hours[right]) * part
    }
}
