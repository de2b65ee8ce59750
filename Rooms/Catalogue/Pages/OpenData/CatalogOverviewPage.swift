// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import RDF
import Site

/// `/catalog` for people: which addresses other portals fetch, and what the town still has to say for them.
struct CatalogOverviewPage: Sendable {
    /// Public data sets.
    let count: Int
    let hasContributor: Bool
    let hasKey: Bool
    let mayAdminister: Bool
    let base: String

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = DCATProfile.allCases.reversed().flatMap { profile -> [HTML] in
            RDFForm.allCases.map { form -> HTML in
                let name = "c\(profile.rawValue.first ?? "0")\(form.rawValue)"
                let label = "DCAT-AP.de \(profile.rawValue), \(form.name)"
                return """
                    <p id="l\(name)">\(label)</p><p class="address"><code id="\(name)" aria-labelledby="l\(name)">\(base)\
                    \(SiteURL.catalog(form, profile))</code>\
                    <button type="button" class="quiet" data-copy="\(name)" data-done="\(language(.copied))" hidden>\
                    \(language(.copy))</button></p>
                    """
            }
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.openDataCatalogue))</h1>\
            <p class="lead">\(language(.catalogLead(frame.format.integer(Int64(count)))))</p></div>\(lacks(language))
            <section class="card plain"><h2>\(language(.catalogAddresses))</h2><p>\(language(.catalogHow))</p>\(rows)\
            <p><a href="\(SiteURL.data())">\(language(.dataTitle))</a></p></section></div>
            """
        return frame.document(
            title: language(.openDataCatalogue), section: .data,
            breadcrumbs: [Breadcrumb(name: language(.data), url: .data())], scripts: [.asset("chart.js")],
            content: content)
    }

    /// What the town has not said, for who can say it.
    private func lacks(_ language: Language) -> HTML {
        guard mayAdminister, !hasContributor || !hasKey else { return "" }
        var lines: [HTML] = []
        if !hasContributor { lines.append("<li>\(language(.catalogLacksContributor))</li>") }
        if !hasKey { lines.append("<li>\(language(.catalogLacksKey))</li>") }
        return """
            <section class="card plain" aria-labelledby="lacks"><h2 id="lacks">\(language(.catalogLacks))</h2>\
            <ul class="plain">\(lines)</ul><p><a href="\(SiteURL.townProfile)">\(language(.townProfile))</a></p></section>
            """
    }
}

extension RDFForm {
    /// As people call it.
    var name: String {
        switch self {
        case .turtle: "Turtle"
        case .xml: "RDF/XML"
        case .json: "JSON-LD"
        }
    }
}
