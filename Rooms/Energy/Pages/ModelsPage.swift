// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Metering
import Sharing
import Site

/// What each way of sharing would have meant for everybody.
struct ModelsPage: Sendable {
    let community: Community
    let days: ClosedRange<CivilDay>
    let current: SharingModel
    let comparison: ModelComparison
    /// By the id of a contract.
    let names: [String: String]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let models = SharingModel.allCases
        var rows = comparison.sharers.map { sharer -> [HTML] in
            let now = sharer.shared[current] ?? 0
            return ["\(names[sharer.id] ?? sharer.id)", "\(frame.energy(sharer.total))"]
                + models.map { model -> HTML in
                    let shared = sharer.shared[model] ?? 0
                    guard model != current, shared != now else { return "\(frame.energy(shared))" }
                    let sign = shared > now ? "+" : "−"
                    return "\(frame.energy(shared)) (\(sign)\(frame.energy(abs(shared - now))))"
                }
        }
        let total = comparison.sharers.reduce(0) { $0 + $1.total }
        rows.append(
            ["\(language(.powerSum))", "\(frame.energy(total))"]
                + models.map { "\(frame.energy(comparison.shared($0)))" as HTML })
        func figures(_ name: Words, _ value: (SharingModel) -> Double?, _ write: (Double) -> String) -> [HTML] {
            ["\(language(name))", ""] + models.map { "\(value($0).map(write) ?? "–")" as HTML }
        }
        let shares = [
            figures(.powerSelfSufficiency, comparison.selfSufficiency) { frame.format.percent($0) },
            figures(.powerInequality, comparison.inequality) { frame.format.number($0, decimals: 3) },
        ]
        let header: [Words] = [.powerWho, .powerTotal] + models.map { .shortModel($0) }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.powerModels)): \(frame.period(days))</h1>\
            <p class="lead">\(language(.powerModelsLead))</p></div><section class="card">\
            \(PowerTable(caption: .powerInequality, header: header, numbers: 1 + models.count, rows: shares).html(language))\
            \(PowerTable(caption: .powerModels, header: header, numbers: 1 + models.count, rows: rows, hasSum: true).html(language))\
            <p class="source">\(language(.powerModelsNote))</p></section>\
            <p><a href="\(SiteURL.sharing(community.id, "what-if"))">\(language(.whatIf))</a></p>\
            <p><a href="\(SiteURL.sharing(community.id, "market"))">\(language(.market))</a> (\(language(.marketNoBill)))</p></div>
            """
        return frame.document(
            title: language(.powerModels), section: .energy, breadcrumbs: SharingPage.crumbs(community, language),
            content: content)
    }
}
