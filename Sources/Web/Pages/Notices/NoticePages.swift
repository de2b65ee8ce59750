// SPDX-License-Identifier: EUPL-1.2

/// Pages of prose: imprint, privacy, accessibility, interfaces.
enum NoticePages {
    private static func page(_ title: Text, _ frame: PageFrame, _ body: HTML) -> HTML {
        let content: HTML =
            "<div class=\"inner\"><div class=\"card prose\"><h1>\(frame.language(title))</h1>\(body)</div></div>"
        return frame.document(title: frame.language(title), section: .none, content: content)
    }

    static func imprint(_ frame: PageFrame) -> HTML {
        let body: HTML
        if frame.language == .german {
            body = """
                <p>Diese Seiten betreibt: <strong>\(frame.town)</strong>.</p>
                <p>Die Anschrift, die Vertretung und die Kontaktwege stehen im Impressum des Hauptauftritts der Stadt; \
                für einen Datensatz antwortet die dort genannte Stelle.</p>
                <p><a href="\(SiteURL.data())">Datensätze mit zuständigen Stellen</a></p>
                <h2>Software</h2><p>Allmende, freie Software unter der European Union Public Licence 1.2.</p>
                """
        } else {
            body = """
                <p>These pages are run by: <strong>\(frame.town)</strong>.</p>
                <p>Address, representation and contact are in the imprint of the town's main site; \
                for a data set the department named there answers.</p>
                <p><a href="\(SiteURL.data())">Data sets with their departments</a></p>
                <h2>Software</h2><p>Allmende, free software under the European Union Public Licence 1.2.</p>
                """
        }
        return page(.imprint, frame, body)
    }

    static func privacy(_ frame: PageFrame) -> HTML {
        let body: HTML
        if frame.language == .german {
            body = """
                <p>Diese Seiten laden nichts von anderen Servern: keine Schriften, keine Karten, keine Auswertung.</p>
                <h2>Was gespeichert wird</h2><ul>
                <li>Wenn Sie die Sprache umschalten: ein Cookie mit „de“ oder „en“, ein Jahr lang.</li>
                <li>Wenn Sie sich anmelden: ein Cookie mit einer Zufallszahl, bis Sie sich abmelden, höchstens 12 Stunden.</li>
                <li>Im Protokoll des Servers: Adresse der Seite, Zeit und Ergebnis, ohne Namen und ohne Netzadresse.</li></ul>
                <h2>Messwerte</h2><p>Die öffentlichen Daten enthalten keine Angaben zu einzelnen Menschen. \
                Zählstellen zählen, sie erkennen niemanden.</p>
                """
        } else {
            body = """
                <p>These pages load nothing from other servers: no fonts, no maps, no analytics.</p>
                <h2>What is stored</h2><ul>
                <li>When you switch the language: a cookie with “de” or “en”, for a year.</li>
                <li>When you sign in: a cookie with a random number, until you sign out, at most 12 hours.</li>
                <li>In the server's log: address of the page, time and outcome, without names or network addresses.</li></ul>
                <h2>Measurements</h2><p>The public data hold nothing about single people. \
                Counters count, they recognise nobody.</p>
                """
        }
        return page(.privacy, frame, body)
    }

    static func accessibility(_ frame: PageFrame) -> HTML {
        let body: HTML
        if frame.language == .german {
            body = """
                <p>Diese Seiten sollen für alle benutzbar sein: Maßstab ist WCAG 2.1, Stufe AA (BITV 2.0).</p>
                <h2>So ist es gebaut</h2><ul>
                <li>Alles geht mit der Tastatur; was gerade gewählt ist, hat einen deutlichen Rahmen.</li>
                <li>Neben jeder Karte steht eine Liste, unter jedem Diagramm eine Tabelle mit denselben Werten.</li>
                <li>Zustände haben Form und Wort, nie nur eine Farbe.</li>
                <li>Ohne JavaScript fehlen nur die Karte und das Ablesen im Diagramm.</li>
                <li>Die Seiten lassen sich bis 400 % vergrößern und drucken.</li></ul>
                <h2>Bekannte Grenzen</h2><ul>
                <li>Die Karte selbst ist mit Vorleseprogrammen mühsam; die Liste enthält dasselbe.</li>
                <li>Namen von Messstellen und Datensätzen sind oft nur deutsch.</li></ul>
                <h2>Rückmeldung</h2><p>Fehlt Ihnen etwas? Schreiben Sie der Stelle, die den Datensatz verantwortet, \
                oder der Stadt (<a href="\(SiteURL.imprint)">Impressum</a>).</p>
                """
        } else {
            body = """
                <p>These pages should work for everybody: the measure is WCAG 2.1, level AA (BITV 2.0).</p>
                <h2>How it is built</h2><ul>
                <li>Everything works by keyboard; what is chosen has a clear frame.</li>
                <li>There is a list beside each map, and a table with the same values below each chart.</li>
                <li>States have a shape and a word, never just a colour.</li>
                <li>Without JavaScript only the map and the chart's readout are missing.</li>
                <li>Pages can be enlarged to 400% and printed.</li></ul>
                <h2>Known limits</h2><ul>
                <li>The map itself is laborious with screen readers; the list holds the same.</li>
                <li>Names of sensors and data sets are often German only.</li></ul>
                <h2>Tell us</h2><p>Is something missing? Write to the department that answers for the data set, \
                or to the town (<a href="\(SiteURL.imprint)">imprint</a>).</p>
                """
        }
        return page(.accessibility, frame, body)
    }

    static func interfaces(_ frame: PageFrame, base: String, layer: String?) -> HTML {
        let isGerman = frame.language == .german
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
            curl '\(base)/v1.1/Datastreams(1)/Observations?$orderby=phenomenonTime desc&$top=10'
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
            isGerman ? "Werte einer Messreihe als Datei" : "Values of a series as a file",
            isGerman
                ? "CSV oder JSON, für einen Zeitraum; die Adresse steht bei jeder Messstelle:"
                : "CSV or JSON, for a period; the address is on each sensor's page:",
            .sensors(), "curl -O '\(base)/series/1.csv?from=2026-07-01&to=2026-07-31'")
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
            curl -X POST '\(base)/v1.1/Datastreams(1)/Observations' -H 'Authorization: Bearer amk_…' \\
              -H 'Content-Type: application/json' -d '{"phenomenonTime":"2026-07-31T12:00:00Z","result":21.5}'
            """)
        return page(.interfaces, frame, body)
    }
}
