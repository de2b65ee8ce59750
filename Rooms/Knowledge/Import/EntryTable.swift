// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Wire

/// Entries as a table: one a line, columns named like the fields of a document, lists parted by `|`.
///
/// `title_en` and its like hold translations, `source_title`, `source_url` and `source_date` the source.
enum EntryTable {
    private static let lists: Set<String> = [
        "categories", "tags", "interfaces", "formats", "dependencies", "capabilities",
    ]
    private static let numbers: Set<String> = ["population", "start", "end"]
    private static let texts: Set<String> = [
        "title", "summary", "achieved", "hurdles", "prerequisites", "toCheck",
    ]

    /// What each entry needs and the head of the table does not name; nil when it is a table of entries.
    static func missingColumns(_ bytes: [UInt8]) throws -> [String]? {
        var head: [String] = []
        _ = try read(Array(bytes.prefix { $0 != 0x0A }) + [0x0A]) { _, _ in
        } onHead: {
            head = $0
        }
        let missing = ["slug", "title"].filter { !head.contains($0) }
        return missing.isEmpty ? nil : missing
    }

    /// Calls `take` with each entry and its line; returns the lines that are no rows.
    static func read(
        _ bytes: [UInt8], take: (JSONObject, Int) -> Void, onHead: ([String]) -> Void = { _ in }
    ) throws -> [Int] {
        let (text, _) = try TextEncoding.likely(of: bytes).utf8(bytes)
        let head = text.prefix { $0 != 0x0A }
        let semicolons = head.count { $0 == UInt8(ascii: ";") }
        let commas = head.count { $0 == UInt8(ascii: ",") }
        let separator = semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
        var broken: [Int] = []
        text.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: separator)
            var columns: [String] = []
            while true {
                switch reader.next() {
                case .end: return
                case .broken: broken.append(reader.line)
                case .record:
                    let cells = reader.fields.indices.map { reader.text($0) }
                    if columns.isEmpty {
                        columns = cells
                        reader.width = cells.count
                        onHead(cells)
                    } else {
                        take(document(columns, cells), reader.line)
                    }
                }
            }
        }
        return broken
    }

    private static func document(_ columns: [String], _ cells: [String]) -> JSONObject {
        var document = JSONObject()
        var source = JSONObject()
        let values = Dictionary(zip(columns, cells)) { first, _ in first }
        for (column, cell) in zip(columns, cells) where !cell.isEmpty {
            if column.hasPrefix("source_") {
                source[String(column.dropFirst(7))] = .string(cell)
            } else if texts.contains(column) {
                document[column] = Words(cell, values[column + "_en"].flatMap { $0.isEmpty ? nil : $0 }).json
            } else if lists.contains(column) {
                let parts = cell.split(separator: "|").map { JSONValue.string($0.trimmed) }
                document[column] = .array(parts)
            } else if numbers.contains(column), let number = Int64(cell) {
                document[column] = .init(number)
            } else if column == "verified", cell == "true" || cell == "false" {
                document[column] = .bool(cell == "true")
            } else if !column.hasSuffix("_en") {
                document[column] = .string(cell)
            }
        }
        if !source.isEmpty { document["source"] = .object(source) }
        return document
    }
}
