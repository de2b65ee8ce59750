// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Site

/// One data set of another catalogue: what is said of it, by whom, and where its data are.
struct HarvestedDatasetPage: Sendable {
    let record: HarvestedRecord
    /// The same data set in other catalogues.
    let others: [HarvestedRecord]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let dataset = record.dataset
        var notice: HTML = ""
        if let gone = record.gone {
            notice = """
                <p class="summary" role="note">\(language(.withdrawn(frame.format.longDate(gone))))</p>
                """
        }
        if !others.isEmpty {
            let links = others.map { "<a href=\"\(SiteURL.harvested($0.id))\">\($0.sourceName)</a>" as HTML }
            notice += "<p>\(language(.alsoElsewhere)) \(links.joined(", "))</p>"
        }
        let text = dataset.description.map { language($0) } ?? ""
        let paragraphs = text.split(separator: #/\n[ \t]*\n\s*/#).map { paragraph -> HTML in
            "<p>\(paragraph.split(separator: "\n").map { "\(String($0))" as HTML }.joined("<br>"))</p>"
        }
        var origin: HTML = ""
        if let url = dataset.page ?? dataset.address {
            origin = "<p class=\"actions\"><a class=\"button\" href=\"\(external: url)\">\(language(.toOrigin))</a></p>"
        }
        let keywords: HTML =
            dataset.keywords.isEmpty
            ? "" : "<p>\(language(.keywords)): \(dataset.keywords.joined(separator: ", "))</p>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(dataset.title))</h1>\(notice)<div class="prose">\(paragraphs)</div>
            <dl class="facts">\(facts(frame))</dl>\(keywords)\(origin)
            <section class="card" aria-labelledby="files"><h2 id="files">\(language(.filesOfIt))</h2>\(files(language))</section>
            </div>
            """
        return frame.document(
            title: language(dataset.title), section: .data,
            breadcrumbs: [
                Breadcrumb(name: language(.dataTitle), url: .data()),
                Breadcrumb(name: language(.harvested), url: .harvested()),
            ], content: content)
    }

    private func facts(_ frame: PageFrame) -> [HTML] {
        let (language, dataset) = (frame.language, record.dataset)
        var facts: [(Words, HTML)] = [(.fromCatalogue, HTML(text: record.sourceName))]
        func add(_ words: Words, _ text: String?) {
            if let text { facts.append((words, HTML(text: text))) }
        }
        add(.publishedBy, dataset.publisher)
        if let contact = dataset.contact {
            var html = HTML(text: contact.name)
            if let mail = contact.mail, mail != contact.name {
                html += " (<a href=\"\(external: "mailto:" + mail)\">\(mail)</a>)"
            }
            if let page = contact.page { html = "<a href=\"\(external: page)\">\(html)</a>" }
            facts.append((.contactOfIt, html))
        }
        facts.append((.licences, record.licence(language)))
        add(.issuedOn, dataset.issued?.text(frame))
        add(.modifiedOn, dataset.modified?.text(frame))
        let period = [dataset.begins, dataset.ends].map { $0?.text(frame) ?? "…" }
        if dataset.begins != nil || dataset.ends != nil { add(.coveredTime, period.joined(separator: " – ")) }
        if !dataset.themes.isEmpty {
            add(.themesOfIt, dataset.themes.map { language($0.name) }.joined(separator: ", "))
        }
        add(.readOn, frame.format.date(record.first))
        return facts.map { "<div><dt>\(language($0.0))</dt><dd>\($0.1)</dd></div>" }
    }

    private func files(_ language: Language) -> HTML {
        guard !record.dataset.distributions.isEmpty else { return "<p class=\"empty\">\(language(.noFilesOfIt))</p>" }
        let items = record.dataset.distributions.map { file -> HTML in
            let name = file.title.map { language($0) } ?? file.download ?? file.access
            let format: HTML = file.format.map { " <span class=\"tag\">\($0)</span>" as HTML } ?? ""
            let licence: HTML =
                file.licence.map { "<p class=\"meta\">\(language(.licences)): \($0.html(language))</p>" as HTML } ?? ""
            let attribution: HTML = file.attribution.map { "<p class=\"meta\">\($0)</p>" as HTML } ?? ""
            return """
                <li><a href="\(external: file.download ?? file.access)">\(name)</a>\(format)\(licence)\(attribution)</li>
                """
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }
}
