// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
package import Decision
import Knowledge
package import Planning
package import SensorThingsFrame
package import Site

/// What the planning pages show names from: the plan, and the town's series, layers and data sets.
package struct PlanningContext: Sendable {
    package let plan: Plan
    package let town: TownReading
    package let frame: PageFrame
    package let mayWrite: Bool
    /// The secret of the invitation by which somebody reads; links stay within it.
    package var invitation: String?
    /// The town's series in the order in which forms offer them.
    package var offered: [SeriesRecord]

    package init(plan: Plan, town: TownReading, frame: PageFrame, mayWrite: Bool, invitation: String? = nil) {
        (self.plan, self.town, self.frame, self.mayWrite, self.invitation) = (plan, town, frame, mayWrite, invitation)
        offered = town.series
    }

    package var language: Language { frame.language }
    package var format: Format { frame.format }

    /// The same with all objects there are, for computing; those that the reader may not see are masked.
    package var computing: PlanningContext {
        PlanningContext(
            plan: plan.everything(german: language == .german), town: town, frame: frame, mayWrite: mayWrite,
            invitation: invitation)
    }

    /// The page of an object, for somebody with an invitation the one that it opens.
    package func address(of object: Reference) -> SiteURL {
        invitation.map { .invited($0, object.description) } ?? .planningObject(object)
    }

    /// A link to an object with its reference and title; "not public" and no link when it is not visible.
    package func link(_ reference: Reference) -> HTML {
        guard let object = plan[reference] ?? computing.plan[reference] else {
            return "<span>\(reference.description)</span>"
        }
        return link(object)
    }

    package func link(_ object: PlanningObject) -> HTML {
        if object.isMasked {
            return "<span>\(language(.notPublic))</span> <small class=\"code\">\(object.reference.description)</small>"
        }
        return """
            <a href="\(address(of: object.reference))">\(object.title)</a> <small class="code">\(object.reference.description)</small>
            """
    }

    /// The button that compares all measures of a need; nothing where there are not two.
    package func comparison(for need: Reference) -> HTML {
        let candidates = plan.referring(to: need, kind: .measure).filter { $0.state != .closed }
        guard mayWrite, candidates.count > 1 else { return "" }
        let fields = [("candidates", candidates.map(\.reference.description).joined(separator: ","))]
        return
            "<a class=\"button quiet\" href=\"\(SiteURL.planningNew(.assessment, fields))\">\(language(.compareMeasures))</a>"
    }

    /// The rows whose object the reader may see, and a line about how many others were counted.
    package func shown<Row>(_ rows: [Row], _ object: (Row) -> PlanningObject) -> (rows: [Row], note: HTML) {
        let shown = rows.filter { !object($0).isMasked }
        let count = rows.count - shown.count
        return (shown, count == 0 ? "" : "<p class=\"muted\">\(language(.countedToo(count)))</p>")
    }

    /// "Promenade, Radfahrende" of a series; nil when the reader may not see it.
    package func series(_ id: Int64) -> SeriesRecord? { town.series(id) }

    /// Nil when the reader may not see it.
    package func layerTitle(_ name: String) -> String? {
        town.layers.first { $0.name == name }.map { language($0.title, $0.titleEnglish) }
    }

    /// Nil when the reader may not see it.
    package func datasetTitle(_ slug: String) -> String? {
        town.datasets.first { $0.slug == slug }.map { language($0.title, $0.titleEnglish) }
    }

    /// The name of who changed something; the program's own names in words.
    package func person(_ name: String) -> String { language.person(name) }

    /// Shipped criteria and the town's own, with name and question in the page's language.
    package var criteria: [(id: String, name: String, question: String?)] {
        let own = plan.objects(of: .criterion)
        let replaced = Set(own.compactMap { $0.text("replaces") })
        let shipped = ShippedKnowledge.criteria.filter { !replaced.contains($0.id) }
            .map { (id: $0.id, name: "\($0.id) " + language($0.name), question: Optional(language($0.question))) }
        return shipped
            + own.map {
                (id: $0.reference.description, name: "\($0.reference) \($0.title)", question: $0.text("question"))
            }
    }
}

extension Format {
    /// `1.250,50 €`, `€1,250.50`; whole euros without cents.
    package func money(_ money: Money) -> String { numerals.money(money) }

    /// The same to the whole euro, for sums and tables.
    package func euros(_ money: Money) -> String { numerals.euros(money) }

    /// A day written `2026-12-31` as people write it; the text itself when it is none.
    package func day(_ text: String) -> String { CalendarDay(parsing: text).map { date($0) } ?? text }
}
