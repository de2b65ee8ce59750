// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Trial

/// What stands beside a result: what must not get worse, a single area, and the plan before it was amended.
extension PilotResultView {
    func guardrails(_ result: TrialResult, _ trial: TrialPlan) -> HTML {
        let lines = guardrailLines(result, trial)
        guard !lines.isEmpty else { return "" }
        let items = zip(lines, result.guardrails).map { line, found -> HTML in
            found.isBroken ? "<li><strong>\(line)</strong></li>" : "<li>\(line)</li>"
        }
        return "<h3>\(language(.guardrailsTitle))</h3><ul>\(items)</ul>"
    }

    /// One for each guardrail.
    func guardrailLines(_ result: TrialResult, _ trial: TrialPlan) -> [String] {
        zip(trial.guardrails, result.guardrails).map { guardrail, found in
            guard let effect = found.effect, let p = found.p else {
                return "\(found.name): \(language(.tooLittleMeasured))"
            }
            let tolerated = self.effect(guardrail.worseBy * (guardrail.harm == .up ? 1 : -1), trial)
            let chance = PilotPowerView.probability(p, format)
            let end = language(found.isBroken ? .guardrailBroken : .guardrailHolds)
            return german
                ? "\(found.name): \(self.effect(effect, trial)) gegenüber dem Vergleich, hingenommen werden \(tolerated) (einseitig p = \(chance)): \(end)"
                : "\(found.name): \(self.effect(effect, trial)) against the comparison, tolerated is \(tolerated) (one-sided p = \(chance)): \(end)"
        }
    }

    /// With one area that has the measure: the methods made for it, with their refusals.
    func oneArea(_ result: TrialResult, _ trial: TrialPlan) -> HTML {
        guard let found = result.oneArea else { return "" }
        var lines: [String] = []
        switch found.synthetic {
        case .success(let control):
            let (seen, p) = (effect(control.fit.effect, trial), PilotPowerView.probability(control.p, format))
            lines.append(
                german
                    ? "Gegen eine Mischung der anderen Gebiete (synthetischer Vergleich): \(seen); Rang \(control.rank) von \(control.ratios.count), p = \(p)."
                    : "Against a mixture of the other areas (synthetic control): \(seen); rank \(control.rank) of \(control.ratios.count), p = \(p)."
            )
        case .failure(let refusal): lines.append(language(.refusal(refusal)))
        }
        if let level = found.level {
            let interval = level.interval()
            let (seen, low, high) = (
                effect(interval.estimate, trial), effect(interval.low, trial), effect(interval.high, trial)
            )
            lines.append(
                german
                    ? "Ein Ort, schwacher Beleg: gegen die Summe der anderen \(seen) (\(low) bis \(high), örtliches Niveau nach Kalman)."
                    : "One place, weak evidence: against the sum of the others \(seen) (\(low) to \(high), local level by Kalman's filter)."
            )
            if let worst = found.placebos.max(by: { abs($0.effect) < abs($1.effect) }) {
                let made = effect(worst.effect, trial)
                lines.append(
                    german
                        ? "An \(found.placebos.count) erdachten Anfängen ohne Maßnahme sah dasselbe Verfahren bis zu \(made)."
                        : "At \(found.placebos.count) made-up starts without the measure the same method saw up to \(made)."
                )
            }
        }
        return "<h3>\(language(.oneAreaTitle))</h3><ul>\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// The result as it was registered first, where it was amended since.
    var earlier: HTML {
        guard let first = reading.outcomes.first, let judged = reading.judged, first.registration != judged.registration
        else { return "" }
        var content: HTML
        switch first.result {
        case .success(let result):
            let p = PilotPowerView.probability(result.test.twoSided, format)
            content = """
                <p>\(sentence(result, first))</p><p>p = \(p); \(language(.verdict)): \
                <strong>\(language(.verdict(first.gate.verdict)))</strong></p>
                """
            if first.gate.verdict != judged.gate.verdict {
                content += "<p class=\"notice\">\(language(.amendmentDecides))</p>"
            }
        case .failure(let refusal):
            content = "<p>\(language(.noResult)) \(language(.refusal(refusal)))</p>"
        case nil: content = "<p>\(language(.noResult))</p>"
        }
        return "<h3>\(language(.asFirstRegistered))</h3>\(content)"
    }
}
