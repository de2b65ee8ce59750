// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import DCAT
import FeaturesPages
import Geometry
import Storage
import Wire

/// What is asked of a catalogue's records; all of it has to hold (OGC 20-004r1 §8.5).
struct RecordsRequest: Sendable {
    static let parameters = ["q", "type", "ids", "externalIds", "bbox", "datetime", "limit", "cursor", "f", "lang"]
    /// Records on a page, and at most; more gets the most (17-069r4 /req/core/fc-limit-response-1).
    static let defaultLimit = 10
    static let maximumLimit = 100

    /// One of them has to stand in a text, its words in this order; empty asks nothing.
    let terms: [String]
    let types: [String]?
    let ids: [String]?
    let externalIds: [String]?
    let boxes: [BoundingBox]?
    let times: ItemsRequest.Interval?
    let limit: Int
    /// The page begins behind the data set of this number.
    let cursor: Int64
    /// The query without cursor, to make links of.
    private let kept: [(name: String, value: String)]

    init(_ parameters: QueryParameters) throws(Problem) {
        try parameters.allow(Self.parameters)
        func list(_ name: String) -> [String]? { parameters[name].map { $0.split(separator: ",").map(String.init) } }
        terms = (list("q") ?? []).map(Self.words).filter { !$0.isEmpty }
        types = list("type")
        ids = list("ids")
        externalIds = list("externalIds")
        boxes = try Self.boxes(parameters["bbox"])
        times = try Self.times(parameters["datetime"])
        limit = try Self.limit(parameters["limit"])
        cursor = try Self.cursor(parameters["cursor"])
        kept = parameters.all.filter { !["cursor", "f"].contains($0.name) }
    }

    /// Whether what a data set says of itself fits.
    func fits(_ dataset: Dataset, address: String) -> Bool {
        if let externalIds, !externalIds.contains(address) { return false }
        let texts =
            [
                dataset.slug, dataset.title, dataset.titleEnglish ?? "", dataset.description,
                dataset.descriptionEnglish ?? "", dataset.owner,
            ] + dataset.keywords
        return fits(name: dataset.slug, texts: texts)
    }

    /// Whether kind, name and words fit.
    func fits(name: String, texts: [String]) -> Bool {
        if let types, !types.contains("dataset") { return false }
        if let ids, !ids.contains(name) { return false }
        guard !terms.isEmpty else { return true }
        let fields = texts.map(Self.words)
        return terms.contains { term in fields.contains { $0.contains(term) } }
    }

    /// Whether names elsewhere, place and time of one of another catalogue fit.
    func fits(_ record: AppendedRecord) -> Bool {
        if let externalIds, !record.names.contains(where: externalIds.contains) { return false }
        let dataset = record.dataset
        if let boxes, let extent = dataset.extent, !boxes.contains(where: { $0.intersects(extent) }) { return false }
        guard let times else { return true }
        if let first = times.first, let end = dataset.ends?.end, end < first { return false }
        if let last = times.last, let start = dataset.begins?.start, start > last { return false }
        return true
    }

    /// Whether place and time have to be known first.
    var asksPlaceOrTime: Bool { boxes != nil || times != nil }

    /// Whether place and time fit; one that has none of it matches, as in layers.
    func fits(_ dataset: PublishedDataset) -> Bool {
        if let boxes, let extent = dataset.extent, !boxes.contains(where: { $0.intersects(extent) }) { return false }
        guard let times, let period = dataset.period else { return true }
        return (times.first.map { $0 <= period.end } ?? true) && (times.last.map { period.start <= $0 } ?? true)
    }

    /// `?q=…&cursor=…`; empty without any.
    func query(after cursor: Int64? = nil) -> String {
        let fields = kept + (cursor.map { [(name: "cursor", value: String($0))] } ?? [])
        let parts = fields.map { "\(PercentEncoding.encoded($0.0))=\(PercentEncoding.encoded($0.1))" }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// Small letters, one blank between words.
    private static func words(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func boxes(_ text: String?) throws(Problem) -> [BoundingBox]? {
        guard let text else { return nil }
        return try ItemsRequest.boxes(ItemsRequest.numbers(text))
    }

    private static func times(_ text: String?) throws(Problem) -> ItemsRequest.Interval? {
        guard let text else { return nil }
        return try ItemsRequest.interval(text)
    }

    private static func limit(_ text: String?) throws(Problem) -> Int {
        guard let text else { return defaultLimit }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let number = isNumber ? Int(text) ?? maximumLimit : 0
        guard number >= 1 else {
            throw QueryParameters.fault("limit", "must be a whole number from 1 to \(maximumLimit).")
        }
        return min(number, maximumLimit)
    }

    private static func cursor(_ text: String?) throws(Problem) -> Int64 {
        guard let text else { return 0 }
        guard let position = Int64(text), position >= 0 else {
            throw QueryParameters.fault("cursor", "comes from a next link; follow that link unchanged.")
        }
        return position
    }
}
