// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
import Documents
import PlanningAnalyses
import PlanningModel

/// Collects the blocks of a paper in one of two languages.
struct PaperWriter {
    let german: Bool
    var blocks: [Document.Block] = []
    /// Which of them speak of other objects.
    private(set) var origins: [PaperOrigin] = []

    init(german: Bool) {
        self.german = german
    }

    func callAsFunction(_ inGerman: String, _ inEnglish: String) -> String { german ? inGerman : inEnglish }

    mutating func heading(_ inGerman: String, _ inEnglish: String) {
        blocks.append(.heading(1, self(inGerman, inEnglish)))
    }

    mutating func gap(_ inGerman: String, _ inEnglish: String) {
        blocks.append(.gap(self("Hier fehlt noch: " + inGerman + ".", "Still missing here: " + inEnglish + ".")))
    }

    mutating func text(_ text: String?, gap missing: (String, String)) {
        if let text, text.contains(where: { !$0.isWhitespace }) {
            for part in text.split(separator: "\n\n") { blocks.append(.paragraph([.text(String(part))])) }
        } else {
            gap(missing.0, missing.1)
        }
    }

    mutating func list(_ items: [String], gap missing: (String, String)?) {
        if !items.isEmpty {
            blocks.append(.list(items.map { [.text($0)] }, isNumbered: false))
        } else if let missing {
            gap(missing.0, missing.1)
        }
    }

    /// A block that says what others say: all of it, or line by line.
    mutating func append(_ block: Document.Block, about whole: Reference? = nil, lines: [Reference?] = []) {
        if let whole { origins.append(PaperOrigin(block: blocks.count, line: nil, about: whole)) }
        for (line, about) in lines.enumerated() {
            if let about { origins.append(PaperOrigin(block: blocks.count, line: line, about: about)) }
        }
        blocks.append(block)
    }

    /// The same where a line says what several others say.
    mutating func append(_ block: Document.Block, lines: [[Reference]]) {
        for (line, about) in lines.enumerated() {
            origins += about.map { PaperOrigin(block: blocks.count, line: line, about: $0) }
        }
        blocks.append(block)
    }

    var numerals: Numerals { Numerals(german: german) }

    /// Whole euros, rounded half away from zero: 12.345 € or €12,345.
    func money(_ cents: Int64) -> String { numerals.euros(Money(cents: cents)) }

    func number(_ value: Double) -> String { numerals.number(value) }

    // MARK: Money

    private func word(_ phrase: Words) -> String { self(phrase.german, phrase.english) }

    /// The sums of the table in words, line by line.
    func figures(of cost: CostTable) -> [[Document.Span]] {
        func line(_ name: String, _ money: Money) -> [Document.Span] {
            [.strong(name + ": "), .text(numerals.euros(money))]
        }
        let last = cost.name(ofYear: cost.rows.last?.year ?? 0, numerals)
        var lines = zip(cost.columns, cost.sums).filter { $0.0 != .own }.map { column, sum in
            let name = word(column.label)
            return line(name.prefix(1).uppercased() + name.dropFirst(), sum)
        }
        lines.append(line(self("Eigenanteil bis \(last)", "Own share until \(last)"), cost.sum(.own)))
        lines.append(
            line(
                self("Eigenanteil im letzten Jahr (\(last))", "Own share in the last year (\(last))"),
                cost.ownInLastYear))
        lines.append(line(cost.presentValueName(numerals), cost.presentValue))
        return lines
    }

    func table(of cost: CostTable, caption: String? = nil) -> Document.Table {
        var rows = cost.rows.map { row in
            [cost.name(ofYear: row.year, numerals)] + row.amounts.map { numerals.euros($0) }
        }
        rows.append([self("Summe", "Sum")] + cost.sums.map { numerals.euros($0) })
        return Document.Table(
            caption: caption
                ?? self(
                    "Kosten je Jahr in Euro, im ersten Jahr und in den \(cost.rows.count - 1) danach",
                    "Cost by year in euros, in the first year and the \(cost.rows.count - 1) after it"),
            header: [self("Jahr", "Year")] + cost.columns.map { word($0.label) },
            alignments: [.start] + cost.columns.map { _ in .end }, rows: rows, hasTotal: true)
    }
}
