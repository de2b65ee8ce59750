// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import Geometry
import Site

/// A drawing of where the features lie: no base map, a few hundred of them, in the picture's own units.
struct LayerOutline: Sendable {
    private static let most = 400
    private static let mostPoints = 60
    private static let size = (width: 420.0, height: 320.0)

    /// Shapes that are drawn alike.
    struct Group: Sendable {
        /// As well-known binary.
        let shapes: [[UInt8]]
        /// How they are drawn: attributes of SVG.
        var look: HTML = ""
    }

    let groups: [Group]
    let extent: BoundingBox
    /// What the picture says in words, with how many shapes it shows.
    let caption: @Sendable (Int) -> Words

    /// A layer as it was read; of very many features each so manieth.
    init(features: [Feature], extent: BoundingBox) {
        let step = max(1, features.count / Self.most)
        let shown = stride(from: 0, to: features.count, by: step).compactMap { features[$0].wkb }
        (groups, self.extent, caption) = ([Group(shapes: shown)], extent, { .layerOutline($0) })
    }

    /// What a delivery changes; nil where nothing that changes has a place.
    init?(_ difference: LayerDifference) {
        let shapes = difference.shapes
        let boxes = (shapes.removed + shapes.changed + shapes.added).compactMap(WKBReader.envelope)
        guard var extent = boxes.first else { return nil }
        for box in boxes {
            extent.west = min(extent.west, box.west)
            extent.south = min(extent.south, box.south)
            extent.east = max(extent.east, box.east)
            extent.north = max(extent.north, box.north)
        }
        groups = [
            Group(shapes: shapes.removed, look: "stroke=\"#b3261e\" stroke-dasharray=\"1 2\" stroke-width=\"2\""),
            Group(shapes: shapes.changed, look: "stroke=\"#a15c00\" stroke-dasharray=\"5 3\" stroke-width=\"2\""),
            Group(shapes: shapes.added, look: "stroke=\"#0b6e4f\" stroke-width=\"2\""),
        ]
        let isCut =
            shapes.added.count < difference.added || shapes.changed.count < difference.changed
            || shapes.removed.count < difference.removed
        (self.extent, caption) = (extent, { .differenceDrawn($0, isCut) })
    }

    func html(_ language: Language) -> HTML {
        var count = 0
        let pieces = groups.map { group -> HTML in
            let shapes = group.shapes.compactMap { try? GeometryValue(wkb: $0) }
            count += shapes.count
            return "<g \(group.look)>\(shapes.map { piece($0) })</g>"
        }
        let words = language(caption(count))
        return """
            <figure class="chart"><svg viewBox="-4 -4 \(Int(Self.size.width) + 8) \(Int(Self.size.height) + 8)" width="100%" \
            role="img" aria-label="\(words)" fill="none" stroke="currentColor" stroke-width="1">\(pieces)</svg>\
            <figcaption>\(words)</figcaption></figure>
            """
    }

    /// The picture's units for a degree of latitude; one of longitude is shorter.
    private var scale: (x: Double, y: Double) {
        let middle = (extent.south + extent.north) / 2 * .pi / 180
        let shrink = max(0.05, Double.cosine(middle))
        let width = max((extent.east - extent.west) * shrink, 1e-6)
        let height = max(extent.north - extent.south, 1e-6)
        let factor = min(Self.size.width / width, Self.size.height / height)
        return (factor * shrink, factor)
    }

    private func place(_ position: Position) -> (x: Int, y: Int) {
        (
            Int(min(1e4, max(-1e4, (position.x - extent.west) * scale.x))),
            Int(min(1e4, max(-1e4, (extent.north - position.y) * scale.y)))
        )
    }

    private func piece(_ geometry: GeometryValue) -> HTML {
        switch geometry {
        case .point(let position): return dot(position)
        case .multiPoint(let positions): return positions.prefix(20).map(dot).joined("")
        case .lineString(let line): return path([line])
        case .multiLineString(let lines): return path(lines)
        case .polygon(let rings): return path(rings)
        case .multiPolygon(let polygons): return path(polygons.flatMap { $0 })
        case .collection(let parts): return parts.prefix(20).map(piece).joined("")
        }
    }

    private func dot(_ position: Position) -> HTML {
        let at = place(position)
        return "<circle cx=\"\(at.x)\" cy=\"\(at.y)\" r=\"2\"/>"
    }

    private func path(_ lines: [[Position]]) -> HTML {
        var text = ""
        for line in lines.prefix(20) {
            let step = max(1, line.count / Self.mostPoints)
            var isFirst = true
            for index in stride(from: 0, to: line.count, by: step) {
                let at = place(line[index])
                text += "\(isFirst ? "M" : "L")\(at.x) \(at.y)"
                isFirst = false
            }
            if let last = line.last.map(place), step > 1 { text += "L\(last.x) \(last.y)" }
        }
        return "<path d=\"\(text)\"/>"
    }
}

extension Double {
    /// The cosine of an angle in radians, close enough for a drawing.
    fileprivate static func cosine(_ angle: Double) -> Double {
        let square = angle * angle
        return 1 - square / 2 + square * square / 24 - square * square * square / 720
    }
}
