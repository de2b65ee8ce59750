// SPDX-License-Identifier: EUPL-1.2
import Wire

extension Proposer {
    /// A JSON document of records; false where there are none.
    func records(_ text: [UInt8], _ sample: FileSample, _ proposal: inout Proposal) -> Bool {
        guard sample.isWhole, let document = try? JSONValue(parsing: text) else { return false }
        guard let found = Self.path(in: document, []) else { return false }
        let rule = TableFormat.JSONRule(path: found.path, isColumns: found.isColumns, isKeyed: false)
        var records: [[String: String]] = []
        let names = text.withUnsafeBufferPointer { try? JSONRecords(rule).read($0, into: &records) }
        guard let names else { return false }
        let isGeoJSON = document["type"]?.string == "FeatureCollection"
        proposal.decide(
            "format", isGeoJSON ? "GeoJSON" : found.isColumns ? "JSON lists" : "JSON records", .sure,
            "\(records.count) Datensätze unter „/\(found.path.joined(separator: "/"))“.",
            "\(records.count) records at \"/\(found.path.joined(separator: "/"))\".")
        var json: JSONObject = ["records": .string(found.path.joined(separator: "/"))]
        if found.isColumns { json["as"] = "columns" }
        let crs = document["crs"]?["properties"]?["name"]?.string
        if let crs, let code = crs.split(separator: ":").last.flatMap({ Int64($0) }) {
            proposal.decide("crs", JSONValue(code), .sure, "Die Datei nennt es.", "The file names it.")
        }
        let rows = records.prefix(TableGuess.mostRows).map { record in names.map { record[$0] ?? "" } }
        TableProposal(names, rows, lead: [], separator: nil, file: sample.name)
            .decide(&proposal, ["json": .object(json)])
        return true
    }

    /// Where the records stand: the longest list of objects, or lists of equal length beside each other.
    private static func path(in value: JSONValue, _ path: [String]) -> (path: [String], isColumns: Bool, count: Int)? {
        guard path.count < 6 else { return nil }
        if let array = value.array {
            return array.first?.object == nil ? nil : (path, false, array.count)
        }
        guard let object = value.object else { return nil }
        var best: (path: [String], isColumns: Bool, count: Int)?
        for member in object.members {
            guard let found = Self.path(in: member.value, path + [member.name]) else { continue }
            if found.count > best?.count ?? 0 { best = found }
        }
        if best != nil { return best }
        let lists = object.members.compactMap(\.value.array)
        guard lists.count > 1, let count = lists.first?.count, count > 1, lists.allSatisfy({ $0.count == count }) else {
            return nil
        }
        return (path, true, count)
    }
}
