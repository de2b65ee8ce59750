// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import SensorThings
import Site
import Storage
import Wire

extension SensorRoutes {
    /// `/series/12.csv?from=2026-07-01&to=2026-07-31`: all values of whole local days, streamed.
    func seriesFile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parts = (context.parameters.get("file") ?? "").split(separator: ".")
        guard parts.count == 2, let id = Int64(parts[0]), parts[1] == "csv" || parts[1] == "json" else {
            throw Problem.notFound("A file of values is addressed as /series/{number}.csv or .json.")
        }
        let town = try await town(context)
        guard let record = town.series.first(where: { $0.datastream == id }) else {
            throw Problem.notFound("There is no such series, or it is not public.")
        }
        let query = query(request)
        let time = TownTime()
        var window = InstantInterval(start: .minimum, end: .maximum)
        for (name, isStart) in [("from", true), ("to", false)] where !query[name].isEmpty {
            guard let day = CalendarDay(parsing: query[name]) else {
                throw Problem.badRequest(
                    "'\(name)' is no day; write it as 2026-12-31.", location: ["parameter": .string(name)])
            }
            if isStart { window.start = time.start(of: day) } else { window.end = time.start(of: day.adding(days: 1)) }
        }
        let isCSV = parts[1] == "csv"
        let dataset = town.dataset(record.dataset)
        let writer = SeriesFileWriter(
            record: record, isCSV: isCSV, licence: dataset?.licence ?? "",
            attribution: dataset?.attributions.map(\.text).joined(separator: "; ") ?? "")
        let (engine, span) = (engine, window)
        let body = ResponseBody { stream in
            try await stream.write(ByteBuffer(bytes: writer.head))
            var position: SeriesFileWriter.Position?
            repeat {
                let after = position
                let chunk = try await engine.read { try writer.chunk(after: after, over: span, on: $0) }
                try await stream.write(ByteBuffer(bytes: chunk.bytes))
                position = chunk.next
            } while position != nil
            try await stream.write(ByteBuffer(bytes: writer.tail))
            try await stream.finish(nil)
        }
        var headers: HTTPFields = [.contentType: isCSV ? MediaType.csv : MediaType.json]
        headers[.contentDisposition] = "attachment; filename=\"\(id).\(parts[1])\""
        return Response(status: .ok, headers: headers, body: body)
    }
}

/// Writes a series piece by piece, each piece a short read: a slow client holds no snapshot.
struct SeriesFileWriter: Sendable {
    struct Position: Sendable {
        let time: Int64
        let id: Int64
    }

    private static let pieceSize = 20_000

    let record: SeriesRecord
    let isCSV: Bool
    let licence: String
    let attribution: String

    var head: [UInt8] {
        guard !isCSV else { return Array("phenomenonTime,result,unit\r\n".utf8) }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, text) in [
            ("name", record.name), ("observedProperty", record.measured), ("unit", record.quantity.unit),
            ("licence", licence), ("attribution", attribution),
        ] {
            writer.name(name)
            writer.write(text)
        }
        writer.name("values")
        return writer.bytes + [UInt8(ascii: "[")]
    }

    var tail: [UInt8] { isCSV ? [] : Array("]}\n".utf8) }

    func chunk(
        after position: Position?, over window: InstantInterval, on connection: any StorageConnection
    ) throws -> (bytes: [UInt8], next: Position?) {
        var bytes: [UInt8] = []
        var count = 0
        var last: Position?
        var condition: SQL = "phenomenon_time >= \(window.start.microseconds)"
        if let position { condition = "(phenomenon_time, id) > (\(position.time), \(position.id))" }
        let unit = record.quantity.unit.csvField
        try connection.forEachRow(
            """
            SELECT phenomenon_time, id, result, result_json FROM observation
            WHERE datastream_id = \(record.datastream) AND \(condition) AND phenomenon_time < \(window.end.microseconds)
            ORDER BY phenomenon_time, id LIMIT \(Self.pieceSize)
            """
        ) { row in
            let instant = Instant(microseconds: row.integer(0))
            let number = row.realIfPresent(2)
            let other = row.textIfPresent(3)
            if isCSV {
                instant.appendISO8601(to: &bytes)
                bytes.append(UInt8(ascii: ","))
                if let number {
                    bytes.append(contentsOf: JSONValue(number).text.utf8)
                } else if let other {
                    // a text as it is, anything else as JSON
                    bytes.append(csvText: (try? JSONValue(parsing: other))?.string ?? other)
                }
                bytes.append(UInt8(ascii: ","))
                bytes.append(contentsOf: unit.utf8)
                bytes.append(contentsOf: [0x0D, 0x0A])
            } else {
                if count > 0 || position != nil { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: "[\"".utf8)
                instant.appendISO8601(to: &bytes)
                bytes.append(contentsOf: "\",".utf8)
                bytes.append(contentsOf: (number.map { JSONValue($0).text } ?? other ?? "null").utf8)
                bytes.append(UInt8(ascii: "]"))
            }
            count += 1
            last = Position(time: row.integer(0), id: row.integer(1))
            return true
        }
        return (bytes, count == Self.pieceSize ? last : nil)
    }
}
