// SPDX-License-Identifier: EUPL-1.2
import Wire

extension LayerMapping {
    static let members: Set<String> = [
        "collection", "title", "titleEnglish", "description", "role", "source", "format", "geometry", "epsg", "id",
        "titleField", "fields",
    ]

    init(_ root: MappingNode) throws(MappingError) {
        collection = try root.string("collection")
        title = try root.string("title")
        titleEnglish = try root.optionalString("titleEnglish")
        description = try root.optionalString("description") ?? ""
        role = try root.optionalString("role") ?? "places"
        source = try root.required("source").choice(Source.self)
        if let node = root.optional("format") {
            format = try TableFormat(node)
        } else {
            format = TableFormat()
        }
        geometry = .geojson
        if source == .csv { geometry = try Geometry(root.required("geometry")) }
        epsg = try root.optional("epsg")?.integer()
        id = try root.optionalString("id")
        titleField = try root.optionalString("titleField")
        fields = []
        for element in try root.optional("fields")?.elements() ?? [] { fields.append(try Field(element)) }
        if source == .csv, fields.isEmpty {
            throw root.fault("a table's columns must be described", remedy: "Add \"fields\".")
        }
    }
}

extension LayerMapping.Geometry {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["longitude", "latitude", "swapped", "wkt"])
        if let column = try node.optionalString("wkt") {
            self = .wkt(column: column)
        } else {
            self = .point(
                longitude: try node.string("longitude"), latitude: try node.string("latitude"),
                isSwapped: try node.optional("swapped")?.bool() ?? false)
        }
    }
}

extension LayerMapping.Field {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["column", "name", "title", "type", "true", "missing"])
        column = try node.string("column")
        name = try node.optionalString("name") ?? column
        title = try node.optionalString("title")
        kind = try node.optional("type")?.choice(Kind.self) ?? .text
        trueTexts = Set(try node.strings("true") ?? ["ja", "true", "1"])
        missing = Set(try node.strings("missing") ?? []).union([""])
    }
}
