// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// The page that explains the interfaces.
enum NoticePages {
    private static func page(_ title: Words, _ frame: PageFrame, _ body: HTML) -> HTML {
        let content: HTML =
            "<div class=\"inner\"><div class=\"card prose\"><h1>\(frame.language(title))</h1>\(body)</div></div>"
        return frame.document(title: frame.language(title), section: .none, content: content)
    }

    static func interfaces(_ frame: PageFrame, base: String, layer: String?, series: Int64?, now: Instant) -> HTML {
        let isGerman = frame.language == .german
        // a series that the reader may see, so that what stands here works as it stands; NUMBER where there is none
        let number = series.map(String.init) ?? (isGerman ? "NUMMER" : "NUMBER")
        let today = TownTime().day(now)
        let week = (from: today.adding(days: -7), to: today)
        func example(_ title: String, _ text: String, _ url: SiteURL, _ command: String) -> HTML {
            """
            <h2>\(title)</h2><p>\(text) <a href="\(url)">\(url.path)</a></p>\
            <pre tabindex="0" aria-label="\(title)"><code>\(command)</code></pre>
            """
        }
        var body: HTML = ""
        body += HTML(text: "")
        body +=
            isGerman
            ? "<p>Alle öffentlichen Daten sind ohne Anmeldung und ohne Schlüssel zu haben. Schreiben braucht einen Schlüssel.</p>"
            : "<p>All public data can be had without account and without key. Writing needs a key.</p>"
        body += example(
            "OGC SensorThings API 1.1",
            isGerman ? "Messstellen, Messreihen und Messwerte:" : "Sensors, series and observations:", .sensorThings,
            """
            curl '\(base)/v1.1/Things?$expand=Datastreams,Locations&$top=5'
            curl '\(base)/v1.1/Datastreams(\(number))/Observations?$orderby=phenomenonTime%20desc&$top=10'
            """)
        body += example(
            "OGC API Features",
            isGerman ? "Karten und Orte als GeoJSON, für QGIS und andere:" : "Layers as GeoJSON, for QGIS and others:",
            .features,
            """
            curl '\(base)/ogc/collections'
            curl '\(base)\(layer.map { SiteURL.collectionItems($0).path } ?? "/ogc/collections/stadtteile/items")?limit=10'
            """)
        body += example(
            "OGC API Environmental Data Retrieval 1.1",
            isGerman
                ? "Messwerte nach Ort und Zeit als CoverageJSON; ein Datensatz ist eine Sammlung:"
                : "Observations by place and time as CoverageJSON; a data set is a collection:",
            .environmentalData,
            """
            curl '\(base)/edr/collections'
            """)
        body += example(
            isGerman ? "Werte einer Messreihe als Datei" : "Values of a series as a file",
            isGerman
                ? "CSV oder JSON, für einen Zeitraum; die Adresse steht bei jeder Messstelle:"
                : "CSV or JSON, for a period; the address is on each sensor's page:",
            .sensors(), "curl -O '\(base)/series/\(number).csv?from=\(week.from.iso)&to=\(week.to.iso)'")
        body += example(
            "DCAT-AP.de",
            isGerman
                ? "Der Katalog aller öffentlichen Datensätze für andere Portale; Programme für CKAN fragen /api/3/action:"
                : "The catalogue of all public data sets for other portals; programs for CKAN ask /api/3/action:",
            .catalog,
            """
            curl '\(base)/catalog.rdf?profile=3.0'
            curl '\(base)/api/3/action/package_search?q=Rad'
            """)
        body += example(
            "OGC API Records",
            isGerman
                ? "Derselbe Katalog für GIS-Programme, durchsuchbar nach Wörtern, Gebiet und Zeit:"
                : "The same catalogue for GIS programs, searchable by words, area and time:",
            .records,
            """
            curl '\(base)/records/collections/datasets/items?q=Rad&bbox=7,51,8,52'
            """)
        body += example(
            isGerman ? "Zustand des Servers" : "State of the server",
            isGerman ? "Für den Betrieb, auch /ready und /metrics:" : "For operation, also /ready and /metrics:",
            .health,
            "curl '\(base)/health'")
        body += example(
            isGerman ? "Schreiben" : "Writing",
            isGerman
                ? "Mit einem Schlüssel, den die Verwaltung ausstellt:" : "With a key that the administrator issues:",
            .sensorThings,
            """
            curl -X POST '\(base)/v1.1/Datastreams(\(number))/Observations' -H 'Authorization: Bearer amk_…' \\
              -H 'Content-Type: application/json' -d '{"phenomenonTime":"\(week.to.iso)T12:00:00Z","result":21.5}'
            """)
        return page(.interfaces, frame, body)
    }
}
