// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import Features
import Markup

/// What a file of a style draws.
package enum StyledShape: String, Sendable, Hashable, CaseIterable {
    case marker, line, fill

    /// Nil for a layer of several kinds.
    package init?(_ geometryType: String) {
        switch geometryType {
        case "POINT", "MULTIPOINT": self = .marker
        case "LINESTRING", "MULTILINESTRING": self = .line
        case "POLYGON", "MULTIPOLYGON": self = .fill
        default: return nil
        }
    }
}

/// The style as QGIS keeps it beside a layer (QML, written for 3.22).
extension LayerStyle {
    package func qml(_ shape: StyledShape, layer: Words, in language: Language) -> String {
        let entries = legend(layer)
        var renderer = ""
        switch rule {
        case .single:
            renderer = #"<renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">"#
        case .categories(let property, let categories):
            renderer = """
                <renderer-v2 type="categorizedSymbol" attr="\(attribute(property))" forceraster="0" symbollevels="0" \
                enableorderby="0"><categories>
                """
            // an empty value is that of everything else
            for (index, value) in (categories.map(\.value) + [""]).enumerated() {
                let label = language(entries[index].words)
                renderer += """
                    <category value="\(attribute(value))" symbol="\(index)" label="\(attribute(label))" render="true"/>
                    """
            }
            renderer += "</categories>"
        case .classes(let property, let classes):
            renderer = """
                <renderer-v2 type="graduatedSymbol" graduatedMethod="GraduatedColor" attr="\(attribute(property))" \
                forceraster="0" symbollevels="0" enableorderby="0"><ranges>
                """
            for (index, one) in classes.enumerated() {
                let label = language(entries[index].words)
                renderer += """
                    <range lower="\(one.from)" upper="\(one.to)" symbol="\(index)" label="\(attribute(label))" render="true"/>
                    """
            }
            renderer += "</ranges>"
        }
        // QGIS draws nothing outside of its ranges
        let drawn: ArraySlice<Entry> = if case .classes = rule { entries.dropLast() } else { entries[...] }
        let symbols = drawn.enumerated().map { symbol($1.colour, named: String($0), shape) }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="\(label == nil ? 0 : 1)">
            \(renderer)<symbols>\(symbols)</symbols><rotation/><sizescale/></renderer-v2>
            \(labelling(shape))<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode>
            </qgis>

            """
    }

    private func symbol(_ colour: Colour, named name: String, _ shape: StyledShape) -> String {
        let plain = Self.components(colour, 1)
        let (type, properties): (String, [(String, String)]) =
            switch shape {
            case .marker:
                (
                    "SimpleMarker",
                    [
                        ("name", "circle"), ("color", plain), ("size", "\(2 * radius)"), ("size_unit", "Pixel"),
                        ("outline_color", "255,255,255,255"), ("outline_width", "1"), ("outline_width_unit", "Pixel"),
                        ("outline_style", "solid"),
                    ]
                )
            case .line:
                (
                    "SimpleLine",
                    [
                        ("line_color", plain), ("line_width", "\(width)"), ("line_width_unit", "Pixel"),
                        ("line_style", "solid"), ("joinstyle", "round"), ("capstyle", "round"),
                    ]
                )
            case .fill:
                (
                    "SimpleFill",
                    [
                        ("color", Self.components(colour, opacity)), ("style", "solid"), ("outline_color", plain),
                        ("outline_width", "\(width)"), ("outline_width_unit", "Pixel"), ("outline_style", "solid"),
                    ]
                )
            }
        // as 3.22 writes them: for itself, and for its elders
        let options = properties.map { "<Option name=\"\($0)\" type=\"QString\" value=\"\($1)\"/>" }.joined()
        let elder = properties.map { "<prop k=\"\($0)\" v=\"\($1)\"/>" }.joined()
        return """
            <symbol type="\(shape.rawValue)" name="\(name)" alpha="1" clip_to_extent="1" force_rhr="0">\
            <layer class="\(type)" enabled="1" locked="0" pass="0"><Option type="Map">\(options)</Option>\(elder)</layer>\
            </symbol>
            """
    }

    private func labelling(_ shape: StyledShape) -> String {
        guard let label else { return "" }
        let placement = [StyledShape.marker: 0, .line: 2, .fill: 4][shape] ?? 0
        return """
            <labeling type="simple"><settings><text-style fieldName="\(attribute(label))" isExpression="0" fontSize="9" \
            fontSizeUnit="Point" textColor="20,20,20,255" textOpacity="1"><text-buffer bufferDraw="1" bufferSize="1" \
            bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1"/></text-style>\
            <placement placement="\(placement)" dist="1" distUnits="MM"/><rendering drawLabels="1"/></settings></labeling>

            """
    }

    /// `31,119,164,255`
    private static func components(_ colour: Colour, _ opacity: Double) -> String {
        "\(colour.red),\(colour.green),\(colour.blue),\(Int((opacity * 255).rounded()))"
    }

    /// A text between quotes of an attribute.
    private func attribute(_ text: String) -> String {
        XMLOutput.escaped(text).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
    }

    /// The same style where properties have other names, as in a file that cannot bear theirs.
    package func renaming(_ names: [String: String]) -> LayerStyle {
        func name(_ old: String) -> String { names[old] ?? old }
        var style = self
        style.label = label.map(name)
        switch rule {
        case .single: break
        case .categories(let property, let categories): style.rule = .categories(property: name(property), categories)
        case .classes(let property, let classes): style.rule = .classes(property: name(property), classes)
        }
        return style
    }
}
