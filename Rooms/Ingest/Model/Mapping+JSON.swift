// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import CSodium
import Wire

extension Mapping {
    /// Reads a mapping document (`docs/mapping.schema.json`).
    ///
    /// `document` is what errors call it: a file's path or a shipped name.
    /// `folder` is where its place tables are looked for beside the data's own folder.
    public init(parsing bytes: [UInt8], document: String, folder: String? = nil) throws(MappingError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw MappingError(
                document: document, pointer: error.pointer, message: error.description,
                remedy: "Mend the JSON text at this place.")
        }
        let root = MappingNode(value: value, pointer: "", document: document)
        let common: Set<String> = ["$schema", "name", "kind", "dataset", "files"]
        let kind = try root.required("kind").choice(KindName.self)
        name = try root.string("name")
        dataset = try DatasetDescription(root.required("dataset"))
        if let node = root.optional("files") {
            files = try node.pattern()
        } else {
            files = try Self.anyFile(root)
        }
        checksum = Checksum.sha256(of: bytes)
        self.folder = folder
        switch kind {
        case .series:
            _ = try root.object(known: common.union(SeriesMapping.members))
            self.kind = .series(try SeriesMapping(root))
        case .layer:
            _ = try root.object(known: common.union(LayerMapping.members))
            self.kind = .layer(try LayerMapping(root))
        }
    }

    private enum KindName: String, CaseIterable { case series, layer }

    private static func anyFile(_ root: MappingNode) throws(MappingError) -> Pattern {
        do {
            return try Pattern(#"\.(csv|txt|json|geojson)$"#)
        } catch {
            throw root.fault("no pattern for files", remedy: "Add \"files\".")
        }
    }
}

extension DatasetDescription {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "slug", "title", "titleEnglish", "description", "descriptionEnglish", "owner", "contact", "licence",
            "attributions", "sourceURL", "keywords", "theme", "access",
        ])
        slug = try node.string("slug")
        guard !slug.isEmpty, slug.utf8.allSatisfy(Self.isSlugByte) else {
            throw try node.required("slug").fault(
                "\"\(slug)\" cannot stand in an address", remedy: "Use lower-case letters a–z, digits and hyphens.")
        }
        title = try node.string("title")
        titleEnglish = try node.optionalString("titleEnglish")
        description = try node.optionalString("description") ?? ""
        descriptionEnglish = try node.optionalString("descriptionEnglish")
        owner = try node.string("owner")
        contact = try node.optionalString("contact")
        licence = try node.string("licence")
        attributions = []
        for element in try node.optional("attributions")?.elements() ?? [] {
            attributions.append(try Dataset.Attribution(element))
        }
        sourceURL = try node.optionalString("sourceURL")
        keywords = try node.strings("keywords") ?? []
        theme = try node.optionalString("theme")
        access = .internal
        if let text = try node.optionalString("access") {
            guard let known = Dataset.Access(rawValue: text) else {
                throw try node.required("access").fault(
                    "\"\(text)\" is no access", remedy: "Write public, internal or restricted.")
            }
            access = known
        }
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
}

extension Dataset.Attribution {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: ["text", "url", "licence"])
        self.init(
            text: try node.string("text"), url: try node.optionalString("url"),
            licence: try node.optionalString("licence"))
    }
}

extension TableFormat {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "encoding", "separator", "leadingLines", "specialRows", "surplusFields", "headerAliases", "decimal",
            "missing",
        ])
        encoding = try node.optional("encoding")?.choice(TextEncoding.self) ?? .utf8
        if let separatorNode = node.optional("separator") {
            let text = try separatorNode.string()
            guard let byte = text.utf8.first, text.utf8.count == 1, byte != UInt8(ascii: "\""), byte != 10, byte != 13
            else {
                throw separatorNode.fault(
                    "the separator must be one character", remedy: "Write \",\", \";\" or \"\\t\".")
            }
            separator = byte
        }
        leadingLines = try node.optional("leadingLines")?.integer() ?? 0
        for element in try node.optional("specialRows")?.elements() ?? [] {
            _ = try element.object(known: ["firstField", "use", "property", "value"])
            let use = try element.required("use").choice(SpecialRow.Use.self)
            let property = use == .property ? try element.string("property") : nil
            specialRows.append(
                SpecialRow(
                    first: try element.required("firstField").pattern(), use: use, property: property,
                    value: try element.optional("value")?.pattern()))
        }
        surplus = try node.optional("surplusFields")?.choice(Surplus.self) ?? .ignoreEmpty
        for (name, alias) in try node.optional("headerAliases")?.members() ?? [] {
            headerAliases[name] = try alias.string()
        }
        if let decimal = node.optional("decimal") {
            decimalComma = try decimal.choice(Decimal.self) == .comma
        }
        if let texts = try node.strings("missing") { missing = Set(texts).union([""]) }
    }

    private enum Decimal: String, CaseIterable { case point = ".", comma = "," }
}

extension TimeRule {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "column", "form", "zone", "stamp", "interval", "repeatedHour", "strip",
        ])
        column = try node.string("column")
        form = try node.optional("form")?.choice(Form.self) ?? .iso
        zone = try node.optionalString("zone") ?? "Europe/Berlin"
        stamp = try node.optional("stamp")?.choice(Stamp.self) ?? .start
        repeatedHour = try node.optional("repeatedHour")?.choice(RepeatedHour.self) ?? .once
        strip = Set((try node.optionalString("strip") ?? "").utf8)
        if let intervalNode = node.optional("interval") {
            let text = try intervalNode.string()
            guard let seconds = Self.seconds(ofDuration: text), seconds > 0 else {
                throw intervalNode.fault(
                    "\"\(text)\" is not a duration", remedy: "Write an ISO 8601 duration such as \"PT15M\" or \"PT1H\"."
                )
            }
            interval = seconds
        }
        if stamp == .end, interval == nil {
            throw node.fault("a stamp at the end needs a length", remedy: "Add \"interval\", for example \"PT1H\".")
        }
        if repeatedHour == .sum, interval == nil {
            throw node.fault("a summed hour needs a length", remedy: "Add \"interval\", for example \"PT15M\".")
        }
    }

    /// Seconds of `PT15M`, `PT1H`, `PT30S`, `P1D`; nil for anything else.
    static func seconds(ofDuration text: String) -> Int? {
        guard text.first == "P", let unit = text.last else { return nil }
        let isTime = text.hasPrefix("PT")
        guard let count = Int(text.dropFirst(isTime ? 2 : 1).dropLast()), count < 100_000 else { return nil }
        switch (isTime, unit) {
        case (true, "S"): return count
        case (true, "M"): return count * 60
        case (true, "H"): return count * 3600
        case (false, "D"): return count * 86_400
        default: return nil
        }
    }
}
