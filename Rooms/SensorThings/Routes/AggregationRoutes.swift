// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import SensorThingsModel
import SensorThingsReading
import SensorThingsSeries
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
        /// First start and last end of the numbers there are; nil without any.
        let range: InstantInterval?
    }

    func answer(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let target = request.uri.string
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let path = target[..<mark].split(separator: "/").dropLast()
        let steps = try ResourcePath(path.last ?? "").steps
        if steps.first?.type == .multiDatastream {
            throw Problem.badRequest(
                "'aggregate' gathers single numbers; it does not take the elements of MultiDatastreams.",
                german: "'aggregate' fasst einzelne Zahlen zusammen, keine Elemente von MultiDatastreams.")
        }
        guard let step = steps.first, let id = step.key, [.datastream, .observedProperty].contains(step.type) else {
            throw Problem.notFound(
                "'aggregate' follows Datastreams(1) or ObservedProperties(1).",
                german: "'aggregate' folgt auf Datastreams(1) oder ObservedProperties(1).")
        }
        let query = mark == target.endIndex ? "" : target[target.index(after: mark)...]
        let asked = try AggregationRequest(query: query)
        let reader = context.reader
        let series = try await engine.read { connection in
            try Self.series(step.type, id, asked, for: reader, on: connection)
        }
        let accepted = negotiatedType(accept: request.headers[.accept], offered: ["application/json", "text/csv"])
        let isCSV = asked.isCSV ?? (accepted == "text/csv")
        let isSet = step.type == .observedProperty
        if !series.isEmpty {
            // Whoever has too much under way is told before the answer begins.
            try await context.read(engine, isCostly: true) { _ in }
        }
        let body = ResponseBody { writer in
            var bytes = isCSV ? Self.headOfCSV(asked) : isSet ? Self.headOfSet(asked) : []
            let chunks = stride(from: 0, to: series.count, by: Self.chunk).map { start in
                Array(series[start..<min(start + Self.chunk, series.count)])
            }
            // two at a time: each has a reader, and a processor, of its own
            for pair in stride(from: 0, to: chunks.count, by: 2) {
                async let first = part(chunks[pair], asked, isCSV: isCSV, isSet: isSet, context)
                async let second = part(
                    pair + 1 < chunks.count ? chunks[pair + 1] : [], asked, isCSV: isCSV, isSet: isSet, context)
                for (offset, part) in try await [first, second].enumerated() where !part.isEmpty {
                    if !isCSV, pair + offset > 0 { bytes.append(UInt8(ascii: ",")) }
                    bytes += part
                }
                try await writer.write(ByteBuffer(bytes: bytes))
                bytes = []
            }
            if !isCSV, isSet { bytes += Array("]}".utf8) }
            try await writer.write(ByteBuffer(bytes: bytes))
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: isCSV ? MediaType.csv : MediaType.json], body: body)
    }

    /// Datastreams that are read and written together.
    private static let chunk = 32

    // MARK: Reading

    private static func series(
        _ type: EntityType, _ id: Int64, _ asked: AggregationRequest, for reader: Reader,
        on connection: any StorageConnection
    ) throws -> [Series] {
        let scope = ReadScope(type: type, alias: "t0")
        let isThere = try connection.integer(
            """
            SELECT count(*) FROM \(scope.source)
            WHERE \(scope.hasID(id)) AND \(scope.isVisible(to: reader) ?? "TRUE")
            """)
        guard isThere == 1 else {
            throw Problem.notFound(
                "There is no \(type.rawValue) with the id \(id).",
                german: "Ein \(type.rawValue) mit der Nummer \(id) gibt es nicht.")
        }
        let column = type == .datastream ? "id" : "observed_property_id"
        let series = try connection.rows(
            """
            SELECT id, name, coalesce(unit_symbol, ''), s.phenomenon_start, s.latest_time
            FROM datastream LEFT JOIN datastream_state s ON s.datastream_id = id
            WHERE \(identifier: column) = \(id) AND \(Dataset.isVisible("dataset_id", to: reader))
                AND multi_observation_data_types IS NULL
            ORDER BY id
            """
        ) { row in
            let range = row.integerIfPresent(3).map { start in
                InstantInterval(
                    start: Instant(microseconds: start), end: Instant(microseconds: row.integer(4) + 1))
            }
            return Series(id: row.integer(0), name: row.text(1), unit: row.text(2), range: range)
        }
        let most = type == .datastream ? SeriesAggregation.maximumBuckets : maximumBucketsOfSet
        var count: Int64 = 0
        for one in series {
            guard let range = one.range else { continue }
            let start = max(range.start, asked.window.start)
            let end = min(range.end, asked.window.end)
            if start < end { count += (end.microseconds - start.microseconds) / asked.bucket.typicalLength + 1 }
            guard count <= Int64(most) else { throw tooMany(asked, most) }
        }
        return series
    }

    /// Buckets of one answer over many Datastreams.
    private static let maximumBucketsOfSet = 1_000_000

    private static func tooMany(_ asked: AggregationRequest, _ most: Int) -> Problem {
        let coarser = TimeBucket.allCases.first { $0.typicalLength > asked.bucket.typicalLength }
        let remedy = coarser.map { "take a coarser bucket such as '\($0.rawValue)' or a shorter window" }
        return AggregationRequest.fault(
            "bucket", "more than \(most) buckets would be needed: \(remedy ?? "take a shorter window")")
    }

    /// Some Datastreams with their buckets, as bytes.
    private func part(
        _ series: [Series], _ asked: AggregationRequest, isCSV: Bool, isSet: Bool, _ context: HTTPContext
    ) async throws -> [UInt8] {
        if series.isEmpty { return [] }
        return try await context.read(engine, isCostly: true, isContinuation: true) { connection in
            var bytes: [UInt8] = []
            for one in series {
                let values = try SeriesAggregation.buckets(
                    of: one.id, over: asked.window, by: asked.bucket, in: asked.zone,
                    withLast: asked.functions.contains(.last), on: connection)
                if isCSV {
                    Self.writeCSV(one, values ?? [], asked, into: &bytes)
                } else {
                    if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
                    bytes += Self.json(one, values ?? [], asked, isSet: isSet)
                }
            }
            return bytes
        }
    }

    // MARK: Writing

    private static func headOfSet(_ asked: AggregationRequest) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        head(asked, &writer)
        writer.name("value")
        writer.beginArray()
        return writer.bytes
    }

    private static func json(
        _ series: Series, _ values: [BucketValues], _ asked: AggregationRequest, isSet: Bool
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 128 + 128 * values.count)
        writer.beginObject()
        writer.name("datastream")
        writer.write(series.id)
        writer.name("name")
        writer.write(series.name)
        writer.name("unit")
        writer.write(series.unit)
        if !isSet { head(asked, &writer) }
        writer.name("value")
        writer.beginArray()
        for value in values {
            writer.beginObject()
            writer.name("start")
            writer.writeUnescaped { value.bucket.start.appendISO8601(to: &$0) }
            writer.name("end")
            writer.writeUnescaped { value.bucket.end.appendISO8601(to: &$0) }
            for function in asked.functions {
                writer.name(function.rawValue)
                if let number = function.value(in: value) { writer.write(number) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func head(_ asked: AggregationRequest, _ writer: inout JSONWriter) {
        writer.name("bucket")
        writer.write(asked.bucket.rawValue)
        writer.name("zone")
        writer.write(asked.zone.identifier)
    }

    private static func headOfCSV(_ asked: AggregationRequest) -> [UInt8] {
        let names = ["datastream", "start", "end"] + asked.functions.map(\.rawValue)
        return Array((names.joined(separator: ",") + "\r\n").utf8)
    }

    private static func writeCSV(
        _ series: Series, _ values: [BucketValues], _ asked: AggregationRequest, into bytes: inout [UInt8]
    ) {
        for value in values {
            bytes.append(contentsOf: String(series.id).utf8)
            for instant in [value.bucket.start, value.bucket.end] {
                bytes.append(UInt8(ascii: ","))
                instant.appendISO8601(to: &bytes)
            }
            for function in asked.functions {
                bytes.append(UInt8(ascii: ","))
                guard let number = function.value(in: value) else { continue }
                var writer = JSONWriter()
                writer.write(number)
                bytes.append(contentsOf: writer.bytes)
            }
            bytes.append(contentsOf: [0x0D, 0x0A])
        }
    }
}
