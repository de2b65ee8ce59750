// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
package import Wire

/// The style as a style document of Mapbox and MapLibre (version 8) over the layer's tiles.
extension LayerStyle {
    package func mapStyle(name: String, layer: Words, tileJSON: String, in language: Language) -> JSONValue {
        func paint(_ type: String, _ geometry: String, _ paint: JSONObject) -> JSONValue {
            [
                "id": .string(name + "-" + type), "type": .string(type), "source": .string(name),
                "source-layer": .string(name), "filter": ["==", ["geometry-type"], .string(geometry)],
                "paint": .object(paint),
            ]
        }
        let colour = colourExpression
        // no labels: they would need letters as pictures, which nobody here makes
        return [
            "version": 8, "name": .string(language(layer)),
            "sources": .object([name: ["type": "vector", "url": .string(tileJSON)]]),
            "layers": [
                paint("fill", "Polygon", ["fill-color": colour, "fill-opacity": JSONValue(opacity)]),
                .object(outline(name, colour)),
                paint(
                    "circle", "Point",
                    [
                        "circle-color": colour, "circle-radius": JSONValue(radius), "circle-stroke-color": "#ffffff",
                        "circle-stroke-width": 1,
                    ]),
            ],
            "metadata": [
                "allmende:legend": .array(
                    legend(layer).map { ["colour": .string($0.colour.text), "title": .string(language($0.words))] })
            ],
        ]
    }

    /// Lines, and the outlines of areas.
    private func outline(_ name: String, _ colour: JSONValue) -> JSONObject {
        [
            "id": .string(name + "-line"), "type": "line", "source": .string(name), "source-layer": .string(name),
            "filter": ["!=", ["geometry-type"], "Point"],
            "paint": ["line-color": colour, "line-width": JSONValue(width)],
        ]
    }

    private var colourExpression: JSONValue {
        switch rule {
        case .single: return .string(colour.text)
        case .categories(let property, let categories):
            var list: [JSONValue] = ["match", ["to-string", ["get", .string(property)]]]
            for category in categories { list += [.string(category.value), .string(category.colour.text)] }
            return .array(list + [.string(colour.text)])
        case .classes(let property, let classes):
            let value: JSONValue = ["get", .string(property)]
            var list: [JSONValue] = ["case", ["!=", ["typeof", value], "number"], .string(colour.text)]
            for (index, one) in classes.enumerated() {
                let above: JSONValue = [index == 0 ? ">=" : ">", value, JSONValue(one.from)]
                list += [["all", above, ["<=", value, JSONValue(one.to)]], .string(one.colour.text)]
            }
            return .array(list + [.string(colour.text)])
        }
    }
}
