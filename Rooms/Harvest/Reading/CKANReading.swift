// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import DCAT
import Wire

/// Data sets as CKAN writes them, and DKAN where it does as CKAN.
struct CKANReading {
    private(set) var report: HarvestReport
    private(set) var datasets: [ForeignDataset] = []

    /// Fields that say how CKAN keeps a data set, not what it is.
    private static let technical: Set<String> = [
        "id", "name", "num_tags", "num_resources", "state", "type", "isopen", "owner_org", "creator_user_id",
        "revision_id", "revision_timestamp", "private", "relationships_as_subject", "relationships_as_object",
        "tracking_summary", "log_message", "position", "package_id", "resource_group_id", "url_type", "hash",
        "cache_url",
        "cache_last_updated", "webstore_url", "webstore_last_updated", "datastore_active", "resource_type",
        "metadata_language",
        "display_name", "license_url",
    ]
    private static let known: Set<String> = [
        "title", "title_translated", "notes", "notes_translated", "url", "author", "author_email", "maintainer",
        "maintainer_email", "license_id", "license_title", "metadata_created", "metadata_modified", "tags", "groups",
        "organization", "resources", "extras",
    ]
    private static let knownExtras: Set<String> = [
        "uri", "guid", "identifier", "issued", "modified", "publisher_name", "contact_name", "contact_email",
        "contact_uri",
        "temporal_start", "temporal_end", "contributorID", "theme", "frequency", "spatial", "licenseAttributionByText",
        "hvd_category",
    ]
    private static let knownOfResource: Set<String> = [
        "url", "access_url", "download_url", "name", "name_translated", "description", "format", "mimetype", "license",
        "license_id", "licenseAttributionByText",
    ]

    /// `portal` is the address of the interface; data sets that name no address of their own are looked for below it.
    init(_ packages: [JSONValue], portal: String, _ report: HarvestReport) {
        self.report = report
        for package in packages { take(package, portal) }
    }

    private mutating func take(_ package: JSONValue, _ portal: String) {
        var extras: [String: String] = [:]
        for extra in package["extras"]?.array ?? [] {
            guard let key = extra["key"]?.string, let value = extra["value"] else { continue }
            extras[key] = value.string ?? value.text
        }
        // extensions write the same fields at the top
        func extra(_ name: String) -> String? {
            let value = extras[name] ?? package[name].map { $0.string ?? ($0.isNull ? "" : $0.text) }
            return value.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        }
        func text(_ name: String) -> String? {
            package[name]?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        }
        let id = text("id") ?? text("name") ?? ""
        let title = Self.words(package, "title") ?? Words("", nil)
        // a bare name is one in its portal only
        let identifier = extra("identifier") ?? extra("guid") ?? (id.utf8.count >= 32 ? id : portal + "#" + id)
        var builder = DatasetBuilder(identifier: identifier, title: title, report)
        defer { report = builder.report }
        let state = text("state")?.lowercased() ?? "active"
        guard package["private"]?.bool != true, state == "active" else {
            builder.note(.notPublic)
            return
        }
        builder.addresses(extra("uri") ?? extra("guid"), page: text("url") ?? Self.page(portal, text("name")))
        builder.describe(Self.words(package, "notes"))
        builder.keywords(
            (package["tags"]?.array ?? []).compactMap {
                $0["display_name"]?.string ?? $0["name"]?.string ?? $0.string
            })
        let groups = (package["groups"]?.array ?? []).compactMap { $0["name"]?.string ?? $0["title"]?.string }
        builder.themes(extra("theme").map(Self.list) ?? groups)
        builder.highValue(extra("hvd_category").map(Self.list) ?? [])
        builder.publisher(extra("publisher_name") ?? package["organization"]?["title"]?.string ?? text("author"))
        builder.creator(text("author"))
        builder.contact(
            name: extra("contact_name") ?? text("maintainer") ?? text("author"),
            mail: extra("contact_email") ?? text("maintainer_email") ?? text("author_email"), page: extra("contact_uri")
        )
        builder.contributor(extra("contributorID").map(Self.list) ?? [])
        builder.frequency(extra("frequency"))
        builder.dates(
            issued: extra("issued") ?? text("metadata_created"),
            modified: extra("modified") ?? text("metadata_modified"),
            begins: extra("temporal_start"), ends: extra("temporal_end"))
        builder.place(extra("spatial"))
        let licence = Self.licence(package)
        for resource in package["resources"]?.array ?? [] {
            take(resource, licence: licence, attribution: extra("licenseAttributionByText"), into: &builder)
        }
        for name in package.object?.names ?? []
        where !Self.known.contains(name) && !Self.technical.contains(name) && !Self.knownExtras.contains(name) {
            builder.lose(name)
        }
        for name in extras.keys where !Self.knownExtras.contains(name) { builder.lose("extras " + name) }
        if let finished = builder.finish() { datasets.append(finished) }
    }

    private func take(
        _ resource: JSONValue, licence: String?, attribution: String?, into builder: inout DatasetBuilder
    ) {
        func text(_ name: String) -> String? {
            resource[name]?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        }
        builder.distribution(
            title: Self.words(resource, "name") ?? text("description").map { Words($0, nil) },
            access: text("access_url") ?? text("url"), download: text("download_url"), format: text("format"),
            mediaType: text("mimetype"), licence: text("license") ?? text("license_id") ?? licence,
            attribution: text("licenseAttributionByText") ?? attribution)
        for name in resource.object?.names ?? []
        where !Self.knownOfResource.contains(name) && !Self.technical.contains(name) {
            builder.lose("resource " + name)
        }
    }

    /// The code, unless it tells nothing and the words do.
    private static func licence(_ package: JSONValue) -> String? {
        let texts = ["license_id", "license_url", "license_title"].compactMap { package[$0]?.string }
        return texts.first { LicenceList.licence($0)?.code != nil } ?? texts.first { LicenceList.licence($0) != nil }
    }

    /// `title_translated` of the extension fluent before the plain field.
    private static func words(_ object: JSONValue, _ name: String) -> Words? {
        let plain = object[name]?.string
        let german = object[name + "_translated"]?["de"]?.string
        let english = object[name + "_translated"]?["en"]?.string
        let first = [german, plain, english].compactMap { $0 }.first { !$0.trimmed.isEmpty }
        return first.map { Words($0, english == first ? nil : english) }
    }

    /// A list that stands in a text as JSON, or one value.
    private static func list(_ text: String) -> [String] {
        guard text.hasPrefix("["), let list = (try? JSONValue(parsing: text))?.array else { return [text] }
        return list.compactMap(\.string)
    }

    /// Where CKAN shows a data set.
    private static func page(_ portal: String, _ name: String?) -> String? {
        guard let name, let range = portal.firstRange(of: "/api/") else { return nil }
        return portal[..<range.lowerBound] + "/dataset/" + name
    }
}
