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
import Wire

/// Who may see, change and manage which data set, and why.
struct GrantRoutes: PageSet {
    let site: Site
    let control: AccessControl

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/account/rights", Words("Wer welche Daten sehen, ändern und verwalten darf", "The rights matrix")) {
            request, context in try await matrix(request, context)
        }
        routes.get("/data/{slug}/rights", Words("Wer einen Datensatz benutzen darf", "Who may use a data set")) {
            request, context in
            let (dataset, _) = try await managed(context)
            return html(try await page(dataset).html(try await frame(request, context)), request)
        }
        routes.post("/data/{slug}/rights", Words("Einen Datensatz freigeben", "Grant a data set")) {
            request, context in try await grant(request, context)
        }
        routes.post(
            "/data/{slug}/rights/{number}/withdraw", Words("Eine Freigabe zurücknehmen", "Withdraw a grant")
        ) { request, context in try await withdraw(request, context) }
        routes.post(
            "/data/{slug}/personal", Words("Sagen, ob Daten Menschen betreffen", "Say whether data are about people")
        ) { request, context in try await setPersonal(request, context) }
        routes.post(
            "/account/rights", Words("Eine Freigabe für Datensätze erteilen", "Grant data sets")
        ) { request, context in try await grantAny(request, context) }
        routes.post(
            "/account/rights/{number}/withdraw", Words("Irgendeine Freigabe zurücknehmen", "Withdraw any grant")
        ) { request, context in
            try context.requireAdministrator()
            _ = try await form(request)
            let (id, actor, instant) = (try number(context, "number"), context.reader.displayName, clock())
            try await engine.write { try GrantQueries.withdraw(id, by: actor, at: instant, connection: $0) }
            return redirect(.rights)
        }
        return routes
    }

    /// A person or a department, a data set or all of an owner: each pair of them.
    private func grantAny(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        let (actor, instant) = (context.reader.displayName, clock())
        let subject: AccessGrant.Subject
        if let id = Int64(form["person"]) {
            subject = .account(try await control.account(id).id)
        } else {
            subject = .department(form["department"])
        }
        let object: AccessGrant.Object = form["slug"].isEmpty ? .owner(form["owner"]) : .dataset(form["slug"])
        do {
            guard let level = Rights.Level(rawValue: form["level"]) else { throw AccessError.invalidField("level") }
            try await engine.write { connection in
                try GrantQueries.grant(level, on: object, to: subject, by: actor, at: instant, connection: connection)
            }
        } catch let error as AccessError {
            var page = try await overview(request, context)
            page.fault = .chooseGrant
            if case .noSuchDataset = error { page.fault = .datasetGone }
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        return redirect(.rights)
    }

}

extension PageSet {
    /// The data set of the path, for who manages it; 404 for who may not even see it.
    func managed(_ context: HTTPContext) async throws -> (dataset: Dataset, slug: String) {
        let (slug, reader) = (FormBody.decoded(context.parameters.get("slug") ?? ""), context.reader)
        guard let dataset = try await engine.read({ try DatasetQueries.find(slug: slug, for: reader, on: $0) }) else {
            throw Problem.notFound(
                "There is no such data set, or it is not public.",
                german: "Diesen Datensatz gibt es nicht, oder er ist nicht öffentlich.")
        }
        guard reader.manages(dataset.id) else {
            if reader.role == nil { try context.requireAdministrator() }
            throw Problem(
                .forbidden, "Not allowed", detail: "This is for those who manage the data set.",
                german: "Das ist für alle, die den Datensatz verwalten.")
        }
        return (dataset, slug)
    }
}

extension GrantRoutes {
    private func page(_ dataset: Dataset) async throws -> DatasetRightsPage {
        let accounts = try await control.accounts().filter { $0.disabled == nil }
        return try await engine.read { connection in
            DatasetRightsPage(
                dataset: dataset, personal: try DatasetQueries.personalData(of: dataset.id, on: connection),
                record: try ProcessingQueries.find(of: dataset.id, on: connection),
                grants: try GrantQueries.list(dataset: dataset.id, on: connection),
                people: try accounts.map { account in
                    (account, try AccessReasons.find(account: account.id, dataset: dataset.id, on: connection))
                })
        }
    }

    private func grant(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        let (dataset, slug) = try await managed(context)
        let (actor, instant) = (context.reader.displayName, clock())
        let subject: AccessGrant.Subject
        let department = form["department"]
        if let id = Int64(form["account"]) {
            subject = .account(try await control.account(id).id)
        } else {
            subject = .department(department)
        }
        guard let level = Rights.Level(rawValue: form["level"]), subject != .department("") else {
            var page = try await page(dataset)
            page.fault = .chooseSubject
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        try await engine.write { connection in
            try GrantQueries.grant(
                level, on: .dataset(slug), to: subject, by: actor, at: instant, connection: connection)
        }
        return redirect(.datasetRights(slug))
    }

    private func withdraw(_ request: Request, _ context: HTTPContext) async throws -> Response {
        _ = try await form(request)
        let (dataset, slug) = try await managed(context)
        let (id, actor, instant) = (try number(context, "number"), context.reader.displayName, clock())
        try await engine.write { connection in
            // only what this page shows, and not what is given for all of an owner
            let own = try GrantQueries.list(dataset: dataset.id, on: connection)
            guard own.contains(where: { $0.id == id && $0.object == .dataset(slug) }) else {
                throw AccessError.noSuchGrant(id)
            }
            try GrantQueries.withdraw(id, by: actor, at: instant, connection: connection)
        }
        return redirect(.datasetRights(slug))
    }

    private func setPersonal(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let form = try await form(request)
        let (dataset, slug) = try await managed(context)
        guard let kind = PersonalData(rawValue: form["personal"]) else {
            throw Problem.badRequest(
                "'personal' must be one of none, pseudonymous, personal.",
                german: "'personal' ist none, pseudonymous oder personal.")
        }
        let (actor, instant) = (context.reader.displayName, clock())
        do {
            try await engine.write { connection in
                try DatasetQueries.setPersonalData(kind, of: dataset.id, on: connection)
                try AuditTrail.append(
                    "update", object: "dataset/\(slug)", by: actor, at: instant,
                    detail: ["personalData": .string(kind.rawValue)], on: connection)
            }
        } catch is Dataset.ValidationError {
            var page = try await page(dataset)
            page.fault = .personalIsNotPublic
            return html(page.html(try await frame(request, context)), request, status: .conflict)
        }
        return redirect(.datasetRights(slug))
    }

    private func matrix(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        return html(try await overview(request, context).html(try await frame(request, context)), request)
    }

    private func overview(_ request: Request, _ context: HTTPContext) async throws -> RightsPage {
        let query = query(request)
        let accounts = try await control.accounts().filter { $0.disabled == nil }
        let (asked, wanted) = (Int64(query["account"]), Int64(query["dataset"]))
        let reader = context.reader
        return try await engine.read { connection in
            let datasets = try DatasetQueries.all(for: reader, on: connection)
            var page = RightsPage(
                datasets: datasets, accounts: accounts, grants: try GrantQueries.all(on: connection))
            if let account = accounts.first(where: { $0.id == asked }),
                let dataset = datasets.first(where: { $0.id == wanted })
            {
                page.answer = RightsPage.Answer(
                    account: account, dataset: dataset,
                    reasons: try AccessReasons.find(account: account.id, dataset: dataset.id, on: connection))
            }
            return page
        }
    }
}
