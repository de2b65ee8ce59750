// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import HTTPTypes
package import Hummingbird
import NIOCore
package import Rights
package import Storage
package import Wire

/// What every page of every room stands on: the database, the clocks, what is said about the town, and what rooms offer.
package struct Site: Sendable {
    /// Where Debian's packages put Leaflet.
    package static let vendorFolders = ["/usr/share/javascript/leaflet"]

    package let engine: any StorageEngine
    /// The town's time: that of the world, or the labelled moment that a demonstration stands at.
    package let now: @Sendable () -> Instant
    /// The time of the world, by which retention deletes.
    package let clock: @Sendable () -> Instant
    /// Everybody may write; each page warns of it.
    package let isOpen: Bool
    package let version: String
    /// Whose map lies below the sensors; nil without a configured one.
    package let tileAttribution: String?
    /// Navigation and footer.
    package let entries: [SiteEntry]
    /// What the frame of each page says about the town, for one reader.
    package let facts: @Sendable (Reader) async throws -> TownFacts
    /// What the rooms find, in the order of their ranks.
    package var searches: [SearchSource] = []
    /// What the rooms put on the start page, in the order of their ranks.
    package var tiles: [StartTile] = []
    /// What depends on a data set, by room.
    package var dependents: [DatasetDependents] = []
    /// What rooms show on the pages of objects of the plan.
    package var objectPanels: [ObjectPanel] = []
    /// What rooms keep of objects of the plan.
    package var objectKeepers: [ObjectKeeper] = []
    /// What the rooms show administrators, in the order of their ranks.
    package var panels: [AdministrationPanel] = []
    package var firstSteps: [FirstStep] = []
    /// What the audit trail tells of the rooms, by its action.
    package var deeds: [String: Words] = [:]
    /// Answers to forms that make a secret.
    package let answersOnce = AnswersOnce()
    private let assets: [String: Asset]
    private let vendor: [String: Asset]

    package init(
        engine: any StorageEngine, version: String, isOpen: Bool = false, tileAttribution: String? = nil,
        vendorFolders: [String] = Site.vendorFolders, entries: [SiteEntry] = [], assets: [String: Asset] = [:],
        now: @escaping @Sendable () -> Instant, clock: (@Sendable () -> Instant)? = nil,
        facts: @escaping @Sendable (Reader) async throws -> TownFacts
    ) {
        self.engine = engine
        self.version = version
        self.isOpen = isOpen
        self.tileAttribution = tileAttribution
        self.entries = entries.sorted { $0.rank < $1.rank }
        self.now = now
        self.clock = clock ?? now
        self.facts = facts
        self.assets = Asset.embedded.merging(assets) { own, _ in own }
        vendor = Asset.vendor(folders: vendorFolders)
    }

    /// Style sheets, scripts and pictures.
    package var routes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/assets/{file}", Words("Eine Datei der Seiten", "A file of the pages"), for: .programs) {
            request, context in
            try asset(request, context)
        }
        routes.get("/assets/vendor/{file}", Words("Eine Datei der Karte", "A file of the map"), for: .programs) {
            request, context in
            try vendorFile(request, context, folder: "")
        }
        routes.get("/assets/vendor/images/{file}", Words("Ein Bild der Karte", "A picture of the map"), for: .programs)
        {
            request, context in
            try vendorFile(request, context, folder: "images/")
        }
        return routes
    }

    private func asset(_ request: Request, _ context: HTTPContext) throws -> Response {
        guard let asset = context.parameters.get("file").flatMap({ assets[$0] }) else {
            throw Problem.notFound("There is no such file.", german: "Diese Datei gibt es nicht.")
        }
        return asset.response(to: request, isVersioned: query(request)["v"] == asset.tag)
    }

    private func vendorFile(_ request: Request, _ context: HTTPContext, folder: String) throws -> Response {
        guard let asset = context.parameters.get("file").flatMap({ vendor[folder + $0] }) else {
            throw Problem.notFound(
                "There is no such file; the map needs Debian's package libjs-leaflet.",
                german: "Diese Datei gibt es nicht; die Karte braucht das Debian-Paket libjs-leaflet.")
        }
        return asset.response(to: request, isVersioned: false)
    }
}

extension Site: PageSet {
    package var site: Site { self }

    /// An error as a page, for browsers.
    package func errorPage(_ problem: Problem, _ request: Request, _ context: HTTPContext) async -> Response {
        let page = ErrorPage(
            status: Int(problem.status.code), heading: problem.germanTitle.map { Words($0, problem.title) },
            detail: problem.detail, germanDetail: problem.germanDetail,
            requestID: context.requestID)
        let town = try? await facts(context.reader)
        return html(page.html(frame(request, context, town)), request, status: problem.status)
    }
}
