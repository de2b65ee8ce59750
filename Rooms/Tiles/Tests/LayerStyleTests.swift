// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Markup
import Randomness
import Testing
import Wire

@testable import LayerStyles

/// The document of a style, and the files that other programs draw it by.
@Suite struct LayerStyleTests {
    private static let texts = [
        "Linde", "a & <b>", "\"x\" 'y'", "ÄÖÜ ß €", "true", "12", "Zeile\nzwei\tdrei", "=1+1", "]]>",
    ]

    private static func title(_ random: inout SeededRandom) -> Words? {
        guard Bool.random(using: &random) else { return nil }
        return Words(texts.randomElement(using: &random) ?? "", Bool.random(using: &random) ? "in English & so" : nil)
    }

    private static func colour(_ random: inout SeededRandom) -> Colour {
        Colour(
            red: .random(in: 0...255, using: &random), green: .random(in: 0...255, using: &random),
            blue: .random(in: 0...255, using: &random))
    }

    private static func style(_ random: inout SeededRandom) -> LayerStyle {
        var style = LayerStyle(colour: colour(&random))
        style.title = title(&random)
        style.width = Double(Int.random(in: 1...24, using: &random)) / 2
        style.radius = Double(Int.random(in: 10...240, using: &random)) / 10
        style.opacity = Double(Int.random(in: 0...100, using: &random)) / 100
        style.label = Bool.random(using: &random) ? "na\"me & <so>" : nil
        switch Int.random(in: 0...2, using: &random) {
        case 0:
            let values = texts.shuffled(using: &random).prefix(.random(in: 1...8, using: &random))
            style.rule = .categories(
                property: "a'rt<>",
                values.map { LayerStyle.Category(value: $0, colour: colour(&random), title: title(&random)) })
        case 1:
            var from = Double.random(in: -1000...1000, using: &random)
            let classes = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                let one = LayerStyle.Class(
                    from: from, to: from + .random(in: 0.001...500, using: &random), colour: colour(&random),
                    title: title(&random))
                from = one.to
                return one
            }
            style.rule = .classes(property: "höhe", classes)
        default: break
        }
        return style
    }

    @Test func `a style comes back from its document`() throws {
        var random = SeededRandom(seed: 17)
        for _ in 0..<500 {
            let style = Self.style(&random)
            let document = try JSONValue(parsing: style.json.text)
            #expect(LayerStyle(document) == style)
        }
        #expect(LayerStyle(["colour": "red", "width": 1, "radius": 1, "opacity": 1]) == nil)
        #expect(LayerStyle(.null) == nil)
    }

    /// `31,119,164,255` and the key of an option.
    private static func option(_ symbol: XMLElement, _ key: String) -> String? {
        let layer = symbol.child("layer")
        let new = layer?.child("Option")?.children.first { $0["name"] == key }?["value"]
        let old = layer?.children.first { $0.name == "prop" && $0["k"] == key }?["v"]
        return new == old ? new : nil
    }

    private static func components(_ colour: Colour, _ alpha: Int = 255) -> String {
        "\(colour.red),\(colour.green),\(colour.blue),\(alpha)"
    }

    @Test func `QML says what the style says`() throws {
        var random = SeededRandom(seed: 18)
        for round in 0..<300 {
            let style = Self.style(&random)
            let shape = StyledShape.allCases[round % 3]
            let root = try XMLElement.read(Array(style.qml(shape, layer: Words("Bäume", "Trees"), in: .english).utf8))
            #expect(root.name == "qgis" && root["labelsEnabled"] == (style.label == nil ? "0" : "1"))
            let text = root.child("labeling")?.child("settings")?.child("text-style")
            #expect(text?["fieldName"] == style.label)
            let renderer = try #require(root.child("renderer-v2"))
            let symbols = try #require(renderer.child("symbols")?.children)
            func symbol(_ name: String?) throws -> XMLElement { try #require(symbols.first { $0["name"] == name }) }
            func check(_ entry: XMLElement?, _ colour: Colour) throws {
                let symbol = try symbol(entry.map { $0["symbol"] ?? "" } ?? "0")
                #expect(symbol["type"] == shape.rawValue)
                switch shape {
                case .marker:
                    #expect(Self.option(symbol, "color") == Self.components(colour))
                    #expect(Self.option(symbol, "size").flatMap(Double.init) == 2 * style.radius)
                case .line:
                    #expect(Self.option(symbol, "line_color") == Self.components(colour))
                    #expect(Self.option(symbol, "line_width").flatMap(Double.init) == style.width)
                case .fill:
                    let alpha = Int((style.opacity * 255).rounded())
                    #expect(Self.option(symbol, "color") == Self.components(colour, alpha))
                    #expect(Self.option(symbol, "outline_color") == Self.components(colour))
                    #expect(Self.option(symbol, "outline_width").flatMap(Double.init) == style.width)
                }
            }
            #expect(renderer["attr"] == style.property)
            switch style.rule {
            case .single:
                #expect(renderer["type"] == "singleSymbol" && symbols.count == 1)
                try check(nil, style.colour)
            case .categories(_, let categories):
                #expect(renderer["type"] == "categorizedSymbol")
                let entries = try #require(renderer.child("categories")?.children)
                #expect(entries.map { $0["value"] } == categories.map(\.value) + [""])
                for (entry, category) in zip(entries, categories) {
                    try check(entry, category.colour)
                    #expect(entry["label"] == LayerStyle.words(of: category).english)
                }
                try check(entries.last, style.colour)
            case .classes(_, let classes):
                #expect(renderer["type"] == "graduatedSymbol" && symbols.count == classes.count)
                let entries = try #require(renderer.child("ranges")?.children)
                #expect(entries.map { $0["lower"].flatMap(Double.init) } == classes.map(\.from))
                #expect(entries.map { $0["upper"].flatMap(Double.init) } == classes.map(\.to))
                for (entry, one) in zip(entries, classes) { try check(entry, one.colour) }
            }
        }
    }

    @Test func `SLD says what the style says, and leaves no feature without a rule`() throws {
        var random = SeededRandom(seed: 19)
        let types = ["POINT", "MULTILINESTRING", "POLYGON", "GEOMETRY"]
        for round in 0..<300 {
            let style = Self.style(&random)
            let type = types[round % types.count]
            let text = style.sld(type, name: "baeume", layer: Words("Bäume", "Trees"), in: .german)
            let root = try XMLElement.read(Array(text.utf8))
            #expect(root["version"] == "1.0.0" && !text.contains("ElseFilter"))
            let rules = try #require(
                root.child("NamedLayer")?.child("UserStyle")?.child("FeatureTypeStyle")?.children
            ).filter { $0.child("TextSymbolizer") == nil }
            let entries = style.legend(Words("Bäume", "Trees"))
            #expect(rules.count == entries.count)
            for (rule, entry) in zip(rules, entries) {
                #expect(rule.child("Title")?.text == entry.words.german)
                let symbols = rule.children.filter { $0.name.hasSuffix("Symbolizer") }
                #expect(symbols.count == (type == "GEOMETRY" ? 3 : 1))
                for symbol in symbols { #expect(Self.colours(symbol).contains(entry.colour.text)) }
            }
            switch style.rule {
            case .single: #expect(rules[0].child("Filter") == nil)
            case .categories(let property, let categories):
                for (rule, category) in zip(rules, categories) {
                    let equal = rule.child("Filter")?.child("PropertyIsEqualTo")
                    #expect(equal?.child("PropertyName")?.text == property)
                    #expect(equal?.child("Literal")?.text == category.value)
                }
            case .classes(_, let classes):
                for (index, (rule, one)) in zip(rules, classes).enumerated() {
                    let both = rule.child("Filter")?.child("And")
                    let low = index == 0 ? "PropertyIsGreaterThanOrEqualTo" : "PropertyIsGreaterThan"
                    #expect(both?.child(low)?.child("Literal")?.text == "\(one.from)")
                    #expect(both?.child("PropertyIsLessThanOrEqualTo")?.child("Literal")?.text == "\(one.to)")
                }
            }
            let label = root.child("NamedLayer")?.child("UserStyle")?.child("FeatureTypeStyle")?.children.last
            #expect(label?.child("TextSymbolizer")?.child("Label")?.child("PropertyName")?.text == style.label)
        }
    }

    private static func colours(_ element: XMLElement) -> [String] {
        let own = element.name == "CssParameter" && ["fill", "stroke"].contains(element["name"]) ? [element.text] : []
        return own + element.children.flatMap(colours)
    }

    @Test func `what is wrong with a style is said beside its field`() {
        let fields = [
            FeatureField(name: "art", column: "art", type: .text), FeatureField(name: "h", column: "h", type: .real),
            FeatureField(name: "alles", column: "alles", type: .json),
        ]
        func faults(_ change: (inout LayerStyle) -> Void) -> [String] {
            var style = LayerStyle()
            change(&style)
            return style.faults(for: fields).map(\.field)
        }
        let red = Colour(red: 255, green: 0, blue: 0)
        func category(_ value: String) -> LayerStyle.Category { LayerStyle.Category(value: value, colour: red) }
        func one(_ from: Double, _ to: Double) -> LayerStyle.Class { LayerStyle.Class(from: from, to: to, colour: red) }
        #expect(faults { _ in } == [])
        #expect(
            faults {
                $0.width = 0; $0.radius = 25; $0.opacity = 1.5
            } == ["width", "radius", "opacity"])
        #expect(faults { $0.label = "nichts" } == ["label"])
        #expect(faults { $0.label = "alles" } == ["label"])
        #expect(faults { $0.rule = .categories(property: "art", [category("a"), category("b")]) } == [])
        #expect(faults { $0.rule = .categories(property: "h", [category("a")]) } == ["property"])
        #expect(faults { $0.rule = .categories(property: "art", []) } == ["value.0"])
        #expect(faults { $0.rule = .categories(property: "art", [category("a"), category("a")]) } == ["value.1"])
        #expect(
            faults { $0.rule = .categories(property: "art", (0..<13).map { category("\($0)") }) } == ["value.12"])
        #expect(faults { $0.rule = .classes(property: "h", [one(0, 1), one(1, 2)]) } == [])
        #expect(faults { $0.rule = .classes(property: "art", [one(0, 1)]) } == ["property"])
        #expect(faults { $0.rule = .classes(property: "h", [one(1, 1)]) } == ["to.0"])
        #expect(faults { $0.rule = .classes(property: "h", [one(0, .nan)]) } == ["to.0"])
        #expect(faults { $0.rule = .classes(property: "h", [one(0, 2), one(1, 3)]) } == ["from.1"])
    }

    @Test func `steps cover all numbers and are short where they can be`() {
        #expect(LayerStyle.steps([0, 10], 5) == [0, 2, 4, 6, 8, 10])
        #expect(LayerStyle.steps([3, 3], 5) == [])
        #expect(LayerStyle.steps([], 5) == [])
        #expect(LayerStyle.steps([0.13, 1], 3) == [0.13, 0.42, 0.71, 1])
        var random = SeededRandom(seed: 20)
        for _ in 0..<2000 {
            let low = Double.random(in: -1e6...1e6, using: &random)
            let high = low + .random(in: 1e-6...1e6, using: &random)
            let count = Int.random(in: 2...7, using: &random)
            let steps = LayerStyle.steps([low, high], count)
            #expect(steps.count == count + 1 && steps.first == low && steps.last == high)
            #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func `a map style draws each value in its colour`() {
        var style = LayerStyle()
        style.rule = .categories(
            property: "art", [LayerStyle.Category(value: "Linde", colour: Colour(red: 1, green: 2, blue: 3))])
        let document = style.mapStyle(
            name: "baeume", layer: Words("Bäume", nil), tileJSON: "https://x/tiles?f=tilejson", in: .german)
        #expect(document["version"]?.integer == 8)
        #expect(document["sources"]?["baeume"]?["url"] == "https://x/tiles?f=tilejson")
        let colours = ["fill-color", "line-color", "circle-color"].map { name in
            document["layers"]?.array?.compactMap { $0["paint"]?[name] }.first
        }
        let expected: JSONValue = [
            "match", ["to-string", ["get", "art"]], "Linde", "#010203", .string(style.colour.text),
        ]
        #expect(colours == [expected, expected, expected])
    }
}
