// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Planning
package import PlanningFrame
package import Site

/// `/planning/analysis/inventory`: what we have, how good it is, who shares it, what doubles it and what it can talk to.
package struct InventoryPage {
    /// The most systems of the interface matrix and rows of a table.
    private static let mostSystems = 20
    private static let mostRows = 100

    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    private var language: Language { context.language }

    package func html() -> HTML {
        InsightPage(
            context: context, title: .inventoryTitle, lead: .inventoryLead,
            sections: [audits, overlaps, interfaces, formats, rights, sourcing]
        ).html()
    }

    private func section(
        _ identifier: String, _ title: Words, _ lead: Words? = nil, isEmpty: Bool, empty: Words = .nothingDescribed,
        _ body: () -> HTML
    ) -> HTML {
        InsightSection(
            context: context, identifier: identifier, title: title, lead: lead,
            body: isEmpty ? "<p class=\"empty\">\(language(empty))</p>" : body()
        ).html
    }

    // MARK: Audit and sharing

    private var audits: HTML {
        let audits = context.plan.inventoryAudits
        return section("audit", .auditTitle, .auditLead, isEmpty: audits.isEmpty) {
            let shared = audits.filter(\.isShared).count
            let listed = context.shown(audits, \.asset)
            let rows = listed.rows.prefix(Self.mostRows).map { audit -> [HTML] in
                let answers = InventoryAudit.questions.map { name -> HTML in
                    let words = context.words(audit.asset, name)
                    return HTML(text: words.isEmpty ? language(.openAnswer) : words)
                }
                let sharing = audit.departments + audit.uses
                return [context.link(audit.asset)] + answers + [
                    Self.verdict(audit, context), HTML(text: sharing.isEmpty ? "–" : sharing.joined(separator: ", ")),
                    context.links(audit.measures, most: 5),
                ]
            }
            let table = InsightTable(
                caption: language(.auditTitle),
                columns: [.init(language(ObjectKind.asset.name))]
                    + InventoryAudit.questions.map { .init(context.label(.asset, $0)) }
                    + [
                        .init(language(.judgement)), .init(language(.sharedBy)),
                        .init(language(ObjectKind.measure.plural)),
                    ],
                rows: rows)
            return "<p class=\"finding\">\(language(.sharedCount(shared, audits.count)))</p>\(table.html)\(listed.note)"
        }
    }

    static func verdict(_ audit: InventoryAudit, _ context: PlanningContext) -> HTML {
        switch audit.verdict {
        case .keep: context.light(.pass, .auditKeep)
        case .develop: context.light(.hold, .auditDevelop)
        case .ask: context.light(.hold, .auditAsk)
        case .renew:
            """
            \(context.light(.fail, .auditRenew)) <a href="\(SiteURL.analysis("renew", [("asset", audit.asset.reference.description)]))">\
            \(context.language(.auditRenewCost))</a>
            """
        }
    }

    // MARK: Doubled things

    private var overlaps: HTML {
        let overlaps = context.plan.overlaps
        return section("overlaps", .overlapTitle, .overlapLead, isEmpty: overlaps.isEmpty, empty: .nothingTwice) {
            let listed = context.shown(overlaps) { $0.first.isMasked ? $0.second : $0.first }
            let table = InsightTable(
                caption: language(.overlapTitle),
                columns: [
                    .init(language(.thisOne)), .init(language(.andThisOne)),
                    .init(context.label(.asset, "capabilities")), .init(context.label(.asset, "data")),
                    .init(context.label(.asset, "interfaces")),
                ],
                rows: listed.rows.prefix(Self.mostRows).map { overlap in
                    [
                        context.link(overlap.first), context.link(overlap.second), list(overlap.capabilities),
                        list(overlap.data), list(overlap.interfaces),
                    ]
                })
            return "\(table.html)\(listed.note)"
        }
    }

    private func list(_ names: [String]) -> HTML { HTML(text: names.isEmpty ? "–" : names.joined(separator: ", ")) }

    // MARK: Interfaces and formats

    private var interfaces: HTML {
        let matrix = context.plan.interfaceMatrix(most: Self.mostSystems)
        return section("interfaces", .interfaceMatrixTitle, .interfaceMatrixLead, isEmpty: matrix.systems.isEmpty) {
            let systems = matrix.systems
            let shown = systems.indices.filter { !systems[$0].isMasked }
            let rows = shown.map { row -> [HTML] in
                [context.link(systems[row])]
                    + shown.map { column in
                        row == column ? "<span aria-hidden=\"true\">·</span>" : cell(matrix.link(row, column))
                    }
            }
            let table = InsightTable(
                caption: language(.interfaceMatrixTitle),
                columns: [.init(language(.system))]
                    + shown.map { .init(short: systems[$0].reference.description, full: systems[$0].title) },
                rows: rows, isMatrix: true)
            let adapters = context.shown(matrix.adapters) { $0.first.isMasked ? $0.second : $0.first }
            let items = adapters.rows.prefix(Self.mostRows).map { adapter -> HTML in
                var through: HTML = ""
                if case .formats(let formats) = adapter.link {
                    through = ": \(language(.adapterThrough)) \(formats.joined(separator: ", "))"
                }
                return "<li>\(context.link(adapter.first)) – \(context.link(adapter.second))\(through)</li>"
            }
            let missing: HTML =
                matrix.adapters.isEmpty
                ? "<p>\(context.light(.pass, .noAdapterMissing))</p>"
                : "<h3>\(language(.adaptersTitle))</h3><ul class=\"gaps-list plain\">\(Array(items))</ul>\(adapters.note)"
            return "\(table.html)\(missing)\(undescribed(context.plan.withoutInterfaces, .withoutInterfaces))"
        }
    }

    private func cell(_ link: InterfaceMatrix.Link) -> HTML {
        switch link {
        case .interfaces(let names): HTML(text: names.joined(separator: ", "))
        case .formats: HTML(text: language(.smallAdapter))
        case .missing: "<strong class=\"late\">\(language(.adapterMissing))</strong>"
        case .unknown: "?"
        }
    }

    private func undescribed(_ systems: [PlanningObject], _ title: Words) -> HTML {
        let shown = context.shown(systems) { $0 }
        return systems.isEmpty ? "" : "<h3>\(language(title))</h3>\(context.links(shown.rows))\(shown.note)"
    }

    private var formats: HTML {
        let register = context.plan.formatRegister
        return section("formats", .formatTitle, .formatLead, isEmpty: register.isEmpty) {
            // A format that only hidden systems use is not named.
            let listed = context.shown(register) { entry in
                entry.systems.first { !$0.isMasked } ?? entry.systems[0]
            }
            let table = InsightTable(
                caption: language(.formatTitle),
                columns: [.init(language(.format)), .init(language(.openFormat)), .init(language(.usedBy))],
                rows: listed.rows.prefix(Self.mostRows).map { entry in
                    let isOpen: HTML =
                        switch entry.isOpen {
                        case true?: context.light(.pass, .yes)
                        case false?: context.light(.fail, .no)
                        case nil: context.light(.hold, .notInRegister)
                        }
                    return [HTML(text: entry.name), isOpen, context.links(entry.systems, most: 8)]
                })
            return "\(table.html)\(listed.note)"
        }
    }

    // MARK: Rights and sourcing

    private var rights: HTML {
        let matrix = context.plan.rightsMatrix
        return section(
            "rights", .rightsTitle, .rightsLead, isEmpty: matrix.rows.isEmpty && matrix.undescribed.isEmpty
        ) {
            let listed = context.shown(matrix.rows, \.system)
            let actors = matrix.actors.filter { actor in listed.rows.contains { $0.granted[actor] != nil } }.prefix(12)
            let table = InsightTable(
                caption: language(.rightsTitle),
                columns: [.init(language(.system))] + actors.map { .init($0) }
                    + [.init(language(.rightsOpen))],
                rows: listed.rows.prefix(Self.mostRows).map { row in
                    [context.link(row.system)]
                        + actors.map { actor -> HTML in
                            guard let granted = row.granted[actor] else { return "–" }
                            let names = RightsMatrix.rights.filter { granted.contains($0) }.map { right($0) }
                            return HTML(text: names.isEmpty ? "–" : names.joined(separator: ", "))
                        }
                        + [
                            row.open.isEmpty
                                ? "–"
                                : "<strong class=\"late\">\(row.open.map { right($0) }.joined(separator: ", "))</strong>"
                        ]
                }, isMatrix: true)
            return
                "\(listed.rows.isEmpty ? "" : table.html)\(listed.note)\(undescribed(matrix.undescribed, .withoutRights))"
        }
    }

    private func right(_ name: String) -> String {
        switch name {
        case "use": language(.rightUse)
        case "control": language(.rightControl)
        default: language(.rightAccess)
        }
    }

    private var sourcing: HTML {
        let reviews = context.plan.sourcingReviews
        return section("sourcing", .sourcingTitle, .sourcingLead, isEmpty: reviews.isEmpty) {
            let listed = context.shown(reviews, \.measure)
            let table = InsightTable(
                caption: language(.sourcingTitle),
                columns: [
                    .init(language(ObjectKind.measure.name)), .init(language(ObjectKind.solution.name)),
                    .init(context.label(.measure, "approach")), .init(language(.stillMissing)),
                ],
                rows: listed.rows.prefix(Self.mostRows).map { review in
                    let words = context.words(review.measure, "approach")
                    let gaps = review.gaps.map { "<li>\(language(Self.gap($0)))</li>" as HTML }
                    return [
                        context.link(review.measure), review.solution.map { context.link($0) } ?? "–",
                        HTML(text: words.isEmpty ? language(.openAnswer) : words),
                        gaps.isEmpty
                            ? context.light(.pass, .nothingMissing)
                            : "<ul class=\"gaps-list plain tight\">\(gaps)</ul>",
                    ]
                })
            return "\(table.html)\(listed.note)"
        }
    }

    private static func gap(_ gap: SourcingReview.Gap) -> Words {
        switch gap {
        case .approach: .gapApproach
        case .reason: .gapReason
        case .examples: .gapExamples
        case .publication: .gapPublication
        case .licence: .gapLicence
        }
    }

    /// On the page of an existing resource or a solution: audit, sharing and what doubles it.
    package static func panel(_ object: PlanningObject, _ context: PlanningContext) -> HTML? {
        let language = context.language
        var parts: [HTML] = []
        if let audit = context.plan.inventoryAudit(of: object) {
            parts.append("<p>\(language(.auditTitle)): \(verdict(audit, context))</p>")
            if audit.isShared {
                let names = (audit.departments + audit.uses).joined(separator: ", ")
                parts.append("<p>\(language(.sharedBy)): \(names)</p>")
            }
        }
        let doubles = context.plan.overlaps(of: object)
        if !doubles.isEmpty {
            let items = doubles.prefix(8).map { overlap -> HTML in
                let names = (overlap.capabilities + overlap.data).joined(separator: ", ")
                return "<li>\(context.link(overlap.second)): \(names)</li>"
            }
            parts.append("<h3>\(language(.overlapPanel))</h3><ul class=\"gaps-list plain\">\(Array(items))</ul>")
        }
        guard !parts.isEmpty else { return nil }
        return """
            <section class="card" aria-labelledby="inventory"><h2 id="inventory">\(language(.inventoryPanel))</h2>\(parts)</section>
            """
    }
}
