// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Site
import Wire

/// Imprint, privacy and accessibility statement, from the town's profile; what is missing is named.
enum LegalPages {
    private static func page(
        _ title: Words, _ frame: PageFrame, missing fields: [TownProfile.Field], _ body: HTML
    ) -> HTML {
        let content: HTML = """
            <div class="inner"><div class="card prose"><h1>\(frame.language(title))</h1>\(gaps(fields, frame))\(body)\
            </div></div>
            """
        return frame.document(title: frame.language(title), section: .none, content: content)
    }

    private static func gaps(_ fields: [TownProfile.Field], _ frame: PageFrame) -> HTML {
        guard !fields.isEmpty else { return "" }
        let labels = fields.map { Words.label($0) }
        let names = Words(
            labels.map(\.german).joined(separator: ", "), labels.map(\.english).joined(separator: ", "))
        let link: HTML =
            frame.mayAdminister
            ? " <a href=\"\(SiteURL.townProfile)\">\(frame.language(.completeProfile))</a>" : ""
        return "<p class=\"notice\">\(frame.language(.missing(names)))\(link)</p>"
    }

    /// A text of several lines.
    private static func lines(_ text: String) -> HTML {
        text.split(whereSeparator: \.isNewline).map { HTML(text: String($0)) }.joined("<br>")
    }

    /// A heading and what stands below it; nothing where it is not given.
    private static func part(_ title: String, _ text: String) -> HTML {
        text.isEmpty ? "" : "<h2>\(title)</h2><p>\(lines(text))</p>"
    }

    static func imprint(_ frame: PageFrame) -> HTML {
        let (language, profile) = (frame.language, frame.profile)
        let address = [HTML(text: profile.name)] + profile.addressLines.map { HTML(text: $0) }
        var contact: [HTML] = []
        if !profile[.telephone].isEmpty { contact.append("\(language(.telephone)): \(profile[.telephone])") }
        if !profile[.email].isEmpty {
            contact.append(
                """
                \(language(.mail)): <a href="\(external: "mailto:" + profile[.email])">\(profile[.email])</a>
                """)
        }
        if !profile[.website].isEmpty {
            contact.append("<a href=\"\(external: profile[.website])\">\(profile[.website])</a>")
        }
        let contacts: HTML = contact.isEmpty ? "" : "<p>\(contact.joined("<br>"))</p>"
        let body: HTML = """
            <h2>\(language(.operatedBy))</h2><p>\(address.joined("<br>"))</p>\(contacts)\
            \(part(language(.representedBy), profile[.representative]))\
            \(part(language(.taxNumber), profile[.taxNumber]))\
            \(part(language(.supervisedBy), profile[.supervision]))\
            \(part(language(.editorOf), profile[.editor]))\
            <p><a href="\(SiteURL.data())">\(language(.departments))</a></p>\
            <h2>\(language(.software))</h2><p>\(language(.softwareLicence))</p>
            """
        return page(.imprint, frame, missing: profile.missingInImprint, body)
    }

    static func privacy(_ frame: PageFrame) -> HTML {
        let profile = frame.profile
        let isGerman = frame.language == .german
        let stored: HTML =
            isGerman
            ? """
            <p>Diese Seiten laden nichts von anderen Servern: keine Schriften, keine Karten, keine Auswertung.</p>
            <h2>Was gespeichert wird</h2><ul>
            <li>Wenn Sie die Sprache umschalten: ein Cookie mit „de“ oder „en“, ein Jahr lang.</li>
            <li>Wenn Sie sich anmelden: ein Cookie mit einer Zufallszahl, bis Sie sich abmelden, höchstens 12 Stunden.</li>
            <li>Wenn Sie einen Bedarf oder eine Anmerkung einsenden (<a href="\(SiteURL.planning("/submit"))">Formular</a>): \
            der Text, der Ort auf der Karte und, wenn Sie sie angeben, Name und Kontakt. Die Verwaltung prüft das, \
            bevor etwas davon öffentlich wird; Name und Kontakt werden nicht veröffentlicht. Es bleibt, bis die \
            Verwaltung es löscht; Sie können das verlangen (Art. 17 DSGVO).</li>
            <li>Wenn Sie einem Bedarf, einer Maßnahme oder einer Messstelle per E-Mail folgen: Ihre Adresse, bis Sie nicht \
            mehr folgen. Der Verweis dazu steht in jeder E-Mail; unbestätigt bleibt die Adresse höchstens eine Woche.</li>
            <li>Zur Abwehr von Missbrauch: Ihre Netzadresse für höchstens eine Stunde im Arbeitsspeicher, nicht auf der Platte.</li>
            <li>Im Protokoll des Servers: Adresse der Seite, Zeit und Ergebnis, ohne Namen und ohne Netzadresse.</li></ul>
            <p>Die Kommune verarbeitet das, um ihre Aufgaben zu erfüllen (Art. 6 Abs. 1 Buchst. e DSGVO). Sie haben das Recht \
            auf Auskunft, Berichtigung, Löschung, Einschränkung und Widerspruch.</p>
            <h2>Messwerte</h2><p>Messstellen erfassen Zustände von Orten und Anlagen. Ob ein Datensatz Angaben zu \
            einzelnen Menschen enthält, prüft die Stelle, die ihn veröffentlicht.</p>
            """
            : """
            <p>These pages load nothing from other servers: no fonts, no maps, no analytics.</p>
            <h2>What is stored</h2><ul>
            <li>When you switch the language: a cookie with “de” or “en”, for a year.</li>
            <li>When you sign in: a cookie with a random number, until you sign out, at most 12 hours.</li>
            <li>When you send in a need or a comment (<a href="\(SiteURL.planning("/submit"))">form</a>): the text, the \
            place on the map and, if you give them, name and contact. The administration reads it before anything of it \
            becomes public; name and contact are not published. It stays until the administration deletes it; you may \
            ask for that (GDPR Art. 17).</li>
            <li>When you follow a need, a measure or a sensor by mail: your address, until you stop following. The link for \
            that is in each mail; unconfirmed the address stays for a week at most.</li>
            <li>Against abuse: your network address for at most an hour in memory, not on disk.</li>
            <li>In the server's log: address of the page, time and outcome, without names or network addresses.</li></ul>
            <p>The municipality does this to carry out its tasks (GDPR Art. 6 (1) e). You have the right of access, \
            rectification, erasure, restriction and objection.</p>
            <h2>Measurements</h2><p>Sensors measure the state of places and equipment. Whether a data set holds anything \
            about single people is checked by the department that publishes it.</p>
            """
        let language = frame.language
        let note = language(
            profile[.privacyNote], profile[.privacyNoteEnglish].isEmpty ? nil : profile[.privacyNoteEnglish])
        let body: HTML = """
            \(stored)\(part(language(.label(.privacyOfficer)), profile[.privacyOfficer]))\
            \(part(language(.label(.privacyAuthority)), profile[.privacyAuthority]))\
            \(note.isEmpty ? HTML() : "<p>\(lines(note))</p>")
            """
        return page(.privacy, frame, missing: profile.missingInPrivacy, body)
    }

    static func accessibility(_ frame: PageFrame) -> HTML {
        let (language, profile) = (frame.language, frame.profile)
        let isGerman = language == .german
        let built: HTML =
            isGerman
            ? """
            <p>\(profile.name) will diese Seiten für alle benutzbar machen: Maßstab ist die BITV 2.0 und darin WCAG 2.1, \
            Stufe AA.</p>
            <h2>So ist es gebaut</h2><ul>
            <li>Alles geht mit der Tastatur; was gerade gewählt ist, hat einen deutlichen Rahmen.</li>
            <li>Neben jeder Karte steht eine Liste, unter jedem Diagramm eine Tabelle mit denselben Werten.</li>
            <li>Zustände haben Form und Wort, nie nur eine Farbe.</li>
            <li>Ohne JavaScript fehlen nur die Karte und das Ablesen im Diagramm.</li>
            <li>Die Seiten lassen sich bis 400 % vergrößern und drucken.</li></ul>
            <h2>Bekannte Grenzen</h2><ul>
            <li>Die Karte selbst ist mit Vorleseprogrammen mühsam; die Liste enthält dasselbe.</li>
            <li>Namen von Messstellen und Datensätzen sind oft nur deutsch.</li></ul>
            """
            : """
            <p>\(profile.name) wants these pages to work for everybody: the measure is BITV 2.0 and in it WCAG 2.1, level AA.</p>
            <h2>How it is built</h2><ul>
            <li>Everything works by keyboard; what is chosen has a clear frame.</li>
            <li>There is a list beside each map, and a table with the same values below each chart.</li>
            <li>States have a shape and a word, never just a colour.</li>
            <li>Without JavaScript only the map and the chart's readout are missing.</li>
            <li>Pages can be enlarged to 400% and printed.</li></ul>
            <h2>Known limits</h2><ul>
            <li>The map itself is laborious with screen readers; the list holds the same.</li>
            <li>Names of sensors and data sets are often German only.</li></ul>
            """
        let limits = language(
            profile[.accessibilityLimits],
            profile[.accessibilityLimitsEnglish].isEmpty ? nil : profile[.accessibilityLimitsEnglish])
        var statement: [HTML] = []
        if !profile[.accessibilityDate].isEmpty {
            let day = format(profile[.accessibilityDate], frame)
            statement.append(
                isGerman ? "Diese Erklärung hat den Stand \(day)." : "This statement is as of \(day).")
        }
        if let method = profile.accessibilityMethod {
            let words = language(method == .external ? .methodExternal : .methodSelf)
            statement.append(isGerman ? "Grundlage: \(words)." : "It rests on: \(words).")
        }
        let basis: HTML = statement.isEmpty ? "" : "<p>\(statement.joined(" "))</p>"
        let body: HTML = """
            \(built)\(limits.isEmpty ? HTML() : "<p>\(lines(limits))</p>")\(basis)\
            \(part(language(.label(.accessibilityContact)), profile[.accessibilityContact]))\
            \(part(language(.label(.enforcement)), profile[.enforcement]))
            """
        return page(.accessibility, frame, missing: profile.missingInAccessibility, body)
    }

    /// A day as people write it; as it stands when it cannot be read.
    private static func format(_ day: String, _ frame: PageFrame) -> String {
        guard let noon = try? Instant(iso8601: day + "T12:00:00Z") else { return day }
        return frame.format.longDate(noon)
    }
}
