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
        for (index, other) in model.others.enumerated() {
            items += "<li><span class=\"key key-other key-other-\(index % 4 + 1)\"></span>\(other.label)</li>"
        }
        if model.hasBand {
            items += "<li><span class=\"key key-band\"></span>\(format.language(.bandOfValues))</li>"
        }
        if !model.previous.isEmpty {
            items += "<li><span class=\"key key-previous\"></span>\(model.previousLabel)</li>"
        }
        if let partial = model.partial, let reached = partial.reached {
            let until = format.language(.partialPeriod(format.dateTime(reached)))
            items += "<li><span class=\"key key-partial\"></span>\(until)</li>"
        }
        for threshold in model.thresholds {
            let value = format.measure(threshold.value, unit: model.unit)
            items += "<li><span class=\"key key-threshold\"></span>\(threshold.name): \(value)</li>"
        }
        for (number, note) in model.notes.enumerated() {
            items += "<li><span class=\"key-note\">\(number + 1)</span>\(note.name)</li>"
        }
        for (isLeftOut, words) in [(false, Words.chartDoubtful), (true, .chartLeftOut)]
        where model.doubts.contains(where: { $0.isLeftOut == isLeftOut }) {
            let kind: HTML = isLeftOut ? "left-out" : "doubtful"
            items += "<li><span class=\"key key-\(kind)\"></span>\(format.language(words))</li>"
        }
        return "<ul class=\"legend\">\(items)\(unit)</ul>"
    }

    /// The drawing alone.
    package static func drawing(
        _ model: ChartModel, size: ChartGeometry.Size, format: Format, className: String
    ) -> HTML {
        let geometry = ChartGeometry(model, size: size)
        let axes = axes(geometry, format: format)
        var shapes: HTML = doubts(geometry, model) + notes(geometry, model)
        let points = ChartGeometry.whole(model.points)
        if model.isSum {
            shapes += "<path class=\"area\" d=\"\(geometry.area(points))\"/>"
        } else if model.hasBand {
            shapes += "<path class=\"band\" d=\"\(geometry.band(points))\"/>"
        }
        if !model.previous.isEmpty {
            shapes += "<path class=\"previous\" d=\"\(geometry.line(model.previous))\"/>"
        }
        for (index, other) in model.others.enumerated() {
            shapes += line(geometry, other.points, className: "line other other-\(index % 4 + 1)")
        }
        shapes += line(geometry, model.points, className: "line")
        shapes += thresholds(geometry, model)
        let places = places(geometry, model)
        return """
            <svg class="drawing \(className)" viewBox="0 0 \(Int(size.width)) \(Int(size.height))" aria-hidden="true" \
            focusable="false" data-x="\(places.x)" data-y="\(places.y)" data-top="\(Int(geometry.top))" \
            data-bottom="\(Int(geometry.bottom))" data-left="\(ChartGeometry.coordinate(geometry.left))" \
            data-right="\(ChartGeometry.coordinate(geometry.right))">\(axes)\(shapes)</svg>
            """
    }

    /// A series: the whole buckets, and dashed the way to the one that is still filling.
    private static func line(_ geometry: ChartGeometry, _ points: [SeriesPoint], className: HTML) -> HTML {
        let whole = ChartGeometry.whole(points)
        var shapes: HTML = "<path class=\"\(className)\" d=\"\(geometry.line(whole))\"/>"
        for dot in geometry.dots(whole) {
            let (x, y) = (ChartGeometry.coordinate(dot.x), ChartGeometry.coordinate(dot.y))
            shapes += "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"3\"/>"
        }
        guard let partial = geometry.partial(points) else { return shapes }
        let (x, y) = (ChartGeometry.coordinate(partial.x), ChartGeometry.coordinate(partial.y))
        if !partial.path.isEmpty { shapes += "<path class=\"\(className) filling\" d=\"\(partial.path)\"/>" }
        shapes += "<circle class=\"filling-dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>"
        return shapes
    }

    /// Lines across the chart with their names; those that lie outside the axis stand in the legend alone.
    private static func thresholds(_ geometry: ChartGeometry, _ model: ChartModel) -> HTML {
        let lines = model.thresholds.filter {
            $0.value >= geometry.values.lower && $0.value <= geometry.values.upper
        }.map { threshold -> HTML in
            let height = geometry.y(threshold.value)
            let (left, right) = (ChartGeometry.coordinate(geometry.left), ChartGeometry.coordinate(geometry.right))
            let above = height - geometry.top > 18 ? height - 5 : height + 15
            return """
                <path class="threshold" d="M\(left),\(ChartGeometry.coordinate(height))H\(right)"/>\
                <text class="threshold-name" x="\(right)" y="\(ChartGeometry.coordinate(above))" \
                text-anchor="end">\(threshold.name)</text>
                """
        }
        return "\(lines)"
    }

    /// Stretches over the whole height, with the number that stands in the legend.
    private static func notes(_ geometry: ChartGeometry, _ model: ChartModel) -> HTML {
        let shapes = model.notes.enumerated().map { number, note -> HTML in
            let (left, right) = (geometry.x(note.stretch.start), geometry.x(note.stretch.end))
            let height = ChartGeometry.coordinate(geometry.bottom - geometry.top)
            return """
                <rect class="note" x="\(ChartGeometry.coordinate(left))" y="\(ChartGeometry.coordinate(geometry.top))" \
                width="\(ChartGeometry.coordinate(max(2, right - left)))" height="\(height)"/>\
                <text class="note-number" x="\(ChartGeometry.coordinate(left + 4))" \
                y="\(ChartGeometry.coordinate(geometry.top + 12))">\(number + 1)</text>
                """
        }
        return "\(shapes)"
    }

    /// Bands over the whole height, each with a line where it begins.
    private static func doubts(_ geometry: ChartGeometry, _ model: ChartModel) -> HTML {
        let bands = model.doubts.map { doubt -> HTML in
            let (left, right) = (geometry.x(doubt.stretch.start), geometry.x(doubt.stretch.end))
            let kind: HTML = doubt.isLeftOut ? "left-out" : "doubtful"
            let (x, width) = (ChartGeometry.coordinate(left), ChartGeometry.coordinate(max(2, right - left)))
            let (top, height) = (
                ChartGeometry.coordinate(geometry.top), ChartGeometry.coordinate(geometry.bottom - geometry.top)
            )
            return """
                <rect class="\(kind)" x="\(x)" y="\(top)" width="\(width)" height="\(height)"/>\
                <path class="\(kind)-edge" d="M\(x),\(top)v\(height)"/>
                """
        }
        return "\(bands)"
    }

    /// Where the points lie, for the script; an empty place is a gap.
    private static func places(_ geometry: ChartGeometry, _ model: ChartModel) -> (x: String, y: String) {
        let x = model.points.map { ChartGeometry.coordinate(geometry.x($0.middle)) }
        let y = model.points.map { point in point.value.map { ChartGeometry.coordinate(geometry.y($0)) } ?? "" }
        return (x.joined(separator: " "), y.joined(separator: ","))
    }

    /// The grid with its words, for other drawings over the same geometry.
    package static func axes(_ geometry: ChartGeometry, format: Format) -> HTML {
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
