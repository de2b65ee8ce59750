// SPDX-License-Identifier: EUPL-1.2
import DCAT
import RDF
import Wire

/// How a catalogue says what it says, as the official shapes judge it: what is understood all the same, and should be mended there.
extension DCATReading {
    private static let xsd = RDFVocabulary.xsd.namespace
    private static let dates: Set<String> = Set(["date", "dateTime", "gYear", "gYearMonth"].map { xsd + $0 })
    private static let languages = "http://publications.europa.eu/resource/authority/language/"

    func noteForms(of thing: String, into builder: inout DatasetBuilder) {
        let (dcat, dct) = (Self.dcat, Self.dct)
        if reading.values(of: thing, dct + "identifier").isEmpty { builder.note(.noIdentifier) }
        if reading.values(of: thing, dct + "modified").isEmpty { builder.note(.noModified) }
        if reading.values(of: thing, dcat + "landingPage").isEmpty { builder.note(.noPage) }
        for property in ["issued", "modified"] {
            for value in reading.values(of: thing, dct + property) where !isDate(value) {
                builder.note(.untypedDate, Self.plain(value) ?? "")
            }
        }
        for property in ["publisher", "creator"] {
            for value in reading.values(of: thing, dct + property) where !isA(value, Self.foaf + "Agent") {
                builder.note(.untypedAgent)
            }
        }
        for value in reading.values(of: thing, dcat + "contactPoint") where !isA(value, Self.vcard + "Kind") {
            builder.note(.untypedContact)
        }
        for period in things(thing, dct + "temporal") {
            let isOld = ["startDate", "endDate"].contains {
                !reading.values(of: period, Self.schema + $0).isEmpty
            }
            if isOld { builder.note(.oldPeriod) }
        }
        for place in things(thing, dct + "spatial")
        where place.hasPrefix("_:") || !reading.statements(of: place).isEmpty {
            let hasShape = [dcat + "bbox", dcat + "centroid", Self.locn + "geometry"].contains {
                !reading.values(of: place, $0).isEmpty
            }
            if !hasShape { builder.note(.placeWithoutShape) }
        }
        noteLanguage(thing, into: &builder)
    }

    func noteForms(ofDistribution thing: String, into builder: inout DatasetBuilder) {
        if reading.values(of: thing, Self.dct + "title").isEmpty { builder.note(.untitledFile) }
        for value in reading.values(of: thing, Self.dcat + "accessURL") {
            if case .literal(let text, _, _) = value { builder.note(.addressAsText, text) }
        }
        noteLanguage(thing, into: &builder)
    }

    private func noteLanguage(_ thing: String, into builder: inout DatasetBuilder) {
        for value in reading.values(of: thing, Self.dct + "language") {
            if case .thing(let name) = value, name.hasPrefix(Self.languages) { continue }
            builder.note(.foreignLanguage, Self.plain(value) ?? "")
        }
    }

    private func isDate(_ value: RDFReading.Value) -> Bool {
        if case .literal(_, _, let type?) = value { Self.dates.contains(type) } else { false }
    }

    private func isA(_ value: RDFReading.Value, _ name: String) -> Bool {
        guard case .thing(let thing) = value else { return false }
        return reading.values(of: thing, RDFName.type.iri).contains(.thing(name))
    }
}
