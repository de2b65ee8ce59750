// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
package import Planning
package import PlanningFrame
package import Site

/// The cost of a measure: the sentence, the years, what was assumed.
package struct CostView {
    package let context: PlanningContext
    package let cost: MeasureCost

    package init(context: PlanningContext, cost: MeasureCost) {
        (self.context, self.cost) = (context, cost)
    }

    private var language: Language { context.language }
    private var format: Format { context.format }

    /// What it costs, in sentences made of the numbers of the table.
    package var sentence: String { CostTable(cost).sentence(format.numerals) }

    package var table: HTML {
        let years = CostTable(cost)
        func row(_ name: String, _ amounts: [Money], _ className: HTML = "") -> HTML {
            let cells = zip(years.columns, amounts).map { column, amount -> HTML in
                "<td class=\"number\" data-label=\"\(language(column.label))\">\(format.euros(amount))</td>"
            }
            return "<tr\(className)><th scope=\"row\">\(name)</th>\(cells)</tr>"
        }
        let rows = years.rows.map { row(years.name(ofYear: $0.year, format.numerals), $0.amounts) }
        let header = years.columns.map { "<th scope=\"col\" class=\"number\">\(language($0.label))</th>" as HTML }
        let worth: HTML = """
            <tr><th scope="row" colspan="\(String(years.columns.count))">\(years.presentValueName(format.numerals))</th>\
            <td class="number">\(format.euros(years.presentValue))</td></tr>
            """
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.costByYear))"><table class="stack"><caption>\(language(.costByYear))</caption>\
            <thead><tr><th scope="col">\(language(.year))</th>\(header)</tr></thead>\
            <tbody>\(rows)\(row(language(.sumRow), years.sums, " class=\"sum\""))\(worth)</tbody></table></div>
            """
    }

    /// How amounts follow from what was entered, and what had to be assumed for them.
    package var assumptions: HTML {
        let holdsStaff = cost.origins.contains { $0.field == "staff" }
        var parts: HTML = holdsStaff ? "<p class=\"muted\">\(language(.staffFormula))</p>" : ""
        if !cost.derivations.isEmpty {
            let items = cost.derivations.map { "<li>\(language($0))</li>" as HTML }
            parts += "<h3>\(language(.derivations))</h3><ul class=\"plain\">\(items)</ul>"
        }
        if !cost.assumptions.isEmpty {
            let items = cost.assumptions.map { "<li>\(language($0))</li>" as HTML }
            parts += "<h3>\(language(.assumptions))</h3><ul class=\"plain assumed\">\(items)</ul>"
        }
        return parts
    }
}
