// SPDX-License-Identifier: EUPL-1.2
import Storage
import Wire

/// A register that lies in a folder of open data.
struct Register {
    /// Below the folder of data.
    let path: String
    var name: String { String(path.drop { $0 != "/" }.dropFirst()) }
    let read: ([UInt8], inout KnowledgeReport.File) throws -> KnowledgeImporter.Content

    static var all: [Register] {
        [
            Register(path: "gemeinden-de/gemeinden_2023_regiostar.csv", read: municipalities),
            Register(path: "lizenzen/spdx-licences.json", read: licences),
            Register(path: "lizenzen/osadl-matrix.json", read: matrix),
        ]
    }

    private static func municipalities(
        _ bytes: [UInt8], _ file: inout KnowledgeReport.File
    ) throws -> KnowledgeImporter.Content {
        var rows: [[SQLValue]] = []
        var keys: Set<String> = []
        var fault: KnowledgeError?
        bytes.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: UInt8(ascii: ","))
            guard reader.next() == .record else { return }
            let names = reader.fields.indices.map { reader.text($0) }
            let wanted = ["ags", "name", "area_ha", "population", "tk", "plz", "rt7"]
            let columns = wanted.compactMap { names.firstIndex(of: $0) }
            guard columns.count == wanted.count else {
                fault = .line(1, message: "the columns \(wanted.joined(separator: ", ")) are expected")
                return
            }
            while true {
                let row = reader.next()
                if row == .end { return }
                file.rowsRead += 1
                guard row == .record, reader.fields.count == names.count else {
                    file.reject(line: reader.line, "has \(reader.fields.count) cells, the head \(names.count)")
                    continue
                }
                let cells = columns.map { reader.text($0) }
                guard cells[0].utf8.count == 8, cells[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                    file.reject(line: reader.line, "\"\(cells[0])\" is no municipality key of eight digits")
                    continue
                }
                guard !cells[1].isEmpty, keys.insert(cells[0]).inserted else {
                    file.reject(line: reader.line, cells[1].isEmpty ? "has no name" : "\(cells[0]) stands twice")
                    continue
                }
                let region = Double(cells[6]).flatMap { Int64(exactly: $0) }
                let text = { (cell: String) in cell.isEmpty ? SQLValue.null : .text(cell) }
                rows.append([
                    .text(cells[0]), .text(cells[1]), .text(Tokeniser.words(cells[1]).joined(separator: " ")),
                    Int64(cells[2]).sqlValue, Int64(cells[3]).sqlValue, text(cells[4]), text(cells[5]),
                    region.sqlValue,
                ])
            }
        }
        if let fault { throw fault }
        return .table(
            name: "municipality",
            columns: ["ags", "name", "search_name", "area_hectares", "population", "kind", "postcode", "region_type"],
            rows: rows, licence: "DL-DE-BY-2.0", attribution: MunicipalityQueries.attribution)
    }

    private static func licences(
        _ bytes: [UInt8], _ file: inout KnowledgeReport.File
    ) throws -> KnowledgeImporter.Content {
        var rows: [[SQLValue]] = []
        for member in try JSONValue(parsing: bytes).object?.members ?? [] {
            file.rowsRead += 1
            guard let id = member.value["id"]?.string, let name = member.value["name"]?.string else {
                file.reject(line: nil, "\(member.name): id and name are expected")
                continue
            }
            let flags = ["osi_approved", "fsf_libre", "deprecated_id"].map { flag in
                SQLValue.integer(member.value[flag]?.bool == true ? 1 : 0)
            }
            rows.append([.text(id), .text(name)] + flags)
        }
        guard !rows.isEmpty else { throw KnowledgeError.line(1, message: "this is no list of SPDX licences") }
        return .table(
            name: "licence", columns: ["id", "name", "is_osi_approved", "is_fsf_libre", "is_deprecated"], rows: rows,
            licence: "CC0-1.0", attribution: "SPDX")
    }

    private static func matrix(
        _ bytes: [UInt8], _ file: inout KnowledgeReport.File
    ) throws -> KnowledgeImporter.Content {
        let verdicts: Set<String> = ["Yes", "No", "Unknown", "Check dependency", "Same"]
        var rows: [[SQLValue]] = []
        for leading in try JSONValue(parsing: bytes).object?.members ?? [] {
            // Members that are no licence hold the matrix's date and its format.
            guard let row = leading.value.object else { continue }
            for subordinate in row.members {
                file.rowsRead += 1
                guard let verdict = subordinate.value.string, verdicts.contains(verdict) else {
                    file.reject(line: nil, "\(leading.name) and \(subordinate.name): no verdict of the matrix")
                    continue
                }
                rows.append([.text(leading.name), .text(subordinate.name), .text(verdict)])
            }
        }
        guard !rows.isEmpty else { throw KnowledgeError.line(1, message: "this is no licence matrix") }
        return .table(
            name: "licence_verdict", columns: ["leading_id", "subordinate_id", "verdict"], rows: rows,
            licence: "CC-BY-4.0", attribution: LicenceQueries.attribution)
    }
}
