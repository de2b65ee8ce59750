// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// The catalogues that are read, and the form of another.
struct HarvestSourcesPage: Sendable {
    var sources: [HarvestSource] = []
    var address = ""
    var name = ""
    var fault: (field: String, words: Words)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        func error(_ field: String) -> Words? { fault?.field == field ? fault?.words : nil }
        let addressField = FormField(
            name: "address", label: .sourceAddress, help: .sourceAddressHelp, value: address, type: "url",
            autocomplete: "off", error: error("address"))
        let nameField = FormField(
            name: "name", label: .sourceName, help: .sourceNameHelp, value: name, autocomplete: "off",
            error: error("name"))
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.harvestSources))</h1><p class="lead">\(language(.harvestLead))</p></div>
            <section class="card" aria-label="\(language(.harvestSources))">\(list(frame))\
            <p><a href="\(SiteURL.harvestConflicts)">\(language(.harvestConflicts))</a></p></section>
            <section class="card" aria-labelledby="new"><h2 id="new">\(language(.newSource))</h2>\
            \(FormField.summary(fault?.words, target: fault?.field ?? "", language))
            <form class="form" method="post" action="\(SiteURL.harvestSources)">\
            \(addressField.html(language))\(nameField.html(language))
            <div><button type="submit">\(language(.look))</button></div></form></section></div>
            """
        return frame.document(
            title: language(.harvestSources), section: .none, content: content)
    }

    private func list(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !sources.isEmpty else { return "<p class=\"empty\">\(language(.noSources))</p>" }
        let rows = sources.map { source -> HTML in
            let checked = source.checked.map { format.dateTime($0) } ?? language(.neverRead)
            let fault: HTML = source.fault == nil ? "" : "<br><strong>\(language(.couldNotRead))</strong>"
            return """
                <tr><th scope="row"><a href="\(SiteURL.harvestSource(source.id))">\(source.name)</a></th>\
                <td data-label="\(language(.sourceState))">\(language(.state(source)))\(fault)</td>\
                <td data-label="\(language(.sourceHeld))">\(format.integer(Int64(source.held)))</td>\
                <td data-label="\(language(.sourceGone))">\(format.integer(Int64(source.gone)))</td>\
                <td data-label="\(language(.sourceChecked))">\(checked)</td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.sourceName))</th>\
            <th scope="col">\(language(.sourceState))</th><th scope="col">\(language(.sourceHeld))</th>\
            <th scope="col">\(language(.sourceGone))</th><th scope="col">\(language(.sourceChecked))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }
}
