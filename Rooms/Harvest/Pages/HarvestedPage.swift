// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site
import Wire

/// The data sets of other catalogues, some at a time.
struct HarvestedPage: Sendable {
    let records: [HarvestedRecord]
    /// Those that fit.
    let found: Int
    /// Those that are there at all.
    let total: Int
    let search: String
    let source: String
    let sources: [(id: Int64, name: String)]
    let pager: Pager

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        var list: HTML = "<ul class=\"results\">\(records.map { $0.line(frame, level: 2) })</ul>"
        if records.isEmpty {
            list = "<p class=\"empty\">\(language(total == 0 ? .noHarvested : .noHarvestedFound))</p>"
        }
        var options = HTML.option("", language(Words("alle", "all")), source)
        for one in sources { options += HTML.option(String(one.id), one.name, source) }
        let pages = pager.html(language) { .harvested(search: search, source: source, page: $0) }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.harvested))</h1><p class="lead">\(language(.harvestedLead))</p></div>
            <form class="filters card" method="get" action="\(SiteURL.harvested())">
            <div class="field grow"><label for="q">\(language(Words("Suchen", "Search")))</label>\
            <input id="q" name="q" type="search" value="\(search)" maxlength="200"></div>
            <div class="field"><label for="source">\(language(.fromCatalogue))</label>\
            <select id="source" name="source">\(options)</select></div>
            <button type="submit">\(language(Words("Anzeigen", "Show")))</button></form>
            <section class="card" aria-label="\(language(.harvested))">\
            <p>\(language(.sensorsFound(format.integer(Int64(found)))))</p><br>\(list)\(pages)</section></div>
            """
        return frame.document(
            title: language(.harvested), section: .data,
            breadcrumbs: [Breadcrumb(name: language(.dataTitle), url: .data())], content: content)
    }
}

extension HarvestedRecord {
    /// The beginning of the description.
    private func summary(_ language: Language) -> String {
        let text = dataset.description.map { language($0) } ?? ""
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 280 ? line.prefix(280) + " …" : line
    }

    func line(_ frame: PageFrame, level: Int) -> HTML {
        let language = frame.language
        let title: HTML = "<a href=\"\(SiteURL.harvested(id))\">\(language(dataset.title))</a>"
        let heading: HTML = level == 2 ? "<h2>\(title)</h2>" : "<h3>\(title)</h3>"
        let publisher: HTML =
            dataset.publisher.map { "<span>\(language(.publishedBy)): \($0)</span>" as HTML } ?? ""
        return """
            <li>\(heading)<p>\(summary(language))</p><p class="meta"><span>\(language(.fromCatalogue)): \(sourceName)</span>\
            \(publisher)<span>\(language(.licences)): \(licence(language))</span></p></li>
            """
    }

    func licence(_ language: Language) -> HTML {
        let licences = dataset.licences
        guard !licences.isEmpty else { return HTML(text: language(.noLicence)) }
        return licences.prefix(5).map { $0.html(language) }.joined(", ")
    }
}

extension ForeignLicence {
    /// As the list calls it, linked to its text; the words that stood there where nothing fits.
    func html(_ language: Language) -> HTML {
        guard let code else { return "\(said) (\(language(.licenceSaid)))" }
        return LicenceWords(code).link(language)
    }
}

extension ForeignDate {
    /// As people of a language write it.
    func text(_ frame: PageFrame) -> String {
        if let instant = try? Instant(iso8601: text) { return frame.format.dateTime(instant) }
        if let day = CalendarDay(parsing: String(text.prefix(10))) { return frame.format.date(day) }
        if text.utf8.count == 7, let day = CalendarDay(parsing: text + "-01") { return frame.format.month(day) }
        return text
    }
}
