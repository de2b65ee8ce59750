// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing
import Wire

@testable import Site

@Suite struct ChartTests {
    private static let hour: Int64 = 3_600_000_000

    private func points(_ values: [Double?], band: Double? = nil) -> [SeriesPoint] {
        values.enumerated().map { index, value in
            let start = Int64(index) * Self.hour
            return SeriesPoint(
                start: Instant(microseconds: start), end: Instant(microseconds: start + Self.hour), value: value,
                minimum: band.flatMap { band in value.map { $0 - band } },
                maximum: band.flatMap { band in value.map { $0 + band } },
                count: value == nil ? 0 : 4)
        }
    }

    private func model(_ values: [Double?], band: Double? = nil, isSum: Bool = false) -> ChartModel {
        let window = InstantInterval(
            start: Instant(microseconds: 0), end: Instant(microseconds: Int64(values.count) * Self.hour))
        return ChartModel(window: window, points: points(values, band: band), unit: "°C", isSum: isSum, label: "Mittel")
    }

    @Test func `a gap ends the line and starts another`() {
        let model = model([1, 2, nil, 3, 4])
        let path = ChartGeometry(model, size: .wide).line(model.points)
        #expect(path.filter { $0 == "M" }.count == 2)
        #expect(path.filter { $0 == "L" }.count == 2)
    }

    @Test func `a lone value is a dot`() {
        let model = model([nil, 2, nil])
        let geometry = ChartGeometry(model, size: .wide)
        #expect(geometry.line(model.points).isEmpty)
        #expect(geometry.dots(model.points).count == 1)
    }

    @Test func `the band closes around the line`() {
        let model = model([10, 12, 11], band: 2)
        let geometry = ChartGeometry(model, size: .wide)
        let path = geometry.band(model.points)
        #expect(path.hasPrefix("M") && path.hasSuffix("Z"))
        #expect(path.filter { $0 == "L" }.count == 5)
        #expect(geometry.values.lower <= 8 && geometry.values.upper >= 14)
    }

    @Test func `sums start at zero`() {
        let geometry = ChartGeometry(model([900, 1000], isSum: true), size: .narrow)
        #expect(geometry.values.lower == 0)
        #expect(geometry.y(0) == geometry.bottom)
    }

    @Test(arguments: [ChartGeometry.Size.wide, .narrow])
    func `points lie inside the drawing`(size: ChartGeometry.Size) {
        let model = model([-5, 0, 1e6, 3])
        let geometry = ChartGeometry(model, size: size)
        for point in model.points {
            let x = geometry.x(point.middle)
            let y = geometry.y(point.value ?? 0)
            #expect(x >= geometry.left && x <= geometry.right && y >= geometry.top && y <= geometry.bottom)
        }
    }

    @Test func `nothing to draw says so`() {
        let html = ChartView.figure(model([nil, nil]), format: Format(.german), identifier: "v").string
        #expect(html.contains("keine Werte"))
        #expect(!html.contains("<svg"))
        #expect(ChartView.sparkline(points([nil, 1]), fromZero: false) == nil)
    }

    @Test(arguments: [
        (0.0, 97.0, [0.0, 20, 40, 60, 80, 100]), (12.2, 22.9, [10.0, 12.5, 15, 17.5, 20, 22.5, 25]),
        (5, 5, [4, 4.5, 5, 5.5, 6]),
    ])
    func `round numbers`(low: Double, high: Double, expected: [Double]) {
        let scale = AxisScale(from: low, to: high, steps: 5, fromZero: low == 0)
        #expect(scale.ticks == expected)
    }

    @Test func `days of a week carry their names`() throws {
        let window = InstantInterval(
            start: try Instant(iso8601: "2026-07-24T22:00:00Z"), end: try Instant(iso8601: "2026-07-31T22:00:00Z"))
        let scale = TimeScale(window: window, maximum: 12, format: Format(.german))
        #expect(scale.ticks.first?.label == "Sa 25.7.")
        #expect(scale.ticks.count == 8)
    }

    @Test func `coordinates have one decimal`() {
        #expect(ChartGeometry.pair(1.04, -0.06) == "1,-0.1")
        #expect(ChartGeometry.coordinate(12.25) == "12.3")
    }
}
