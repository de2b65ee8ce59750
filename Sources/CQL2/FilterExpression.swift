// SPDX-License-Identifier: EUPL-1.2
public import Geometry
public import Wire

/// An expression of CQL2 (OGC 21-065r2), read from text or JSON; one of a whole filter is true or false.
public struct FilterExpression: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case text(String)
        case number(JSONNumber)
        case truth(Bool)
        case geometry(GeometryValue)
        /// West, south, east, north; with heights six.
        case box([JSONNumber])
        /// A day, `2026-07-31`.
        case date(String)
        case timestamp(Instant)
        case interval(FilterExpression, FilterExpression)
        /// An end of an interval that is open, `..`.
        case unbounded
        case list([FilterExpression])
        case property(String)
        case operation(FilterOperator, [FilterExpression])
        /// A function that the standard does not define.
        case function(String, [FilterExpression])
    }

    public let kind: Kind
    /// Where it was written; two expressions are equal wherever they stand.
    public let place: FilterFault.Place
    /// Levels of expressions in it, itself counted.
    let depth: Int

    /// Texts and documents longer than this are no filters.
    public static let maximumLength = 65_536
    /// Deepest nesting of expressions.
    public static let maximumDepth = 48

    /// - Throws: `FilterFault` when it is nested too deep.
    package init(_ kind: Kind, at place: FilterFault.Place) throws(FilterFault) {
        self.kind = kind
        self.place = place
        let parts: [FilterExpression] =
            switch kind {
            case .list(let parts), .operation(_, let parts), .function(_, let parts): parts
            case .interval(let start, let end): [start, end]
            default: []
            }
        depth = 1 + (parts.lazy.map(\.depth).max() ?? 0)
        guard depth <= Self.maximumDepth else {
            throw FilterFault(
                at: place, german: "tiefer verschachtelt als \(Self.maximumDepth) Stufen; den Filter flacher schreiben",
                english: "nested deeper than \(Self.maximumDepth) levels; write the filter flatter")
        }
    }

    /// What lies in an area.
    package init(meeting area: GeometryValue, property: String) throws(FilterFault) {
        let place = FilterFault.Place.character(1)
        let parts = [try Self(.property(property), at: place), try Self(.geometry(area), at: place)]
        try self.init(.operation(.intersects, parts), at: place)
    }

    public static func == (left: Self, right: Self) -> Bool { left.kind == right.kind }

    public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}
