// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Rights

/// Topics of MQTT that a room feeds or takes.
package struct Topic: Sendable, Hashable {
    /// `states/#`
    package let filter: String
    package let purpose: Words

    package init(_ filter: String, _ purpose: Words) {
        self.filter = filter
        self.purpose = purpose
    }
}

/// A number about the running server, at `/metrics`.
package struct Gauge: Sendable {
    package let name: String
    package let purpose: Words
    /// The number for somebody with these rights; nil where there is none now.
    package let read: @Sendable (Rights) async throws -> Double?

    package init(_ name: String, _ purpose: Words, read: @escaping @Sendable (Rights) async throws -> Double?) {
        self.name = name
        self.purpose = purpose
        self.read = read
    }
}

/// Something that somebody has to look at although the server serves well: it stands in the body of `/ready`.
package struct Alarm: Sendable, Hashable {
    /// For programs: `witness-split`.
    package let name: String
    /// For everybody who can reach the port: no personal data.
    package let words: Words

    package init(_ name: String, _ words: Words) {
        self.name = name
        self.words = words
    }
}

/// A kind of source that an indicator can ask, by the word that stands at the indicator.
package struct IndicatorOffer: Sendable, Hashable {
    /// `datastream`
    package let name: String
    package let purpose: Words

    package init(_ name: String, _ purpose: Words) {
        self.name = name
        self.purpose = purpose
    }
}

/// What an interface of a room keeps of a standard.
package struct Conformance: Sendable, Hashable {
    /// `OGC SensorThings API 1.1 (18-088)`
    package let standard: String
    /// Requirements or classes, by their identifiers.
    package let classes: [String]

    package init(_ standard: String, _ classes: [String]) {
        self.standard = standard
        self.classes = classes
    }
}
