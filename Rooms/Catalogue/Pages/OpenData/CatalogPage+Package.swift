// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Wire

extension CatalogPage {
    /// The data sets as CKAN writes them.
    var packages: [JSONValue] { datasets.map(package) }

    private func package(_ dataset: PublishedDataset) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        let licence = Licence(dataset.licence)
        let address = address(of: dataset.slug)
        var extras: [(String, String)] = [
            ("uri", address), ("identifier", address), ("issued", dataset.issued.iso8601),
            ("modified", dataset.modified.iso8601), ("publisher_name", publisher.name),
            ("contact_name", dataset.contact.name),
        ]
        if let mail = dataset.contact.mail { extras.append(("contact_email", mail)) }
        if let page = dataset.contact.page { extras.append(("contact_uri", page)) }
        if let period = dataset.period {
            extras.append(("temporal_start", period.start.iso8601))
            extras.append(("temporal_end", period.end.iso8601))
        }
        if let contributor = dataset.contributor { extras.append(("contributorID", contributor)) }
        if let area = publisher.area { extras.append(("politicalGeocodingURI", area.address)) }
        let tags = dataset.keywords.map { keyword -> JSONValue in
            ["name": .string(keyword), "display_name": .string(keyword), "state": "active"]
        }
        let groups = dataset.themes.map { theme -> JSONValue in
            let name = theme.rawValue.lowercased()
            return ["name": .string(name), "id": .string(name), "title": .string(theme.name.german)]
        }
        return [
            "id": .string(dataset.slug), "name": .string(dataset.slug), "title": .string(dataset.title.german),
            "notes": .string(dataset.description.german), "type": "dataset", "state": "active", "private": false,
            "isopen": .bool(licence?.isOpen ?? false), "license_id": text(licence?.code),
            "license_title": text(licence?.name), "license_url": text(licence?.url ?? licence?.identifier),
            "url": .string(base + "/data/" + dataset.slug), "author": .string(dataset.creator), "author_email": .null,
            "maintainer": .string(dataset.contact.name), "maintainer_email": text(dataset.contact.mail),
            "metadata_created": .string(dataset.issued.plain), "metadata_modified": .string(dataset.modified.plain),
            "organization": [
                "id": "town", "name": "town", "title": .string(publisher.name), "type": "organization",
                "state": "active", "is_organization": true,
            ],
            "owner_org": "town", "tags": .array(tags), "num_tags": JSONValue(tags.count), "groups": .array(groups),
            "resources": .array(dataset.distributions.enumerated().map { resource($1, at: $0, of: dataset, licence) }),
            "num_resources": JSONValue(dataset.distributions.count),
            "extras": .array(extras.map { ["key": .string($0.0), "value": .string($0.1)] }),
        ]
    }

    private func resource(
        _ distribution: Distribution, at position: Int, of dataset: PublishedDataset, _ licence: Licence?
    ) -> JSONValue {
        [
            "id": .string("\(dataset.slug)-\(distribution.name)"), "package_id": .string(dataset.slug),
            "position": JSONValue(position), "name": .string(distribution.title.german),
            "description": .string(distribution.description?.german ?? ""),
            "url": .string(distribution.download ?? distribution.access), "access_url": .string(distribution.access),
            "format": .string(distribution.format.name), "mimetype": .string(distribution.format.mediaType),
            "license": .string(licence?.identifier ?? dataset.licence), "state": "active",
            "created": .string(dataset.issued.plain),
            "last_modified": .string((distribution.modified ?? dataset.modified).plain),
        ]
    }
}

extension Instant {
    /// As CKAN writes times: in UTC without a mark of the zone.
    fileprivate var plain: String { String(iso8601.prefix { $0 != "Z" }) }
}
