// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import GISFetching
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ingest
import IngestPages
import IngestWaiting
import NIOCore
import Rights
import Site
import Storage
import Threads
import Wire

/// From a GIS file to a layer: handing in, looking, declaring, comparing, storing.
struct GISRoutes: PageSet {
    let site: Site
    let deliveries: GISDeliveries
    /// What asks foreign servers.
    let source: LayerFetch
    /// Per cent of a layer's features that may go in one night.
    let removedPercent: Int

    var area: WaitingArea { deliveries.area }

    var all: RoomRoutes {
        var routes = fetching + nightly
        routes.get("/layers", Words("Weiter zur Liste der Ebenen", "On to the list of layers")) { _, _ in
            redirect(.layerList)
        }
        routes.get(
            "/layers/new", Words("GIS-Dateien abgeben: das Formular", "The form that GIS files are handed in by")
        ) {
            request, context in
            try context.requireWriter()
            return try await form(request, context)
        }
        routes.post("/layers/new", Words("GIS-Dateien abgeben", "Hand GIS files in")) { request, context in
            try await receive(request, context)
        }
        routes.get(
            "/layers/waiting/{delivery}", Words("Der Befund über abgegebene GIS-Dateien", "The verdict over GIS files")
        ) { request, context in
            let delivery = try await find(context)
            let fields = query(request)
            return try await page(delivery, fields, request, context)
        }
        routes.post(
            "/layers/waiting/{delivery}/go", Words("Eine Ebene speichern oder vergleichen", "Store or compare a layer")
        ) { request, context in
            try await go(request, context)
        }
        routes.post(
            "/layers/waiting/{delivery}/discard", Words("Abgegebene GIS-Dateien verwerfen", "Discard GIS files")
        ) { request, context in
            try context.requireWriter()
            _ = try await form(request)
            let delivery = try await find(context)
            try await deliveries.drop(delivery, stored: nil)
            return redirect(.newLayer)
        }
        return routes
    }

    private func find(_ context: HTTPContext) async throws -> GISDelivery {
        try context.requireWriter()
        let (id, reader) = (try number(context, "delivery"), context.reader)
        guard let found = try await engine.read({ try GISDeliveryQueries.find(id, for: reader, on: $0) }) else {
            throw Problem.notFound(
                "There is no such delivery, or its time is over.",
                german: "Diese Abgabe gibt es nicht, oder ihre Zeit ist abgelaufen.")
        }
        return found
    }

    // MARK: Handing in

    private func form(_ request: Request, _ context: HTTPContext, fault: Words? = nil) async throws -> Response {
        let reader = context.reader
        let (waiting, schedules) = try await engine.read { connection in
            (
                try GISDeliveryQueries.open(for: reader, on: connection),
                try LayerScheduleQueries.all(for: reader, on: connection)
            )
        }
        let page = NewLayerPage(limits: area.limits, waiting: waiting, schedules: schedules, fault: fault)
        return html(page.html(try await frame(request, context)), request, status: fault == nil ? .ok : .badRequest)
    }

    private func receive(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        try refuseForeignForm(request)
        do {
            return redirect(.waitingLayer(try await received(request, context)))
        } catch let fault as DeliveryFault {
            return try await form(request, context, fault: fault.words)
        } catch let fault as GISFault {
            return try await form(request, context, fault: fault.words)
        }
    }

    /// The body goes to disk as it comes; nothing is left where it is refused.
    private func received(_ request: Request, _ context: HTTPContext) async throws -> Int64 {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > area.limits.bytes + 1 << 20 {
            throw UploadWriter.tooLarge(area.limits.bytes)
        }
        let owner = try await deliveries.room(for: context.reader)
        let folder = try area.open()
        do {
            var writer = try UploadWriter(
                area, delivery: folder, contentType: request.headers[.contentType] ?? "", isKnown: GISFormat.isKnown,
                unknown: Self.unknown)
            for try await buffer in request.body { try writer.take(buffer.readableBytesView) }
            try writer.finish()
            guard !writer.files.isEmpty else {
                throw DeliveryFault(Words.noFileThere.german, Words.noFileThere.english)
            }
            return try await deliveries.wait(folder, files: writer.files.map(\.name), of: owner)
        } catch {
            area.remove(folder)
            throw error
        }
    }

    private static let unknown: @Sendable (String) -> DeliveryFault = { name in
        DeliveryFault(
            "„\(name)“ ist keine GIS-Datei, die Allmende liest.", "\"\(name)\" is no GIS file that Allmende reads.")
    }

    // MARK: Looking

    static func declaration(_ fields: FormBody) -> GISDeclaration {
        var declared = GISDeclaration()
        declared.epsg = Int(fields["epsg"].filter { $0.isASCII && $0.isNumber }.prefix(6))
        declared.axesSwapped = fields["axes"] == "swapped" ? true : fields["axes"] == "plain" ? false : nil
        declared.encoding = fields["encoding"].isEmpty ? nil : fields["encoding"]
        declared.key = fields["key"].isEmpty ? nil : fields["key"]
        return declared
    }

    /// The page as it is known without a form: layers, and the reading of the chosen one.
    private func model(
        _ delivery: GISDelivery, _ fields: FormBody, _ context: HTTPContext
    ) async throws -> WaitingLayerPage {
        let schedule = try await schedule(of: delivery)
        // as it was read before, until a person says otherwise
        let declared = fields.has("epsg") ? Self.declaration(fields) : schedule?.declared ?? Self.declaration(fields)
        var page = WaitingLayerPage(delivery: delivery, layers: [], declared: declared)
        guard area.holds(delivery.folder) else {
            page.fault = WaitingLayerPage.Fault(words: .layerFilesGone, field: "layers")
            return page
        }
        let reader = deliveries.reader(delivery.folder)
        let wanted = Int(fields["layer"])
        do {
            let (layers, chosen, result) = try await deliveries.pool.run { _ in
                let layers = try reader.layers()
                let chosen = wanted.flatMap { layers.indices.contains($0) ? $0 : nil } ?? (layers.count == 1 ? 0 : nil)
                let result = chosen.map { index in
                    Result<GISReading, any Error> { try reader.read(layers[index], declared) }
                }
                return (layers, chosen, result)
            }
            page.layers = layers
            page.chosen = chosen
            page.reading = try result?.get()
        } catch let fault as GISFault {
            page.fault = WaitingLayerPage.Fault(words: fault.words, field: fault.field)
        }
        if let reading = page.reading {
            let person = context.reader
            page.datasets = try await engine.read { try DatasetQueries.writable(by: person, on: $0) }
            page.go.title = reading.layer.shownTitle
            let name = schedule?.layer ?? Dataset.slug(from: reading.layer.name).map { String($0.prefix(50)) } ?? ""
            page.go.name = name
            // a new delivery goes where the last one went
            if let present = try await engine.read({ try FeatureCollectionQueries.find(name, for: person, on: $0) }) {
                page.go.title = present.title
                if let slug = present.datasetSlug, page.datasets.contains(where: { $0.slug == slug }) {
                    page.go.dataset = slug
                }
            }
            // looking again keeps what was typed
            if fields.has("name") { page.go = Self.goForm(fields) }
            if let schedule {
                page.reason = schedule.reason
                page.difference = try await difference(reading, of: schedule.layer, for: person)
            } else if FetchedDelivery(of: deliveries.work(delivery.folder)) != nil {
                page.removedPercent = removedPercent
            }
        }
        return page
    }

    /// What a delivery that came by itself would change, where it can be compared.
    private func difference(
        _ reading: GISReading, of layer: String, for reader: Reader
    ) async throws -> DifferenceView? {
        let features = reading.features
        return try await engine.read { connection in
            guard let present = try FeatureCollectionQueries.find(layer, for: reader, on: connection) else {
                return nil
            }
            let description = LayerDescription(name: layer, title: present.title)
            do {
                return DifferenceView(difference: try LayerDifference(of: features, as: description, on: connection))
            } catch is LayerError {
                return nil
            }
        }
    }

    private func page(
        _ delivery: GISDelivery, _ fields: FormBody, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let page = try await model(delivery, fields, context)
        return html(page.html(try await frame(request, context)), request)
    }

    private static func goForm(_ fields: FormBody) -> WaitingLayerPage.GoForm {
        WaitingLayerPage.GoForm(
            name: fields["name"], title: fields["title"], dataset: fields["dataset"], owner: fields["owner"],
            licence: fields["licence"], isNightly: fields["nightly"] == "yes",
            hour: fields.has("hour") ? fields.trimmed("hour") : "3")
    }

    // MARK: Storing

    private func go(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let delivery = try await find(context)
        let fields = try await form(request)
        var page = try await model(delivery, fields, context)
        page.go = Self.goForm(fields)
        guard page.fault == nil, let reading = page.reading else {
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        let isStored: Bool
        do {
            isStored = try await act(reading, fields["deed"], &page, context)
        } catch let fault as WaitingLayerPage.Fault {
            page.fault = fault
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        } catch let fault as LayerError {
            let words = Words(fault.answer.germanDetail ?? fault.description, fault.description)
            page.fault = WaitingLayerPage.Fault(words: words, field: fault.field)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
        guard isStored else { return html(page.html(try await frame(request, context)), request) }
        let taken = LayerImport.digest(reading.features)
        if page.go.isNightly, let fetched = FetchedDelivery(of: deliveries.work(delivery.folder)) {
            try await keep(page, fetched, taken: taken, for: context.reader)
        }
        try await deliveries.drop(delivery, stored: (page.declared, taken))
        return redirect(.storedLayer(page.go.name))
    }

    /// Compares or stores; true when it is stored.
    private func act(
        _ reading: GISReading, _ deed: String, _ page: inout WaitingLayerPage, _ context: HTTPContext
    ) async throws -> Bool {
        let (go, person, now) = (page.go, context.reader, clock())
        func refuse(_ words: Words, _ field: String) -> WaitingLayerPage.Fault { .init(words: words, field: field) }
        if go.title.isEmpty { throw refuse(.layerNoTitle, "title") }
        if go.isNightly, deed != "compare" {
            if page.declared.key == nil { throw refuse(.nightlyNeedsKey, "key") }
            guard Int(go.hour).map({ (0...23).contains($0) }) == true else { throw refuse(.nightlyNoHour, "hour") }
        }
        var description = LayerDescription(name: go.name, title: go.title)
        let features = reading.features
        try LayerImport.validate(features, as: description)
        // a layer that the reader may not see is not compared with, and not replaced
        let name = go.name
        let present = try await engine.read { connection in
            let present = try FeatureCollectionQueries.find(name, for: .system, on: connection)
            if let dataset = present?.datasetID { try DatasetQueries.require(.write, dataset, person, on: connection) }
            return present
        }
        // else each feature of the layer that is there would seem to be gone, and each one delivered to be new
        if let present, !present.hasNumbersAsIDs, page.declared.key == nil { throw refuse(.layerKeyMissing, "key") }
        if deed == "compare" {
            let asked = description
            page.difference = DifferenceView(
                difference: try await engine.read { try LayerDifference(of: features, as: asked, on: $0) })
            return false
        }
        var newDataset: Dataset?
        if go.dataset == "new" {
            if go.owner.isEmpty { throw refuse(.layerNoOwner, "owner") }
            if Licence(go.licence) == nil { throw refuse(.layerNoLicence, "licence") }
            let isTaken = try await engine.read { try DatasetQueries.find(slug: name, for: .system, on: $0) != nil }
            if isTaken { throw refuse(.datasetTaken, "name") }
            newDataset = Dataset(
                slug: name, title: go.title, owner: go.owner, licence: go.licence,
                sourceURL: FetchedDelivery(of: deliveries.work(page.delivery.folder))?.address, issued: now,
                modified: now)
        } else {
            guard let set = page.datasets.first(where: { $0.slug == go.dataset }) else {
                throw refuse(.layerNoDataset, "dataset")
            }
            description.datasetID = set.id
        }
        _ = try await GISImport.store(
            features, as: description, newDataset: newDataset, for: person, by: person.displayName, at: now, in: engine)
        return true
    }
}

extension WaitingLayerPage.Fault: Error {}

extension GISFault {
    /// The field of the page that answers it.
    var field: String {
        switch question {
        case .referenceSystem: "epsg"
        case .axes: "axes"
        case .encoding: "encoding"
        case nil: "layers"
        }
    }
}

extension LayerError {
    /// The field of the page that mends it.
    fileprivate var field: String {
        switch self {
        case .invalidDescription(let field, _): field == "title" ? "title" : "name"
        case .duplicateIdentifier: "key"
        default: "layers"
        }
    }
}
