// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import SensorThings
import SensorThingsFrame
package import Site
import Wire

/// Thresholds and notes of a series: the list, and the forms that add one.
package struct AnnotationsPage: Sendable {
    package var thing: Int64
    package var datastream: Int64
    package var title: String
    package var unit: String
    package var annotations: [SeriesAnnotation]
    package var fault: SeriesAnnotationFault?
    /// What was entered when something was wrong with it.
    package var entered = FormBody("")

    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.annotations))</h1><p class="lead">\(title)</p></div>
            <p>\(language(.annotationsLead))</p>\
            \(FormField.summary(fault?.words, target: target, language))
            <section class="card" aria-labelledby="list"><h2 id="list">\(language(.annotationsNow))</h2>\
            \(list(frame))</section>
            <div class="two">\(form("threshold", .newThreshold, [field("value", .thresholdValue, language)], language))\
            \(form("note", .newNote, [day("from", .firstDay, language), day("to", .lastDay, language)], language))</div></div>
            """
        return frame.document(
            title: language(.annotations), section: .sensors,
            breadcrumbs: [
                Breadcrumb(name: language(.sensors), url: .sensors()),
                Breadcrumb(name: title, url: .series(thing: thing, datastream: datastream)),
            ], content: content)
    }

    /// The kind of the form that was sent.
    private var kind: String { entered["kind"] == "note" ? "note" : "threshold" }
    private var target: String { kind + "-" + (fault?.field ?? "name") }

    private func value(_ name: String, in kind: String) -> String { kind == self.kind ? entered[name] : "" }

    private func error(_ name: String, in kind: String) -> Words? {
        fault?.field == name && kind == self.kind ? fault?.words : nil
    }

    private func field(_ name: String, _ label: Words, _ language: Language) -> HTML {
        FormField(
            name: name, label: label, help: unit.isEmpty ? nil : .inUnit(unit), value: value(name, in: "threshold"),
            autocomplete: "off", error: error(name, in: "threshold"), identifier: "threshold-" + name
        ).html(language)
    }

    private func day(_ name: String, _ label: Words, _ language: Language) -> HTML {
        FormField(
            name: name, label: label, value: value(name, in: "note"), type: "date", autocomplete: "off",
            error: error(name, in: "note"), isOptional: name == "to", identifier: "note-" + name
        ).html(language)
    }

    private func form(_ kind: String, _ title: Words, _ fields: [HTML], _ language: Language) -> HTML {
        let name = FormField(
            name: "name", label: .annotationName, value: value("name", in: kind), autocomplete: "off",
            error: error("name", in: kind), identifier: kind + "-name")
        let english = FormField(
            name: "name-en", label: .annotationNameEnglish, value: value("name-en", in: kind), autocomplete: "off",
            isOptional: true, identifier: kind + "-name-en")
        return """
            <section class="card" aria-labelledby="\(kind)"><h2 id="\(kind)">\(language(title))</h2>
            <form class="form" method="post" action="\(SiteURL.annotations(thing: thing, datastream: datastream))">\
            <input type="hidden" name="kind" value="\(kind)">\(name.html(language))\(english.html(language))\(fields)
            <div><button type="submit">\(language(.addThis))<span class="hidden">: \(language(title))</span></button></div>\
            </form></section>
            """
    }

    private func list(_ frame: PageFrame) -> HTML {
        AnnotationList(thing: thing, datastream: datastream, unit: unit, annotations: annotations, mayRemove: true)
            .html(frame)
    }
}

/// The thresholds and notes of a series as a list.
struct AnnotationList {
    let thing: Int64
    let datastream: Int64
    let unit: String
    let annotations: [SeriesAnnotation]
    let mayRemove: Bool

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        guard !annotations.isEmpty else { return "<p class=\"empty\">\(language(.noAnnotations))</p>" }
        let items = annotations.map { annotation -> HTML in
            let name = language(annotation.name)
            let text =
                switch annotation.kind {
                case .threshold(let value): name + ": " + format.measure(value, unit: unit)
                case .note(let first, let last): SensorPage.days(first, last, format) + ": " + name
                }
            var remove: HTML = ""
            if mayRemove {
                let url = SiteURL.removeAnnotation(thing: thing, datastream: datastream, annotation.id)
                remove = """
                     <form class="inline" method="post" action="\(url)"><button type="submit" class="link">\
                    \(language(.removeThis))<span class="hidden">: \(name)</span></button></form>
                    """
            }
            return "<li>\(text)\(remove)</li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }
}

extension SensorPage {
    /// Below the chart: what is said of the series; empty where there is nothing and nobody may add.
    func annotationSection(_ current: Series, _ frame: PageFrame) -> HTML {
        guard !annotations.isEmpty || mayAnnotate else { return "" }
        let language = frame.language
        let list = AnnotationList(
            thing: thing, datastream: current.id, unit: current.isSum ? language(.thresholdPerDay) : current.unit,
            annotations: annotations, mayRemove: false)
        var edit: HTML = ""
        if mayAnnotate {
            let url = SiteURL.annotations(thing: thing, datastream: current.id)
            edit = "<p><a class=\"button quiet\" href=\"\(url)\">\(language(.editAnnotations))</a></p>"
        }
        return """
            <section class="card" aria-labelledby="annotations"><h2 id="annotations">\(language(.annotations))</h2>\
            \(list.html(frame))\(edit)</section>
            """
    }
}
