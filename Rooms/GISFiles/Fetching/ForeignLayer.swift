// SPDX-License-Identifier: EUPL-1.2

/// A layer that a service offers.
package struct ForeignLayer: Sendable, Hashable {
    /// By which it is asked for: `town:trees`.
    package let name: String
    package let title: String
    /// The reference system as the service spells it; empty where it does not say.
    package let system: String

    package init(name: String, title: String, system: String = "") {
        self.name = name
        self.title = title.isEmpty ? name : title
        self.system = system
    }

    /// The one that is meant by its name, its name without prefix, or its title.
    static func find(_ wanted: String, in all: [ForeignLayer]) throws(FetchFault) -> ForeignLayer {
        if let exact = all.first(where: { $0.name == wanted }) { return exact }
        for same in [
            all.filter { $0.localName == wanted }, all.filter { $0.title == wanted },
            all.filter { $0.localName == local(wanted) },
        ] where same.count == 1 {
            return same[0]
        }
        throw .noLayer(wanted, all)
    }

    /// `trees` of `town:trees`.
    package var localName: String { Self.local(name) }

    private static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }
}

/// What was found at an address.
package enum FetchOutcome: Sendable {
    /// A service of several layers: one has to be chosen.
    case choice([ForeignLayer])
    /// Files lie in the delivery's folder.
    case fetched(FetchedDelivery)
}

/// Bounds of what is fetched from one address.
package struct FetchLimits: Sendable {
    package var bytes: Int
    package var features: Int
    package var pages: Int
    package var minutes: Int
    /// Features that are asked for at once.
    package var page: Int
    /// Layers of one service.
    package var layers: Int

    package init(
        bytes: Int = 2 << 30, features: Int = 2_000_000, pages: Int = 5000, minutes: Int = 30, page: Int = 1000,
        layers: Int = 2000
    ) {
        (self.bytes, self.features, self.pages, self.minutes) = (bytes, features, pages, minutes)
        (self.page, self.layers) = (page, layers)
    }
}
