// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CQL2
import Features
import FeaturesWFS
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Rights
import Site
import Storage
import Wire

extension ServiceRoutes {
    /// What is asked of one type.
    private struct Asked: Sendable {
        let collection: FeatureCollection
        let writing: FeatureWriting
        var query = FeatureQuery()
        /// Nil for all there are.
        var count: Int?
        var start = 0
        var isHits = false
        /// The answer is values of one property.
        var isOfValues = false
        /// It is an error when there is none.
        var isSingle = false
    }

    func features(_ asked: ServiceRequest, _ context: HTTPContext) async throws -> Response {
        let wanted = try await read(asked, context)
        let version = asked.version
        let first = try await context.read(engine, isCostly: true) { connection in
            let collection = wanted.collection
            // counted as far as the answer has to know it
            var matched = try FeatureCollectionQueries.count(of: collection, matching: wanted.query, on: connection)
            if matched == nil, wanted.isHits {
                matched = try FeatureCollectionQueries.count(
                    of: collection, matching: wanted.query, atMost: .max - 1, on: connection)
            }
            var page = Page(matched: matched, isHits: wanted.isHits)
            if wanted.isHits { return page }
            guard
                let position = try FeatureCollectionQueries.position(
                    ofLast: wanted.start, of: collection, matching: wanted.query, on: connection)
            else { return page }
            let end = wanted.count.map { wanted.start + $0 }
            if let matched {
                page.returned = max(0, min(end ?? matched, matched) - wanted.start)
            } else {
                page.returned = nil
            }
            if matched == nil, let end {
                let seen = try FeatureCollectionQueries.position(
                    ofLast: end, of: collection, matching: wanted.query, on: connection)
                page.returned = end - wanted.start
                if seen == nil {
                    let all = try FeatureCollectionQueries.count(
                        of: collection, matching: wanted.query, atMost: end, on: connection)
                    page.returned = max(0, (all ?? end) - wanted.start)
                }
            }
            page.position = position
            try Self.fill(&page, wanted, on: connection)
            return page
        }
        if wanted.isSingle, first.written == 0 {
            throw ServiceFault(
                "NotFound", "ID", german: "Ein Objekt mit dieser Kennung gibt es nicht.",
                english: "There is no feature of this id.")
        }
        let root = wanted.isOfValues ? "ValueCollection" : "FeatureCollection"
        let opening = opening(root, wanted.collection, version, first, context)
        let closing = "</wfs:\(root)>"
        let engine = engine
        var headers = Self.headers
        headers[.contentType] = Self.gmlType(version)
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                try await writer.write(ByteBuffer(string: opening))
                var page = first
                while true {
                    if !page.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: page.bytes)) }
                    if page.isLast { break }
                    let before = page
                    page = try await context.read(engine, isCostly: true, isContinuation: true) { connection in
                        try FeatureCollectionQueries.requireSameImport(as: wanted.collection, on: connection)
                        var next = before
                        next.bytes = []
                        try Self.fill(&next, wanted, on: connection)
                        return next
                    }
                }
                try await writer.write(ByteBuffer(string: closing))
                try await writer.finish(nil)
            })
    }

    /// A stretch of the answer.
    private struct Page: Sendable {
        var matched: Int?
        var isHits = false
        /// How many features there will be; nil where that is not known before the end.
        var returned: Int? = 0
        var written = 0
        var position: Int64 = 0
        var bytes: [UInt8] = []
        var isLast = true
    }

    private static let chunk = 128 * 1024

    private static func fill(_ page: inout Page, _ wanted: Asked, on connection: any StorageConnection) throws {
        var output = XMLOutput(reserving: chunk + 16_384)
        page.isLast = true
        var (position, written, isLast) = (page.position, page.written, true)
        try FeatureCollectionQueries.forEach(
            of: wanted.collection, matching: wanted.query, after: position, on: connection
        ) { row in
            if let count = wanted.count, written == count { return false }
            if output.bytes.count >= chunk {
                isLast = false
                return false
            }
            let feature = FeatureCollectionQueries.stored(row, wanted.collection)
            if wanted.isOfValues {
                wanted.writing.writeValue(feature, to: &output)
            } else {
                wanted.writing.write(feature, to: &output)
            }
            written += 1
            position = row.integer(0)
            return true
        }
        (page.position, page.written, page.isLast, page.bytes) = (position, written, isLast, output.bytes)
    }

    private func opening(
        _ root: String, _ collection: FeatureCollection, _ version: ServiceVersion, _ page: Page,
        _ context: HTTPContext
    ) -> String {
        let space = Self.space(version)
        let own = XMLOutput.escaped(namespace(context))
        let isNew = version == .newer
        let type = XMLOutput.escaped(ServiceNames.type(of: collection.name))
        let describe =
            XMLOutput.escaped(
                "\(address(context))?service=WFS&version=\(version.rawValue)&request=DescribeFeatureType&typeName=")
            + ServiceNames.prefix + ":" + type
        let schema = isNew ? "wfs/2.0/wfs.xsd" : "wfs/1.1.0/wfs.xsd"
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <wfs:\(root) xmlns:wfs="\(space.wfs)" xmlns:gml="\(space.gml)" xmlns:\(ServiceNames.prefix)="\(own)" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="\(space.wfs) http://schemas.opengis.net/\(schema) \(own) \(describe)" \
            timeStamp="\(clock().iso8601)"
            """
        if isNew {
            text +=
                " numberMatched=\"\(page.matched.map { String($0) } ?? "unknown")\" numberReturned=\"\(page.returned ?? 0)\">"
        } else {
            let number = page.isHits ? page.matched : page.returned
            text += number.map { " numberOfFeatures=\"\($0)\">" } ?? ">"
        }
        return text
    }

    // MARK: Reading the request

    private func read(_ asked: ServiceRequest, _ context: HTTPContext) async throws -> Asked {
        if let format = asked["outputformat"], !Self.isTaken(format, asked.version) {
            throw ServiceFault.invalid(
                "outputFormat", german: "Es gibt \(Self.gmlType(asked.version)); GeoJSON steht unter /ogc.",
                english: "There is \(Self.gmlType(asked.version)); GeoJSON is at /ogc.")
        }
        var named = asked.first("resourceid", "featureid")?.split(separator: ",").map(String.init)
        var isSingle = false
        if let query = asked["storedquery_id"] {
            guard query == Self.byID || query.hasSuffix("GetFeatureById") else {
                throw ServiceFault.invalid(
                    "storedquery_id", german: "Es gibt \(Self.byID).", english: "There is \(Self.byID).")
            }
            guard let id = asked["id"] else { throw ServiceFault.missing("ID") }
            (named, isSingle) = ([id], true)
        }
        var type = asked.first("typenames", "typename")
        if type == nil { type = named?.first.flatMap { ServiceNames.feature(ofResource: $0)?.layer } }
        guard let type else {
            if isSingle {
                throw ServiceFault(
                    "NotFound", "ID", german: "Ein Objekt mit dieser Kennung gibt es nicht.",
                    english: "There is no feature of this id.")
            }
            throw ServiceFault.missing("typeNames")
        }
        let plain = type.filter { $0 != "(" && $0 != ")" }
        guard !plain.contains(",") else {
            throw ServiceFault(
                "OptionNotSupported", "typeNames", german: "Es geht ein Objekttyp in einer Anfrage.",
                english: "There is one feature type in a request.")
        }
        let collection = try await collection(ofType: plain, context)
        let names = ServiceNames(collection)
        var system = SystemName.usual
        if let text = asked["srsname"] {
            guard let given = SystemName(text) else {
                throw ServiceFault.invalid(
                    "srsName", german: "Das Bezugssystem „\(text.excerpt(80))“ gibt es hier nicht.",
                    english: "The reference system “\(text.excerpt(80))” is not served.")
            }
            system = given
        }
        let value = try value(asked, names)
        let chosen = try value.map { [$0] } ?? properties(asked, names)
        let writing = FeatureWriting(names, asked.version, in: system, properties: chosen)
        var wanted = Asked(collection: collection, writing: writing)
        wanted.isSingle = isSingle
        wanted.isHits = asked["resulttype"]?.lowercased() == "hits"
        wanted.count = try number(asked, "count", "maxfeatures")
        wanted.start = try number(asked, "startindex") ?? 0
        if asked.version == .newer { wanted.count = min(wanted.count ?? limits.maximumPage, limits.maximumPage) }
        wanted.query.order = try order(asked, names)
        try filter(asked, names, named, system, &wanted.query)
        if let value {
            wanted.isOfValues = true
            let isThere = FeatureCollectionQueries.condition(having: names.field(value), in: collection)
            wanted.query.condition = wanted.query.condition.map { "(\($0) AND \(isThere))" } ?? isThere
        }
        return wanted
    }

    /// The property that GetPropertyValue asks for; nil for GetFeature.
    private func value(_ asked: ServiceRequest, _ names: ServiceNames) throws -> String? {
        guard asked.operation.lowercased() == "getpropertyvalue" else { return nil }
        guard let text = asked["valuereference"] else { throw ServiceFault.missing("valueReference") }
        let name = XMLElement.local(text.split(separator: "/").last.map(String.init) ?? text)
        guard name == names.geometry || names.field(name) != nil else {
            throw ServiceFault.invalid(
                "valueReference", german: "Eine Eigenschaft „\(name.excerpt(60))“ gibt es hier nicht.",
                english: "There is no property “\(name.excerpt(60))” here.")
        }
        return name
    }

    private static func isTaken(_ format: String, _ version: ServiceVersion) -> Bool {
        let plain = format.lowercased().filter { $0 != " " }
        return version == .newer
            ? plain.hasPrefix("application/gml+xml") || plain.contains("gml/3.2") || plain == "gml32"
            : plain.contains("gml/3.1") || plain == "gml3"
    }

    private func properties(_ asked: ServiceRequest, _ names: ServiceNames) throws -> Set<String>? {
        guard let text = asked["propertyname"] else { return nil }
        var chosen: Set<String> = []
        for part in text.filter({ $0 != "(" && $0 != ")" }).split(separator: ",") {
            let name = XMLElement.local(part.split(separator: "/").last.map(String.init) ?? String(part))
            if name == "*" { return nil }
            guard name == names.geometry || names.field(name) != nil else {
                throw ServiceFault.invalid(
                    "propertyName", german: "Eine Eigenschaft „\(name.excerpt(60))“ gibt es hier nicht.",
                    english: "There is no property “\(name.excerpt(60))” here.")
            }
            chosen.insert(name)
        }
        return chosen
    }

    private func number(_ asked: ServiceRequest, _ keys: String...) throws -> Int? {
        for key in keys {
            guard let text = asked[key] else { continue }
            guard let number = Int(text), number >= 0, number <= 1_000_000_000 else {
                throw ServiceFault.invalid(
                    key, german: "\(key) ist eine ganze Zahl ab 0.", english: "\(key) is a whole number from 0.")
            }
            return number
        }
        return nil
    }

    private func order(_ asked: ServiceRequest, _ names: ServiceNames) throws -> [FeatureOrder] {
        guard let text = asked["sortby"] else { return [] }
        return try text.split(separator: ",").prefix(5).map { part in
            let words = part.split(separator: " ")
            let name = XMLElement.local(words.first.map(String.init) ?? "")
            guard let field = names.field(name), field.type != .json else {
                throw ServiceFault.invalid(
                    "sortBy", german: "Nach „\(name.excerpt(60))“ wird hier nicht sortiert.",
                    english: "Nothing is sorted by “\(name.excerpt(60))” here.")
            }
            let direction = words.dropFirst().first?.uppercased() ?? "ASC"
            return FeatureOrder(field: field, isDescending: direction.hasPrefix("D"))
        }
    }

    private func filter(
        _ asked: ServiceRequest, _ names: ServiceNames, _ resources: [String]?, _ system: SystemName,
        _ query: inout FeatureQuery
    ) throws {
        let collection = names.collection
        if let resources {
            let ids = resources.compactMap { text -> String? in
                ServiceNames.feature(ofResource: text).flatMap { $0.layer == collection.name ? $0.id : nil }
            }
            query.condition = FeatureCollectionQueries.condition(naming: ids, in: collection)
            return
        }
        do {
            if let element = asked.element {
                let filter = try FilterReading(names, usual: system).read(element)
                if let named = filter.named {
                    query.condition = FeatureCollectionQueries.condition(naming: named.map(\.id), in: collection)
                }
                if let condition = filter.condition {
                    query.condition = try FeatureFilter.condition(condition, on: collection)
                }
            } else if let text = asked["bbox"] {
                let area = try box(text, system)
                let condition = try FilterExpression(meeting: area, property: FeatureFilter.geometryName)
                query.condition = try FeatureFilter.condition(condition, on: collection)
            }
        } catch let fault as FilterFault {
            throw ServiceFault(fault)
        }
    }

    /// Four numbers and the system they are in; its spelling says which axis comes first.
    private func box(_ text: String, _ usual: SystemName) throws -> GeometryValue {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.filter { $0 != " " }
        }
        let numbers = parts.prefix(4).compactMap { Double($0) }
        var system = usual
        if parts.count == 5, let given = SystemName(parts[4]) { system = given }
        let fault = ServiceFault.invalid(
            "bbox", german: "bbox sind vier Zahlen, die kleinere Ecke zuerst, und das Bezugssystem.",
            english: "bbox is four numbers, the lower corner first, and the reference system.")
        guard numbers.count == 4, parts.count == 4 || parts.count == 5, numbers.allSatisfy(\.isFinite),
            parts.count == 4 || SystemName(parts[4]) != nil, numbers[0] <= numbers[2], numbers[1] <= numbers[3]
        else { throw fault }
        let (low, high) = (Position(numbers[0], numbers[1]), Position(numbers[2], numbers[3]))
        let corners = system.own(.polygon([[low, Position(high.x, low.y), high, Position(low.x, high.y), low]]))
        guard let area = FilterReading.area(corners, system.system) else { throw fault }
        return area
    }
}
