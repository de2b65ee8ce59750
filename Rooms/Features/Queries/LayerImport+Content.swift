// SPDX-License-Identifier: EUPL-1.2
import Geometry
import Storage
import Wire

extension LayerImport {
    /// A fingerprint of features as they came in, whatever is said about their layer.
    package static func digest(_ features: [Feature]) -> String {
        var digest = ContentDigest()
        for feature in features {
            digest.add(feature.id?.text ?? "")
            digest.add(feature.wkb ?? [])
            digest.add(JSONValue.object(feature.properties).text)
        }
        return digest.text
    }

    /// The ids of the features: from the documents, from a property, or their place in the order.
    struct Identifiers {
        let texts: [String]
        let kind: FeatureCollection.IdentifierKind

        init(of features: [Feature], field: String?) throws(LayerError) {
            var texts: [String] = []
            texts.reserveCapacity(features.count)
            var firsts: [String: Int] = [:]
            var isNumeric = true
            for (index, feature) in features.enumerated() {
                let given = feature.id ?? field.flatMap { feature.properties[$0] }
                let text: String
                switch given {
                case .string(let value) where !value.isEmpty:
                    text = value
                    isNumeric = false
                case .number(let number):
                    text = number.integer.map { String($0) } ?? number.literal
                case nil, .null:
                    text = String(index + 1)
                default:
                    throw .invalid(message: "an id is a text or a number", pointer: "/features/\(index)/id")
                }
                guard text.utf8.count <= 500 else {
                    throw .invalid(message: "an id has at most 500 bytes", pointer: "/features/\(index)/id")
                }
                if let first = firsts.updateValue(index, forKey: text) {
                    throw .duplicateIdentifier(
                        id: text, first: first, second: index, pointer: "/features/\(index)/id")
                }
                texts.append(text)
            }
            self.texts = texts
            kind = isNumeric ? .number : .text
        }
    }

    /// What the register keeps about a layer's features.
    struct Content {
        let geometryType: String
        let extent: BoundingBox?
        let document: JSONValue
        let digest: String

        init(features: [Feature], fields: [FeatureField], identifiers: Identifiers, description: LayerDescription) {
            var digest = ContentDigest()
            var extent: BoundingBox?
            var types: Set<Int> = []
            var first: String?
            var last: String?
            let timeField = fields.first { $0.name == description.timeField }
            digest.add(String(describing: description))
            for field in fields { digest.add("\(field.name)\u{0}\(field.column)\u{0}\(field.type.rawValue)") }
            for (feature, identifier) in zip(features, identifiers.texts) {
                digest.add(identifier)
                digest.add(feature.wkb ?? [])
                digest.add(JSONValue.object(feature.properties).text)
                if let wkb = feature.wkb {
                    if let box = WKBReader.envelope(wkb) { extent = extent.map { $0.union(box) } ?? box }
                    var isFirst = true
                    WKBReader.walk(wkb) { event in
                        if case .begin(let type, _, _) = event, isFirst { types.insert(type) }
                        isFirst = false
                    }
                }
                let time = timeField.flatMap { field in feature.properties[field.name].map { field.type.stored($0) } }
                if let time, case .text(let text) = time {
                    first = min(first ?? text, text)
                    last = max(last ?? text, text)
                }
            }
            self.extent = extent
            self.digest = digest.text
            geometryType = types.count == 1 ? WKBReader.typeNames[types.first ?? 0].uppercased() : "GEOMETRY"
            var document: JSONObject = [
                "unplaced": JSONValue(features.count { $0.wkb == nil }), "digest": .string(digest.text),
                "identifiers": .string(identifiers.kind.rawValue),
                "fields": .array(
                    fields.map {
                        ["name": .string($0.name), "column": .string($0.column), "type": .string($0.type.rawValue)]
                    }),
            ]
            document["timeField"] = description.timeField.map { .string($0) }
            if let first, let last { document["temporal"] = [.string(first), .string(last)] }
            self.document = .object(document)
        }
    }
}
