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

/// Keys of programs, for administrators.
struct KeyRoutes: PageSet {
    let site: Site
    let control: AccessControl

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/account/keys", Words("Die Schlüssel der Programme", "The keys of programs")) { request, context in
            try context.requireAdministrator()
            return html(try await list(context).html(try await frame(request, context)), request)
        }
        routes.post("/account/keys", Words("Einen Schlüssel anlegen", "Make a key")) { request, context in
            try await make(request, context)
        }
        routes.post("/account/keys/{number}/revoke", Words("Einen Schlüssel entziehen", "Revoke a key")) {
            request, context in
            try context.requireAdministrator()
            _ = try await form(request)
            try await control.revokeKey(id: try number(context, "number"), by: context.reader.displayName)
            return redirect(.keys)
        }
        return routes
    }

    private func list(_ context: HTTPContext) async throws -> KeysPage {
        let reader = context.reader
        return KeysPage(
            keys: try await control.keys(),
            datasets: try await engine.read { try DatasetQueries.all(for: reader, on: $0) },
            now: clock())
    }

    private func make(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let form = try await form(request)
        do {
            let frame = try await frame(request, context)
            let page = try await once(form, context) {
                let (name, secret) = (
                    form["name"], try await control.createKey(self.request(form), by: context.reader.displayName)
                )
                return NewKeyPage(name: name, secret: secret, base: context.baseURL.text).html(frame)
            }
            return html(page, request).unkept()
        } catch let error as AccessError {
            guard let (fault, field) = Words.fault(error) else { throw error }
            var page = try await list(context)
            (page.fault, page.faultyField, page.entered) = (fault, field, form)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func request(_ form: FormBody) throws -> KeyRequest {
        guard let role = Role(rawValue: form["role"]) else { throw AccessError.invalidField("role") }
        var request = KeyRequest(name: form["name"], role: role, networks: try Network.list(form["networks"]))
        let level = Rights.Level(rawValue: form["level"]) ?? .see
        for slug in form.all("dataset") where !slug.isEmpty { request.grants[slug] = level }
        if !form["expires"].isEmpty {
            guard let day = CalendarDay(parsing: form["expires"]) else { throw AccessError.invalidExpiry }
            request.expires = TownTime().start(of: day.adding(days: 1))
        }
        return request
    }
}
