// SPDX-License-Identifier: EUPL-1.2
import Geometry
package import Wire

/// Shapes as text in a cell, also as spreadsheets with a decimal comma leave them.
package enum WellKnownShape {
    /// The shape as a GeoJSON geometry with the same numbers; nil when the text is none.
    package static func geoJSON(_ text: String) -> JSONValue? {
        let shape = (try? GeometryValue(wkt: text)) ?? spreadsheetPoint(text)
        var isEmpty = true
        shape?.forEachPosition { _ in isEmpty = false }
        guard let shape, !isEmpty else { return nil }
        var writer = JSONWriter()
        shape.withoutHeights.write(to: &writer)
        return try? JSONValue(parsing: writer.bytes)
    }

    /// `POINT (405022,4774) (5756025,874)`: decimal commas, and each coordinate in brackets of its own.
    private static func spreadsheetPoint(_ text: String) -> GeometryValue? {
        let parts = text.split { $0 == "(" || $0 == ")" }.map(\.trimmed).filter { !$0.isEmpty }
        guard parts.count == 3, parts[0].uppercased() == "POINT" else { return nil }
        let coordinates = parts.dropFirst().compactMap { part in
            Array(part.utf8).withUnsafeBufferPointer { Double(decimal: $0, comma: true) }
        }
        guard coordinates.count == 2 else { return nil }
        return .point(Position(coordinates[0], coordinates[1]))
    }
}
