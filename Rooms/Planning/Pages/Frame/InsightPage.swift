// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Planning
package import Site

/// A page that evaluates the plan: a heading that says what it answers, and sections.
package struct InsightPage {
    package let context: PlanningContext
    package let title: Words
    package let lead: Words
    package let sections: [HTML]

    package init(context: PlanningContext, title: Words, lead: Words, sections: [HTML]) {
        (self.context, self.title, self.lead, self.sections) = (context, title, lead, sections)
    }

    package func html() -> HTML {
        let language = context.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(title))</h1><p class="lead">\(language(lead))</p></div>\
            \(sections)</div>
            """
        return context.frame.document(
            title: language(title), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], content: content)
    }
}

/// A section of an analysis; without rows it says what is missing.
package struct InsightSection {
    package let context: PlanningContext
    package let identifier: String
    package let title: Words
    package var lead: Words?
    package let body: HTML

    package init(context: PlanningContext, identifier: String, title: Words, lead: Words? = nil, body: HTML) {
        (self.context, self.identifier, self.title, self.lead, self.body) = (context, identifier, title, lead, body)
    }

    package var html: HTML {
        let language = context.language
        return """
            <section class="card" aria-labelledby="\(identifier)"><h2 id="\(identifier)">\(language(title))</h2>\
            \(lead.map { "<p>\(language($0))</p>" as HTML })\(body)</section>
            """
    }
}

/// A table of an analysis: the first cell of a row heads it; narrow screens show lists as blocks and scroll matrices.
package struct InsightTable {
    package struct Column {
        let name: HTML
        var label = ""
        var isNumber = false

        package init(_ name: String, isNumber: Bool = false) {
            self.name = HTML(text: name)
            label = name
            self.isNumber = isNumber
        }

        /// A head that is short to look at and long to hear.
        package init(short: String, full: String) {
            name = "<abbr title=\"\(full)\">\(short)</abbr>"
            label = full
        }
    }

    package let caption: String
    package let columns: [Column]
    package let rows: [[HTML]]
    package var isMatrix = false

    package init(caption: String, columns: [Column], rows: [[HTML]], isMatrix: Bool = false) {
        (self.caption, self.columns, self.rows, self.isMatrix) = (caption, columns, rows, isMatrix)
    }

    package var html: HTML {
        let number: HTML = " class=\"number\""
        let heads = columns.map { "<th scope=\"col\"\($0.isNumber ? number : HTML())>\($0.name)</th>" as HTML }
        let body = rows.map { row -> HTML in
            let cells = zip(columns, row).enumerated().map { place, pair -> HTML in
                let (column, cell) = pair
                if place == 0 { return "<th scope=\"row\">\(cell)</th>" }
                return "<td\(column.isNumber ? number : HTML()) data-label=\"\(column.label)\">\(cell)</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        let kind: HTML = isMatrix ? "" : " class=\"stack wide\""
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(caption)">\
            <table\(kind)><thead><tr>\(heads)</tr></thead><tbody>\(body)</tbody></table></div>
            """
    }
}

extension PlanningContext {
    /// The words of a choice that an object made.
    package func words(_ object: PlanningObject, _ name: String) -> String {
        guard let field = object.kind.field(name) else { return "" }
        return AnswerView(context: self).plain(object[name], field).joined(separator: ", ")
    }

    /// The name of a field of a kind.
    package func label(_ kind: ObjectKind, _ name: String) -> String {
        kind.field(name).map { language($0.label) } ?? name
    }

    /// "und noch 5 Einträge" where a list shows only its first ones; nil where it shows all.
    package func rest(_ shown: Int, of count: Int) -> String? {
        count > shown ? language(.andMore(count - shown, format.integer(Int64(count - shown)))) : nil
    }

    /// The same as the last item of the list; nothing where it shows all.
    package func restItem(_ shown: Int, of count: Int) -> HTML {
        rest(shown, of: count).map { "<li>\($0)</li>" } ?? ""
    }

    /// Links in a sentence, and how many are left out.
    package func inline(_ objects: some Collection<Reference>, most: Int = 20) -> HTML {
        let links = objects.prefix(most).map { link($0) }.joined(", ")
        guard let rest = rest(most, of: objects.count) else { return links }
        return "\(links) \(rest)"
    }

    /// Links in a list; a dash when there are none.
    package func links(_ objects: some Collection<PlanningObject>, most: Int = 12) -> HTML {
        guard !objects.isEmpty else { return "–" }
        let more = restItem(most, of: objects.count)
        return "<ul class=\"plain tight\">\(objects.prefix(most).map { "<li>\(link($0))</li>" as HTML })\(more)</ul>"
    }

    /// A light with its word.
    package func light(_ light: Light, _ word: Words) -> HTML {
        "<span class=\"light light-\(light.rawValue)\">\(language(word))</span>"
    }

    package enum Light: String { case pass, hold, fail }
}

extension PlanningAnalysis {
    /// The analyses of goals, people and inventory.
    static let insights = [
        PlanningAnalysis(path: "goals", name: .goalTreeTitle),
        PlanningAnalysis(path: "needs", name: .needCoverageTitle),
        PlanningAnalysis(path: "charta", name: .charterTitle),
        PlanningAnalysis(path: "people", name: .involvementTitle),
        PlanningAnalysis(path: "journal", name: .journalTitle),
        PlanningAnalysis(path: "similar", name: .similarTitle),
        PlanningAnalysis(path: "inventory", name: .inventoryTitle),
        PlanningAnalysis(path: "rules", name: .rulesTitle),
        PlanningAnalysis(path: "privacy", name: .privacyTitle),
    ]

    /// The analysis that looks at all objects of a kind.
    package static func of(_ kind: ObjectKind) -> PlanningAnalysis? {
        let paths: [ObjectKind: String] = [
            .goal: "goals", .need: "needs", .stakeholder: "people", .journalEntry: "journal", .asset: "inventory",
            .solution: "inventory", .guideline: "rules", .processingActivity: "privacy",
        ]
        return insights.first { $0.path == paths[kind] }
    }
}
