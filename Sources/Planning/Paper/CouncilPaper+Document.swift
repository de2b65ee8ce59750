// SPDX-License-Identifier: EUPL-1.2
public import Documents

extension CouncilPaper {
    /// The draft in the order German councils expect; `german` chooses the words, a gap stands where a part is missing.
    public func document(german: Bool) -> Document {
        var writer = PaperWriter(german: german)
        var facts = [(writer("Kommune", "Municipality"), town)]
        facts.append((writer("Beschlussvorlage", "Council paper"), number ?? writer("Entwurf", "Draft")))
        facts.append((writer("Datum", "Date"), date))
        facts.append((writer("Federführend", "Department"), department ?? writer("noch offen", "not yet named")))

        writer.heading("Beschlussvorschlag", "Proposed decision")
        writer.text(proposal, gap: ("der Beschlussvorschlag", "the proposed decision"))
        writeFacts(&writer)
        writeMoney(&writer)
        writeAlternatives(&writer)

        writer.heading("Klimawirkung", "Effect on the climate")
        writer.text(climate, gap: ("die Einschätzung der Klimawirkung", "an estimate of the effect on the climate"))
        writer.heading("Beteiligung", "Participation")
        writer.list(participation, gap: ("wer beteiligt wurde und wird", "who was and will be involved"))
        writeRisks(&writer)
        writeIndicators(&writer)

        writer.heading("Anlagen", "Attachments")
        writer.blocks.append(
            attachments.isEmpty
                ? .paragraph([.text(writer("keine", "none"))])
                : .list(attachments.map { [.link($0.title, to: $0.address)] }, isNumbered: true))
        return Document(
            title: measure, language: german ? "de" : "en", facts: facts.map { (name: $0.0, value: $0.1) },
            blocks: writer.blocks)
    }

    private func writeFacts(_ writer: inout PaperWriter) {
        writer.heading("Sachverhalt", "Facts of the matter")
        if needs.isEmpty {
            writer.gap("der Bedarf, aus dem die Maßnahme folgt", "the need that the measure answers")
        }
        for need in needs {
            var spans: [Document.Span] = [.strong(need.title)]
            if !need.description.isEmpty { spans.append(.text(". " + need.description)) }
            if let groups = need.groups {
                spans.append(.text(" " + writer("Betroffen: ", "Affected: ") + groups + "."))
            }
            writer.blocks.append(.paragraph(spans))
        }
        if goals.isEmpty {
            writer.gap("das Ziel, dem die Maßnahme dient", "the goal that the measure serves")
        } else {
            writer.blocks.append(
                .paragraph([.text(writer("Ziele: ", "Goals: ") + goals.joined(separator: "; ") + ".")]))
        }
        if let summary { writer.blocks.append(.paragraph([.text(summary)])) }
        if let operatorName {
            writer.blocks.append(.paragraph([.text(writer("Betrieb: ", "Operation: ") + operatorName + ".")]))
        } else {
            writer.gap("wer die Lösung auf Dauer betreibt", "who runs the solution for good")
        }
    }

    private func writeMoney(_ writer: inout PaperWriter) {
        writer.heading("Finanzielle Auswirkungen", "Financial effects")
        guard !years.isEmpty else {
            writer.gap("die Kosten über zehn Jahre", "the cost over ten years")
            return
        }
        let once = years.reduce(0) { $0 + $1.once }
        let own = years.reduce(0) { $0 + $1.own }
        let grants = years.reduce(0) { $0 + $1.grants }
        let lasting = years.last.map { $0.yearly + $0.staff } ?? 0
        let last = years.last.map { String($0.year) } ?? ""
        writer.blocks.append(
            .list(
                [
                    [.strong(writer("Einmalig: ", "Once: ")), .text(writer.money(once))],
                    [
                        .strong(writer("Jährlich auf Dauer: ", "Every year for good: ")),
                        .text(
                            writer.money(lasting) + " "
                                + writer(
                                    "(Sachkosten und Personal im letzten Jahr)", "(goods and staff in the last year)")),
                    ],
                    [.strong(writer("Zuwendungen: ", "Grants: ")), .text(writer.money(grants))],
                    [
                        .strong(writer("Eigenanteil bis \(last): ", "Own share until \(last): ")),
                        .text(writer.money(own)),
                    ],
                ], isNumbered: false))
        var rows = years.map { year in
            [
                String(year.year), writer.money(year.once), writer.money(year.yearly), writer.money(year.staff),
                writer.money(-year.grants), writer.money(year.own),
            ]
        }
        rows.append(
            [writer("Summe", "Sum"), writer.money(once)]
                + [years.reduce(0) { $0 + $1.yearly }, years.reduce(0) { $0 + $1.staff }, -grants, own].map(
                    writer.money))
        writer.blocks.append(
            .table(
                .init(
                    caption: writer("Kosten je Jahr in Euro", "Cost by year in euros"),
                    header: [
                        writer("Jahr", "Year"), writer("einmalig", "once"), writer("laufend", "running"),
                        writer("Personal", "staff"), writer("Zuwendung", "grant"), writer("Eigenanteil", "own share"),
                    ], alignments: [.start, .end, .end, .end, .end, .end], rows: rows, hasTotal: true)))
        if let presentValue {
            let rate = writer.number(presentValue.rate * 100)
            writer.blocks.append(
                .paragraph([
                    .text(
                        writer(
                            "Barwert bei \(rate) % Zins: \(writer.money(presentValue.value)).",
                            "Present value at \(rate) %: \(writer.money(presentValue.value))."))
                ]))
        }
        if let budgetLine {
            writer.blocks.append(.paragraph([.text(writer("Haushaltsstelle: ", "Budget line: ") + budgetLine)]))
        } else {
            writer.gap("die Haushaltsstelle", "the budget line")
        }
        if !assumptions.isEmpty {
            writer.blocks.append(.paragraph([.strong(writer("Annahmen", "Assumptions"))]))
            writer.blocks.append(.list(assumptions.map { [.text($0)] }, isNumbered: false))
        }
    }

    private func writeAlternatives(_ writer: inout PaperWriter) {
        writer.heading("Alternativen", "Alternatives")
        if let whyNotOtherwise { writer.blocks.append(.paragraph([.text(whyNotOtherwise)])) }
        guard !alternatives.isEmpty else {
            writer.gap("die geprüften Alternativen", "the alternatives looked at")
            return
        }
        let rows = alternatives.map { alternative in
            [
                alternative.name, alternative.cost.map { writer.money($0) } ?? writer("unbekannt", "unknown"),
                alternative.reason ?? writer("noch nicht begründet", "no reason given yet"),
            ]
        }
        writer.blocks.append(
            .table(
                .init(
                    caption: writer("Geprüfte Alternativen", "Alternatives looked at"),
                    header: [
                        writer("Alternative", "Alternative"), writer("Kosten", "Cost"), writer("Begründung", "Reason"),
                    ], alignments: [.start, .end], rows: rows)))
    }

    private func writeRisks(_ writer: inout PaperWriter) {
        writer.heading("Risiken und offene Fragen", "Risks and open questions")
        writer.list(risks, gap: openQuestions.isEmpty ? ("die Risiken", "the risks") : nil)
        guard !openQuestions.isEmpty else { return }
        let rows = openQuestions.map { question in
            [question.name, question.reason, question.who ?? writer("noch offen", "not yet named")]
        }
        writer.blocks.append(
            .table(
                .init(
                    caption: writer("Was noch zu klären ist", "What is still to be settled"),
                    header: [
                        writer("Prüfung", "Check"), writer("Grund", "Reason"), writer("Wer antwortet", "Who answers"),
                    ],
                    rows: rows)))
    }

    private func writeIndicators(_ writer: inout PaperWriter) {
        writer.heading("Kennzahlen", "Indicators")
        guard !indicators.isEmpty else {
            writer.gap("woran der Erfolg gemessen wird", "how success will be measured")
            return
        }
        let rows = indicators.map { indicator in
            let now = indicator.now.map { writer.number($0) } ?? writer("unbekannt", "unknown")
            return [
                "\(indicator.name) (\(indicator.unit))",
                indicator.baseline.map { writer.number($0) } ?? writer("unbekannt", "unknown"),
                now + (indicator.isProvisional ? " " + writer("(vorläufig)", "(provisional)") : ""),
                indicator.target.map { writer.number($0) } ?? writer("offen", "open"), indicator.date ?? "–",
            ]
        }
        writer.blocks.append(
            .table(
                .init(
                    caption: writer("Kennzahlen mit Ausgangs- und Zielwert", "Indicators with baseline and target"),
                    header: [
                        writer("Kennzahl", "Indicator"), writer("Ausgang", "Baseline"), writer("heute", "today"),
                        writer("Ziel", "Target"), writer("bis", "by"),
                    ], alignments: [.start, .end, .end, .end], rows: rows)))
    }
}

/// Collects the blocks of a paper in one of two languages.
struct PaperWriter {
    let german: Bool
    var blocks: [Document.Block] = []

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

    /// Whole euros, rounded half away from zero: 12.345 € or €12,345.
    func money(_ cents: Int64) -> String {
        let euros = (cents.magnitude + 50) / 100
        let sign = cents < 0 && euros > 0 ? "−" : ""
        let digits = grouped(String(euros))
        return german ? "\(sign)\(digits) €" : "\(sign)€\(digits)"
    }

    /// At most two decimals.
    func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "–" }
        let hundredths = Int64((value.magnitude * 100).rounded())
        var text = grouped(String(hundredths / 100))
        let rest = hundredths % 100
        if rest > 0 {
            var decimals = rest < 10 ? "0\(rest)" : "\(rest)"
            if decimals.hasSuffix("0") { decimals.removeLast() }
            text += (german ? "," : ".") + decimals
        }
        return (value < 0 && hundredths > 0 ? "−" : "") + text
    }

    private func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += german ? "." : "," }
            text.append(digit)
        }
        return text
    }
}
