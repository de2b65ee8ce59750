// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import PlanningAnalysisPages
import PlanningFrame
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// What a matrix page sends back with its form: the cells as they were when it was made, and who is rated for.
struct MatrixForm {
    let context: PlanningContext
    let address: SiteURL
    let view: MatrixView
    /// Whether the script stores by itself.
    let savesItself: Bool

    func html(_ content: HTML) -> HTML {
        let language = context.language
        let words: [(String, Words)] = [
            ("saving", .matrixSaving), ("unsaved", .matrixUnsaved), ("saved", .matrixSaved),
            ("offline", .matrixOffline), ("pasted", .matrixPasted), ("left-out", .matrixLeftOut), ("undo", .matrixUndo),
            ("spread", .matrixSpread),
        ]
        let data = words.map { name, words -> HTML in " data-\(name)=\"\(language(words))\"" }
        let autosave: HTML = savesItself ? " data-autosave" : ""
        return """
            <form class="stacked" method="post" action="\(address)" data-matrix\(autosave)\(data) autocomplete="off" novalidate>
            <input type="hidden" name="base" value="\(JSONValue.object(view.cells.json).text)">\
            <input type="hidden" name="who" value="\(view.person)">\(content)
            <div class="actions sticky"><button type="submit">\(language(.save))</button>\
            <p role="status" data-state></p></div></form>
            """
    }
}

/// The matrix of one person: opened by a link or by their account.
struct SheetPage {
    let context: PlanningContext
    let assessment: PlanningObject
    let sheet: AssessmentSheet
    let address: SiteURL
    let view: MatrixView
    /// What contradicts itself in it.
    let hints: [Words]
    var isStored = false

    func html() -> HTML {
        let language = context.language
        let title = "\(language(.matrixTitle)): \(assessment.title)"
        let about: HTML = """
            <section class="card" aria-labelledby="about"><h2 id="about">\(language(.matrixCandidates))</h2>\
            <ul class="results">\(view.candidates.map(told))</ul></section>
            """
        // who has an account finds the way back to all sheets; a link opens this one alone
        let overview: HTML =
            sheet.isByLink
            ? ""
            : """
            <p class="actions"><a class="button quiet" href="\(SiteURL.planningObject(assessment.reference, "matrix"))">\
            \(language(.sheetsBack))</a></p>
            """
        let form = MatrixForm(context: context, address: address, view: view, savesItself: true)
        let sheetOf: HTML = """
            \(view.ratings(withPoints: true))<ul class="plain assumed" data-hints>\(Self.items(hints, language))</ul>
            """
        let content: HTML = """
            <div class="inner page"><div><h1>\(title)</h1><p class="lead">\(language(.matrixLead))</p></div>\
            \(Self.stored(isStored, view, language))<p class="notice">\(language(.sheetPrivate(sheet.name)))</p>\(view.summary)
            \(needs)\(about)
            <section class="card" aria-labelledby="matrix"><h2 id="matrix">\(language(.matrixTitle))</h2>\
            <p>\(language(.matrixPointsHelp)) \(language(.matrixRow))</p><p class="muted scripted" hidden>\(language(.matrixKeys))</p>\
            \(form.html(sheetOf))</section>\(overview)</div>
            """
        let breadcrumbs =
            sheet.isByLink
            ? []
            : [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: assessment.title, url: .planningObject(assessment.reference)),
                Breadcrumb(name: language(.matrixTitle), url: .planningObject(assessment.reference, "matrix")),
            ]
        return context.frame.document(
            title: title, section: .planning, breadcrumbs: breadcrumbs, scripts: [.asset("matrix.js")],
            content: content)
    }

    /// What somebody is told at the top after the form was sent and stored.
    static func stored(_ isStored: Bool, _ view: MatrixView, _ language: Language) -> HTML {
        guard isStored else { return "" }
        return "<p class=\"notice done\" role=\"status\">\(language(.matrixStored(view.cells.count(of: .value))))</p>"
    }

    /// What a candidate is, who would run it and what it costs, for somebody who sees nothing else of the plan.
    private func told(_ candidate: PlanningObject) -> HTML {
        let language = context.language
        var lines: [HTML] = []
        if let text = candidate.text("description") { lines.append("<p>\(text)</p>") }
        if let name = candidate.text("operator") {
            lines.append("<p>\(language(.operatorIs)): \(name)</p>")
        }
        let cost = MeasureCost(candidate, town: context.plan.town)
        lines.append(
            "<p>\(cost.isStated ? CostView(context: context, cost: cost).sentence : language(.costUnknown))</p>")
        return "<li><h3>\(candidate.title)</h3>\(lines)</li>"
    }

    /// What the candidates answer, for somebody who sees nothing else of the plan.
    private var needs: HTML {
        var seen: Set<Reference> = []
        let needs = view.candidates.flatMap { context.plan.objects($0, "needs") }
            .filter { seen.insert($0.reference).inserted }
        guard !needs.isEmpty else { return "" }
        let items = needs.map { need -> HTML in
            let text: HTML = need.text("description").map { "<p>\($0)</p>" } ?? ""
            return "<li><h3>\(need.title)</h3>\(text)</li>"
        }
        return """
            <section class="card" aria-labelledby="needs"><h2 id="needs">\(context.language(ObjectKind.need.plural))</h2>\
            <ul class="results">\(items)</ul></section>
            """
    }

    static func items(_ hints: [Words], _ language: Language) -> [HTML] {
        hints.map { "<li>\(language($0))</li>" }
    }
}

/// For who plans: who rates and how far they are, and the ratings that everybody sees.
struct MatrixPage {
    let context: PlanningContext
    let assessment: PlanningObject
    let sheets: [AssessmentSheet]
    /// Whether the reader has a sheet of their own.
    let hasOwn: Bool
    let view: MatrixView
    let people: [String]
    /// A link just made; it is shown once.
    var link: String?
    var isStored = false

    private var language: Language { context.language }

    private func address(_ part: String) -> SiteURL { .planningObject(assessment.reference, part) }

    func html() -> HTML {
        let title = "\(language(.matrixTitle)): \(assessment.title)"
        let isReady = !view.candidates.isEmpty && !view.criteria.isEmpty
        let body: HTML =
            isReady ? "\(view.summary)\(assessors)\(shared)" : "<p class=\"empty\">\(language(.matrixNotReady))</p>"
        let content: HTML = """
            <div class="inner page"><div><p class="kicker">\(context.link(assessment))</p><h1>\(title)</h1>\
            <p class="lead">\(language(.matrixLead))</p><p class="actions">\
            <a class="button quiet" href="\(SiteURL.analysis("assessment", [("assessment", assessment.reference.description)]))">\
            \(language(.assessmentTitle))</a></p></div>\(SheetPage.stored(isStored, view, language))\(choice(isOpen: !isReady))\(body)</div>
            """
        return context.frame.document(
            title: title, section: .planning,
            breadcrumbs: [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: assessment.title, url: .planningObject(assessment.reference)),
            ], scripts: [.asset("matrix.js"), .asset("chart.js")], content: content)
    }

    /// Boxes for what is weighed and by what, all at once.
    private func choice(isOpen: Bool) -> HTML {
        func ticks(
            _ name: String, _ title: Words, _ options: [(String, String, String?)], _ chosen: Set<String>
        ) -> HTML {
            let boxes = options.map { value, label, note -> HTML in
                let checked: HTML = chosen.contains(value) ? " checked" : ""
                let told: HTML = note.map { "<br><small>\($0)</small>" } ?? ""
                return """
                    <label class="tick"><input type="checkbox" name="\(name)" value="\(value)"\(checked)><span>\(label)\(told)</span></label>\
                    <input type="hidden" name="shown" value="\(value)">
                    """
            }
            return """
                <fieldset class="field group"><legend>\(language(title))</legend><div class="ticks">\(boxes)</div></fieldset>
                """
        }
        let measures = context.plan.objects(of: .measure).map {
            ($0.reference.description, "\($0.reference) \($0.title)", String?.none)
        }
        let own = Set(view.candidates.map(\.reference.description))
        let open: HTML = isOpen ? " open" : ""
        return """
            <details class="section"\(open)><summary>\(language(.matrixChoose))</summary>\
            <form class="form wide" method="post" action="\(address("criteria"))">\
            \(ticks("candidates", .candidates, measures, own))\
            \(ticks("criteria", .matrixCriteria, context.criteria.map { ($0.id, $0.name, $0.question) }, Set(view.criteria.map(\.id))))\
            <div class="actions"><button type="submit">\(language(.save))</button></div></form></details>
            """
    }

    private var assessors: HTML {
        let (values, points) = (view.candidates.count * view.criteria.count, view.criteria.count)
        let columns = [
            Words.assessor, .sheetBy, .sheetValues, .matrixPoints, .sheetModified, .sheetExpires, .sheetAction,
        ]
        let rows = sheets.map { sheet -> HTML in
            let cells: [String] = [
                language(sheet.isByLink ? .sheetByLink : .sheetByAccount),
                language(.sheetOf(sheet.cells.count(of: .value), values)),
                language(.sheetOf(sheet.cells.count(of: .points), points)),
                sheet.cells.members.isEmpty ? "–" : context.format.dateTime(sheet.modified),
                context.format.date(sheet.expires),
            ]
            let told = zip(columns.dropFirst(), cells).map { "<td data-label=\"\(language($0))\">\($1)</td>" as HTML }
            return """
                <tr><th scope="row">\(sheet.name)</th>\(told)<td><form method="post" action="\(address("raters"))">\
                <input type="hidden" name="name" value="\(sheet.name)"><button type="submit" class="quiet" name="deed" value="withdraw">\
                \(language(.sheetWithdraw))<span class="hidden">: \(sheet.name)</span></button></form></td></tr>
                """
        }
        let heads = columns.map { "<th scope=\"col\">\(language($0))</th>" as HTML }
        let table: HTML =
            rows.isEmpty
            ? "<p class=\"muted\">\(language(.sheetNobody))</p>"
            : """
            <div class="table" tabindex="0" role="group" aria-label="\(language(.sheetsTitle))"><table class="stack"><thead><tr>\(heads)</tr>\
            </thead><tbody>\(rows)</tbody></table></div><p class="muted">\(language(.sheetWithdrawHelp))</p>
            """
        var made: HTML = ""
        if let link {
            made = """
                <p role="status">\(language(.sheetMade))</p><p class="address"><code id="invitation">\(link)</code>\
                <button type="button" class="quiet" data-copy="invitation" data-done="\(language(.copied))" hidden>\(language(.copy))</button></p>
                """
        }
        let own: HTML =
            hasOwn
            ? "<p class=\"actions\"><a class=\"button quiet\" href=\"\(address("own"))\">\(language(.sheetOwn))</a></p>"
            : """
            <form method="post" action="\(address("raters"))"><p class="actions"><button type="submit" class="quiet" name="deed" \
            value="own">\(language(.sheetOwn))</button></p></form>
            """
        let idle = sheets.filter { $0.cells.count(of: .value) < values }.map(\.name)
        let waiting: HTML =
            idle.isEmpty ? "" : "<p class=\"notice\">\(language(.sheetsUnfinished(idle.joined(separator: ", "))))</p>"
        let end: HTML =
            sheets.isEmpty
            ? ""
            : """
            <form class="stacked" method="post" action="\(address("end"))"><p class="help">\(language(.sheetEndHelp))</p>\(waiting)\
            <p><label><input type="checkbox" name="sure" value="1" required> \(language(.sheetEndSure))</label></p>\
            <p class="actions"><button type="submit" class="quiet">\(language(.sheetEnd))</button></p></form>
            """
        guard assessment.state != .closed else {
            return """
                <section class="card plain" aria-labelledby="raters"><h2 id="raters">\(language(.sheetsTitle))</h2>\
                <p>\(language(.sheetsEnded))</p></section>
                """
        }
        return """
            <section class="card plain" aria-labelledby="raters"><h2 id="raters">\(language(.sheetsTitle))</h2><p>\(language(.sheetsLead))</p>\
            \(made)\(table)<form class="filters" method="post" action="\(address("raters"))">\(HTML.once)<div class="field grow">\
            <label for="rater">\(language(.sheetName))</label><input id="rater" name="name" type="text" maxlength="200" required></div>\
            <button type="submit" class="quiet" name="deed" value="link">\(language(.sheetMake))</button></form>\(own)\(end)</section>
            """
    }

    private var shared: HTML {
        var options = HTML.option("", language(.matrixTogether), view.person)
        for name in people { options += HTML.option(name, name, view.person) }
        let choice: HTML =
            people.isEmpty
            ? ""
            : """
            <form class="filters" method="get" action="\(address("matrix"))"><div class="field"><label for="rated">\
            \(language(.matrixWho))</label><select id="rated" name="who">\(options)</select></div>\
            <button type="submit" class="quiet">\(language(.show))</button></form>
            """
        let form = MatrixForm(context: context, address: address("matrix"), view: view, savesItself: false)
        let grids: HTML = """
            \(view.ratings(withPoints: false))<h3>\(language(.matrixWeights))</h3><p>\(language(.matrixPointsHelp))</p>\
            \(view.weights(of: people))
            """
        return """
            <section class="card plain" aria-labelledby="matrix"><h2 id="matrix">\(language(.matrixOfAll))</h2>\
            <p>\(language(.matrixOfAllLead)) \(language(.matrixRow))</p><p class="muted scripted" hidden>\(language(.matrixKeys))</p>\(choice)\(form.html(grids))</section>
            """
    }
}
