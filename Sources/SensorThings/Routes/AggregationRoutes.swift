// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import Storage
import Wire

/// Values gathered in buckets of time, an extension to the API: `Datastreams(1)/aggregate`,
/// `ObservedProperties(1)/aggregate`.
struct AggregationRoutes: Sendable {
    let engine: any StorageEngine

    /// Whether the address asks for an aggregation; the router cannot tell it from the paths of the standard.
    static func isAsked(by path: some StringProtocol) -> Bool {
        path.hasSuffix("/aggregate")
    }

    private struct Series: Sendable {
        let id: Int64
        let name: String
        let unit: String
        var values: [BucketValues] = []
    }

    func answer(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let target = request.uri.string
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let path = target[..<mark].split(separator: "/").dropLast()
        let steps = try ResourcePath(path.last ?? "").steps
        guard let step = steps.first, let id = step.key, [.datastream, .observedProperty].contains(step.type) else {
            throw Problem.notFound("'aggregate' follows Datastreams(1) or ObservedProperties(1).")
        }
        let query = mark == target.endIndex ? "" : target[target.index(after: mark)...]
        let asked = try AggregationRequest(query: query)
        let reader = context.reader
        let series = try await engine.read { connection in
            try Self.series(step.type, id, asked, for: reader, on: connection)
        }
        let accepted = negotiatedType(accept: request.headers[.accept], offered: ["application/json", "text/csv"])
        if asked.isCSV ?? (accepted == "text/csv") {
            return Response(contentType: MediaType.csv, bytes: Self.csv(series, asked))
        }
        let bytes = Self.json(series, asked, isSet: step.type == .observedProperty)
        return Response(contentType: MediaType.json, bytes: bytes)
    }

    // MARK: Reading

    private static func series(
        _ type: EntityType, _ id: Int64, _ asked: AggregationRequest, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> [Series] {
        let isVisible = Dataset.isVisible("dataset_id", to: reader)
        let isThere = try connection.integer(
            "SELECT count(*) FROM \(identifier: type.table) WHERE id = \(id) AND \(isVisible)")
        guard isThere == 1 else { throw Problem.notFound("There is no \(type.rawValue) with the id \(id).") }
        let column = type == .datastream ? "id" : "observed_property_id"
        var series = try connection.rows(
            """
            SELECT id, name, coalesce(unit_symbol, '') FROM datastream
            WHERE \(identifier: column) = \(id) AND \(isVisible) ORDER BY id
            """
        ) { Series(id: $0.integer(0), name: $0.text(1), unit: $0.text(2)) }
        var room = SeriesAggregation.maximumBuckets
        for index in series.indices {
            let values = try SeriesAggregation.buckets(
                of: series[index].id, over: asked.window, by: asked.bucket, in: asked.zone,
                withLast: asked.functions.contains(.last), on: connection)
            guard let values, values.count <= room else { throw tooMany(asked) }
            room -= values.count
            series[index].values = values
        }
        return series
    }

    private static func tooMany(_ asked: AggregationRequest) -> Problem {
        let coarser = TimeBucket.allCases.first { $0.typicalLength > asked.bucket.typicalLength }
        let remedy = coarser.map { "take a coarser bucket such as '\($0.rawValue)' or a shorter window" }
        return AggregationRequest.fault(
            "bucket",
            "more than \(SeriesAggregation.maximumBuckets) buckets would be needed: \(remedy ?? "take a shorter window")"
        )
    }

    // MARK: Writing

    private static func json(_ series: [Series], _ asked: AggregationRequest, isSet: Bool) -> [UInt8] {
        var writer = JSONWriter(reserving: 256 + 128 * series.reduce(0) { $0 + $1.values.count })
        if isSet {
            writer.beginObject()
            head(asked, &writer)
            writer.name("value")
            writer.beginArray()
        }
        for one in series {
            writer.beginObject()
            writer.name("datastream")
            writer.write(one.id)
            writer.name("name")
            writer.write(one.name)
            writer.name("unit")
            writer.write(one.unit)
            if !isSet { head(asked, &writer) }
            writer.name("value")
            writer.beginArray()
            for values in one.values {
                writer.beginObject()
                writer.name("start")
                writer.writeUnescaped { values.bucket.start.appendISO8601(to: &$0) }
                writer.name("end")
                writer.writeUnescaped { values.bucket.end.appendISO8601(to: &$0) }
                for function in asked.functions {
                    writer.name(function.rawValue)
                    if let value = function.value(in: values) { writer.write(value) } else { writer.null() }
                }
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        if isSet {
            writer.endArray()
            writer.endObject()
        }
        return writer.bytes
    }

    private static func head(_ asked: AggregationRequest, _ writer: inout JSONWriter) {
        writer.name("bucket")
        writer.write(asked.bucket.rawValue)
        writer.name("zone")
        writer.write(asked.zone.identifier)
    }

    private static func csv(_ series: [Series], _ asked: AggregationRequest) -> [UInt8] {
        let names = ["datastream", "start", "end"] + asked.functions.map(\.rawValue)
        var bytes = Array((names.joined(separator: ",") + "\r\n").utf8)
        for one in series {
            for values in one.values {
                bytes.append(contentsOf: String(one.id).utf8)
                for instant in [values.bucket.start, values.bucket.end] {
                    bytes.append(UInt8(ascii: ","))
                    instant.appendISO8601(to: &bytes)
                }
                for function in asked.functions {
                    bytes.append(UInt8(ascii: ","))
                    guard let value = function.value(in: values) else { continue }
                    var writer = JSONWriter()
                    writer.write(value)
                    bytes.append(contentsOf: writer.bytes)
                }
                bytes.append(contentsOf: [0x0D, 0x0A])
            }
        }
        return bytes
    }
}
