// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Looks at the beginning of a file and says what it seems to be.
public struct Proposer: Sendable {
    public init() {}

    /// Throws a `MappingError` for a file that cannot be read.
    public func proposal(forFile path: String) throws(MappingError) -> Proposal {
        do throws(FileFault) {
            return try proposal(FileSample(path: path))
        } catch {
            throw MappingError(document: path, pointer: "", message: error.description, remedy: "Name another file.")
        }
    }

    func proposal(_ sample: FileSample) throws(FileFault) -> Proposal {
        var proposal = Proposal(file: sample.name)
        var report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        let file = ImportFile(path: sample.name, bytes: sample.bytes, folder: ".")
        let text: [UInt8]
        var format: JSONObject = [:]
        if let kind = file.sheetKind {
            text = try file.sheet(kind, TableFormat(), report: &report)
            proposal.decide(
                "format", kind == .excel ? "xlsx" : "ods", .sure, "Eine Tabellenkalkulation; das erste Blatt.",
                "A spreadsheet; its first sheet.")
        } else {
            let recognition = sample.recognition
            _ = try file.text(TableFormat(), report: &report)
            text = sample.text(recognition.encoding)
            encoding(recognition, text, &proposal)
        }
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), records(text, sample, &proposal) {
            return proposal
        }
        if first == UInt8(ascii: "<") {
            proposal.decide("kind", "xml", .likely, "Die Datei ist XML.", "The file is XML.")
            proposal.ask(
                "format", ["csv", "json"], "Gibt es dieselben Daten als CSV oder JSON? XML wird nicht gelesen.",
                "Are the same data there as CSV or JSON? XML is not read.")
            return proposal
        }
        guard let table = TableGuess(text) else {
            proposal.decide("kind", "unknown", .likely, "Keine Tabelle erkannt.", "No table was seen.")
            return proposal
        }
        shape(table, isSheet: file.sheetKind != nil, &proposal, &format)
        TableProposal(table.names, table.rows, lead: table.lead, separator: table.separator, file: sample.name)
            .decide(&proposal, format)
        return proposal
    }

    private func encoding(_ found: TextEncoding.Recognition, _ text: [UInt8], _ proposal: inout Proposal) {
        let words = found.evidence.joined(separator: ", ")
        proposal.decide(
            "encoding", .string(found.encoding == .latin1 ? "windows-1252" : found.encoding.rawValue),
            found.isSure ? .sure : .likely, words.isEmpty ? "An den Bytes erkannt." : "Erkannt an: \(words).",
            words.isEmpty ? "Seen from the bytes." : "Seen from: \(words).")
        // U+FFFD
        let isDamaged = text.indices.dropLast(2).contains {
            text[$0] == 0xEF && text[$0 + 1] == 0xBF && text[$0 + 2] == 0xBD
        }
        if isDamaged {
            proposal.decide(
                "damaged", true, .sure, "Buchstaben sind schon in der Quelle verloren (\u{FFFD}).",
                "Letters are lost in the source already (\u{FFFD}).")
        }
    }

    private func shape(
        _ table: TableGuess, isSheet: Bool, _ proposal: inout Proposal, _ format: inout JSONObject
    ) {
        if !isSheet { separator(table, &proposal, &format) }
        header(table, &proposal, &format)
    }

    private func separator(_ table: TableGuess, _ proposal: inout Proposal, _ format: inout JSONObject) {
        let mark = table.separator
        let name = mark == 0x20 ? "fixed width" : mark == 0x09 ? "tab" : String(Unicode.Scalar(mark))
        let share = Int((table.share * 100).rounded())
        proposal.decide(
            "separator", .string(name), table.share > 0.8 ? .sure : .likely,
            "\(share) % der Zeilen haben damit gleich viele Felder.",
            "\(share) % of the lines then have the same number of fields.")
        format["separator"] = mark == 0x20 ? "blank" : .string(String(Unicode.Scalar(mark)))
    }

    private func header(_ table: TableGuess, _ proposal: inout Proposal, _ format: inout JSONObject) {
        let lines = table.headerLines
        proposal.decide(
            "headerLines", .array(lines.map { JSONValue($0) }), lines.count == 1 ? .sure : .likely,
            lines.isEmpty ? "Schon die erste Zeile hat Werte." : "Dort stehen Namen, darunter Werte.",
            lines.isEmpty ? "The first line has values already." : "Names stand there, values below.")
        if let lead = table.leadLines {
            proposal.decide(
                "leadLines", [JSONValue(lead.lowerBound), JSONValue(lead.upperBound)], .sure,
                "Zeilen vor der Tabelle.", "Lines before the table.")
            format["leadingLines"] = JSONValue(lead.upperBound)
        }
        if lines.count != 1 { format["headerLines"] = JSONValue(lines.count) }
        if lines.isEmpty {
            let count = table.rows.map(\.count).max() ?? 0
            format["columns"] = .array((1...max(1, count)).map { .string("\($0)") })
        }
    }
}
