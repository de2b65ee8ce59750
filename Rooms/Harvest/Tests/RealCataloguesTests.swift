// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Foundation
import Testing
import Wire

@testable import Harvest

/// Catalogues of real towns with all that is wrong with them, where they are: `ALLMENDE_DATA` or `../shared/data`.
@Suite(.enabled(if: RealCatalogues.folder != nil)) struct RealCataloguesTests {
    private static func read(_ path: String) throws -> FeedHarvest {
        try FeedHarvest.file(try #require(RealCatalogues.folder) + "/" + path, from: FeedSource())
    }

    @Test func `the table of Münster`() throws {
        let harvest = try Self.read("muenster-katalog/datensaetze-export.csv")
        let report = harvest.report
        #expect(
            harvest.datasets.count == 204 && report.form == .dkanTable
                && Set(harvest.datasets.map(\.identifier)).count == 204)
        // the fields of a data set stand in its first row only, its files in all
        #expect(harvest.datasets.reduce(0) { $0 + $1.distributions.count } + (report.counts[.noAccess] ?? 0) <= 941)
        #expect(harvest.datasets.reduce(0) { $0 + $1.distributions.count } > 900)
        let lines = report.licenceLines
        #expect(lines.allSatisfy { $0.licence.code != nil }, "\(lines)")
        #expect(Set(lines.map(\.licence.said)).count >= 12)
        #expect(lines.first?.licence.code == "dl-by-de/2.0")
        let accidents = try #require(harvest.datasets.first)
        #expect(accidents.title.german == "Unfälle im Regierungsbezirk Münster" && accidents.themes == [.transport])
        #expect(accidents.publisher == "Stadt Münster")
        #expect(accidents.extent != nil && accidents.contact?.mail == "opendata@citeq.de")
        #expect(accidents.distributions.map { $0.licence?.code } == ["dl-by-de/2.0", "officialWork"])
        #expect(harvest.datasets.allSatisfy { !($0.description?.german ?? "").contains("</p>") })
    }

    /// The numbers are those of the official shapes over the same files; the end-to-end test asks the shapes themselves.
    @Test func `the catalogue of Bremen`() throws {
        let harvest = try Self.read("dcat-ap-de/kataloge/bremen-catalog-original-input.rdf")
        let report = harvest.report
        #expect(harvest.datasets.count == 153)
        let expected: [HarvestReport.Finding: Int] = [
            .untitledFile: 237, .addressAsText: 237, .untypedDate: 153, .untypedContact: 153, .untypedAgent: 153,
            .oldPeriod: 153, .placeWithoutShape: 153, .oldVocabulary: 153, .noPage: 153, .noIdentifier: 153,
            .noModified: 153,
            .unknownLicence: 60, .noTheme: 26, .noKeyword: 21, .noDistribution: 4,
        ]
        for (finding, count) in expected { #expect(report.counts[finding] == count, "\(finding)") }
        #expect(report.counts[.noContributor] == nil && report.counts[.noPublisher] == nil)
        #expect(report.counts[.noLicence] == nil && report.counts[.otherLicence] == nil)
    }

    @Test func `the catalogue of Rostock, its first page`() throws {
        let harvest = try Self.read("dcat-ap-de/kataloge/rostock-catalog-original-input.rdf")
        let report = harvest.report
        #expect(harvest.datasets.count == 100 && harvest.datasets.reduce(0) { $0 + $1.distributions.count } == 773)
        #expect(report.counts[.otherLicence] == 773 && report.counts[.untypedAgent] == 200)
        #expect(report.counts[.untypedContact] == 100 && report.counts[.noPage] == 100)
        #expect(report.counts[.oldVocabulary] == 100 && report.counts[.foreignLanguage] == 873)
        #expect(report.lost["Distribution spdx:checksum"] == 521 && report.lost["Distribution adms:status"] == 773)
        #expect(harvest.datasets.allSatisfy { $0.extent != nil })
    }

    @Test(arguments: ["RDF_ADVANCED.rdf", "TTL_ADVANCED.ttl", "JSONLD_ADVANCED.jsonld", "JSONLD_SIMPLE.jsonld"])
    func `the official example`(_ name: String) throws {
        let harvest = try Self.read("dcat-ap-de/beispiele/dcat_ap_de-RefImp_" + name)
        let dataset = try #require(harvest.datasets.first { $0.title.german.contains("Badegewässer") })
        #expect(dataset.distributions.contains { $0.licence?.code == "dl-by-de/2.0" })
    }
}

enum RealCatalogues {
    static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let isThere = FileManager.default.isReadableFile(atPath: named + "/dcat-ap-de/SOURCE.md")
        if !isThere { print("catalogues: not found at \(named); set ALLMENDE_DATA to test with them") }
        return isThere ? named : nil
    }()
}
