// SPDX-License-Identifier: EUPL-1.2
package import Features
import Markup

/// Names of a layer, its properties and its features in XML, where not each text may be a name.
package struct ServiceNames: Sendable {
    package let collection: FeatureCollection
    /// Without a prefix.
    package let type: String
    package let geometry: String
    /// In the order of the fields.
    package let properties: [String]

    package static let prefix = "town"

    package init(_ collection: FeatureCollection) {
        self.collection = collection
        type = Self.type(of: collection.name)
        var taken: Set<String> = ["geometry", "gml_id"]
        geometry = "geometry"
        properties = collection.fields.map { field in
            let base = Self.name(field.name)
            var name = base
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base)_\(number)"
                number += 1
            }
            return name
        }
    }

    package func field(_ name: String) -> FeatureField? {
        properties.firstIndex(of: name).map { collection.fields[$0] }
    }

    /// The type of a layer's features: its name, with `_` before a digit.
    package static func type(of layer: String) -> String {
        layer.first.map { $0.isLetter } == true ? layer : "_" + layer
    }

    /// The layer of a type, with or without a prefix.
    package static func layer(ofType type: String) -> String {
        let local = XMLElement.local(type)
        return local.hasPrefix("_") ? String(local.dropFirst()) : local
    }

    /// The text with `_` in the place of what no name may hold.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isLatin = (0xC0...0x2FF).contains(scalar.value) && scalar.value != 0xD7 && scalar.value != 0xF7
            let isLetter = scalar == "_" || isLatin || scalar.isASCII && scalar.properties.isAlphabetic
            let isLater = isLetter || ("0"..."9").contains(scalar) || scalar == "-"
            let isKept = (name.isEmpty ? isLetter : isLater)
            if name.isEmpty, !isKept, isLater { name = "_" }
            name.unicodeScalars.append(isKept || name == "_" && isLater ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    // MARK: Ids

    /// The id of a feature in documents (`gml:id`): `trees.17`; bytes that no name may hold are `_` and two digits.
    package func resource(_ id: String) -> String {
        var text = type + "."
        for byte in id.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "_0" + digits : "_" + digits
            }
        }
        return text
    }

    /// Layer and id of a feature; nil for what is none.
    package static func feature(ofResource text: String) -> (layer: String, id: String)? {
        guard let dot = text.firstIndex(of: "."), dot > text.startIndex else { return nil }
        var bytes: [UInt8] = []
        let rest = Array(text[text.index(after: dot)...].utf8)
        var index = 0
        while index < rest.count {
            if rest[index] == 0x5F, index + 2 < rest.count,
                let byte = UInt8(String(decoding: rest[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(rest[index])
                index += 1
            }
        }
        let id = String(decoding: bytes, as: UTF8.self)
        return id.isEmpty || id.utf8.contains(0) ? nil : (layer(ofType: String(text[..<dot])), id)
    }
}
