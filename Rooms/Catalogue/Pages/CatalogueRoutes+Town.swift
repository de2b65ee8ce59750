// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage

extension CatalogueRoutes {
    func addTownRoutes(to routes: inout RoomRoutes) {
        routes.get(
            "/town", Words("Angaben zur Kommune ansehen und ändern", "See and change what is said about the town")
        ) { request, context in try await townProfile(request, context) }
        routes.post("/town", Words("Angaben zur Kommune speichern", "Store what is said about the town")) {
            request, context in try await saveTownProfile(request, context)
        }
        routes.get("/town/arms", Words("Das Wappen", "The arms")) { request, context in
            try await townArms(request, context)
        }
        routes.get(
            "/town/colours.css", Words("Die Farbe der Kommune als Stilvorlage", "The town's colour as a style sheet")
        ) { request, context in try await townColours(request, context) }
    }

    private func townProfile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let profile = try await engine.read { try TownProfileQueries.load(on: $0) }
        let page = TownProfilePage(profile: profile, isSaved: query(request)["saved"] == "yes")
        return html(page.html(try await frame(request, context)), request)
    }

    private func saveTownProfile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        try refuseForeignForm(request)
        let body = try await request.bytes(limit: 2 * TownProfile.Arms.maximumBytes + 65_536)
        guard let form = FormUpload(body, contentType: request.headers[.contentType] ?? "") else {
            throw Problem.badRequest(
                "The form is broken off or no multipart/form-data; load the page anew and try again.",
                german:
                    "Das Formular ist abgebrochen oder kein multipart/form-data; bitte die Seite neu laden und noch einmal senden."
            )
        }
        var profile = try await engine.read { try TownProfileQueries.load(on: $0) }
        let present = profile.arms
        for field in TownProfile.Field.allCases { profile[field] = form[TownProfilePage.name(field)] }
        // days are typed as people write them, here as in all forms
        if let day = CalendarDay(parsing: profile[.accessibilityDate]) { profile[.accessibilityDate] = day.iso }
        var faults = profile.faults
        if form["remove-arms"] == "yes" { profile.arms = nil }
        if let picture = form.files["arms"] {
            do throws(TownProfile.Fault) {
                profile.arms = try TownProfile.Arms(picture: picture)
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else {
            // a browser does not send a picture a second time, and what is not kept cannot be shown
            profile.arms = present
            let page = TownProfilePage(
                profile: profile, faults: faults, isPictureLost: form.files["arms"] != nil,
                removesArms: form["remove-arms"] == "yes")
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        let (kept, actor, instant) = (profile, context.reader.displayName, clock())
        try await engine.write { connection in
            try TownProfileQueries.save(kept, on: connection)
            try AuditTrail.append("update", object: "town", by: actor, at: instant, on: connection)
        }
        return redirect(.townProfileSaved)
    }

    private func townArms(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let arms = try await site.facts(context.reader).profile.arms else {
            throw Problem.notFound("There are no arms.", german: "Es gibt kein Wappen.")
        }
        var response = Asset(bytes: arms.bytes, contentType: arms.contentType).response(
            to: request, isVersioned: query(request)["v"] == Asset.tag(of: arms.bytes))
        // a picture, whatever else a browser might make of the bytes
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return response
    }

    /// The town's colour for light and dark screens; pages link it where the town has one.
    private func townColours(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let accent = Colour(try await site.facts(context.reader).profile[.accent]) else {
            throw Problem.notFound("The town has no colour of its own.", german: "Die Kommune hat keine eigene Farbe.")
        }
        let asset = TownColours(accent).asset
        return asset.response(to: request, isVersioned: query(request)["v"] == asset.tag)
    }
}
