// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// A set on its way out: pages of rows from successive keyset reads, so that memory stays flat.
struct ReadStream: Sendable {
    let request: ReadRequest
    let anchor: ReadAnchor
    private var cursor: [SQLValue]?
    private var written = 0
    /// The Datastream whose data array is open.
    private var group: Int64?
    private var groupCount = 0
    private(set) var isFinished = false
    /// Bytes that were written before the answer was sent.
    var pending: [UInt8] = []

    init(request: ReadRequest, anchor: ReadAnchor, cursor: [SQLValue]?) {
        self.request = request
        self.anchor = anchor
        self.cursor = cursor
    }

    private var level: ReadLevel { request.level }

    /// The head of the document and the first rows.
    mutating func begin(_ session: inout ReadSession, into bytes: inout [UInt8]) throws {
        switch request.query.format {
        case .json, .dataArray:
            bytes.append("{")
            if request.query.count {
                bytes.append("\"@iot.count\":")
                bytes.append(decimal: try session.count(level, anchor))
                bytes.append(",")
            }
            bytes.append("\"value\":[")
        case .csv:
            bytes.append(contentsOf: level.members.map(\.name).joined(separator: ",").utf8)
            bytes.append("\r\n")
        }
        try advance(&session, into: &bytes)
    }

    /// The next rows; the end of the document after the last.
    mutating func advance(_ session: inout ReadSession, into bytes: inout [UInt8]) throws {
        let limit = min(level.expansions.isEmpty ? ReadRequest.chunk : level.limit, level.limit - written)
        let skip = written == 0 && cursor == nil ? request.query.skip : 0
        switch request.query.format {
        case .json:
            // expansions are read for the whole page at once
            let page = try session.page(level, anchor, limit: limit, skip: skip, after: cursor)
            cursor = page.cursor
            if level.expansions.isEmpty, written == 0, page.fragment.entries.count <= 1 {
                bytes.append(contentsOf: page.fragment.bytes)
            } else {
                bytes.reserveCapacity(bytes.count + page.fragment.bytes.count + page.fragment.entries.count + 256)
                page.fragment.bytes.withUnsafeBufferPointer { source in
                    for entry in page.fragment.entries {
                        if written > 0 || entry.start > 0 { bytes.append(UInt8(ascii: ",")) }
                        bytes.append(contentsOf: source[entry.start..<entry.end])
                    }
                }
            }
            written += page.fragment.entries.count
        case .csv, .dataArray:
            try rows(session, limit: limit, skip: skip, into: &bytes)
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
        let sql = level.statement(anchor, limit: limit, skip: skip, after: cursor)
        cursor = nil
        var last: [SQLValue] = []
        var count = 0
        let isTable = request.query.format == .csv
        try session.connection.forEachRow(sql) { row in
            guard count < limit else {
                cursor = last
                return false
            }
            count += 1
            if isTable {
                for (index, member) in level.members.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    member.writeField(row, into: &bytes)
                }
                bytes.append("\r\n")
            } else {
                element(row, into: &bytes)
            }
            if count == limit { last = level.order.terms.indices.map { row.value(level.orderOffset + $0) } }
            return true
        }
        written += count
    }

    /// A row of a data array; opens the Datastream's array when it is another one.
    private mutating func element(_ row: any StorageRow, into bytes: inout [UInt8]) {
        let datastream = row.integer(1)
        if group != datastream {
            closeGroup(into: &bytes)
            if group != nil { bytes.append(",") }
            group = datastream
            groupCount = 0
            bytes.append("{\"Datastream@iot.navigationLink\":\"")
            bytes.append(contentsOf: "\(request.root)/Datastreams(\(datastream))".utf8)
            bytes.append("\",\"components\":[")
            for (index, member) in level.members.enumerated() {
                if index > 0 { bytes.append(",") }
                bytes.append(quoting: member.name)
            }
            bytes.append("],\"dataArray\":[")
        }
        bytes.append(groupCount == 0 ? "[" : ",[")
        for (index, member) in level.members.enumerated() {
            if index > 0 { bytes.append(",") }
            member.writeValue(row, into: &bytes)
        }
        bytes.append("]")
        groupCount += 1
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
