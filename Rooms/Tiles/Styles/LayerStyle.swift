// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue
package import Features

/// How a layer is drawn: one look, or colours by a property. Whoever keeps the data set decides it.
package struct LayerStyle: Sendable, Hashable {
    /// A value of a property and what it looks like.
    package struct Category: Sendable, Hashable {
        /// As JSON writes it, without quotes: `Linde`, `12`, `true`.
        package var value: String
        package var colour: Colour
        /// What the legend says in its place.
        package var title: Words?

        package init(value: String, colour: Colour, title: Words? = nil) {
            (self.value, self.colour, self.title) = (value, colour, title)
        }
    }

    /// Numbers above `from` up to `to`, which belongs to it; `from` belongs to the first class only.
    package struct Class: Sendable, Hashable {
        package var from: Double
        package var to: Double
        package var colour: Colour
        package var title: Words?

        package init(from: Double, to: Double, colour: Colour, title: Words? = nil) {
            (self.from, self.to, self.colour, self.title) = (from, to, colour, title)
        }
    }

    package enum Rule: Sendable, Hashable {
        case single
        case categories(property: String, [Category])
        case classes(property: String, [Class])
    }

    package var rule: Rule = .single
    /// Of everything, or of what none of the values or classes takes.
    package var colour: Colour
    /// What the legend calls that colour.
    package var title: Words?
    /// Of lines and outlines, in pixels.
    package var width = 2.0
    /// Of points, in pixels.
    package var radius = 5.0
    /// Of areas, 0 to 1.
    package var opacity = 0.3
    /// The property that is written beside features.
    package var label: String?

    package init(colour: Colour = LayerStyle.palette[0]) { self.colour = colour }

    package static let widths = 0.5...12.0
    package static let radii = 1.0...24.0
    package static let opacities = 0.0...1.0
    /// Most values with a colour of their own: more nobody tells apart.
    package static let mostCategories = 12
    package static let mostClasses = 7
    package static let longestTitle = 100
    package static let longestValue = 200

    /// Colours that differ for people who see colours differently, on light and dark ground; the map's own come first.
    package static let palette = [
        0x1f77a4, 0xd55e00, 0x2a9d5c, 0x9b5fc0, 0xc9342b, 0xb08a00, 0x7a8791, 0x3f6fd1, 0xcc79a7, 0x00a0a0, 0x8c6d46,
        0x5f9e1f,
    ].map { Colour(red: $0 >> 16, green: $0 >> 8 & 255, blue: $0 & 255) }

    /// Light to dark for so many classes.
    package static func ramp(_ count: Int, of colour: Colour = palette[0]) -> [Colour] {
        let dark = colour.mixed(with: Colour(red: 0, green: 0, blue: 0), 0.45)
        return (0..<max(0, count)).map { index in
            let share = count == 1 ? 0.5 : Double(index) / Double(count - 1)
            return colour.mixed(with: .white, 0.55).mixed(with: dark, share)
        }
    }

    /// The property whose values decide the colour.
    package var property: String? {
        switch rule {
        case .single: nil
        case .categories(let property, _), .classes(let property, _): property
        }
    }

    /// The properties that drawing needs.
    package var properties: [String] {
        [property, label].compactMap(\.self).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The style as far as the layer still has what it names: a later delivery may have lost a property.
    package func fitting(_ fields: [FeatureField]) -> LayerStyle {
        var style = self
        if let property, !fields.contains(where: { $0.name == property }) { style.rule = .single }
        if let label, !fields.contains(where: { $0.name == label }) { style.label = nil }
        return style
    }

    /// Types whose values can each have a colour.
    package static let named: Set<FieldType> = [.text, .integer, .boolean]
    /// Types that can be put into classes.
    package static let counted: Set<FieldType> = [.integer, .real]
}

/// What keeps a style from being one.
package struct StyleFault: Sendable, Hashable, Error {
    /// The field of the form: `width`, `to.2`.
    package let field: String
    package let words: Words

    package init(_ field: String, _ words: Words) { (self.field, self.words) = (field, words) }
}

extension LayerStyle {
    /// Everything that is wrong with it for a layer of these fields.
    package func faults(for fields: [FeatureField]) -> [StyleFault] {
        var faults: [StyleFault] = []
        func check(_ field: String, _ value: Double, _ range: ClosedRange<Double>) {
            guard !range.contains(value) else { return }
            faults.append(StyleFault(field, .styleRange(range.lowerBound, range.upperBound)))
        }
        func check(_ field: String, _ title: Words?) {
            guard let title else { return }
            if max(title.german.count, title.english.count) > Self.longestTitle {
                faults.append(StyleFault(field, .styleTooLong(Self.longestTitle)))
            }
        }
        check("width", width, Self.widths)
        check("radius", radius, Self.radii)
        check("opacity", opacity, Self.opacities)
        check("title", title)
        if let label, !fields.contains(where: { $0.name == label && $0.type != .json }) {
            faults.append(StyleFault("label", .styleNoProperty))
        }
        switch rule {
        case .single: break
        case .categories(let property, let categories):
            if !fields.contains(where: { $0.name == property && Self.named.contains($0.type) }) {
                faults.append(StyleFault("property", .styleNoProperty))
            }
            if categories.isEmpty { faults.append(StyleFault("value.0", .styleNoValues)) }
            if categories.count > Self.mostCategories {
                faults.append(StyleFault("value.\(Self.mostCategories)", .styleTooMany(Self.mostCategories)))
            }
            var seen: Set<String> = []
            for (index, category) in categories.enumerated() {
                if category.value.isEmpty { faults.append(StyleFault("value.\(index)", .styleNoValue)) }
                if category.value.count > Self.longestValue {
                    faults.append(StyleFault("value.\(index)", .styleTooLong(Self.longestValue)))
                }
                if !seen.insert(category.value).inserted {
                    faults.append(StyleFault("value.\(index)", .styleTwice))
                }
                check("title.\(index)", category.title)
            }
        case .classes(let property, let classes):
            if !fields.contains(where: { $0.name == property && Self.counted.contains($0.type) }) {
                faults.append(StyleFault("property", .styleNoNumbers))
            }
            if classes.isEmpty { faults.append(StyleFault("from.0", .styleNoValues)) }
            if classes.count > Self.mostClasses {
                faults.append(StyleFault("from.\(Self.mostClasses)", .styleTooMany(Self.mostClasses)))
            }
            for (index, one) in classes.enumerated() {
                if !(one.from < one.to) { faults.append(StyleFault("to.\(index)", .styleOrder)) }
                if index > 0, one.from < classes[index - 1].to {
                    faults.append(StyleFault("from.\(index)", .styleOverlap))
                }
                check("title.\(index)", one.title)
            }
        }
        return faults
    }
}
