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
        let hasOtherFields = Set(layer.fields.map(\.name)) != Set(fields.map(\.name))
        var difference = LayerDifference()
        try FeatureCollectionQueries.forEach(
            of: layer, matching: FeatureQuery(), after: 0, on: connection
        ) { row in
            let identifier = row.text(1)
            guard let index = places[identifier] else {
                difference.note(identifier, \.removed, \.examples.removed)
                return true
            }
            isMet[index] = true
            let feature = features[index]
            let isSame =
                !hasOtherFields && layer.relation.wkb(row, 2) == feature.wkb
                && pairs.allSatisfy { pair in
                    let given = feature.properties[pair.new.name].map { pair.new.type.stored($0) } ?? .null
                    return Self.isEqual(pair.old.kept(row, pair.column + layer.relation.firstField), given)
                }
            if isSame { difference.unchanged += 1 } else { difference.note(identifier, \.changed, \.examples.changed) }
            return true
        }
        for (index, identifier) in identifiers.enumerated() where !isMet[index] {
            difference.note(identifier, \.added, \.examples.added)
        }
        self = difference
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
