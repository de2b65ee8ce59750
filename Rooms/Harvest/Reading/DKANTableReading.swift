// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Wire

/// Data sets out of the table that DKAN exports: a row for each file, the data set's own fields in its first row only.
struct DKANTableReading {
    private(set) var report: HarvestReport
    private(set) var datasets: [ForeignDataset] = []
    private var names: [String: Int] = [:]

    /// Columns by which the table is known.
    static let marks = ["Dataset-ID", "Title", "Resource-Url"]

    private static let known: Set<String> = [
        "Dataset-ID", "Title", "Description", "Homepage URL", "URL", "Author", "Contact Name", "Contact Email",
        "Geographical Coverage Area", "License", "Frequency", "Temporal Coverage Start", "Temporal Coverage End",
        "Public Access Level", "DD Publisher", "DD Creator", "DD Thema", "DD Temporal Start", "DD Temporal End",
        "State",
        "Created", "Modified", "Schlagworte", "Tags", "Groups", "Resource-Name", "Format", "Resource-Url",
        "Beschreibung",
        "DD License", "DD Licensetext", "Veröffentlicht?",
        // how DKAN keeps and shows it, not what it is
        "Node-ID", "Textformat", "Dataset-Name", "Lfd-Nr", "Resource-ID", "Prüfung OK?", "HTTP-Responsecode", "Sticky",
        "Kommentare-Status", "Startseite", "Beschreibung-Format", "Resource-Typ-Detail", "Resource-Path",
    ]

    init(_ bytes: [UInt8], _ report: HarvestReport) throws(HarvestFault) {
        self.report = report
        var rows: [[String]] = []
        var broken: Int?
        bytes.withUnsafeBufferPointer { buffer in
            var reader = TableReader(buffer, separator: UInt8(ascii: ","))
            reading: while true {
                switch reader.next() {
                case .record: rows.append(reader.fields.indices.map { reader.text($0) })
                case .broken: broken = broken ?? reader.line
                case .end: break reading
                }
            }
        }
        if let broken { throw .unreadable(.dkanTable, "line \(broken)") }
        for (index, name) in (rows.first ?? []).enumerated() where names[name] == nil { names[name] = index }
        var group: [[String]] = []
        for row in rows.dropFirst() {
            if !self["Dataset-ID", row].isEmpty, !group.isEmpty {
                take(group)
                group = []
            }
            group.append(row)
        }
        if !group.isEmpty { take(group) }
    }

    private subscript(name: String, row: [String]) -> String {
        guard let index = names[name], index < row.count else { return "" }
        return row[index]
    }

    /// `"Verkehr" (195), "Umwelt" (12)` as its labels; other text as it is.
    static func labels(_ text: String) -> [String] {
        let labels = text.matches(of: #/"([^"]*)"\s*\([^()]*\)/#).map { String($0.1) }
        return labels.isEmpty ? (text.isEmpty ? [] : [text]) : labels
    }

    private mutating func take(_ rows: [[String]]) {
        let first = rows[0]
        func text(_ names: String...) -> String? {
            names.map { self[$0, first] }.first { !$0.isEmpty }
        }
        func label(_ name: String) -> String? { Self.labels(self[name, first]).first }
        var builder = DatasetBuilder(
            identifier: text("Dataset-ID") ?? "", title: Words(text("Title") ?? "", nil), report)
        defer { report = builder.report }
        guard text("Public Access Level") ?? "public" == "public", text("State")?.lowercased() ?? "active" == "active"
        else {
            builder.note(.notPublic)
            return
        }
        builder.addresses(text("URL"), page: text("URL", "Homepage URL"))
        builder.describe(text("Description").map { Words($0, nil) })
        builder.keywords(Self.labels(self["Schlagworte", first]) + Self.labels(self["Tags", first]))
        builder.themes(Self.labels(self["DD Thema", first]))
        builder.publisher(label("DD Publisher") ?? label("Groups") ?? text("Author"))
        builder.creator(label("DD Creator"))
        builder.contact(name: text("Contact Name"), mail: text("Contact Email"), page: nil)
        builder.frequency(text("Frequency").map { $0.hasPrefix("R/") ? String($0.dropFirst(2)) : $0 })
        builder.dates(
            issued: text("Created"), modified: text("Modified"),
            begins: text("Temporal Coverage Start", "DD Temporal Start"),
            ends: text("Temporal Coverage End", "DD Temporal End"))
        builder.place(text("Geographical Coverage Area"))
        for row in rows where !self["Resource-Url", row].isEmpty || !self["Resource-Name", row].isEmpty {
            let attribution = self["DD Licensetext", row]
            builder.distribution(
                title: Words(self["Resource-Name", row], nil), access: self["Resource-Url", row],
                format: self["Format", row], licence: Self.labels(self["DD License", row]).first ?? text("License"),
                attribution: attribution.isEmpty ? nil : attribution)
        }
        for (name, index) in names where !Self.known.contains(name) {
            let count = rows.count { index < $0.count && !$0[index].isEmpty }
            if count > 0 { builder.lose(name) }
        }
        if let finished = builder.finish() { datasets.append(finished) }
    }
}
