// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Ingest
import IngestWaiting
import Site
import Wire

/// A delivery that waits: what it seems to be, what is open, what would be stored, and the way in.
struct WaitingPage: Sendable {
    /// What a form on the page was refused for.
    struct Fault: Sendable {
        let words: Words
        let field: String
    }

    var waiting: WaitingImport
    /// Whether its files lie where this server can read them.
    var hasFiles = true
    var questions: [ImportQuestion]
    /// Nil where the document cannot be read; `fault` says why.
    var preview: ImportPreview?
    var documentFault: String?
    var datasets: [Dataset]
    var go: GoForm
    var fault: Fault?

    /// What is known of the data set.
    struct GoForm: Sendable {
        var dataset = "new"
        var title = ""
        var owner = ""
        var contact = ""
        var licence = ""
    }

    var kind: String { waiting.document["kind"]?.string ?? "" }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = waiting.files.first?.name ?? waiting.address ?? language(.newImport)
        let files = waiting.files.map { file -> HTML in
            "<li>\(file.name) <span class=\"muted\">(\(Self.size(file.bytes, frame.format)))</span></li>"
        }
        let until = language(.waitingUntil) + " " + frame.format.dateTime(waiting.expires)
        let isKnown = hasFiles && (kind == "series" || kind == "layer")
        let lead: Words =
            !hasFiles
            ? .filesGone : kind == "series" ? .looksLikeSeries : kind == "layer" ? .looksLikeLayer : .looksUnknown
        let broken: HTML =
            waiting.fault.map { text in
                "<div class=\"summary\"><p><strong>\(language(.importFault))</strong></p><p>\(text)</p></div>"
            } ?? ""
        let unknown: HTML = isKnown || !hasFiles ? "" : "<div class=\"notice\"><p>\(language(.unknownHelp))</p></div>"
        let content: HTML = """
            <div class="inner page" data-import><div><h1>\(title)</h1>\
            <p class="lead">\(language(lead))</p></div>
            \(FormField.summary(fault?.words, target: fault?.field ?? "", language))\(broken)\(unknown)
            \(isKnown ? corrections(frame) : "")
            \(hasFiles ? previewSection(frame) : "")
            \(isKnown ? goSection(frame) : "")
            <section class="card plain"><h2>\(language(.deliveredFiles))</h2><ul class="plain">\(files)</ul>\
            <p class="muted">\(until)</p>
            <form method="post" action="\(SiteURL.discardImport(waiting.id))">\
            <button type="submit" class="quiet">\(language(.discardDelivery))</button></form></section>
            \(ImportDocumentView(waiting: waiting).html(frame))</div>
            """
        return frame.document(
            title: title, section: .operation, breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)],
            scripts: MapView.scripts + [.asset("import.js")], styles: MapView.styles, content: content)
    }

    static func size(_ bytes: Int64, _ format: Format) -> String {
        bytes < 1 << 20
            ? format.number(Double(bytes) / 1024, decimals: bytes < 10_240 ? 1 : 0) + "\u{202F}KB"
            : format.number(Double(bytes) / 1_048_576, decimals: 1) + "\u{202F}MB"
    }

    // MARK: Questions and corrections

    private func corrections(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let open: HTML =
            questions.isEmpty
            ? "<p class=\"calm\">\(language(.noQuestions))</p>" : questions.map(question(language)).joined("")
        let fields = CorrectionFields(waiting: waiting, open: Set(questions.map(\.field))).html(frame)
        return """
            <form class="stacked" method="post" action="\(SiteURL.waitingImport(waiting.id))" data-corrections>
            <section class="card" id="questions" aria-labelledby="questions-title"><h2 id="questions-title">\
            \(language(.openQuestions))</h2>\(open)</section>
            <section class="card" aria-labelledby="corrections-title"><h2 id="corrections-title">\
            \(language(.corrections))</h2>\(fields)</section>
            <div class="actions"><button type="submit">\(language(.saveAndPreview))</button></div></form>
            """
    }

    private func question(_ language: Language) -> (ImportQuestion) -> HTML {
        { question in
            guard !question.isText else {
                return FormPieces(language: language).text(question.field, question.text, "", isShort: true)
            }
            let choices = question.choices.enumerated().map { number, choice -> HTML in
                let id = "\(question.field)-\(number)"
                let outcome: HTML =
                    choice.outcome.map { words in
                        " <span class=\"muted\">– \(ChoiceOutcome.lead(question.field, language))\(language(words))</span>"
                    } ?? ""
                return """
                    <label class="tick" for="\(id)"><input id="\(id)" type="radio" name="\(question.field)" \
                    value="\(choice.value)"> <span>\(language(choice.label))\(outcome)</span></label>
                    """
            }
            let entry: HTML =
                question.entry.map {
                    FormPieces(language: language).text(
                        $0.field, $0.label, "", list: $0.list, isShort: true)
                } ?? ""
            return """
                <fieldset class="group field" id="\(question.field)"><legend>\(language(question.text))</legend>\
                <div class="choices">\(choices)\(entry)</div></fieldset>
                """
        }
    }

    // MARK: Preview

    private func previewSection(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let body: HTML
        if let preview {
            body = PreviewView(preview: preview, waiting: waiting.id).html(frame)
        } else {
            body = """
                <div class="summary"><p><strong>\(language(.previewFault))</strong></p>\
                <p>\(documentFault ?? "")</p></div>
                """
        }
        return """
            <section class="card" id="preview" aria-labelledby="preview-title" aria-live="polite">\
            <h2 id="preview-title">\(language(.previewTitle))</h2>\(body)</section>
            """
    }

    // MARK: Go

    private func goSection(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let pieces = FormPieces(language: language)
        let sets = [("new", Words.goNew)] + datasets.map { ($0.slug, Words($0.title, $0.titleEnglish)) }
        let licences = [("", Words.pleaseChoose)] + Licence.all.map { ($0.code, Words($0.name, $0.nameEnglish)) }
        let open: HTML =
            questions.isEmpty
            ? ""
            : "<div class=\"notice\"><p>\(language(.questionsLeft(questions.count))) \(language(.goAnswerFirst))</p></div>"
        let isNew = go.dataset == "new"
        let describing: HTML = """
            \(pieces.text("title", .goDatasetTitle, go.title))
            \(pieces.text("owner", .goOwner, go.owner))
            \(pieces.text("contact", .goContact, go.contact))
            \(pieces.select("licence", .goLicence, licences, go.licence, help: HTML(text: language(.goLicenceHelp))))
            """
        let choice =
            datasets.isEmpty
            ? "<input type=\"hidden\" name=\"dataset\" value=\"new\">"
            : pieces.select("dataset", .goDataset, sets, go.dataset)
        let mark: HTML = isNew ? " open" : ""
        let description: HTML =
            datasets.isEmpty
            ? describing
            : """
            <details class="section"\(mark)><summary>\(language(.goNew))</summary>\
            <div class="questions">\(describing)</div></details>
            """
        return """
            <section class="card" id="go" aria-labelledby="go-title"><h2 id="go-title">\(language(.goTitle))</h2>\(open)
            <form class="form wide" method="post" action="\(SiteURL.goImport(waiting.id))">\(choice)\(description)
            <div><button type="submit">\(language(.goButton))</button></div></form></section>
            """
    }
}

/// The document itself, for those who want to see or write it.
struct ImportDocumentView: Sendable {
    let waiting: WaitingImport

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let text = WaitingImport.text(of: waiting.document)
        return """
            <details class="section"><summary>\(language(.groupExpert))</summary><div class="questions">\
            <p>\(language(.expertHelp))</p>
            <p><a href="\(SiteURL.waitingMapping(waiting.id))" download>\(language(.downloadMapping))</a></p>
            <form class="form wide" method="post" action="\(SiteURL.waitingImport(waiting.id))">\
            <div class="field"><label for="document">\(language(.documentText))</label>\
            <textarea id="document" name="document" rows="18" spellcheck="false">\(text)</textarea></div>\
            <div><button type="submit" class="quiet">\(language(.saveDocument))</button></div></form></div></details>
            """
    }
}
