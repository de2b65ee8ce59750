// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import LayerStyles
import Site
import Wire

/// A style as people type it, and what of it cannot be read.
struct StyleForm: Sendable {
    /// A value or a class with its colour; one without a value, or without bounds, is left out.
    struct Row: Sendable {
        var value = ""
        var from = ""
        var to = ""
        var colour = LayerStyle.palette[0].text
        var title = ""
        var titleEnglish = ""
    }

    var kind = StyleQuestion.Kind.single
    var property = ""
    var colour = ""
    var title = ""
    var titleEnglish = ""
    var width = ""
    var radius = ""
    /// In per cent.
    var opacity = ""
    var label = ""
    var rows: [Row] = []
    var faults: [StyleFault] = []

    /// Rows without a value that wait for one.
    private static let spare = 2

    /// What was kept or proposed.
    init(_ style: LayerStyle, _ language: Language) {
        let numerals = Numerals(german: language == .german)
        colour = style.colour.text
        title = style.title?.german ?? ""
        titleEnglish = style.title?.translation ?? ""
        width = numerals.exact(style.width)
        radius = numerals.exact(style.radius)
        opacity = numerals.exact(style.opacity * 100)
        label = style.label ?? ""
        property = style.property ?? ""
        func typed(_ number: Double) -> String { numerals.typed(JSONValue(number).text) }
        switch style.rule {
        case .single: break
        case .categories(_, let categories):
            kind = .categories
            rows = categories.map {
                Row(
                    value: $0.value, colour: $0.colour.text, title: $0.title?.german ?? "",
                    titleEnglish: $0.title?.translation ?? "")
            }
        case .classes(_, let classes):
            kind = .classes
            rows = classes.map {
                Row(
                    from: typed($0.from), to: typed($0.to), colour: $0.colour.text, title: $0.title?.german ?? "",
                    titleEnglish: $0.title?.translation ?? "")
            }
        }
        addSpares()
    }

    /// What was sent.
    init(_ body: FormBody) {
        kind = StyleQuestion.Kind(rawValue: body["kind"]) ?? .single
        property = body["property"]
        colour = body["colour"]
        title = body["title"]
        titleEnglish = body["title-en"]
        width = body["width"]
        radius = body["radius"]
        opacity = body["opacity"]
        label = body["label"]
        guard kind != .single else { return }
        let most = kind == .categories ? LayerStyle.mostCategories : LayerStyle.mostClasses
        for index in 0..<(most + Self.spare) where body.has("colour.\(index)") {
            rows.append(
                Row(
                    value: body["value.\(index)"], from: body["from.\(index)"], to: body["to.\(index)"],
                    colour: body["colour.\(index)"], title: body["title.\(index)"],
                    titleEnglish: body["title-en.\(index)"]))
        }
    }

    private mutating func addSpares() {
        guard kind != .single else { return }
        let most = kind == .categories ? LayerStyle.mostCategories : LayerStyle.mostClasses
        for _ in 0..<min(Self.spare, most - rows.count) {
            rows.append(Row(colour: LayerStyle.palette[rows.count % LayerStyle.palette.count].text))
        }
    }

    /// The style that the form says; faults of what cannot be read are kept in `faults`.
    mutating func read(_ language: Language) -> LayerStyle {
        let numerals = Numerals(german: language == .german)
        var found: [StyleFault] = []
        func number(_ field: String, _ text: String) -> Double {
            guard let number = numerals.number(from: text), number.isFinite else {
                found.append(StyleFault(field, .noStyleNumber))
                return 1
            }
            return number
        }
        func colour(_ field: String, _ text: String) -> Colour {
            guard let colour = Colour(text) else {
                found.append(StyleFault(field, .noStyleColour))
                return LayerStyle.palette[0]
            }
            return colour
        }
        func words(_ german: String, _ english: String) -> Words? {
            german.isEmpty ? nil : Words(german, english.isEmpty ? nil : english)
        }
        var style = LayerStyle(colour: colour("colour", self.colour))
        style.title = words(title, titleEnglish)
        style.width = number("width", width)
        style.radius = number("radius", radius)
        let percent = number("opacity", opacity)
        if !(0...100).contains(percent) { found.append(StyleFault("opacity", .stylePercent)) }
        style.opacity = min(max(percent / 100, 0), 1)
        style.label = label.isEmpty ? nil : label
        let rows = rows.enumerated()
        switch kind {
        case .single: break
        case .categories:
            style.rule = .categories(
                property: property,
                rows.filter { !$1.value.isEmpty }.map { index, row in
                    LayerStyle.Category(
                        value: row.value, colour: colour("colour.\(index)", row.colour),
                        title: words(row.title, row.titleEnglish))
                })
        case .classes:
            style.rule = .classes(
                property: property,
                rows.filter { !$1.from.isEmpty || !$1.to.isEmpty }.map { index, row in
                    LayerStyle.Class(
                        from: number("from.\(index)", row.from), to: number("to.\(index)", row.to),
                        colour: colour("colour.\(index)", row.colour), title: words(row.title, row.titleEnglish))
                })
        }
        faults = found
        return style
    }

    /// Faults of the style that was read, beside the rows of the form that they are about.
    mutating func add(_ faults: [StyleFault]) {
        let filled = rows.indices.filter { index in
            kind == .categories ? !rows[index].value.isEmpty : !rows[index].from.isEmpty || !rows[index].to.isEmpty
        }
        for fault in faults {
            let parts = fault.field.split(separator: ".")
            var field = fault.field
            if parts.count == 2, let number = Int(parts[1]), filled.indices.contains(number) {
                field = "\(parts[0]).\(filled[number])"
            }
            if !self.faults.contains(where: { $0.field == field }) {
                self.faults.append(StyleFault(field, fault.words))
            }
        }
    }
}
