// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Ledger
import Wire

extension Mapping {
    /// Reads a mapping document (`docs/mapping.schema.json`).
    ///
    /// `document` is what errors call it: a file's path or a shipped name.
    /// `folder` is where its place tables are looked for beside the data's own folder.
    /// `isTrial` is for looking only: owner and licence may be a proposal's `?` then, which an import refuses.
    public init(
        parsing bytes: [UInt8], document: String, folder: String? = nil, isTrial: Bool = false
    ) throws(MappingError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw MappingError(
                document: document, pointer: error.pointer, message: error.description,
                remedy: "Mend the JSON text at this place.")
        }
        let open = OpenAnswers(value)
        try open.refuse(document, isTrial: isTrial)
        self.open = open.pointers
        self.isTrial = isTrial
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
        namesFiles = root.optional("files") != nil
        checksum = SHA256.digest(of: bytes).hexadecimal
        self.folder = folder
        switch kind {
        case .series:
            _ = try root.object(known: common.union(SeriesMapping.members))
            self.kind = .series(try SeriesMapping(root))
        case .layer:
            _ = try root.object(known: common.union(LayerMapping.members))
            self.kind = .layer(try LayerMapping(root))
        }
        if !pseudonyms.isEmpty, dataset.access == .public {
            throw try root.required("dataset").fault(
                "data with pseudonyms are about people, and such a data set cannot be public",
                remedy: "Write \"internal\" or \"restricted\".", at: "access")
        }
    }

    private enum KindName: String, CaseIterable { case series, layer }

    private static func anyFile(_ root: MappingNode) throws(MappingError) -> Pattern {
        let isXML = root.value["format"]?["xml"] != nil
        do {
            if isXML { return try Pattern(#"(?i)\.xml$"#) }
            return try Pattern(#"(?i)\.(csv|tsv|txt|dat|json|geojson|xlsx|xlsm|ods)$"#)
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
