// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import IngestReading
import Wire

/// Lines whose columns stand at fixed places, where blanks alone do not part them: texts of several words, empty cells.
struct FixedGuess {
    let rule: JSONValue
    let names: [String]
    let rows: [[String]]

    init?(_ text: [UInt8], _ table: TableGuess) {
        guard table.share < 0.95, let first = table.headerLines.first else { return nil }
        let format = TableFormat()
        var sink = RowSink()
        var header: Header?
        text.withUnsafeBufferPointer { bytes in
            guard let cutter = try? FixedWidth(bytes, skipped: first - 1, columns: [], format: format) else { return }
            header = cutter.header
            cutter.read(firstLine: 1, into: &sink)
        }
        guard let header else { return nil }
        names = header.names
        rows = sink.rows(most: TableGuess.mostRows)
        rule = true
    }
}

extension RowSink {
    /// The rows that were written.
    func rows(most: Int) -> [[String]] {
        text.withUnsafeBufferPointer { bytes in
            var reader = TableReader(bytes, separator: RewrittenTable.separator)
            var rows: [[String]] = []
            while rows.count < most {
                switch reader.next() {
                case .end: return rows
                case .broken: continue
                case .record: rows.append(reader.fields.indices.map { reader.text($0) })
                }
            }
            return rows
        }
    }
}

extension Proposer {
    /// Lines of a name and a value, of which some names come again; false where the text is none.
    func keyValues(_ text: [UInt8], _ sample: FileSample, _ proposal: inout Proposal) -> Bool {
        let lines = String(decoding: text.prefix(1 << 16), as: UTF8.self).split(whereSeparator: \.isNewline).prefix(
            1000)
        guard lines.count >= 4 else { return false }
        for mark in [":", "="] as [Character] {
            var names: [String: Int] = [:]
            for line in lines {
                guard let place = line.firstIndex(of: mark) else { continue }
                let name = line[..<place].trimmed
                // 14:05 is a time
                let isClock =
                    line[..<place].last?.isNumber == true && line[place...].dropFirst().first?.isNumber == true
                guard !isClock, let first = name.first, first.isLetter, name.count <= 40,
                    !name.contains(where: { ";,\t|".contains($0) })
                else { continue }
                names[name, default: 0] += 1
            }
            let fitting = names.values.reduce(0, +)
            let isRepeated = names.count >= 2 && names.values.count { $0 > 1 } * 2 > names.count
            guard fitting * 10 >= lines.count * 9, isRepeated else { continue }
            var sink = RowSink()
            let header = text.withUnsafeBufferPointer { bytes in
                KeyValueLines.read(bytes, 0, mark.asciiValue ?? 0x3A, firstLine: 1, into: &sink)
            }
            proposal.decide(
                "separator", .string("key\(mark)value"), .sure, "Jede Zeile nennt einen Namen und seinen Wert.",
                "Each line names a name and its value.")
            TableProposal(
                header.names, sink.rows(most: TableGuess.mostRows), lead: [], separator: nil, file: sample.name
            ).decide(&proposal, ["keyValue": .string(String(mark))])
            return true
        }
        return false
    }
}
