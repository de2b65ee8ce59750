// SPDX-License-Identifier: EUPL-1.2
import Wire

extension TableFormat {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "encoding", "separator", "leadingLines", "specialRows", "surplusFields", "headerAliases", "decimal",
            "missing", "thousands", "headerStart", "headerLines", "columns", "blocks", "fixedWidth", "keyValue",
            "unpivot", "json", "xml", "sheet", "fillDown", "pseudonymise",
            "beyondLimits", "units",
        ])
        encoding = try node.optional("encoding")?.choice(TextEncoding.self)
        if let node = node.optional("separator") { (separators, isBlankSeparated) = try Self.separators(node) }
        try readShape(node)
        if let lines = node.optional("leadingLines") {
            leadingLines = try lines.integer()
            guard (0...Self.mostPlaces).contains(leadingLines) else {
                throw lines.fault(
                    "no number of lines before a header", remedy: "Write how many lines stand before it, from 0 on.")
            }
        }
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
            number.hasComma = try decimal.choice(Decimal.self) == .comma
        }
        // "" is the answer to a proposal's question: none.
        if let thousands = node.optional("thousands"), thousands.value != "" {
            number.thousands = try thousands.choice(NumberForm.Thousands.self)
        }
        if let thousands = number.thousands, thousands == (number.hasComma ? .comma : .point) {
            throw try node.required("thousands").fault(
                "the same character separates thousands and decimals", remedy: "Declare \"decimal\" as the other one.")
        }
        number.units = try node.strings("units") ?? []
        if number.units.contains(where: { $0.trimmed.isEmpty || $0.contains(where: \.isNumber) }) {
            throw try node.required("units").fault(
                "a text that is no unit", remedy: "Name what stands behind the numbers, such as \"°C\".")
        }
        if let texts = try node.strings("missing") { missing = Set(texts).union([""]) }
        beyondLimits = try node.optional("beyondLimits")?.choice(LimitText.Rule.self)
        if let node = node.optional("pseudonymise") { pseudonyms = try Pseudonyms(node) }
    }

    /// Lines before a header, and characters in a line.
    private static let mostPlaces = 1_000_000

    private enum JSONKind: String, CaseIterable { case records, columns, keyed }
    private enum Decimal: String, CaseIterable { case point = ".", comma = "," }

    /// One character, `auto` for the usual one that fits, `blank` for any number of blanks, or a list.
    private static func separators(_ node: MappingNode) throws(MappingError) -> ([UInt8], isBlank: Bool) {
        switch node.value.string {
        case "auto": return ([], false)
        case "blank": return ([0x20, 0x09], true)
        default: break
        }
        if node.value.array != nil {
            var all: [UInt8] = []
            for element in try node.elements() { all.append(try separator(element)) }
            guard !all.isEmpty else { throw node.fault("no separator is named", remedy: "Write \"auto\" to find it.") }
            return (all, false)
        }
        return ([try separator(node)], false)
    }

    private static func separator(_ node: MappingNode) throws(MappingError) -> UInt8 {
        let text = try node.string()
        guard let byte = text.utf8.first, text.utf8.count == 1, byte != UInt8(ascii: "\""), byte != 10, byte != 13
        else {
            throw node.fault(
                "the separator must be one character",
                remedy: "Write \",\", \";\" or \"\\t\", a list of them, \"auto\" or \"blank\".")
        }
        return byte
    }

    private mutating func readShape(_ node: MappingNode) throws(MappingError) {
        sheet = try node.optionalString("sheet")
        fillDown = try node.strings("fillDown") ?? []
        headerStart = try node.optional("headerStart")?.pattern()
        columns = try node.strings("columns") ?? []
        if let lines = node.optional("headerLines") {
            headerLines = try lines.integer()
            guard (0...5).contains(headerLines) else {
                throw lines.fault("a header has 0 to 5 lines", remedy: "Write how many lines name the columns.")
            }
        }
        if let blocksNode = node.optional("blocks") {
            blocks = try blocksNode.string().isEmpty ? .blankLines : .line(try blocksNode.pattern())
        }
        if let fixed = node.optional("fixedWidth") {
            shape = .fixedWidth(fixed.value.bool == true ? [] : try Self.fixedColumns(fixed))
        }
        if let mark = node.optional("keyValue") { shape = .keyValue(mark: try Self.separator(mark)) }
        if let part = node.optional("json") {
            _ = try part.object(known: ["records", "as"])
            let kind = try part.optional("as")?.choice(JSONKind.self) ?? .records
            let path = try part.optionalString("records") ?? ""
            shape = .json(
                JSONRule(
                    path: path.split(separator: "/").map(String.init), isColumns: kind == .columns,
                    isKeyed: kind == .keyed))
        }
        if let part = node.optional("xml") {
            _ = try part.object(known: ["records"])
            let path = try part.string("records").split(separator: "/").map(String.init)
            guard !path.isEmpty else {
                throw try part.required("records").fault(
                    "no element is named", remedy: "Write the name of the element that each record is, or its path.")
            }
            shape = .xml(path: path)
        }
        // "" says on purpose that columns are no stations
        if let part = node.optional("unpivot"), part.value.string != "" {
            _ = try part.object(known: ["columns", "into", "value"])
            unpivot = Unpivot(
                columns: try part.required("columns").pattern(), into: try part.string("into"),
                value: try part.string("value"))
        }
        let namesColumns: Bool
        switch shape {
        case .separated: namesColumns = false
        case .fixedWidth(let fixed): namesColumns = !fixed.isEmpty
        case .keyValue, .json, .xml: namesColumns = true
        }
        if headerLines == 0, columns.isEmpty, !namesColumns {
            throw node.fault("a table without a header needs its columns named", remedy: "Add \"columns\": [\"…\", …].")
        }
    }

    private static func fixedColumns(_ node: MappingNode) throws(MappingError) -> [FixedColumn] {
        var columns: [FixedColumn] = []
        for element in try node.elements() {
            _ = try element.object(known: ["name", "start", "length"])
            let start = try element.required("start").integer()
            let length = try element.required("length").integer()
            guard (1...Self.mostPlaces).contains(start), (1...Self.mostPlaces).contains(length) else {
                throw element.fault(
                    "places are counted from 1, up to a million",
                    remedy: "Write \"start\" and \"length\" from 1 on.")
            }
            columns.append(
                FixedColumn(name: try element.string("name"), range: (start - 1)..<(start - 1 + length)))
        }
        return columns
    }
}
