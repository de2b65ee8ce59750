// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import IngestPages
import RDF
import SensorThings
import SensorThingsFrame
import Site

extension DataPage {
    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let items = entries.map { entry -> HTML in
            var contents: [String] = []
            if entry.sensors > 0 { contents.append(language(.sensorCount(entry.sensors, format))) }
            if entry.layers > 0 { contents.append(language(.layerCount(entry.layers, format))) }
            let mark: HTML = entry.isPublic ? "" : " <span class=\"tag\">\(language(.notPublic))</span>"
            return """
                <li><h2><a href="\(SiteURL.dataset(entry.slug))">\(entry.title)</a>\(mark)</h2>
                <p>\(entry.description)</p>
                <p class="meta"><span>\(language(.licence)): \(LicenceWords(entry.licence).link(language))</span>\
                <span>\(language(.owner)): \(entry.owner)</span>\
                <span>\(language(.updated)): \(format.date(entry.modified))</span>\
                <span>\(contents.joined(separator: ", "))</span></p></li>
                """
        }
        var list: HTML = "<ul class=\"results\">\(items)</ul>"
        if total == 0 {
            list = "<p class=\"empty\">\(language(.noDatasets))</p>"
        } else if entries.isEmpty {
            list = "<p class=\"empty\">\(language(.noDatasetFound))</p>"
        }
        var licenceOptions = HTML.option("", language(.all), licence)
        for code in licences { licenceOptions += HTML.option(code, language(LicenceWords(code).name), licence) }
        var ownerOptions = HTML.option("", language(.all), owner)
        for name in owners { ownerOptions += HTML.option(name, name, owner) }
        let found = format.integer(Int64(entries.count))
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.dataTitle))</h1><p class="lead">\(language(.dataLead))</p></div>
            <form class="filters card" method="get" action="\(SiteURL.data())">
            <div class="field grow"><label for="q">\(language(.filterDatasets))</label>\
            <input id="q" name="q" type="search" value="\(search)" maxlength="200"></div>
            <div class="field"><label for="licence">\(language(.licence))</label>\
            <select id="licence" name="licence">\(licenceOptions)</select></div>
            <div class="field"><label for="owner">\(language(.owner))</label>\
            <select id="owner" name="owner">\(ownerOptions)</select></div>
            <button type="submit">\(language(.show))</button></form>
            <section class="card" aria-label="\(language(.dataTitle))"><p>\(language(.sensorsFound(found)))</p>\
            <br>\(list)\(frame.mayWrite ? offer(language) : "")</section>\(others(frame))</div>
            """
        return frame.document(title: language(.dataTitle), section: .data, content: content)
    }
}

extension DataPage {
    /// Where the data sets of other catalogues are.
    private func others(_ frame: PageFrame) -> HTML {
        guard let others, others.count > 0 else { return "" }
        let words = Words.otherDatasets(frame.format.integer(Int64(others.count)))
        return "<p><a href=\"\(others.url)\">\(frame.language(words))</a></p>"
    }

    /// For who may bring in data.
    private func offer(_ language: Language) -> HTML {
        "<p class=\"actions\"><a class=\"button\" href=\"\(SiteURL.newImport)\">\(language(.newImport))</a></p>"
    }
}

extension DatasetPage {
    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let licence = LicenceWords(reuse.licence)
        let contact = reuse.contact.map { contact -> HTML in
            contact.contains("@")
                ? "<a href=\"\(external: "mailto:" + contact)\">\(contact)</a>" : HTML(text: contact)
        }
        let keywordList: HTML =
            keywords.isEmpty ? "" : "<p>\(language(.keywords)): \(keywords.joined(separator: ", "))</p>"
        let credits = reuse.attributions.map { part -> HTML in
            var text = HTML(text: part.text)
            if let url = part.url { text = "<a href=\"\(external: url)\">\(part.text)</a>" }
            if let code = part.licence { text += " (\(LicenceWords(code).link(language)))" }
            return "<li>\(text)</li>"
        }
        let credit: HTML =
            credits.isEmpty ? "" : "<h3>\(language(.attributions))</h3><ul class=\"plain\">\(credits)</ul>"
        let origin = sourceURL.map { "<p>\(language(.origin)): <a href=\"\(external: $0)\">\($0)</a></p>" as HTML }
        let meaning = licence.meaning.map { "<p>\(language($0))</p>" as HTML }
        var contents: HTML = ""
        if !sensors.isEmpty {
            let more: HTML =
                sensors.count > Self.mostSensors
                ? "<p class=\"more\"><a href=\"\(SiteURL.sensors(dataset: slug))\">\(language(.allSensorsOfDataset))</a></p>"
                : ""
            let table = SensorLine.table(Array(sensors.prefix(Self.mostSensors)), frame)
            contents +=
                "<section class=\"card\"><h2>\(language(.sensorCount(sensors.count, format)))</h2>\(table)\(more)</section>"
            contents += files(language)
        }
        if !layers.isEmpty {
            let items = layers.map { layer -> HTML in
                """
                <li><strong>\(layer.title)</strong>, \(language(.featureCount(layer.count, format))): \
                <a href="\(SiteURL.layerOnMap(layer.name))">\(language(.map))</a>, \
                <a href="\(SiteURL.collection(layer.name))?f=html">\(language(.tableAndFiles))</a>, \
                <a href="\(SiteURL.collectionItems(layer.name))?f=json">GeoJSON</a></li>
                """
            }
            contents +=
                "<section class=\"card\"><h2>\(language(.layers))</h2><ul class=\"plain\">\(items)</ul></section>"
        }
        if !imports.isEmpty {
            contents +=
                "<section class=\"card\"><h2>\(language(.importHistory))</h2>\(ImportsPage.table(imports, frame))</section>"
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1><p class="lead">\(description)</p>\(describing(language))</div>\(changed(language))
            <dl class="facts"><div><dt>\(language(.licence))</dt><dd>\(licence.link(language))</dd></div>\
            <div><dt>\(language(.owner))</dt><dd>\(reuse.owner)</dd><dd><small>\(contact)</small></dd></div>\
            <div><dt>\(language(.updated))</dt><dd>\(format.longDate(modified))</dd></div>\
            <div><dt>\(language(.visibility))</dt><dd>\(language(access.word))</dd></div>\(kept(frame))</dl>
            <div class="two"><section class="card plain"><h2>\(language(.reuse))</h2>\
            <p><strong>\(licence.link(language))</strong></p>\(meaning)\(credit)\(origin)\(keywordList)</section>
            \(interfaces(frame))</div>
            \(accessSection(frame))\(contents)</div>\(forSearchEngines)
            """
        return frame.document(
            title: title, section: .data, breadcrumbs: [Breadcrumb(name: language(.data), url: .data())],
            scripts: [.asset("chart.js")], content: content)
    }

    private func describing(_ language: Language) -> HTML {
        guard mayDescribe else { return "" }
        return """
            <p class="actions"><a class="button" href="\(SiteURL.datasetDescription(slug))">\(language(.describeDataset))</a></p>
            """
    }

    private func changed(_ language: Language) -> HTML {
        guard isChanged else { return "" }
        return """
            <div class="notice" role="status"><p>\(language(.accessIsSet)): <strong>\(language(access.word))</strong>. \
            \(language(access.consequence))</p></div>
            """
    }

    /// How long sensor values are kept, with the way to the rule, and the way to how good they are.
    private func kept(_ frame: PageFrame) -> HTML {
        guard !sensors.isEmpty else { return "" }
        let language = frame.language
        let words = Words.kept(for: retention?.raw)
        return """
            <div><dt>\(language(.valuesKept))</dt>\
            <dd><a href="\(SiteURL.datasetRetention(slug))">\(language(words))</a></dd></div>\
            <div><dt>\(language(.datasetQuality))</dt>\
            <dd><a href="\(SiteURL.datasetQuality(slug))">\(language(.datasetQualityLink))</a></dd></div>
            """
    }

    /// All values of each series as a file; of a large data set those of the sensors that are listed.
    private func files(_ language: Language) -> HTML {
        let items = series.compactMap { record -> HTML? in
            guard let datastream = record.datastream else { return nil }
            func file(_ format: String, forPeople: Bool = false) -> SiteURL {
                .seriesFile(datastream: datastream, format: format, from: "", to: "", forPeople: forPeople)
            }
            return """
                <li>\(record.label): <a href="\(file("csv", forPeople: true))" download>\(language(.valuesForSpreadsheets))</a>, \
                <a href="\(file("csv"))" download>CSV</a>, <a href="\(file("json"))" download>JSON</a></li>
                """
        }
        guard !items.isEmpty else { return "" }
        return """
            <section class="card"><h2>\(language(.valuesAsFiles))</h2><ul class="plain">\(items)</ul></section>
            """
    }

    /// The form that publishes or withdraws the data set, with what each choice means.
    private func accessSection(_ frame: PageFrame) -> HTML {
        guard !accessChoices.isEmpty else { return "" }
        let language = frame.language
        var options: HTML = ""
        for choice in accessChoices {
            options += HTML.option(choice.rawValue, language(choice.word), access.rawValue)
        }
        let meanings = accessChoices.map { choice -> HTML in
            let advice = choice == .public ? " " + language(.publicAdvice) : ""
            return "<li><strong>\(language(choice.word))</strong>: \(language(choice.consequence))\(advice)</li>"
        }
        let grants: HTML? =
            isManaged
            ? "<p class=\"more\"><a href=\"\(SiteURL.datasetRights(slug))\">\(language(.whoElse))</a></p>" : nil
        return """
            <section class="card" aria-labelledby="access-title"><h2 id="access-title">\(language(.accessTitle))</h2>\
            <ul class="plain" id="access-help">\(meanings)</ul>\(whatIsDecided(frame))\
            <p>\(language(.accessAtOnce))</p>
            <form class="form" method="post" action="\(SiteURL.datasetAccess(slug))">\
            <div class="field"><label for="access">\(language(.visibility))</label>\
            <select id="access" name="access" aria-describedby="access-help access-shows">\(options)</select></div>\
            \(attributionField(language))\
            <div><button type="submit">\(language(.accessSave))</button></div></form>\(grants)</section>
            """
    }

    /// Where the licence asks for the source and none is named: else publishing would end in a refusal.
    private func attributionField(_ language: Language) -> HTML {
        guard lacksAttribution else { return "" }
        return """
            <div class="field"><label for="attribution">\(language(.attributionField))</label>\
            <p class="help" id="attribution-help">\(language(.attributionHelp))</p>\
            <input id="attribution" name="attribution" maxlength="500" value="\(likelyAttribution)" aria-describedby="attribution-help"></div>
            """
    }

    /// What everybody sees once it is published, or sees already.
    private func whatIsDecided(_ frame: PageFrame) -> HTML {
        guard let decided else { return "" }
        let (language, format) = (frame.language, frame.format)
        var lines: [HTML] = []
        func line(_ text: Words) { lines.append("<li>\(language(text))</li>") }
        if decided.sensors.things + decided.sensors.series > 0 {
            line(
                .publishedSeries(
                    format.integer(decided.sensors.things), format.integer(decided.sensors.series),
                    format.integer(decided.sensors.values)))
        }
        if decided.sensors.places > 0 { line(.publishedPlaces(format.integer(decided.sensors.places))) }
        if decided.sensors.devices > 0 { line(.publishedDevices(format.integer(decided.sensors.devices))) }
        if !layers.isEmpty { line(.publishedLayers(layers.map(\.title).joined(separator: ", "))) }
        if decided.sensors.series > 0 || !layers.isEmpty { line(.publishedFiles) }
        if !decided.dependents.isEmpty {
            let links = decided.dependents.map { indicator -> HTML in
                "<a href=\"\(indicator.url)\">\(indicator.title)</a>"
            }
            lines.append("<li>\(language(.publishedIndicators)): \(links.joined(", "))</li>")
        }
        if lines.isEmpty { line(.publishedNothing) }
        line(.publishedRecord)
        let title = access == .public ? Words.isPublishedTitle : .willBePublishedTitle
        return "<h3>\(language(title))</h3><ul class=\"plain\" id=\"access-shows\">\(lines)</ul>"
    }

    private func interfaces(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var rows: HTML = ""
        if let sensor = sensors.first {
            rows += """
                <p id="a1">\(language(.sensorThingsOf))</p><p class="address"><code id="st" aria-labelledby="a1">\(base)\
                \(SiteURL.thingInterface(sensor.thing))?$expand=Datastreams</code>\
                <button type="button" class="quiet" data-copy="st" data-done="\(language(.copied))" hidden>\(language(.copy))</button></p>
                """
        }
        if let layer = layers.first {
            rows += """
                <p id="a2">OGC API Features</p><p class="address"><code id="oa" aria-labelledby="a2">\(base)\
                \(SiteURL.collectionItems(layer.name))</code>\
                <button type="button" class="quiet" data-copy="oa" data-done="\(language(.copied))" hidden>\(language(.copy))</button></p>
                """
        }
        if access == .public {
            let forms = RDFForm.allCases.map { form -> HTML in
                "<a href=\"\(SiteURL.publishedDataset(slug, form))\">\(form.name)</a>"
            }
            rows += "<p>\(language(.catalogEntry)): \(forms.joined(", "))</p>"
        }
        return """
            <section class="card plain"><h2>\(language(.interfaces))</h2>\(rows)\
            <p><a href="\(SiteURL.interfaces)">\(language(.interfacesMore))</a></p></section>
            """
    }
}

extension Dataset.Access {
    var word: Words {
        switch self {
        case .public: .publicData
        case .internal: .internalData
        case .restricted: .restrictedData
        }
    }

    /// What follows from the choice, said before it is made.
    var consequence: Words {
        switch self {
        case .public: .publicConsequence
        case .internal: .internalConsequence
        case .restricted: .restrictedConsequence
        }
    }
}
