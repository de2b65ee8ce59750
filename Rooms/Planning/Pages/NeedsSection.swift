// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// What the start page says of the plan: three needs with place, indicator and next step, and the way to a new one.
struct NeedsSection {
    let context: PlanningContext
    let needs: [PlanningObject]
    let today: CalendarDay
    let readings: [Reference: HTML]

    func html() -> HTML {
        let language = context.language
        let overview = PlanningOverview(context: context, today: today, readings: readings)
        let list: HTML = needs.isEmpty ? "" : "<ul class=\"results\">\(needs.map(overview.need))</ul>"
        let (address, words): (SiteURL, Words) =
            context.mayWrite
            ? (.planning("/start"), .describeNeed) : (.planning("/submit"), .submitTitle)
        return """
            <section class="card" aria-labelledby="needs-title"><div class="head"><h2 id="needs-title">\(language(.needsOfTown))</h2>\
            <a href="\(SiteURL.planningStart)">\(language(.planning))</a></div>\(list)\
            <p class="actions"><a class="button large" href="\(address)">\(language(words))</a></p></section>
            """
    }
}
