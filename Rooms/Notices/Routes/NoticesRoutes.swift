// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Rights
import Site
import Storage
import Wire

/// The pages of notices, and the same for programs.
struct NoticesRoutes: PageSet {
    let site: Site
    let mostOnStart: Int

    /// A page lists so many; programs, the command and the search get all.
    static let most = 200

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/notices", Words("Was die Kommune bekannt gibt", "What the town announces")) {
            request, context in
            let notices = try await shown()
            let page = NoticesPage(
                notices: Array(notices.prefix(Self.most)), more: max(0, notices.count - Self.most),
                mayWrite: context.reader.mayWrite)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get("/notices.json", Words("Bekanntmachungen für Programme", "Notices for programs"), for: .programs) {
            _, _ in
            let notices = try await shown().map(\.json)
            return Response(contentType: MediaType.json, bytes: Array(JSONValue.array(notices).text.utf8))
        }
        routes.get("/notices/new", Words("Etwas bekannt geben: das Formular", "The form of a notice")) {
            request, context in
            try context.requireWriter()
            return html(NoticeForm().html(try await frame(request, context)), request)
        }
        routes.post("/notices/new", Words("Etwas bekannt geben", "Announce something")) {
            request, context in
            try await add(request, context)
        }
        routes.get("/notices/{number}", Words("Eine Bekanntmachung", "A notice")) { request, context in
            let notice = try await notice(context)
            let page = NoticePage(notice: notice, mayWrite: context.reader.mayWrite)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post(
            "/notices/{number}/withdraw", Words("Eine Bekanntmachung zurückziehen", "Withdraw a notice")
        ) {
            request, context in
            try await withdraw(request, context)
        }
        return routes
    }

    /// Each letter may take four bytes, each byte three characters of a form.
    private static let longestForm = 12 * 2 * (Notice.longestText + Notice.longestTitle) + 1024

    private func shown() async throws -> [Notice] {
        let now = now()
        return try await engine.read { try NoticeQueries.shown(at: now, on: $0) }
    }

    private func notice(_ context: HTTPContext) async throws -> Notice {
        let (id, now) = (try number(context, "number"), now())
        guard let notice = try await engine.read({ try NoticeQueries.find(id, at: now, on: $0) }) else {
            throw Self.missing
        }
        return notice
    }

    private static let missing = Problem.notFound(
        "There is no such notice, or no longer.", german: "Diese Bekanntmachung gibt es nicht oder nicht mehr.")

    private func add(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let form = try await form(request, limit: Self.longestForm)
        let notice = NewNotice(
            title: form.trimmed("title"), titleEnglish: form.trimmed("title-en"),
            text: form.trimmed("text"),
            textEnglish: form.trimmed("text-en"), until: form["until"])
        let (actor, now, clock) = (context.reader.displayName, now(), clock())
        do {
            let id = try await engine.write {
                try NoticeQueries.add(notice, by: actor, at: now, noted: clock, on: $0)
            }
            return redirect(.notice(id))
        } catch let fault as NoticeFault {
            let page = NoticeForm(notice: notice, fault: fault)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func withdraw(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        _ = try await form(request)
        let (id, actor) = (try number(context, "number"), context.reader.displayName)
        let (now, clock) = (now(), clock())
        let isDone = try await engine.write {
            try NoticeQueries.withdraw(id, by: actor, at: now, noted: clock, on: $0)
        }
        guard isDone else { throw Self.missing }
        return redirect(.notices)
    }

    // MARK: What other pages show

    func find(_ text: String, _ visit: PageVisit) async throws -> SearchSource.Finding? {
        let notices = try await shown()
        let index = SearchIndex(
            notices.map { notice in
                SearchText(
                    "\(notice.title.german) \(notice.title.english)", "\(notice.text.german) \(notice.text.english)")
            })
        let found = index.hits(text).map { notices[$0.place] }
        guard !found.isEmpty else { return nil }
        let items = found.map { $0.line(visit.frame) }
        return SearchSource.Finding(count: found.count, html: "<ul class=\"results\">\(items)</ul>")
    }

    /// The newest ones for the start page; nothing where there are none.
    func tile(_ visit: PageVisit) async throws -> HTML {
        let notices = try await shown().prefix(mostOnStart)
        guard !notices.isEmpty else { return "" }
        let language = visit.frame.language
        let items = notices.map { $0.line(visit.frame) }
        return """
            <section class="card" aria-labelledby="notices-title"><div class="head"><h2 id="notices-title">\
            \(language(.notices))</h2><a href="\(SiteURL.notices)">\(language(.allNotices))</a></div>\
            <ul class="results">\(items)</ul></section>
            """
    }
}
