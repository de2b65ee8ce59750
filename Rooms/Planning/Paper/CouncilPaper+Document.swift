// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Documents
import PlanningAnalyses
import PlanningModel

extension CouncilPaper {
    /// The draft in the order German councils expect; `german` chooses the words, a gap stands where a part is missing.
    public func document(german: Bool) -> Document { written(german: german).document }

    /// The same, with where its parts come from.
    public func written(german: Bool) -> WrittenPaper {
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
        if participation.isEmpty {
            writer.gap("wer beteiligt wurde und wird", "who was and will be involved")
        } else {
            writer.append(
                .list(participation.map { [.text($0.text)] }, isNumbered: false),
                lines: participation.map(\.origin))
        }
        writeRisks(&writer)
        writeIndicators(&writer)

        writer.heading("Anlagen", "Attachments")
        writer.append(
            attachments.isEmpty
                ? .paragraph([.text(writer("keine", "none"))])
                : .list(
                    attachments.map { one in
                        [one.address.map { Document.Span.link(one.title, to: $0) } ?? .text(one.title)]
                    }, isNumbered: true),
            lines: attachments.map(\.origin))
        let document = Document(
            title: measure, language: german ? "de" : "en", facts: facts.map { (name: $0.0, value: $0.1) },
            blocks: writer.blocks)
        return WrittenPaper(document: document, origins: writer.origins)
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
            writer.append(.paragraph(spans), about: need.origin)
        }
        if goals.isEmpty {
            writer.gap("das Ziel, dem die Maßnahme dient", "the goal that the measure serves")
        } else {
            writer.blocks.append(.paragraph([.strong(writer("Ziele", "Goals"))]))
            writer.append(
                .list(goals.map { [.text($0.title)] }, isNumbered: false), lines: goals.map(\.origin))
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
        if let costAddress {
            let words = writer(
                "Wie jeder Betrag gerechnet ist, Jahr für Jahr", "How each amount is calculated, year by year")
            writer.blocks.append(.paragraph([.link(words, to: costAddress)]))
        }
        writeBudget(cost, &writer)
        writeCostLines(&writer)
        if let budgetLine {
            writer.blocks.append(.paragraph([.text(writer("Haushaltsstelle: ", "Budget line: ") + budgetLine)]))
        } else {
            writer.gap("die Haushaltsstelle", "the budget line")
        }
        if !derivations.isEmpty {
            writer.blocks.append(
                .paragraph([.strong(writer("Wie sich Beträge ergeben", "How amounts follow"))]))
            writer.append(
                .list(derivations.map { linked($0.text) }, isNumbered: false), lines: derivations.map(\.origin))
        }
        if !assumptions.isEmpty {
            writer.blocks.append(.paragraph([.strong(writer("Annahmen", "Assumptions"))]))
            writer.blocks.append(.list(assumptions.map { [.text($0)] }, isNumbered: false))
        }
    }

    /// A text that names the town's own facts, with the way to them.
    private func linked(_ text: String) -> [Document.Span] {
        guard let townAddress, let place = text.firstRange(of: townAddress.name) else { return [.text(text)] }
        let (before, after) = (text[..<place.lowerBound], text[place.upperBound...])
        return [
            .text(String(before)), .link(townAddress.name, to: townAddress.address), .text(String(after)),
        ]
    }

    /// The treasurer's view: what changes the budget, year by year.
    private func writeBudget(_ cost: CostTable, _ writer: inout PaperWriter) {
        let unsaid = costLines.filter { $0.isBudgetEffective == nil }.map(\.name).joined(separator: ", ")
        if !unsaid.isEmpty {
            let words = writer(
                "Nicht angegeben ist, ob diese Beträge den Haushalt ändern; sie zählen so, als ob: \(unsaid).",
                "Nobody has said whether these amounts change the budget; they count as if they did: \(unsaid).")
            writer.blocks.append(.paragraph([.text(words)]))
        }
        guard cost.holdsMoreThanBudget, let budget else {
            guard unsaid.isEmpty else { return }
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
                line.isBudgetEffective.map { $0 ? writer("ja", "yes") : writer("nein", "no") }
                    ?? writer("nicht angegeben", "not said"), line.source ?? writer("ohne Quelle", "no source"),
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
                    ], alignments: [.start, .start, .end], rows: rows, links: costLines.map(\.address))))
        let unsaid = costLines.filter { $0.source == nil }.map(\.name).joined(separator: ", ")
        if !unsaid.isEmpty {
            writer.gap("woher diese Beträge kommen (\(unsaid))", "where these amounts come from (\(unsaid))")
        }
    }

    private func writeAlternatives(_ writer: inout PaperWriter) {
        writer.heading("Alternativen", "Alternatives")
        writeStandings(&writer)
        if let whyNotOtherwise { writer.blocks.append(.paragraph([.text(whyNotOtherwise)])) }
        guard !alternatives.isEmpty else {
            writer.gap("die geprüften Alternativen", "the alternatives looked at")
            return
        }
        let rows = alternatives.map { alternative in
            [
                alternative.name,
                alternative.cost.map { writer.money($0) } ?? writer("nicht beziffert", "not quantified"),
                (alternative.notes + [alternative.reason ?? writer("noch nicht begründet", "no reason given yet")])
                    .joined(separator: "; "),
            ]
        }
        writer.append(
            .table(
                .init(
                    caption: writer("Geprüfte Alternativen", "Alternatives looked at"),
                    header: [
                        writer("Alternative", "Alternative"),
                        writer("Kosten gesamt, nach Abzügen", "Total cost, after what is received"),
                        writer("Begründung", "Reason"),
                    ], alignments: [.start, .end], rows: rows, links: alternatives.map(\.address))),
            lines: alternatives.map(\.sources))
    }

    /// What assessments and portfolios say, and what comes with the measure.
    private func writeStandings(_ writer: inout PaperWriter) {
        if !standings.isEmpty {
            writer.blocks.append(
                .paragraph([.strong(writer("Bewertung und Auswahl", "Assessment and choice"))]))
            writer.append(
                .list(
                    standings.map { one in
                        [
                            one.address.map { Document.Span.link(one.name, to: $0) } ?? .text(one.name),
                            .text(": \(one.text)."),
                        ]
                    }, isNumbered: false),
                lines: standings.map(\.origins))
        }
        guard !together.isEmpty else { return }
        writer.blocks.append(
            .paragraph([
                .strong(writer("Zusammen mit dieser Maßnahme vorgesehen", "Intended together with this measure"))
            ]))
        writer.append(
            .list(together.map { [.text($0.text)] }, isNumbered: false), lines: together.map(\.origin))
    }

    private func writeRisks(_ writer: inout PaperWriter) {
        writer.heading("Risiken und offene Fragen", "Risks and open questions")
        writer.list(risks, gap: openQuestions.isEmpty ? ("die Risiken", "the risks") : nil)
        guard !openQuestions.isEmpty else { return }
        let rows = openQuestions.map { question in
            [question.name, question.reason, question.who ?? writer("noch offen", "not yet named")]
        }
        writer.append(
            .table(
                .init(
                    caption: writer("Was noch zu klären ist", "What is still to be settled"),
                    header: [
                        writer("Prüfung", "Check"), writer("Grund", "Reason"), writer("Wer antwortet", "Who answers"),
                    ],
                    rows: rows)),
            lines: openQuestions.map(\.about))
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
            let missing =
                indicator.isWithheld ? writer("nicht öffentlich", "not public") : writer("unbekannt", "unknown")
            let now = indicator.now.map { number($0) } ?? missing
            return [
                indicator.unit.isEmpty ? indicator.name : "\(indicator.name) (\(indicator.unit))",
                indicator.baseline.map { number($0) } ?? writer("unbekannt", "unknown"),
                now + (indicator.isProvisional ? " " + writer("(vorläufig)", "(provisional)") : ""),
                indicator.target.map { number($0) } ?? writer("offen", "open"), indicator.date ?? "–",
            ]
        }
        writer.append(
            .table(
                .init(
                    caption: writer("Kennzahlen mit Ausgangs- und Zielwert", "Indicators with baseline and target"),
                    header: [
                        writer("Kennzahl", "Indicator"), writer("Ausgang", "Baseline"), writer("heute", "today"),
                        writer("Ziel", "Target"), writer("bis", "by"),
                    ], alignments: [.start, .end, .end, .end], rows: rows, links: indicators.map(\.address))),
            lines: indicators.map(\.reference))
        // beside the table: who decides must not overlook it
        let cautions = indicators.flatMap { indicator in
            indicator.cautions.map {
                (about: indicator.reference, text: "\(indicator.name): \(writer($0.german, $0.english))")
            }
        }
        guard !cautions.isEmpty else { return }
        writer.append(
            .list(cautions.map { [.text($0.text)] }, isNumbered: false),
            lines: cautions.map(\.about))
    }
}
