// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage

/// The pages on which everybody looks at data sets of other catalogues.
struct HarvestedRoutes: PageSet {
    let site: Site
    let index: SearchMemory

    /// Data sets on a page.
    static let pageSize = 50
    /// Those that a search over all rooms shows.
    private static let mostFound = 20

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/harvested", .harvested) { request, context in try await list(request, context) }
        routes.get(
            "/harvested/{number}", Words("Ein Datensatz eines anderen Katalogs", "A data set of another catalogue")
        ) { request, context in
            let id = try number(context, "number")
            let found = try await engine.read { connection -> (HarvestedRecord, [HarvestedRecord])? in
                guard let record = try HarvestedQueries.find(id, on: connection) else { return nil }
                let conflict = try HarvestedQueries.conflict(record.dataset.identifier, on: connection)
                let others = (conflict?.records ?? []).filter { $0.id != record.id }
                return (record, conflict?.chosen == nil ? others : [])
            }
            guard let (record, others) = found else { throw HarvestFault.missing }
            let page = HarvestedDatasetPage(record: record, others: others)
            return html(page.html(try await frame(request, context)), request)
        }
        return routes
    }

    private func list(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let query = query(request)
        let (search, source) = (query["q"], query["source"])
        let (lines, sources) = try await engine.read { connection in
            (try HarvestedQueries.lines(on: connection), try HarvestQueries.sources(on: connection))
        }
        var found = search.isEmpty ? lines : hits(search, lines)
        if !source.isEmpty { found = found.filter { String($0.source) == source } }
        let asked = query["page"]
        let pager = Pager(page: Int(asked) ?? 1, items: found.count, size: Self.pageSize)
        guard asked.isEmpty || Int(asked) == pager.page else { throw HarvestFault.missing }
        let ids = pager.part(of: found, size: Self.pageSize).map(\.id)
        let records = try await engine.read { try HarvestedQueries.records(ids, on: $0) }
        let view = HarvestedPage(
            records: records, found: found.count, total: lines.count, search: search, source: source,
            sources: sources.filter { $0.state != .proposed }.map { ($0.id, $0.name) }, pager: pager)
        return html(view.html(try await frame(request, context)), request)
    }

    private func hits(_ text: String, _ lines: [HarvestedQueries.Line]) -> [HarvestedQueries.Line] {
        index.index("harvested", over: lines.map { SearchText($0.title, $0.words) }).hits(text).map { lines[$0.place] }
    }

    /// What the search over all rooms shows.
    func find(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let lines = try await engine.read { try HarvestedQueries.lines(on: $0) }
        let found = hits(text, lines)
        guard !found.isEmpty else { return nil }
        let ids = found.prefix(Self.mostFound).map(\.id)
        let records = try await engine.read { try HarvestedQueries.records(ids, on: $0) }
        var html: HTML = "<ul class=\"results\">\(records.map { $0.line(visit.frame, level: 3) })</ul>"
        if found.count > ids.count {
            html += "<p><a href=\"\(SiteURL.harvested(search: text))\">\(visit.frame.language(.harvested))</a></p>"
        }
        return SearchSource.Finding(count: found.count, html: html)
    }
}
