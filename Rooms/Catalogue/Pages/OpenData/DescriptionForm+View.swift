// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Site
import Wire

extension DescriptionForm {
    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.describeDataset))</h1>\
            <p class="lead">\(language(.describeLead))</p></div>\(saved(language))\(summary(language))
            <form class="stacked" method="post" action="\(SiteURL.datasetDescription(dataset.slug))">
            <fieldset class="card form wide"><legend><h2>\(language(.describeWhat))</h2></legend>\
            \(line("title", .describeTitle, dataset.title, isRequired: true, language))\
            \(area("description", .describeText, dataset.description, isRequired: true, language))\
            \(line("title-en", .describeTitleEnglish, dataset.titleEnglish ?? "", language))\
            \(area("description-en", .describeTextEnglish, dataset.descriptionEnglish ?? "", language))\
            \(line("keywords", .keywords, keywords, help: .keywordsHelp, language))\(themes(language))</fieldset>
            <fieldset class="card form wide"><legend><h2>\(language(.describeUse))</h2></legend>\
            \(licences(language))\
            \(line("attribution", .attributionField, dataset.attributions.first?.text ?? "", help: .describeAttributionHelp, language))\
            \(line("source", .origin, dataset.sourceURL ?? "", type: "url", help: .sourceHelp, language))\
            \(highValue(language))\(frequencies(language))</fieldset>
            <fieldset class="card form wide"><legend><h2>\(language(.describeWho))</h2></legend>\
            \(line("owner", .owner, dataset.owner, isRequired: true, language))\
            \(line("contact", .describeContact, dataset.contact ?? "", help: .describeContactHelp, language))\
            \(line("contact-page", .describeContactPage, record.contactPage ?? "", type: "url", language))\
            \(line("contributor", .contributorOfDataset, record.contributor ?? "", type: "url", help: .contributorOfDatasetHelp, language))\
            </fieldset>
            <div class="actions"><button type="submit" name="action" value="save">\(language(.saveProfile))</button>\
            <button type="submit" class="quiet" name="action" value="preview">\(language(.describePreview))</button></div></form>
            \(said(frame))</div>
            """
        return frame.document(
            title: language(.describeDataset), section: .data,
            breadcrumbs: [
                Breadcrumb(name: language(.data), url: .data()),
                Breadcrumb(name: language(dataset.title, dataset.titleEnglish), url: .dataset(dataset.slug)),
            ], content: content)
    }

    private func saved(_ language: Language) -> HTML {
        isSaved ? "<div class=\"notice\" role=\"status\"><p>\(language(.describeSaved))</p></div>" : ""
    }

    private func words(_ fault: Dataset.Fault) -> Words { Words(fault.messageGerman, fault.message) }

    private func summary(_ language: Language) -> HTML {
        guard !faults.isEmpty else { return "" }
        let lines = faults.map { fault -> HTML in
            "<li><a href=\"#\(Self.field(of: fault))\">\(language(words(fault)))</a></li>"
        }
        return """
            <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p><ul>\(lines)</ul></div>
            """
    }

    /// The field of the form that a fault stands beside.
    private static func field(of fault: Dataset.Fault) -> String {
        fault.field == "attributions" ? "attribution" : fault.field
    }

    // MARK: Fields

    private func described(
        _ name: String, _ help: Words?, isGroup: Bool = false, _ language: Language
    ) -> (texts: HTML, attributes: HTML) {
        var (texts, ids, isInvalid) = (HTML(), [String](), false)
        if let help {
            ids.append("\(name)-help")
            texts += "<p class=\"help\" id=\"\(name)-help\">\(language(help))</p>"
        }
        let own = faults.filter { Self.field(of: $0) == name }
        if !own.isEmpty {
            isInvalid = !isGroup
            ids.append("\(name)-error")
            let text = own.map { language(words($0)) }.joined(separator: " ")
            texts += "<p class=\"error\" id=\"\(name)-error\">\(text)</p>"
        }
        var attributes: HTML = ids.isEmpty ? "" : " aria-describedby=\"\(ids.joined(separator: " "))\""
        if isInvalid { attributes += " aria-invalid=\"true\"" }
        return (texts, attributes)
    }

    private func line(
        _ name: String, _ label: Words, _ value: String, type: String = "text", help: Words? = nil,
        isRequired: Bool = false, _ language: Language
    ) -> HTML {
        let (texts, attributes) = described(name, help, language)
        let required: HTML = isRequired ? " required" : ""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(texts)\
            <input id="\(name)" name="\(name)" type="\(type)" maxlength="500" value="\(value)"\(required)\(attributes)></div>
            """
    }

    private func area(
        _ name: String, _ label: Words, _ value: String, isRequired: Bool = false, _ language: Language
    ) -> HTML {
        let (texts, attributes) = described(name, nil, language)
        let required: HTML = isRequired ? " required" : ""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(texts)\
            <textarea id="\(name)" name="\(name)" rows="5" maxlength="\(Self.longestText)"\(required)\(attributes)>\n\(value)\
            </textarea></div>
            """
    }

    private func ticks(
        _ name: String, _ label: Words, help: Words, _ choices: [(code: String, name: Words, isChosen: Bool)],
        _ language: Language
    ) -> HTML {
        let (texts, attributes) = described(name, help, isGroup: true, language)
        let boxes = choices.map { choice -> HTML in
            """
            <label class="tick"><input type="checkbox" name="\(name)" value="\(choice.code)"\
            \(choice.isChosen ? " checked" : HTML())><span>\(language(choice.name))</span></label>
            """
        }
        return """
            <fieldset class="field" id="\(name)"\(attributes)><legend>\(language(label))</legend>\(texts)\
            <div class="choices">\(boxes)</div></fieldset>
            """
    }

    private func themes(_ language: Language) -> HTML {
        ticks(
            "theme", .describeThemes, help: .themesHelp,
            DataTheme.allCases.map { ($0.rawValue, $0.name, record.themes.contains($0)) }, language)
    }

    private func highValue(_ language: Language) -> HTML {
        ticks(
            "high-value", .describeHighValue, help: .highValueHelp,
            HighValueCategory.allCases.map { ($0.rawValue, $0.name, record.highValue.contains($0)) }, language)
    }

    private func licences(_ language: Language) -> HTML {
        let (texts, attributes) = described("licence", nil, language)
        let chosen = dataset.licenceDetails?.code ?? dataset.licence
        let options = Licence.all.map { licence in
            HTML.option(licence.code, language(licence.name, licence.nameEnglish), chosen)
        }
        return """
            <div class="field"><label for="licence">\(language(.licence))</label>\(texts)\
            <select id="licence" name="licence"\(attributes)>\(options)</select></div>
            """
    }

    private func frequencies(_ language: Language) -> HTML {
        let chosen = record.frequency?.rawValue ?? ""
        var options = HTML.option("", language(.frequencyMeasured), chosen)
        for frequency in UpdateFrequency.allCases {
            options += HTML.option(frequency.rawValue, language(frequency.name), chosen)
        }
        let (texts, attributes) = described("frequency", .frequencyHelp, language)
        return """
            <div class="field"><label for="frequency">\(language(.describeFrequency))</label>\(texts)\
            <select id="frequency" name="frequency"\(attributes)>\(options)</select></div>
            """
    }

    // MARK: What follows from it

    /// What catalogues are told, in words and as they read it.
    private func said(_ frame: PageFrame) -> HTML {
        guard let entry else { return "" }
        let language = frame.language
        func none(_ text: String?) -> String { text ?? language(.saidNothing) }
        let hints = entry.hints.map { "<li>\(language($0))</li>" as HTML }
        let better: HTML =
            hints.isEmpty
            ? "<p>\(language(.saidComplete))</p>"
            : "<h3>\(language(.saidBetter))</h3><ul class=\"plain\" id=\"hints\">\(hints)</ul>"
        let period = entry.period.map {
            "\(frame.format.date($0.start)) – \(frame.format.date($0.end))"
        }
        let lead: Words = dataset.access == .public ? .saidLead : .saidLeadClosed
        return """
            <section class="card plain" aria-labelledby="said"><h2 id="said">\(language(.saidTitle))</h2>\
            <p>\(language(lead))</p>\
            <dl class="facts"><div><dt>\(language(.describeFrequency))</dt>\
            <dd>\(none(entry.frequency.map { language($0.name) }))</dd></div>\
            <div><dt>\(language(.saidPeriod))</dt><dd>\(none(period))</dd></div>\
            <div><dt>\(language(.saidFiles))</dt><dd>\(frame.format.integer(Int64(entry.distributions.count)))</dd></div>\
            <div><dt>\(language(.describeContact))</dt><dd>\(none(entry.contact.mail ?? entry.contact.page))</dd></div></dl>\
            \(better)<details><summary>\(language(.saidExactly))</summary>\
            <pre tabindex="0" role="region" aria-label="\(language(.saidExactly))">\(preview)</pre></details></section>
            """
    }
}
