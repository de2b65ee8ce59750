// SPDX-License-Identifier: EUPL-1.2
package import SensorThingsModel
package import Storage

/// What finds an entity: its id, and for an Observation the rest of its primary key.
package struct EntityKey: Sendable, Hashable {
    package var id: Int64
    package var datastream: Int64 = 0
    package var time: Int64 = 0

    /// As arguments of a statement for all keys.
    var parts: [Int64] { [id, datastream, time] }

    package init(id: Int64, datastream: Int64 = 0, time: Int64 = 0) {
        self.id = id
        self.datastream = datastream
        self.time = time
    }

    fileprivate init(parts: [Int64]) { self.init(id: parts[0], datastream: parts[1], time: parts[2]) }
}

/// Where the rows of a set come from.
package enum ReadAnchor: Sendable {
    case all
    case entity(EntityKey)
    case children(NavigationProperty, parent: SQL)

    /// Tables, the condition that ties them, and whether the rows' own rights are still to be asked.
    func pieces(_ scope: ReadScope) -> (from: SQL, condition: SQL?, asksRights: Bool) {
        switch self {
        case .all: return (scope.source, nil, true)
        case .entity(let key):
            guard scope.type == .observation else { return (scope.source, "\(scope.column("id")) = \(key.id)", true) }
            let condition: SQL = """
                \(scope.column("datastream_id")) = \(key.datastream) AND \
                \(scope.column("phenomenon_time")) = \(key.time) AND \(scope.column("id")) = \(key.id)
                """
            return (scope.source, condition, true)
        case .children(let navigation, let parent):
            switch navigation.link {
            case .reference:
                return (scope.source, "\(scope.column("id")) = \(parent)", !navigation.isSeenThroughSource)
            case .children(let column):
                // what hangs on a Datastream or a Thing without a data set of its own has its parent's rights
                let inherits = scope.type == .observation || scope.type == .historicalLocation
                return (scope.source, "\(scope.column(column)) = \(parent)", !inherits)
            case .through(let table, let source, let target):
                let from: SQL = """
                    \(SQL(verbatim: table)) l JOIN \(scope.source) \
                    ON \(scope.column("id")) = \(SQL(verbatim: "l." + target))
                    """
                let asksRights = !navigation.isSeenThroughSource
                return (from, "\(SQL(verbatim: "l." + source)) = \(parent)", asksRights)
            case .childrenByDatastream(let column):
                let from: SQL = """
                    datastream_feature l JOIN \(scope.source) ON \(scope.column("datastream_id")) = l.datastream_id
                    """
                return (from, "l.feature_id = \(parent) AND \(scope.column(column)) = \(parent)", true)
            }
        }
    }
}

extension ReadLevel {
    /// `FROM … WHERE …` of the set's rows.
    package func rows(_ anchor: ReadAnchor, after: [SQLValue]? = nil, within window: SQL? = nil) -> SQL {
        let (from, condition, asksRights) = anchor.pieces(scope)
        var conditions: [SQL] = []
        if let condition { conditions.append(condition) }
        if asksRights, let isVisible { conditions.append(isVisible) }
        if let window { conditions.append(window) }
        if let filter { conditions.append(filter) }
        if let after {
            // With the Datastream given, its key's tree is entered at the time; else the page would start at the first row.
            let isOne = isOneDatastream(anchor)
            let order = self.order(at: anchor)
            conditions.append(isOne ? order.dropFirst().isAfter(Array(after.dropFirst())) : order.isAfter(after))
        }
        return "FROM \(from)\(joins) WHERE \(conditions.conjunction())"
    }

    /// The set's order; links that have one of their own give it when nothing else is asked for.
    func order(at anchor: ReadAnchor) -> ReadOrder {
        guard query.orders.isEmpty, case .children(let navigation, _) = anchor, navigation.isOrdered else {
            return order
        }
        var order = order
        order.terms[0].value = "l.rank"
        return order
    }

    /// Whether all rows are of one Datastream although the order names it first.
    private func isOneDatastream(_ anchor: ReadAnchor) -> Bool {
        guard order.leadsWithDatastream, case .children(let navigation, _) = anchor,
            case .children("datastream_id") = navigation.link
        else { return false }
        return true
    }

    /// One page of the set, one row more than the limit to see whether there are more.
    package func statement(
        _ anchor: ReadAnchor, limit: Int, skip: Int = 0, after: [SQLValue]? = nil, within window: SQL? = nil
    ) -> SQL {
        if case .entity = anchor { return "SELECT \(selected) \(rows(anchor)) LIMIT 1" }
        var order = isOneDatastream(anchor) ? order.dropFirst() : self.order(at: anchor)
        if case .children(let navigation, _) = anchor, case .childrenByDatastream = navigation.link,
            query.orders.isEmpty
        {
            // the same value, but from the table that is walked first: no sorting
            order.terms[0].value = "l.datastream_id"
        }
        let values = (columns + self.order(at: anchor).values).joined(separator: ", ")
        var sql: SQL = """
            SELECT \(values) \(rows(anchor, after: after, within: window)) ORDER BY \(order.clause) \
            LIMIT \(SQL(verbatim: String(limit + 1)))
            """
        if skip > 0 { sql += " OFFSET \(SQL(verbatim: String(skip)))" }
        return sql
    }

    /// What reads one entity of whatever key.
    func entityStatement(for dialect: SQLDialect) -> KeyedSQL {
        KeyedSQL(parts: 3, for: dialect) { statement(.entity(EntityKey(parts: $0)), limit: 1) }
    }

    /// The number of rows of the set; kept numbers where they are kept.
    func countStatement(_ anchor: ReadAnchor) -> SQL {
        if type == .observation, filter == nil {
            switch anchor {
            case .all:
                let visible = isVisible.map { rights in
                    SQL(verbatim: "d.datastream_id")
                        + " IN (SELECT t0.datastream_id FROM (SELECT id AS datastream_id FROM datastream) t0 WHERE \(rights))"
                }
                return
                    "SELECT CAST(COALESCE(sum(d.observation_count), 0) AS BIGINT) FROM datastream_state d WHERE \(visible ?? "TRUE")"
            case .children(let navigation, let parent):
                if case .children("datastream_id") = navigation.link {
                    return """
                        SELECT COALESCE((SELECT d.observation_count FROM datastream_state d \
                        WHERE d.datastream_id = \(parent)), 0)
                        """
                }
            case .entity: break
            }
        }
        return "SELECT count(*) \(rows(anchor))"
    }
}
