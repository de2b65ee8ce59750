// SPDX-License-Identifier: EUPL-1.2
package import Features
package import Storage
import Wire

/// What a style is proposed from.
package struct StyleQuestion: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable { case single, categories, classes }

    /// How numbers are parted into classes.
    package enum Division: String, Sendable, Hashable, CaseIterable {
        /// Of the same width.
        case equal
        /// With the same number of features.
        case quantiles
    }

    package var kind: Kind
    package var property: String
    package var count: Int
    package var division: Division

    package init(kind: Kind, property: String, count: Int = 5, division: Division = .equal) {
        (self.kind, self.property, self.count, self.division) = (kind, property, count, division)
    }
}

extension LayerStyle {
    /// This style with colours for the values that the layer has now.
    /// - Throws: `StyleFault` where the property is not fit for it.
    package func proposed(
        _ question: StyleQuestion, for collection: FeatureCollection, on connection: any StorageConnection
    ) throws -> LayerStyle {
        var style = self
        style.rule = .single
        let field = collection.field(question.property)
        switch question.kind {
        case .single: break
        case .categories:
            guard let field, Self.named.contains(field.type) else { throw StyleFault("property", .styleNoProperty) }
            let common = try FeatureCollectionQueries.commonValues(
                of: field, in: collection, limit: 2 * Self.mostCategories, on: connection)
            let values = common.map { $0.value.string ?? $0.value.text }.filter {
                !$0.isEmpty && $0.count <= Self.longestValue
            }
            style.rule = .categories(
                property: field.name,
                zip(values, Self.palette).map { Category(value: $0, colour: $1) })
            style.colour = Self.rest
        case .classes:
            guard let field, Self.counted.contains(field.type) else { throw StyleFault("property", .styleNoNumbers) }
            let count = min(max(question.count, 2), Self.mostClasses)
            let isEqual = question.division == .equal
            let found = try FeatureCollectionQueries.quantiles(
                of: field, in: collection, parts: isEqual ? 1 : count, on: connection)
            let bounds = isEqual ? Self.steps(found, count) : Self.distinct(found)
            let colours = Self.ramp(max(bounds.count - 1, 0))
            style.rule = .classes(
                property: field.name,
                zip(zip(bounds, bounds.dropFirst()), colours).map { Class(from: $0.0, to: $0.1, colour: $1) })
            style.colour = Self.rest
        }
        if case .single = self.rule { style.title = nil }
        return style
    }

    /// What is left over is grey.
    private static let rest = palette[6]

    /// Steps of the same width, whose inner bounds are short numbers where that keeps them apart.
    static func steps(_ ends: [Double], _ count: Int) -> [Double] {
        guard let low = ends.first, let high = ends.last, low < high else { return [] }
        let exact = (0...count).map { low + (high - low) * Double($0) / Double(count) }
        var grain = 1.0
        while grain > (high - low) / Double(count) / 10 { grain /= 10 }
        while grain * 10 <= (high - low) / Double(count) / 10 { grain *= 10 }
        // 1 / grain is a whole number where the grain is small: no digits that nobody typed
        let short = exact.map {
            grain < 1 ? ($0 * (1 / grain).rounded()).rounded() / (1 / grain).rounded() : ($0 / grain).rounded() * grain
        }
        let bounds = [low] + short.dropFirst().dropLast() + [high]
        return zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 } ? bounds : exact
    }

    private static func distinct(_ bounds: [Double]) -> [Double] {
        bounds.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}

extension LayerStyle {
    package var kind: StyleQuestion.Kind {
        switch rule {
        case .single: .single
        case .categories: .categories
        case .classes: .classes
        }
    }
}
