// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/renew`: whether to keep what exists or to renew it.
package struct RenewPage {
    package let context: PlanningContext
    package let asset: PlanningObject?
    /// What the reader may choose from.
    package let visible: Plan

    package init(context: PlanningContext, asset: PlanningObject?, visible: Plan) {
        (self.context, self.asset, self.visible) = (context, asset, visible)
    }

    private var language: Language { context.language }
    private var format: Format { context.format }

    package func html() -> HTML {
        let frame = AnalysisFrame(
            context: context, name: "renew", kind: .asset, field: "asset", title: .renewTitle, lead: .renewLead)
        guard let asset else { return frame.document(nil, content: frame.chooser(visible.objects(of: .asset))) }
        guard let renewal = AssetRenewal(asset, town: context.plan.town) else {
            let fields = AssetRenewal.missing(in: asset).compactMap { asset.kind.field($0) }
            let items = fields.map { field -> HTML in
                let address = SiteURL.planning("/assets/\(asset.number)/edit#\(field.name)")
                return context.mayWrite
                    ? "<li><a href=\"\(address)\">\(language(field.label))</a></li>"
                    : "<li>\(language(field.label))</li>"
            }
            let content: HTML = """
                <section class="card" aria-labelledby="missing"><h2 id="missing">\(language(.stillNeeded))</h2>\
                <ul class="plain">\(items)</ul></section>
                """
            return frame.document(asset, content: content)
        }
        return frame.document(asset, content: result(asset, renewal))
    }

    private func result(_ asset: PlanningObject, _ renewal: AssetRenewal) -> HTML {
        let comparison = renewal.comparison
        let probability = comparison.probabilityThatRenewingIsCheaper()
        let advantage = Money(rounding: comparison.advantage * 100) ?? .zero
        let years = comparison.keep.amounts.count - 1
        let sentence =
            advantage >= .zero
            ? Words.renewPays(years, format.euros(advantage), format.percent(probability))
            : Words.renewCosts(years, format.euros(.zero - advantage), format.percent(probability))
        func words(_ point: KeepOrRenew.BreakEven?) -> String {
            point.map { "\(language(.year)) \($0.year) (\(format.number($0.interpolated, decimals: 1)))" }
                ?? language(.never)
        }
        let rows = (0...years).map { year -> HTML in
            let cells = [
                comparison.keep.amounts[year], comparison.renew.amounts[year], comparison.cumulativeDifference[year],
            ]
            .map { "<td class=\"number\">\(format.euros(Money(rounding: $0 * 100) ?? .zero))</td>" as HTML }
            return "<tr><th scope=\"row\">\(String(year))</th>\(cells)</tr>"
        }
        let assumed = (renewal.assumptions + [AssetRenewal.spread]).map { "<li>\(language($0))</li>" as HTML }
        var basis: [HTML] = [
            "<a href=\"\(SiteURL.planning("/assets/\(asset.number)#s-cost"))\">\(asset.title)</a>",
            "\(language(.renewRises(format.share(renewal.costRise), format.share(renewal.priceRise))))",
        ]
        if let town = context.plan.town { basis.append(context.link(town)) }
        let rate = language(.atRate(format.share(comparison.rate)))
        if let source = renewal.rateSource { basis.append(source.isEmpty ? "\(rate)" : "\(rate): \(source)") }
        let sources = basis.map { "<li>\($0)</li>" as HTML }
        let header: [Words] = [.keepColumn, .renewColumn, .savedSoFar]
        return """
            <section class="card" aria-labelledby="verdict"><h2 id="verdict">\(language(.verdict))</h2>\
            <p class="finding">\(language(sentence))</p></section>
            <dl class="facts"><div><dt>\(language(.firstBreakEven))</dt><dd class="big">\(words(comparison.firstBreakEven))</dd></div>\
            <div><dt>\(language(.lastingBreakEven))</dt><dd class="big">\(words(comparison.lastingBreakEven))</dd></div>\
            <div><dt>\(language(.renewCheaperChance))</dt><dd class="big">\(format.percent(probability))</dd></div></dl>
            <section class="card" aria-labelledby="years"><h2 id="years">\(language(.renewByYear))</h2>\
            <div class="table" tabindex="0" role="group" aria-label="\(language(.renewByYear))"><table><thead><tr><th scope="col">\(language(.year))</th>\
            \(header.map { "<th scope=\"col\" class=\"number\">\(language($0))</th>" as HTML })</tr></thead><tbody>\(rows)</tbody></table></div></section>
            <section class="card" aria-labelledby="basis"><h2 id="basis">\(language(.basedOn))</h2>\
            <ul class="plain">\(sources)</ul>\
            <h3>\(language(.assumptions))</h3><ul class="plain assumed">\(assumed)</ul></section>
            """
    }
}

extension AssetRenewal {
    /// What the probability rests on, in words.
    static let spread = Words(
        "beide Seiten können um 10 % abweichen (Standardabweichung); 100.000 Ziehungen",
        "both sides may differ by 10 % (standard deviation); 100,000 draws")
}
