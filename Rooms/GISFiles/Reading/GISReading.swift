// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Features
import Foundation
package import Geometry
import Wire

/// A layer that was read: its features, and the verdict over them.
package struct GISReading: Sendable {
    package var layer: GISLayer
    /// In CRS84.
    package var features: [Feature] = []
    package var notes: [Words] = []
    package private(set) var fields: [FeatureField] = []
    package private(set) var extent: BoundingBox?
    package private(set) var withoutPlace = 0
    /// Properties whose values name each feature, the likeliest first.
    package private(set) var keys: [String] = []

    init(layer: GISLayer) { self.layer = layer }

    /// Looks at what was read.
    /// - Throws: `GISFault` for a key that is no property.
    mutating func finish(_ declared: GISDeclaration) throws(GISFault) {
        fields = FeatureField.inferred(from: features)
        if let key = declared.key, !features.isEmpty, !fields.contains(where: { $0.name == key }) {
            let names = fields.prefix(20).map(\.name).joined(separator: ", ")
            throw GISFault(
                "Der Schlüssel „\(key)“ ist keine Eigenschaft; es gibt: \(names)",
                "The key \"\(key)\" is no property; there are: \(names)")
        }
        withoutPlace = features.count { $0.wkb == nil }
        for feature in features {
            guard let box = feature.wkb.flatMap({ WKBReader.envelope($0) }) else { continue }
            extent = extent.map { $0.union(box) } ?? box
        }
        let check = GeometryCheck(features)
        if let first = check.first { notes.append(.invalidGeometries(check.count, first.index + 1, first.reason)) }
        if withoutPlace > 0 { notes.append(.withoutPlace(withoutPlace)) }
        if let epsg = layer.system.epsg, let words = SystemAdvice.exactness(epsg) { notes.append(words) }
        keys = Self.keys(features, fields)
        if let key = declared.key {
            for index in features.indices { features[index].id = features[index].properties[key] }
        }
    }

    private static let usual = [
        "gml_id", "objid", "objectid", "uuid", "globalid", "id", "ags", "ars", "kennung", "schluessel", "nummer", "nr",
    ]

    private static func keys(_ features: [Feature], _ fields: [FeatureField]) -> [String] {
        guard !features.isEmpty else { return [] }
        let unique = fields.prefix(100).map(\.name).filter { name in
            var seen: Set<String> = []
            return features.allSatisfy { feature in
                guard let value = feature.properties[name], !value.isNull else { return false }
                let text = value.string ?? value.text
                switch value {
                case .string, .number: return !text.isEmpty && seen.insert(text).inserted
                default: return false
                }
            }
        }
        func rank(_ name: String) -> Int { usual.firstIndex(of: name.lowercased()) ?? usual.count }
        return unique.filter { rank($0) < usual.count }.sorted { rank($0) < rank($1) }
            + unique.filter { rank($0) == usual.count }
    }
}

/// Texts of a CSV that are numbers throughout: a column with one leading zero is a key, and stays a text.
enum DeclaredNumbers {
    static func read(_ features: [Feature]) -> [Feature] {
        var kinds: [String: Bool] = [:]
        for feature in features {
            for (name, value) in feature.properties.members {
                guard let text = value.string, !text.isEmpty else { continue }
                if kinds[name] != false { kinds[name] = isNumber(text) }
            }
        }
        return features.map { feature in
            var feature = feature
            feature.properties = JSONObject(
                feature.properties.members.map { name, value in
                    guard kinds[name] == true, let text = value.string else { return (name, value) }
                    return (name, text.isEmpty ? .null : .number(JSONNumber(literal: text)))
                })
            return feature
        }
    }

    /// Written as JSON writes numbers, without an exponent, and small enough to be kept whole.
    static func isNumber(_ text: String) -> Bool {
        guard text.utf8.count <= 18, let match = text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) else {
            return false
        }
        return match.0 != "-0"
    }
}

/// Members that the KML driver puts beside each feature, whether the file has them or not.
enum KMLFields {
    private static let own: Set<String> = [
        "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder",
        "icon", "snippet",
    ]

    /// Names of free attributes (`Data`) of a document that declares a schema too (OGC 12-007r2, ExtendedData): of those the driver
    /// gives up some or all, without a word.
    static func givenUp(in document: Data) -> [String] {
        let text = String(decoding: document, as: UTF8.self)
        guard text.contains("SchemaData") || text.contains("<Schema") else { return [] }
        var names: [String] = []
        for match in text.matches(of: /<(?:[A-Za-z]+:)?Data\s[^>]*?name\s*=\s*["']([^"']{1,100})["']/) {
            let name = String(match.1)
            if !names.contains(name) { names.append(name) }
            if names.count == 20 { break }
        }
        return names
    }

    static func removed(from features: [Feature]) -> [Feature] {
        var telling: Set<String> = []
        for feature in features {
            for (name, value) in feature.properties.members where own.contains(name) {
                if !value.isNull, value.string != "", value.integer != -1 { telling.insert(name) }
            }
        }
        return features.map { feature in
            var feature = feature
            feature.properties = JSONObject(
                feature.properties.members.filter { !own.contains($0.name) || telling.contains($0.name) })
            return feature
        }
    }
}
