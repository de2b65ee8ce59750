// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Site
import Trial

/// What came out: one sentence, the interval as a drawing, and what speaks against it.
struct PilotResultView: Sendable {
    let reading: PilotPageReading
    let frame: PageFrame

    var language: Language { frame.language }
    var format: Format { frame.format }
    var german: Bool { language == .german }

    var html: HTML {
        guard reading.record.leftOut != nil || !reading.record.snapshots.isEmpty else { return "" }
        guard reading.seesAll else { return card("<p>\(language(.seriesHidden))</p>") }
        guard let outcome = reading.judged else { return "" }
        let trial = outcome.trial
        switch outcome.result {
        case nil: return frozen(trial).map(card) ?? ""
        case .failure(let refusal): return card("<p>\(language(.noResult)) \(language(.refusal(refusal)))</p>")
        case .success(let result):
            return card(
                """
                \(awaiting)<p class="lead">\(sentence(result, outcome))</p>\(drawing(result, outcome))\(frozen(trial) ?? "")\
                \(tests(result, trial))\(guardrails(result, trial))\(oneArea(result, trial))\(doubts(result, trial))\
                \(changes(result, trial))\(earlier)
                """)
        }
    }

    /// Where an amendment waits for its first look, what stands here is the result under the plan before it.
    private var awaiting: HTML {
        guard let shown = reading.judged?.registration, shown != reading.record.current else { return "" }
        return "<p class=\"notice\">\(language(.amendmentAwaitsLook))</p>"
    }

    /// The chart of the latest frozen table.
    private func frozen(_ trial: TrialPlan) -> HTML? {
        reading.frozen.flatMap { PilotChart(trial, $0, leftOut: leftOut)?.html(frame) }
    }

    private func card(_ content: HTML) -> HTML {
        """
        <section class="card" aria-labelledby="result"><h2 id="result">\(language(.result))</h2>\(content)</section>
        """
    }

    /// An effect as people read it: `+11 %` for ratios, else with its unit.
    static func effect(_ effect: Double, _ trial: TrialPlan, _ format: Format) -> String {
        guard effect.isFinite else { return effect > 0 ? "∞" : "−∞" }
        let value = trial.scale == .log ? (exp(effect) - 1) * 100 : effect
        // the sign is that of what is written
        let size = trial.scale == .log ? (abs(value) * 10).rounded() / 10 : abs(value)
        let sign = size == 0 ? "" : value > 0 ? "+" : "−"
        return sign + format.number(size) + "\u{202F}" + (trial.scale == .log ? "%" : trial.unit)
    }

    private var leftOut: Set<String> {
        reading.judged.flatMap { reading.record.leftOut(under: $0.registration) } ?? []
    }

    func effect(_ value: Double, _ trial: TrialPlan) -> String { Self.effect(value, trial, format) }

    /// "+11 % (compatible with −1 % to +43 %); we had called +5 % useful; not decided."
    func sentence(_ result: TrialResult, _ outcome: PilotPageReading.Outcome) -> String {
        let trial = outcome.trial
        let (estimate, low, high) = (
            effect(result.estimate.estimate, trial), effect(result.estimate.low, trial),
            effect(result.estimate.high, trial)
        )
        let useful = effect(trial.usefulEffect * (trial.direction == .up ? 1 : -1), trial)
        let gate = outcome.gate
        let isEnough = !gate.missing.contains(.effect) && !gate.missing.contains(.chance)
        let end: Words =
            gate.usefulEffectIsExcluded
            ? Words("das ist ausgeschlossen", "that is excluded")
            : isEnough ? Words("das ist erreicht", "that is reached") : Words("nicht entschieden", "not decided")
        return german
            ? "\(estimate) gegenüber dem Vergleich (verträglich mit \(low) bis \(high)); als nützlich galt vorher \(useful): \(language(end))."
            : "\(estimate) against the comparison (compatible with \(low) to \(high)); we had called \(useful) useful: \(language(end))."
    }

    /// The interval on a line with no effect and the useful one marked.
    private func drawing(_ result: TrialResult, _ outcome: PilotPageReading.Outcome) -> HTML {
        let trial = outcome.trial
        let useful = trial.usefulEffect * (trial.direction == .up ? 1 : -1)
        let points = [result.estimate.low, result.estimate.high, result.estimate.estimate, 0, useful].filter(\.isFinite)
        guard let lowest = points.min(), let highest = points.max(), highest > lowest else { return "" }
        let margin = (highest - lowest) * 0.08
        let (left, right) = (lowest - margin, highest + margin)
        func place(_ value: Double) -> String {
            let inside = min(max(value, left), right)
            return String(Int(((inside - left) / (right - left) * 600).rounded()))
        }
        func mark(_ value: Double, _ text: String, _ y: Int, _ name: String) -> HTML {
            """
            <path class="\(name)" d="M\(place(value)),14v44"/>\
            <text class="tick" x="\(place(value))" y="\(String(y))" text-anchor="middle">\(text)</text>
            """
        }
        let none = german ? "keine" : "none"
        let wished = german ? "nützlich" : "useful"
        return """
            <svg class="drawing" viewBox="-60 0 720 84" role="img" aria-label="\(sentence(result, outcome))">\
            \(mark(0, none, 74, "previous"))\(mark(useful, wished, 10, "left-out-edge"))\
            <path class="line" d="M\(place(result.estimate.low)),36H\(place(result.estimate.high))"/>\
            <circle class="dot" cx="\(place(result.estimate.estimate))" cy="36" r="6"/></svg>
            """
    }

    private func tests(_ result: TrialResult, _ trial: TrialPlan) -> HTML {
        "<ul>\(testLines(result, trial).map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// The exact test, the looks, and what stands beside.
    func testLines(_ result: TrialResult, _ trial: TrialPlan) -> [String] {
        var lines: [String] = []
        let count = format.number(Double(result.test.assignments), decimals: 0)
        let extreme = format.number(Double(result.test.asExtreme), decimals: 0)
        let p = PilotPowerView.probability(result.test.twoSided, format)
        let name = language(trial.statistic == .rank ? .rankTest : .meanTest)
        // where there are too many to look at all, a drawn sample stands for them
        let isExact = result.test.isExact
        let possible = format.number(result.assignments, decimals: 0)
        let which =
            isExact
            ? (german ? "\(count) möglichen" : "\(count) possible")
            : (german ? "\(count) gezogenen der \(possible) möglichen" : "\(count) drawn of the \(possible) possible")
        let exactly = isExact ? (german ? ", exakt" : ", exact") : ""
        lines.append(
            german
                ? "\(name)\(exactly): \(extreme) von \(which) Zuteilungen sind mindestens so auffällig, p = \(p) (zweiseitig). Schätzung: \(result.isShift ? "Hodges–Lehmann" : "Unterschied der Mittelwerte"), Vertrauen \(format.share(result.estimate.confidence))."
                : "\(name)\(exactly): \(extreme) of \(which) assignments are at least as striking, p = \(p) (two-sided). Estimate: \(result.isShift ? "Hodges–Lehmann" : "difference of means"), confidence \(format.share(result.estimate.confidence))."
        )
        if result.spentBefore > 0 {
            let share = format.percent(result.spentBefore)
            lines.append(
                german
                    ? "Vor dieser Änderung wurde schon auf \(share) ihrer Zeit geblickt: Was diese Blicke vom Irrtumsrisiko verbrauchen durften, fehlt hier."
                    : "Before this amendment \(share) of its time had been looked at: what these looks could spend of the risk of error is missing here."
            )
        }
        for (index, look) in (result.looks?.looks ?? []).enumerated() {
            let number = index + 1
            if look.isTooEarly {
                lines.append(
                    german
                        ? "Blick \(number): zu früh, um aufzuhören." : "Look \(number): too early to stop.")
            } else {
                let outcome =
                    look.stops
                    ? (german ? "die Grenze ist überschritten" : "the limit is passed")
                    : (german ? "die Grenze ist nicht überschritten" : "the limit is not passed")
                lines.append("\(german ? "Blick" : "Look") \(number): \(outcome).")
            }
        }
        if let beside = result.beside {
            let p = PilotPowerView.probability(beside.p, format)
            let caution =
                beside.isTrustworthy
                ? ""
                : german
                    ? " Mit weniger als sechs Gebieten je Seite ist das nur geraten."
                    : " With fewer than six areas a side this is a guess."
            lines.append(
                german
                    ? "Daneben, nie stattdessen: t-Test (HC1, \(beside.degreesOfFreedom) Freiheitsgrade) p = \(p).\(caution)"
                    : "Beside it, never instead: t test (HC1, \(beside.degreesOfFreedom) degrees of freedom) p = \(p).\(caution)"
            )
        }
        if let wild = result.wild {
            let p = PilotPowerView.probability(wild.p, format)
            lines.append(
                german
                    ? "Wild-Bootstrap mit allen \(wild.vectors) Vorzeichen: p = \(p)."
                    : "Wild bootstrap with all \(wild.vectors) signs: p = \(p).")
        }
        return lines
    }

    private func doubts(_ result: TrialResult, _ trial: TrialPlan) -> HTML {
        let lines = doubtLines(result, trial)
        guard !lines.isEmpty else { return "" }
        return "<h3>\(language(.doubts))</h3><ul>\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// What speaks against the result.
    func doubtLines(_ result: TrialResult, _ trial: TrialPlan) -> [String] {
        var lines: [String] = []
        if let trend = result.doubt.preTrend {
            let p = PilotPowerView.probability(trend.p, format)
            let missed = effect(trend.missedHalfTheTime, trial)
            lines.append(
                german
                    ? "Vor dem Beginn liefen beide Gruppen um \(effect(trend.slopeDifference, trial)) je Abschnitt auseinander (p = \(p)); ein Auseinanderlaufen von \(missed) hätte der Test in der Hälfte der Fälle übersehen."
                    : "Before the start the groups drifted apart by \(effect(trend.slopeDifference, trial)) per period (p = \(p)); a drift of \(missed) the test would have missed half the time."
            )
        }
        if let worst = result.doubt.placeboDates.min(by: { $0.p < $1.p }) {
            let p = PilotPowerView.probability(worst.p, format)
            lines.append(
                german
                    ? "An \(result.doubt.placeboDates.count) erdachten Anfängen vorher war der auffälligste Unterschied \(effect(worst.estimate, trial)) (p = \(p))."
                    : "At \(result.doubt.placeboDates.count) made-up starts before, the most striking difference was \(effect(worst.estimate, trial)) (p = \(p))."
            )
        }
        if let weakest = result.doubt.withoutUnits.max(by: { $0.p < $1.p }) {
            let name = weakest.unit < result.changes.count ? result.changes[weakest.unit].name : ""
            let p = PilotPowerView.probability(weakest.p, format)
            lines.append(
                german
                    ? "Ohne „\(name)“ wäre es \(effect(weakest.estimate, trial)) (p = \(p))."
                    : "Without “\(name)” it would be \(effect(weakest.estimate, trial)) (p = \(p)).")
        }
        for zero in result.zeros {
            lines.append(
                german
                    ? "„\(zero.name)“: \(language(.zeros(zero.count)))."
                    : "“\(zero.name)”: \(language(.zeros(zero.count)))."
            )
        }
        for missing in result.missing {
            lines.append(
                german
                    ? "„\(missing.name)“ zählt nicht mit: \(missing.used) von \(missing.possible) vergleichbaren Abschnitten sind gemessen."
                    : "“\(missing.name)” does not count: \(missing.used) of \(missing.possible) like periods were measured."
            )
        }
        return lines
    }

    private func changes(_ result: TrialResult, _ trial: TrialPlan) -> HTML {
        let rows = result.changes.sorted { $0.difference > $1.difference }.map { change -> HTML in
            let role = change.isTreated ? Words.treatedMean : .controlMean
            return """
                <tr><th scope="row">\(change.name)</th><td data-label="\(language(.roleColumn))">\(language(role))</td>\
                <td data-label="\(language(.change))">\(effect(change.difference, trial))</td></tr>
                """
        }
        let head = [Words.area, .roleColumn, .change].map { "<th scope=\"col\">\(language($0))</th>" as HTML }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.change))"><table class="stack">\
            <thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
