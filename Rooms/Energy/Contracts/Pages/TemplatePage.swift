// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts
import EnergyPages
import Metering
import Site

/// The text of a contract, where the town's lawyer keeps it.
struct TemplatePage: PageOfForms {
    let community: Community
    let kind: ContractKind
    /// What holds today.
    let template: ContractTemplate
    let versions: [Version<ContractTemplate>]
    let today: CivilDay
    var failed: (form: String, fault: EnergyFault, values: FormBody)?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(language(.contractTemplate)): \(language(kind.words))"
        let isStart = template.text == ContractTemplate.start(kind).text
        let caution: HTML = isStart ? "<p class=\"gaps\">\(language(.contractStart))</p>" : ""
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1>\(caution)<p class="help">\(language(.contractTemplateHelp))</p>
            \(form(language))
            <section class="card plain" aria-labelledby="places"><h2 id="places">\(language(.contractPlaces))</h2>\(places(language))</section>
            \(history(frame))</div>
            """
        let crumbs =
            community.crumbs(language) + [
                Breadcrumb(name: language(.contracts), url: .sharing(community.id, "contracts"))
            ]
        return frame.document(title: title, section: .energy, breadcrumbs: crumbs, content: content)
    }

    private func form(_ language: Language) -> HTML {
        let error: HTML =
            failed.map { one in
                """
                <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p>\
                <p><a href="#template-text">\(language(one.fault.words))</a></p></div>
                """
            } ?? ""
        let isWrong = failed?.fault.field == "text"
        let mark: HTML = isWrong ? " aria-invalid=\"true\"" : ""
        // a line break after the opening tag is none of the text
        return """
            \(error)<form class="form" method="post" action="\(SiteURL.template(community.id, kind))">
            <div class="field"><label for="template-text">\(language(.contractText))</label>\
            <textarea id="template-text" name="text" rows="30" lang="de" maxlength="\(ContractTemplate.longest)" required\(mark)>
            \(failed?.values.trimmed("text") ?? template.text)</textarea></div>
            \(field("template", "from", .powerSince, type: "date", value: "\(today)", language))
            <div><button type="submit">\(language(.contractKeep))</button></div></form>
            """
    }

    private func places(_ language: Language) -> HTML {
        let needed = Set(ContractPlace.needed(kind))
        let rows = ContractPlace.allCases.map { place -> [HTML] in
            [
                "<code>{{\(place.rawValue)}}</code>", "\(language(place.words))",
                "\(needed.contains(place) ? language(.contractNeeded) : "–")",
            ]
        }
        return PowerTable(
            caption: .contractPlaces, header: [.contractPlaces, .contractMeaning, .contractNeeded], rows: rows
        ).html(language)
    }

    private func history(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !versions.isEmpty else { return "" }
        let items = versions.reversed().map { version -> HTML in
            let lines = version.content.text.split(separator: "\n").map { "<p>\(String($0))</p>" as HTML }
            return """
                <details><summary>\(frame.period(version.days))</summary><div lang="de">\(lines)</div></details>
                """
        }
        return """
            <section class="card plain" aria-labelledby="versions"><h2 id="versions">\(language(.contractVersions))</h2>\(items)</section>
            """
    }
}
