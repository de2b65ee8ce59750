// SPDX-License-Identifier: EUPL-1.2
package import Access
package import Catalogue
package import Geometry
package import Storage
import Wire

extension FeatureCollectionQueries {
    /// A layer, or a collection of `sources`, by its name; nil when there is none the reader may see.
    package static func find(
        _ name: String, among sources: [any FeatureSource], for reader: Reader, reading memory: RegisterMemory? = nil,
        on connection: any StorageConnection
    ) throws -> FeatureCollection? {
        if let source = sources.first(where: { $0.name.rawValue == name }) {
            return try find(source, for: reader, on: connection)
        }
        if let memory { return try find(name, for: reader, reading: memory, on: connection) }
        return try find(name, for: reader, on: connection)
    }

    /// A feature as a drawing needs it.
    package struct DrawnFeature {
        let row: any StorageRow
        /// The column of the first field, and what the fields are.
        let firstField: Int
        let types: [FieldType]
        /// Its place in the layer's order, above 0.
        package let position: Int64
        /// Well-known binary in CRS84.
        package let wkb: [UInt8]

        /// As it stands in addresses.
        package var identifier: String { row.text(1) }

        /// The value of the field at `index` of those that were asked for; nil when it has none.
        package func value(_ index: Int) -> DrawnValue? {
            let column = index + firstField
            if row.isNull(column) { return nil }
            switch types[index] {
            case .integer: return .integer(row.integer(column))
            case .real:
                let number = row.real(column)
                return number.isFinite ? .real(number) : nil
            case .boolean: return .truth(row.integer(column) != 0)
            case .instant:
                return .text(FieldType.text(of: Instant(microseconds: row.integer(column))))
            case .text, .date, .dateTime, .json: return .text(row.text(column))
            }
        }
    }

    /// A value of a drawn feature.
    package enum DrawnValue: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case real(Double)
        case truth(Bool)
    }

    /// Calls `body` for each feature whose box meets `box` and that fits `condition`, in the layer's order, until it
    /// returns false.
    package static func forEachDrawn(
        of collection: FeatureCollection, in box: BoundingBox, where condition: SQL? = nil, fields: [FeatureField],
        on connection: any StorageConnection, _ body: (DrawnFeature) throws -> Bool
    ) throws {
        let (relation, types) = (collection.relation, fields.map(\.type))
        let firstField = relation.firstField
        try connection.forEachRow(drawn(of: collection, in: box, where: condition, fields: fields)) { row in
            guard let wkb = relation.wkb(row, 2) else { return true }
            return try body(
                DrawnFeature(
                    row: row, firstField: firstField, types: types, position: row.integer(0), wkb: wkb))
        }
    }

    static func drawn(
        of collection: FeatureCollection, in box: BoundingBox, where condition: SQL?, fields: [FeatureField]
    ) -> SQL {
        let relation = collection.relation
        let fits = condition.map { SQL(" AND (\($0))") } ?? ""
        // A box around all there is asks nothing of the index.
        let isWhole = collection.extent.map { box.contains($0) } ?? false
        let meets: SQL = isWhole ? "TRUE" : relation.meets(box)
        return """
            SELECT \(relation.columns(fields)) FROM \(relation.source) WHERE \(meets)\(fits) ORDER BY fid
            """
    }
}
