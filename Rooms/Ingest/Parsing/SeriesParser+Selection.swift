// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

extension SeriesParser.Run {
    /// The bindings for the row's texts in the selecting columns, made when these first appear, and their number.
    mutating func selected(_ index: Int, _ reader: TableReader) -> (bindings: [Int], index: Int) {
        let columns = selections[index].columns
        var key: [UInt8] = []
        for column in columns where column < reader.fields.count {
            let bytes = reader.slice(column)
            guard bytes.count <= cellLimit else { return ([], 0) }
            if column != columns[0] { key.append(RewrittenTable.separator) }
            key.append(contentsOf: bytes)
        }
        if let known = selections[index].known[key] { return known }
        let texts = columns.map { $0 < reader.fields.count ? reader.text($0) : "" }
        let bindings = selections[index].rules.flatMap { bind(rule: $0, texts: texts) }
        let found = (bindings, selections[index].known.count + 1)
        selections[index].known[key] = found
        return found
    }

    /// Whether a rule takes the row by its texts.
    mutating func isTaken(_ reader: TableReader) -> Bool {
        for index in selections.indices where !selected(index, reader).bindings.isEmpty { return true }
        return selections.isEmpty
    }

    /// What a row says in the selecting columns, for a report: `Parameter = Wind`.
    func ignoredText(_ reader: TableReader) -> String {
        let parts = selections[0].columns.map { column in
            let text = column < reader.fields.count ? reader.excerpt(column) : ""
            return "\(header.names[column]) = \(text)"
        }
        return parts.joined(separator: ", ").excerpt()
    }
}

extension ImportReport {
    /// A file whose rows are all of what the mapping does not know does not fit it.
    func refuseForeignRows() throws(FileFault) {
        let ignored = ignoredRows.values.reduce(0, +)
        guard ignored > 0, ignored == rows - rowsRefused else { return }
        let list = ignoredRows.keys.sorted().prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        throw FileFault("no row fits \"where\" of the mapping; the file has \(list)", isMisfit: true)
    }
}
