// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// A page of GeoJSON, read whole.
struct GeoJSONDocument {
    let root: JSONObject
    let features: [JSONValue]

    static let mostBytes = 256 << 20

    /// Of a FeatureCollection.
    init(_ bytes: [UInt8]) throws(FetchFault) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        } catch {
            throw FetchFault(
                "Die Antwort des Dienstes ist kein JSON: \(error.description)",
                "The service's answer is no JSON: \(error.description)")
        }
        try self.init(value)
    }

    init(_ value: JSONValue) throws(FetchFault) {
        guard let root = value.object, root["type"] == "FeatureCollection", let features = root["features"]?.array
        else {
            throw FetchFault(
                "Die Antwort des Dienstes ist JSON, aber keine FeatureCollection.",
                "The service's answer is JSON but no FeatureCollection.")
        }
        (self.root, self.features) = (root, features)
    }

    var page: FeaturePage {
        var page = FeaturePage()
        for feature in features {
            if let id = feature["id"], !id.isNull {
                page.keys.append(ShortKey.of(id.text))
            } else {
                page.hasIDs = false
                page.keys.append(ShortKey.of(feature.text))
            }
        }
        page.matched = ["numberMatched", "totalFeatures"].lazy.compactMap { root[$0]?.integer }.first.map { Int($0) }
        page.next = Self.link("next", in: root)
        return page
    }

    /// The link of a kind that leads to JSON, or does not say where.
    static func link(_ relation: String, in object: JSONObject?) -> String? {
        let links = (object?["links"]?.array ?? []).filter { $0["rel"]?.string == relation }
        let fitting = links.first { $0["type"]?.string?.lowercased().contains("json") ?? false }
        return (fitting ?? links.first { $0["type"]?.string == nil })?["href"]?.string
    }
}

/// The pages of one layer as files: GeoJSON becomes one document, GML stays as it came.
struct FeatureStore {
    private let stem: String
    private let folder: String
    private let isGeoJSON: Bool
    private var handle: FileHandle?
    private var system: JSONValue?
    private(set) var names: [String] = []

    init(layer: ForeignLayer, folder: String, isGeoJSON: Bool) {
        let plain = layer.localName.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" }
        let stem = String(String(plain).prefix(60))
        self.stem = stem.isEmpty || stem.hasPrefix("-") ? "ebene" + stem : stem
        (self.folder, self.isGeoJSON) = (folder, isGeoJSON)
    }

    mutating func add(_ page: FetchedPage, through connection: FetchConnection) throws(FetchFault) {
        guard !isGeoJSON else { return try add(GeoJSONDocument(try page.bytes(GeoJSONDocument.mostBytes))) }
        let name = names.isEmpty ? "\(stem).gml" : "\(stem)-\(names.count + 1).gml"
        try connection.keep(page, as: name)
        names.append(name)
    }

    mutating func add(_ document: GeoJSONDocument) throws(FetchFault) {
        let own = document.root["crs"] ?? .null
        if names.isEmpty {
            let name = stem + ".geojson"
            let path = folder + "/" + name
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw .disk }
            (self.handle, system, names) = (handle, own, [name])
            let head = own.isNull ? "" : "\"crs\":\(own.text),"
            try write(Array("{\"type\":\"FeatureCollection\",\(head)\"features\":[\n".utf8))
        } else {
            guard own.isEquivalent(to: system ?? .null) else {
                throw FetchFault(
                    "Die Seiten des Dienstes stehen in verschiedenen Bezugssystemen.",
                    "The service's pages are in different reference systems.")
            }
            if !document.features.isEmpty { try write(Array(",\n".utf8)) }
        }
        for (index, feature) in document.features.enumerated() {
            if index > 0 { try write(Array(",\n".utf8)) }
            var writer = JSONWriter(reserving: 1 << 12)
            writer.write(feature)
            try write(writer.takeBytes())
        }
    }

    mutating func finish() throws(FetchFault) {
        guard isGeoJSON, handle != nil else { return }
        try write(Array("\n]}\n".utf8))
        try? handle?.close()
        handle = nil
    }

    private func write(_ bytes: [UInt8]) throws(FetchFault) {
        do {
            try handle?.write(contentsOf: bytes)
        } catch {
            throw .disk
        }
    }
}
