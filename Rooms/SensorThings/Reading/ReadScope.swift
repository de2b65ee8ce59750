// SPDX-License-Identifier: EUPL-1.2
import Access
package import Rights
package import SensorThingsModel
package import Storage

/// An entity type under a table alias, for building SQL.
package struct ReadScope: Sendable, Hashable {
    package let type: EntityType
    package let alias: String

    package init(type: EntityType, alias: String) {
        (self.type, self.alias) = (type, alias)
    }

    package func column(_ name: String) -> SQL { SQL(verbatim: alias + "." + name) }

    /// `thing t0`.
    package var source: SQL { SQL(verbatim: type.table + " " + alias) }

    /// A column of the Datastream's state, which may have no row.
    func state(_ name: String) -> SQL {
        SQL(verbatim: "(SELECT s.\(name) FROM datastream_state s WHERE s.datastream_id = \(alias).id)")
    }

    /// The rights predicate; nil for those who may read everything.
    ///
    /// The plus keeps the planner from walking the index over data sets instead of the one that gives the order; EXISTS
    /// asks one Datastream per row where IN would first list them all.
    package func isVisible(to reader: Reader) -> SQL? {
        let rights = reader.rights
        if rights.seeAll { return type.kind(alias + ".") }
        switch type {
        case .sensor:
            return seenThroughUse(rights, [used("sensor_id", rights)])
        case .observedProperty:
            let asElement: SQL = """
                EXISTS (SELECT 1 FROM multi_datastream_element e JOIN datastream u ON u.id = e.datastream_id \
                WHERE e.observed_property_id = \(column("id")) AND \(rights.mayRead("u.dataset_id")))
                """
            return seenThroughUse(rights, [used("observed_property_id", rights), asElement])
        case .observation:
            let visible = rights.mayRead("+d.dataset_id")
            return "EXISTS (SELECT 1 FROM datastream d WHERE d.id = \(column("datastream_id")) AND \(visible))"
        case .historicalLocation:
            let visible = rights.mayRead("+d.dataset_id")
            return "EXISTS (SELECT 1 FROM thing d WHERE d.id = \(column("thing_id")) AND \(visible))"
        default:
            let visible = rights.mayRead("+\(column("dataset_id"))")
            return type.kind(alias + ".").map { "\($0) AND \(visible)" } ?? visible
        }
    }

    /// Of its own data set, or used by a Datastream that may be seen.
    private func seenThroughUse(_ rights: Rights, _ uses: [SQL]) -> SQL {
        "(\(([rights.mayRead("+\(column("dataset_id"))")] + uses).joined(separator: " OR ")))"
    }

    /// Without the plus: the index over both columns is entered once for each data set.
    private func used(_ column: String, _ rights: Rights) -> SQL {
        """
        EXISTS (SELECT 1 FROM datastream u WHERE \(SQL(verbatim: "u." + column)) = \(self.column("id")) \
        AND \(rights.mayRead(eachOf: "u.dataset_id")))
        """
    }

    /// Holds for the one Observation of this id, through the block that says where it lies.
    func isObservation(_ id: SQL, block: SQL) -> SQL {
        """
        (\(column("id")) = \(id) AND \(column("datastream_id")) = \
        (SELECT b.datastream_id FROM observation_block b WHERE b.block = \(block)) AND \
        \(column("phenomenon_time")) >= (SELECT b.first_time FROM observation_block b WHERE b.block = \(block)) AND \
        \(column("phenomenon_time")) <= (SELECT b.last_time FROM observation_block b WHERE b.block = \(block)))
        """
    }

    /// Holds for the entity of this id.
    package func hasID(_ id: Int64) -> SQL {
        type == .observation ? isObservation("\(id)", block: "\(id >> 10)") : "\(column("id")) = \(id)"
    }
}

extension Sequence where Element == SQL {
    /// The conditions with AND between; TRUE when there is none.
    package func conjunction() -> SQL {
        let all = Array(self)
        return all.isEmpty ? "TRUE" : all.joined(separator: " AND ")
    }
}
