// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import FeaturesPages
import Geometry
import SensorThings
import SensorThingsFrame
import Site
import Wire

extension LayerMapPage {
    static let scripts = [SiteURL.vendor("leaflet.js"), SiteURL.asset("layers.js")]
    static let styles = [SiteURL.vendor("leaflet.css")]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var content: HTML = """
            <div><h1>\(language(.layerMapTitle(frame.shortTown)))</h1><p class="lead">\(language(.layerMapLead))</p></div>
            """
        if layers.isEmpty {
            content += "<p class=\"empty\">\(language(.noLayersYet))</p>"
        } else {
            content += """
                <div class="layer-map"><section class="card chooser" aria-labelledby="layers-title">\(chooser(frame))</section>\
                <section class="card" aria-label="\(language(.map))">\(canvas(frame))\(tools(frame))\(sources(language))\(chosen(language))</section></div>
                """
            if let table { content += self.table(table, frame) }
            content += share(language)
        }
        return frame.document(
            title: language(.layers), section: SiteEntry.mapSection,
            breadcrumbs: [Breadcrumb(name: language(.map), url: .map)], scripts: Self.scripts, styles: Self.styles,
            content: "<div class=\"inner map-page\">\(content)</div>")
    }

    /// The map alone.
    func embedded(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sheets = (Self.styles + [SiteURL.asset("allmende.css")]).map {
            "<link rel=\"stylesheet\" href=\"\($0)\">" as HTML
        }
        let code = Self.scripts.map { "<script src=\"\($0)\" defer></script>" as HTML }
        let title = language(.layerMapTitle(frame.shortTown))
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="icon" href="\(SiteURL.asset("mark.svg"))" type="image/svg+xml">
            \(sheets)\(code)
            </head>
            <body class="embedded"><main><h1>\(title)</h1>\(canvas(frame))\(legend(language))\(sources(language))\
            <p class="more"><a href="\(SiteURL.layerMap(choice()))" target="_blank" rel="noopener">\(frame.town)</a></p></main></body>
            </html>

            """
    }

    // MARK: Map

    func canvas(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var words: JSONObject = [
            "cannot": .string(language(.cannotDraw)), "nothing": .string(language(.nothingHere)),
            "open": .string(language(.openFeature)), "sensor": .string(language(.openSensor)),
            "zoomIn": .string(language(.enlarge)), "zoomOut": .string(language(.reduce)),
            "copied": .string(language(.copied)), "length": .string(language(.measuredLength)),
            "area": .string(language(.measuredArea)), "measuring": .string(language(.measuring)),
            "day": .string(language(.timeOf)),
        ]
        words["background"] = background.map { .string($0) }
        let box = extent.map { "\($0.west),\($0.south),\($0.east),\($0.north)" } ?? ""
        return """
            <div class="map" id="layer-map" role="application" tabindex="0" aria-label="\(language(.mapOfLayers))" \
            data-layers="\(drawing().text)" data-words="\(JSONValue.object(words).text)" data-extent="\(box)" \
            data-worker="\(SiteURL.asset("tile-worker.js"))" data-background="\(background == nil ? "" : SiteURL.tiles.path)">\
            <noscript>\(language(.withoutScript))</noscript></div>
            """
    }

    /// What the script can do with the map: measuring, and the time of the layer in the table.
    private func tools(_ frame: PageFrame) -> HTML {
        let language = frame.language
        func button(_ id: String, _ words: Words, _ attributes: HTML = "") -> HTML {
            "<button type=\"button\" class=\"quiet\" id=\"\(id)\" hidden\(attributes)>\(language(words))</button>"
        }
        let pressed: HTML = " aria-pressed=\"false\""
        return """
            <div class="actions measures">\(button("measure-line", .measureLength, pressed))\
            \(button("measure-area", .measureArea, pressed))\(button("measure-back", .measureBack))</div>\
            <p class="source" id="measured" role="status"></p>\(slider(frame))
            """
    }

    private func slider(_ frame: PageFrame) -> HTML {
        guard let table, let time = table.time, let first = CalendarDay(parsing: time.first),
            let last = CalendarDay(parsing: time.last)
        else { return "" }
        let language = frame.language
        let most = last.number - first.number
        func knob(_ id: String, _ label: Words, _ value: Int) -> HTML {
            """
            <div class="field"><label for="\(id)">\(language(label)) <output for="\(id)" id="\(id)-day"></output></label>\
            <input type="range" id="\(id)" min="0" max="\(most)" value="\(value)"></div>
            """
        }
        func place(_ day: String?, _ otherwise: Int) -> Int {
            day.flatMap { CalendarDay(parsing: $0) }.map { min(max($0.number - first.number, 0), most) } ?? otherwise
        }
        let days = table.filter.days
        return """
            <fieldset class="field time" id="time" hidden data-layer="\(table.layer)" data-first="\(time.first)">\
            <legend>\(language(.timeOnMap)): \(table.title), \(time.field)</legend><div class="pair-of-fields">\
            \(knob("time-from", .timeFrom, place(days.from, 0)))\(knob("time-to", .timeTo, place(days.to, most)))</div>\
            <p class="help">\(language(.timeHelp))</p></fieldset>
            """
    }

    private func sources(_ language: Language) -> HTML {
        let credits = attributions + (background.map { [$0] } ?? [])
        let source: HTML =
            credits.isEmpty ? "" : "<p class=\"source\">\(language(.source)): \(credits.joined(separator: "; "))</p>"
        return source + "<p class=\"source\">\(language(.generalised))</p>"
    }

    private func chosen(_ language: Language) -> HTML {
        """
        <section class="feature" aria-labelledby="feature-title"><h2 id="feature-title">\(language(.chosenFeature))</h2>\
        <div id="feature" aria-live="polite"><p>\(language(.chooseFeature))</p></div></section>
        """
    }

    private func legend(_ language: Language) -> HTML {
        let items = layers.filter(\.isShown).map { "<li>\($0.sign) \($0.title)\($0.legend(language))</li>" as HTML }
        return "<ul class=\"layer-list\">\(items)</ul>"
    }

    // MARK: Choosing

    private func chooser(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let ticks = layers.map { layer -> HTML in
            let mark: HTML = layer.isShown ? " checked" : ""
            return """
                <li><label class="tick"><input type="checkbox" name="layer" value="\(layer.name)"\(mark)>\(layer.sign)\
                <span>\(layer.title) <span class="count">(\(frame.format.integer(Int64(layer.count))))</span></span></label>\
                \(layer.isLive ? states(language) : layer.legend(language))</li>
                """
        }
        let options = layers.map { HTML.option($0.name, $0.title, table?.layer ?? "") }
        var rest: HTML = ""
        if let table {
            let fields = table.filter.fields.prefix(LayerFilter.most).map { question($0, language) }
            let others = table.filter.fields.dropFirst(LayerFilter.most)
            let isAsked = others.contains { $0.fault != nil || $0.typed.contains { !$0.isEmpty } }
            let isOpen: HTML = isAsked ? " open" : ""
            let more: HTML =
                others.isEmpty
                ? ""
                : """
                <details\(isOpen)><summary>\(language(.moreProperties(others.count)))</summary>\
                \(others.map { question($0, language) })</details>
                """
            if !fields.isEmpty {
                rest = """
                    <fieldset class="field"><legend>\(language(.filterOf)): \(table.title)</legend>\
                    <div class="stacked narrow">\(fields)\(more)</div></fieldset>
                    """
            }
            rest += """
                <input type="hidden" name="filtered" value="\(table.layer)"><input type="hidden" name="bbox" value="\(table.box)">
                """
        }
        return """
            <h2 id="layers-title">\(language(.layersToShow))</h2><form method="get" action="\(SiteURL.layerMap())" class="form" id="layers">\
            <input type="hidden" name="set" value="1"><ul class="layer-list">\(ticks)</ul>\
            <div class="field"><label for="layer-table">\(language(.tableOf))</label>\
            <select id="layer-table" name="table">\(options)</select></div>\(rest)\
            <div class="actions"><button>\(language(.show))</button>\
            <a href="\(SiteURL.layerMap())">\(language(.reset))</a></div></form>
            """
    }

    private func states(_ language: Language) -> HTML {
        let items = SensorState.allCases.map { "<li>\($0.badge(language))</li>" as HTML }
        return "<ul class=\"layer-states\">\(items)</ul>"
    }

    /// The table is that of the sensors.
    private var isOfSensors: Bool { layers.contains { $0.isLive && $0.name == table?.layer } }

    private func name(of field: String) -> Words {
        (isOfSensors ? Words.sensorFields[field] : nil) ?? Words(field, field)
    }

    private func question(_ field: LayerFilter.Field, _ language: Language) -> HTML {
        let labels: [Words] =
            switch field.question {
            case .contains: [.contains(name(of: field.name))]
            case .truth: [name(of: field.name)]
            case .numbers, .days: [.from(name(of: field.name)), .to(name(of: field.name))]
            }
        let help: HTML = field.fault.map { "<p class=\"error\" id=\"fault-\(field.name)\">\(language($0))</p>" } ?? ""
        let mark: HTML = field.fault == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"fault-\(field.name)\""
        let inputs = zip(zip(field.parameters, field.typed), labels).map { pair, label -> HTML in
            let (name, typed) = (pair.0, pair.1)
            let input: HTML
            switch field.question {
            case .truth:
                input = """
                    <select id="\(name)" name="\(name)">\(HTML.option("", language(.any), typed))\
                    \(HTML.option("true", language(.yes), typed))\(HTML.option("false", language(.no), typed))</select>
                    """
            case .days:
                input = "<input type=\"date\" id=\"\(name)\" name=\"\(name)\" value=\"\(typed)\"\(mark)>"
            case .numbers:
                input = "<input inputmode=\"decimal\" id=\"\(name)\" name=\"\(name)\" value=\"\(typed)\"\(mark)>"
            case .contains:
                input = "<input id=\"\(name)\" name=\"\(name)\" value=\"\(typed)\">"
            }
            return "<div class=\"field\"><label for=\"\(name)\">\(language(label))</label>\(input)</div>"
        }
        return "<div class=\"pair-of-fields\">\(inputs)</div>\(help)"
    }

    // MARK: Table

    private func table(_ table: Table, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = SiteURL.collectionItems(table.layer).path
        let head = ([table.title] + table.fields.map { language(name(of: $0)) }).map {
            "<th scope=\"col\">\($0)</th>" as HTML
        }
        let rows = table.rows.map { row -> HTML in
            let values = zip(table.fields, row.values).map { field, value -> HTML in
                let state = isOfSensors && field == "state" ? value.string.flatMap(SensorState.init) : nil
                return "<td>\(state.map { HTML(text: language($0.word)) } ?? shown(value, frame.format))</td>"
            }
            var button: HTML = ""
            if let center = row.center {
                let place = "\(center.latitude),\(center.longitude)"
                button = """
                    <button type="button" class="quiet" hidden data-show="\(row.identifier)" data-layer="\(table.layer)" \
                    data-at="\(place)" aria-label="\(row.title): \(language(.showOnMap))">\(language(.onMap))</button>
                    """
            }
            let address = "\(items)/\(SiteURL.encoded(row.identifier))?f=html"
            return """
                <tr data-feature="\(row.identifier)"><th scope="row"><a href="\(address)">\(row.title)</a></th>\(values)<td>\(button)</td></tr>
                """
        }
        let count = table.matched.map { frame.format.integer(Int64($0)) }
        var body: HTML = "<p role=\"status\">\(language(.matching(count)))</p>"
        if !table.box.isEmpty {
            body += """
                <p>\(language(.areaIsLimited)) <a href="\(SiteURL.layerMap(choice(hasBox: false)))">\(language(.wholeLayer))</a></p>
                """
        }
        body += """
            <p><button type="button" class="quiet" id="only-this" hidden>\(language(.onlyThisArea))</button></p>
            """
        if table.rows.isEmpty {
            body += "<p class=\"empty\">\(language(.noFeatureFits))</p>"
        } else {
            body += """
                <div class="table" tabindex="0" role="region" aria-label="\(table.title)"><table><thead><tr>\(head)\
                <th scope="col">\(language(.onMap))</th></tr></thead><tbody>\(rows)</tbody></table></div>\(pager(table, language))
                """
        }
        var filter = [("f", "json"), ("limit", "10000")]
        if let text = table.filter.text { filter.append(("filter", text)) }
        if !table.box.isEmpty { filter.append(("bbox", table.box)) }
        let download = items + "?" + filter.map { "\($0)=\(SiteURL.encoded($1))" }.joined(separator: "&")
        body += """
            <h3>\(language(.takeAway))</h3><ul class="plain"><li><a href="\(download)">\(language(.asGeoJSON))</a></li>\
            <li><a href="\(SiteURL.collection(table.layer))?f=html">\(language(.aboutLayer))</a></li>\(styling(table, language))</ul>
            """
        return """
            <section class="card" id="table"><h2>\(language(.featuresInTable)): \(table.title)</h2>\(body)</section>
            """
    }

    private func styling(_ table: Table, _ language: Language) -> HTML {
        guard layers.contains(where: { $0.name == table.layer && $0.isEditable }) else { return "" }
        return """
            <li><a href="\(SiteURL.style(of: table.layer))">\(language(.changeStyle))</a></li>\
            <li><a href="\(SiteURL.layerVersions(table.layer))">\(language(.earlierStates))</a></li>
            """
    }

    private func pager(_ table: Table, _ language: Language) -> HTML {
        guard table.cursor > 0 || table.next != nil else { return "" }
        var links: HTML = ""
        if table.cursor > 0 {
            links += "<a href=\"\(SiteURL.layerMap(choice()))#table\">‹ \(language(.firstFeatures))</a>"
        }
        if let next = table.next {
            let address = SiteURL.layerMap(choice(cursor: next))
            links += "<a href=\"\(address)#table\" rel=\"next\">\(language(.nextFeatures)) ›</a>"
        }
        return "<nav class=\"pager\" aria-label=\"\(language(.pages))\">\(links)</nav>"
    }

    private func shown(_ value: JSONValue, _ format: Format) -> HTML {
        switch value {
        case .null: return ""
        case .bool(let truth): return HTML(text: format.language(truth ? .yes : .no))
        case .number(let number):
            guard let double = JSONValue.number(number).double else { return HTML(text: value.text) }
            // as it is written: a number may be a key
            return HTML(text: JSONValue.number(number).integer == nil ? format.number(double) : value.text)
        default:
            let text = value.string ?? value.text
            // a whole instant with its zone; a day or a number alone stays as it is written
            if text.utf8.count >= 20, text.utf8.count <= 35, let instant = try? Instant(iso8601: text) {
                return HTML(text: format.dateTime(instant))
            }
            return HTML(text: String(text.prefix(200)))
        }
    }

    // MARK: Sharing

    private func share(_ language: Language) -> HTML {
        let address = SiteURL.embeddedLayerMap(choice())
        return """
            <section class="card plain"><h2>\(language(.share))</h2><p>\(language(.permalink))</p>\
            <div class="field"><label for="embed">\(language(.embedLabel))</label>\
            <textarea id="embed" rows="3" readonly data-path="\(address)">&lt;iframe src="\(address)" width="100%" height="500">&lt;/iframe></textarea></div>\
            <div class="actions"><button type="button" class="quiet" id="copy-address" hidden>\(language(.copy))</button>\
            <button type="button" class="quiet" id="print" hidden>\(language(.printMap))</button></div></section>
            """
    }
}

extension SiteEntry {
    /// Where the map stands in the navigation.
    static let mapSection = PageFrame.Section("map")
}
