// SPDX-License-Identifier: EUPL-1.2

/// A format in which data are offered: its code in the EU's table file-type, and its media type.
public enum FileFormat: String, Sendable, Hashable, CaseIterable {
    case csv = "CSV"
    case json = "JSON"
    case geoJSON = "GEOJSON"

    /// As registered at IANA.
    public var mediaType: String {
        switch self {
        case .csv: "text/csv"
        case .json: "application/json"
        case .geoJSON: "application/geo+json"
        }
    }

    /// As people write it.
    public var name: String { self == .geoJSON ? "GeoJSON" : rawValue }
}
