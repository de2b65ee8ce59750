// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Geometry
import RDF
import Wire

extension RDFResource {
    mutating func words(_ property: RDFName, _ words: Words) {
        text(property, words.german, language: "de")
        text(property, words.translation, language: "en")
    }

    mutating func instant(_ property: RDFName, _ instant: Instant?) {
        if let instant { typed(property, instant.iso8601, RDFVocabulary.xsd("dateTime")) }
    }

    mutating func date(_ property: RDFName, _ date: ForeignDate?) {
        if let date { typed(property, date.text, RDFVocabulary.xsd(date.type)) }
    }

    /// What makes a data set or a service one of high value (DCAT-AP HVD); of a file only the law is said.
    mutating func highValue(_ categories: Set<HighValueCategory>, isFile: Bool = false) {
        guard !categories.isEmpty else { return }
        link(RDFVocabulary.dcatap("applicableLegislation"), HighValueCategory.legislation)
        guard !isFile else { return }
        for category in HighValueCategory.allCases where categories.contains(category) {
            link(RDFVocabulary.dcatap("hvdCategory"), category.address)
        }
    }
}

extension BoundingBox {
    /// The box in well-known text; a point or a line where it has no area.
    var wkt: String {
        func number(_ value: Double) -> String { JSONNumber((value * 1e6).rounded() / 1e6).literal }
        let (w, s, e, n) = (number(west), number(south), number(east), number(north))
        if w == e, s == n { return "POINT (\(w) \(s))" }
        if w == e || s == n { return "LINESTRING (\(w) \(s), \(e) \(n))" }
        return "POLYGON ((\(w) \(s), \(e) \(s), \(e) \(n), \(w) \(n), \(w) \(s)))"
    }
}
