// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue
package import HTTPSupport
package import Hummingbird
package import RoomKit
package import Storage
package import Wire

/// What the frame of each page says about the town.
package struct TownFacts: Sendable {
    package var profile: TownProfile
    package var isFictional: Bool
    /// The instant that counts as now in a demonstration with past data.
    package var asOf: Instant?
    /// The time of the latest measured value that the reader may see.
    package var dataAsOf: Instant?

    package init(profile: TownProfile, isFictional: Bool = false, asOf: Instant? = nil, dataAsOf: Instant? = nil) {
        self.profile = profile
        self.isFictional = isFictional
        self.asOf = asOf
        self.dataAsOf = dataAsOf
    }
}

/// An entry of the navigation or of the footer.
package struct SiteEntry: Sendable, Hashable {
    package enum Place: String, Sendable, Hashable { case navigation, footer }
    package enum Audience: String, Sendable, Hashable { case everybody, writers, administrators }

    package let title: Words
    package let url: SiteURL
    package let section: PageFrame.Section
    package let place: Place
    package let audience: Audience
    /// Smaller ones stand first.
    package let rank: Int

    package init(
        _ title: Words, _ url: SiteURL, section: PageFrame.Section = .none, in place: Place = .navigation,
        for audience: Audience = .everybody, rank: Int
    ) {
        self.title = title
        self.url = url
        self.section = section
        self.place = place
        self.audience = audience
        self.rank = rank
    }
}

/// Somebody looking at a page: what was asked, by whom, and the frame that the page will have.
package struct PageVisit: Sendable {
    package let request: Request
    package let context: HTTPContext
    package let frame: PageFrame

    package init(_ request: Request, _ context: HTTPContext, _ frame: PageFrame) {
        self.request = request
        self.context = context
        self.frame = frame
    }
}

/// What one room finds for the words of a search.
package struct SearchSource: Sendable {
    package struct Finding: Sendable {
        package let count: Int
        package let html: HTML

        package init(count: Int, html: HTML) { (self.count, self.html) = (count, html) }
    }

    /// What is searched: "Messstellen".
    package let title: Words
    package let rank: Int
    package let find: @Sendable (_ text: String, _ visit: PageVisit) async throws -> Finding?

    /// `find` gets text that is more than white space; nil when nothing fits.
    package init(
        _ title: Words, rank: Int, find: @escaping @Sendable (String, PageVisit) async throws -> Finding?
    ) {
        self.title = title
        self.rank = rank
        self.find = find
    }
}

/// What one room puts on the start page.
package struct StartTile: Sendable {
    package let title: Words
    package let rank: Int
    package let html: @Sendable (PageVisit) async throws -> HTML

    package init(_ title: Words, rank: Int, html: @escaping @Sendable (PageVisit) async throws -> HTML) {
        self.title = title
        self.rank = rank
        self.html = html
    }
}

/// What of one room is made from a data set: who changes its access should know.
package struct DatasetDependents: Sendable {
    package struct Dependent: Sendable, Hashable {
        package let title: String
        package let url: SiteURL

        package init(title: String, url: SiteURL) { (self.title, self.url) = (title, url) }
    }

    package let find: @Sendable (_ dataset: Int64, _ context: HTTPContext) async throws -> [Dependent]

    package init(find: @escaping @Sendable (Int64, HTTPContext) async throws -> [Dependent]) { self.find = find }
}

/// What one room shows on the page of an object of the plan: a measure, a need.
package struct ObjectPanel: Sendable {
    /// The reference is as people write it, "M-3"; empty where there is nothing to show.
    package let html: @Sendable (_ reference: String, _ visit: PageVisit) async throws -> HTML

    package init(_ html: @escaping @Sendable (String, PageVisit) async throws -> HTML) { self.html = html }
}

/// What a room keeps of objects of the plan, so that they can be neither removed nor hidden.
package struct ObjectKeeper: Sendable {
    package enum Keep: Sendable, Hashable {
        /// It is not removed.
        case stays
        /// Nor hidden, once everybody sees it.
        case staysPublic
    }

    /// The reference is as people write it, "X-3"; asked within the write that would change it.
    package let keep: @Sendable (_ reference: String, _ connection: any StorageConnection) throws -> Keep?

    package init(_ keep: @escaping @Sendable (String, any StorageConnection) throws -> Keep?) { self.keep = keep }
}

/// What one room shows administrators on the page of administration: how things stand, and where they are changed.
package struct AdministrationPanel: Sendable {
    package struct State: Sendable {
        package let text: Words
        /// Somebody should look.
        package let isUrgent: Bool

        package init(_ text: Words, isUrgent: Bool = false) { (self.text, self.isUrgent) = (text, isUrgent) }
    }

    package let title: Words
    package let rank: Int
    package let links: [(title: Words, url: SiteURL)]
    package let state: @Sendable (PageVisit) async throws -> [State]

    package init(
        _ title: Words, rank: Int, links: [(Words, SiteURL)],
        state: @escaping @Sendable (PageVisit) async throws -> [State]
    ) {
        self.title = title
        self.rank = rank
        self.links = links.map { (title: $0.0, url: $0.1) }
        self.state = state
    }
}

/// One of the steps from an empty installation to a town at work.
package struct FirstStep: Sendable {
    package let title: Words
    package let help: Words
    package let rank: Int
    package let url: SiteURL
    package let isDone: @Sendable (PageVisit) async throws -> Bool

    package init(
        _ title: Words, _ help: Words, rank: Int, url: SiteURL,
        isDone: @escaping @Sendable (PageVisit) async throws -> Bool
    ) {
        self.title = title
        self.help = help
        self.rank = rank
        self.url = url
        self.isDone = isDone
    }
}

/// A room with pages.
package protocol RoomPages: Room {
    /// Its places in navigation and footer.
    static var entries: [SiteEntry] { get }
    /// Files that its pages load, by name below `/assets/`.
    static var assets: [String: Asset] { get }
    /// Its addresses, with what each is for.
    func pages(_ site: Site) -> RoomRoutes
    func searches(_ site: Site) -> [SearchSource]
    func tiles(_ site: Site) -> [StartTile]
    func dependents(_ site: Site) -> [DatasetDependents]
    func objectPanels(_ site: Site) -> [ObjectPanel]
    func objectKeepers(_ site: Site) -> [ObjectKeeper]
    /// What it shows administrators.
    func administration(_ site: Site) -> [AdministrationPanel]
    func firstSteps(_ site: Site) -> [FirstStep]
}

extension RoomPages {
    package static var entries: [SiteEntry] { [] }
    package static var assets: [String: Asset] { [:] }
    package func searches(_ site: Site) -> [SearchSource] { [] }
    package func tiles(_ site: Site) -> [StartTile] { [] }
    package func dependents(_ site: Site) -> [DatasetDependents] { [] }
    package func objectPanels(_ site: Site) -> [ObjectPanel] { [] }
    package func objectKeepers(_ site: Site) -> [ObjectKeeper] { [] }
    package func administration(_ site: Site) -> [AdministrationPanel] { [] }
    package func firstSteps(_ site: Site) -> [FirstStep] { [] }
}
