// SPDX-License-Identifier: EUPL-1.2
import Geometry
import SensorThingsModel
package import Storage
import Wire

/// A set on its way out: pages of rows from successive keyset reads, so that memory stays flat.
package struct ReadStream: Sendable {
    package let request: ReadRequest
    let anchor: ReadAnchor
    private var cursor: [SQLValue]?
    private var written = 0
    /// The Datastream whose data array is open.
    private var group: Int64?
    private var groupCount = 0
    package private(set) var isFinished = false
    /// Bytes that are to be sent before the next rows are read.
    package private(set) var pending: [UInt8] = []

    init(request: ReadRequest, anchor: ReadAnchor, cursor: [SQLValue]?) {
        self.request = request
        self.anchor = anchor
        self.cursor = cursor
    }

    private var level: ReadLevel { request.level }

    /// The head of the document and the first rows, into `pending`.
    mutating func begin(_ session: inout ReadSession) throws {
        var bytes: [UInt8] = []
        defer { pending = bytes }
        switch request.query.format {
        case .json, .dataArray, .geoJSON:
            let isGeoJSON = request.query.format == .geoJSON
            bytes.append(isGeoJSON ? "{\"type\":\"FeatureCollection\"," : "{")
            if request.query.count {
                bytes.append("\"@iot.count\":")
                bytes.append(decimal: try session.count(level, anchor))
                bytes.append(",")
            }
            bytes.append(isGeoJSON ? "\"features\":[" : "\"value\":[")
        case .csv:
            bytes.append(contentsOf: level.members.map(\.name).joined(separator: ",").utf8)
            bytes.append("\r\n")
        }
        try advance(&session, into: &bytes)
    }

    /// The stream with the next rows in `pending`.
    package func advanced(_ connection: any StorageConnection) throws -> ReadStream {
        var session = ReadSession(
            connection: connection, reader: request.reader, limits: request.limits, root: request.root)
        var next = self
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pending.count)
        try next.advance(&session, into: &bytes)
        next.pending = bytes
        return next
    }

    /// The next rows; the end of the document after the last.
    private mutating func advance(_ session: inout ReadSession, into bytes: inout [UInt8]) throws {
        let limit = min(level.expansions.isEmpty ? ReadRequest.chunk : level.limit, level.limit - written)
        let skip = written == 0 && cursor == nil ? request.query.skip : 0
        if level.expansions.isEmpty {
            try rows(session, limit: limit, skip: skip, into: &bytes)
        } else {
            // expansions are read for the whole page at once
            let page = try session.page(level, anchor, limit: limit, skip: skip, after: cursor)
            cursor = page.cursor
            bytes.reserveCapacity(bytes.count + page.fragment.bytes.count + page.fragment.entries.count + 256)
            page.fragment.bytes.withUnsafeBufferPointer { source in
                for entry in page.fragment.entries {
                    if written > 0 || entry.start > 0 { bytes.append(UInt8(ascii: ",")) }
                    bytes.append(contentsOf: source[entry.start..<entry.end])
                }
            }
            written += page.fragment.entries.count
        }
        if cursor == nil || written >= level.limit { end(into: &bytes) }
    }

    private mutating func rows(
        _ session: ReadSession, limit: Int, skip: Int, into bytes: inout [UInt8]
    ) throws {
        guard limit > 0 else {
            cursor = nil
            return
        }
        let window = try session.window(level, anchor, limit: limit, skip: skip, after: cursor)
        let sql = level.statement(anchor, limit: limit, skip: skip, after: cursor, within: window)
        cursor = nil
        var last: [SQLValue] = []
        var count = 0
        let format = request.query.format
        // counting references to what all threads share makes their processors wait for each other, row by row
        let members = limit > 8 ? level.members.map(\.unshared) : level.members
        let orderPlaces = level.order.terms.indices.map { level.orderOffset + $0 }
        try session.connection.forEachRow(sql) { row in
            guard count < limit else {
                cursor = last
                return false
            }
            count += 1
            switch format {
            case .json:
                if written + count > 1 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(UInt8(ascii: "{"))
                for index in members.indices { members[index].write(row, into: &bytes) }
                bytes.append(UInt8(ascii: "}"))
            case .csv:
                for index in members.indices {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    members[index].writeField(row, into: &bytes)
                }
                bytes.append("\r\n")
            case .dataArray: element(row, members, into: &bytes)
            case .geoJSON:
                if written + count > 1 { bytes.append(UInt8(ascii: ",")) }
                feature(row, members, into: &bytes)
            }
            if count == limit { last = orderPlaces.map { row.value($0) } }
            return true
        }
        written += count
    }

    /// A row of a data array; opens the Datastream's array when it is another one.
    private mutating func element(_ row: any StorageRow, _ members: [ReadMember], into bytes: inout [UInt8]) {
        let datastream = row.integer(1)
        if group != datastream {
            closeGroup(into: &bytes)
            if group != nil { bytes.append(",") }
            group = datastream
            groupCount = 0
            let type: EntityType = row.integer(level.multi) == 1 ? .multiDatastream : .datastream
            bytes.append(contentsOf: "{\"\(type.rawValue)@iot.navigationLink\":\"".utf8)
            bytes.append(contentsOf: "\(request.root)/\(type.setName)(\(datastream))".utf8)
            bytes.append("\",\"components\":[")
            for index in members.indices {
                if index > 0 { bytes.append(",") }
                bytes.append(quoting: members[index].name)
            }
            bytes.append("],\"dataArray\":[")
        }
        bytes.append(groupCount == 0 ? "[" : ",[")
        for index in members.indices {
            if index > 0 { bytes.append(",") }
            members[index].writeValue(row, into: &bytes)
        }
        bytes.append("]")
        groupCount += 1
    }

    /// A row as a Feature of GeoJSON (RFC 7946 §3.2); what is no GeoJSON has the geometry null.
    private func feature(_ row: any StorageRow, _ members: [ReadMember], into bytes: inout [UInt8]) {
        bytes.append("{\"type\":\"Feature\",\"id\":")
        bytes.append(decimal: row.integer(0))
        bytes.append(",\"geometry\":")
        let document = row.textIfPresent(level.geometryColumn).flatMap { try? JSONValue(parsing: $0) } ?? .null
        let shape = document["type"]?.string == "Feature" ? document["geometry"] ?? .null : document
        let isGeometry = (try? GeometryValue(geoJSON: shape)) != nil
        bytes.append(contentsOf: (isGeometry ? shape : .null).text.utf8)
        bytes.append(",\"properties\":{")
        for index in members.indices { members[index].write(row, into: &bytes) }
        bytes.append("}}")
    }

    private func closeGroup(into bytes: inout [UInt8]) {
        guard group != nil else { return }
        bytes.append("],\"dataArray@iot.count\":")
        bytes.append(decimal: Int64(groupCount))
        bytes.append("}")
    }

    private mutating func end(into bytes: inout [UInt8]) {
        isFinished = true
        guard request.query.format != .csv else { return }
        closeGroup(into: &bytes)
        bytes.append("]")
        if let cursor, level.limit > 0 {
            bytes.append(",\"@iot.nextLink\":")
            var link = "\(request.root)/\(request.rawPath)?"
            for option in request.query.texts where option.name != "$skip" && option.name != "$skiptoken" {
                link += option.text + "&"
            }
            link += "$skiptoken=" + ReadCursor.encode(cursor)
            bytes.append(quoting: link)
        }
        bytes.append("}")
    }
}
