// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
package import Wire

/// The document that a style is kept and handed on as.
extension LayerStyle {
    package var json: JSONValue {
        var object: JSONObject = [
            "colour": .string(colour.text), "width": JSONValue(width), "radius": JSONValue(radius),
            "opacity": JSONValue(opacity),
        ]
        object["title"] = title.map(Self.document)
        object["label"] = label.map { .string($0) }
        switch rule {
        case .single: break
        case .categories(let property, let categories):
            object["property"] = .string(property)
            object["categories"] = .array(
                categories.map { category in
                    var entry: JSONObject = [
                        "value": .string(category.value), "colour": .string(category.colour.text),
                    ]
                    entry["title"] = category.title.map(Self.document)
                    return .object(entry)
                })
        case .classes(let property, let classes):
            object["property"] = .string(property)
            object["classes"] = .array(
                classes.map { one in
                    var entry: JSONObject = [
                        "from": JSONValue(one.from), "to": JSONValue(one.to), "colour": .string(one.colour.text),
                    ]
                    entry["title"] = one.title.map(Self.document)
                    return .object(entry)
                })
        }
        return .object(object)
    }

    /// Nil for what `json` has not written.
    package init?(_ document: JSONValue) {
        guard let colour = document["colour"]?.string.flatMap({ Colour($0) }),
            let width = document["width"]?.double, let radius = document["radius"]?.double,
            let opacity = document["opacity"]?.double
        else { return nil }
        self.init(colour: colour)
        (self.width, self.radius, self.opacity) = (width, radius, opacity)
        title = Self.words(document["title"])
        label = document["label"]?.string
        guard let property = document["property"]?.string else { return }
        if let entries = document["categories"]?.array {
            rule = .categories(
                property: property,
                entries.compactMap { entry in
                    guard let value = entry["value"]?.string,
                        let colour = entry["colour"]?.string.flatMap({ Colour($0) })
                    else { return nil }
                    return Category(value: value, colour: colour, title: Self.words(entry["title"]))
                })
        } else if let entries = document["classes"]?.array {
            rule = .classes(
                property: property,
                entries.compactMap { entry in
                    guard let from = entry["from"]?.double, let to = entry["to"]?.double,
                        let colour = entry["colour"]?.string.flatMap({ Colour($0) })
                    else { return nil }
                    return Class(from: from, to: to, colour: colour, title: Self.words(entry["title"]))
                })
        }
    }

    private static func document(_ words: Words) -> JSONValue {
        var object: JSONObject = ["de": .string(words.german)]
        object["en"] = words.translation.map { .string($0) }
        return .object(object)
    }

    private static func words(_ document: JSONValue?) -> Words? {
        guard let german = document?["de"]?.string else { return nil }
        return Words(german, document?["en"]?.string)
    }
}
