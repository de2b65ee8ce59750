// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import QualityWatch
import Rights
import Site
import Storage
import Wire

/// The pages of findings, and the same for programs.
struct QualityRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/quality", Words("Welche Werte fraglich sind", "Which values are doubtful")) { request, context in
            let (selection, reader) = (selection(request), context.reader)
            let findings = try await engine.read {
                try QualityQueries.list(selection, limit: QualityPage.most, for: reader, on: $0)
            }
            let page = QualityPage(findings: findings, selection: selection)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get("/quality.json", Words("Befunde für Programme", "Findings for programs")) { request, context in
            let (selection, reader) = (selection(request), context.reader)
            let findings = try await engine.read {
                try QualityQueries.list(selection, limit: QualityPage.most, for: reader, on: $0)
            }
            return Response(
                contentType: MediaType.json, bytes: Array(JSONValue.array(findings.map(\.json)).text.utf8),
                headers: [.cacheControl: "private, no-cache", .vary: "Cookie"])
        }
        routes.get("/quality/{number}", Words("Ein Befund", "A finding")) { request, context in
            let page = try await page(context)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.post("/quality/{number}", Words("Einen Befund beurteilen", "Judge a finding")) { request, context in
            try await judge(request, context)
        }
        return routes
    }

    private func selection(_ request: Request) -> QualityQueries.Selection {
        switch query(request)["show"] {
        case "judged": .judged
        case "all": .all
        default: .open
        }
    }

    private func page(_ context: HTTPContext) async throws -> FindingPage {
        let (id, reader) = (try number(context, "number"), context.reader)
        return try await engine.read { connection in
            guard let finding = try QualityQueries.find(id, for: reader, on: connection) else {
                throw QualityFault.noFinding(id)
            }
            let others = try QualityQueries.sameFault(as: finding, for: reader, on: connection)
            return FindingPage(
                finding: finding, others: others.filter { $0.id != id },
                mayWrite: try QualityQueries.mayJudge(others, reader, on: connection))
        }
    }

    private func judge(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let form = try await form(request)
        let (id, reader, now) = (try number(context, "number"), context.reader, clock())
        let (name, reason) = (form.trimmed("verdict"), form.trimmed("reason"))
        let actor = reader.displayName
        do {
            let verdict = try Verdict.named(name)
            try await engine.write { connection in
                try QualityQueries.judge(
                    id, verdict, reason: reason, by: actor, at: now, for: reader, on: connection)
            }
            return redirect(.finding(id))
        } catch let fault as QualityFault where fault != .noFinding(id) {
            var page = try await page(context)
            page.reason = reason
            page.chosen = name
            page.fault = Words(fault.german, fault.english)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }
}
