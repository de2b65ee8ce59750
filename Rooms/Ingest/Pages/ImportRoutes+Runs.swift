// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ingest
import IngestWaiting
import Rights
import Site
import Storage

/// What can be done with a run afterwards, and the mappings that runs were made by.
extension ImportRoutes {
    var runRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/imports/{run}/undo", Words("Einen Import zurücknehmen: die Frage", "Undo an import: the question"))
        {
            request, context in
            let run = try await changeable(context)
            return html(UndoPage(run: run).html(try await frame(request, context)), request)
        }
        routes.post("/imports/{run}/undo", Words("Einen Import zurücknehmen", "Undo an import")) {
            request, context in
            try await undo(request, context)
        }
        routes.get("/imports/mappings/{name}", Words("Die Fassungen einer Zuordnung", "The versions of a mapping")) {
            request, context in
            try context.requireWriter()
            let (name, reader) = (context.parameters.get("name") ?? "", context.reader)
            let versions = try await engine.read { try MappingVersions.all(name, for: reader, on: $0) }
            guard !versions.isEmpty else { throw Self.noMapping }
            return html(MappingVersionsPage(versions: versions).html(try await frame(request, context)), request)
        }
        routes.get(
            "/imports/mappings/{name}/{version}", Words("Eine Fassung zum Herunterladen", "A version to download")
        ) { request, context in
            try context.requireWriter()
            let (name, reader) = (context.parameters.get("name") ?? "", context.reader)
            let number = Int64((context.parameters.get("version") ?? "").prefix { $0.isNumber })
            let versions = try await engine.read { try MappingVersions.all(name, for: reader, on: $0) }
            guard let version = versions.first(where: { $0.version == number }) else { throw Self.noMapping }
            return document(version.document, name: version.name)
        }
        return routes
    }

    private static let noMapping = Problem.notFound(
        "There is no such mapping.", german: "Diese Zuordnung gibt es nicht.")

    func run(_ context: HTTPContext) async throws -> ImportsPage.Run {
        let (id, reader) = (try number(context, "run"), context.reader)
        let run = try await engine.read { try ImportedRuns.runs(id: id, limit: 1, for: reader, on: $0).first }
        guard let run else {
            throw Problem.notFound(
                "There is no such import, or its data set is not public.",
                german: "Diesen Import gibt es nicht, oder sein Datensatz ist nicht öffentlich.")
        }
        return run
    }

    /// A run whose data set the reader may write.
    private func changeable(_ context: HTTPContext) async throws -> ImportsPage.Run {
        try context.requireWriter()
        let (run, reader) = (try await run(context), context.reader)
        if let dataset = run.dataset {
            try await engine.read { try DatasetQueries.require(.write, dataset, reader, on: $0) }
        }
        return run
    }

    /// What the run's page offers to who may write.
    func offers(_ run: ImportsPage.Run, _ reader: Reader) async throws -> ImportRunPage.Offers {
        guard reader.mayWrite else { return ImportRunPage.Offers() }
        return try await engine.read { connection in
            var offers = ImportRunPage.Offers()
            let mayWrite = try run.dataset.map { try DatasetQueries.may(.write, $0, reader, on: connection) } ?? true
            offers.mayUndo = try mayWrite && run.outcome != "running" && RunUndo.isPossible(run: run.id, on: connection)
            offers.mapping = try MappingVersions.all(run.mapping, for: reader, on: connection).first
            let waiting = try WaitingQueries.find(run: run.id, for: reader, on: connection)
            offers.waiting = waiting?.id
            offers.mayBeNightly =
                mayWrite && waiting?.address != nil && waiting?.schedule == nil && run.outcome != "undone"
            return offers
        }
    }

    private func undo(_ request: Request, _ context: HTTPContext) async throws -> Response {
        _ = try await form(request)
        let run = try await changeable(context)
        do {
            _ = try await RunUndo(engine: engine, clock: clock).undo(run: run.id, by: context.reader.displayName)
            return redirect(.importRun(run.id))
        } catch let fault as UndoFault {
            let page = UndoPage(run: run, fault: fault.words)
            return html(page.html(try await frame(request, context)), request, status: .conflict)
        }
    }
}
