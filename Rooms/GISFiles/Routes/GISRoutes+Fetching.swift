// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import GISFetching
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ingest
import IngestWaiting
import Rights
import Site
import Storage
import Threads

/// A layer from an address: a service is asked for its layers, one of them is fetched, and waits as a file does.
extension GISRoutes {
    var fetching: RoomRoutes {
        var routes = RoomRoutes()
        routes.post(
            "/layers/fetch", Words("Eine Ebene von einer Adresse holen", "Fetch a layer from an address")
        ) { request, context in
            try await fetch(request, context)
        }
        return routes
    }

    private func fetch(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let fields = try await form(request)
        let address = fields.trimmed("address")
        let fault: Words
        do {
            switch try await fetched(address, layer: fields["layer"], context) {
            case .waiting(let id): return redirect(.waitingLayer(id))
            case .choice(let layers):
                let page = ServiceLayersPage(address: address, layers: layers)
                return html(page.html(try await frame(request, context)), request)
            }
        } catch let refusal as FetchFault {
            fault = refusal.words
        } catch let refusal as GISFault {
            fault = refusal.words
        } catch let refusal as DeliveryFault {
            fault = refusal.words
        }
        let reader = context.reader
        let (waiting, schedules) = try await engine.read { connection in
            (
                try GISDeliveryQueries.open(for: reader, on: connection),
                try LayerScheduleQueries.all(for: reader, on: connection)
            )
        }
        let page = NewLayerPage(
            limits: area.limits, waiting: waiting, schedules: schedules, address: address, fault: fault,
            field: "address")
        return html(page.html(try await frame(request, context)), request, status: .badRequest)
    }

    private enum Fetched {
        case waiting(Int64)
        case choice([ForeignLayer])
    }

    /// Nothing is left where it is refused, or where a layer is still to be chosen.
    private func fetched(_ address: String, layer: String, _ context: HTTPContext) async throws -> Fetched {
        let owner = try await deliveries.room(for: context.reader)
        let folder = try area.open()
        do {
            let outcome = try await source.fetch(
                address, layer: layer.isEmpty ? nil : layer, into: area.files(folder), of: deliveries.work(folder),
                isKnown: GISFormat.isKnown)
            guard case .fetched(let delivery) = outcome else {
                area.remove(folder)
                if case .choice(let layers) = outcome { return .choice(layers) }
                return .choice([])
            }
            return .waiting(try await deliveries.wait(folder, files: [delivery.name], of: owner))
        } catch {
            area.remove(folder)
            throw error
        }
    }
}
