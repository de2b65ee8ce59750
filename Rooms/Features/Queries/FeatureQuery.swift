// SPDX-License-Identifier: EUPL-1.2
public import Geometry
public import Storage

/// What is asked of a layer; an empty query is all of it.
public struct FeatureQuery: Sendable {
    /// Where: a feature with a place must meet one of the boxes; nil asks nothing (17-069r4 /req/core/fc-bbox-response).
    public var boxes: [BoundingBox]?
    /// A property and the value it must have.
    public var equals: [(field: FeatureField, value: SQLValue)] = []
    /// When: both ends belong to it, nil is open; values in the form of the time field. A feature without a time matches
    /// (/req/core/fc-time-response).
    public var times: (first: SQLValue?, last: SQLValue?)?

    /// A filter, put into SQL for the collection that is asked.
    package var condition: SQL?
    /// What features are sorted by; those equal in all of it stay in the layer's order.
    package var order: [FeatureOrder] = []

    public init(boxes: [BoundingBox]? = nil) {
        self.boxes = boxes
    }

    /// What the index said of the only box, once it was asked.
    private(set) var keys: SpatialKeys?

    /// Most keys that are kept in memory.
    private static let mostKeys = 20_000

    /// Asks the index for the only box, so that a page and its count need not both do it; in the same look at the database as they.
    package mutating func lookUp(in collection: FeatureCollection, on connection: any StorageConnection) throws {
        guard let box = onlyBox, order.isEmpty, !collection.hasUnplaced else { return }
        keys = try collection.relation.keys(in: box, atMost: Self.mostKeys, on: connection)
    }

    var isUnfiltered: Bool { boxes == nil && equals.isEmpty && times == nil && condition == nil }

    /// The box, where nothing but one is asked.
    var onlyBox: BoundingBox? {
        guard let boxes, boxes.count == 1, equals.isEmpty, times == nil, condition == nil else { return nil }
        return boxes[0]
    }

    /// The conditions on rows of the layer; boxes let a few more through.
    func predicate(_ collection: FeatureCollection) -> SQL {
        var conditions: [SQL] = []
        if let boxes {
            conditions.append(collection.relation.meets(boxes, hasUnplaced: collection.hasUnplaced))
        }
        for (field, value) in equals {
            conditions.append("\(identifier: field.column) = \(value)")
        }
        if let times, let name = collection.timeField, let field = collection.field(name) {
            var within: [SQL] = []
            if let first = times.first {
                // what ends at an instant does not reach into it
                let end = collection.endField.flatMap { collection.field($0) }
                let reaches = end.map { SQL("\(identifier: $0.column) > \(first)") }
                within.append(reaches ?? "\(identifier: field.column) >= \(first)")
            }
            if let last = times.last { within.append("\(identifier: field.column) <= \(last)") }
            if !within.isEmpty {
                let both = within.joined(separator: " AND ")
                conditions.append("(\(both) OR \(identifier: field.column) IS NULL)")
            }
        }
        if let condition { conditions.append(condition) }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }

    /// Whether the geometry really meets one of the boxes.
    func accepts(_ wkb: [UInt8]?) -> Bool {
        guard let boxes, let wkb else { return true }
        return boxes.contains { WKBReader.intersects(wkb, $0) }
    }
}
