// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import LayerStyles
import Site
import Wire

/// The editor of a layer's style.
struct StylePage: Sendable {
    let collection: FeatureCollection
    let form: StyleForm
    /// What the map below shows.
    let style: LayerStyle
    let isKept: Bool
    var note: Words?
    var question: StyleQuestion
    /// Where the files of the style are.
    var background: String?

    private var layer: Words { Words(collection.title, collection.titleEnglish) }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = language(.styleTitle(collection.title(in: language.rawValue)))
        let notice: HTML = note.map { "<div class=\"notice\" role=\"status\"><p>\(language($0))</p></div>" } ?? ""
        let content: HTML = """
            <div class="inner map-page"><div><h1>\(title)</h1><p class="lead">\(language(.styleLead))</p></div>
            \(notice)\(summary(language))
            <div class="layer-map"><section class="card chooser" aria-labelledby="by-title">\(asking(language))</section>\
            \(preview(frame))</div>
            \(editing(language))</div>
            """
        return frame.document(
            title: title, section: SiteEntry.mapSection,
            breadcrumbs: [
                Breadcrumb(name: language(.map), url: .map), Breadcrumb(name: language(.layers), url: .layerMap),
            ], scripts: LayerMapPage.scripts, styles: LayerMapPage.styles, content: content)
    }

    private func summary(_ language: Language) -> HTML {
        guard !form.faults.isEmpty else { return "" }
        let lines = form.faults.map { "<li><a href=\"#\($0.field)\">\(language($0.words))</a></li>" as HTML }
        return """
            <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p><ul>\(lines)</ul></div>
            """
    }

    // MARK: What decides the colour

    private func asking(_ language: Language) -> HTML {
        let kinds = StyleQuestion.Kind.allCases.map {
            HTML.option($0.rawValue, language(.kind($0)), question.kind.rawValue)
        }
        let fitting = collection.fields.filter {
            LayerStyle.named.contains($0.type) || LayerStyle.counted.contains($0.type)
        }
        let properties = fitting.map { HTML.option($0.name, $0.name, question.property) }
        let counts = (2...LayerStyle.mostClasses).map {
            HTML.option(String($0), String($0), String(question.count))
        }
        let divisions = StyleQuestion.Division.allCases.map {
            HTML.option($0.rawValue, language(.division($0)), question.division.rawValue)
        }
        return """
            <h2 id="by-title">\(language(.styleBy))</h2><form method="get" class="form" action="\(SiteURL.style(of: collection.name))">\
            \(select("ask-kind", "kind", .styleKind, kinds, language))\
            \(select("ask-property", "property", .styleProperty, properties, language))\
            \(select("ask-count", "count", .styleClasses, counts, language))\
            \(select("ask-division", "division", .styleDivision, divisions, language))\
            <div class="actions"><button>\(language(.propose))</button></div></form>
            """
    }

    private func select(
        _ id: String, _ name: String, _ label: Words, _ options: [HTML], _ language: Language
    ) -> HTML {
        """
        <div class="field"><label for="\(id)">\(language(label))</label><select id="\(id)" name="\(name)">\(options)</select></div>
        """
    }

    // MARK: What it looks like

    private func preview(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var shown = LayerMapPage.Layer(collection, language)
        shown.style = style
        let map = LayerMapPage(layers: [shown], table: nil, attributions: [], background: background)
        return """
            <section class="card" aria-labelledby="preview-title"><h2 id="preview-title">\(language(.styleOnMap))</h2>\
            \(map.canvas(frame))<p>\(shown.sign) \(shown.title)</p>\
            \(LegendView(style: style, geometryType: collection.geometryType, layer: layer).html(language))\
            <p class="more"><a href="\(SiteURL.layerOnMap(collection.name))">\
            \(language(.styleToMap))</a></p></section>
            """
    }

    // MARK: The form

    private func editing(_ language: Language) -> HTML {
        let isSingle = form.kind == .single
        let texts = collection.fields.filter { $0.type != .json }.map { HTML.option($0.name, $0.name, form.label) }
        let labels = [HTML.option("", language(.styleNoLabel), form.label)] + texts
        let drop: HTML =
            isKept
            ? "<button type=\"submit\" class=\"quiet\" name=\"action\" value=\"remove\" formnovalidate>\(language(.styleRemove))</button>"
            : ""
        return """
            <form class="stacked" method="post" action="\(SiteURL.style(of: collection.name))">\
            <input type="hidden" name="kind" value="\(form.kind.rawValue)">\
            <input type="hidden" name="property" value="\(form.property)">\
            \(rows(language))
            <fieldset class="card form wide"><legend><h2>\(language(.styleLook))</h2></legend>\
            \(field("colour", isSingle ? .styleColour : .styleRestColour, form.colour, type: "color", language))\
            \(field("title", .styleLegend, form.title, language))\
            \(field("title-en", .styleLegendEnglish, form.titleEnglish, language))\
            \(field("width", .styleWidth, form.width, language))\
            \(field("radius", .styleRadius, form.radius, language))\
            \(field("opacity", .styleOpacity, form.opacity, language))\
            \(select("label", "label", .styleLabel, labels, language))</fieldset>
            <div class="actions"><button type="submit" name="action" value="save">\(language(.styleSave))</button>\
            <button type="submit" class="quiet" name="action" value="preview">\(language(.stylePreview))</button>\(drop)</div></form>
            """
    }

    private func fault(_ name: String, _ language: Language) -> (text: HTML, mark: HTML) {
        guard let fault = form.faults.first(where: { $0.field == name }) else { return ("", "") }
        return (
            "<p class=\"error\" id=\"\(name)-error\">\(language(fault.words))</p>",
            " aria-invalid=\"true\" aria-describedby=\"\(name)-error\""
        )
    }

    private func field(
        _ name: String, _ label: Words, _ value: String, type: String = "text", _ language: Language
    ) -> HTML {
        let (text, mark) = fault(name, language)
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(text)\
            <input id="\(name)" name="\(name)" type="\(type)" value="\(value)" autocomplete="off"\(mark)></div>
            """
    }

    private func rows(_ language: Language) -> HTML {
        guard form.kind != .single else { return "" }
        let isByValue = form.kind == .categories
        let columns: [(name: String, label: Words)] =
            (isByValue ? [("value", .styleValue)] : [("from", .styleFrom), ("to", .styleTo)])
            + [("colour", .styleColour), ("title", .styleLegend), ("title-en", .styleLegendEnglish)]
        let head = columns.map { "<th scope=\"col\">\(language($0.label))</th>" as HTML }
        let lines = form.rows.enumerated().map { index, row -> HTML in
            let cells = columns.map { column -> HTML in
                let name = "\(column.name).\(index)"
                let (text, mark) = fault(name, language)
                let value =
                    switch column.name {
                    case "value": row.value
                    case "from": row.from
                    case "to": row.to
                    case "colour": row.colour
                    case "title": row.title
                    default: row.titleEnglish
                    }
                let type = column.name == "colour" ? "color" : "text"
                return """
                    <td>\(text)<input id="\(name)" name="\(name)" type="\(type)" value="\(value)" autocomplete="off" \
                    aria-label="\(language(column.label)) \(index + 1)"\(mark)></td>
                    """
            }
            return "<tr>\(cells)</tr>"
        }
        return """
            <fieldset class="card style-rows"><legend><h2>\(language(.styleRows(form.property)))</h2></legend>\
            <p class="help">\(language(.styleRowsHelp))</p><div class="table" tabindex="0" role="region" \
            aria-label="\(language(.styleRows(form.property)))"><table><thead><tr>\(head)</tr></thead><tbody>\(lines)</tbody></table></div>\
            </fieldset>
            """
    }
}
