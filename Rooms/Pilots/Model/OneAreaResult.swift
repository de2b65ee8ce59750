// SPDX-License-Identifier: EUPL-1.2
import Trial

/// What can be said of a single area with the measure: beside the registered test, never instead of it.
struct OneAreaResult: Sendable, Hashable {
    /// The area against a mixture of others, or why that is refused.
    let synthetic: Result<SyntheticControl, SyntheticControl.Refusal>
    /// The area against the sum of the others; nil where values are missing or too few came before.
    let level: LocalLevel?
    /// The same model at made-up starts before the true one.
    let placebos: [Placebo]

    struct Placebo: Sendable, Hashable {
        let start: Int
        let effect: Double
        let standardError: Double
    }

    /// The panel is on its scale; rows are areas.
    init(_ panel: TrialPanel, treated: Int) {
        do throws(SyntheticControl.Refusal) {
            synthetic = .success(try SyntheticControl(panel: panel, treated: treated))
        } catch {
            synthetic = .failure(error)
        }
        let rows = panel.values.map { $0.compactMap(\.self) }
        guard rows.allSatisfy({ $0.count == panel.values[0].count }) else {
            (level, placebos) = (nil, [])
            return
        }
        let control = rows[treated].indices.map { period in
            rows.indices.reduce(0.0) { $1 == treated ? $0 : $0 + rows[$1][period] }
        }
        level = LocalLevel(series: rows[treated], control: control, start: panel.start)
        // made-up starts that leave as much after them as the true one, ten periods before at least
        let after = rows[treated].count - panel.start
        let last = panel.start - after
        placebos =
            last < 10
            ? []
            : (10...last).compactMap { start in
                let end = start + after
                let fit = LocalLevel(
                    series: Array(rows[treated][..<end]), control: Array(control[..<end]), start: start)
                return fit.map { Placebo(start: start, effect: $0.meanEffect, standardError: $0.standardError) }
            }
    }
}
