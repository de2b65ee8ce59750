// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import SensorThings
import SensorThingsFrame
import Site
import Storage
import Wire

extension SensorRoutes {
    /// The series of the address, for who may write to its data set.
    private func annotated(_ context: HTTPContext) async throws -> (town: TownReading, record: SeriesRecord) {
        try context.requireDelivery()
        let (thing, datastream) = (try number(context, "thing"), try number(context, "datastream"))
        let town = try await town(context)
        guard
            let record = town.series(datastream), record.thing == thing, let dataset = record.dataset
        else {
            throw Self.noSuchSeries
        }
        let reader = context.reader
        try await engine.read { try DatasetQueries.require(.write, dataset, reader, on: $0) }
        return (town, record)
    }

    private func page(
        _ record: SeriesRecord, _ language: Language, _ fault: SeriesAnnotationFault? = nil,
        _ entered: FormBody = FormBody("")
    ) async throws -> AnnotationsPage {
        let id = record.datastream ?? 0
        let annotations = try await engine.read { try SeriesAnnotationQueries.of(id, on: $0) }
        return AnnotationsPage(
            thing: record.thing, datastream: id, title: record.label,
            unit: record.quantity.isSum ? language(.thresholdPerDay) : record.quantity.unit,
            annotations: annotations, fault: fault, entered: entered)
    }

    func annotations(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (town, record) = try await annotated(context)
        return html(try await page(record, language(request)).html(frame(request, context, town)), request)
    }

    func annotate(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (town, record) = try await annotated(context)
        let form = try await form(request)
        let (id, actor, instant) = (record.datastream ?? 0, context.reader.displayName, clock())
        do {
            let annotation = try Self.annotation(form, language(request))
            try await engine.write { connection in
                try SeriesAnnotationQueries.add(annotation, to: id, by: actor, at: instant, on: connection)
            }
            return redirect(.annotations(thing: record.thing, datastream: id))
        } catch let fault as SeriesAnnotationFault {
            let page = try await page(record, language(request), fault, form)
            return html(page.html(frame(request, context, town)), request, status: .badRequest)
        }
    }

    func removeAnnotation(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (_, record) = try await annotated(context)
        _ = try await form(request)
        let annotation = try number(context, "annotation")
        let (id, actor, instant) = (record.datastream ?? 0, context.reader.displayName, clock())
        let isGone = try await engine.write { connection in
            try SeriesAnnotationQueries.remove(annotation, of: id, by: actor, at: instant, on: connection)
        }
        guard isGone else {
            throw Problem.notFound(
                "There is no such threshold or note.", german: "Diesen Grenzwert oder diese Notiz gibt es nicht.")
        }
        return redirect(.annotations(thing: record.thing, datastream: id))
    }

    private static func annotation(
        _ form: FormBody, _ language: Language
    ) throws(SeriesAnnotationFault) -> SeriesAnnotation {
        let english = form.trimmed("name-en")
        let name = Words(form.trimmed("name"), english.isEmpty ? nil : english)
        guard !name.german.isEmpty else { throw .noName }
        guard form["kind"] == "note" else {
            let numerals = Numerals(german: language == .german)
            guard let value = numerals.number(from: form["value"]), value.isFinite else { throw .noValue }
            return SeriesAnnotation(name: name, kind: .threshold(value))
        }
        guard let first = CalendarDay(parsing: form["from"]) else { throw .noDays }
        guard let last = form["to"].isEmpty ? first : CalendarDay(parsing: form["to"]), first <= last else {
            throw .noDays
        }
        return SeriesAnnotation(name: name, kind: .note(first: first.number, last: last.number))
    }
}
