// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Wire

/// Where things of a chart lie, in units of the drawing; y grows downwards.
package struct ChartGeometry {
    package struct Size: Hashable {
        package let width: Double
        package let height: Double
        package let timeTicks: Int
        package let valueTicks: Int

        package static let wide = Size(width: 1080, height: 360, timeTicks: 12, valueTicks: 5)
        package static let narrow = Size(width: 320, height: 260, timeTicks: 4, valueTicks: 5)
    }

    package let size: Size
    package let left: Double
    package let right: Double
    package let top = 12.0
    package let bottom: Double
    package let window: InstantInterval
    package let values: AxisScale

    package init(_ model: ChartModel, size: Size) {
        var lowest = Double.infinity
        var highest = -Double.infinity
        for point in model.points + model.previous + model.others.flatMap(\.points) {
            guard let value = point.value, value.isFinite else { continue }
            lowest = min(lowest, value)
            highest = max(highest, value)
        }
        if model.hasBand {
            for point in model.points {
                lowest = min(lowest, point.minimum ?? lowest)
                highest = max(highest, point.maximum ?? highest)
            }
        }
        if lowest > highest { (lowest, highest) = (0, 1) }
        // a threshold far from all values would press them flat: it is named in the legend, not drawn
        let room = max(highest - lowest, 1e-9 * max(highest.magnitude, lowest.magnitude))
        for threshold in model.thresholds
        where threshold.value >= lowest - 2 * room && threshold.value <= highest + 2 * room {
            lowest = min(lowest, threshold.value)
            highest = max(highest, threshold.value)
        }
        let scale = AxisScale(from: lowest, to: highest, steps: size.valueTicks, fromZero: model.isSum)
        values = scale
        self.size = size
        window = model.window
        let widest = scale.ticks.map { Format(.german).number($0, decimals: scale.decimals).count }.max() ?? 1
        left = Double(widest) * 8 + 12
        right = size.width - 12
        bottom = size.height - 32
    }

    package func x(_ instant: Instant) -> Double {
        let span = max(1, Double(window.end.microseconds - window.start.microseconds))
        let share = Double(instant.microseconds - window.start.microseconds) / span
        return left + min(max(share, 0), 1) * (right - left)
    }

    package func y(_ value: Double) -> Double {
        bottom - (value - values.lower) / (values.upper - values.lower) * (bottom - top)
    }

    /// Stretches of neighbouring points with values; a missing value ends one.
    package static func stretches(_ points: [SeriesPoint]) -> [ArraySlice<SeriesPoint>] {
        var stretches: [ArraySlice<SeriesPoint>] = []
        var start: Int?
        for (index, point) in points.enumerated() {
            if point.value?.isFinite ?? false {
                if start == nil { start = index }
                continue
            }
            if let first = start { stretches.append(points[first..<index]) }
            start = nil
        }
        if let first = start { stretches.append(points[first...]) }
        return stretches
    }

    /// `M1,2L3,4` through the values; a lone point is left to `dots`.
    package func line(_ points: [SeriesPoint]) -> String {
        var path = ""
        for stretch in Self.stretches(points) where stretch.count > 1 {
            for (offset, point) in stretch.enumerated() {
                path += offset == 0 ? "M" : "L"
                path += Self.pair(x(point.middle), y(point.value ?? 0))
            }
        }
        return path
    }

    /// The line to the bucket that is still filling, and where it ends; nil where all are whole.
    package func partial(_ points: [SeriesPoint]) -> (path: String, x: Double, y: Double)? {
        guard let index = points.lastIndex(where: { $0.value?.isFinite ?? false }), points[index].reached != nil,
            let value = points[index].value
        else { return nil }
        let end = (x: x(points[index].middle), y: y(value))
        var path = ""
        if index > 0, let before = points[index - 1].value, before.isFinite {
            path = "M" + Self.pair(x(points[index - 1].middle), y(before)) + "L" + Self.pair(end.x, end.y)
        }
        return (path, end.x, end.y)
    }

    /// The points without the bucket that is still filling.
    package static func whole(_ points: [SeriesPoint]) -> [SeriesPoint] {
        points.map { point in
            var point = point
            if point.reached != nil { point.value = nil }
            return point
        }
    }

    /// The area between minimum and maximum, one closed shape for each stretch.
    package func band(_ points: [SeriesPoint]) -> String {
        closed(points) { ($0.minimum ?? $0.value ?? 0, $0.maximum ?? $0.value ?? 0) }
    }

    /// The area between zero and the values.
    package func area(_ points: [SeriesPoint]) -> String {
        let base = max(values.lower, min(0, values.upper))
        return closed(points) { (base, $0.value ?? 0) }
    }

    private func closed(_ points: [SeriesPoint], _ bounds: (SeriesPoint) -> (low: Double, high: Double)) -> String {
        var path = ""
        for stretch in Self.stretches(points) where stretch.count > 1 {
            for (offset, point) in stretch.enumerated() {
                path += offset == 0 ? "M" : "L"
                path += Self.pair(x(point.middle), y(bounds(point).high))
            }
            for point in stretch.reversed() {
                path += "L"
                path += Self.pair(x(point.middle), y(bounds(point).low))
            }
            path += "Z"
        }
        return path
    }

    /// Points that have no neighbour, which a line would not show.
    package func dots(_ points: [SeriesPoint]) -> [(x: Double, y: Double)] {
        Self.stretches(points).filter { $0.count == 1 }.compactMap { stretch in
            stretch.first.map { (x($0.middle), y($0.value ?? 0)) }
        }
    }

    /// `12.3,4.5` with one decimal.
    package static func pair(_ x: Double, _ y: Double) -> String { coordinate(x) + "," + coordinate(y) }

    package static func coordinate(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let magnitude = tenths.magnitude
        return magnitude % 10 == 0 ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
    }
}
