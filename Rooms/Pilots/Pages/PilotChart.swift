// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Site
import Trial
import Wire

/// All periods of a frozen table: areas with the measure as a line, those to compare as a line within the band of the
/// lowest and the highest of them, each area against its own mean before the start.
struct PilotChart: Sendable {
    private let trial: TrialPlan
    /// With the band of the areas to compare.
    private let control: [SeriesPoint]
    private let treated: [SeriesPoint]
    private let window: InstantInterval

    /// Nil where a side has no values before the start.
    init?(_ trial: TrialPlan, _ frozen: FrozenPanel, leftOut: Set<String>) {
        let kept = frozen.names.indices.filter { !leftOut.contains(frozen.names[$0]) }
        let before = frozen.periods.indices.filter { frozen.periods[$0] < trial.start }
        var rows: [(role: TrialPlan.Role, values: [Double?])] = []
        for index in kept {
            guard let area = trial.compared.first(where: { $0.name == frozen.names[index] }) else { continue }
            let known = before.compactMap { frozen.values[index][$0] }
            guard !known.isEmpty else { continue }
            let mean = known.reduce(0, +) / Double(known.count)
            guard trial.scale == .absolute || mean > 0 else { continue }
            let values = frozen.values[index].map { value in
                value.map { trial.scale == .log ? $0 / mean * 100 : $0 - mean }
            }
            rows.append((area.role, values))
        }
        let time = TownTime()
        let ends = frozen.periods.map { trial.period == .month ? $0.adding(months: 1) : $0.adding(days: 7) }
        func points(_ role: TrialPlan.Role) -> [SeriesPoint] {
            frozen.periods.indices.map { period in
                let values = rows.filter { $0.role == role }.compactMap { $0.values[period] }
                return SeriesPoint(
                    start: time.start(of: frozen.periods[period]), end: time.start(of: ends[period]),
                    value: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count),
                    minimum: values.min(), maximum: values.max(), count: Int64(values.count))
            }
        }
        guard let first = frozen.periods.first, let last = ends.last, rows.contains(where: { $0.role == .treated }),
            rows.contains(where: { $0.role == .control })
        else { return nil }
        self.trial = trial
        (control, treated) = (points(.control), points(.treated))
        window = InstantInterval(start: time.start(of: first), end: time.start(of: last))
    }

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let unit = language(trial.scale == .log ? .indexUnit : .differenceUnit(trial.unit))
        let model = ChartModel(
            window: window, points: control, previous: treated, unit: unit, isSum: false, label: "")
        let legend: HTML = """
            <ul class="legend"><li><span class="key key-line"></span>\(language(.treatedMean))</li>\
            <li><span class="key key-previous"></span>\(language(.controlMean))</li>\
            <li><span class="key key-band"></span>\(language(.controlRange))</li>\
            <li><span class="key key-left-out"></span>\(language(.trialStart))</li><li class="unit">\(unit)</li></ul>
            """
        let (wide, narrow) = (
            drawing(model, .wide, format, "wide"), drawing(model, .narrow, format, "narrow")
        )
        return """
            <figure><figcaption>\(language(.chartOfTrial))</figcaption><div class="chart">\(legend)\(wide)\(narrow)</div>\
            <details><summary>\(language(.asTable))</summary>\(table(frame))</details></figure>
            """
    }

    private func drawing(
        _ model: ChartModel, _ size: ChartGeometry.Size, _ format: Format, _ name: String
    ) -> HTML {
        let geometry = ChartGeometry(model, size: size)
        let start = ChartGeometry.coordinate(geometry.x(TownTime().start(of: trial.start)))
        let (top, height) = (
            ChartGeometry.coordinate(geometry.top), ChartGeometry.coordinate(geometry.bottom - geometry.top)
        )
        return """
            <svg class="drawing \(name)" viewBox="0 0 \(Int(size.width)) \(Int(size.height))" aria-hidden="true" \
            focusable="false">\(ChartView.axes(geometry, format: format))\
            <path class="band" d="\(geometry.band(control))"/><path class="left-out-edge" d="M\(start),\(top)v\(height)"/>\
            <path class="previous" d="\(geometry.line(control))"/><path class="line" d="\(geometry.line(treated))"/></svg>
            """
    }

    private func table(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func cell(_ value: Double?) -> String { value.map { format.number($0, decimals: 1) } ?? "–" }
        let rows = zip(control, treated).map { compared, own -> HTML in
            """
            <tr><th scope="row">\(format.date(TownTime().day(compared.start)))</th>\
            <td data-label="\(language(.treatedMean))">\(cell(own.value))</td>\
            <td data-label="\(language(.controlMean))">\(cell(compared.value))</td>\
            <td data-label="\(language(.controlRange))">\(cell(compared.minimum)) … \(cell(compared.maximum))</td></tr>
            """
        }
        let head = [Words.periodFrom, .treatedMean, .controlMean, .controlRange].map {
            "<th scope=\"col\">\(language($0))</th>" as HTML
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.chartOfTrial))"><table class="stack">\
            <thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
