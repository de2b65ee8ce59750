// SPDX-License-Identifier: EUPL-1.2
package import SensorThingsModel
import Storage

/// Follows an address to the entity that a change is about, step by step.
package struct WritePath {
    private let path: ResourcePath

    package init(_ path: ResourcePath) {
        self.path = path
    }

    /// The entity that the address names.
    package func entity(_ writer: EntityWriter) throws -> Int64 {
        try follow(path.steps, writer)
    }

    /// The entity in front of the last step, which is a set; nil when the address is just a set.
    package func parent(_ writer: EntityWriter) throws -> EntityWriter.Parent? {
        guard path.steps.count > 1, let last = path.steps.last, let navigation = last.navigation else { return nil }
        let before = path.steps.dropLast()
        guard let source = before.last else { return nil }
        return EntityWriter.Parent(
            type: source.type, id: try follow(Array(before), writer), navigation: navigation)
    }

    private func follow(_ steps: [ResourcePath.Step], _ writer: EntityWriter) throws -> Int64 {
        var current: (type: EntityType, id: Int64)?
        for step in steps {
            guard let source = current else {
                guard let key = step.key, try writer.exists(step.type, key) else { throw missing(step) }
                current = (step.type, key)
                continue
            }
            guard let navigation = step.navigation, let id = try target(navigation, of: source, step.key, writer),
                try writer.exists(step.type, id)
            else { throw missing(step) }
            current = (step.type, id)
        }
        guard let current else { throw EntityFault.notFound("The address names no entity.") }
        return current.id
    }

    private func target(
        _ navigation: NavigationProperty, of source: (type: EntityType, id: Int64), _ key: Int64?,
        _ writer: EntityWriter
    ) throws -> Int64? {
        let connection = writer.connection
        switch navigation.link {
        case .reference(let column):
            if source.type == .observation {
                guard let address = try ObservationAddress.find(source.id, for: writer.reader, on: connection) else {
                    return nil
                }
                return try connection.integer(
                    """
                    SELECT \(identifier: column) FROM observation WHERE datastream_id = \(address.datastream)
                        AND phenomenon_time = \(address.time) AND id = \(source.id)
                    """)
            }
            return try connection.integer(
                "SELECT \(identifier: column) FROM \(identifier: source.type.table) WHERE id = \(source.id)")
        case .children(let column), .childrenByDatastream(let column):
            guard let key else { return nil }
            if navigation.target == .observation {
                let address = try ObservationAddress.find(key, for: writer.reader, on: connection)
                guard let address else { return nil }
                if column == "datastream_id" { return address.datastream == source.id ? key : nil }
                return try connection.integer(
                    """
                    SELECT id FROM observation WHERE datastream_id = \(address.datastream)
                        AND phenomenon_time = \(address.time) AND id = \(key) AND \(identifier: column) = \(source.id)
                    """)
            }
            return try connection.integer(
                """
                SELECT id FROM \(identifier: navigation.target.table)
                WHERE id = \(key) AND \(identifier: column) = \(source.id)
                """)
        case .through(let table, let from, let to):
            guard let key else { return nil }
            return try connection.integer(
                """
                SELECT \(identifier: to) FROM \(identifier: table)
                WHERE \(identifier: from) = \(source.id) AND \(identifier: to) = \(key)
                """)
        }
    }

    private func missing(_ step: ResourcePath.Step) -> EntityFault {
        .notFound("There is no such \(step.type.rawValue) at this address.")
    }
}
