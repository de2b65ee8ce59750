// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Planning
import PlanningFrame
import Site

/// The years of a measure as stacked bars: cost above the line, what is received or saved below, own share as a mark.
struct YearBars {
    let years: [MeasureCost.Year]
    let names: [String]
    let format: Format

    func html() -> HTML {
        let language = format.language
        let keys: [(String, Words)] = [
            ("once", .onceColumn), ("yearly", .runningColumn), ("staff", .staffColumn), ("grant", .receivedColumn),
            ("own", .ownColumn),
        ]
        let legend = keys.map { "<li><span class=\"key bar-key-\($0.0)\"></span>\(language($0.1))</li>" as HTML }
        return """
            <div class="chart"><ul class="legend">\(legend)<li class="unit">\(language(.thousandEuros))</li></ul>
            \(drawing(.wide, "wide"))\(drawing(.narrow, "narrow"))</div>
            """
    }

    private func drawing(_ size: ChartGeometry.Size, _ className: String) -> HTML {
        func thousands(_ money: Money) -> Double { money.euros / 1000 }
        let highest = years.map { thousands($0.once + $0.yearly + $0.staff) }.max() ?? 0
        let lowest = years.map { min(-thousands($0.received), thousands($0.own)) }.min() ?? 0
        let scale = AxisScale(from: min(0, lowest), to: max(highest, 0.1), steps: size.valueTicks, fromZero: true)
        let widest = scale.ticks.map { format.number($0, decimals: scale.decimals).count }.max() ?? 1
        let (left, right, top, bottom) = (Double(widest) * 8 + 12, size.width - 12, 12.0, size.height - 32)
        func y(_ value: Double) -> Double {
            bottom - (value - scale.lower) / (scale.upper - scale.lower) * (bottom - top)
        }
        let number = ChartGeometry.coordinate
        var shapes: HTML = ""
        for tick in scale.ticks {
            shapes += """
                <line class="\(tick == 0 ? "grid zero" : "grid")" x1="\(number(left))" x2="\(number(right))" \
                y1="\(number(y(tick)))" y2="\(number(y(tick)))"/><text class="tick" x="\(number(left - 8))" \
                y="\(number(y(tick) + 4))" text-anchor="end">\(format.number(tick, decimals: scale.decimals))</text>
                """
        }
        let step = (right - left) / Double(max(1, years.count))
        let width = step * 0.64
        for (index, year) in years.enumerated() {
            let x = left + step * (Double(index) + 0.5) - width / 2
            var base = 0.0
            func bar(_ className: String, _ from: Double, _ to: Double) {
                guard from != to else { return }
                let (upper, lower) = (y(max(from, to)), y(min(from, to)))
                shapes += """
                    <rect class="bar-\(className)" x="\(number(x))" y="\(number(upper))" width="\(number(width))" \
                    height="\(number(lower - upper))"/>
                    """
            }
            for (className, money) in [("once", year.once), ("yearly", year.yearly), ("staff", year.staff)] {
                bar(className, base, base + thousands(money))
                base += thousands(money)
            }
            bar("grant", 0, -thousands(year.received))
            let own = number(y(thousands(year.own)))
            shapes += """
                <line class="bar-own" x1="\(number(x - 4))" x2="\(number(x + width + 4))" y1="\(own)" y2="\(own)"/>
                """
            let isShown = size.width > 600 || index % 2 == 0
            guard isShown else { continue }
            shapes += """
                <text class="tick" x="\(number(x + width / 2))" y="\(number(bottom + 22))" text-anchor="middle">\(names[index])</text>
                """
        }
        return """
            <svg class="drawing \(className)" viewBox="0 0 \(Int(size.width)) \(Int(size.height))" aria-hidden="true" \
            focusable="false">\(shapes)</svg>
            """
    }
}
