// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ingest
import IngestWaiting
import Rights
import Site
import Storage
import Threads
import Wire

/// Files from an address: fetched once, or each night from then on.
extension ImportRoutes {
    var scheduleRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.post("/imports/fetch", Words("Eine Datei von einer Adresse holen", "Fetch a file from an address")) {
            request, context in
            try await fetchOnce(request, context)
        }
        routes.post(
            "/imports/waiting/{delivery}/nightly", Words("Eine Adresse jede Nacht holen", "Fetch an address each night")
        ) { request, context in
            try await addSchedule(request, context)
        }
        for (name, isPaused) in [("pause", true), ("resume", false)] {
            routes.post(
                "/imports/schedules/{schedule}/\(name)",
                isPaused
                    ? Words("Nächtliches Holen anhalten", "Pause the fetching")
                    : Words("Jetzt holen und weiterführen", "Fetch now and go on")
            ) { request, context in
                try context.requireWriter()
                _ = try await form(request)
                let (id, reader, now) = (try number(context, "schedule"), context.reader, clock())
                try await engine.write { try ScheduleQueries.pause(id, isPaused, for: reader, at: now, on: $0) }
                return redirect(.imports)
            }
        }
        routes.post("/imports/schedules/{schedule}/remove", Words("Nächtliches Holen beenden", "End the fetching")) {
            request, context in
            try context.requireWriter()
            _ = try await form(request)
            let (id, reader) = (try number(context, "schedule"), context.reader)
            try await engine.write { try ScheduleQueries.remove(id, for: reader, on: $0) }
            return redirect(.imports)
        }
        return routes
    }

    private func fetchOnce(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let address = try await form(request).trimmed("address")
        do {
            let (id, folder) = try await begin(for: context.reader, address: address)
            do {
                guard let found = try await fetch.fetch(address, into: area, delivery: folder) else {
                    throw DeliveryFault("Die Adresse liefert nichts.", "The address answers with nothing.")
                }
                if let url = try await handedOver(id, folder, context.reader) { return redirect(url) }
                try await look(id, folder: folder, files: [WaitingImport.File(name: found.name, bytes: found.bytes)])
                return redirect(.waitingImport(id))
            } catch {
                await drop(id, folder: folder)
                throw error
            }
        } catch let fault as DeliveryFault {
            let page = NewImportPage(limits: area.limits, address: address, fault: fault.words, field: "address")
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    private func addSchedule(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let waiting = try await find(context)
        let hour = Int(try await form(request)["hour"]) ?? 3
        guard let address = waiting.address, waiting.state == .done, (0...23).contains(hour),
            let mapping = waiting.document["name"]?.string
        else {
            throw Problem.badRequest(
                "Only what was fetched from an address and imported can be fetched each night.",
                german: "Nur was von einer Adresse geholt und importiert ist, lässt sich jede Nacht holen.")
        }
        let (paths, now, text) = (area.paths(waiting.folder), clock(), WaitingImport.text(of: waiting.document))
        let shape = try await pool.run { _ -> DeliveryShape? in
            guard let proposal = try? DeliveryProposal(paths: paths),
                let mapping = try? Mapping(parsing: Array(text.utf8), document: "")
            else { return nil }
            return DeliveryShape(proposal, try? ImportPreview(paths: paths, mapping: mapping, now: now))
        }
        let (owner, reader, document) = (waiting.owner, context.reader, waiting.document)
        try await engine.write { connection in
            try ImportRights.require(document, for: reader, on: connection)
            try ScheduleQueries.add(
                address: address, mapping: mapping, owner: owner, hour: hour, shape: shape, run: waiting.run, at: now,
                on: connection)
        }
        return redirect(.imports)
    }
}
