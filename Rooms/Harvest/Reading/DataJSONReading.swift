// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Wire

/// Data sets out of a `data.json` in the words of DCAT-US 1.1, as DKAN writes it (https://resources.data.gov/resources/dcat-us/).
struct DataJSONReading {
    private(set) var report: HarvestReport
    private(set) var datasets: [ForeignDataset] = []

    private static let known: Set<String> = [
        "@type", "identifier", "title", "description", "keyword", "theme", "publisher", "contactPoint", "issued",
        "modified",
        "accrualPeriodicity", "temporal", "spatial", "license", "distribution", "landingPage", "accessLevel",
    ]
    private static let knownOfDistribution: Set<String> = [
        "@type", "title", "description", "accessURL", "downloadURL", "mediaType", "format", "license",
    ]

    init(_ list: [JSONValue], portal: String, _ report: HarvestReport) {
        self.report = report
        for value in list { take(value, portal) }
    }

    private mutating func take(_ value: JSONValue, _ portal: String) {
        func text(_ name: String, _ inner: String? = nil) -> String? {
            let found = inner.map { value[name]?[$0] } ?? value[name]
            return found?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        }
        let id = text("identifier") ?? ""
        var builder = DatasetBuilder(
            identifier: id.utf8.count >= 32 || id.contains("://") ? id : portal + "#" + id,
            title: Words(text("title") ?? "", nil), report)
        defer { report = builder.report }
        guard text("accessLevel")?.lowercased() ?? "public" == "public" else {
            builder.note(.notPublic)
            return
        }
        builder.addresses(id, page: text("landingPage"))
        builder.describe(text("description").map { Words($0, nil) })
        builder.keywords(Self.list(value["keyword"]))
        builder.themes(Self.list(value["theme"]))
        builder.publisher(text("publisher", "name"))
        builder.contact(name: text("contactPoint", "fn"), mail: text("contactPoint", "hasEmail"), page: nil)
        builder.frequency(text("accrualPeriodicity").map { $0.hasPrefix("R/") ? String($0.dropFirst(2)) : $0 })
        let period = (text("temporal") ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        builder.dates(
            issued: text("issued"), modified: text("modified"), begins: period.first,
            ends: period.count > 1 ? period[1] : nil)
        if let place = text("spatial"), place.contains("(") || place.contains("{") { builder.place(place) }
        for part in value["distribution"]?.array ?? [] {
            func text(_ name: String) -> String? { part[name]?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 } }
            builder.distribution(
                title: (text("title") ?? text("description")).map { Words($0, nil) },
                access: text("accessURL") ?? text("downloadURL"), download: text("downloadURL"),
                format: text("format"), mediaType: text("mediaType"),
                licence: text("license") ?? value["license"]?.string)
            for name in part.object?.names ?? [] where !Self.knownOfDistribution.contains(name) {
                builder.lose("distribution " + name)
            }
        }
        for name in value.object?.names ?? [] where !Self.known.contains(name) { builder.lose(name) }
        if let finished = builder.finish() { datasets.append(finished) }
    }

    private static func list(_ value: JSONValue?) -> [String] {
        (value?.array ?? value.map { [$0] } ?? []).compactMap { $0.string ?? $0["name"]?.string }
    }
}
