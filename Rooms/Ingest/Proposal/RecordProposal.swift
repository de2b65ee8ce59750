// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

extension Proposer {
    /// A JSON document of records; false where there are none.
    func records(_ text: [UInt8], _ sample: FileSample, _ proposal: inout Proposal) -> Bool {
        let text = sample.isWhole ? text : JSONBeginning.closed(text)
        guard let document = try? JSONValue(parsing: text), var found = JSONOutline(document).best else { return false }
        let areFeatures = document["type"]?.string == "FeatureCollection" && !found.isColumns
        // lists within features without a time say something of each
        if areFeatures, found.path != ["features"], !JSONOutline.hasTimes(document, found) {
            found = JSONOutline.Place(path: ["features"], count: document["features"]?.array?.count ?? 0)
        }
        let isGeoJSON = areFeatures && found.path == ["features"]
        let rule = TableFormat.JSONRule(path: found.path, isColumns: found.isColumns, isKeyed: found.isKeyed)
        var records: [[String: String]] = []
        let read = text.withUnsafeBufferPointer { try? JSONRecords(rule).read($0, into: &records) }
        guard var names = read else { return false }
        let path = found.path.joined(separator: "/")
        proposal.decide(
            "format", isGeoJSON ? "GeoJSON" : found.isColumns ? "JSON lists" : "JSON records", .sure,
            records.count == 1 ? "Ein Datensatz unter „/\(path)“." : "\(records.count) Datensätze unter „/\(path)“.",
            records.count == 1 ? "One record at \"/\(path)\"." : "\(records.count) records at \"/\(path)\".")
        var json: JSONObject = ["records": .string(path)]
        if found.isColumns { json["as"] = "columns" }
        if found.isKeyed { json["as"] = "keyed" }
        let name = document["crs"]?["properties"]?["name"]?.string
        let code = name?.split(separator: ":").last.flatMap { Int($0) }
        if let code {
            proposal.decide("crs", JSONValue(code), .sure, "Die Datei nennt es.", "The file names it.")
        }
        if isGeoJSON {
            // Of a shape only a point's coordinates are a place.
            let isPoint = records.allSatisfy { ($0["geometry/type"] ?? "Point") == "Point" }
            names.removeAll { name in
                name.hasPrefix("../")
                    || name.hasPrefix("geometry/") && !(isPoint && name.hasPrefix("geometry/coordinates/"))
                    || name == "type"
            }
        }
        let rows = records.prefix(TableGuess.mostRows).map { record in names.map { record[$0] ?? "" } }
        if !isGeoJSON, let turned = TurnedColumns(names, rows) {
            decide(turned, lead: [], separator: nil, ["json": .object(json)], &proposal)
            return true
        }
        let said = RecordUnits(document, columns: names)
        var table = TableProposal(
            names, rows, lead: [], separator: nil, file: sample.name, titles: said.titles)
        for (index, name) in names.enumerated() {
            table.columns[index].unit = said.units[name] ?? table.columns[index].unit
        }
        table.isGeoJSON = isGeoJSON
        table.crs = code
        table.decide(&proposal, ["json": .object(json)])
        return true
    }
}

/// Where the records of a document stand.
struct JSONOutline {
    struct Place {
        var path: [String]
        var isColumns = false
        var isKeyed = false
        var count: Int
    }

    let best: Place?

    init(_ document: JSONValue) { best = Self.place(in: document, []) }

    /// Whether a record of a place holds a time.
    static func hasTimes(_ document: JSONValue, _ place: Place) -> Bool {
        var value = document
        for step in place.path {
            let next = step == "*" ? value.array?.first ?? value.object?.members.first?.value : value[step]
            guard let next else { return false }
            value = next
        }
        if place.isKeyed { return true }
        guard let record = value.array?.first else { return false }
        let texts = record.array ?? record.object?.members.map(\.value) ?? []
        return texts.contains { $0.string.map(TableGuess.isStamp) ?? false }
            || record.object?.members.contains { member in
                ColumnGuess(index: 0, name: member.name, rows: []).isTimeNamed && member.value.integer != nil
            } ?? false
    }

    /// The longest list of objects or of lists; an object keyed by times; lists of equal length beside each other.
    private static func place(in value: JSONValue, _ path: [String]) -> Place? {
        guard path.count < 9 else { return nil }
        if let array = value.array {
            guard let first = array.first else { return nil }
            if first.object != nil {
                // Lists inside the records, each longer than what is said beside them.
                let inner = place(in: first, path + ["*"])
                if let inner, isLabelled(first, Array(inner.path.dropFirst(path.count + 1))) {
                    return Place(path: inner.path, count: inner.count * array.count)
                }
                if let inner, inner.count > 2, array.count * inner.count > array.count * 2, isPoorer(first, inner) {
                    return Place(
                        path: inner.path, isColumns: inner.isColumns, isKeyed: inner.isKeyed,
                        count: inner.count * array.count)
                }
                return Place(path: path, count: array.count)
            }
            let isPairs =
                array.count > 1
                && array.prefix(20).allSatisfy { ($0.array?.count ?? 0) >= 2 && $0.array?.first?.array == nil }
            return isPairs ? Place(path: path, count: array.count) : nil
        }
        guard let object = value.object else { return nil }
        if let shared = shared(object, path) { return shared }
        var best: Place?
        for member in object.members where !["geometry", "crs", "bbox", "coordinates"].contains(member.name) {
            guard let found = place(in: member.value, path + [member.name]) else { continue }
            if found.count > best?.count ?? 0 { best = found }
        }
        if let keyed = keyed(object, path) { return keyed }
        let keys = object.members.map(\.name)
        if keys.count > 2, keys.allSatisfy(TableGuess.isStamp), best?.count ?? 0 <= keys.count {
            return Place(path: path, isKeyed: true, count: keys.count)
        }
        if best != nil { return best }
        let lists = object.members.compactMap(\.value.array)
        guard lists.count > 1, let count = lists.map(\.count).max(), count > 1,
            lists.count(where: { $0.count == count }) > 1
        else {
            return nil
        }
        return Place(path: path, isColumns: true, count: count)
    }

    /// Times in one list, and far below it lists of as many values.
    private static func shared(_ object: JSONObject, _ path: [String]) -> Place? {
        for times in object.members {
            guard let list = times.value.array, list.count > 1,
                list.allSatisfy({ $0.string.map(TableGuess.isStamp) ?? false })
            else { continue }
            for member in object.members where member.name != times.name {
                guard let found = lists(in: member.value, of: list.count, path + [member.name]) else { continue }
                return Place(path: found, isColumns: true, count: list.count)
            }
        }
        return nil
    }

    /// The object whose member is a list of so many numbers; `*` for each of a list, and of members of one make.
    private static func lists(in value: JSONValue, of count: Int, _ path: [String]) -> [String]? {
        guard path.count < 8 else { return nil }
        if let array = value.array {
            guard let first = array.first, first.object != nil else { return nil }
            return lists(in: first, of: count, path + ["*"])
        }
        guard let object = value.object else { return nil }
        let isHere = object.members.contains { member in
            member.value.array.map { $0.count == count && $0.allSatisfy { $0.double != nil || $0 == .null } } ?? false
        }
        if isHere { return path }
        let below = object.members.filter { $0.name != "geometry" }.compactMap { member in
            lists(in: member.value, of: count, path + [member.name])
        }
        guard let first = below.first else { return nil }
        guard below.count > 1 else { return first }
        let rest = first.dropFirst(path.count + 1)
        return below.allSatisfy { $0.dropFirst(path.count + 1) == rest } ? path + ["*"] + rest : first
    }

    /// Members of one make, each with records of its own: their names tell stations apart.
    private static func keyed(_ object: JSONObject, _ path: [String]) -> Place? {
        guard object.members.count > 1, path.count < 5 else { return nil }
        var found: Place?
        var makes: Set<String>?
        for member in object.members {
            guard let own = place(in: member.value, path + [member.name]), !own.isKeyed, !own.isColumns else {
                return nil
            }
            let rest = Array(own.path.dropFirst(path.count + 1))
            var records = member.value
            for step in rest {
                guard let next = records[step] else { return nil }
                records = next
            }
            let names = Set(records.array?.first?.object?.members.map(\.name) ?? [])
            guard !names.isEmpty, makes == nil || makes == names else { return nil }
            makes = names
            let joined = path + ["*"] + rest
            guard found == nil || found?.path == joined else { return nil }
            found = Place(path: joined, count: own.count + (found?.count ?? 0))
        }
        return found
    }

    /// Whether a list in a record has a value and what it is of in each entry: `{"value_type": "P1", "value": "8.5"}`.
    private static func isLabelled(_ record: JSONValue, _ path: [String]) -> Bool {
        var list = record
        for step in path {
            guard let next = list[step] else { return false }
            list = next
        }
        guard let entries = list.array, !entries.isEmpty else { return false }
        return entries.allSatisfy { entry in
            let names = Set(entry.object?.names.map { $0.lowercased() } ?? [])
            let labels = entry.object?.members.contains { member in
                ["value_type", "valuetype", "parameter", "property", "phenomenon", "quantity", "pollutant"].contains(
                    member.name.lowercased()) && member.value.string != nil
            }
            return names.contains("value") && labels == true
        }
    }

    /// Whether a record says less beside its list than the list has entries.
    private static func isPoorer(_ record: JSONValue, _ inner: Place) -> Bool {
        let plain = record.object?.members.count { $0.value.array == nil && $0.value.object == nil } ?? 0
        return inner.count > plain
    }
}

/// The beginning of a document that is cut off, closed behind the last whole record.
package enum JSONBeginning {
    package static func closed(_ text: [UInt8]) -> [UInt8] {
        var open: [UInt8] = []
        /// By depth: where the last element of a list ended, how many have, and what was open then.
        var ends: [Int: (place: Int, count: Int, open: [UInt8])] = [:]
        var isText = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isText = false }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                open.append(byte)
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), !open.isEmpty {
                open.removeLast()
                if open.last == UInt8(ascii: "["), open.count <= 8 {
                    ends[open.count] = (index + 1, (ends[open.count]?.count ?? 0) + 1, open)
                }
            }
            index += 1
        }
        guard let depth = ends.keys.filter({ (ends[$0]?.count ?? 0) > 1 }).min(), let end = ends[depth] else {
            return text
        }
        let closing = end.open.reversed().map { $0 == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]") }
        return Array(text[..<end.place]) + closing
    }
}
