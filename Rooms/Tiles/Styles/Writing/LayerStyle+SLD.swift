// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import Markup

/// The style as a Styled Layer Descriptor 1.0 (OGC 02-070).
extension LayerStyle {
    /// A layer of several kinds of geometry gets a symbolizer for each.
    package func sld(_ geometryType: String, name: String, layer: Words, in language: Language) -> String {
        let shapes = StyledShape(geometryType).map { [$0] } ?? [.fill, .line, .marker]
        let entries = legend(layer)
        let filters = filters
        var rules = ""
        for (index, entry) in entries.enumerated() {
            let words = Self.text(language(entry.words))
            let symbols = shapes.map { symbolizer(entry.colour, $0) }.joined()
            rules += "<Rule><Name>\(index)</Name><Title>\(words)</Title>\(filters[index])\(symbols)</Rule>\n"
        }
        if let label {
            rules += """
                <Rule><Name>label</Name><TextSymbolizer><Label><ogc:PropertyName>\(Self.text(label))</ogc:PropertyName></Label>\
                <Font><CssParameter name="font-size">12</CssParameter></Font>\
                <Halo><Radius><ogc:Literal>1</ogc:Literal></Radius><Fill><CssParameter name="fill">#ffffff</CssParameter></Fill></Halo>\
                <Fill><CssParameter name="fill">#141414</CssParameter></Fill></TextSymbolizer></Rule>

                """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" \
            xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd">
            <NamedLayer><Name>\(Self.text(name))</Name><UserStyle><Name>\(Self.text(name))</Name>\
            <Title>\(Self.text(language(layer)))</Title><FeatureTypeStyle>
            \(rules)</FeatureTypeStyle></UserStyle></NamedLayer>
            </StyledLayerDescriptor>

            """
    }

    /// A filter for each entry of the legend. What is left over is said in full: QGIS takes an ElseFilter for all features.
    private var filters: [String] {
        switch rule {
        case .single: return [""]
        case .categories(let property, let categories):
            let each = categories.map { Self.comparison("PropertyIsEqualTo", property, $0.value) }
            return each.map(Self.filter) + [Self.filter(Self.others(property, each))]
        case .classes(let property, let classes):
            let each = classes.enumerated().map { index, one in
                let above = index == 0 ? "PropertyIsGreaterThanOrEqualTo" : "PropertyIsGreaterThan"
                return "<ogc:And>" + Self.comparison(above, property, "\(one.from)")
                    + Self.comparison("PropertyIsLessThanOrEqualTo", property, "\(one.to)") + "</ogc:And>"
            }
            return each.map(Self.filter) + [Self.filter(Self.others(property, each))]
        }
    }

    private static func others(_ property: String, _ taken: [String]) -> String {
        let any = taken.count == 1 ? taken[0] : "<ogc:Or>" + taken.joined() + "</ogc:Or>"
        return "<ogc:Or><ogc:PropertyIsNull><ogc:PropertyName>\(text(property))</ogc:PropertyName></ogc:PropertyIsNull>"
            + "<ogc:Not>\(any)</ogc:Not></ogc:Or>"
    }

    private static func filter(_ condition: String) -> String { "<ogc:Filter>\(condition)</ogc:Filter>" }

    private static func comparison(_ kind: String, _ property: String, _ value: String) -> String {
        "<ogc:\(kind)><ogc:PropertyName>\(text(property))</ogc:PropertyName><ogc:Literal>\(text(value))</ogc:Literal></ogc:\(kind)>"
    }

    private func symbolizer(_ colour: Colour, _ shape: StyledShape) -> String {
        func parameter(_ name: String, _ value: String) -> String {
            "<CssParameter name=\"\(name)\">\(value)</CssParameter>"
        }
        let fill = parameter("fill", colour.text)
        let stroke = parameter("stroke", colour.text) + parameter("stroke-width", "\(width)")
        switch shape {
        case .marker:
            return """
                <PointSymbolizer><Graphic><Mark><WellKnownName>circle</WellKnownName><Fill>\(fill)</Fill>\
                <Stroke>\(parameter("stroke", "#ffffff"))\(parameter("stroke-width", "1"))</Stroke></Mark>\
                <Size>\(2 * radius)</Size></Graphic></PointSymbolizer>
                """
        case .line: return "<LineSymbolizer><Stroke>\(stroke)</Stroke></LineSymbolizer>"
        case .fill:
            return """
                <PolygonSymbolizer><Fill>\(fill)\(parameter("fill-opacity", "\(opacity)"))</Fill><Stroke>\(stroke)</Stroke>\
                </PolygonSymbolizer>
                """
        }
    }

    private static func text(_ text: String) -> String { XMLOutput.escaped(text) }
}
