// SPDX-License-Identifier: EUPL-1.2

/// A layer of a delivered file, as GDAL lists it.
package struct GISLayer: Sendable, Hashable {
    /// The file that holds it.
    package let path: String
    package let format: GISFormat
    package let name: String
    /// Kind of geometry as GDAL says it: `Polygon`; empty where it is not known before reading.
    package var geometry = ""
    /// Features, where they are counted without reading.
    package var count: Int?
    package var system = GISSystem.unknown
    /// What the service calls it that it was fetched from; empty for what is no service's.
    package var title = ""
    /// Whether it was read page by page from a service.
    package var isOfService = false
    /// Files that hold its other pages.
    var further: [String] = []

    /// What people call it, as far as is known.
    var shownTitle: String { title.isEmpty ? name : title }

    /// The file's own name.
    package var file: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// From what `ogrinfo -al -so` prints.
    static func list(from text: String, path: String, format: GISFormat) -> [GISLayer] {
        var layers: [GISLayer] = []
        var wkt: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("Layer name: ") {
                layers.append(GISLayer(path: path, format: format, name: String(line.dropFirst(12))))
                wkt = nil
                continue
            }
            guard !layers.isEmpty else { continue }
            let last = layers.count - 1
            if var lines = wkt {
                // the well-known text is indented or begins with its keyword; it ends with its brackets
                lines.append(line)
                let open = lines.joined().count { $0 == "[" }
                let closed = lines.joined().count { $0 == "]" }
                wkt = open > closed ? lines : nil
                if open == closed { layers[last].system = GISSystem(wkt: lines.joined(separator: "\n")) }
            } else if line.hasPrefix("Geometry: "), layers[last].geometry.isEmpty {
                layers[last].geometry = String(line.dropFirst(10))
            } else if line.hasPrefix("Feature Count: ") {
                layers[last].count = Int(line.dropFirst(15))
            } else if line == "Layer SRS WKT:" {
                wkt = []
            }
        }
        return layers
    }
}

/// What the person who knows the data declares about them.
package struct GISDeclaration: Sendable, Hashable {
    /// EPSG number; wins over what the file says.
    package var epsg: Int?
    /// True: northing or latitude stands first. False: it does not, whatever it looks like.
    package var axesSwapped: Bool?
    /// How the letters of a Shapefile are encoded.
    package var encoding: String?
    /// Property that names a feature from one delivery to the next.
    package var key: String?

    package init(epsg: Int? = nil, axesSwapped: Bool? = nil, encoding: String? = nil, key: String? = nil) {
        (self.epsg, self.axesSwapped, self.encoding, self.key) = (epsg, axesSwapped, encoding, key)
    }
}
