// SPDX-License-Identifier: EUPL-1.2

/// What a Datastream says of its values, by which it is judged whether they add up.
package struct SeriesWords: Sendable, Hashable {
    /// Name and definition of the observed property.
    package let measured, definition: String
    package let unitName, unitSymbol: String
    /// What the publisher says that values are: "Summe".
    package let kind: String
    /// Each value is a number of things counted over its own stretch of time.
    package let countsStretches: Bool

    package init(
        measured: String, definition: String, unitName: String, unitSymbol: String, kind: String, countsStretches: Bool
    ) {
        (self.measured, self.definition) = (measured, definition)
        (self.unitName, self.unitSymbol) = (unitName, unitSymbol)
        (self.kind, self.countsStretches) = (kind, countsStretches)
    }

    /// Places to park: how many are free is a state, however it is counted.
    package var isParking: Bool {
        let words = (measured + " " + definition).lowercased()
        return ["stellpl", "freie pl", "parking", "parkpl", "q6501349"].contains { words.contains($0) }
    }

    /// Values are numbers of events in a stretch of time: their sum says something.
    package var addsUp: Bool {
        let isPerTime = unitName.contains(" je ") || unitName.contains(" per ")
        let isCount = ["1", "", "{count}"].contains(unitSymbol) || unitSymbol.hasPrefix("1/")
        return ["summe", "sum"].contains(kind.lowercased()) || (isPerTime && isCount) || (countsStretches && !isParking)
    }
}
