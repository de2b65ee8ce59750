// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Looks at a file's stamps before they are read: the declared form, or the one in which all of them are written.
struct StampProbe {
    private let rule: TimeRule
    private let cells: StampCells.Layout
    private static let sample = 200

    init(_ mapping: SeriesMapping) {
        rule = mapping.time
        cells = StampCells.Layout(rule)
    }

    /// Whether the first stamps of a table show that it is written as declared.
    func isDeclared(_ reader: TableReader, _ header: Header) -> Bool {
        guard let cells = try? StampCells(cells, header) else { return true }
        var reader = reader
        var seen = 0
        while seen < Self.sample {
            switch reader.next() {
            case .end: return false
            case .broken: continue
            case .record: break
            }
            guard let text = cells.text(reader, strip: rule.strip), !text.isEmpty else { continue }
            seen += 1
            if rule.form.read(text) != nil { return true }
        }
        return false
    }

    /// The form to read a file by; what is not as declared is told with an example.
    func form(
        _ reader: TableReader, _ header: Header, path: String, report: inout ImportReport
    ) throws(FileFault) -> StampForm {
        let cells = try StampCells(cells, header)
        var reader = reader
        var texts: Set<String> = []
        var seen = 0
        probing: while true {
            switch reader.next() {
            case .end: break probing
            case .broken: continue
            case .record: break
            }
            guard let text = cells.text(reader, strip: rule.strip), !text.isEmpty else { continue }
            seen += 1
            if seen <= Self.sample, rule.form.read(text) != nil { return rule.form }
            if texts.count < 100_000 { texts.insert(text) }
        }
        switch StampRecognition.form(of: texts.sorted(), finest: finest) {
        case .none: return rule.form
        case .form(let form):
            let example = texts.min() ?? ""
            report.notice(
                german: "\(path): Zeitangaben sind nicht als „\(rule.form.text)“, sondern als „\(form.text)“ gelesen, "
                    + "zum Beispiel „\(example.excerpt(40))“.",
                english: "\(path): time stamps are not read as \"\(rule.form.text)\" but as \"\(form.text)\", "
                    + "for example \"\(example.excerpt(40))\".")
            return form
        case .undecided(let forms):
            let names = forms.map { "\"\($0.text)\"" }.joined(separator: " or ")
            let example = (texts.min() ?? "").excerpt(40)
            throw FileFault(
                "the stamps can be read as \(names), for example \"\(example)\"; declare \"form\" in the mapping's \"time\""
            )
        }
    }

    /// The coarsest form that can give what the interval asks for.
    private var finest: WrittenStamp.Span {
        guard let interval = rule.interval else { return .year }
        if interval.microseconds != 0 { return interval.microseconds < 86_400_000_000 ? .moment : .day }
        if interval.days != 0 { return interval.days % 7 == 0 ? .week : .day }
        return interval.months % 12 == 0 ? .year : interval.months % 3 == 0 ? .quarter : .month
    }
}

/// The stamp's text of a row, in one column or several.
struct StampCells {
    /// What the mapping says.
    struct Layout {
        let pieces: [TimeRule.Piece]

        init(_ rule: TimeRule) { pieces = rule.pieces }

        /// Columns with a blank between them.
        init(_ columns: [String]) {
            pieces = Array(columns.map { [TimeRule.Piece.column($0)] }.joined(separator: [.literal([0x20])]))
        }
    }

    private enum Piece {
        case literal([UInt8])
        case column(Int)
    }

    private let pieces: [Piece]
    /// The first column: where a fault of the stamp is shown.
    let first: Int
    let columns: [Int]
    private let last: Int

    init(_ layout: Layout, _ header: Header) throws(FileFault) {
        var pieces: [Piece] = []
        var columns: [Int] = []
        for piece in layout.pieces {
            switch piece {
            case .literal(let bytes): pieces.append(.literal(bytes))
            case .column(let name):
                let index = try header.required(name)
                pieces.append(.column(index))
                columns.append(index)
            }
        }
        self.pieces = pieces
        self.columns = columns
        first = columns.first ?? 0
        last = columns.max() ?? 0
    }

    /// Calls `body` with the stamp's bytes; nil where the row ends before them.
    func with<T>(_ reader: TableReader, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T? {
        guard last < reader.fields.count else { return nil }
        if pieces.count == 1 { return body(reader.slice(first)) }
        var scratch: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let bytes): scratch.append(contentsOf: bytes)
            case .column(let index):
                scratch.append(contentsOf: StampReader.stripped(reader.slice(index), []))
            }
        }
        return scratch.withUnsafeBufferPointer(body)
    }

    func text(_ reader: TableReader, strip: Set<UInt8>) -> String? {
        with(reader) { String(decoding: StampReader.stripped($0, strip), as: UTF8.self) }
    }
}
