// SPDX-License-Identifier: EUPL-1.2
import Wire

/// The map of the town: its own layers as the base, sensors on it.
struct MapPage: Sendable {
    struct Layer: Sendable, Hashable {
        var name: String
        var title: String
        /// What it is on the map: `district`, `road`, `water`, or another word for a layer of things.
        var role: String
        var attribution: String
        var count: Int64

        var isBase: Bool { ["district", "districts", "boundary", "road", "roads", "water", "green"].contains(role) }
    }

    /// Pictures from the town's own server below everything, when the operator has configured a tile service.
    struct Background: Sendable, Hashable {
        var attribution: String
    }

    var lines: [SensorLine]
    var layers: [Layer]
    /// Attributions of the shown data sets.
    var attributions: [String]
    var background: Background?

    static let assets = (
        scripts: [SiteURL.vendor("leaflet.js"), SiteURL.asset("map.js")],
        styles: [SiteURL.vendor("leaflet.css")]
    )
}
