// SPDX-License-Identifier: EUPL-1.2
package import SensorThingsFrame
package import Site

/// The map of the town: its own layers as the base, sensors on it.
package struct MapPage: Sendable {
    package struct Layer: Sendable, Hashable {
        package var name: String
        package var title: String
        /// What it is on the map: `district`, `road`, `water`, or another word for a layer of things.
        package var role: String
        package var attribution: String
        package var count: Int64

        package var isBase: Bool {
            ["district", "districts", "boundary", "road", "roads", "water", "green"].contains(role)
        }
    }

    /// Pictures from the town's own server below everything, when the operator has configured a tile service.
    package struct Background: Sendable, Hashable {
        package var attribution: String
    }

    package var lines: [SensorLine]
    package var layers: [Layer]
    /// Attributions of the shown data sets.
    package var attributions: [String]
    package var background: Background?
    /// Of the list, from 1.
    package var page = 1

    package static let pageSize = 50
    package var pager: Pager { Pager(page: page, items: lines.count, size: Self.pageSize) }
}
