// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage

extension CatalogueRoutes {
    /// Editors publish and withdraw what their role shows them; who manages a data set also restricts it.
    func accessChoices(_ reader: Reader, _ dataset: Dataset) -> [Dataset.Access] {
        if reader.manages(dataset.id) { return [.public, .internal, .restricted] }
        guard let role = reader.role, role >= .editor, dataset.access != .restricted else { return [] }
        return [.public, .internal]
    }

    /// Changes who may see a data set, with a line in the audit trail; the rights counter moves.
    func changeAccess(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let reader = context.reader
        let form = try await form(request)
        guard reader.role != nil else {
            try context.requireWriter()
            throw Problem(
                .forbidden, "Not allowed", detail: "Sign in as editor or administrator to change access.",
                german: "Wer die Freigabe ändern will, meldet sich mit der Rolle editor oder administrator an.")
        }
        guard let access = Dataset.Access(rawValue: form["access"]) else {
            throw Problem.badRequest(
                "'access' must be one of public, internal, restricted.",
                german: "'access' ist public, internal oder restricted.")
        }
        let slug = FormBody.decoded(context.parameters.get("slug") ?? "")
        let source = form["attribution"]
        let (instant, clock) = (now(), clock())
        try await engine.write { [self] connection in
            guard var dataset = try DatasetQueries.find(slug: slug, for: reader, on: connection) else {
                throw Problem.notFound(
                    "There is no such data set, or it is not public.",
                    german: "Diesen Datensatz gibt es nicht, oder er ist nicht öffentlich.")
            }
            guard accessChoices(reader, dataset).contains(access) else {
                throw Problem(
                    .forbidden, "Not allowed",
                    detail: "Only who manages a data set restricts it; editors publish and withdraw what is internal.",
                    german:
                        "Einschränken kann nur, wer einen Datensatz verwaltet; die Redaktion veröffentlicht und zieht zurück, was intern ist."
                )
            }
            guard dataset.access != access || !source.isEmpty else { return }
            dataset.access = access
            if !source.isEmpty, dataset.attributions.isEmpty { dataset.attributions = [.init(text: source)] }
            dataset.modified = max(instant, dataset.issued)
            try DatasetQueries.save(dataset.validated(), by: reader.displayName, at: clock, on: connection)
        }
        return redirect(.datasetChanged(slug))
    }
}
