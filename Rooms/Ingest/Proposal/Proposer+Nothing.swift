// SPDX-License-Identifier: EUPL-1.2
import IngestReading
import Wire

extension Proposer {
    /// Why there is nothing to propose for a text; nil where something stands in it.
    func emptiness(of text: [UInt8], _ sample: FileSample) -> FileFault? {
        if text.contains(where: { $0 > 0x20 }) { return isHollow(text, sample) ? Self.hollow : nil }
        if let kind = sample.file.sheetKind {
            let names = sample.file.sheetNames(kind).prefix(6).map { $0.excerpt(40) }
            return FileFault(
                "nothing stands on the sheets (\"\(names.joined(separator: "\", \""))\"); save the file with its values, or "
                    + "the table as CSV",
                german:
                    "Auf den Blättern („\(names.joined(separator: "“, „"))“) steht nichts. Speichern Sie die Datei mit ihren "
                    + "Werten, oder die Tabelle als CSV.")
        }
        let isBare = text.isEmpty && !sample.bytes.isEmpty
        let english =
            sample.bytes.isEmpty
            ? "it has 0 bytes" : isBare ? "only the mark of its encoding stands in it" : "only blank lines"
        let german =
            sample.bytes.isEmpty
            ? "Sie hat 0 Byte"
            : isBare ? "In ihr steht nur das Zeichen ihrer Kodierung" : "In ihr stehen nur leere Zeilen"
        return FileFault(
            "the file is empty: \(english); export it again and look whether it has rows",
            german: "Die Datei ist leer: \(german). Exportieren Sie sie neu und sehen Sie nach, ob Zeilen darin stehen."
        )
    }

    private static let hollow = FileFault(
        "the document holds no records; export a period that has values",
        german: "Das Dokument enthält keine Datensätze. Exportieren Sie einen Zeitraum, für den es Werte gibt.")

    /// A JSON document whose lists are all empty.
    private func isHollow(_ text: [UInt8], _ sample: FileSample) -> Bool {
        guard sample.isWhole, text.count < 1 << 16, let document = try? JSONValue(parsing: text) else { return false }
        if let list = document.array { return list.isEmpty }
        guard let object = document.object else { return false }
        return object.members.isEmpty || object["features"]?.array?.isEmpty == true
    }

    /// A header without a row under it is no table yet.
    func rowlessness(of table: TableGuess) -> FileFault? {
        guard table.rows.isEmpty, let line = table.headerLines.last else { return nil }
        let names = table.names.filter { !$0.isEmpty }.prefix(6).map { $0.excerpt(40) }
        let (english, german) = (names.joined(separator: "\", \""), names.joined(separator: "“, „"))
        return FileFault(
            "under the header in line \(line) (\"\(english)\") there is no row; export a period that has values",
            german:
                "Unter dem Kopf in Zeile \(line) („\(german)“) steht keine Zeile. Exportieren Sie einen Zeitraum, für den es "
                + "Werte gibt.")
    }

    /// A text of one line is a name at most.
    func loneLine(_ text: [UInt8]) -> FileFault? {
        let lines = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).filter { $0.contains { $0 > 0x20 } }
        guard lines.count == 1, let line = lines.first else { return nil }
        let words = String(decoding: line.prefix(200), as: UTF8.self).excerpt(60)
        return FileFault(
            "only one line stands in the file (\"\(words)\"); export it again and look whether it has rows",
            german:
                "In der Datei steht nur eine Zeile („\(words)“). Exportieren Sie sie neu und sehen Sie nach, ob Zeilen darin "
                + "stehen.")
    }
}
