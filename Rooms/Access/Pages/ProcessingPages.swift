// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage

/// The record of processing activities (GDPR, article 30), made from what the data sets say.
struct ProcessingRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/account/processing", Words("Das Verarbeitungsverzeichnis", "The record of processing activities"))
        {
            request, context in
            try context.requireAdministrator()
            let entries = try await engine.read { try ProcessingQueries.all(on: $0) }
            return html(ProcessingPage(entries: entries).html(try await frame(request, context)), request)
        }
        routes.post(
            "/data/{slug}/processing",
            Words("Festhalten, wozu Daten über Menschen verarbeitet werden", "Record what data about people are for")
        ) { request, context in
            let form = try await form(request, limit: 65_536)
            let (dataset, slug) = try await managed(context)
            let texts = ProcessingRecord.Field.allCases.map { ($0, form.trimmed($0.rawValue)) }
            if let long = texts.first(where: { $0.1.count > ProcessingRecord.limit }) {
                throw Problem.badRequest(
                    "'\(long.0.rawValue)' has more than \(ProcessingRecord.limit) characters.",
                    german: "'\(long.0.rawValue)' hat mehr als \(ProcessingRecord.limit) Zeichen.")
            }
            let record = ProcessingRecord(Dictionary(uniqueKeysWithValues: texts))
            let (actor, instant) = (context.reader.displayName, clock())
            try await engine.write { connection in
                try ProcessingQueries.save(record, of: dataset, by: actor, at: instant, on: connection)
            }
            return redirect(.datasetRights(slug))
        }
        return routes
    }
}

/// Where who manages a data set says what its data about people are for.
struct ProcessingForm: Sendable {
    var dataset: Dataset
    var record: ProcessingRecord

    func html(_ language: Language) -> HTML {
        let fields = ProcessingRecord.Field.allCases.map { field -> HTML in
            let (label, help) = Words.processing(field)
            return """
                <div class="field"><label for="\(field.rawValue)">\(language(label))</label>\
                <p class="help" id="\(field.rawValue)-help">\(language(help))</p>\
                <textarea id="\(field.rawValue)" name="\(field.rawValue)" rows="2" maxlength="\(ProcessingRecord.limit)" \
                aria-describedby="\(field.rawValue)-help">\(record[field])</textarea></div>
                """
        }
        return """
            <section class="card" aria-labelledby="processing"><h2 id="processing">\(language(.processingTitle))</h2>\
            <p>\(language(.processingLead))</p>
            <form class="form" method="post" action="\(SiteURL.datasetProcessing(dataset.slug))">\(fields)\
            <div><button type="submit">\(language(.save))</button></div></form></section>
            """
    }
}

/// All of them on one page, to print and to hand over.
struct ProcessingPage: Sendable {
    var entries: [ProcessingQueries.Entry]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sections = entries.map { entry -> HTML in
            let dataset = entry.dataset
            let facts = ProcessingRecord.Field.allCases.map { field -> HTML in
                let text = entry.record[field]
                let value: HTML = text.isEmpty ? "<strong>\(language(.processingMissing))</strong>" : HTML(text: text)
                return "<div><dt>\(language(Words.processing(field).label))</dt><dd>\(value)</dd></div>"
            }
            let marks = entry.pseudonyms.map { column -> HTML in
                "\(column.name) (\(language(Words.newKey(column.period))))"
            }
            let pseudonyms: HTML =
                marks.isEmpty
                ? "" : "<div><dt>\(language(.processingPseudonyms))</dt><dd>\(marks.joined(", "))</dd></div>"
            return """
                <section class="card" aria-labelledby="set-\(Int(dataset.id))"><h2 id="set-\(Int(dataset.id))">\
                <a href="\(SiteURL.datasetRights(dataset.slug))">\(language(dataset.title, dataset.titleEnglish))</a></h2>
                <dl class="facts"><div><dt>\(language(.personalLabel))</dt><dd>\(language(.name(entry.personal)))</dd></div>\
                <div><dt>\(language(.processingOwner))</dt><dd>\(dataset.owner)\
                \(dataset.contact.map { HTML(text: ", " + $0) })</dd></div>\(pseudonyms)\(facts)</dl></section>
                """
        }
        let list: HTML =
            sections.isEmpty ? "<p class=\"empty\">\(language(.processingNone))</p>" : sections.joined("\n")
        let content: HTML = """
            <div class="inner page"><h1>\(language(.processingTitle))</h1>\
            <p class="lead">\(language(.processingPageLead(frame.town)))</p>
            \(list)</div>
            """
        return frame.document(title: language(.processingTitle), section: .none, content: content)
    }
}
