// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue
package import HTTPSupport
package import Hummingbird
package import RoomKit
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
}

extension RoomPages {
    package static var entries: [SiteEntry] { [] }
    package static var assets: [String: Asset] { [:] }
    package func searches(_ site: Site) -> [SearchSource] { [] }
    package func tiles(_ site: Site) -> [StartTile] { [] }
    package func dependents(_ site: Site) -> [DatasetDependents] { [] }
}
