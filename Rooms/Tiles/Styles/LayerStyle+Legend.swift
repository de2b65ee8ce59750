// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue

extension LayerStyle {
    /// A line of the legend.
    package struct Entry: Sendable, Hashable {
        package let colour: Colour
        package let words: Words
    }

    /// What the colours mean, in the order they are looked for; one entry without a title is called like the layer.
    package func legend(_ layer: Words) -> [Entry] {
        switch rule {
        case .single: return [Entry(colour: colour, words: title ?? layer)]
        case .categories(_, let categories):
            return categories.map { Entry(colour: $0.colour, words: Self.words(of: $0)) } + [rest]
        case .classes(_, let classes):
            return classes.enumerated().map { index, one in
                Entry(colour: one.colour, words: Self.words(of: one, isFirst: index == 0))
            } + [rest]
        }
    }

    private var rest: Entry { Entry(colour: colour, words: title ?? .styleRest) }

    /// What a value is called.
    package static func words(of category: Category) -> Words {
        category.title ?? (["true": Words("ja", "yes"), "false": Words("nein", "no")][category.value])
            ?? Words(category.value, category.value)
    }

    /// What a class is called.
    package static func words(of one: Class, isFirst: Bool) -> Words {
        if let title = one.title { return title }
        let (german, english) = (Numerals.german, Numerals.english)
        if isFirst {
            return Words(
                "\(german.exact(one.from)) bis \(german.exact(one.to))",
                "\(english.exact(one.from)) to \(english.exact(one.to))")
        }
        return Words(
            "über \(german.exact(one.from)) bis \(german.exact(one.to))",
            "over \(english.exact(one.from)) to \(english.exact(one.to))")
    }
}

extension Words {
    static let styleRest = Words("alles Übrige", "everything else")
    static func styleRange(_ low: Double, _ high: Double) -> Words {
        Words(
            "Eine Zahl von \(Numerals.german.exact(low)) bis \(Numerals.german.exact(high)).",
            "A number from \(Numerals.english.exact(low)) to \(Numerals.english.exact(high)).")
    }
    static func styleTooLong(_ most: Int) -> Words {
        Words("Höchstens \(most) Zeichen.", "At most \(most) characters.")
    }
    static let styleNoProperty = Words(
        "Diese Eigenschaft hat die Ebene nicht, oder ihre Werte eignen sich dafür nicht.",
        "The layer has no such property, or its values are not fit for this.")
    static let styleNoNumbers = Words(
        "Klassen gibt es nur für Eigenschaften mit Zahlen.", "There are classes for properties with numbers only.")
    static let styleNoValues = Words(
        "Mindestens eine Zeile braucht Angaben.", "At least one row needs to be filled in.")
    static let styleNoValue = Words("Hier fehlt der Wert.", "The value is missing here.")
    static func styleTooMany(_ most: Int) -> Words {
        Words(
            "Höchstens \(most): Mehr Farben hält niemand auseinander.",
            "At most \(most): nobody tells more colours apart.")
    }
    static let styleTwice = Words("Diesen Wert gibt es schon.", "This value is there already.")
    static let styleOrder = Words(
        "Die obere Grenze muss größer sein als die untere.", "The upper bound must be greater than the lower one.")
    static let styleOverlap = Words(
        "Die Klasse beginnt, ehe die vorige endet.", "The class begins before the last one ends.")
}
