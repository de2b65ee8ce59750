// SPDX-License-Identifier: EUPL-1.2
public import Access
import Catalogue
public import HTTPSupport
import HTTPTypes
public import Hummingbird
import Knowledge
public import Planning
import NIOCore
import Rights
public import Storage
import Threads
public import Wire

/// The pages: reads through the engine, answers in HTML.
public struct WebRoutes: Sendable {
    /// Where Debian's packages put Leaflet.
    public static let vendorFolders = ["/usr/share/javascript/leaflet"]

    let engine: any StorageEngine
    let control: AccessControl
    let now: @Sendable () -> Instant
    let clock: @Sendable () -> Instant
    let isOpen: Bool
    let version: String
    let tileAttribution: String?
    let memory: TownMemory
    let startPages = StartMemory()
    let knowledgeSearch = KnowledgeSearch()
    let plans = PlanMemory()
    let submissions = SubmissionLimit()
    let indicators = IndicatorMemory()
    let probe: AddressProbe
    let rules = CoalescingMemory<Int, LicenceRules>(limit: 1, lifetime: .seconds(60))
    let decisions = DecisionMemory()
    let vendor: [String: Asset]

    /// `now` is the town's time; `isOpen` warns on each page that everybody may write; `tileAttribution` names whose map
    /// lies below the sensors, nil without a configured one; `probe` requests addresses that editors entered;
    /// `clock` is the time of the world, by which retention deletes, where it is not the town's.
    public init(
        engine: any StorageEngine, control: AccessControl, version: String, isOpen: Bool,
        tileAttribution: String? = nil,
        vendorFolders: [String] = WebRoutes.vendorFolders, probe: @escaping AddressProbe,
        now: @escaping @Sendable () -> Instant, clock: (@Sendable () -> Instant)? = nil
    ) {
        self.clock = clock ?? now
        self.engine = engine
        self.control = control
        self.version = version
        self.tileAttribution = tileAttribution
        self.isOpen = isOpen
        self.now = now
        self.probe = probe
        memory = TownMemory(rights: control.rights)
        vendor = Asset.vendor(folders: vendorFolders)
    }

    public func add(to router: Router<HTTPContext>) {
        router.get("/") { request, context in try await start(request, context) }
        router.get("/map") { request, context in try await map(request, context) }
        router.get("/map/sensors.geojson") { request, context in try await mapData(request, context) }
        router.get("/map/layers/{name}") { request, context in try await mapLayer(request, context) }
        router.get("/sensors") { request, context in try await sensors(request, context) }
        router.get("/sensors/changes") { request, context in try await stateChanges(request, context) }
        router.get("/sensors/{thing}") { request, context in try await sensor(request, context) }
        router.get("/sensors/{thing}/series/{datastream}") { request, context in try await sensor(request, context) }
        router.get("/series/{file}") { request, context in try await seriesFile(request, context) }
        router.get("/data") { request, context in try await data(request, context) }
        router.get("/data/{slug}") { request, context in try await dataset(request, context) }
        router.post("/data/{slug}/access") { request, context in try await changeAccess(request, context) }
        router.get("/data/{slug}/retention") { request, context in try await retention(request, context) }
        router.post("/data/{slug}/retention") { request, context in try await changeRetention(request, context) }
        router.get("/search") { request, context in try await search(request, context) }
        router.get("/imports") { request, context in try await imports(request, context) }
        router.get("/imports/{run}") { request, context in try await importRun(request, context) }
        router.get("/imprint") { request, context in try await notice(request, context, LegalPages.imprint) }
        router.get("/privacy") { request, context in try await notice(request, context, LegalPages.privacy) }
        router.get("/accessibility") { request, context in try await notice(request, context, LegalPages.accessibility)
        }
        router.get("/interfaces") { request, context in try await interfaces(request, context) }
        addAccountRoutes(to: router)
        router.get("/account/audit") { request, context in try await audit(request, context) }
        addTownRoutes(to: router)
        addKnowledgeRoutes(to: router)
        addPlanningRoutes(to: router)
        router.get("/assets/{file}") { request, context in try asset(request, context) }
        router.get("/assets/vendor/{file}") { request, context in try vendorFile(request, context, folder: "") }
        router.get("/assets/vendor/images/{file}") { request, context in
            try vendorFile(request, context, folder: "images/")
        }
    }

    /// An error as a page, for browsers.
    public func errorPage(_ problem: Problem, _ request: Request, _ context: HTTPContext) async -> Response {
        let page = ErrorPage(
            status: Int(problem.status.code), detail: problem.detail, germanDetail: problem.germanDetail,
            requestID: context.requestID)
        let town = try? await memory.reading(for: context.reader, from: engine)
        return html(page.html(frame(request, context, town)), request, status: problem.status)
    }

    /// Content of another room in the frame of the site; `bodyHTML` is markup, escaped there.
    public func framed(
        title: String, bodyHTML: String, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let frame = frame(request, context, try await town(context))
        let content: HTML = "<div class=\"inner page\">\(HTML(markup: bodyHTML))</div>"
        return html(frame.document(title: title, section: .data, content: content), request)
    }

    // MARK: Pieces

    func query(_ request: Request) -> FormBody { FormBody(request.uri.query ?? "") }

    func language(_ request: Request) -> Language {
        let chosen = query(request)["lang"]
        let remembered = request.cookies["allmende_language"]?.value
        let choice = Language(rawValue: chosen) == nil ? remembered : chosen
        return Language(chosen: choice, acceptLanguage: request.headers[.acceptLanguage])
    }

    func frame(_ request: Request, _ context: HTTPContext, _ town: TownReading?) -> PageFrame {
        let isSafe = request.method == .get
        let fields = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("lang=") }
        let rest = fields.isEmpty ? "" : "?" + fields.joined(separator: "&")
        var person: String?
        if case .account(_, let name) = context.reader.identity { person = name }
        return PageFrame(
            language: language(request), profile: town?.profile ?? TownProfile(),
            isFictional: town?.isFictional ?? false,
            asOf: town?.asOf, dataAsOf: town?.dataAsOf, isOpen: isOpen, person: person,
            mayWrite: context.reader.mayWrite, mayAdminister: context.reader.mayAdminister,
            address: isSafe ? request.uri.path + rest : "/", version: version)
    }

    func html(_ html: HTML, _ request: Request, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .contentLanguage: language(request).rawValue]
        headers[.vary] = "Accept-Language, Cookie"
        headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'"
        if let chosen = Language(rawValue: query(request)["lang"]) {
            headers[.setCookie] = "allmende_language=\(chosen.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
        }
        return Response(status: status, contentType: MediaType.html, bytes: html.bytes, headers: headers)
    }

    func town(_ context: HTTPContext) async throws -> TownReading {
        try await memory.reading(for: context.reader, from: engine)
    }

    /// The plan as the reader may see it.
    func plan(_ context: HTTPContext) async throws -> Plan {
        try await plans.plan(for: context.reader, from: engine)
    }

    func number(_ context: HTTPContext, _ name: String) throws -> Int64 {
        guard let text = context.parameters.get(name), let number = Int64(text) else {
            throw Problem.notFound("There is nothing at this address.")
        }
        return number
    }

    // MARK: Assets

    private func asset(_ request: Request, _ context: HTTPContext) throws -> Response {
        guard let asset = context.parameters.get("file").flatMap({ Asset.embedded[$0] }) else {
            throw Problem.notFound("There is no such file.")
        }
        return asset.response(to: request, isVersioned: query(request)["v"] == asset.tag)
    }

    private func vendorFile(_ request: Request, _ context: HTTPContext, folder: String) throws -> Response {
        guard let asset = context.parameters.get("file").flatMap({ vendor[folder + $0] }) else {
            throw Problem.notFound("There is no such file; the map needs Debian's package libjs-leaflet.")
        }
        return asset.response(to: request, isVersioned: false)
    }
}

/// Start pages of the last half minute, by rights and language: their monthly sums change slowly.
final class StartMemory: Sendable {
    private struct Key: Hashable {
        let rights: Rights
        let language: Language
    }

    private let pages = CoalescingMemory<Key, StartPage>(limit: 64, lifetime: .seconds(30))

    /// `number` is the rights counter of what the page is made from. A town without data is asked again each time.
    func page(
        _ rights: Rights, _ language: Language, at number: Int64,
        make: @escaping @Sendable () async throws -> StartPage
    ) async throws -> StartPage {
        let key = Key(rights: rights, language: language)
        let page = try await pages.value(for: key, generation: number, make: make)
        if page.isEmpty { pages.forget(key) }
        return page
    }
}
