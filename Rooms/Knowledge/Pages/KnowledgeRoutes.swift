// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Hummingbird
import Knowledge
import Site
import Storage
import Wire

/// Examples and building blocks to look up.
struct KnowledgeRoutes: PageSet {
    let site: Site
    let knowledgeSearch: KnowledgeSearch

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/knowledge", Words("Beispiele und Bausteine suchen", "Search examples and building blocks")
        ) { request, context in
            try await knowledge(request, context)
        }
        routes.get("/knowledge/examples/{slug}", Words("Ein Projektbeispiel", "A project example")) {
            request, context in try await example(request, context)
        }
        routes.get("/knowledge/blocks/{slug}", Words("Ein Baustein", "A building block")) { request, context in
            try await block(request, context)
        }
        routes.get(
            "/knowledge/municipalities",
            Words("Gemeinden nach Name oder Schlüssel, als JSON", "Municipalities by name or key, as JSON")
        ) { request, context in try await municipalities(request, context) }
        return routes
    }

    private func knowledge(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let fields = query(request)
        let page = min(1000, max(1, Int(fields["page"]) ?? 1))
        let asked = KnowledgeSearch.Query(
            text: String(fields["q"].prefix(200)), kind: EntryKind(rawValue: fields["kind"]),
            outcome: ProjectExample.Outcome(rawValue: fields["outcome"]),
            category: SolutionCategory(rawValue: fields["category"]),
            openness: LicenceOpenness(rawValue: fields["licence"]), limit: KnowledgePage.entriesOnAPage,
            offset: (page - 1) * KnowledgePage.entriesOnAPage)
        let search = knowledgeSearch
        let result = try await engine.read { try search.run(asked, on: $0) }
        let frame = try await frame(request, context)
        return html(KnowledgePage(query: asked, result: result, page: page).html(frame), request)
    }

    /// What of the examples and building blocks fits the words of a search nearly as well as the best does.
    func find(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let search = knowledgeSearch
        let query = KnowledgeSearch.Query(text: text, limit: 20)
        let hits = try await engine.read { try search.run(query, on: $0) }.hits
        guard let best = hits.first?.score else { return nil }
        let found = hits.filter { $0.score * 3 >= best }
        let language = visit.frame.language
        let items = found.map { hit -> HTML in
            let address = hit.entry.kind == .example ? SiteURL.example(hit.entry.slug) : .block(hit.entry.slug)
            return """
                <li><h3><a href="\(address)">\(language(hit.entry.title))</a></h3><p>\(language(hit.entry.kind.name)): \
                \(language(hit.entry.summary))</p></li>
                """
        }
        return SearchSource.Finding(
            count: found.count,
            html: """
                <ul class="results">\(items)</ul><p class="more"><a href="\(SiteURL.knowledge(search: text))">\
                \(language(.knowledgeTitle))</a></p>
                """)
    }

    private func example(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let entry = try await entry(.example, context)
        let page = ExamplePage(entry: entry, example: try ProjectExample(entry))
        return html(page.html(try await frame(request, context)), request)
    }

    private func block(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let entry = try await entry(.block, context)
        let block = try BuildingBlock(entry)
        let id = block.licence ?? ""
        let name = try await engine.read { try LicenceQueries.licence(id: id, on: $0)?.name }
        let page = BlockPage(entry: entry, block: block, licenceName: name)
        return html(page.html(try await frame(request, context)), request)
    }

    private func entry(_ kind: EntryKind, _ context: HTTPContext) async throws -> KnowledgeEntry {
        let slug = FormBody.decoded(context.parameters.get("slug") ?? "")
        guard let entry = try await engine.read({ try KnowledgeQueries.entry(kind, slug: slug, on: $0) }) else {
            throw Problem.notFound("There is no such entry.", german: "Diesen Eintrag gibt es nicht.")
        }
        return entry
    }

    /// `/knowledge/municipalities?q=Münster`: at most ten by name or key, for forms.
    private func municipalities(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let text = String(query(request)["q"].prefix(100))
        let found = try await engine.read { try MunicipalityQueries.matching(text, on: $0) }
        let body: JSONValue = [
            "attribution": .string(MunicipalityQueries.attribution), "municipalities": .array(found.map(\.json)),
        ]
        return Response(contentType: MediaType.json, bytes: Array(body.text.utf8))
    }
}
