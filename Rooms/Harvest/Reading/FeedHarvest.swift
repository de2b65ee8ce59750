// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import DCAT
import Foundation
import Outbound

/// A whole catalogue as it was read: all its data sets, each once, and the report.
package struct FeedHarvest: Sendable {
    package private(set) var datasets: [ForeignDataset] = []
    package private(set) var report = HarvestReport()
    private var identifiers: Set<String> = []

    /// Bounds of one catalogue.
    package struct Limits: Sendable {
        package var datasets: Int
        package var pages: Int
        package var minutes: Int

        package init(datasets: Int = 20_000, pages: Int = 1000, minutes: Int = 30) {
            (self.datasets, self.pages, self.minutes) = (datasets, pages, minutes)
        }
    }

    private init() {}

    /// Reads a file; it is a whole catalogue, also where it says that it goes on.
    package static func file(
        _ path: String, from source: FeedSource, own base: String? = nil, _ limits: Limits = Limits()
    ) throws -> FeedHarvest {
        try document(source.file(path), own: base, limits)
    }

    /// Reads a whole catalogue that is at hand.
    package static func document(
        _ bytes: [UInt8], own base: String? = nil, _ limits: Limits = Limits()
    ) throws -> FeedHarvest {
        var harvest = FeedHarvest()
        let page = try FeedReader().read(
            bytes, address: "https://example.invalid/catalogue", into: &harvest.report)
        try harvest.take(page, own: base, limits)
        try harvest.requireSome()
        return harvest
    }

    /// Reads all pages from an address on; `own` is the public address of this town, whose data sets are left out.
    package static func address(
        _ given: String, from source: FeedSource, own base: String? = nil, _ limits: Limits = Limits()
    ) async throws -> FeedHarvest {
        var harvest = FeedHarvest()
        let start = try FeedSource.address(given)
        let connection = OutboundConnection()
        let end = ContinuousClock.now + .seconds(60 * limits.minutes)
        var next: String? = start
        var seen: Set<String> = []
        // where the address leads to is as good as what was named
        var homes = [start]
        while let address = next {
            try Task.checkCancellation()
            guard seen.count < limits.pages else { throw HarvestFault.tooManyPages(limits.pages) }
            guard seen.insert(address).inserted else { throw HarvestFault.circle(address) }
            guard homes.contains(where: { FeedSource.areNeighbours($0, address) }) else {
                throw HarvestFault.elsewhere(address)
            }
            guard ContinuousClock.now < end else { throw HarvestFault.late(limits.minutes) }
            let (bytes, whole) = try await source.page(address, connection)
            if seen.count == 1 { homes.append(whole) }
            let page = try FeedReader().read(bytes, address: whole, into: &harvest.report)
            try harvest.take(page, own: base, limits)
            next = page.next.flatMap { URL(string: $0, relativeTo: URL(string: whole))?.absoluteString }
            // a page that says the next one is there, and has nothing itself, is the end of the data
            if page.found == 0 { next = nil }
        }
        try harvest.requireSome()
        return harvest
    }

    private mutating func take(_ page: FeedPage, own base: String?, _ limits: Limits) throws(HarvestFault) {
        for dataset in page.datasets {
            if let base, !base.isEmpty, dataset.identifier.hasPrefix(base + "/datasets/") {
                report.leaveOut(.own, dataset.title.german)
                continue
            }
            guard identifiers.insert(dataset.identifier).inserted else {
                report.leaveOut(.twice, "\(dataset.title.german) (\(dataset.identifier))")
                continue
            }
            datasets.append(dataset)
        }
        guard datasets.count <= limits.datasets else { throw .tooMany(limits.datasets) }
    }

    private func requireSome() throws(HarvestFault) {
        guard report.found > 0 else { throw .noDatasets }
    }
}

extension HarvestReport {
    /// Notes that one that was understood is not taken after all.
    mutating func leaveOut(_ finding: Finding, _ example: String) {
        datasets -= 1
        note(finding, example)
    }
}
