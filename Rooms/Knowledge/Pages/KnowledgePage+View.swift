// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Knowledge
import Site

extension KnowledgeEntry {
    /// The page of this entry.
    var url: SiteURL { kind == .example ? .example(slug) : .block(slug) }

    /// Outcome or licence, as a mark beside the title.
    func mark(_ language: Language) -> HTML {
        if let outcome { return "<span class=\"tag\">\(language(outcome.name))</span>" }
        return openness.map { "<span class=\"tag\">\(language($0.name))</span>" } ?? ""
    }
}

extension KnowledgePage {
    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = result.hits.map { hit -> HTML in
            let entry = hit.entry
            let categories = entry.categories.map { language($0.name) }.joined(separator: ", ")
            return """
                <li><h2><a href="\(entry.url)">\(language(entry.title))</a> \(entry.mark(language))</h2>
                <p>\(language(entry.summary))</p>
                <p class="meta"><span>\(language(entry.kind.name))</span><span>\(categories)</span></p></li>
                """
        }
        var list: HTML = "<ul class=\"results\">\(items)</ul>"
        if items.isEmpty { list = "<p class=\"empty\">\(language(.knowledgeNothing))</p>" }
        let found = frame.format.integer(Int64(result.total))
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.knowledgeTitle))</h1>\
            <p class="lead">\(language(.knowledgeLead))</p></div>
            <form class="filters card" method="get" action="\(SiteURL.knowledge())">
            <div class="field grow"><label for="q">\(language(.knowledgeSearch))</label>\
            <input id="q" name="q" type="search" value="\(query.text)" maxlength="200"></div>
            \(field("kind", .knowledgeKind, EntryKind.allCases, query.kind, result.kinds, frame) { $0.name })
            \(field(
                "outcome", .knowledgeOutcome, ProjectExample.Outcome.allCases, query.outcome, result.outcomes, frame
            ) { $0.name })
            \(field(
                "category", .knowledgeCategory, SolutionCategory.allCases, query.category, result.categories, frame
            ) { $0.name })
            \(field("licence", .licence, LicenceOpenness.allCases, query.openness, result.openness, frame) { $0.name })
            <button type="submit">\(language(.show))</button></form>
            <section class="card" aria-label="\(language(.knowledgeTitle))"><p role="status">\
            \(language(.knowledgeFound(result.total, found)))</p><br>\(list)\(pager.html(language) { url(page: $0) })</section></div>
            """
        return frame.document(title: language(.knowledgeTitle), section: .knowledge, content: content)
    }

    /// A choice with the number of entries behind each option; options without entries are left out.
    private func field<Choice: RawRepresentable & Hashable>(
        _ name: String, _ label: Words, _ choices: [Choice], _ chosen: Choice?, _ counts: [Choice: Int],
        _ frame: PageFrame, title: (Choice) -> Words
    ) -> HTML where Choice.RawValue == String {
        let language = frame.language
        var options = HTML.option("", language(.all), chosen?.rawValue ?? "")
        for choice in choices where counts[choice] != nil || choice == chosen {
            let count = frame.format.integer(Int64(counts[choice] ?? 0))
            let word = "\(language(title(choice))) (\(count))"
            options += HTML.option(choice.rawValue, word, chosen?.rawValue ?? "")
        }
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\
            <select id="\(name)" name="\(name)">\(options)</select></div>
            """
    }

}

extension ExamplePage {
    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        func paragraph(_ title: Words, _ text: Words?) -> HTML {
            guard let text else { return "" }
            return "<section class=\"card\"><h2>\(language(title))</h2><p>\(language(text))</p></section>"
        }
        let unknown = language(.notKnown)
        let start = example.start.map { String($0) } ?? unknown
        let end = example.end.map { String($0) } ?? (example.outcome == .running ? "…" : unknown)
        let period = example.start == nil && example.end == nil ? unknown : "\(start) – \(end)"
        var source = HTML(text: example.source.title)
        if let url = example.source.url { source = "<a href=\"\(external: url)\">\(example.source.title)</a>" }
        let checked: HTML = example.isVerified ? "" : " <span class=\"tag\">\(language(.unverified))</span>"
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(example.title))</h1>\
            <p>\(entry.mark(language))\(checked)</p><p class="lead">\(language(example.summary))</p></div>
            <dl class="facts">
            <div><dt>\(language(.place))</dt><dd>\(example.place) (\(example.country))</dd></div>
            <div><dt>\(language(.inhabitants))</dt><dd>\(example.population.map { format.integer($0) } ?? unknown)</dd></div>
            <div><dt>\(language(.years))</dt><dd>\(period)</dd></div>
            <div><dt>\(language(.stage))</dt><dd>\(example.stage.map { language($0.name) } ?? unknown)</dd></div>
            <div><dt>\(language(.knowledgeOutcome))</dt><dd>\(language(example.outcome.name))</dd></div>
            <div><dt>\(language(.whoToAsk))</dt><dd>\(example.contact ?? unknown)</dd></div>
            </dl>
            \(paragraph(.achieved, example.achieved))
            \(paragraph(.hurdles, example.hurdles))
            \(paragraph(.prerequisites, example.prerequisites))
            \(paragraph(.toCheck, example.toCheck))
            <section class="card"><h2>\(language(.sourceOfFacts))</h2><p>\(source), \(format.sourceDate(example.source.date))</p>\
            <p>\(language(.keywords)): \(entry.tags.joined(separator: ", "))</p></section></div>
            """
        let trail = [Breadcrumb(name: language(.knowledge), url: .knowledge())]
        return frame.document(
            title: language(example.title), section: .knowledge, breadcrumbs: trail, content: content)
    }
}

extension BlockPage {
    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let unknown = language(.notKnown)
        func list(_ words: [String]) -> String { words.isEmpty ? unknown : words.joined(separator: ", ") }
        var licence = HTML(text: block.licence ?? unknown)
        if let licenceName { licence += " <small>\(licenceName)</small>" }
        var code = HTML(text: unknown)
        if let address = block.repository { code = "<a href=\"\(external: address)\">\(address)</a>" }
        let cost = block.cost.map { language($0.name) } ?? unknown
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(block.title))</h1>\
            <p>\(entry.mark(language))</p><p class="lead">\(language(block.summary))</p></div>
            <dl class="facts">
            <div><dt>\(language(.knowledgeKind))</dt><dd>\(language(block.kind.name))</dd></div>
            <div><dt>\(language(.licence))</dt><dd>\(licence)</dd></div>
            <div><dt>\(language(.programInterfaces))</dt><dd>\(list(block.interfaces))</dd></div>
            <div><dt>\(language(.dataFormats))</dt><dd>\(list(block.formats))</dd></div>
            <div><dt>\(language(.dependencies))</dt><dd>\(list(block.dependencies))</dd></div>
            <div><dt>\(language(.maintainer))</dt><dd>\(block.maintainer ?? unknown)</dd></div>
            <div><dt>\(language(.costClass))</dt><dd>\(cost) <small>\(language(.assumption))</small></dd></div>
            </dl>
            <section class="card"><h2>\(language(.repository))</h2><p>\(code)</p>\
            <p>\(language(.keywords)): \(list(entry.tags))</p></section></div>
            """
        let trail = [Breadcrumb(name: language(.knowledge), url: .knowledge())]
        return frame.document(
            title: language(block.title), section: .knowledge, breadcrumbs: trail, content: content)
    }
}

extension Format {
    /// The date of a source as it is known: a day, a month (`2018-07`), a year.
    fileprivate func sourceDate(_ text: String) -> String {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count > 1, let year = parts[0], let month = parts[1], (1...12).contains(month) else { return text }
        guard parts.count == 3 else { return self.month(CalendarDay(year: year, month: month, day: 1)) }
        guard let day = parts[2], (1...31).contains(day) else { return text }
        return date(CalendarDay(year: year, month: month, day: day))
    }
}
