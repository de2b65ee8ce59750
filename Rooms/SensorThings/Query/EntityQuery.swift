// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The options of one entity set, as they were asked for (OGC 18-088 §9.3).
struct EntityQuery: Sendable {
    struct Order: Sendable, Hashable {
        var expression: Expression
        var isDescending: Bool
    }

    struct Expansion: Sendable {
        var navigation: NavigationProperty
        var query: EntityQuery
    }

    /// How the answer is written.
    enum Format: String, Sendable { case json, csv, dataArray, geoJSON }

    var filter: Expression?
    var orders: [Order] = []
    var top: Int?
    var skip = 0
    var count = false
    /// Names of properties and relations; nil for all.
    var select: [PropertyPath.Segment]?
    /// Members of JSON properties that are selected instead of the whole: `properties/a/b`.
    var selectedMembers: [String: [[String]]] = [:]
    var expansions: [Expansion] = []
    /// The opaque place where this page goes on.
    var cursor: String?
    var format = Format.json
    /// The options as text, for the next link: decoded ones inside `$expand`, as they came at the top.
    var texts: [(name: String, text: String)] = []

    /// Names of options that were given.
    func has(_ name: String) -> Bool { texts.contains { $0.name == name } }
}
