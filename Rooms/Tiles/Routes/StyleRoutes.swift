// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import HTTPSupport
import HTTPTypes
import Hummingbird
import LayerStyles
import Rights
import Site
import Storage
import Wire

/// The editor of a layer's style, for who may change the layer.
struct StyleRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/layers/style/{collection}", .stylePurpose) { request, context in
            try await show(request, context)
        }
        routes.post("/layers/style/{collection}", .styleKeptPurpose) { request, context in
            try await change(request, context)
        }
        return routes
    }

    /// The layer of the path and its style as it was kept, if who asks may change them.
    private func styled(_ context: HTTPContext) async throws -> (FeatureCollection, LayerStyle?) {
        let (name, reader) = (context.parameters.get("collection") ?? "", context.reader)
        try context.requireDelivery()
        let found = try await engine.read { connection -> (FeatureCollection, LayerStyle?)? in
            guard let collection = try FeatureCollectionQueries.find(name, for: reader, on: connection),
                let dataset = collection.datasetID
            else { return nil }
            try DatasetQueries.require(.write, dataset, reader, on: connection)
            return (collection, try LayerStyleQueries.kept(of: collection, on: connection))
        }
        guard let found else {
            throw Problem.notFound(
                "There is no such layer; /ogc/collections lists them.",
                german: "Eine solche Ebene gibt es nicht; /ogc/collections nennt alle.")
        }
        return found
    }

    private func show(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let (collection, kept) = try await styled(context)
        let (fields, language) = (query(request), language(request))
        let fitting = kept?.fitting(collection.fields)
        var style = fitting ?? LayerStyle()
        var question = StyleQuestion(
            kind: style.kind, property: style.property ?? collection.fields.first?.name ?? "")
        var note: Words? = ["saved": Words.styleSaved, "removed": .styleRemoved][fields["done"]]
        if note == nil, fitting != kept { note = .styleLost }
        var faults: [StyleFault] = []
        if let kind = StyleQuestion.Kind(rawValue: fields["kind"]) {
            question = StyleQuestion(
                kind: kind, property: fields["property"], count: Int(fields["count"]) ?? 5,
                division: StyleQuestion.Division(rawValue: fields["division"]) ?? .equal)
            let (asked, base) = (question, style)
            do {
                style = try await context.read(engine, isCostly: true) {
                    try base.proposed(asked, for: collection, on: $0)
                }
                note = .isProposal
            } catch let fault as StyleFault {
                faults = [StyleFault("ask-property", fault.words)]
            }
        }
        var form = StyleForm(style, language)
        form.faults = faults
        let page = StylePage(
            collection: collection, form: form, style: style, isKept: kept != nil, note: note, question: question,
            background: site.tileAttribution)
        let status: HTTPResponse.Status = faults.isEmpty ? .ok : .badRequest
        return html(page.html(try await frame(request, context)), request, status: status)
    }

    private func change(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let body = try await form(request, limit: 65_536)
        let (collection, kept) = try await styled(context)
        let (reader, now) = (context.reader, clock())
        if body["action"] == "remove" {
            try await engine.write { connection in
                try Self.require(collection, reader, on: connection)
                try LayerStyleQueries.remove(of: collection, by: reader.displayName, at: now, on: connection)
            }
            return redirect(.style(of: collection.name, done: "removed"))
        }
        var form = StyleForm(body)
        let style = form.read(language(request))
        form.add(style.faults(for: collection.fields))
        if form.faults.isEmpty, body["action"] == "save" {
            try await engine.write { connection in
                try Self.require(collection, reader, on: connection)
                try LayerStyleQueries.save(style, of: collection, by: reader.displayName, at: now, on: connection)
            }
            return redirect(.style(of: collection.name, done: "saved"))
        }
        let page = StylePage(
            collection: collection, form: form,
            style: form.faults.isEmpty ? style : kept?.fitting(collection.fields) ?? LayerStyle(),
            isKept: kept != nil, note: form.faults.isEmpty ? .isPreview : nil,
            question: StyleQuestion(kind: form.kind, property: form.property), background: site.tileAttribution)
        let status: HTTPResponse.Status = form.faults.isEmpty ? .ok : .badRequest
        return html(page.html(try await frame(request, context)), request, status: status)
    }

    private static func require(
        _ collection: FeatureCollection, _ reader: Reader, on connection: any StorageConnection
    ) throws {
        guard let dataset = collection.datasetID else { return }
        try DatasetQueries.require(.write, dataset, reader, on: connection)
    }
}
