// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

/// Which sheet of a spreadsheet holds the series: covers, notes and lists stand before it as often as behind it.
struct ChosenSheet {
    let text: [UInt8]
    /// The mapping's `sheet`; nil where the first sheet is meant anyway.
    let name: String?
    /// All sheets on which something stands, and those that hold series.
    fileprivate let filled: [String]
    fileprivate let series: [String]
    /// Whether more than one of them could be meant.
    let isDoubtful: Bool
    fileprivate let first: String?

    func decide(_ kind: ImportFile.SheetKind, _ proposal: inout Proposal) {
        let own = name ?? first ?? ""
        let place =
            name.map { ("; das Blatt ist „\($0)“", "; the sheet is \"\($0)\"") } ?? (
                "; das erste Blatt", "; its first sheet"
            )
        proposal.decide(
            "format", kind == .excel ? "xlsx" : "ods", .sure, "Eine Tabellenkalkulation\(place.0).",
            "A spreadsheet\(place.1).")
        guard filled.count > 1 else { return }
        let others = filled.filter { $0 != own }
        let german =
            others.prefix(6).map { "„\($0.excerpt(40))“" }.joined(separator: ", ") + (others.count > 6 ? " …" : "")
        let english =
            others.prefix(6).map { "\"\($0.excerpt(40))\"" }.joined(separator: ", ") + (others.count > 6 ? " …" : "")
        guard isDoubtful else {
            return proposal.decide(
                "sheet", .string(own), .likely,
                series.isEmpty
                    ? "Auf keinem Blatt sind Zeiten und Zahlen zu erkennen; daneben stehen \(german)."
                    : "Nur dort stehen Zeiten und Zahlen in Menge; daneben stehen \(german).",
                series.isEmpty
                    ? "On no sheet times and numbers are seen; beside it stand \(english)."
                    : "Only there times and numbers stand in number; beside it stand \(english).")
        }
        proposal.decide(
            "sheet", .string(own), .asked, "Auf mehreren Blättern stehen Zeiten und Zahlen.",
            "Several sheets hold times and numbers.")
        proposal.ask(
            "sheet", series.map { .string($0) },
            "Auf mehreren Blättern stehen Zeiten und Zahlen: welches ist gemeint? Jedes weitere nehmen Sie mit einem eigenen Import auf.",
            "Several sheets hold times and numbers: which is meant? Each other one is taken in by an import of its own."
        )
    }
}

extension Proposer {
    private static let mostSheets = 20
    /// Bytes of a sheet that are looked at to compare it with others.
    private static let looked = 1 << 17

    private struct Look {
        let name: String
        let isSeries: Bool
        let isTable: Bool
        /// Rows times columns of values.
        let worth: Int
    }

    /// The sheet with the series: the only one, or by far the largest; else the largest, and a question.
    func chosenSheet(
        of file: ImportFile, _ kind: ImportFile.SheetKind, _ report: inout ImportReport
    ) throws(FileFault) -> ChosenSheet {
        let names = Array(file.sheetNames(kind).prefix(Self.mostSheets))
        func read(_ name: String?) throws(FileFault) -> [UInt8] {
            var format = TableFormat()
            format.sheet = name
            return try file.sheet(kind, format, report: &report)
        }
        guard names.count > 1 else {
            return ChosenSheet(
                text: try read(nil), name: nil, filled: [], series: [], isDoubtful: false, first: names.first)
        }
        var looks: [Look] = []
        let small = ImportFile(path: file.path, bytes: file.bytes, folder: file.folder, most: Self.looked)
        for name in names {
            var format = TableFormat()
            format.sheet = name
            var unheard = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
            guard let text = try? small.sheet(kind, format, report: &unheard), text.contains(where: { $0 > 0x20 })
            else {
                continue
            }
            looks.append(look(text, name))
        }
        let series = looks.filter(\.isSeries)
        let best = series.max { $0.worth < $1.worth } ?? looks.first { $0.isTable } ?? looks.first
        guard let best else {
            return ChosenSheet(
                text: try read(nil), name: nil, filled: [], series: [], isDoubtful: false, first: names.first)
        }
        // what has a twentieth of the rows sums up, or explains
        let rivals = series.filter { $0.name != best.name && $0.worth * 20 >= best.worth }
        return ChosenSheet(
            text: try read(best.name), name: best.name == names.first ? nil : best.name, filled: looks.map(\.name),
            series: series.map(\.name), isDoubtful: !rivals.isEmpty, first: names.first)
    }

    private func look(_ text: [UInt8], _ name: String) -> Look {
        guard let table = TableGuess(text, isRagged: true), !table.rows.isEmpty else {
            return Look(name: name, isSeries: false, isTable: false, worth: 0)
        }
        var proposal = Proposal(file: name)
        self.table(table, text, isSheet: true, sheet: nil, &proposal)
        let values = max(1, proposal["values"]?.value.array?.count ?? 1)
        let isSeries = proposal["kind"]?.value.string == "series" && table.rows.count > 1
        return Look(name: name, isSeries: isSeries, isTable: true, worth: table.rows.count * values)
    }
}
