// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Geometry
import IngestPages
import Site
import Wire

/// A delivery of GIS files: its layers, the verdict over the chosen one, and the way in.
struct WaitingLayerPage: Sendable {
    /// What a form on the page was refused for.
    struct Fault: Sendable {
        let words: Words
        let field: String
    }

    /// What is said about the layer when it is to be stored.
    struct GoForm: Sendable {
        var name = ""
        var title = ""
        var dataset = "new"
        var owner = ""
        var licence = ""
        var isNightly = false
        var hour = "3"
    }

    var delivery: GISDelivery
    var layers: [GISLayer]
    var chosen: Int?
    var declared: GISDeclaration
    var reading: GISReading?
    var datasets: [Dataset] = []
    var go = GoForm()
    var difference: DifferenceView?
    /// Why a delivery that came by itself was not taken over.
    var reason: Words?
    /// Of a layer that can be fetched each night: the share that may go at once.
    var removedPercent: Int?
    var fault: Fault?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = delivery.files.joined(separator: ", ").excerpt(120)
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1></div>
            \(FormField.summary(fault?.words, target: fault?.field ?? "layers", language))
            \(reason.map { "<div class=\"notice\" role=\"status\"><p>\(language(.layerWaitsForYou)) \(language($0))</p></div>" } ?? "")
            \(list(frame))\(verdict(frame))\(questions(frame))
            <section class="card plain"><p class="muted">\(language(.availableUntil)) \
            \(frame.format.dateTime(delivery.expires))</p><form method="post" action="\(SiteURL.discardLayer(delivery.id))">\
            <button type="submit" class="quiet">\(language(.discardLayer))</button></form></section></div>
            """
        return frame.document(
            title: title, section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.layerImportTitle), url: .newLayer)], content: content)
    }

    // MARK: Layers

    private func list(_ frame: PageFrame) -> HTML {
        let language = frame.language
        guard !layers.isEmpty else { return "" }
        let rows = layers.enumerated().map { index, layer -> HTML in
            let mark: HTML = index == chosen ? " aria-current=\"true\"" : ""
            return """
                <tr><th scope="row"><a href="\(SiteURL.waitingLayer(delivery.id, layer: index))"\(mark)>\(layer.name)</a></th>\
                <td>\(layer.file) (\(layer.format.title))</td><td>\(layer.geometry)</td>\
                <td class="number">\(layer.count.map { frame.format.integer(Int64($0)) } ?? "")</td>\
                <td>\(layer.system.isKnown ? layer.system.text : layer.format == .geojson ? "" : language(.systemUnknown))</td></tr>
                """
        }
        let heads = [Words.layerName, .layerFile, .layerGeometry, .layerFeatures, .layerSystem].map { words -> HTML in
            "<th scope=\"col\">\(language(words))</th>"
        }
        return """
            <section class="card" id="layers" aria-labelledby="layers-title"><h2 id="layers-title">\(language(.layersInside))</h2>\
            <div class="table" tabindex="0" role="region" aria-labelledby="layers-title"><table><thead><tr>\(heads)</tr></thead>\
            <tbody>\(rows)</tbody></table></div></section>
            """
    }

    // MARK: Verdict

    private func verdict(_ frame: PageFrame) -> HTML {
        guard let reading else { return "" }
        let (language, format) = (frame.language, frame.format)
        let notes = reading.notes.map { "<li>\(language($0))</li>" as HTML }
        let doubts: HTML =
            notes.isEmpty ? "" : "<h3>\(language(.layerNotes))</h3><ul>\(notes)</ul>"
        var facts: [(Words, String)] = [
            (.layerFeatures, format.integer(Int64(reading.features.count))),
            (.layerSystem, reading.layer.system.text),
        ]
        if let box = reading.extent {
            let sides = [box.west, box.south, box.east, box.north].map { format.number($0, decimals: 4) }
            facts.append((.layerExtent, sides.joined(separator: " · ")))
        }
        let lines = facts.map { "<dt>\(language($0.0))</dt><dd>\($0.1)</dd>" as HTML }
        let drawing: HTML =
            reading.extent.map { LayerOutline(features: reading.features, extent: $0).html(language) } ?? ""
        return """
            <section class="card" id="verdict" aria-labelledby="verdict-title"><h2 id="verdict-title">\(language(.layerVerdict)): \
            \(reading.layer.name)</h2><dl class="facts">\(lines)</dl>\(doubts)\(drawing)\(firstRows(reading, language))</section>
            """
    }

    private func firstRows(_ reading: GISReading, _ language: Language) -> HTML {
        guard !reading.fields.isEmpty, !reading.features.isEmpty else { return "" }
        let heads = reading.fields.prefix(30).map { "<th scope=\"col\">\($0.name)</th>" as HTML }
        let rows = reading.features.prefix(5).map { feature -> HTML in
            let cells = reading.fields.prefix(30).map { field -> HTML in
                let value = feature.properties[field.name] ?? .null
                return "<td>\(value.isNull ? "" : (value.string ?? value.text).excerpt(80))</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        return """
            <h3 id="rows-title">\(language(.layerFirstRows))</h3><div class="table" tabindex="0" role="region" \
            aria-labelledby="rows-title"><table><thead><tr>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    // MARK: Declarations

    /// What is asked, in one form, so that looking again loses nothing of what was typed.
    private func questions(_ frame: PageFrame) -> HTML {
        guard chosen != nil else { return "" }
        return """
            <form class="stacked" method="post" action="\(SiteURL.goLayer(delivery.id))">\(declarations(frame.language))\
            \(goSection(frame))</form>
            """
    }

    private func declarations(_ language: Language) -> HTML {
        let pieces = FormPieces(language: language)
        let axes: [(String, Words)] = [("", .axesAsFile), ("swapped", .axesSwapped), ("plain", .axesPlain)]
        return """
            <section class="card" id="declare" aria-labelledby="declare-title"><h2 id="declare-title">\(language(.declareTitle))</h2>\
            <p>\(language(.declareHelp))</p><div class="form wide">\
            <input type="hidden" name="layer" value="\(chosen ?? 0)">\
            \(pieces.text("epsg", .declareSystem, declared.epsg.map(String.init) ?? "", help: HTML(text: language(.declareSystemHelp)), isShort: true))\
            \(pieces.select("axes", .declareAxes, axes, declared.axesName))\
            \(pieces.text("encoding", .declareEncoding, declared.encoding ?? "", help: HTML(text: language(.declareEncodingHelp)), isShort: true))\
            <div><button type="submit" class="quiet" formmethod="get" formaction="\(SiteURL.waitingLayer(delivery.id))">\
            \(language(.lookAgain))</button></div></div></section>
            """
    }

    private func keyField(_ pieces: FormPieces, _ language: Language) -> HTML {
        let keys = reading?.keys ?? []
        var choices: [(String, Words)] = [("", .noKey)] + keys.map { ($0, Words($0, $0)) }
        if let key = declared.key, !keys.contains(key) { choices.append((key, Words(key, key))) }
        return pieces.select(
            "key", .declareKey, choices, declared.key ?? "", help: HTML(text: language(.declareKeyHelp)))
    }

    // MARK: Go

    private func goSection(_ frame: PageFrame) -> HTML {
        guard reading != nil else { return "" }
        let language = frame.language
        let pieces = FormPieces(language: language)
        let sets = [("new", Words.newDataset)] + datasets.map { ($0.slug, Words($0.title, $0.titleEnglish)) }
        let licences = [("", Words.pleaseChooseLicence)] + Licence.all.map { ($0.code, Words($0.name, $0.nameEnglish)) }
        return """
            \(difference?.html(frame) ?? "")<section class="card" id="go" aria-labelledby="go-title"><h2 id="go-title">\
            \(language(.layerGo))</h2><p>\(language(.layerGoHelp))</p>\
            <div class="form wide">\
            \(pieces.text("title", .layerTitle, go.title))\
            \(pieces.text("name", .layerAddress, go.name, help: HTML(text: language(.layerAddressHelp))))\
            \(keyField(pieces, language))\
            \(pieces.select("dataset", .layerDataset, sets, go.dataset))\
            \(pieces.text("owner", .datasetOwner, go.owner))\
            \(pieces.select("licence", .datasetLicence, licences, go.licence))\(nightly(pieces, language))\
            <div class="actions"><button type="submit" name="deed" value="store">\(language(.storeNow))</button> \
            <button type="submit" class="quiet" name="deed" value="compare">\(language(.showDifference))</button></div></div></section>
            """
    }
}

extension WaitingLayerPage {
    /// Of what was fetched from an address.
    private func nightly(_ pieces: FormPieces, _ language: Language) -> HTML {
        guard let removedPercent else { return "" }
        return """
            <div class="field">\(pieces.tick("nightly", .nightlyLayer, isSet: go.isNightly))\
            <p class="help">\(language(.nightlyLayerHelp(removedPercent)))</p></div>\
            \(pieces.text("hour", .nightlyHour, go.hour, isShort: true))
            """
    }
}

/// What a new delivery would change.
struct DifferenceView: Sendable {
    /// Nil where there is no layer of the name.
    let difference: LayerDifference?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let body: HTML
        if let difference {
            let lines: [(Words, Int, [String])] = [
                (.differenceAdded, difference.added, difference.examples.added),
                (.differenceChanged, difference.changed, difference.examples.changed),
                (.differenceRemoved, difference.removed, difference.examples.removed),
                (.differenceSame, difference.unchanged, []),
            ]
            let rows = lines.map { words, count, examples -> HTML in
                """
                <tr><th scope="row">\(language(words))</th><td class="number">\(frame.format.integer(Int64(count)))</td>\
                <td>\(examples.map { $0.excerpt(60) }.joined(separator: ", "))</td></tr>
                """
            }
            let heads = [Words.kindOfChange, .numberOfObjects, .examplesOf].map { words -> HTML in
                "<th scope=\"col\">\(language(words))</th>"
            }
            body = """
                <div class="table" tabindex="0" role="region" aria-labelledby="difference-title"><table><thead><tr>\(heads)</tr></thead>\
                <tbody>\(rows)</tbody></table></div>
                \(properties(difference, frame))\(LayerOutline(difference)?.html(language) ?? "")
                """
        } else {
            body = "<p>\(language(.differenceNew))</p>"
        }
        return """
            <section class="card" id="difference" aria-labelledby="difference-title"><h2 id="difference-title">\
            \(language(.differenceTitle))</h2>\(body)</section>
            """
    }

    /// Which properties change and how often, each with the first object it changes in.
    private func properties(_ difference: LayerDifference, _ frame: PageFrame) -> HTML {
        let language = frame.language
        var notes: HTML = ""
        if !difference.gained.isEmpty {
            notes += "<p>\(language(.gainedProperties(difference.gained.joined(separator: ", "))))</p>"
        }
        if !difference.lost.isEmpty {
            notes += "<p><strong>\(language(.lostProperties(difference.lost.joined(separator: ", "))))</strong></p>"
        }
        var rows = difference.properties.map { property -> HTML in
            """
            <tr><th scope="row">\(property.name)</th>\
            <td class="number">\(frame.format.integer(Int64(property.count)))</td><td>\(property.identifier.excerpt(60))</td>\
            <td>\(property.old)</td><td>\(property.new)</td></tr>
            """
        }
        if difference.moved > 0 {
            rows.append(
                """
                <tr><th scope="row">\(language(.changedPlace))</th>\
                <td class="number">\(frame.format.integer(Int64(difference.moved)))</td><td></td><td></td><td></td></tr>
                """)
        }
        guard !rows.isEmpty else { return notes }
        let title = language(.changedProperty)
        let heads = [Words.changedProperty, .numberOfObjects, .changedAt, .changedFrom, .changedTo].map {
            words -> HTML in
            "<th scope=\"col\">\(language(words))</th>"
        }
        return """
            \(notes)<div class="table" tabindex="0" role="region" aria-label="\(title)"><table><thead><tr>\(heads)</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }
}

extension GISDeclaration {
    /// The value of the form's field.
    var axesName: String {
        switch axesSwapped {
        case nil: ""
        case true: "swapped"
        case false: "plain"
        }
    }
}
