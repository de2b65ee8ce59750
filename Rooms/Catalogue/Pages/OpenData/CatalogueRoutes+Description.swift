// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import HTTPSupport
import HTTPTypes
import Hummingbird
import RDF
import Rights
import SensorThingsFrame
import Site
import Storage

/// The form behind a data set's entry in catalogues.
extension CatalogueRoutes {
    func addDescriptionRoutes(to routes: inout RoomRoutes) {
        routes.get(
            "/data/{slug}/description",
            Words(
                "Beschreibung und Katalogeintrag eines Datensatzes: das Formular",
                "Description and catalogue entry of a data set: the form")
        ) { request, context in
            let (dataset, record) = try await described(context)
            return try await page(DescriptionForm(dataset, record), request, context)
        }
        routes.post(
            "/data/{slug}/description",
            Words(
                "Beschreibung und Katalogeintrag speichern oder vorher ansehen",
                "Keep description and catalogue entry, or look at them first")
        ) { request, context in try await saveDescription(request, context) }
    }

    /// A letter of a form may take twelve bytes.
    private static let longestForm = 12 * (4 * DescriptionForm.longestText)

    private func described(_ context: HTTPContext) async throws -> (Dataset, CatalogueRecord) {
        let reader = context.reader
        let dataset = try await visible(context).dataset
        if reader.role == nil { try context.requireDelivery() }
        let record = try await engine.read { connection in
            try DatasetQueries.require(.write, dataset.id, reader, on: connection)
            return try CatalogueRecordQueries.find(of: dataset.id, on: connection)
        }
        return (dataset, record)
    }

    private func saveDescription(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let body = try await form(request, limit: Self.longestForm)
        let (known, _) = try await described(context)
        var form = DescriptionForm(body, of: known)
        form.dataset.modified = max(now(), known.issued)
        if body["action"] == "preview" || !form.faults.isEmpty {
            return try await page(form, request, context, status: form.faults.isEmpty ? .ok : .badRequest)
        }
        let (dataset, record) = (form.dataset, form.record)
        let (reader, clock) = (context.reader, clock())
        try await engine.write { connection in
            try DatasetQueries.require(.write, dataset.id, reader, on: connection)
            try CatalogueRecordQueries.save(dataset, record, by: reader.displayName, at: clock, on: connection)
        }
        return redirect(SiteURL(SiteURL.datasetDescription(dataset.slug).path + "?done=saved"))
    }

    /// The form with what the catalogue will say.
    private func page(
        _ form: DescriptionForm, _ request: Request, _ context: HTTPContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var form = form
        let (assembly, reader, shown) = (assembly(context), context.reader, form)
        let page = try await engine.read { connection in
            try assembly.page(of: shown.dataset, record: shown.record, for: reader, on: connection)
        }
        if let dataset = page.datasets.first {
            form.entry = dataset
            form.preview = String(decoding: TurtleWriter.bytes(page.graph(of: dataset, .version3)), as: UTF8.self)
        }
        form.isSaved = request.method == .get && query(request)["done"] == "saved"
        return html(form.html(try await frame(request, context)), request, status: status)
    }
}
