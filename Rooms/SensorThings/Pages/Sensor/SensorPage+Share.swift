// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import SensorThings
import SensorThingsFrame
package import Site

/// What people take away of a series: files, a picture, an address, a frame for another page.
extension SensorPage {
    func downloadSection(_ current: Series, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let with = compared.map(\.id)
        let (first, last) = (from.iso, to.iso)
        func file(_ format: String, forPeople: Bool = false) -> SiteURL {
            .seriesFile(
                datastream: current.id, format: format, from: first, to: last, forPeople: forPeople,
                with: format == "svg" ? with : [])
        }
        let here = SiteURL.series(thing: thing, datastream: current.id, from: first, to: last, with: with)
        let frameURL = SiteURL.embeddedSeries(datastream: current.id, from: first, to: last, with: with)
        let snippet = """
            <iframe src="\(base + frameURL.path.replacing("&", with: "&amp;"))" title="\(Self.attribute(title()))" \
            width="100%" height="480" loading="lazy"></iframe>
            """
        var picture: HTML = ""
        if chart?.hasValues ?? false {
            picture = """
                <a class="button quiet" href="\(file("svg"))" download>\(language(.pictureFile))</a>\
                <button type="button" class="quiet" data-picture="\(file("svg"))" hidden>\(language(.pixelPicture))</button>
                """
        }
        return """
            <section class="card plain"><h2>\(language(.downloads))</h2><h3>\(language(.forPeople))</h3>\
            <p>\(language(.downloadPeopleHelp))</p>
            <p class="actions"><a class="button quiet" href="\(file("ods"))" download>\(language(.spreadsheetFile))</a>\
            <a class="button quiet" href="\(file("csv", forPeople: true))" download>\(language(.csvForPeople))</a>\
            \(picture)</p>
            <h3>\(language(.forPrograms))</h3><p>\(language(.downloadHelp))</p>
            <p class="actions"><a class="button quiet" href="\(file("csv"))" download>CSV</a>\
            <a class="button quiet" href="\(file("json"))" download>JSON</a></p>
            \(copied("address", .interfaceAddress, base + SiteURL.datastreamInterface(current.id).path, language))\(aggregates(current, language))
            <h3>\(language(.share))</h3>
            \(copied("permalink", .permalink, base + here.path, language))
            \(copied("embed", .embedCode, snippet, language))<p class="help">\(language(.embedHelp))</p></section>
            """
    }

    /// What its values amount to, as collections of OGC API – Features; of numbers alone.
    private func aggregates(_ current: Series, _ language: Language) -> HTML? {
        guard chart?.hasValues ?? false else { return nil }
        let links = AggregatePeriod.allCases.map { period -> HTML in
            let name = FeatureSourceName.aggregates(datastream: current.id, period).rawValue
            return "<a href=\"\(SiteURL.collection(name))\">\(language(.name(period)))</a>"
        }
        return "<p>\(language(.aggregatedSeries)) \(links.joined(" · "))</p>"
    }

    private static func attribute(_ text: String) -> String { HTML(text: text).string }

    private func copied(_ id: String, _ label: Words, _ text: String, _ language: Language) -> HTML {
        """
        <p id="\(id)-label">\(language(label))</p>
        <p class="address"><code id="\(id)" aria-labelledby="\(id)-label">\(text)</code>\
        <button type="button" class="quiet" data-copy="\(id)" data-done="\(language(.copied))" hidden>\
        \(language(.copyThis))<span class="hidden">: \(language(label))</span></button></p>
        """
    }

    /// The chart as a drawing that stands alone, with its words, source and licence; nil without values.
    package func picture(_ frame: PageFrame) -> HTML? {
        guard let chart, chart.hasValues else { return nil }
        let (language, format) = (frame.language, frame.format)
        let size = ChartGeometry.Size.wide
        let unit = chart.unit.isEmpty ? "" : " (" + chart.unit + ")"
        let caption = [measured, language(bucket) + unit, format.date(from) + " – " + format.date(to)]
            .joined(separator: ", ")
        var lines: [(mark: HTML, text: String)] = [("line", chart.label)]
        for (index, other) in chart.others.enumerated() {
            lines.append(("line other other-\(index % 4 + 1)", other.label))
        }
        if !chart.previous.isEmpty { lines.append(("previous", chart.previousLabel)) }
        if let reached = chart.partial?.reached {
            lines.append(("line filling", language(.partialPeriod(format.dateTime(reached)))))
        }
        for threshold in chart.thresholds {
            lines.append(("threshold", threshold.name + ": " + format.measure(threshold.value, unit: chart.unit)))
        }
        for (number, note) in chart.notes.enumerated() { lines.append(("none", "\(number + 1) " + note.name)) }
        let bottom = 64 + Int(size.height)
        let legend = lines.enumerated().map { index, line -> HTML in
            let y = bottom + 20 * (index + 1)
            return "<path class=\"\(line.mark)\" d=\"M12,\(y - 4)h28\"/><text x=\"48\" y=\"\(y)\">\(line.text)</text>"
        }
        var source = frame.town
        if let reuse {
            let names =
                reuse.attributions.isEmpty ? reuse.owner : reuse.attributions.map(\.text).joined(separator: "; ")
            source = language(.source) + ": " + names + ". " + language(LicenceWords(reuse.licence).name)
        }
        let height = bottom + 20 * lines.count + 36
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(size.width)) \(height)" width="\(Int(size.width))" \
            height="\(height)" role="img"><title>\(title())</title><style>\(Self.pictureStyle)</style>
            <path class="ground" d="M0,0H\(Int(size.width))V\(height)H0z"/>
            <text class="title" x="12" y="26">\(title())</text><text x="12" y="50">\(caption)</text>
            <svg x="0" y="64" width="\(Int(size.width))" height="\(Int(size.height))">\
            \(ChartView.drawing(chart, size: size, format: format, className: "wide"))</svg>
            \(legend)
            <text class="tick" x="12" y="\(height - 10)">\(source)</text>
            </svg>

            """
    }

    /// The light colours of the pages.
    private static let pictureStyle: HTML = """
        text{font:14px "Liberation Sans",Arial,sans-serif;fill:#17232b}.title{font-weight:700;font-size:18px}.tick{font-size:13px;\
        fill:#4d5b65}.ground{fill:#fff}.grid,.mark{stroke:#cdd5da}.zero{stroke:#6b7983}.line{fill:none;stroke:#0b5876;\
        stroke-width:2.25}.dot{fill:#0b5876}.band{fill:#b9d7e4;opacity:.75}.area{fill:#b9d7e4;opacity:.45}.previous{fill:none;\
        stroke:#7b868e;stroke-dasharray:5 3}.other-1{stroke:#b35900;stroke-dasharray:8 4}.other-2{stroke:#1b6b3a;\
        stroke-dasharray:2 4}.other-3{stroke:#7a3e9d;stroke-dasharray:10 3 2 3}.other-4{stroke:#b0231b;\
        stroke-dasharray:1 3}.filling{stroke-dasharray:4 4}.filling-dot{fill:#fff;stroke:#0b5876;stroke-width:2}\
        .threshold{fill:none;stroke:#8a5300;stroke-width:1.5;stroke-dasharray:6 3}.threshold-name{fill:#8a5300}\
        .note{fill:#e3eff4}.doubtful{fill:#fdf3e0}.left-out{fill:#e9edef}.doubtful-edge,.left-out-edge{fill:none;\
        stroke:#8a5300;stroke-dasharray:2 3}.none{fill:none}
        """

    /// The document for the frames of other pages: what everybody may see, with its source, licence and a way here.
    package func embedded(_ frame: PageFrame) -> HTML {
        let language = frame.language
        var source: HTML = ""
        if let reuse { source = credit(reuse, language) }
        var way: HTML = ""
        if let current {
            let url = SiteURL.series(
                thing: thing, datastream: current.id, from: from.iso, to: to.iso, with: compared.map(\.id))
            way =
                "<p><a href=\"\(base + url.path)\" target=\"_blank\" rel=\"noopener\">\(language(.moreAt(frame.town)))</a></p>"
        }
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title()) – \(frame.town)</title>
            <link rel="stylesheet" href="\(SiteURL.asset("allmende.css"))">
            </head>
            <body class="embedded">
            <main class="inner">
            <h1>\(title())</h1>
            \(figures(frame))
            \(source)
            \(way)
            </main>
            </body>
            </html>

            """
    }
}
