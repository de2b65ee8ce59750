// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site
import Wire

/// The form of a new or an existing object.
struct EditPage {
    let context: PlanningContext
    let kind: ObjectKind
    /// Nil for a new object.
    var reference: Reference?
    var version: Int64 = 0
    var form: ObjectForm
    var visibility: PlanningObject.Visibility
    var state: PlanningObject.State
    /// Public decisions whose papers say what this says.
    var carriers: [PlanningObject] = []

    func html() -> HTML {
        let language = context.language
        let title = language(kind.name) + (reference.map { " \($0)" } ?? "")
        let heading = reference == nil ? "\(title): \(language(.add))" : "\(title): \(language(.edit))"
        let target = reference.map { SiteURL.planningObject($0, "edit") } ?? .planningNew(kind)
        let back = reference.map { SiteURL.planningObject($0) } ?? .planningList(kind)
        let final: HTML = kind == .decision ? "<p class=\"notice\">\(language(.decisionFinal))</p>" : ""
        var form = form
        form.kind = kind
        form.ticksCriteria = kind == .assessment && reference == nil
        let lead: HTML =
            switch kind {
            case .pilot: "<p class=\"lead\">\(language(.pilotNeeds))</p>"
            case .portfolio: "<p class=\"lead\">\(language(.portfolioNeeds))</p>"
            default: ""
            }
        let content: HTML = """
            <div class="inner page"><h1>\(heading)</h1>\(lead)\(form.summary())\(final)
            <form class="form wide" method="post" action="\(target)" novalidate>
            <input type="hidden" name="~version" value="\(String(version))">\(form.html())\(envelope)
            <div class="actions"><button type="submit">\(language(.save))</button>\
            <a class="button quiet" href="\(back)">\(language(.cancel))</a></div></form></div>
            """
        return context.frame.document(
            title: heading, section: .planning,
            breadcrumbs: [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: language(kind.plural), url: .planningList(kind)),
            ], scripts: Self.scripts(kind), styles: Self.styles(kind), content: content)
    }

    static func scripts(_ kind: ObjectKind) -> [SiteURL] {
        let map: [SiteURL] =
            kind.fields.contains { $0.kind == .place } ? [.vendor("leaflet.js"), .asset("plan.js")] : []
        return kind.fields.contains { $0.condition != nil } ? map + [.asset("form.js")] : map
    }

    static func styles(_ kind: ObjectKind) -> [SiteURL] {
        kind.fields.contains { $0.kind == .place } ? [.vendor("leaflet.css")] : []
    }

    private var carried: HTML {
        guard visibility == .public, !carriers.isEmpty else { return "" }
        let links = carriers.map { "<li>\(context.link($0))</li>" as HTML }
        return "<p class=\"help\">\(context.language(.carriedPublic))</p><ul class=\"plain tight\">\(links)</ul>"
    }

    private var envelope: HTML {
        let language = context.language
        var visibilities: HTML = ""
        for choice in PlanningObject.Visibility.allCases {
            visibilities += HTML.option(
                choice.rawValue, language(choice == .public ? .visiblePublic : .visibleInternal), visibility.rawValue)
        }
        var states: HTML = ""
        for choice in PlanningObject.State.allCases where choice != .submitted || state == .submitted {
            states += HTML.option(choice.rawValue, language(.planningState(choice)), state.rawValue)
        }
        return """
            <div class="two"><div class="field"><label for="~visibility">\(language(.visibilityField))</label>\
            <select id="~visibility" name="~visibility">\(visibilities)</select>\(carried)</div>\
            <div class="field"><label for="~state">\(language(.stateField))</label>\
            <select id="~state" name="~state">\(states)</select></div></div>
            """
    }
}

/// Two people changed the same: choose for each disputed question.
struct MergePage {
    let context: PlanningContext
    let conflict: PlanningConflict
    /// The step that goes on after the merge; nil: the object's own form.
    var onward: WizardPage?

    func html() -> HTML {
        let language = context.language
        let theirs = conflict.theirs
        let view = AnswerView(context: context)
        let questions = conflict.disputed.compactMap { name -> HTML? in
            guard let field = theirs.kind.field(name) else { return nil }
            let stored = view.html(theirs.document[name], field) ?? HTML(text: language(.notAnswered))
            let mine = view.html(conflict.mine[name], field) ?? HTML(text: language(.notAnswered))
            return """
                <fieldset class="field group"><legend>\(language(field.label))</legend><div class="two">\
                <div><label class="tick"><input type="radio" name="choice.\(name)" value="theirs" checked>\
                <span>\(language(.theirAnswer)) (\(context.person(theirs.modifiedBy)))</span></label><div class="card">\(stored)</div></div>\
                <div><label class="tick"><input type="radio" name="choice.\(name)" value="mine">\
                <span>\(language(.myAnswer))</span></label><div class="card">\(mine)</div></div></div></fieldset>
                """
        }
        let lead = language(questions.isEmpty ? .mergeAgrees : .mergeLead)
        let content: HTML = """
            <div class="inner page"><h1>\(language(.mergeTitle))</h1><p class="lead">\(lead)</p>
            <form class="form wide" method="post" action="\(SiteURL.planningObject(theirs.reference, "merge"))">
            <input type="hidden" name="version" value="\(String(theirs.version))">\
            <input type="hidden" name="mine" value="\(JSONValue.object(conflict.mine).text)">\
            <input type="hidden" name="merged" value="\(JSONValue.object(conflict.merged).text)">
            \(onward?.carried)\(questions)<div class="actions"><button type="submit">\(language(.saveMerged))</button>\
            <a class="button quiet" href="\(SiteURL.planningObject(theirs.reference))">\(language(.cancel))</a></div></form></div>
            """
        return context.frame.document(title: language(.mergeTitle), section: .planning, content: content)
    }
}

/// Says what follows before anything is removed.
struct DeletePage {
    let context: PlanningContext
    let object: PlanningObject

    func html() -> HTML {
        let language = context.language
        let others = context.plan.referring(to: object.reference)
        var body: HTML = """
            <p>\(language(.deleteConsequence))</p><form method="post" \
            action="\(SiteURL.planningObject(object.reference, "delete"))"><div class="actions">\
            <button type="submit">\(language(.delete))</button>\
            <a class="button quiet" href="\(SiteURL.planningObject(object.reference))">\(language(.cancel))</a></div></form>
            """
        if !others.isEmpty {
            body = """
                <p>\(language(.deleteRefused))</p><ul class="plain">\(others.map { "<li>\(context.link($0))</li>" as HTML })</ul>\
                <p class="actions"><a class="button quiet" href="\(SiteURL.planningObject(object.reference))">\(language(.cancel))</a></p>
                """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(language(.deleteQuestion))</h1><section class="card">\
            <p><strong>\(object.title)</strong> \(object.reference.description)</p>\(body)</section></div>
            """
        return context.frame.document(title: language(.deleteQuestion), section: .planning, content: content)
    }
}

/// All versions of an object with what changed in each.
struct HistoryPage {
    let context: PlanningContext
    let reference: Reference
    let versions: [PlanningVersion]

    func html() -> HTML {
        let (language, format) = (context.language, context.format)
        let view = AnswerView(context: context)
        let title = "\(language(.history)): \(versions.first?.document["title"]?.string ?? reference.description)"
        let items = versions.enumerated().map { index, version -> HTML in
            var rows: HTML = ""
            if index + 1 < versions.count {
                let older = versions[index + 1]
                for name in version.differences(to: older) {
                    guard let field = reference.kind.field(name) else { continue }
                    let before = view.html(older.document[name], field) ?? HTML(text: language(.notAnswered))
                    let after = view.html(version.document[name], field) ?? HTML(text: language(.notAnswered))
                    rows +=
                        "<div><dt>\(language(field.label))</dt><dd><del>\(before)</del> <ins>\(after)</ins></dd></div>"
                }
                if version.state != older.state {
                    let (before, after) = (
                        language(.planningState(older.state)), language(.planningState(version.state))
                    )
                    rows +=
                        "<div><dt>\(language(.stateField))</dt><dd><del>\(before)</del> <ins>\(after)</ins></dd></div>"
                }
            }
            let changes: HTML = rows.isEmpty ? "" : "<dl class=\"answers\">\(rows)</dl>"
            return """
                <li><h2>\(language(.versionField)) \(String(version.version)), \(language(version.change.name))</h2>\
                <p class="meta"><span>\(format.dateTime(version.changed))</span><span>\(version.changedBy)</span></p>\(changes)</li>
                """
        }
        let content: HTML = """
            <div class="inner page"><h1>\(title)</h1><section class="card"><ul class="results">\(items)</ul></section></div>
            """
        return context.frame.document(
            title: title, section: .planning,
            breadcrumbs: [
                Breadcrumb(name: language(.planning), url: .planningStart),
                Breadcrumb(name: language(reference.kind.plural), url: .planningList(reference.kind)),
                Breadcrumb(name: reference.description, url: .planningObject(reference)),
            ], content: content)
    }
}
