// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel

/// What a query may cost, judged by its form: whether an index leads to its rows, and how many there can be.
///
/// It errs on the side of costly; a costly query is answered all the same, in a lane of its own.
struct QueryCost {
    /// Rows of a page that is still cheap.
    static let rows = 1000
    /// Entities of a page with what is expanded, at most, that are still cheap.
    static let entities = 20_000
    /// Rows that may be skipped.
    static let skipped = 10_000

    /// Whether the set may cost much.
    ///
    /// `parent` is the type of the entity that it hangs below, `entities` how many such parents there may be, `limit` the
    /// rows of a page.
    static func isCostly(
        _ type: EntityType, _ query: EntityQuery, limit: Int, parent: EntityType? = nil, parents: Int = 1
    ) -> Bool {
        let (product, isTooLarge) = parents.multipliedReportingOverflow(by: max(1, limit))
        guard query.format == .json, query.skip <= skipped, limit <= rows, !isTooLarge, product <= entities else {
            return true
        }
        if type == .observation { return isCostlyObservations(query, parent) }
        let expressions = (query.filter.map { [$0] } ?? []) + query.orders.map(\.expression)
        return expressions.contains { $0.reachesFar }
    }

    /// Values are many: an index leads to them by their Datastream and time, or by their id.
    private static func isCostlyObservations(_ query: EntityQuery, _ parent: EntityType?) -> Bool {
        let conditions = query.filter.map { $0.chain(of: .and) } ?? []
        let isOfSeries = parent?.isSeries == true || conditions.contains { $0.names("Datastream", "id") }
        let isOne = conditions.contains { $0.names("id") }
        if query.count { return true }
        guard isOfSeries || isOne else { return !conditions.isEmpty || !query.orders.isEmpty }
        if !conditions.allSatisfy({ $0.names("id") || $0.names("Datastream", "id") || $0.boundsTime }) { return true }
        return !query.orders.allSatisfy { order in
            guard case .path(let path) = order.expression else { return false }
            return ["phenomenonTime", "resultTime", "id", "@iot.id"].contains(path.segments[0].name)
                && path.segments.count == 1
        }
    }
}

extension Expression {
    /// Whether it is an equation of this property with a number.
    fileprivate func names(_ names: String...) -> Bool {
        guard case .binary(.eq, let left, let right, _) = self else { return false }
        switch (left, right) {
        case (.path(let path), .literal(.integer, _)), (.literal(.integer, _), .path(let path)):
            var segments = path.segments.map(\.name)
            if segments.last == "@iot.id" { segments[segments.count - 1] = "id" }
            return segments == names
        default: return false
        }
    }

    /// Whether it compares the phenomenon time with a time that stands in the query.
    fileprivate var boundsTime: Bool {
        guard case .binary(let operation, let left, let right, _) = self,
            [.eq, .lt, .le, .gt, .ge].contains(operation)
        else { return false }
        return left.isPhenomenonTime && right.isFixed || left.isFixed && right.isPhenomenonTime
    }

    private var isPhenomenonTime: Bool {
        guard case .path(let path) = self else { return false }
        return path.segments.count == 1 && path.segments[0].name == "phenomenonTime"
    }

    /// Whether it is the same for each row.
    private var isFixed: Bool {
        switch self {
        case .literal: true
        case .call(.now, _, _): true
        case .binary(.add, let left, let right, _), .binary(.sub, let left, let right, _): left.isFixed && right.isFixed
        default: false
        }
    }

    /// Whether values, places of the past or shapes have to be looked at for each row.
    fileprivate var reachesFar: Bool {
        if isSpatial { return true }
        switch self {
        case .literal: return false
        case .path(let path): return path.reachesFar
        case .call(_, let arguments, _): return arguments.contains { $0.reachesFar }
        case .binary(_, let left, let right, _): return left.reachesFar || right.reachesFar
        case .not(let inner, _), .negated(let inner, _): return inner.reachesFar
        case .membership(let value, let list, _): return value.reachesFar || list.contains { $0.reachesFar }
        case .quantified(let path, _, let condition, _): return path.reachesFar || condition.reachesFar
        }
    }
}

extension PropertyPath {
    fileprivate var reachesFar: Bool {
        segments.contains { ["Observations", "HistoricalLocations", "FeaturesOfInterest"].contains($0.name) }
    }
}

extension ReadLevel {
    /// Whether this set, below an entity of this type, or a set expanded in it may cost much.
    func isCostly(below parent: EntityType?, isSet: Bool, parents: Int = 1) -> Bool {
        let rows = isSet ? limit : 1
        if isSet, QueryCost.isCostly(type, query, limit: rows, parent: parent, parents: parents) { return true }
        let below = parents.multipliedReportingOverflow(by: max(1, rows))
        guard !below.overflow else { return true }
        return expansions.contains { expansion in
            expansion.level.isCostly(below: type, isSet: expansion.navigation.isToMany, parents: below.partialValue)
        }
    }
}

extension ReadRequest {
    /// Whether the answer may cost much.
    package var isCostly: Bool {
        let parent = path.steps.count > 1 ? path.steps[path.steps.count - 2].type : nil
        return level.isCostly(below: parent, isSet: path.isSet)
    }
}
