// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import RDF
import Wire

/// Data sets out of statements in the words of DCAT, DCAT-AP and DCAT-AP.de, of today and of before.
struct DCATReading {
    let reading: RDFReading
    private(set) var report: HarvestReport
    private(set) var datasets: [ForeignDataset] = []
    /// Where the catalogue goes on (hydra); nil on the last page.
    private(set) var next: String?

    static let dcat = "http://www.w3.org/ns/dcat#"
    static let dct = "http://purl.org/dc/terms/"
    static let foaf = "http://xmlns.com/foaf/0.1/"
    static let vcard = "http://www.w3.org/2006/vcard/ns#"
    private static let hydra = "http://www.w3.org/ns/hydra/core#"
    static let locn = "http://www.w3.org/ns/locn#"
    static let schema = "http://schema.org/"
    private static let dcatap = "http://data.europa.eu/r5r/"
    /// Of today; those of before are read as it.
    private static let dcatde = "http://dcat-ap.de/def/dcatde/"

    init(_ reading: RDFReading, _ report: HarvestReport) {
        self.reading = reading
        self.report = report
        for (name, count) in reading.nameless { self.report.lose(name, count) }
        next = Self.next(in: reading)
        for thing in reading.things(ofClass: Self.dcat + "Dataset") { take(thing) }
    }

    private static func next(in reading: RDFReading) -> String? {
        for subject in reading.subjects {
            for statement in reading.statements(of: subject)
            where statement.property == hydra + "next" || statement.property == hydra + "nextPage" {
                switch statement.value {
                case .thing(let address), .literal(let address, _, _): return address
                }
            }
        }
        return nil
    }

    // MARK: Values

    private func values(_ thing: String, _ properties: String...) -> [RDFReading.Value] {
        properties.flatMap { reading.values(of: thing, $0) }
    }

    private func text(_ thing: String, _ properties: String...) -> String? {
        properties.lazy.flatMap { reading.values(of: thing, $0) }.compactMap { Self.plain($0) }.first
    }

    /// The text of a literal, or the address.
    static func plain(_ value: RDFReading.Value) -> String? {
        switch value {
        case .literal(let text, _, _): text.trimmed.isEmpty ? nil : text
        case .thing(let address): address.hasPrefix("_:") ? nil : address
        }
    }

    /// Texts in German and English; one without a language counts as German.
    private func words(_ thing: String, _ property: String) -> Words? {
        var (german, english, other): (String?, String?, String?)
        for value in reading.values(of: thing, property) {
            guard case .literal(let text, let language, _) = value, !text.trimmed.isEmpty else { continue }
            switch language?.lowercased().prefix(2) {
            case "de"?: german = german ?? text
            case "en"?: english = english ?? text
            case nil: german = german ?? text
            default: other = other ?? text
            }
        }
        if german == nil, english == nil, let other { german = other }
        guard let first = german ?? english else { return nil }
        return Words(first, german == nil ? nil : english)
    }

    func things(_ thing: String, _ property: String) -> [String] {
        reading.values(of: thing, property).compactMap { if case .thing(let name) = $0 { name } else { nil } }
    }

    /// The name of an agent: that of the thing, or the literal that stands in its place.
    private func agent(_ thing: String, _ property: String) -> String? {
        for value in reading.values(of: thing, property) {
            switch value {
            case .literal(let text, _, _): return text
            case .thing(let agent):
                if let name = text(agent, Self.foaf + "name", Self.vcard + "fn", Self.dct + "title") { return name }
            }
        }
        return nil
    }

    private func mail(_ contact: String) -> String? {
        for value in values(contact, Self.vcard + "hasEmail", Self.vcard + "email", Self.foaf + "mbox") {
            switch value {
            case .literal(let text, _, _): return text
            case .thing(let name):
                if name.hasPrefix("_:") {
                    if let inner = text(name, Self.vcard + "value") { return inner }
                } else {
                    return name
                }
            }
        }
        return nil
    }

    // MARK: A data set

    private mutating func take(_ thing: String) {
        let (dcat, dct) = (Self.dcat, Self.dct)
        let own = text(thing, dct + "identifier")
        let identifier = own.flatMap { Self.isUnique($0) ? $0 : nil } ?? (thing.hasPrefix("_:") ? own : thing)
        var builder = DatasetBuilder(
            identifier: identifier ?? "", title: words(thing, dct + "title") ?? Words("", nil), report)
        defer { report = builder.report }
        builder.addresses(thing, page: text(thing, dcat + "landingPage", Self.foaf + "page"))
        builder.describe(words(thing, dct + "description"))
        builder.keywords(reading.values(of: thing, dcat + "keyword").compactMap(Self.plain))
        builder.themes(reading.values(of: thing, dcat + "theme").compactMap(Self.plain))
        builder.highValue(things(thing, Self.dcatap + "hvdCategory"))
        builder.publisher(agent(thing, dct + "publisher"))
        builder.creator(agent(thing, dct + "creator"))
        if let contact = things(thing, dcat + "contactPoint").first {
            builder.contact(
                name: text(contact, Self.vcard + "fn", Self.vcard + "organization-name"), mail: mail(contact),
                page: text(contact, Self.vcard + "hasURL", Self.vcard + "url"))
        }
        builder.contributor(german(thing, "contributorID"))
        builder.frequency(text(thing, dct + "accrualPeriodicity"))
        let period = things(thing, dct + "temporal").first
        builder.dates(
            issued: text(thing, dct + "issued"), modified: text(thing, dct + "modified"),
            begins: period.flatMap { text($0, dcat + "startDate", Self.schema + "startDate") },
            ends: period.flatMap { text($0, dcat + "endDate", Self.schema + "endDate") })
        builder.place(place(of: thing))
        for part in reading.values(of: thing, dcat + "distribution") {
            guard case .thing(let name) = part else { continue }
            take(distribution: name, of: thing, into: &builder)
        }
        noteForms(of: thing, into: &builder)
        noteLost(thing, known: Self.knownOfDataset, prefix: "", into: &builder)
        if let finished = builder.finish() { datasets.append(finished) }
    }

    /// Whether an identifier names one thing in the world: an address, or long enough for a number nobody counts up.
    private static func isUnique(_ text: String) -> Bool {
        text.contains("://") || text.hasPrefix("urn:") || text.utf8.count >= 32
    }

    /// What a property of DCAT-AP.de says, in whichever of its versions.
    private func german(_ thing: String, _ local: String) -> [String] {
        reading.statements(of: thing).filter { Self.germanName($0.property).map(String.init) == local }.compactMap {
            Self.plain($0.value)
        }
    }

    /// The local name of a property of DCAT-AP.de; nil for others.
    private static func germanName(_ property: String) -> Substring? {
        guard property.contains("dcat-ap.de/def/dcatde/") else { return nil }
        return property.wholeMatch(of: #/https?://(?:www\.)?dcat-ap\.de/def/dcatde/(?:[0-9.]+/)?([A-Za-z]+)/#)?.1
    }

    /// The box before the outline; text before the binary forms of GeoSPARQL.
    private func place(of thing: String) -> String? {
        for place in things(thing, Self.dct + "spatial") {
            let texts = values(place, Self.dcat + "bbox", Self.locn + "geometry", Self.dcat + "centroid")
                .compactMap(Self.plain)
            // without coordinates it is an area by its name or key, which is no fault
            if let shape = texts.first(where: { $0.contains("(") || $0.contains("{") }) ?? texts.first { return shape }
        }
        return nil
    }

    private mutating func take(distribution: String, of dataset: String, into builder: inout DatasetBuilder) {
        let (dcat, dct) = (Self.dcat, Self.dct)
        builder.distribution(
            title: words(distribution, dct + "title") ?? words(distribution, dct + "description"),
            access: text(distribution, dcat + "accessURL"), download: text(distribution, dcat + "downloadURL"),
            format: text(distribution, dct + "format").map(label), mediaType: text(distribution, dcat + "mediaType"),
            licence: licence(of: distribution) ?? licence(of: dataset),
            attribution: german(distribution, "licenseAttributionByText").first
                ?? german(dataset, "licenseAttributionByText").first)
        noteForms(ofDistribution: distribution, into: &builder)
        noteLost(distribution, known: Self.knownOfDistribution, prefix: "Distribution ", into: &builder)
    }

    private func licence(of thing: String) -> String? {
        for value in reading.values(of: thing, Self.dct + "license") {
            switch value {
            case .literal(let text, _, _): return text
            case .thing(let name):
                if LicenceList.licence(name)?.code != nil { return name }
                // a thing of the catalogue's own tells by its words
                return text(
                    name, "http://www.w3.org/2000/01/rdf-schema#label", Self.dct + "title", Self.foaf + "name",
                    Self.dct + "identifier") ?? (name.hasPrefix("_:") ? nil : name)
            }
        }
        return nil
    }

    /// The words of a format that is a thing of the catalogue's own.
    private func label(_ name: String) -> String {
        text(name, "http://www.w3.org/2000/01/rdf-schema#label") ?? name
    }

    // MARK: What has no place here

    private static let knownOfDataset: Set<String> = Set(
        ["title", "description", "identifier", "publisher", "creator", "issued", "modified", "license", "temporal"]
            .map { dct + $0 } + ["spatial", "accrualPeriodicity"].map { dct + $0 }
            + ["keyword", "theme", "landingPage", "contactPoint", "distribution"].map { dcat + $0 }
            + [foaf + "page", dcatap + "hvdCategory", RDFName.type.iri, dcatde + "contributorID"])

    private static let knownOfDistribution: Set<String> = Set(
        ["title", "description", "format", "license"].map { dct + $0 }
            + ["accessURL", "downloadURL", "mediaType"].map { dcat + $0 }
            + [dcatde + "licenseAttributionByText", RDFName.type.iri])

    private func noteLost(
        _ thing: String, known: Set<String>, prefix: String, into builder: inout DatasetBuilder
    ) {
        var isOld = false
        for statement in reading.statements(of: thing) {
            var property = statement.property
            if let local = Self.germanName(property) {
                if !property.hasPrefix(Self.dcatde) || property.dropFirst(Self.dcatde.count).contains("/") {
                    isOld = true
                }
                property = Self.dcatde + local
            }
            if !known.contains(property) { builder.lose(prefix + Self.short(property)) }
        }
        if isOld, prefix.isEmpty { builder.note(.oldVocabulary) }
    }

    private static let prefixes = [
        (dcat, "dcat:"), (dct, "dct:"), (foaf, "foaf:"), (dcatde, "dcatde:"), (dcatap, "dcatap:"),
        ("http://www.w3.org/ns/adms#", "adms:"), ("http://www.w3.org/2002/07/owl#", "owl:"),
        ("http://spdx.org/rdf/terms#", "spdx:"), (schema, "schema:"), ("http://www.w3.org/ns/prov#", "prov:"),
    ]

    private static func short(_ property: String) -> String {
        for (namespace, prefix) in prefixes where property.hasPrefix(namespace) {
            return prefix + property.dropFirst(namespace.count)
        }
        return property
    }
}
