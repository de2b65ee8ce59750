// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import DCAT
package import Wire

/// What a reading of a catalogue found: how many data sets, how their words were understood, what was lost.
package struct HarvestReport: Sendable, Hashable {
    /// What somebody should know of data sets or of their files.
    package enum Finding: String, Sendable, Hashable, CaseIterable {
        /// Left out: nobody could call it anything.
        case noTitle = "no-title"
        /// Left out: it says that not everybody may see it.
        case notPublic = "not-public"
        /// Left out: another of the same catalogue has its identifier.
        case twice
        /// Left out: it is the town's own, come back.
        case own
        case noDescription = "no-description"
        case noPublisher = "no-publisher"
        case noContact = "no-contact"
        case noContributor = "no-contributor"
        case noTheme = "no-theme"
        case foreignTheme = "foreign-theme"
        case noKeyword = "no-keyword"
        case noDistribution = "no-distribution"
        /// A file without an address that can be opened; it is left out.
        case noAccess = "no-access"
        case noLicence = "no-licence"
        case unknownLicence = "unknown-licence"
        /// It is known, but not by its address in the list.
        case otherLicence = "other-licence"
        case unreadableDate = "unreadable-date"
        case unreadablePlace = "unreadable-place"
        case foreignFrequency = "foreign-frequency"
        case oldVocabulary = "old-vocabulary"
        case tooLong = "too-long"
        // how it is said; what is meant was understood
        case noIdentifier = "no-identifier"
        case noModified = "no-modified"
        case noPage = "no-page"
        case untitledFile = "untitled-file"
        case addressAsText = "address-as-text"
        case untypedDate = "untyped-date"
        case untypedAgent = "untyped-agent"
        case untypedContact = "untyped-contact"
        case oldPeriod = "old-period"
        case placeWithoutShape = "place-without-shape"
        case foreignLanguage = "foreign-language"

        /// Whether what it tells of is not among what was taken.
        package var leavesOut: Bool {
            switch self {
            case .noTitle, .notPublic, .twice, .own: true
            default: false
            }
        }
    }

    /// A licence as it stood there, and of how many files.
    package struct LicenceLine: Sendable, Hashable {
        package let licence: ForeignLicence
        package let count: Int
    }

    /// The form of what was read.
    package var form: FeedForm?
    package var pages = 0
    /// Data sets that were understood.
    package var datasets = 0
    package private(set) var counts: [Finding: Int] = [:]
    /// What it was found at; a few of each.
    package private(set) var examples: [Finding: [String]] = [:]
    /// Fields that have no place here, with how often they stood there.
    package private(set) var lost: [String: Int] = [:]
    private var licences: [ForeignLicence: Int] = [:]

    private static let mostExamples = 5
    private static let mostLost = 200

    package init() {}

    package mutating func note(_ finding: Finding, _ example: String) {
        counts[finding, default: 0] += 1
        if examples[finding, default: []].count < Self.mostExamples {
            examples[finding, default: []].append(String(example.prefix(200)))
        }
    }

    package mutating func lose(_ field: String, _ count: Int = 1) {
        let name = lost.count < Self.mostLost || lost[field] != nil ? String(field.prefix(100)) : "…"
        lost[name, default: 0] += count
    }

    package mutating func note(_ licence: ForeignLicence) { licences[licence, default: 0] += 1 }

    /// The licences, the most frequent first.
    package var licenceLines: [LicenceLine] {
        licences.map { LicenceLine(licence: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.licence.said) < ($0.count, $1.licence.said) }
    }

    /// Data sets that stood there.
    package var found: Int { datasets + Finding.allCases.filter(\.leavesOut).reduce(0) { $0 + (counts[$1] ?? 0) } }

    /// As it is kept, and for programs.
    package var json: JSONValue {
        var findings = JSONObject()
        for finding in Finding.allCases {
            guard let count = counts[finding] else { continue }
            findings[finding.rawValue] = [
                "count": JSONValue(count), "examples": .array((examples[finding] ?? []).map { .string($0) }),
            ]
        }
        let lost = JSONObject(lost.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
        let licences = licenceLines.map { line -> JSONValue in
            [
                "said": .string(line.licence.said), "code": line.licence.code.map { .string($0) } ?? .null,
                "certainty": .string(line.licence.certainty.rawValue), "count": JSONValue(line.count),
            ]
        }
        return [
            "form": form.map { .string($0.rawValue) } ?? .null, "pages": JSONValue(pages),
            "datasets": JSONValue(datasets), "findings": .object(findings), "lost": .object(lost),
            "licences": .array(licences),
        ]
    }

    package init(_ json: JSONValue) {
        form = json["form"]?.string.flatMap(FeedForm.init(rawValue:))
        pages = Int(json["pages"]?.integer ?? 0)
        datasets = Int(json["datasets"]?.integer ?? 0)
        for finding in Finding.allCases {
            guard let kept = json["findings"]?[finding.rawValue] else { continue }
            counts[finding] = Int(kept["count"]?.integer ?? 0)
            examples[finding] = (kept["examples"]?.array ?? []).compactMap(\.string)
        }
        for (name, count) in json["lost"]?.object?.members ?? [] { lost[name] = Int(count.integer ?? 0) }
        for line in json["licences"]?.array ?? [] {
            let licence = ForeignLicence(
                said: line["said"]?.string ?? "", code: line["code"]?.string,
                certainty: line["certainty"]?.string.flatMap(ForeignLicence.Certainty.init(rawValue:)) ?? .unknown)
            licences[licence] = Int(line["count"]?.integer ?? 0)
        }
    }
}

/// The form in which a catalogue tells of its data sets.
package enum FeedForm: String, Sendable, Hashable, CaseIterable {
    case xml = "rdf-xml"
    case turtle
    case jsonLD = "json-ld"
    case ckan
    case dataJSON = "data-json"
    case dkanTable = "dkan-table"

    package var name: Words {
        switch self {
        case .xml: Words("DCAT (RDF/XML)", "DCAT (RDF/XML)")
        case .turtle: Words("DCAT (Turtle)", "DCAT (Turtle)")
        case .jsonLD: Words("DCAT (JSON-LD)", "DCAT (JSON-LD)")
        case .ckan: Words("CKAN-Schnittstelle", "CKAN interface")
        case .dataJSON: Words("data.json (DCAT-US)", "data.json (DCAT-US)")
        case .dkanTable: Words("Tabellenexport von DKAN (CSV)", "table exported by DKAN (CSV)")
        }
    }
}
