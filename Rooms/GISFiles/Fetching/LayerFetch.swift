// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Wire

/// Fetches a layer from an address into a delivery's folder: of a WFS, of an OGC API – Features, or a file that lies there.
package struct LayerFetch: Sendable {
    private let limits: FetchLimits
    private let reachesOwnNetwork: Bool

    package init(limits: FetchLimits = FetchLimits(), reachesOwnNetwork: Bool = false) {
        (self.limits, self.reachesOwnNetwork) = (limits, reachesOwnNetwork)
    }

    /// Whether a text is an address rather than a file's path.
    package static func isAddress(_ text: String) -> Bool {
        ["https://", "http://"].contains { text.lowercased().hasPrefix($0) }
    }

    /// Puts the files into `files`, and what is known of them into `work`; or says which layers there are to choose from.
    ///
    /// `layer` is the name of one, where that is known. `isKnown` tells by its name whether a file is read at all.
    /// - Throws: `FetchFault`, `CancellationError`; then the folder may hold what had come in.
    package func fetch(
        _ given: String, layer: String?, into files: String, of work: String, isKnown: (String) -> Bool
    ) async throws -> FetchOutcome {
        let address = try FetchAddress(given)
        let connection = FetchConnection(limits, reachesOwnNetwork: reachesOwnNetwork, folder: files)
        defer { connection.clear() }
        let asked = Asked(given: address, layer: layer ?? "", files: files, connection: connection)
        let outcome = try await read(asked, isKnown)
        if case .fetched(let delivery) = outcome { try delivery.keep(in: work) }
        return outcome
    }

    /// What is wanted, and with what it is done.
    private struct Asked {
        let given: FetchAddress
        let layer: String
        let files: String
        let connection: FetchConnection

        func delivery(
            _ layer: ForeignLayer, _ read: (pages: [String], features: Int, isCounted: Bool)
        ) -> FetchOutcome {
            .fetched(
                FetchedDelivery(
                    address: given.text, layer: layer.name, title: layer.title, pages: read.pages,
                    features: read.features, isCounted: read.isCounted))
        }
    }

    private func read(_ asked: Asked, _ isKnown: (String) -> Bool) async throws -> FetchOutcome {
        let isSaid = asked.given["service"]?.uppercased() == "WFS"
        if isSaid || asked.given.name.lowercased().contains("wfs") {
            if let outcome = try await service(asked) { return outcome }
            guard !isSaid else {
                throw FetchFault(
                    "Unter der Adresse antwortet kein WFS.", "No WFS answers at the address.")
            }
        }
        let page = try await asked.connection.page(asked.given, accept: CollectionReading.accept)
        let kind = PageKind(page.head())
        // some answer with a fault to who does not say which service is meant
        if kind == .xml, let seen = try? ServiceXML.read(page.path), seen.isException || seen.root == "WFS_Capabilities"
        {
            let fault = seen.fault
            if let outcome = try await service(asked) { return outcome }
            throw fault ?? FetchFault.status(page.status)
        }
        guard page.isGood else { throw FetchFault.status(page.status) }
        guard page.count > 0 else {
            throw FetchFault("Die Adresse liefert eine leere Datei.", "The address answers with an empty file.")
        }
        if kind == .html { throw FetchFault.forPeople }
        if kind == .json, let outcome = try await collections(page, asked) { return outcome }
        let name = try Self.name(page, kind, isKnown)
        try asked.connection.keep(page, as: name)
        return .fetched(FetchedDelivery(address: asked.given.text, pages: [name]))
    }

    // MARK: WFS

    private func service(_ asked: Asked) async throws -> FetchOutcome? {
        guard let (service, address) = try await WFSReading.capabilities(asked.given, asked.connection, limits) else {
            return nil
        }
        // an address that asks for features says of which layer
        let named = asked.layer.isEmpty ? asked.given["typenames"] ?? asked.given["typename"] ?? "" : asked.layer
        guard let layer = try chosen(named, service.layers) else { return .choice(service.layers) }
        let reading = WFSReading(
            connection: asked.connection, service: service, address: address.operation(service.getFeature),
            layer: layer,
            limits: limits, folder: asked.files)
        return asked.delivery(layer, try await reading.read())
    }

    /// The layer that is meant, or the only one.
    private func chosen(_ named: String, _ layers: [ForeignLayer]) throws(FetchFault) -> ForeignLayer? {
        if named.isEmpty { return layers.count == 1 ? layers[0] : nil }
        return try ForeignLayer.find(named, in: layers)
    }

    // MARK: OGC API – Features

    /// Nil for JSON that is a file of its own.
    private func collections(_ page: FetchedPage, _ asked: Asked) async throws -> FetchOutcome? {
        // a large file without pages need not be read here
        if page.count > GeoJSONDocument.mostBytes { return nil }
        guard let object = try? CollectionReading.object(page) else { return nil }
        let reading = CollectionReading(connection: asked.connection, limits: limits, folder: asked.files)
        if object["type"] == "FeatureCollection" {
            let isPage = object["numberReturned"] != nil || GeoJSONDocument.link("next", in: object) != nil
            guard isPage, let first = try? GeoJSONDocument(.object(object)) else { return nil }
            let parts = page.address.text.split(separator: "?")[0].split(separator: "/").map(String.init)
            let name = parts.last == "items" && parts.count > 2 ? parts[parts.count - 2] : asked.given.name
            let layer = ForeignLayer(name: name.removingPercentEncoding ?? name, title: "")
            return asked.delivery(layer, try await reading.features(first, at: page.address, of: layer))
        }
        if let found = CollectionReading.collection(.object(object), at: page.address) {
            return asked.delivery(found.layer, try await reading.features(found))
        }
        var (list, address) = (object, page.address)
        if list["collections"]?.array == nil {
            let relations = ["data", "http://www.opengis.net/def/rel/ogc/1.0/data"]
            guard let link = relations.lazy.compactMap({ GeoJSONDocument.link($0, in: object) }).first else {
                return nil
            }
            address = try page.address.next(link)
            list = try await reading.document(address)
        }
        let all = try await reading.collections(list, at: address)
        guard let layer = try chosen(asked.layer, all.map(\.layer)), let found = all.first(where: { $0.layer == layer })
        else { return .choice(all.map(\.layer)) }
        return asked.delivery(layer, try await reading.features(found))
    }

    // MARK: Files

    /// What the file is called: its own name, with the ending of what it is.
    private static func name(_ page: FetchedPage, _ kind: PageKind, _ isKnown: (String) -> Bool) throws(FetchFault)
        -> String
    {
        let given = page.address.name.removingPercentEncoding ?? page.address.name
        let plain = given.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
        var stem = String(String(plain).drop { $0 == "." || $0 == "-" }.suffix(100))
        if stem.isEmpty { stem = "abruf" }
        let endings: [String] =
            switch kind {
            case .json: ["geojson", "json"]
            case .xml: ["gml", "xml", "kml", "nas"]
            case .zip: ["zip", "kmz"]
            case .geopackage: ["gpkg"]
            case .flatgeobuf: ["fgb"]
            case .html, .gzip, .other: []
            }
        let own = stem.lastIndex(of: ".").map { stem[stem.index(after: $0)...].lowercased() } ?? ""
        if endings.contains(own) { return stem }
        if let ending = endings.first { return stem + "." + ending }
        guard isKnown(stem), !["zip", "gpkg", "fgb", "json", "geojson", "gml", "kml", "xml"].contains(own) else {
            throw FetchFault(
                "Unter der Adresse liegt keine GIS-Datei und kein Dienst, den Allmende liest (\(page.contentType)).",
                "At the address lies no GIS file and no service that Allmende reads (\(page.contentType)).")
        }
        return stem
    }
}
