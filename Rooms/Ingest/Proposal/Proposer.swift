// SPDX-License-Identifier: EUPL-1.2
import IngestModel
package import IngestReading
import Wire

/// Looks at the beginning of a file and says what it seems to be.
public struct Proposer: Sendable {
    public init() {}

    /// Throws a `ProposalFault` for a file that cannot be read, or holds nothing.
    public func proposal(forFile path: String) throws(ProposalFault) -> Proposal {
        do throws(FileFault) {
            return try proposal(FileSample(path: path))
        } catch {
            throw ProposalFault(file: path, reason: error.description)
        }
    }

    package func proposal(_ sample: FileSample) throws(FileFault) -> Proposal {
        var proposal = Proposal(file: sample.name)
        var report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        let file = sample.file
        let text: [UInt8]
        var sheet: String?
        var further: [[UInt8]] = []
        if let kind = file.sheetKind {
            let chosen = try chosenSheet(of: file, kind, &report)
            (text, sheet) = (chosen.text, chosen.isDoubtful ? nil : chosen.name)
            chosen.decide(kind, &proposal)
        } else {
            let recognition = sample.recognition
            _ = try file.text(TableFormat(), report: &report)
            text = sample.text(recognition.encoding)
            further = sample.further(recognition.encoding)
            encoding(recognition, text, &proposal)
        }
        if let fault = emptiness(of: text, sample) { throw fault }
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), records(text, sample, &proposal) {
            return proposal
        }
        if first == UInt8(ascii: "<") {
            elements(text, sample, &proposal)
            return proposal
        }
        if keyValues(text, sample, &proposal) { return proposal }
        guard let table = TableGuess(text, isRagged: file.sheetKind != nil, later: further) else {
            if first != UInt8(ascii: "{"), first != UInt8(ascii: "["), let fault = loneLine(text) { throw fault }
            proposal.decide("kind", "unknown", .likely, "Keine Tabelle erkannt.", "No table was seen.")
            return proposal
        }
        if let fault = rowlessness(of: table) { throw fault }
        self.table(table, text, isSheet: file.sheetKind != nil, sheet: sheet, &proposal)
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

    func table(
        _ table: TableGuess, _ text: [UInt8], isSheet: Bool, sheet: String?, _ proposal: inout Proposal
    ) {
        var format: JSONObject = [:]
        format["sheet"] = sheet.map { .string($0) }
        if !isSheet { separator(table, &proposal, &format) }
        header(table, &proposal, &format)
        var (names, rows) = (table.names, table.rows)
        let blocks = table.separator == 0x20 ? nil : BlockGuess(text, table)
        if let blocks {
            format["blocks"] = .string(blocks.rule)
            proposal.decide(
                "blocks", JSONValue(blocks.count), .likely,
                "Der Kopf steht \(blocks.count)-mal da: mehrere Tabellen in einer Datei.",
                "The header stands \(blocks.count) times: several tables in one file.")
            // the times of one station, as the other tables have them too
            if blocks.station != nil { rows = table.firstRows }
        }
        defer {
            if let station = blocks?.station, proposal.mapping["kind"]?.string == "series" {
                proposal.mapping["station"] = ["from": [["lines": .string(station)]]]
            }
        }
        var mark: UInt8? = table.separator
        if table.separator == 0x20, let fixed = FixedGuess(text, table) {
            (names, rows) = (fixed.names, fixed.rows)
            format["separator"] = nil
            format["headerLines"] = nil
            format["fixedWidth"] = fixed.rule
            mark = 0x20
        } else {
            var special = table.hasRuler ? ["^[-=*_]{3,}$"] : []
            for word in table.footers where !special.contains("^" + word) { special.append("^" + word) }
            if !table.footers.isEmpty {
                let words = table.footers.map { "„\($0)“" }.joined(separator: ", ")
                let english = table.footers.map { "\"\($0)\"" }.joined(separator: ", ")
                proposal.decide(
                    "footers", .array(table.footers.map { .string($0) }), .likely,
                    "Zeilen unter der Tabelle (Summen, Hinweise) werden weggelassen: \(words).",
                    "Lines below the table (sums, notes) are left out: \(english).")
            }
            if !special.isEmpty {
                format["specialRows"] = .array(special.map { ["firstField": .string($0), "use": "ignore"] })
            }
        }
        let labels = TableProposal.labels(names)
        if let turned = TurnedColumns(labels, rows) {
            if labels != names { format["columns"] = .array(labels.map { .string($0) }) }
            return decide(turned, lead: table.lead, separator: mark, format, &proposal)
        }
        TableProposal(
            names, rows, lead: table.lead, separator: mark, file: proposal.file, units: table.units,
            leadPairs: LeadPairs(table.leadCells, separator: table.separator), leadCells: table.leadCells,
            later: format["fixedWidth"] == nil ? table.laterRows : []
        )
        .decide(&proposal, format)
    }

    /// A table that was wide by time, as one with a row for each.
    func decide(
        _ turned: TurnedColumns, lead: [String], separator: UInt8?, _ given: JSONObject, _ proposal: inout Proposal
    ) {
        var format = given
        format["unpivot"] = turned.rule
        proposal.decide(
            "unpivot", ["columns": .array(turned.columns.map { .string($0) }), "into": .string(turned.into)],
            .likely, "Die Namen dieser Spalten sind Zeiten.", "The names of these columns are times.")
        var long = TableProposal(turned.names, turned.rows, lead: lead, separator: separator, file: proposal.file)
        long.turned = turned.unit
        long.decide(&proposal, format)
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
        // texts in the line above may be names too
        let above = table.leadCells.last?.count { !$0.isEmpty } ?? 0
        proposal.decide(
            "headerLines", .array(lines.map { JSONValue($0) }), lines.count == 1 && above < 2 ? .sure : .likely,
            lines.isEmpty ? "Schon die erste Zeile hat Werte." : "Dort stehen Namen, darunter Werte.",
            lines.isEmpty ? "The first line has values already." : "Names stand there, values below.")
        if let lead = table.leadLines {
            // what has as many fields as the rows may be some of them
            let width = table.rows.first?.count ?? 0
            let isLikeRows = table.leadCells.contains { $0.count == width }
            proposal.decide(
                "leadLines", [JSONValue(lead.lowerBound), JSONValue(lead.upperBound)], isLikeRows ? .likely : .sure,
                isLikeRows ? "Zeilen vor den Namen, mit so vielen Feldern wie die Tabelle." : "Zeilen vor der Tabelle.",
                isLikeRows ? "Lines before the names, with as many fields as the table." : "Lines before the table.")
            format["leadingLines"] = JSONValue(lead.upperBound)
        }
        if lines.count != 1 { format["headerLines"] = JSONValue(lines.count) }
        if lines.isEmpty {
            let count = table.rows.map(\.count).max() ?? 0
            format["columns"] = .array((1...max(1, count)).map { .string("\($0)") })
        }
    }
}
