// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// Draws charts as SVG: a wide and a narrow drawing of which the style sheet shows one, so that words stay legible.
package enum ChartView {
    /// The figure without caption; `identifier` ties the readout of the script to the table of the same numbers.
    package static func figure(_ model: ChartModel, format: Format, identifier: String) -> HTML {
        guard model.hasValues else {
            return "<p class=\"empty\">\(format.language(.noValuesInWindow))</p>"
        }
        let legend = legend(model, format: format)
        return """
            <div class="chart" data-chart="\(identifier)">
            \(legend)
            \(drawing(model, size: .wide, format: format, className: "wide"))
            \(drawing(model, size: .narrow, format: format, className: "narrow"))
            </div>
            """
    }

    private static func legend(_ model: ChartModel, format: Format) -> HTML {
        let unit: HTML = model.unit.isEmpty ? "" : "<li class=\"unit\">\(format.language(.unit)): \(model.unit)</li>"
        var items: HTML = "<li><span class=\"key key-line\"></span>\(model.label)</li>"
        if model.hasBand {
            items += "<li><span class=\"key key-band\"></span>\(format.language(.bandOfValues))</li>"
        }
        if !model.previous.isEmpty {
            items += "<li><span class=\"key key-previous\"></span>\(model.previousLabel)</li>"
        }
        return "<ul class=\"legend\">\(items)\(unit)</ul>"
    }

    private static func drawing(
        _ model: ChartModel, size: ChartGeometry.Size, format: Format, className: String
    ) -> HTML {
        let geometry = ChartGeometry(model, size: size)
        let axes = axes(geometry, format: format)
        var shapes: HTML = ""
        if model.isSum {
            shapes += "<path class=\"area\" d=\"\(geometry.area(model.points))\"/>"
        } else if model.hasBand {
            shapes += "<path class=\"band\" d=\"\(geometry.band(model.points))\"/>"
        }
        if !model.previous.isEmpty {
            shapes += "<path class=\"previous\" d=\"\(geometry.line(model.previous))\"/>"
        }
        shapes += "<path class=\"line\" d=\"\(geometry.line(model.points))\"/>"
        for dot in geometry.dots(model.points) {
            let (x, y) = (ChartGeometry.coordinate(dot.x), ChartGeometry.coordinate(dot.y))
            shapes += "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"3\"/>"
        }
        let places = places(geometry, model)
        return """
            <svg class="drawing \(className)" viewBox="0 0 \(Int(size.width)) \(Int(size.height))" aria-hidden="true" \
            focusable="false" data-x="\(places.x)" data-y="\(places.y)" data-top="\(Int(geometry.top))" \
            data-bottom="\(Int(geometry.bottom))">\(axes)\(shapes)</svg>
            """
    }

    /// Where the points lie, for the script; an empty place is a gap.
    private static func places(_ geometry: ChartGeometry, _ model: ChartModel) -> (x: String, y: String) {
        let x = model.points.map { ChartGeometry.coordinate(geometry.x($0.middle)) }
        let y = model.points.map { point in point.value.map { ChartGeometry.coordinate(geometry.y($0)) } ?? "" }
        return (x.joined(separator: " "), y.joined(separator: ","))
    }

    private static func axes(_ geometry: ChartGeometry, format: Format) -> HTML {
        var axes: HTML = ""
        let (left, right) = (ChartGeometry.coordinate(geometry.left), ChartGeometry.coordinate(geometry.right))
        for tick in geometry.values.ticks {
            let y = ChartGeometry.coordinate(geometry.y(tick))
            let textY = ChartGeometry.coordinate(geometry.y(tick) + 4)
            let textX = ChartGeometry.coordinate(geometry.left - 8)
            let label = format.number(tick, decimals: geometry.values.decimals)
            let className = tick == 0 ? "grid zero" : "grid"
            axes += """
                <line class="\(className)" x1="\(left)" x2="\(right)" y1="\(y)" y2="\(y)"/>\
                <text class="tick" x="\(textX)" y="\(textY)" text-anchor="end">\(label)</text>
                """
        }
        let bottom = ChartGeometry.coordinate(geometry.bottom)
        let below = ChartGeometry.coordinate(geometry.bottom + 6)
        let textY = ChartGeometry.coordinate(geometry.bottom + 22)
        let scale = TimeScale(window: geometry.window, maximum: geometry.size.timeTicks, format: format)
        for tick in scale.ticks {
            let place = geometry.x(tick.at)
            let x = ChartGeometry.coordinate(place)
            axes += "<line class=\"mark\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(bottom)\" y2=\"\(below)\"/>"
            let half = Double(tick.label.count) * 3.6
            let anchor = place + half > geometry.size.width ? "end" : place - half < 0 ? "start" : "middle"
            axes += "<text class=\"tick\" x=\"\(x)\" y=\"\(textY)\" text-anchor=\"\(anchor)\">\(tick.label)</text>"
        }
        return axes
    }

    /// A small line without axes beside a number; the words beside it say what it says.
    package static func sparkline(_ points: [SeriesPoint], fromZero: Bool) -> HTML? {
        guard points.filter({ $0.value != nil }).count > 1, let first = points.first, let last = points.last else {
            return nil
        }
        let window = InstantInterval(start: first.start, end: last.end)
        let values = points.compactMap(\.value)
        guard let lowest = values.min(), let highest = values.max() else { return nil }
        let base = fromZero ? min(0, lowest) : lowest
        let range = highest - base
        var path = ""
        var end: (x: Double, y: Double)?
        let span = max(1, Double(window.end.microseconds - window.start.microseconds))
        for stretch in ChartGeometry.stretches(points) {
            for (offset, point) in stretch.enumerated() {
                let share = Double(point.middle.microseconds - window.start.microseconds) / span
                let height = range == 0 ? 0.5 : ((point.value ?? base) - base) / range
                let place = (x: 2 + share * 172, y: 42 - height * 38)
                path += (offset == 0 ? "M" : "L") + ChartGeometry.pair(place.x, place.y)
                end = place
            }
        }
        guard let end else { return nil }
        let (x, y) = (ChartGeometry.coordinate(end.x), ChartGeometry.coordinate(end.y))
        return """
            <svg class="sparkline" viewBox="0 0 180 46" aria-hidden="true" focusable="false">\
            <path class="line" d="\(path)"/><circle class="dot" cx="\(x)" cy="\(y)" r="3.5"/></svg>
            """
    }
}
