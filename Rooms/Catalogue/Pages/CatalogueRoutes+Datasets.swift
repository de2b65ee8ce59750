// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import IngestPages
import SensorThings
import SensorThingsPages
import Site
import Storage
import Wire

extension CatalogueRoutes {
    /// Editors publish and withdraw; only administrators restrict data to themselves.
    func accessChoices(_ reader: Reader) -> [Dataset.Access] {
        guard let role = reader.role, role >= .editor else { return [] }
        return role == .administrator ? [.public, .internal, .restricted] : [.public, .internal]
    }

    /// Changes who may see a data set, with a line in the audit trail; the rights counter moves.
    func changeAccess(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let reader = context.reader
        let form = try await form(request)
        let choices = accessChoices(reader)
        guard !choices.isEmpty else {
            try context.requireWriter()
            throw Problem(.forbidden, "Not allowed", detail: "Sign in as editor or administrator to change access.")
        }
        guard let access = Dataset.Access(rawValue: form["access"]) else {
            throw Problem.badRequest("'access' must be one of public, internal, restricted.")
        }
        guard choices.contains(access) else {
            throw Problem(.forbidden, "Not allowed", detail: "Only administrators may restrict a data set.")
        }
        let slug = FormBody.decoded(context.parameters.get("slug") ?? "")
        let instant = now()
        do {
            try await engine.write { connection in
                guard var dataset = try DatasetQueries.find(slug: slug, for: reader, on: connection) else {
                    throw Problem.notFound("There is no such data set, or it is not public.")
                }
                guard dataset.access != access else { return }
                dataset.access = access
                dataset.modified = max(instant, dataset.issued)
                try DatasetQueries.save(dataset.validated(), on: connection)
                try AuditTrail.append(
                    "update", object: "dataset/\(slug)", by: reader.displayName, at: instant,
                    detail: .object(["access": .string(access.rawValue)]), on: connection)
            }
        } catch let error as Dataset.ValidationError {
            throw Problem.badRequest(error.description)
        }
        return redirect(.dataset(slug))
    }
}
