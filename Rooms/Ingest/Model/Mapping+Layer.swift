// SPDX-License-Identifier: EUPL-1.2
import Wire

extension LayerMapping {
    static let members: Set<String> = [
        "collection", "title", "titleEnglish", "description", "role", "source", "format", "geometry", "epsg", "id",
        "titleField", "fields", "faultyFeatures",
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
        if source == .csv {
            geometry = try Geometry(root.required("geometry"))
        } else if let node = root.optional("geometry") {
            _ = try node.object(known: ["swapped"])
            geometry = .geojson(isSwapped: try node.optional("swapped")?.bool())
        } else {
            geometry = .geojson(isSwapped: nil)
        }
        faulty = try root.optional("faultyFeatures")?.choice(Faulty.self) ?? .leaveOut
        epsg = try root.optional("epsg")?.integer()
        id = try root.optionalString("id")
        titleField = try root.optionalString("titleField")
        fields = []
        for element in try root.optional("fields")?.elements() ?? [] { fields.append(try Field(element)) }
        switch geometry {
        case .point(let longitude, let latitude, _):
            try format.pseudonyms.refuse([longitude, latitude], root, "a place")
        case .wkt(let column): try format.pseudonyms.refuse([column], root, "a shape")
        case .geojson: break
        }
        try format.pseudonyms.refuse(
            fields.filter { $0.kind != .text }.map(\.column), root, "something else than texts")
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
        _ = try node.object(known: ["column", "name", "title", "type", "true", "false", "missing"])
        column = try node.string("column")
        name = try node.optionalString("name") ?? column
        title = try node.optionalString("title")
        kind = try node.optional("type")?.choice(Kind.self) ?? .text
        trueTexts = Set(try node.strings("true") ?? Self.spellings(["ja", "j", "yes", "y", "true", "wahr", "1"]))
        falseTexts = Set(try node.strings("false") ?? Self.spellings(["nein", "n", "no", "false", "falsch", "0"]))
        if let text = trueTexts.intersection(falseTexts).sorted().first {
            throw node.fault("\"\(text.excerpt())\" means true and false", remedy: "Name it in one of the two.")
        }
        missing = Set(try node.strings("missing") ?? []).union([""])
    }

    /// Each word in small letters, in capitals, and with a capital at the beginning.
    private static func spellings(_ words: [String]) -> [String] {
        words.flatMap { [$0, $0.uppercased(), $0.prefix(1).uppercased() + $0.dropFirst()] }
    }
}
