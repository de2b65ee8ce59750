// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import Rights
import SensorThingsFrame
import Site
import Storage
import Wire

extension SensorRoutes {
    /// `/series/12.csv?from=2026-07-01&to=2026-07-31`: all values of whole local days, streamed; as a spreadsheet or a picture
    /// for people.
    func seriesFile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parts = (context.parameters.get("file") ?? "").split(separator: ".")
        guard parts.count == 2, let id = Int64(parts[0]), ["csv", "json", "ods", "svg"].contains(parts[1]) else {
            throw Problem.notFound(
                "A file of values is addressed as /series/{number}.csv, .json, .ods or .svg.",
                german: "Eine Datei mit Werten heißt /series/{Nummer}.csv, .json, .ods oder .svg.")
        }
        let town = try await town(context)
        guard let record = town.series(id) else { throw Self.noSuchSeries }
        if parts[1] == "svg" { return try await picture(record, request, context, town) }
        let query = query(request)
        let window = try Self.window(query)
        let dataset = town.dataset(record.dataset)
        let origin = SeriesOrigin(
            record: record, owner: dataset?.owner ?? "", licence: dataset?.licence ?? "",
            attribution: dataset?.attributions.map(\.text).joined(separator: "; ") ?? "",
            address: context.baseURL.text
                + SiteURL.series(thing: record.thing, datastream: id, from: query["from"], to: query["to"]).path)
        let format = Format(language(request))
        if parts[1] == "ods" {
            let bytes = try await engine.read { try SeriesSpreadsheet.make(origin, over: window, format, on: $0) }
            return file(bytes, "application/vnd.oasis.opendocument.spreadsheet", "\(id).ods")
        }
        let isCSV = parts[1] == "csv"
        let writer = SeriesFileWriter(
            record: record, form: !isCSV ? .json : query["for"] == "people" ? .people(format) : .programs,
            licence: origin.licence, attribution: origin.attribution)
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
        headers[.cacheControl] = "private, no-cache"
        headers[.vary] = "Accept-Language, Authorization, Cookie"
        return Response(status: .ok, headers: headers, body: body)
    }

    static let noSuchSeries = Problem.notFound(
        "There is no such series, or it is not public.",
        german: "Diese Messreihe gibt es nicht, oder sie ist nicht öffentlich.")

    private func file(_ bytes: [UInt8], _ type: String, _ name: String) -> Response {
        Response(
            contentType: type, bytes: bytes,
            headers: [
                .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-cache",
                .vary: "Accept-Language, Authorization, Cookie",
            ])
    }

    /// Whole local days; without limits all.
    private static func window(_ query: FormBody) throws -> InstantInterval {
        let time = TownTime()
        var window = InstantInterval(start: .minimum, end: .maximum)
        for (name, isStart) in [("from", true), ("to", false)] where !query[name].isEmpty {
            guard let day = CalendarDay(parsing: query[name]) else {
                throw Problem.badRequest(
                    "'\(name)' is no day; write it as 2026-12-31.",
                    german: "'\(name)' ist kein Tag; geschrieben wird er wie 2026-12-31.",
                    location: ["parameter": .string(name)])
            }
            if isStart { window.start = time.start(of: day) } else { window.end = time.start(of: day.adding(days: 1)) }
        }
        guard window.start < window.end else {
            throw Problem.badRequest(
                "'to' lies before 'from'; exchange the two days.",
                german: "Das Ende („to“) liegt vor dem Anfang („from“); bitte die beiden Tage tauschen.",
                location: ["parameter": "to"])
        }
        return window
    }

    /// The chart as a drawing that stands alone.
    private func picture(
        _ record: SeriesRecord, _ request: Request, _ context: HTTPContext, _ town: TownReading
    ) async throws -> Response {
        let (frame, wanted) = (frame(request, context, town), SensorPage.Request(query(request)))
        let (instant, format, base, reader) = (now(), frame.format, context.baseURL.text, context.reader)
        let page = try await engine.read { connection in
            try SensorPage.read(
                thing: record.thing, datastream: record.datastream, request: wanted, town: town, now: instant,
                format: format, base: base, reader: reader, on: connection)
        }
        guard let picture = page?.picture(frame) else {
            throw Problem.notFound(
                "There are no values in this period.", german: "In diesem Zeitraum gibt es keine Werte.")
        }
        return file(picture.bytes, "image/svg+xml", "\(record.datastream ?? 0).svg")
    }

    /// The chart for the frames of other pages: what everybody may see, whoever asks.
    func embedded(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let datastream = try number(context, "datastream")
        let town = try await towns.reading(for: .anonymous, from: engine)
        guard let record = town.series(datastream) else { throw Self.noSuchSeries }
        let (frame, wanted) = (frame(request, context, town), SensorPage.Request(query(request)))
        let (instant, format, base) = (now(), frame.format, context.baseURL.text)
        let page = try await engine.read { connection in
            try SensorPage.read(
                thing: record.thing, datastream: datastream, request: wanted, town: town, now: instant, format: format,
                base: base, reader: .anonymous, on: connection)
        }
        guard let page else { throw Self.noSuchSeries }
        var response = html(page.embedded(frame), request)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors *"
        // frames of other sites have no language of ours to remember
        response.headers[.setCookie] = nil
        return response
    }
}

/// Writes a series piece by piece, each piece a short read: a slow client holds no snapshot.
struct SeriesFileWriter: Sendable {
    struct Position: Sendable {
        let time: Int64
        let id: Int64
    }

    private static let pieceSize = 20_000

    enum Form: Sendable {
        /// CSV as RFC 4180 has it, times in UTC.
        case programs
        /// CSV as spreadsheet programs of the language read it: with a mark of UTF-8, local time, decimal comma.
        case people(Format)
        case json
    }

    let record: SeriesRecord
    let form: Form
    let licence: String
    let attribution: String

    var head: [UInt8] {
        switch form {
        case .programs: return Array("phenomenonTime,result,unit\r\n".utf8)
        case .people(let format):
            return [0xEF, 0xBB, 0xBF] + PeopleRow(format).line(SeriesSpreadsheet.header(format.language))
        case .json: break
        }
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

    var tail: [UInt8] {
        if case .json = form { return Array("]}\n".utf8) }
        return []
    }

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
            switch form {
            case .people(let format):
                let row = PeopleRow(format)
                bytes += row.line(row.cells(instant, number, other, record.unit(format)))
            case .programs:
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
            case .json:
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
