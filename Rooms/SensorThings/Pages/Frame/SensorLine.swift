// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import SensorThings
package import Site
package import Wire

/// A sensor as a line of lists, search results and the map.
package struct SensorLine: Sendable, Hashable {
    package var thing: Int64
    package var name: String
    /// What it measures, in words.
    package var measured: [String]
    package var state: SensorState
    package var last: Instant?
    package var value: Double?
    /// The unit, or what a number is counted over.
    package var unit: String
    /// Of which of the quantities the last value is, where there are several.
    package var valueOf: String
    /// The series that has the state of the whole, by its quantity, and when its own last value came.
    package var stateOf: String
    package var stateLast: Instant?
    package var dataset: String?
    package var datasetSlug: String?
    package var longitude: Double?
    package var latitude: Double?
    package var isApproximate: Bool
}

extension SensorLine {
    package static func table(_ lines: [SensorLine], _ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let rows = lines.map { line -> HTML in
            var place: HTML = ""
            if line.longitude == nil {
                place = " <span class=\"tag\">\(language(.noPlace))</span>"
            } else if line.isApproximate {
                place = " <span class=\"tag\">\(language(.approximatePlace))</span>"
            }
            let several = line.measured.count > 1
            let quantity: HTML = several && line.value != nil ? " <small>\(line.valueOf)</small>" : ""
            let value: HTML = "\(line.value.map { format.measure($0, unit: line.unit) } ?? "–")\(quantity)"
            var silent: HTML = ""
            if several, line.state.needsAttention {
                let last = line.stateLast.map { ", \(language(.lastOn)) \(format.dateTime($0))" as HTML } ?? HTML()
                silent = " <small>\(line.stateOf)\(last)</small>"
            }
            var set: HTML = ""
            if let title = line.dataset, let slug = line.datasetSlug {
                set = "<a href=\"\(SiteURL.dataset(slug))\">\(title)</a>"
            }
            let when = line.last.map { format.dateTime($0) } ?? "–"
            return """
                <tr><th scope="row"><a href="\(SiteURL.sensor(line.thing))">\(line.name)</a>\(place)</th>\
                <td data-label="\(language(.measured))">\(line.measured.prefix(4).joined(separator: ", "))</td>\
                <td data-label="\(language(.state))">\(line.state.badge(language))\(silent)</td>\
                <td class="number" data-label="\(language(.lastValue))">\(value)</td>\
                <td data-label="\(language(.time))">\(when)</td>\
                <td data-label="\(language(.dataset))">\(set)</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.sensor))</th>\
            <th scope="col">\(language(.measured))</th><th scope="col">\(language(.state))</th>\
            <th scope="col" class="number">\(language(.lastValue))</th><th scope="col">\(language(.time))</th>\
            <th scope="col">\(language(.dataset))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
