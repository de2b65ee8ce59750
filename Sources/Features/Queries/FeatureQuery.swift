// SPDX-License-Identifier: EUPL-1.2
public import Geometry
public import Storage

/// What is asked of a layer; an empty query is all of it.
public struct FeatureQuery: Sendable {
    /// Where: a feature must meet one of the boxes; nil asks nothing.
    public var boxes: [BoundingBox]?
    /// A property and the value it must have.
    public var equals: [(field: FeatureField, value: SQLValue)] = []
    /// When: both ends belong to it, nil is open; texts in the form of the time field.
    public var times: (first: String?, last: String?)?
    /// Nothing can match: a time is asked of a layer that knows none.
    public var isEmpty = false

    public init(boxes: [BoundingBox]? = nil) {
        self.boxes = boxes
    }

    var isUnfiltered: Bool { boxes == nil && equals.isEmpty && times == nil && !isEmpty }

    /// The conditions on rows of the layer; boxes let a few more through.
    func predicate(_ collection: FeatureCollection, _ table: LayerTable) -> SQL {
        var conditions: [SQL] = []
        if isEmpty { conditions.append("FALSE") }
        if let boxes {
            let any = boxes.map { SQL("(\(table.meets($0)))") }.joined(separator: " OR ")
            conditions.append("(\(any))")
        }
        for (field, value) in equals {
            conditions.append("\(identifier: field.column) = \(value)")
        }
        if let times, let name = collection.timeField, let field = collection.field(name) {
            if let first = times.first { conditions.append("\(identifier: field.column) >= \(first)") }
            if let last = times.last { conditions.append("\(identifier: field.column) <= \(last)") }
            conditions.append("\(identifier: field.column) IS NOT NULL")
        }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }

    /// Whether the geometry really meets one of the boxes.
    func accepts(_ wkb: [UInt8]?) -> Bool {
        guard let boxes else { return true }
        guard let wkb else { return false }
        return boxes.contains { WKBReader.intersects(wkb, $0) }
    }
}
