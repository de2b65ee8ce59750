// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import FeaturesWFS
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// WFS 2.0.0 (OGC 09-025r2) and 1.1.0 (OGC 04-094) with transactions at `/wfs`, over the same layers as `/ogc`.
struct ServiceRoutes: PageSet {
    let features: FeaturesRoutes
    var site: Site { features.site }
    var limits: Limits { features.limits }

    static let path = "/wfs"

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.on(.get, Self.path, .serviceReading) { request, context in
            try await answer(request, context) { () throws(ServiceFault) in
                try ServiceRequest(query: request.uri.query ?? "")
            }
        }
        routes.on(.post, Self.path, .serviceWriting) { request, context in
            let body = try await request.bytes(limit: limits.maximumBody)
            return try await answer(request, context) { () throws(ServiceFault) in try ServiceRequest(body: body) }
        }
        routes.share(Self.path, [.get, .head, .post])
        return routes
    }

    private func answer(
        _ request: Request, _ context: HTTPContext, _ read: () throws(ServiceFault) -> ServiceRequest
    ) async throws -> Response {
        // before it is known, faults are told in the version that is asked for most
        var version = (request.uri.query ?? "").contains("1.1.0") ? ServiceVersion.older : .newer
        var operation = ""
        do {
            let asked = try read()
            (version, operation) = (asked.version, asked.operation)
            switch asked.operation.lowercased() {
            case "getcapabilities": return try await capabilities(asked, request, context)
            case "describefeaturetype": return try await describe(asked, context)
            case "getpropertyvalue" where version == .newer: return try await features(asked, context)
            case "getfeature": return try await features(asked, context)
            case "liststoredqueries" where version == .newer: return storedQueries(isFull: false)
            case "describestoredqueries" where version == .newer: return storedQueries(isFull: true)
            case "transaction" where request.method == .post: return try await transaction(asked, context)
            default:
                let known = "GetCapabilities, DescribeFeatureType, GetFeature, GetPropertyValue, Transaction (POST)"
                throw ServiceFault(
                    "OperationNotSupported", "request",
                    german: "\(asked.operation.excerpt(60)) gibt es hier nicht; es gibt \(known).",
                    english: "There is no \(asked.operation.excerpt(60)) here; there are \(known).")
            }
        } catch let fault as ServiceFault {
            // QGIS shows the text of a refused transaction only where it comes with 200, which these versions leave open
            let isOlder = version != .newer && operation == "Transaction"
            return xml(
                fault.report(version, language(request)), status: isOlder ? .ok : fault.status,
                type: version == .newer ? Self.xmlType : "text/xml; charset=utf-8")
        }
    }

    static let xmlType = "application/xml; charset=utf-8"

    func xml(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String = xmlType) -> Response {
        Response(status: status, contentType: type, bytes: bytes, headers: Self.headers)
    }

    /// QGIS keeps what it may and shows that instead of asking again, `no-cache` or not: after a change it showed the layer of before.
    static let headers: HTTPFields = [.vary: "Accept-Language, Cookie", .cacheControl: "no-store"]

    func address(_ context: HTTPContext) -> String { context.baseURL.text + Self.path }

    /// The namespace of the types: the layers of this server.
    func namespace(_ context: HTTPContext) -> String { context.baseURL.text + Self.path + "/types" }

    static func space(_ version: ServiceVersion) -> (wfs: String, gml: String) {
        version == .newer
            ? ("http://www.opengis.net/wfs/2.0", "http://www.opengis.net/gml/3.2")
            : ("http://www.opengis.net/wfs", "http://www.opengis.net/gml")
    }

    static func gmlType(_ version: ServiceVersion) -> String {
        version == .newer ? "application/gml+xml; version=3.2" : "text/xml; subtype=gml/3.1.1"
    }

    /// The layer of a type, if the reader may see it.
    func collection(ofType type: String, _ context: HTTPContext) async throws -> FeatureCollection {
        let name = ServiceNames.layer(ofType: type)
        let (reader, source) = (context.reader, features.sources.first { $0.name.rawValue == name })
        let found: FeatureCollection? = try await engine.read { connection in
            if let source { return try FeatureCollectionQueries.find(source, for: reader, on: connection) }
            return try FeatureCollectionQueries.find(name, for: reader, on: connection)
        }
        guard let found else {
            throw ServiceFault.invalid(
                "typeName", german: "Einen Objekttyp „\(type.excerpt(60))“ gibt es nicht; GetCapabilities nennt alle.",
                english: "There is no feature type “\(type.excerpt(60))”; GetCapabilities lists them.")
        }
        return found
    }

    // MARK: Stored queries

    /// The one that the standard demands: a feature by its id.
    static let byID = "urn:ogc:def:query:OGC-WFS::GetFeatureById"

    private func storedQueries(isFull: Bool) -> Response {
        let wfs = Self.space(.newer).wfs
        let name = isFull ? "DescribeStoredQueriesResponse" : "ListStoredQueriesResponse"
        let content =
            isFull
            ? """
            <wfs:StoredQueryDescription id="\(Self.byID)"><wfs:Title>GetFeatureById</wfs:Title>\
            <wfs:Parameter name="ID" type="xs:string"/><wfs:QueryExpressionText returnFeatureTypes="" \
            language="urn:ogc:def:queryLanguage:OGC-WFS::WFSQueryExpression" isPrivate="true"/></wfs:StoredQueryDescription>
            """
            : """
            <wfs:StoredQuery id="\(Self.byID)"><wfs:Title>GetFeatureById</wfs:Title><wfs:ReturnFeatureType/>\
            </wfs:StoredQuery>
            """
        let document = """
            <?xml version="1.0" encoding="UTF-8"?>
            <wfs:\(name) xmlns:wfs="\(wfs)" xmlns:xs="http://www.w3.org/2001/XMLSchema">\(content)</wfs:\(name)>
            """
        return xml(Array(document.utf8))
    }

    // MARK: Transaction

    private func transaction(_ asked: ServiceRequest, _ context: HTTPContext) async throws -> Response {
        try context.requireDelivery()
        guard let element = asked.element else { throw ServiceFault.missing("Transaction") }
        let (reader, now, version) = (context.reader, clock(), asked.version)
        let bytes = try await engine.write { connection -> [UInt8] in
            var run = TransactionRun(version, as: reader, at: now, on: connection)
            try run.run(element)
            return run.answer()
        }
        return xml(bytes, type: version == .newer ? Self.xmlType : "text/xml; charset=utf-8")
    }
}
