// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// Reads an OGC API – Features (OGC 17-069r4): its collections, and all features of one, page by page.
struct CollectionReading {
    let connection: FetchConnection
    let limits: FetchLimits
    let folder: String

    static let accept = "application/geo+json, application/json;q=0.9, */*;q=0.5"

    /// A collection and where its features begin.
    struct Found {
        let layer: ForeignLayer
        let items: FetchAddress
    }

    // MARK: Collections

    /// Those of a document that lists them, and of the pages that it goes on with.
    func collections(_ document: JSONObject, at address: FetchAddress) async throws -> [Found] {
        var all: [Found] = []
        var (document, address) = (document, address)
        var seen: Set<FetchAddress> = [address]
        while true {
            for entry in document["collections"]?.array ?? [] {
                if let found = Self.collection(entry, at: address) { all.append(found) }
            }
            guard all.count <= limits.layers else {
                throw FetchFault(
                    "Der Dienst hat mehr als \(limits.layers) Ebenen; bitte nennen Sie die Adresse einer davon.",
                    "The service has more than \(limits.layers) layers; please name the address of one of them.")
            }
            guard let next = GeoJSONDocument.link("next", in: document) else { break }
            address = try address.next(next)
            guard seen.insert(address).inserted else { break }
            document = try await self.document(address)
        }
        guard !all.isEmpty else {
            throw FetchFault("Der Dienst bietet keine Ebene an.", "The service offers no layer.")
        }
        return all
    }

    /// A collection of features; nil for one of anything else.
    static func collection(_ entry: JSONValue, at address: FetchAddress) -> Found? {
        guard let object = entry.object, let id = object["id"]?.string ?? object["name"]?.string, id.utf8.count <= 500,
            (object["itemType"]?.string ?? "feature") == "feature",
            let link = GeoJSONDocument.link("items", in: object), let items = try? address.next(link)
        else { return nil }
        let system = object["storageCrs"]?.string ?? ""
        let title = object["title"]?.string ?? ""
        return Found(
            layer: ForeignLayer(name: id, title: String(title.prefix(200)), system: String(system.prefix(100))),
            items: items)
    }

    /// A document of the service.
    func document(_ address: FetchAddress) async throws -> JSONObject {
        let page = try await connection.page(address, accept: Self.accept)
        guard page.isGood else { throw FetchFault.status(page.status) }
        return try Self.object(page)
    }

    static func object(_ page: FetchedPage) throws(FetchFault) -> JSONObject {
        do {
            if let object = try JSONValue(parsing: try page.bytes(GeoJSONDocument.mostBytes)).object { return object }
        } catch let fault as FetchFault {
            throw fault
        } catch {
            throw FetchFault(
                "Die Antwort ist kein JSON: \(error)", "The answer is no JSON: \(error)")
        }
        throw FetchFault("Die Antwort ist JSON, aber kein Objekt.", "The answer is JSON but no object.")
    }

    // MARK: Features

    /// All features from an address on, as one file.
    func features(_ found: Found) async throws -> (pages: [String], features: Int, isCounted: Bool) {
        var page: FetchedPage
        if found.items["limit"] == nil {
            let limit = [(name: "limit", value: String(limits.page))]
            page = try await connection.page(found.items.with(limit), accept: Self.accept)
            // the standard lets a server give less than is asked for; some refuse instead
            if page.status == 400 { page = try await connection.page(found.items, accept: Self.accept) }
        } else {
            page = try await connection.page(found.items, accept: Self.accept)
        }
        guard page.isGood else { throw FetchFault.status(page.status) }
        let document = try GeoJSONDocument(.object(try Self.object(page)))
        return try await features(document, at: page.address, of: found.layer)
    }

    /// From a first page on.
    func features(
        _ first: GeoJSONDocument, at start: FetchAddress, of layer: ForeignLayer
    ) async throws -> (pages: [String], features: Int, isCounted: Bool) {
        var tally = PageTally(most: limits.features)
        var store = FeatureStore(layer: layer, folder: folder, isGeoJSON: true)
        var (document, address) = (first, start)
        var seen: Set<FetchAddress> = [start]
        while true {
            let page = document.page
            guard try tally.take(page, asked: nil) else { break }
            try store.add(document)
            guard let next = page.next else { break }
            address = try address.next(next)
            guard seen.insert(address).inserted else { throw FetchFault.unsteady }
            document = try GeoJSONDocument(.object(try await self.document(address)))
        }
        try tally.requireAll()
        try store.finish()
        return (store.names, tally.count, tally.matched != nil)
    }
}
