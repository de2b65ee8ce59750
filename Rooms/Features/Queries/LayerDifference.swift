// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage
import Wire

extension LayerDifference {
    /// What the features would change in the layer of the description's name; nil when there is none.
    /// - Throws: `LayerError` when they cannot be a layer.
    public init?(
        of features: [Feature], as description: LayerDescription, on connection: any StorageConnection
    ) throws {
        guard let layer = try FeatureCollectionQueries.find(description.name, for: .system, on: connection) else {
            return nil
        }
        let identifiers = try LayerImport.Identifiers(of: features, field: description.identifierField).texts
        let fields = FeatureField.inferred(from: features)
        var places: [String: Int] = [:]
        places.reserveCapacity(features.count)
        for (index, identifier) in identifiers.enumerated() { places[identifier] = index }
        var isMet = [Bool](repeating: false, count: features.count)
        let pairs = Self.pairs(layer.fields, fields)
        var difference = LayerDifference()
        difference.gained = fields.map(\.name).filter { name in layer.field(name) == nil }
        difference.lost = layer.fields.map(\.name).filter { name in !fields.contains { $0.name == name } }
        let hasOtherFields = !difference.gained.isEmpty || !difference.lost.isEmpty
        difference.properties = pairs.map { Property(name: $0.old.name) }
        try FeatureCollectionQueries.forEach(
            of: layer, matching: FeatureQuery(), after: 0, on: connection
        ) { row in
            let identifier = row.text(1)
            guard let index = places[identifier] else {
                difference.note(identifier, \.removed, \.examples.removed)
                difference.draw(layer.relation.wkb(row, 2), \.removed)
                return true
            }
            isMet[index] = true
            let feature = features[index]
            let isMoved = layer.relation.wkb(row, 2) != feature.wkb
            var isSame = !hasOtherFields && !isMoved
            for (position, pair) in pairs.enumerated() {
                let given = feature.properties[pair.new.name].map { pair.new.type.stored($0) } ?? .null
                let kept = pair.old.kept(row, pair.column + layer.relation.firstField)
                guard !Self.isEqual(kept, given) else { continue }
                isSame = false
                difference.note(identifier, position, from: kept, to: given)
            }
            if isMoved { difference.moved += 1 }
            guard !isSame else {
                difference.unchanged += 1
                return true
            }
            difference.note(identifier, \.changed, \.examples.changed)
            difference.draw(feature.wkb, \.changed)
            return true
        }
        for (index, identifier) in identifiers.enumerated() where !isMet[index] {
            difference.note(identifier, \.added, \.examples.added)
            difference.draw(features[index].wkb, \.added)
        }
        difference.properties.removeAll { $0.count == 0 }
        difference.properties.sort { $0.count > $1.count }
        self = difference
    }

    private mutating func note(_ identifier: String, _ position: Int, from old: SQLValue, to new: SQLValue) {
        properties[position].count += 1
        guard properties[position].count == 1 else { return }
        properties[position].identifier = identifier
        properties[position].old = Self.text(old)
        properties[position].new = Self.text(new)
    }

    private mutating func draw(_ wkb: [UInt8]?, _ list: WritableKeyPath<Shapes, [[UInt8]]>) {
        guard let wkb, shapes[keyPath: list].count < Self.mostShapes else { return }
        shapes[keyPath: list].append(wkb)
    }

    private static func text(_ value: SQLValue) -> String {
        switch value {
        case .null, .blob: ""
        case .integer(let number): String(number)
        case .real(let number): JSONValue(number).text
        case .text(let text), .json(let text): text.excerpt(60)
        }
    }

    private static func pairs(
        _ old: [FeatureField], _ new: [FeatureField]
    ) -> [(old: FeatureField, column: Int, new: FeatureField)] {
        old.enumerated().compactMap { column, field in
            new.first { $0.name == field.name }.map { (field, column, $0) }
        }
    }

    private mutating func note(
        _ identifier: String, _ count: WritableKeyPath<Self, Int>, _ list: WritableKeyPath<Self, [String]>
    ) {
        self[keyPath: count] += 1
        if self[keyPath: list].count < Self.mostExamples { self[keyPath: list].append(identifier) }
    }

    /// 12 and 12.0 are the same value: the type of a column follows from all of its values.
    private static func isEqual(_ old: SQLValue, _ new: SQLValue) -> Bool {
        switch (old, new) {
        case (.integer(let whole), .real(let number)), (.real(let number), .integer(let whole)): Double(whole) == number
        default: old == new
        }
    }
}

extension FeatureField {
    /// The value of a column as it is kept.
    fileprivate func kept(_ row: any StorageRow, _ column: Int) -> SQLValue {
        if row.isNull(column) { return .null }
        switch type {
        case .text, .date, .dateTime, .json: return .text(row.text(column))
        case .integer, .boolean, .instant: return .integer(row.integer(column))
        case .real: return .real(row.real(column))
        }
    }
}
