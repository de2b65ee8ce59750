// SPDX-License-Identifier: EUPL-1.2
import Outbound
import Wire

/// Where the reading of a set stands; its text is kept in the database with the rows before it.
enum ForeignPosition: Sendable, Hashable {
    case start
    /// After the entity of this id, in the order of ids.
    case after(String)
    /// At this next link, as a place below the root.
    case link(String)
    /// After the last page of a set that is read by links.
    case end

    init(text: String) {
        if text == "end" {
            self = .end
        } else if text.hasPrefix("id ") {
            self = .after(String(text.dropFirst(3)))
        } else if text.hasPrefix("at ") {
            self = .link(String(text.dropFirst(3)))
        } else {
            self = .start
        }
    }

    var text: String {
        switch self {
        case .start: ""
        case .after(let id): "id " + id
        case .link(let place): "at " + place
        case .end: "end"
        }
    }
}

/// A page of a foreign set.
struct ForeignPage: Sendable {
    let rows: [JSONObject]
    /// Where the next page begins; the last page's is where a later run looks for what has come since.
    let position: ForeignPosition
    let isLast: Bool
}

/// Reads a set page by page: by id, so that writes meanwhile neither repeat nor hide entities; else by next links.
struct ForeignSet: Sendable {
    let server: ForeignServer
    let form: ForeignIdentifierForm
    /// `Things`, `Datastreams(5)/Observations`.
    let path: String
    var filter: String?
    var options: [(name: String, value: String)] = []
    var pageSize = 1000

    /// The page at a position, smaller when the server's answer would be too long.
    func page(at position: ForeignPosition) async throws -> ForeignPage {
        var size = pageSize
        while true {
            do {
                return try await page(at: position, size: size)
            } catch OutboundError.tooLong {
                guard size > 1 else {
                    throw TransferError.source("\(path) at \(position.text): one entity is longer than 128 MB")
                }
                size /= 10
            }
        }
    }

    private func page(at position: ForeignPosition, size: Int) async throws -> ForeignPage {
        var place: String
        switch position {
        case .end: return ForeignPage(rows: [], position: .end, isLast: true)
        case .link(let link): place = link
        case .start, .after:
            var conditions = filter.map { [$0] } ?? []
            if case .after(let id) = position { conditions.append("id gt \(id)") }
            var all = options
            if form.isOrdered { all.append(("$orderby", "id asc")) }
            if !conditions.isEmpty { all.append(("$filter", conditions.joined(separator: " and "))) }
            place = ForeignServer.place(path, all + [("$top", String(size))])
        }
        let document = try await server.required(place)
        var rows = try rows(of: document, place)
        for index in rows.indices { try await complete(&rows[index]) }
        let next = document["@iot.nextLink"]?.string
        guard form.isOrdered else {
            let following = next.map { ForeignPosition.link(server.place(ofLink: $0)) } ?? .end
            guard following != position else {
                throw TransferError.answer("\(server.address)/\(place) names itself as the next page")
            }
            return ForeignPage(rows: rows, position: following, isLast: next == nil)
        }
        let last = rows.last.flatMap { form.identifier($0["@iot.id"]) }
        guard rows.isEmpty || last != nil else {
            throw TransferError.answer("\(server.address)/\(place) gives entities without ids")
        }
        if let last, case .after(let id) = position, last == id {
            throw TransferError.answer("\(server.address)/\(place) gives the same entities again")
        }
        return ForeignPage(
            rows: rows, position: last.map { .after($0) } ?? position,
            isLast: rows.isEmpty || (next == nil && rows.count < size))
    }

    /// The entities of a page; a data array's rows become objects.
    private func rows(of document: JSONValue, _ place: String) throws -> [JSONObject] {
        guard let value = document["value"]?.array else {
            throw TransferError.answer("\(server.address)/\(place) holds no list of entities")
        }
        var rows: [JSONObject] = []
        for element in value {
            guard let object = element.object else { continue }
            guard let names = object["components"]?.array?.map({ $0.string ?? "" }),
                let cells = object["dataArray"]?.array
            else {
                rows.append(object)
                continue
            }
            for cell in cells {
                var row = JSONObject(zip(names, cell.array ?? []).map { (name: $0, value: $1) })
                row["@iot.id"] = row["@iot.id"] ?? row["id"]
                rows.append(row)
            }
        }
        return rows
    }

    /// Fetches what a server left out of long lists of related entities, and named a link for.
    private func complete(_ row: inout JSONObject) async throws {
        let suffix = "@iot.nextLink"
        for member in row.members where member.name.hasSuffix(suffix) {
            let relation = String(member.name.dropLast(suffix.count))
            var related = row[relation]?.array ?? []
            var link = member.value.string
            var visited: Set<String> = []
            while let place = link.map({ server.place(ofLink: $0) }) {
                guard visited.insert(place).inserted else {
                    throw TransferError.answer("\(server.address)/\(place) is named as the next page again")
                }
                guard let document = try await server.document(place), let more = document["value"]?.array,
                    !more.isEmpty
                else { throw TransferError.answer("\(server.address)/\(place) holds no list of entities") }
                related += more
                link = document["@iot.nextLink"]?.string
            }
            row[relation] = .array(related)
        }
    }

    /// How many entities the set has; nil when the server does not count.
    func count() async throws -> Int64? {
        var all: [(name: String, value: String)] = [("$count", "true"), ("$top", "1"), ("$select", "id")]
        if let filter { all.append(("$filter", filter)) }
        return try await server.document(ForeignServer.place(path, all), isOptional: true)?["@iot.count"]?.integer
    }
}
