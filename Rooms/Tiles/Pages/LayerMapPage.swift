// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import Geometry
import LayerStyles
import Site
import Wire

/// The map of layers: what is drawn, what the table shows, and by which filter.
struct LayerMapPage: Sendable {
    /// A layer that may be drawn.
    struct Layer: Sendable {
        let name: String
        let title: String
        /// The title in both languages.
        let words: Words
        let count: Int
        let role: LayerRole
        /// `POINT`, … or `GEOMETRY`.
        let geometryType: String
        let attribution: String
        let extent: BoundingBox?
        /// Of those that bear a sign, from 0.
        let number: Int
        let titleField: String?
        /// Its features change while one looks.
        let isLive: Bool
        var isShown: Bool
        /// How those who keep the layer want it drawn.
        var style: LayerStyle?
        /// Who looks may change that.
        var isEditable = false

        /// Ground that other layers lie on.
        var isGround: Bool { [.district, .road, .water].contains(role) }

        var isOfPoints: Bool { geometryType.hasSuffix("POINT") }
    }

    struct Row: Sendable {
        let identifier: String
        let title: String
        let values: [JSONValue]
        let center: (longitude: Double, latitude: Double)?
    }

    /// The features of one layer.
    struct Table: Sendable {
        let layer: String
        let title: String
        let fields: [String]
        let rows: [Row]
        /// Nil where counting was given up.
        let matched: Int?
        let filter: LayerFilter
        /// West, south, east, north; empty for the whole layer.
        let box: String
        let cursor: Int64
        /// Behind which the next page begins; nil on the last one.
        let next: Int64?
        /// What the layer's time can be chosen from; nil where the map cannot.
        var time: TimeSpan?
    }

    /// The days that the features of a layer lie between.
    struct TimeSpan: Sendable {
        let field: String
        /// `2026-07-31`
        let first: String
        let last: String

        /// Nil without a time, with one day only, and where the tiles leave features out from afar.
        init?(_ collection: FeatureCollection) {
            guard !collection.isLive, collection.count <= TilesRoutes.thinnedFrom, let field = collection.timeField,
                let temporal = collection.temporal, FieldType.isDay(String(temporal.first.prefix(10))),
                FieldType.isDay(String(temporal.last.prefix(10)))
            else { return nil }
            self.field = field
            first = String(temporal.first.prefix(10))
            last = String(temporal.last.prefix(10))
            if first >= last { return nil }
        }
    }

    static let pageSize = 25
    /// Columns besides the name.
    static let columns = 5
    /// Kinds of signs, each with its colour and shape.
    static let signs = 8

    let layers: [Layer]
    let table: Table?
    let attributions: [String]
    /// Whose pictures lie below everything; nil without any.
    let background: String?

    /// Around the layers that are shown.
    var extent: BoundingBox? {
        let named = layers.filter { $0.isShown && !$0.isGround }
        let boxes = (named.isEmpty ? layers.filter(\.isShown) : named).compactMap(\.extent)
        guard var box = boxes.first else { return nil }
        for other in boxes.dropFirst() {
            box.west = min(box.west, other.west)
            box.south = min(box.south, other.south)
            box.east = max(box.east, other.east)
            box.north = max(box.north, other.north)
        }
        return box
    }

    /// What is chosen, for the address of the same page.
    func choice(cursor: Int64? = nil, hasBox: Bool = true) -> [(String, String)] {
        var fields = [("set", "1")] + layers.filter(\.isShown).map { ("layer", $0.name) }
        guard let table else { return fields }
        fields += [("table", table.layer), ("filtered", table.layer)] + table.filter.query
        if hasBox { fields.append(("bbox", table.box)) }
        if let cursor { fields.append(("cursor", String(cursor))) }
        return fields
    }

    /// What the script draws.
    func drawing() -> JSONValue {
        .array(
            layers.map { layer in
                var properties = layer.titleField.map { [$0] } ?? []
                properties += (layer.style?.properties ?? []).filter { !properties.contains($0) }
                if layer.isLive { properties += ["state", "value", "unit"].filter { !properties.contains($0) } }
                let own = table?.layer == layer.name ? table : nil
                if let field = own?.time?.field, !properties.contains(field) { properties.append(field) }
                var query = [("properties", properties.joined(separator: ","))]
                let filter = own?.time == nil ? own?.filter.text : own?.filter.timelessText
                if let filter { query.append(("filter", filter)) }
                let address = SiteURL.tiles(of: layer.name).path
                var object: JSONObject = [
                    "name": .string(layer.name), "title": .string(layer.title),
                    "tiles": .string(address), "items": .string(SiteURL.collectionItems(layer.name).path),
                    "query": .string("?" + query.map { "\($0)=\(SiteURL.encoded($1))" }.joined(separator: "&")),
                    "sign": JSONValue(layer.number % Self.signs), "count": JSONValue(layer.count),
                    "role": .string(layer.role.rawValue),
                    "ground": .bool(layer.isGround), "live": .bool(layer.isLive), "shown": .bool(layer.isShown),
                    "attribution": .string(layer.attribution),
                ]
                if let own, let time = own.time {
                    object["time"] = [
                        "field": .string(time.field), "from": .string(own.filter.days.from ?? ""),
                        "to": .string(own.filter.days.to ?? ""),
                    ]
                }
                object["style"] = layer.style?.json
                object["titleField"] = layer.titleField.map { .string($0) }
                return .object(object)
            })
    }
}
