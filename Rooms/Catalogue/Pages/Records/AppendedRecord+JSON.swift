// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Features
import Geometry
import Wire

/// A data set of another catalogue as a record (OGC 20-004r1 §7.2, schema `recordGeoJSON`).
extension AppendedRecord {
    /// `page` is where people look at it here.
    func json(_ base: String, page: String, _ language: Language) -> JSONValue {
        var extent = JSONObject()
        if let box = dataset.extent {
            extent["spatial"] = ["bbox": [box.corners], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
        }
        var time = JSONValue.null
        if let interval {
            time = ["interval": interval]
            extent["temporal"] = ["interval": [interval]]
        }
        var record: JSONObject = [
            "id": .string(String(id)), "type": "Feature",
            "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"], "time": time,
            "geometry": dataset.extent.map(\.shape) ?? .null,
        ]
        if let box = dataset.extent { record["bbox"] = box.corners }
        record["properties"] = .object(properties(extent, language))
        record["links"] = Link.list(links(base, page, language))
        return .object(record)
    }

    /// Days, open at a side where nothing is said; nil where nothing is said at all.
    private var interval: JSONValue? {
        guard dataset.begins != nil || dataset.ends != nil else { return nil }
        return [.string(dataset.begins?.firstDay ?? ".."), .string(dataset.ends?.lastDay ?? "..")]
    }

    private func properties(_ extent: JSONObject, _ language: Language) -> JSONObject {
        // a text that nobody has put into English stays what it is
        let spoken: Language = dataset.title.translation == nil ? .german : language
        var properties: JSONObject = [
            "type": "dataset", "title": .string(language(dataset.title)),
            // of the record: when it was read first, and when it was other than before
            "created": .string(first.iso8601), "updated": .string(changed.iso8601),
            "language": [
                "code": .string(spoken.rawValue), "name": .string(spoken.name),
                "alternate": spoken == .german ? "German" : "English",
            ],
            // the catalogue that tells of it
            "source": .string(source), "keywords": .array(dataset.keywords.map { .string($0) }),
        ]
        if let description = dataset.description { properties["description"] = .string(language(description)) }
        var contacts: [JSONValue] = []
        if let contact = dataset.contact {
            contacts.append(
                CatalogPage.contact(contact.name, mail: contact.mail, page: contact.page, ["pointOfContact"]))
        }
        for (name, role) in [(dataset.creator, "creator"), (dataset.publisher, "publisher")] {
            if let name { contacts.append(CatalogPage.contact(name, mail: nil, page: nil, [.string(role)])) }
        }
        contacts.append(CatalogPage.contact(source, mail: nil, page: nil, ["distributor"]))
        properties["contacts"] = .array(contacts)
        let themes = CatalogPage.themes(dataset.themes, dataset.highValue, language)
        if !themes.isEmpty { properties["themes"] = .array(themes) }
        var formats: [JSONValue] = []
        for file in dataset.distributions {
            var format = JSONObject()
            format["name"] = file.format.map { .string($0) }
            format["mediaType"] = file.mediaType.map { .string($0) }
            if !format.isEmpty, !formats.contains(.object(format)) { formats.append(.object(format)) }
        }
        if !formats.isEmpty { properties["formats"] = .array(formats) }
        properties["externalIds"] = .array(names.map { ["value": .string($0)] })
        // what is in no list has no link that "other" would need: its words stand among the rights
        if licences.contains(where: { $0.code != nil }) {
            properties["license"] = .string(
                licences.count == 1 ? licences[0].address.flatMap { Licence($0)?.spdx } ?? "other" : "other")
        }
        var rights = licences.filter { $0.code == nil }.map(\.said)
        for text in dataset.distributions.compactMap(\.attribution) where !rights.contains(text) { rights.append(text) }
        if !rights.isEmpty { properties["rights"] = .string(rights.joined(separator: "; ")) }
        if !extent.isEmpty { properties["extent"] = .object(extent) }
        return properties
    }

    /// What names it elsewhere: its identifier, and its address where that is another.
    var names: [String] {
        [dataset.identifier] + [dataset.address].compactMap { $0 }.filter { $0 != dataset.identifier }
    }

    private var licences: [ForeignLicence] { dataset.licences }

    private func links(_ base: String, _ page: String, _ language: Language) -> [Link] {
        let catalogue = base + RecordCatalogue.others.path
        var links = [
            Link(address: "\(catalogue)/items/\(id)", relation: "self", type: "application/geo+json"),
            Link(
                address: "\(base)\(page)/\(id)", relation: "alternate", type: "text/html",
                title: language(dataset.title)),
            Link(address: catalogue, relation: "collection", type: RecordsDescription.catalogueType),
            Link(address: "http://www.opengis.net/def/profile/OGC/0/ogc-record", relation: "profile"),
        ]
        // where the record is from
        if let origin = dataset.page ?? dataset.address {
            links.append(Link(address: origin, relation: "via", type: "text/html", title: source))
        }
        for licence in licences {
            guard let address = licence.address else { continue }
            let known = Licence(address)
            links.append(
                Link(
                    address: known?.url ?? address, relation: "license", type: "text/html",
                    title: known.map { language($0.name, $0.nameEnglish) }))
        }
        for one in dataset.distributions {
            links.append(
                Link(
                    address: one.download ?? one.access, relation: one.download == nil ? "item" : "enclosure",
                    type: one.mediaType, title: one.title.map { language($0) }))
        }
        return links
    }
}
