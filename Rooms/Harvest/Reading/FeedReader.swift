// SPDX-License-Identifier: EUPL-1.2
import DCAT
import Foundation
import RDF
import Wire

/// A part of a catalogue as it came: its data sets, and where it goes on.
struct FeedPage: Sendable {
    var datasets: [ForeignDataset]
    var next: String?
    /// Data sets that stood there, those that were left out too.
    var found: Int
}

/// Tells by its content in which form a catalogue speaks, and takes its data sets.
struct FeedReader: Sendable {
    private static let deepest = 64

    func read(_ bytes: [UInt8], address: String, into report: inout HarvestReport) throws(HarvestFault) -> FeedPage {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self).trimmed
        guard !head.isEmpty else { throw .empty }
        let before = report.found
        var page = try read(bytes, head, address, &report)
        report.pages += 1
        report.datasets += page.datasets.count
        page.found = report.found - before
        return page
    }

    private func read(
        _ bytes: [UInt8], _ head: String, _ address: String, _ report: inout HarvestReport
    ) throws(HarvestFault) -> FeedPage {
        switch head.first {
        case "{", "[": return try json(bytes, address, &report)
        case "<" where Self.isPage(head): throw .isPage
        case "<" where head.contains("http://www.w3.org/1999/02/22-rdf-syntax-ns#") && !Self.isStatement(head):
            return try statements(.xml, bytes, address, &report)
        case "<" where Self.isStatement(head), "@", "P", "p", "B", "b", "#", "_":
            guard head.contains("<"), head.contains(">") else { throw .unknownForm }
            return try statements(.turtle, bytes, address, &report)
        default:
            let columns = head.prefix { $0 != "\n" }
            guard DKANTableReading.marks.allSatisfy(columns.contains) else { throw .unknownForm }
            report.form = .dkanTable
            let reading = try DKANTableReading(bytes, report)
            report = reading.report
            return FeedPage(datasets: reading.datasets, next: nil, found: 0)
        }
    }

    private static func isPage(_ head: String) -> Bool {
        let text = head.lowercased()
        return text.hasPrefix("<!doctype html") || text.contains("<html") && !text.contains("<rdf:rdf")
    }

    /// `<https://…> <https://…>`, with which Turtle may begin and XML may not.
    private static func isStatement(_ head: String) -> Bool {
        head.prefixMatch(of: #/<[A-Za-z][A-Za-z0-9+.\-]*:/#) != nil
            && head.prefixMatch(of: #/<[A-Za-z][A-Za-z0-9.\-]*:[A-Za-z][A-Za-z0-9.\-]*[\s>]/#) == nil
    }

    private func statements(
        _ form: FeedForm, _ bytes: [UInt8], _ address: String, _ report: inout HarvestReport
    ) throws(HarvestFault) -> FeedPage {
        report.form = form
        return take(try RDFCage().read(bytes, form, base: address), &report)
    }

    private func take(_ reading: RDFReading, _ report: inout HarvestReport) -> FeedPage {
        let taken = DCATReading(reading, report)
        report = taken.report
        return FeedPage(datasets: taken.datasets, next: taken.next, found: 0)
    }

    // MARK: JSON

    private func json(
        _ bytes: [UInt8], _ address: String, _ report: inout HarvestReport
    ) throws(HarvestFault) -> FeedPage {
        let document: JSONValue
        do {
            var parser = JSONParser(bytes, maximumDepth: Self.deepest)
            document = try parser.parseDocument()
        } catch {
            throw .unreadable(report.form ?? .jsonLD, error.description)
        }
        if document["success"] != nil || document["result"] != nil {
            report.form = .ckan
            return try packages(document, address, &report)
        }
        let list = document["dataset"]?.array
        if let list, list.contains(where: { $0["title"] != nil || $0["identifier"] != nil }) {
            report.form = .dataJSON
            let reading = DataJSONReading(list, portal: address, report)
            report = reading.report
            return FeedPage(datasets: reading.datasets, next: nil, found: 0)
        }
        report.form = .jsonLD
        do {
            return take(try JSONLDReader.read(document, base: address), &report)
        } catch {
            throw .unreadable(.jsonLD, error.description)
        }
    }

    private func packages(
        _ document: JSONValue, _ address: String, _ report: inout HarvestReport
    ) throws(HarvestFault) -> FeedPage {
        guard document["success"]?.bool != false, let result = document["result"] else {
            throw .unreadable(.ckan, document["error"]?["message"]?.string ?? "success: false")
        }
        // DKAN puts the list into another list
        var list = result["results"]?.array ?? result.array ?? [result]
        if list.count == 1, let inner = list[0].array { list = inner }
        guard list.allSatisfy({ $0.object != nil }) else {
            throw HarvestFault(
                "Dort stehen nur Namen. Bei CKAN ist package_search die richtige Adresse, bei DKAN "
                    + "current_package_list_with_resources.",
                "There are names only. With CKAN the right address is package_search, with DKAN "
                    + "current_package_list_with_resources.")
        }
        let reading = CKANReading(list, portal: address.split(separator: "?").first.map(String.init) ?? address, report)
        report = reading.report
        let total = result["count"]?.integer.map { Int($0) }
        return FeedPage(
            datasets: reading.datasets, next: Self.next(address, took: list.count, total: total), found: 0)
    }

    /// The address of CKAN's next page: it counts on where a total is told and not reached.
    static func next(_ address: String, took: Int, total: Int?) -> String? {
        guard took > 0, var parts = URLComponents(string: address) else { return nil }
        let isSearch = parts.path.hasSuffix("package_search")
        guard isSearch || parts.path.hasSuffix("current_package_list_with_resources") else { return nil }
        let name = isSearch ? "start" : "offset"
        var items = parts.queryItems ?? []
        let start = items.first { $0.name == name }?.value.flatMap { Int($0) } ?? 0
        let (end, isOver) = start.addingReportingOverflow(took)
        if isOver || isSearch && end >= total ?? 0 { return nil }
        // a list without a total goes on where somebody asked for pages
        if !isSearch, !items.contains(where: { $0.name == "limit" }) { return nil }
        items.removeAll { $0.name == name }
        items.append(URLQueryItem(name: name, value: String(end)))
        parts.queryItems = items
        return parts.string
    }
}
