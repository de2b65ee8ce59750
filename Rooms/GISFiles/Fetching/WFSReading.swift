// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Markup

/// Reads all features of one layer of a WFS, page by page, and whether these are all.
struct WFSReading {
    let connection: FetchConnection
    let service: WFSCapabilities
    /// Where features are asked for, without what only concerns one request.
    let address: FetchAddress
    let layer: ForeignLayer
    let limits: FetchLimits
    let folder: String

    /// Parameters of a request that an address may already have.
    static let own = [
        "service", "version", "acceptversions", "request", "typename", "typenames", "startindex", "count",
        "maxfeatures",
        "outputformat", "resulttype", "srsname", "sections",
    ]

    // MARK: Asking

    /// The service's description of itself; nil where the address has none.
    static func capabilities(
        _ address: FetchAddress, _ connection: FetchConnection, _ limits: FetchLimits
    ) async throws -> (WFSCapabilities, FetchAddress)? {
        let base = address.with([], without: own)
        let fields = [(name: "service", value: "WFS"), (name: "request", value: "GetCapabilities")]
        // servers that do not know the first question answer the second
        var fault: FetchFault?
        for version in [(name: "acceptversions", value: "2.0.0,1.1.0"), (name: "version", value: "1.1.0")] {
            let page = try await connection.page(
                base.with(fields + [version]), accept: "text/xml, application/xml, */*;q=0.5")
            guard page.isGood || page.head(4096).contains(0x3C) else { throw FetchFault.status(page.status) }
            guard !PageKind.isForPeople(page.head()) else { return nil }
            let seen: ServiceXML
            do throws(FetchFault) {
                seen = try ServiceXML.read(page.path)
            } catch {
                return nil
            }
            fault = seen.fault
            if fault != nil { continue }
            guard seen.root == "WFS_Capabilities" else { return nil }
            guard seen.elements <= WFSCapabilities.mostElements else {
                throw FetchFault.tooLarge(WFSCapabilities.mostBytes >> 20)
            }
            let bytes = try page.bytes(WFSCapabilities.mostBytes)
            let root: XMLElement
            do throws(XMLElement.Fault) {
                root = try XMLElement.read(bytes)
            } catch {
                throw FetchFault.noXML(isForbidden: error.isForbidden)
            }
            guard ["2.0", "1.1"].contains(where: { root["version"]?.hasPrefix($0) ?? false }) else {
                fault = FetchFault.said("WFS \(root["version"] ?? "")")
                continue
            }
            return (try WFSCapabilities(root, most: limits.layers), page.address.with([], without: own))
        }
        if let fault { throw fault }
        return nil
    }

    private func request(_ fields: [(name: String, value: String)]) -> FetchAddress {
        let isNew = service.version == .newer
        let asked = [
            (name: "service", value: "WFS"), (name: "version", value: service.version.rawValue),
            (name: "request", value: "GetFeature"), (name: isNew ? "typeNames" : "typeName", value: layer.name),
        ]
        return address.with(asked + fields, without: Self.own)
    }

    /// How many features there are; nil where the service does not say.
    private func hits() async throws -> Int? {
        let page = try await connection.page(
            request([(name: "resultType", value: "hits")]), accept: "text/xml, application/xml, */*;q=0.5")
        guard page.isGood, let seen = try? ServiceXML.read(page.path), !seen.isException else { return nil }
        return seen.said
    }

    /// What came of a request for features.
    private enum Answer {
        case page(FeaturePage, FetchedPage)
        case refused(FetchFault)
    }

    private func page(from start: Int, _ count: Int?, format: String?) async throws -> Answer {
        var fields: [(name: String, value: String)] = []
        if let count {
            fields.append((service.version == .newer ? "count" : "maxFeatures", String(count)))
            fields.append(("startIndex", String(start)))
        }
        if let format { fields.append(("outputFormat", format)) }
        let answer = try await connection.page(
            request(fields),
            accept: format == nil ? "text/xml, application/xml, */*;q=0.5" : "application/geo+json, */*;q=0.5")
        let head = answer.head()
        if format != nil, PageKind(head) == .json, answer.isGood {
            do throws(FetchFault) {
                let document = try GeoJSONDocument(try answer.bytes(GeoJSONDocument.mostBytes))
                return .page(document.page, answer)
            } catch {
                return .refused(error)
            }
        }
        guard !PageKind.isForPeople(head), PageKind(head) == .xml else {
            return .refused(answer.isGood ? .noXML(isForbidden: false) : .status(answer.status))
        }
        do throws(FetchFault) {
            let seen = try ServiceXML.read(answer.path)
            if let fault = seen.fault { return .refused(fault) }
            guard answer.isGood, format == nil else { return .refused(.status(answer.status)) }
            return .page(seen.page, answer)
        } catch {
            return .refused(error)
        }
    }

    // MARK: All pages

    /// Puts all features into the folder; returns the names of the files and the count.
    func read() async throws -> (pages: [String], features: Int, isCounted: Bool) {
        let matched = try await hits()
        if matched == 0 { throw FetchFault.empty }
        var tally = PageTally(matched: matched, most: limits.features)
        if let matched, matched > limits.features { throw FetchFault.tooMany(limits.features) }
        var format = service.geoJSON
        var count = service.hasPages ?? (service.version == .newer) ? limits.page : nil
        var answer = try await page(from: 0, count, format: format)
        // what a service says it can do, it may not do for this layer
        if case .refused = answer, format != nil {
            format = nil
            answer = try await page(from: 0, count, format: nil)
        }
        if case .refused = answer, count != nil {
            count = nil
            answer = try await page(from: 0, nil, format: nil)
        }
        var store = FeatureStore(layer: layer, folder: folder, isGeoJSON: format != nil)
        while true {
            switch answer {
            case .refused(let fault):
                // a service without pages may refuse the question whether there is more
                if count != nil || tally.count == 0 { throw fault }
                try tally.requireAll()
                return try end(&store, tally)
            case .page(var page, let fetched):
                // of 1.1.0 the number is that of this answer
                if service.version == .older { page.matched = nil }
                guard try tally.take(page, asked: count) else {
                    try tally.requireAll()
                    return try end(&store, tally)
                }
                try store.add(fetched, through: connection)
                if tally.isFull { return try end(&store, tally) }
            }
            answer = try await page(from: tally.count, limits.page, format: format)
        }
    }

    private func end(
        _ store: inout FeatureStore, _ tally: PageTally
    ) throws(FetchFault) -> (pages: [String], features: Int, isCounted: Bool) {
        try store.finish()
        return (store.names, tally.count, tally.matched != nil)
    }
}
