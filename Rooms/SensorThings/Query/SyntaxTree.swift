// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// An expression of `$filter` or `$orderby` as it was written; positions are bytes from 1.
package indirect enum Expression: Sendable, Hashable {
    case literal(Literal, position: Int)
    case path(PropertyPath)
    case call(Function, [Expression], position: Int)
    case binary(BinaryOperator, Expression, Expression, position: Int)
    case not(Expression, position: Int)
    case negated(Expression, position: Int)
    case membership(Expression, [Expression], position: Int)
    /// `Datastreams/any(d: …)` and `all`: the relations, the variable and the condition on each entity.
    case quantified(PropertyPath, variable: String, Expression, isAll: Bool)

    package var position: Int {
        switch self {
        case .literal(_, let position), .call(_, _, let position), .not(_, let position): position
        case .negated(_, let position), .binary(_, _, _, let position), .membership(_, _, let position): position
        case .path(let path), .quantified(let path, _, _, _): path.position
        }
    }
}

package enum Literal: Sendable, Hashable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case null
    case instant(Instant)
    case interval(InstantInterval)
    /// Microseconds.
    case duration(Int64)
    case geography(String)
}

/// Names with slashes between: relations, then a property, then members of its JSON.
package struct PropertyPath: Sendable, Hashable {
    package struct Segment: Sendable, Hashable {
        package var name: String
        package var position: Int

        package init(name: String, position: Int) {
            (self.name, self.position) = (name, position)
        }
    }

    package var segments: [Segment]

    package init(segments: [Segment]) { self.segments = segments }
    package var position: Int { segments.first?.position ?? 1 }
}

package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
    case or, and, eq, ne, gt, ge, lt, le, add, sub, mul, div, mod

    /// Binding strength (OData 4.0 URL conventions §5.1.1.14); a higher one binds closer.
    var precedence: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .eq, .ne: 3
        case .gt, .ge, .lt, .le: 4
        case .add, .sub: 5
        case .mul, .div, .mod: 6
        }
    }
}

/// The functions of the query language (OGC 18-088 Table 23), and those of FROST over times.
package enum Function: String, Sendable, Hashable, CaseIterable {
    case substringof, endswith, startswith, length, indexof, substring, tolower, toupper, trim, concat
    case year, month, day, hour, minute, second, fractionalseconds, date, time, totaloffsetminutes
    case now, mindatetime, maxdatetime
    case round, floor, ceiling
    case before, after, meets, during, overlaps, starts, finishes
    case geoDistance = "geo.distance", geoLength = "geo.length", geoIntersects = "geo.intersects"
    case equalsGeometry = "st_equals", disjoint = "st_disjoint", touches = "st_touches", within = "st_within"
    case overlapsGeometry = "st_overlaps", crosses = "st_crosses", intersects = "st_intersects"
    case contains = "st_contains", relate = "st_relate"

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .now, .mindatetime, .maxdatetime: 0...0
        case .length, .tolower, .toupper, .trim, .year, .month, .day, .hour, .minute, .second, .fractionalseconds,
            .date, .time, .totaloffsetminutes, .round, .floor, .ceiling, .geoLength:
            1...1
        case .substring, .relate: 2...3
        case .substringof, .endswith, .startswith, .indexof, .concat, .before, .after, .meets, .during, .overlaps,
            .starts, .finishes, .geoDistance, .geoIntersects, .equalsGeometry, .disjoint, .touches, .within,
            .overlapsGeometry, .crosses, .intersects, .contains:
            2...2
        }
    }
}
