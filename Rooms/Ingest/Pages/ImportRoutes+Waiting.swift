// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import HTTPSupport
import HTTPTypes
import Hummingbird
import Ingest
import IngestWaiting
import NIOCore
import Rights
import SensorThings
import Site
import Storage
import Threads
import Wire

/// From a file to measured series: handing in, looking, correcting, importing.
extension ImportRoutes {
    var waitingRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/imports/new", Words("Dateien abgeben: das Formular", "The form that files are handed in by")) {
            request, context in
            try context.requireWriter()
            return html(NewImportPage(limits: area.limits).html(try await frame(request, context)), request)
        }
        routes.post("/imports/new", Words("Dateien abgeben", "Hand files in")) { request, context in
            try await receive(request, context)
        }
        routes.get("/imports/waiting/{delivery}", Words("Eine Abgabe, die wartet", "A delivery that waits")) {
            request, context in
            try await waiting(request, context)
        }
        routes.post("/imports/waiting/{delivery}", Words("Eine Zuordnung berichtigen", "Correct a mapping")) {
            request, context in
            try await correct(request, context)
        }
        routes.get(
            "/imports/waiting/{delivery}/mapping.json", Words("Die Zuordnung einer Abgabe", "A delivery's mapping")
        ) { request, context in
            let waiting = try await find(context)
            return document(WaitingImport.text(of: waiting.document), name: waiting.document["name"]?.string)
        }
        routes.get(
            "/imports/waiting/{delivery}/places.geojson", Words("Orte einer Abgabe", "Places of a delivery")
        ) { request, context in
            let waiting = try await find(context)
            let (preview, _) = try await preview(waiting)
            return Response(
                contentType: MediaType.json, bytes: Array(MapView.data(preview?.places ?? []).text.utf8))
        }
        routes.post("/imports/waiting/{delivery}/go", Words("Eine Abgabe importieren", "Import a delivery")) {
            request, context in
            try await go(request, context)
        }
        routes.post("/imports/waiting/{delivery}/discard", Words("Eine Abgabe verwerfen", "Discard a delivery")) {
            request, context in
            try context.requireWriter()
            _ = try await form(request)
            let waiting = try await find(context)
            if try await engine.write({ try WaitingQueries.discard(waiting.id, on: $0) }) {
                area.remove(waiting.folder)
            }
            return redirect(.imports)
        }
        return routes
    }

    func find(_ context: HTTPContext) async throws -> WaitingImport {
        try context.requireWriter()
        let (id, reader) = (try number(context, "delivery"), context.reader)
        guard let waiting = try await engine.read({ try WaitingQueries.find(id, for: reader, on: $0) }) else {
            throw Problem.notFound(
                "There is no such delivery, or its time is over.",
                german: "Diese Abgabe gibt es nicht, oder ihre Zeit ist abgelaufen.")
        }
        return waiting
    }

    func document(_ text: String, name: String?) -> Response {
        var headers: HTTPFields = [.cacheControl: "private, no-cache"]
        headers[.contentDisposition] = "attachment; filename=\"\(MappingNames.slug(name ?? "mapping")).json\""
        return Response(contentType: MediaType.json, bytes: Array(text.utf8), headers: headers)
    }

    // MARK: Handing in

    private func receive(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        try refuseForeignForm(request)
        do {
            return redirect(try await received(request, context))
        } catch let fault as DeliveryFault {
            let page = NewImportPage(limits: area.limits, fault: fault.words)
            return html(page.html(try await frame(request, context)), request, status: .badRequest)
        }
    }

    /// The body goes to disk as it comes; nothing is left where it is refused.
    private func received(_ request: Request, _ context: HTTPContext) async throws -> SiteURL {
        let contentType = request.headers[.contentType] ?? ""
        // the framing of a form is small beside its files
        if let length = request.headers[.contentLength].flatMap(Int.init), length > area.limits.bytes + 1 << 20 {
            throw UploadWriter.tooLarge(area.limits.bytes)
        }
        let (id, folder) = try await begin(for: context.reader)
        do {
            let takesLayers = layers != nil
            var writer = try UploadWriter(area, delivery: folder, contentType: contentType) { name in
                DeliveryProposal.isKnown(name) || takesLayers && LayerContent.isPart(name)
            }
            for try await buffer in request.body { try writer.take(buffer.readableBytesView) }
            try writer.finish()
            guard !writer.files.isEmpty else {
                throw DeliveryFault(Words.noFileChosen.german, Words.noFileChosen.english)
            }
            if let url = try await handedOver(id, folder, context.reader) { return url }
            let files = writer.files.map { WaitingImport.File(name: $0.name, bytes: Int64($0.bytes)) }
            try await look(id, folder: folder, files: files)
            return .waitingImport(id)
        } catch {
            await drop(id, folder: folder)
            throw error
        }
    }

    /// The page on which GIS files wait that came in here; nil for what is none. Throws `DeliveryFault`.
    func handedOver(_ id: Int64, _ folder: String, _ reader: Reader) async throws -> SiteURL? {
        let paths = area.paths(folder)
        guard let layers, try await pool.run({ _ in LayerContent.isAll(of: paths) }) else { return nil }
        let url = try await layers.take(area.files(folder), reader)
        await drop(id, folder: folder)
        return url
    }

    /// Room for a delivery, on disk and in the database.
    func begin(for reader: Reader, address: String? = nil) async throws -> (id: Int64, folder: String) {
        let (now, hours) = (clock(), area.limits.hours)
        let owner = DeliveryOwner(reader)
        let waiting = try await engine.read { try WaitingQueries.count(of: owner, on: $0) }
        guard waiting < Int64(area.limits.deliveries) else {
            throw DeliveryFault(Words.tooManyWaiting.german, Words.tooManyWaiting.english)
        }
        let folder = try area.open()
        let id = try await engine.write { connection in
            try WaitingQueries.begin(
                owner: owner, folder: folder, address: address, at: now, hours: hours, on: connection)
        }
        return (id, folder)
    }

    func drop(_ id: Int64, folder: String) async {
        area.remove(folder)
        // what cannot be deleted now goes when its time is over
        _ = try? await engine.write { try WaitingQueries.discard(id, on: $0) }
    }

    /// Looks at what has come in, and says what it seems to be.
    func look(_ id: Int64, folder: String, files: [WaitingImport.File]) async throws {
        let paths = area.paths(folder)
        let found = try await pool.run { _ in try DeliveryProposal(paths: paths) }
        try await engine.write { connection in
            try WaitingQueries.arrived(
                id, files: files, proposal: found.proposal.json, columns: found.columns, document: found.document,
                on: connection)
        }
    }

    // MARK: Looking

    private func waiting(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let waiting = try await find(context)
        switch waiting.state {
        case .done where waiting.run != nil && query(request)["again"] != "yes":
            return redirect(.importRun(waiting.run ?? 0))
        case .queued, .running:
            return html(ImportProgressPage(waiting: waiting).html(try await frame(request, context)), request)
        default: return try await page(waiting, request, context)
        }
    }

    private func page(
        _ waiting: WaitingImport, _ request: Request, _ context: HTTPContext, go: WaitingPage.GoForm? = nil,
        fault: WaitingPage.Fault? = nil
    ) async throws -> Response {
        let reader = context.reader
        let datasets = try await engine.read { try DatasetQueries.writable(by: reader, on: $0) }
        let hasFiles = area.holds(waiting.folder)
        let (preview, documentFault) = hasFiles ? try await preview(waiting) : (nil, nil)
        var form = WaitingPage.GoForm()
        form.title = waiting.document["dataset"]?["title"]?.string ?? ""
        let page = WaitingPage(
            waiting: waiting, hasFiles: hasFiles, questions: hasFiles ? try await questions(waiting, reader) : [],
            preview: preview,
            documentFault: documentFault, datasets: datasets, go: go ?? form, fault: fault)
        return html(page.html(try await frame(request, context)), request, status: fault == nil ? .ok : .badRequest)
    }

    /// What the document, with the best guess for what is open, makes of the delivery; or why it cannot be read.
    func preview(_ waiting: WaitingImport) async throws -> (ImportPreview?, String?) {
        let (paths, now) = (area.paths(waiting.folder), clock())
        let document = ImportQuestion.provisional(waiting)
        guard document["kind"] != nil else { return (nil, nil) }
        return try await pool.run { _ -> (ImportPreview?, String?) in
            do {
                return (try Self.preview(document, paths: paths, now: now), nil)
            } catch let fault as MappingError {
                return (nil, fault.description)
            }
        }
    }

    private static func preview(
        _ document: JSONObject, paths: [String], most: Int = 8 << 20, now: Instant
    ) throws -> ImportPreview {
        let bytes = Array(WaitingImport.text(of: document).utf8)
        let mapping = try Mapping(parsing: bytes, document: document["name"]?.string ?? "", isTrial: true)
        return try ImportPreview(paths: paths, mapping: mapping, most: most, now: now)
    }

    /// The open questions, each choice with what it makes of the first row.
    private func questions(_ waiting: WaitingImport, _ reader: Reader) async throws -> [ImportQuestion] {
        let open = try await named(ImportQuestion.open(of: waiting), reader)
        let (paths, now) = (area.paths(waiting.folder), clock())
        let base = ImportQuestion.provisional(waiting)
        return try await pool.run { _ -> [ImportQuestion] in
            open.map { question -> ImportQuestion in
                var question = question
                // what is measured and in which unit changes no row
                guard !question.isOfWords else { return question }
                for index in question.choices.indices {
                    let answer = [question.field: question.choices[index].value]
                    let fields = FormBody(fields: answer)
                    let document = DocumentForm(form: fields, columns: waiting.offered)
                        .applied(to: base, proposal: waiting.proposal)
                    // the change of the clock may stand far from the beginning
                    let most = question.field == "repeated" ? 8 << 20 : 1 << 16
                    guard let preview = try? Self.preview(document, paths: paths, most: most, now: now) else {
                        continue
                    }
                    question.choices[index].outcome = ChoiceOutcome(question.field, preview).words
                }
                return question.tellingApart()
            }
        }
    }

    /// Most names of a list to choose from.
    private static let mostProperties = 300

    /// Questions for what is measured, with the names of what is measured here already to choose from.
    private func named(_ questions: [ImportQuestion], _ reader: Reader) async throws -> [ImportQuestion] {
        guard questions.contains(where: { $0.field.hasPrefix("property") }) else { return questions }
        let directory = SensorDirectory(reader: reader, now: clock())
        let known = try await engine.read { connection in
            try directory.observedProperties(limit: Self.mostProperties, on: connection)
        }
        return questions.map { question in
            var question = question
            if question.field.hasPrefix("property") {
                question.entry?.list = known + KnownProperties.german.filter { !known.contains($0) }
            }
            return question
        }
    }

    // MARK: Correcting

    private func correct(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let waiting = try await find(context)
        let form = try await form(request, limit: 1 << 20)
        var document = waiting.document
        if form.has("document") {
            do throws(JSONError) {
                document = try JSONValue(parsing: form.trimmed("document")).object ?? document
            } catch {
                let words = Words(
                    "Das Dokument ist kein JSON: \(error.description)", "The document is no JSON: \(error.description)")
                let fault = WaitingPage.Fault(words: words, field: "document")
                return try await page(waiting, request, context, fault: fault)
            }
        } else {
            document = DocumentForm(form: form, columns: waiting.offered).applied(
                to: document, proposal: waiting.proposal)
        }
        let corrected = document
        _ = try await engine.write { try WaitingQueries.correct(waiting.id, document: corrected, on: $0) }
        return redirect(waiting.state == .done ? .correctImport(waiting.id) : .waitingImport(waiting.id))
    }

    // MARK: Importing

    /// Of a name on a page.
    private static let mostLetters = 200

    private func go(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let waiting = try await find(context)
        let form = try await form(request)
        let go = WaitingPage.GoForm(
            dataset: form["dataset"], title: form["title"], owner: form["owner"], contact: form["contact"],
            licence: form["licence"])
        func refuse(_ words: Words, _ field: String) async throws -> Response {
            try await page(waiting, request, context, go: go, fault: WaitingPage.Fault(words: words, field: field))
        }
        guard ImportQuestion.open(of: waiting).isEmpty else { return try await refuse(.goAnswerFirst, "questions") }
        var document = waiting.document
        let reader = context.reader
        let datasets = try await engine.read { try DatasetQueries.all(for: reader, on: $0) }
        if go.dataset == "new" {
            if go.title.isEmpty { return try await refuse(.goNoTitle, "title") }
            if go.owner.isEmpty { return try await refuse(.goNoOwner, "owner") }
            for (text, field) in [(go.title, "title"), (go.owner, "owner"), (go.contact, "contact")]
            where text.count > Self.mostLetters {
                return try await refuse(.goTooLong(Self.mostLetters), field)
            }
            if Licence(go.licence) == nil { return try await refuse(.goNoLicence, "licence") }
            let slug = MappingNames.slug(go.title)
            // a name that the reader may not see is taken too
            let isTaken = try await engine.read { try DatasetQueries.find(slug: slug, for: .system, on: $0) != nil }
            if isTaken { return try await refuse(.goTaken, "title") }
            var dataset: JSONObject = [
                "slug": .string(slug), "title": .string(go.title), "owner": .string(go.owner),
                "licence": .string(go.licence),
            ]
            if !go.contact.isEmpty { dataset["contact"] = .string(go.contact) }
            document["dataset"] = .object(dataset)
        } else {
            guard let chosen = datasets.first(where: { $0.slug == go.dataset }) else {
                return try await refuse(.goNoDataset, "dataset")
            }
            document["dataset"] = .object(Self.description(chosen))
        }
        do throws(MappingError) {
            _ = try Mapping(parsing: Array(WaitingImport.text(of: document).utf8), document: "")
        } catch {
            return try await refuse(Words(error.description, error.description), "document")
        }
        let (actor, now, given, id) = (context.reader.displayName, clock(), document, waiting.id)
        try await engine.read { try ImportRights.require(given, for: reader, on: $0) }
        guard area.holds(waiting.folder) else { return try await refuse(.filesGone, "") }
        try await engine.write { connection in
            try ImportRights.require(given, for: reader, on: connection)
            let version = try MappingVersions.keep(given, by: actor, at: now, on: connection)
            let kept = (try? JSONValue(parsing: version.document))?.object ?? given
            guard try WaitingQueries.correct(id, document: kept, on: connection) else { return }
            _ = try WaitingQueries.queue(id, on: connection)
        }
        return redirect(.waitingImport(id))
    }

    /// A data set as a mapping describes it: an import changes nothing of it.
    private static func description(_ dataset: Dataset) -> JSONObject {
        var object: JSONObject = [
            "slug": .string(dataset.slug), "title": .string(dataset.title), "owner": .string(dataset.owner),
            "licence": .string(dataset.licence),
        ]
        object["titleEnglish"] = dataset.titleEnglish.map { .string($0) }
        if !dataset.description.isEmpty { object["description"] = .string(dataset.description) }
        object["descriptionEnglish"] = dataset.descriptionEnglish.map { .string($0) }
        object["contact"] = dataset.contact.map { .string($0) }
        object["sourceURL"] = dataset.sourceURL.map { .string($0) }
        object["theme"] = dataset.theme.map { .string($0) }
        if !dataset.keywords.isEmpty { object["keywords"] = .array(dataset.keywords.map { .string($0) }) }
        let attributions = dataset.attributions.map { attribution -> JSONValue in
            var entry: JSONObject = ["text": .string(attribution.text)]
            entry["url"] = attribution.url.map { .string($0) }
            entry["licence"] = attribution.licence.map { .string($0) }
            return .object(entry)
        }
        if !attributions.isEmpty { object["attributions"] = .array(attributions) }
        return object
    }
}
