// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ledger
import Rights
import Site
import Storage
import Wire

/// The protocol of witnesses (C2SP tlog-witness), and a page that says what is witnessed.
struct WitnessRoutes: PageSet {
    let site: Site

    var all: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/witness", Words("Was dieses Haus bezeugt", "What this house witnesses")) { request, context in
            try await page(request, context)
        }
        routes.on(
            .post, "/witness/add-checkpoint",
            Words("Einen Stand bezeugen lassen (C2SP tlog-witness)", "Have a state witnessed (C2SP tlog-witness)")
        ) { request, _ in
            try await witness(request)
        }
        routes.post("/witness/logs", Words("Ein Hauptbuch bezeugen", "Witness a log")) { request, context in
            try await add(request, context)
        }
        routes.post("/witness/logs/{log}/forget", Words("Ein Hauptbuch nicht mehr bezeugen", "Witness a log no longer"))
        { request, context in
            try context.requireAdministrator()
            _ = try await form(request)
            let (id, actor, clock) = (try number(context, "log"), context.reader.displayName, clock())
            let isDone = try await engine.write { try WitnessQueries.forget(id, by: actor, at: clock, on: $0) }
            guard isDone else { throw Self.missing }
            return redirect(.witness)
        }
        return routes
    }

    private static let missing = Problem.notFound(
        "No such log is witnessed here.", german: "Ein solches Hauptbuch wird hier nicht bezeugt.")

    private func page(
        _ request: Request, _ context: HTTPContext, failed: (fault: WitnessFault, text: String)? = nil
    ) async throws -> Response {
        var page = try await engine.read { connection in
            WitnessPage(
                logs: try WitnessQueries.logs(on: connection),
                verifier: try WitnessQueries.verifier(on: connection)?.description)
        }
        (page.mayChange, page.failed) = (context.reader.mayAdminister, failed)
        return html(
            page.html(try await frame(request, context)), request, status: failed == nil ? .ok : .badRequest)
    }

    private func add(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireAdministrator()
        let text = try await form(request)["key"]
        let (actor, clock) = (context.reader.displayName, clock())
        do {
            try await engine.write { _ = try WitnessQueries.add(text, by: actor, at: clock, on: $0) }
            return redirect(.witness)
        } catch let fault as WitnessFault {
            return try await page(request, context, failed: (fault, text))
        }
    }

    /// What only the signature of a watched log opens; nobody needs an account.
    private func witness(_ request: Request) async throws -> Response {
        let bytes = try await request.bytes(limit: WitnessRequest.longest)
        let asked: WitnessRequest
        do throws(LedgerError) {
            asked = try WitnessRequest(parsing: bytes)
        } catch {
            throw Problem.badRequest("\(error)", german: "Das ist keine Anfrage an einen Zeugen: \(error)")
        }
        let clock = clock()
        switch try await engine.write({ try WitnessQueries.answer(asked, at: clock, on: $0) }) {
        case .signed(let line): return Self.text(line)
        case .unknownLog: throw Self.missing
        case .refused(let verdict): return try Self.refusal(verdict)
        }
    }

    private static func refusal(_ verdict: WitnessRequest.Verdict) throws -> Response {
        switch verdict {
        case .conflict(let size): return Self.size(size)
        case .split(let checkpoint): return Self.size(checkpoint.size)
        case .unsigned:
            throw Problem(
                .forbidden, "Not signed by the log", detail: "None of the signatures is that of the log's known key.",
                german: "Keine der Unterschriften ist die des bekannten Schlüssels dieses Hauptbuchs.")
        case .wrongProof:
            throw Problem(
                .unprocessableContent, "Not consistent",
                detail: "The proof does not lead from the state that was witnessed last to this one.",
                german: "Der Nachweis führt nicht vom zuletzt bezeugten Stand zu diesem.")
        case .malformed(let message):
            throw Problem.badRequest(message, german: "Das ist keine Anfrage an einen Zeugen: \(message)")
        case .cosign: throw Self.missing
        }
    }

    private static func text(_ line: String) -> Response {
        Response(contentType: "text/plain; charset=utf-8", bytes: Array(line.utf8))
    }

    /// The size that was signed last, as the protocol wants it with 409.
    private static func size(_ size: UInt64) -> Response {
        var response = Response(contentType: "text/x.tlog.size", bytes: Array("\(size)\n".utf8))
        response.status = .conflict
        return response
    }
}
