// SPDX-License-Identifier: EUPL-1.2
package import ArgumentParser
package import Bilingual
import DCAT
import Foundation
import RoomKit
import Storage
import Wire

/// `allmende harvest`: reads another catalogue once, from a file or an address.
package struct HarvestCommand: RoomCommand {
    package static let purpose = Words(
        "Einen anderen Katalog lesen: CKAN, DKAN oder DCAT, aus einer Datei oder von einer Adresse.",
        "Read another catalogue: CKAN, DKAN or DCAT, from a file or an address.")
    package static let configuration = CommandConfiguration(commandName: "harvest", abstract: purpose.english)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption
    @Argument(help: "File or address of the catalogue.") var catalogue: String
    @Option(help: "What the catalogue is called at its data sets; by default its file or server.") var name: String = ""
    @Flag(help: "Say what is in it and what would change; keep nothing.") var dryRun = false
    @Flag(help: "Let the address lie in the own network.") var ownNetwork = false

    package init() {}

    package func run() async throws {
        try await reportingErrors {
            try database.requireExistence()
            let source = FeedSource(reachesOwnNetwork: ownNetwork)
            let isAddress = ["https://", "http://"].contains { catalogue.lowercased().hasPrefix($0) }
            let address = isAddress ? try FeedSource.address(catalogue) : "file:" + Self.fileName(catalogue)
            let harvest =
                isAddress
                ? try await FeedHarvest.address(catalogue, from: source)
                : try FeedHarvest.file(catalogue, from: source)
            let name = name.isEmpty ? Self.name(catalogue, isAddress: isAddress) : name
            let (isTrial, now) = (dryRun, SystemClock.now())
            let outcome = try await database.withEngine { engine in
                try await engine.write { connection in
                    let known = try HarvestQueries.source(address: address, on: connection)
                    if isTrial {
                        return try HarvestStore.take(
                            harvest.datasets, from: known?.id ?? 0, isTrial: true, by: "command line", at: now,
                            on: connection)
                    }
                    let outcome = try HarvestQueries.takeWhole(
                        harvest, from: address, name: name, by: "command line", at: now, on: connection)
                    return outcome
                }
            }
            var object = harvest.report.json.object ?? JSONObject()
            object["outcome"] = outcome.json
            json.print(.object(object), or: Self.text(harvest.report, outcome, isTrial: isTrial))
        }
    }

    private static func fileName(_ path: String) -> String { URL(filePath: path).lastPathComponent }

    private static func name(_ catalogue: String, isAddress: Bool) -> String {
        isAddress ? URLComponents(string: catalogue)?.host ?? catalogue : fileName(catalogue)
    }

    private static func text(_ report: HarvestReport, _ outcome: HarvestOutcome, isTrial: Bool) -> String {
        var lines = ["\(report.datasets) data sets (\(report.form?.name.english ?? "–"), pages: \(report.pages))"]
        for line in report.licenceLines {
            lines.append(
                "licence\t\(line.count)\t\(line.licence.said)\t\(line.licence.code ?? "-")\t\(line.licence.certainty.rawValue)"
            )
        }
        for finding in HarvestReport.Finding.allCases {
            guard let count = report.counts[finding] else { continue }
            lines.append("\(finding.rawValue)\t\(count)\t\(report.examples[finding]?.first ?? "")")
        }
        for (field, count) in report.lost.sorted(by: { $0.key < $1.key }) { lines.append("lost\t\(count)\t\(field)") }
        let verb = isTrial ? "would be" : "are"
        lines.append(
            "\(outcome.added) \(verb) new, \(outcome.changed) changed, \(outcome.gone) withdrawn, \(outcome.returned) back, "
                + "\(outcome.unchanged) unchanged")
        return lines.joined(separator: "\n")
    }
}
