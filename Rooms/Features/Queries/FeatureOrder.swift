// SPDX-License-Identifier: EUPL-1.2
import Storage

/// A property that features are sorted by; those without a value come last in either direction.
package struct FeatureOrder: Sendable {
    let field: FeatureField
    let isDescending: Bool

    package init(field: FeatureField, isDescending: Bool) {
        self.field = field
        self.isDescending = isDescending
    }

    fileprivate func key(_ collection: FeatureCollection) -> SQL {
        let column = collection.relation.column(field.column)
        return field.type == .text ? column + .byCodePoint : column
    }

    /// Rows that come behind one with this value, as far as this property tells.
    fileprivate func behind(_ value: SQLValue, _ collection: FeatureCollection) -> SQL {
        if value == .null { return "FALSE" }
        let key = key(collection)
        return "(\(key) \(isDescending ? "<" as SQL : ">") \(value) OR \(key) IS NULL)"
    }

    fileprivate func equal(_ value: SQLValue, _ collection: FeatureCollection) -> SQL {
        let key = key(collection)
        return value == .null ? "\(key) IS NULL" : "\(key) = \(value)"
    }
}

/// The feature behind which a page begins is no longer there.
package struct LostPosition: Error {}

extension FeatureQuery {
    /// What stands behind ORDER BY.
    func sorting(_ collection: FeatureCollection) -> SQL {
        var keys: [SQL] = []
        for one in order {
            let key = one.key(collection)
            keys.append("(\(key) IS NULL), \(key)\(one.isDescending ? " DESC" as SQL : "")")
        }
        return (keys + ["fid"]).joined(separator: ", ")
    }

    /// Rows behind the feature at a position, in the order asked for.
    func behind(_ position: Int64, _ collection: FeatureCollection, on connection: any StorageConnection) throws -> SQL
    {
        guard !order.isEmpty, position > 0 else { return "fid > \(position)" }
        let relation = collection.relation
        let columns = order.map { relation.column($0.field.column) }.joined(separator: ", ")
        let last = try connection.firstRow(
            "SELECT \(columns) FROM \(relation.source) WHERE fid = \(position)"
        ) { row in order.indices.map { row.value($0) } }
        guard let last else { throw LostPosition() }
        var behind: SQL = "fid > \(position)"
        for (one, value) in zip(order, last).reversed() {
            behind = "(\(one.behind(value, collection)) OR (\(one.equal(value, collection)) AND \(behind)))"
        }
        return behind
    }
}
