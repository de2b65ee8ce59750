// SPDX-License-Identifier: EUPL-1.2

/// The options of one entity set, as they were asked for (OGC 18-088 §9.3).
package struct EntityQuery: Sendable {
    package struct Order: Sendable, Hashable {
        package var expression: Expression
        package var isDescending: Bool

        package init(expression: Expression, isDescending: Bool) {
            (self.expression, self.isDescending) = (expression, isDescending)
        }
    }

    package struct Expansion: Sendable {
        package var navigation: NavigationProperty
        package var query: EntityQuery
    }

    /// How the answer is written.
    package enum Format: String, Sendable { case json, csv, dataArray, geoJSON }

    package var filter: Expression?
    package var orders: [Order] = []
    package var top: Int?
    package var skip = 0
    package var count = false
    /// Names of properties and relations; nil for all.
    package var select: [PropertyPath.Segment]?
    /// Members of JSON properties that are selected instead of the whole: `properties/a/b`.
    package var selectedMembers: [String: [[String]]] = [:]
    package var expansions: [Expansion] = []
    /// The opaque place where this page goes on.
    package var cursor: String?
    package var format = Format.json
    /// The options as text, for the next link: decoded ones inside `$expand`, as they came at the top.
    package var texts: [(name: String, text: String)] = []

    package init() {}

    /// Names of options that were given.
    package func has(_ name: String) -> Bool { texts.contains { $0.name == name } }
}
