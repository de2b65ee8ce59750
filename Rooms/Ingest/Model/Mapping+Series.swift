// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Wire

extension SeriesMapping {
    static let members: Set<String> = [
        "format", "time", "station", "series", "places", "duplicates", "thingDescription", "ended",
    ]

    init(_ root: MappingNode) throws(MappingError) {
        if let node = root.optional("format") {
            format = try TableFormat(node)
        } else {
            format = TableFormat()
        }
        time = try TimeRule(root.required("time"))
        let filled = Set(format.fillDown)
        time.isDateFilledDown = time.form.span == .moment && !filled.isDisjoint(with: time.columns)
        station = try StationRule(root.required("station"))
        series = []
        for element in try root.required("series").elements() { series.append(try SeriesRule(element)) }
        guard !series.isEmpty else {
            throw try root.required("series").fault("no series is described", remedy: "Describe at least one column.")
        }
        try format.pseudonyms.refuse(time.columns + time.end, root, "a time")
        try format.pseudonyms.refuse(series.flatMap(\.namedColumns), root, "measured values, or what is said of them")
        places = PlaceRule()
        if let node = root.optional("places") { places = try PlaceRule(node) }
        if let row = places.row { try format.pseudonyms.refuse([row.longitude, row.latitude], root, "a place") }
        duplicates = try root.optional("duplicates")?.choice(Duplicates.self) ?? .keepFirst
        thingDescription = Template(try root.optionalString("thingDescription") ?? "{stationName}")
        ended = try root.optionalString("ended")
        if let node = root.optional("ended") {
            let text = try node.string()
            let hasZone = text.hasSuffix("Z")
            guard hasZone, (try? Instant(iso8601: text)) != nil else {
                throw node.fault("\"\(text)\" is not an instant in UTC", remedy: "Write \"2024-01-01T00:00:00Z\".")
            }
        }
    }
}

extension StationRule {
    private static func columns(_ element: MappingNode) throws(MappingError) -> [String]? {
        if let names = try element.strings("columns") { return names }
        return try element.optionalString("column").map { [$0] }
    }

    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["from", "names"])
        var sources: [Source] = []
        for element in try node.required("from").elements() {
            _ = try element.object(known: [
                "path", "lines", "firstHeader", "header", "column", "columns", "nameColumn", "namePattern", "id",
                "name",
            ])
            if let pattern = try element.optional("path")?.pattern() {
                sources.append(.path(pattern))
            } else if let pattern = try element.optional("lines")?.pattern() {
                sources.append(.lines(pattern))
            } else if let pattern = try element.optional("firstHeader")?.pattern() {
                sources.append(.firstHeader(pattern))
            } else if let pattern = try element.optional("header")?.pattern() {
                sources.append(.header(pattern))
            } else if let columns = try Self.columns(element) {
                guard !columns.isEmpty else {
                    throw try element.required("columns").fault("no column is named", remedy: "Name at least one.")
                }
                let name = try element.optionalString("nameColumn")
                sources.append(
                    .columns(columns, name: name, namePattern: try element.optional("namePattern")?.pattern()))
            } else {
                sources.append(.fixed(id: try element.string("id"), name: try element.string("name")))
            }
        }
        guard !sources.isEmpty else {
            throw node.fault("no place for the station is named", remedy: "Fill \"from\".")
        }
        self.sources = sources
        var names: [String: String] = [:]
        for (id, name) in try node.optional("names")?.members() ?? [] { names[id] = try name.string() }
        self.names = names
    }
}

extension SeriesRule {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "column", "columns", "key", "name", "nameEnglish", "description", "observedProperty", "unit", "sensor",
            "status",
            "remark", "minimum", "maximum", "outOfBounds", "values", "reasons", "count", "where",
        ])
        selection = try node.optional("where").map { part throws(MappingError) in try Selection(part) }
        if let column = try node.optionalString("column") {
            columns = .named(column)
        } else if let pattern = try node.optional("columns")?.pattern() {
            columns = .matching(pattern)
        } else {
            throw node.fault("no column is named", remedy: "Add \"column\" (a header) or \"columns\" (a pattern).")
        }
        key = Template(try node.string("key"))
        name = Template(try node.string("name"))
        nameEnglish = try node.optionalString("nameEnglish").map { Template($0) }
        description = Template(try node.optionalString("description") ?? "")
        observedProperty = try Description(node.required("observedProperty"))
        unit = try Unit(node.required("unit"))
        sensor = try Description(node.required("sensor"))
        status = try node.optional("status").map { statusNode throws(MappingError) in try Status(statusNode) }
        remark = try node.optional("remark").map { remarkNode throws(MappingError) in try Condition(remarkNode) }
        minimum = try node.optional("minimum")?.number()
        maximum = try node.optional("maximum")?.number()
        if let minimum, let maximum, minimum > maximum {
            throw node.fault("the minimum is above the maximum", remedy: "Exchange the two.")
        }
        outOfBounds = try node.optional("outOfBounds")?.choice(OutOfBounds.self) ?? .reject
        var values: [String: Double] = [:]
        for (text, number) in try node.optional("values")?.members() ?? [] { values[text] = try number.number() }
        self.values = values
        reasons = try node.optional("reasons")?.texts() ?? [:]
        isCount = try node.optional("count")?.bool() ?? false
    }
}

extension MappingNode {
    func texts() throws(MappingError) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, node) in try members() { texts[name] = try node.string() }
        return texts
    }
}

extension SeriesRule.Description {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["name", "definition", "description"])
        name = try node.string("name")
        definition = try node.optionalString("definition") ?? ""
        description = try node.optionalString("description") ?? name
    }
}

extension SeriesRule.Unit {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["name", "symbol", "definition"])
        name = try node.string("name")
        symbol = try node.string("symbol")
        definition = try node.optionalString("definition") ?? ""
    }
}

extension SeriesRule.Selection {
    /// One column with its texts, or a list of such of which all must fit.
    init(_ node: MappingNode) throws(MappingError) {
        guard node.value.array != nil else {
            parts = [try Part(node)]
            return
        }
        var parts: [Part] = []
        for element in try node.elements() { parts.append(try Part(element)) }
        guard !parts.isEmpty else {
            throw node.fault("no column is named", remedy: "Name at least one, or leave \"where\" out.")
        }
        self.parts = parts
    }
}

extension SeriesRule.Selection.Part {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["column", "is", "matches"])
        column = try node.string("column")
        pattern = try node.optional("matches")?.pattern()
        if let single = node.optional("is")?.value.string {
            texts = [single]
        } else {
            texts = Set(try node.strings("is") ?? [])
        }
        guard pattern != nil || !texts.isEmpty else {
            throw node.fault("no text is named", remedy: "Add \"is\" (a text or a list) or \"matches\" (a pattern).")
        }
    }
}

extension SeriesRule.Status {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["column", "good", "doubtful"])
        column = Template(try node.string("column"))
        good = Set(try node.strings("good") ?? [])
        doubtful = try node.optional("doubtful")?.texts() ?? [:]
    }
}

extension SeriesRule.Condition {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["column", "quality"])
        column = try node.string("column")
        quality = try node.required("quality").texts()
    }
}

extension PlaceRule {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["files", "fixed", "aliases", "row", "lines"])
        if let own = node.optional("row") {
            _ = try own.object(known: ["longitude", "latitude", "epsg", "swapped"])
            row = Own(
                longitude: try own.string("longitude"), latitude: try own.string("latitude"),
                coordinates: try Coordinates(own))
        }
        if let own = node.optional("lines") {
            _ = try own.object(known: ["longitude", "latitude", "epsg", "swapped"])
            lines = Own(
                longitude: try own.required("longitude").pattern(), latitude: try own.required("latitude").pattern(),
                coordinates: try Coordinates(own))
        }
        for element in try node.optional("files")?.elements() ?? [] { files.append(try File(element)) }
        for (id, place) in try node.optional("fixed")?.members() ?? [] {
            _ = try place.object(known: ["longitude", "latitude", "approximate", "name", "attribution"])
            let longitude = try place.required("longitude").number()
            let latitude = try place.required("latitude").number()
            guard abs(longitude) <= 180, abs(latitude) <= 90 else {
                throw place.fault(
                    "the place lies outside the earth's degrees", remedy: "Write degrees, longitude and latitude.")
            }
            fixed[id] = Place(
                longitude: longitude, latitude: latitude,
                isApproximate: try place.optional("approximate")?.bool() ?? false,
                name: try place.optionalString("name"), attribution: try place.optionalString("attribution"))
        }
        aliases = try node.optional("aliases")?.texts() ?? [:]
    }
}

extension Coordinates {
    init(_ node: MappingNode) throws(MappingError) {
        isSwapped = try node.optional("swapped")?.bool() ?? false
        epsg = try node.optional("epsg")?.integer()
        if let epsg, !isKnown {
            throw try node.required("epsg").fault(
                "EPSG:\(epsg) is not known here", remedy: "Write a number such as 25832, 31467 or 4326.")
        }
    }
}

extension PlaceRule.File {
    package var isGeoJSON: Bool { Self.isGeoJSON(path) }

    private static func isGeoJSON(_ path: String) -> Bool {
        [".geojson", ".json", ".json$", ".geojson$"].contains { path.hasSuffix($0) }
    }

    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "path", "pattern", "id", "name", "longitude", "latitude", "approximate", "attribution", "epsg", "swapped",
            "format", "history",
        ])
        isHistory = try node.optional("history")?.bool() ?? false
        format = try node.optional("format").map { part throws(MappingError) in try TableFormat(part) }
        pattern = try node.optional("pattern")?.pattern()
        if let pattern {
            path = pattern.text
        } else {
            path = try node.string("path")
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard !path.hasPrefix("/"), !parts.contains("..") else {
                throw try node.required("path").fault(
                    "the path leads out of the folder of the data",
                    remedy: "Write the table's name; it is looked for beside the data and beside the mapping.")
            }
        }
        coordinates = try Coordinates(node)
        id = try node.string("id")
        name = try node.optionalString("name")
        longitude = try node.optionalString("longitude")
        latitude = try node.optionalString("latitude")
        if !Self.isGeoJSON(path), longitude == nil || latitude == nil {
            throw node.fault("a place table needs its columns named", remedy: "Add \"longitude\" and \"latitude\".")
        }
        approximateColumn = try node.optional("approximate")?.string("column")
        approximateValues = Set(try node.optional("approximate")?.strings("values") ?? ["True", "true", "1", "ja"])
        attribution = try node.optional("attribution").map { part throws(MappingError) in try Dataset.Attribution(part)
        }
    }
}
