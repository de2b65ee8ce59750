// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Documents

extension CouncilPaper {
    /// The draft in the order German councils expect; `german` chooses the words, a gap stands where a part is missing.
    public func document(german: Bool) -> Document {
        var writer = PaperWriter(german: german)
        var facts = [(writer("Kommune", "Municipality"), town)]
        switch stage {
        case .draft:
            facts.append((writer("Beschlussvorlage", "Council paper"), writer("Entwurf", "Draft")))
            facts.append((writer("Datum", "Date"), date))
        case .further(let decision):
            let words = writer("Entwurf einer weiteren Vorlage, nach ", "Draft of a further paper, after ")
            facts.append((writer("Beschlussvorlage", "Council paper"), words + decision))
            facts.append((writer("Datum", "Date"), date))
        case .decided(let number, let words):
            facts.append((writer("Beschlussvorlage", "Council paper"), number ?? writer("ohne Nummer", "no number")))
            facts.append(
                (writer("Entscheidung", "Decision"), words.filter { !$0.isEmpty }.joined(separator: ", ")))
            facts.append((writer("Stand der Angaben", "As known on"), date))
        }
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
                : .list(
                    attachments.map { one in
                        [one.address.map { Document.Span.link(one.title, to: $0) } ?? .text(one.title)]
                    }, isNumbered: true))
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
        guard let cost else {
            writer.gap("die Kosten über zehn Jahre", "the cost over ten years")
            return
        }
        writer.blocks.append(.list(writer.figures(of: cost), isNumbered: false))
        writer.blocks.append(.table(writer.table(of: cost)))
        writeBudget(cost, &writer)
        writeCostLines(&writer)
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

    /// The treasurer's view: what changes the budget, year by year.
    private func writeBudget(_ cost: CostTable, _ writer: inout PaperWriter) {
        guard cost.holdsMoreThanBudget, let budget else {
            let words = writer("Alle Beträge sind haushaltswirksam.", "All amounts change the budget.")
            writer.blocks.append(.paragraph([.text(words)]))
            return
        }
        let caption = writer("Haushaltswirksame Beträge je Jahr in Euro", "What changes the budget, by year in euros")
        writer.blocks.append(.table(writer.table(of: budget, caption: caption)))
        let words = writer(
            "Zum Eigenanteil zählt nur, was den Haushalt ändert; Personal, das schon bezahlt wird, gehört zu den Kosten, nicht zum Eigenanteil.",
            "Only what changes the budget is own share; people who are paid already are part of the cost, not of the own share."
        )
        writer.blocks.append(.paragraph([.text(words)]))
    }

    private func writeCostLines(_ writer: inout PaperWriter) {
        guard !costLines.isEmpty else { return }
        let rows = costLines.map { line in
            [
                line.name, line.kind, writer.numerals.euros(line.amount), line.years,
                line.isBudgetEffective ? writer("ja", "yes") : writer("nein", "no"), line.source,
            ]
        }
        writer.blocks.append(
            .table(
                .init(
                    caption: writer("Woraus sich die Kosten zusammensetzen", "What the cost is made of"),
                    header: [
                        writer("Kostenzeile", "Cost line"), writer("Art", "Kind"),
                        writer("Betrag je Jahr", "Amount a year"), writer("Jahre", "Years"),
                        writer("haushaltswirksam", "changes the budget"), writer("Quelle", "Source"),
                    ], alignments: [.start, .start, .end], rows: rows)))
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
                alternative.name,
                alternative.cost.map { writer.money($0) } ?? writer("nicht beziffert", "not quantified"),
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
            if indicator.isHidden { return [indicator.name] + Array(repeating: "–", count: 4) }
            let number = writer.numerals.alike(
                entered: [indicator.baseline, indicator.target], measured: [indicator.now])
            let now = indicator.now.map { number($0) } ?? writer("unbekannt", "unknown")
            return [
                indicator.unit.isEmpty ? indicator.name : "\(indicator.name) (\(indicator.unit))",
                indicator.baseline.map { number($0) } ?? writer("unbekannt", "unknown"),
                now + (indicator.isProvisional ? " " + writer("(vorläufig)", "(provisional)") : ""),
                indicator.target.map { number($0) } ?? writer("offen", "open"), indicator.date ?? "–",
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
