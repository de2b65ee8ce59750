// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Storage

extension WebRoutes {
    func addTownRoutes(to router: Router<HTTPContext>) {
        router.get("/town") { request, context in try await townProfile(request, context) }
        router.post("/town") { request, context in try await saveTownProfile(request, context) }
        router.get("/town/arms") { request, context in try await townArms(request, context) }
        router.get("/town/colours.css") { request, context in try await townColours(request, context) }
    }

    private func townProfile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let profile = try await engine.read { try TownProfileQueries.load(on: $0) }
        let page = TownProfilePage(profile: profile, isSaved: query(request)["saved"] == "yes")
        return html(page.html(frame(request, context, try await town(context))), request)
    }

    private func saveTownProfile(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        try refuseForeignForm(request)
        let body = try await request.bytes(limit: 2 * TownProfile.Arms.maximumBytes + 65_536)
        guard let form = FormUpload(body, contentType: request.headers[.contentType] ?? "") else {
            throw Problem.badRequest(
                "The form is broken off or no multipart/form-data; load the page anew and try again.")
        }
        var profile = try await engine.read { try TownProfileQueries.load(on: $0) }
        for field in TownProfile.Field.allCases { profile[field] = form[TownProfilePage.name(field)] }
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
            let page = TownProfilePage(profile: profile, faults: faults)
            return html(page.html(frame(request, context, try await town(context))), request, status: .badRequest)
        }
        let (kept, actor, instant) = (profile, context.reader.displayName, clock())
        try await engine.write { connection in
            try TownProfileQueries.save(kept, on: connection)
            try AuditTrail.append("update", object: "town", by: actor, at: instant, on: connection)
        }
        return redirect(.townProfileSaved)
    }

    private func townArms(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let arms = try await town(context).profile.arms else { throw Problem.notFound("There are no arms.") }
        var response = Asset(bytes: arms.bytes, contentType: arms.contentType).response(
            to: request, isVersioned: query(request)["v"] == Asset.tag(of: arms.bytes))
        // a picture, whatever else a browser might make of the bytes
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return response
    }

    /// The town's colour for light and dark screens; pages link it where the town has one.
    private func townColours(_ request: Request, _ context: HTTPContext) async throws -> Response {
        guard let accent = Colour(try await town(context).profile[.accent]) else {
            throw Problem.notFound("The town has no colour of its own.")
        }
        let asset = TownColours(accent).asset
        return asset.response(to: request, isVersioned: query(request)["v"] == asset.tag)
    }
}

/// The style sheet that puts a town's colour in the place of ours.
struct TownColours {
    private let accent: Colour

    init(_ accent: Colour) { self.accent = accent }

    var asset: Asset { Asset(bytes: Array(css.utf8), contentType: "text/css; charset=utf-8") }

    /// The grounds of dark screens are ours (`--surface`, `--page`): there the colour is lighter, as far as reading needs.
    private var css: String {
        let surface = Colour(red: 0x22, green: 0x2D, blue: 0x35)
        let light = accent.readable(on: surface)
        let soft = Colour(red: 0x18, green: 0x21, blue: 0x28).mixed(with: accent, 0.25)
        let ink = Colour(red: 0x0B, green: 0x1B, blue: 0x23)
        return """
            :root { --accent: \(accent.text); --accent-soft: \(accent.tint.text); --on-accent: #ffffff; }
            @media (prefers-color-scheme: dark) {
              :root { --accent: \(light.text); --accent-soft: \(soft.text); --on-accent: \(ink.text); }
            }

            """
    }
}
