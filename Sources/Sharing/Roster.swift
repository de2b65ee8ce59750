// SPDX-License-Identifier: EUPL-1.2

/// Those who share, in the order that decides ties: ascending by the UTF-8 bytes of their ids.
///
/// All lists of values in this module have one value for each, in this order.
public struct Roster: Sendable, Hashable {
    public let ids: [String]
    private let places: [String: Int]

    /// The ids may come in any order; each is there once.
    public init(_ ids: [String]) throws(SharingError) {
        self.ids = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var places: [String: Int] = [:]
        places.reserveCapacity(ids.count)
        for (place, id) in self.ids.enumerated() where places.updateValue(place, forKey: id) != nil {
            throw .sameIDTwice(id)
        }
        self.places = places
    }

    public var count: Int { ids.count }

    /// Where the values of an id stand; nil for one who does not share.
    public func place(of id: String) -> Int? { places[id] }
}
