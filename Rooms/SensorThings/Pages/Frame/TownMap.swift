// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThings
package import Site

/// A map within a page.
package enum TownMap {
    package static let assets = (
        scripts: [SiteURL.vendor("leaflet.js"), SiteURL.asset("map.js")],
        styles: [SiteURL.vendor("leaflet.css")]
    )

    /// The element that the script turns into a map; without script it points to the list.
    package static func canvas(_ frame: PageFrame, isSmall: Bool, data: SiteURL = .mapData) -> HTML {
        let language = frame.language
        let words = SensorState.allCases.map { $0.rawValue + "=" + language($0.word) }.joined(separator: ";")
        return """
            <div class="map\(isSmall ? " small" : "")" id="map" role="region" aria-label="\(language(.mapOfSensors))" \
            data-sensors="\(data)" data-states="\(words)" data-sensor-word="\(language(.sensors))" \
            data-approximate="\(language(.approximatePlace))" data-zoom-in="\(language(.zoomIn))" \
            data-zoom-out="\(language(.zoomOut))" data-open="\(language(.openSensor))" data-close="\(language(.close))" \
            data-sources="\(language(.mapSources))">\
            <noscript>\(language(.mapNeedsScript))</noscript></div>
            """
    }
}
