// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import SensorThings
import SensorThingsPages
import Site
import Wire

/// What the planning pages show names from: the plan, and the town's series, layers and data sets.
struct PlanningContext: Sendable {
    let plan: Plan
    let town: TownReading
    let frame: PageFrame
    let mayWrite: Bool
    /// The secret of the invitation by which somebody reads; links stay within it.
    var invitation: String?

    var language: Language { frame.language }
    var format: Format { frame.format }

    /// The same with all objects there are, for computing; those that the reader may not see are masked.
    var computing: PlanningContext {
        PlanningContext(
            plan: plan.everything(german: language == .german), town: town, frame: frame, mayWrite: mayWrite,
            invitation: invitation)
    }

    /// The page of an object, for somebody with an invitation the one that it opens.
    func address(of object: Reference) -> SiteURL {
        invitation.map { .invited($0, object.description) } ?? .planningObject(object)
    }

    /// A link to an object with its reference and title; "not public" and no link when it is not visible.
    func link(_ reference: Reference) -> HTML {
        guard let object = plan[reference] ?? computing.plan[reference] else {
            return "<span>\(reference.description)</span>"
        }
        return link(object)
    }

    func link(_ object: PlanningObject) -> HTML {
        if object.isMasked {
            return "<span>\(language(.notPublic))</span> <small class=\"code\">\(object.reference.description)</small>"
        }
        return """
            <a href="\(address(of: object.reference))">\(object.title)</a> <small class="code">\(object.reference.description)</small>
            """
    }

    /// The rows whose object the reader may see, and a line about how many others were counted.
    func shown<Row>(_ rows: [Row], _ object: (Row) -> PlanningObject) -> (rows: [Row], note: HTML) {
        let shown = rows.filter { !object($0).isMasked }
        let count = rows.count - shown.count
        return (shown, count == 0 ? "" : "<p class=\"muted\">\(language(.countedToo(count)))</p>")
    }

    /// "Promenade, Radfahrende" of a series; nil when the reader may not see it.
    func series(_ id: Int64) -> SeriesRecord? { town.series.first { $0.datastream == id } }

    func layerTitle(_ name: String) -> String {
        town.layers.first { $0.name == name }.map { language($0.title, $0.titleEnglish) } ?? name
    }

    func datasetTitle(_ slug: String) -> String {
        town.datasets.first { $0.slug == slug }.map { language($0.title, $0.titleEnglish) } ?? slug
    }

    /// The name of who changed something; the program's own names in words.
    func person(_ name: String) -> String { language.person(name) }

    /// Shipped criteria and the town's own, with the name in the page's language.
    var criteria: [(id: String, name: String)] {
        let own = plan.objects(of: .criterion)
        let replaced = Set(own.compactMap { $0.text("replaces") })
        let shipped = ShippedKnowledge.criteria.filter { !replaced.contains($0.id) }
            .map { (id: $0.id, name: "\($0.id) " + language($0.name)) }
        return shipped + own.map { (id: $0.reference.description, name: "\($0.reference) \($0.title)") }
    }
}

extension Format {
    /// `1.250,50 €`, `€1,250.50`; whole euros without cents.
    func money(_ money: Money) -> String { numerals.money(money) }

    /// The same to the whole euro, for sums and tables.
    func euros(_ money: Money) -> String { numerals.euros(money) }

    /// A day written `2026-12-31` as people write it; the text itself when it is none.
    func day(_ text: String) -> String { CalendarDay(parsing: text).map { date($0) } ?? text }

    /// A share as per cent with up to two decimals.
    func share(_ share: Double) -> String { numerals.share(share) }
}
