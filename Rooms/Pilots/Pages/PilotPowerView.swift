// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Foundation
import Site
import Trial

/// What a design could see, on the town's own history.
struct PilotPowerView: Sendable {
    let trial: TrialPlan
    let figures: PowerFigures
    let frame: PageFrame

    private var language: Language { frame.language }
    private var format: Format { frame.format }
    private var german: Bool { language == .german }

    var html: HTML {
        let lines = sentences.map { "<li>\($0)</li>" as HTML }
        return lines.isEmpty ? "" : "<ul>\(lines)</ul>\(table)"
    }

    /// The same for the report.
    var blocks: [Document.Block] {
        let lines = sentences
        guard !lines.isEmpty else { return [] }
        var blocks: [Document.Block] = [.list(lines.map { [.text($0)] }, isNumbered: false)]
        if !detections.isEmpty {
            blocks.append(
                .table(
                    Document.Table(
                        caption: language(.canItAnswer), header: [language(.effect), language(.seen)],
                        alignments: [.start, .end], rows: detections.map { [$0.name, $0.seen] })))
        }
        return blocks
    }

    private func word(_ german: String, _ english: String) -> String { self.german ? german : english }

    private var sentences: [String] {
        guard let design = trial.design else { return [] }
        let smallest = design.smallestP(of: trial.statistic)
        let count = format.number(design.assignments, decimals: 0)
        let p = Self.probability(smallest, format)
        let (treated, control) = (design.treated.count, design.control.count)
        var sentences = [
            word(
                "\(treated) Gebiete mit Maßnahme und \(control) zum Vergleich lassen \(count) Zuteilungen zu; der kleinste mögliche p-Wert ist \(p).",
                "\(treated) areas with the measure and \(control) to compare allow \(count) assignments; the smallest possible p-value is \(p)."
            )
        ]
        if smallest > trial.significance {
            sentences.append(
                word(
                    "Diese Erprobung kann nichts entscheiden: Nehmen Sie Gebiete hinzu.",
                    "This trial cannot decide anything: add areas."))
        }
        if trial.lot == nil {
            sentences.append(
                word(
                    "Die Gebiete sind ausgewählt, nicht ausgelost: Jeder p-Wert setzt voraus, dass sie austauschbar sind.",
                    "The areas are chosen, not drawn by lot: each p-value rests on their being exchangeable."))
        }
        sentences += gaps
        guard let own = figures.design else {
            sentences.append(
                word(
                    "Aus der Zeit vor dem Beginn ist zu wenig gemessen, um zu sagen, welche Wirkung zu sehen wäre.",
                    "Too little was measured before the start to say which effect could be seen."))
            return sentences
        }
        return sentences + detectable(own, isDecidable: smallest <= trial.significance) + bySpread(own)
    }

    /// Areas that lack values in the time of comparison, with their dates, and what can be done about it.
    private var gaps: [String] {
        guard !figures.gaps.isEmpty else { return [] }
        let parts = figures.gaps.map { gap -> String in
            guard let first = gap.first else { return word("\(gap.area) (keine Werte)", "\(gap.area) (no values)") }
            if gap.isLate {
                return word(
                    "\(gap.area) (erst ab \(format.date(first)))", "\(gap.area) (only from \(format.date(first)) on)")
            }
            return word(
                "\(gap.area) (\(gap.measured) von \(gap.periods) Abschnitten)",
                "\(gap.area) (\(gap.measured) of \(gap.periods) periods)")
        }
        var advice = word("Lassen Sie sie aus", "leave them out")
        if let begin = figures.completeFrom {
            let day = format.date(begin)
            advice += word(
                ", oder vergleichen Sie erst ab \(day)", ", or compare from \(day) on only")
        } else {
            advice += word(", oder beginnen Sie später", ", or begin later")
        }
        let names = parts.joined(separator: ", ")
        return [
            word(
                "In der Vergleichszeit ab \(format.date(trial.before)) fehlen Werte: \(names). \(advice).",
                "In the baseline from \(format.date(trial.before)) on values are missing: \(names). To mend it, \(advice)."
            )
        ]
    }

    private func detectable(_ own: TrialDesign, isDecidable: Bool) -> [String] {
        guard let effect = figures.detectable else { return [] }
        let useful = signed(trial.usefulEffect)
        let smallest = own.smallestP(of: trial.statistic)
        if isDecidable, smallest > trial.significance {
            // not unrest: too few areas are left
            return [
                word(
                    "Mit Vergleichszeit bleiben \(own.treated.count) Gebiete mit Maßnahme und \(own.control.count) zum Vergleich; so wenige können nichts entscheiden (kleinster p-Wert \(Self.probability(smallest, format))).",
                    "With a baseline, \(own.treated.count) areas with the measure and \(own.control.count) to compare are left; so few cannot decide anything (smallest p-value \(Self.probability(smallest, format)))."
                )
            ]
        }
        guard isDecidable || effect.isFinite else { return [] }
        let advice = word(
            "Das reicht nicht: Mehr Gebiete, ein längerer Versuch oder eine ruhigere Kennzahl machen es entscheidbar.",
            "That is not enough: more areas, a longer trial or a steadier indicator make it decidable.")
        guard effect.isFinite else {
            if figures.spread == 0 {
                return [
                    word(
                        "Bisher unterscheiden sich die Veränderungen der Gebiete gar nicht; daraus lässt sich nicht rechnen, was zu sehen wäre.",
                        "So far the changes of the areas do not differ at all; what could be seen cannot be computed from that."
                    )
                ]
            }
            return [
                word(
                    "So unruhig, wie diese Gebiete bisher waren, sieht der Test keine Wirkung sicher genug.",
                    "As unsteady as these areas have been, the test sees no effect surely enough."), advice,
            ]
        }
        let seen = signed(effect)
        let sentence = word(
            "So unruhig, wie diese Gebiete bisher waren, sieht der Test eine Wirkung ab etwa \(seen) in vier von fünf Fällen; nützlich wäre \(useful).",
            "As unsteady as these areas have been, the test sees an effect from about \(seen) on in four cases of five; useful would be \(useful)."
        )
        return effect > trial.usefulEffect ? [sentence, advice] : [sentence]
    }

    private func bySpread(_ own: TrialDesign) -> [String] {
        guard let spread = figures.spread else { return [] }
        let effect = TrialPower.minimalDetectableEffect(
            standardDeviation: spread, treated: own.treated.count, control: own.control.count,
            significance: trial.significance)
        guard effect.isFinite else { return [] }
        return [
            word(
                "Daneben, nach der üblichen Formel aus der Streuung (t-Verteilung): ab etwa \(signed(effect)).",
                "Beside it, by the usual formula from the spread (t distribution): from about \(signed(effect)) on.")
        ]
    }

    /// A size as the effect that counts as success: less where less is wished for.
    private func signed(_ size: Double) -> String {
        PilotResultView.effect(trial.direction == .up ? size : -size, trial, format)
    }

    /// How often the test sees an effect, of how many assignments; none where so few areas can see nothing.
    private var detections: [(name: String, seen: String)] {
        guard let own = figures.design, own.smallestP(of: trial.statistic) <= trial.significance else { return [] }
        return figures.detections.map { found in
            let name = found.effect == 0 ? word("keine (Fehlalarm)", "none (false alarm)") : signed(found.effect)
            let of = word("\(found.detected) von \(found.of)", "\(found.detected) of \(found.of)")
            return (name, "\(format.percent(found.power)) (\(of))")
        }
    }

    /// The share of possible assignments in which the exact test sees an effect of that size.
    private var table: HTML {
        guard !detections.isEmpty else { return "" }
        let rows = detections.map { found -> HTML in
            """
            <tr><th scope="row">\(found.name)</th>\
            <td data-label="\(language(.seen))">\(found.seen)</td></tr>
            """
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.canItAnswer))"><table class="stack">\
            <thead><tr><th scope="col">\(language(.effect))</th><th scope="col">\(language(.seen))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    /// A p-value with three decimals, never 0.
    static func probability(_ p: Double, _ format: Format) -> String {
        p < 0.001 ? "< " + format.number(0.001, decimals: 3) : format.number(p, decimals: 3)
    }
}
