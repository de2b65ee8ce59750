// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Features
import Geometry
import Wire

/// Data sets as records of a catalogue (OGC 20-004r1 §7.2, schema `recordGeoJSON`).
extension CatalogPage {
    var catalogueAddress: String { base + RecordCatalogue.own.path }

    func recordAddress(_ slug: String) -> String { catalogueAddress + "/items/" + PercentEncoding.encoded(slug) }

    /// A data set as a GeoJSON feature; `isPublic`: it has a lasting address that answers to everybody.
    func record(_ dataset: PublishedDataset, isPublic: Bool, _ language: Language) -> JSONValue {
        var extent = JSONObject()
        if let box = dataset.extent {
            extent["spatial"] = ["bbox": [box.corners], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
        }
        var time = JSONValue.null
        if let period = dataset.period {
            let interval: JSONValue = [.string(period.start.iso8601), .string(period.end.iso8601)]
            time = ["interval": interval]
            extent["temporal"] = ["interval": [interval]]
        }
        var record: JSONObject = [
            "id": .string(dataset.slug), "type": "Feature",
            "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"], "time": time,
            "geometry": dataset.extent.map(\.shape) ?? .null,
        ]
        if let box = dataset.extent { record["bbox"] = box.corners }
        record["properties"] = .object(properties(of: dataset, isPublic: isPublic, extent: extent, language))
        record["links"] = Link.list(links(of: dataset, isPublic: isPublic, language))
        return .object(record)
    }

    private func properties(
        of dataset: PublishedDataset, isPublic: Bool, extent: JSONObject, _ language: Language
    ) -> JSONObject {
        // a text that nobody has put into English stays what it is
        let spoken: Language = dataset.title.translation == nil ? .german : language
        var properties: JSONObject = [
            "type": "dataset", "title": .string(language(dataset.title)),
            "description": .string(language(dataset.description)), "created": .string(dataset.issued.iso8601),
            "updated": .string(dataset.modified.iso8601),
            "language": [
                "code": .string(spoken.rawValue), "name": .string(spoken.name),
                "alternate": spoken == .german ? "German" : "English",
            ],
            "keywords": .array(dataset.keywords.map { .string($0) }),
            "license": .string(Licence(dataset.licence)?.spdx ?? "other"),
            "contacts": .array(contacts(of: dataset)),
        ]
        let themes = Self.themes(dataset.themes, dataset.highValue, language)
        if !themes.isEmpty { properties["themes"] = .array(themes) }
        var formats: [FileFormat] = []
        for format in dataset.distributions.map(\.format) where !formats.contains(format) { formats.append(format) }
        if !formats.isEmpty {
            properties["formats"] = .array(
                formats.map { ["name": .string($0.name), "mediaType": .string($0.mediaType)] })
        }
        if isPublic { properties["externalIds"] = [["value": .string(address(of: dataset.slug))]] }
        if let attribution = dataset.attribution { properties["rights"] = .string(attribution) }
        if !extent.isEmpty { properties["extent"] = .object(extent) }
        return properties
    }

    private func contacts(of dataset: PublishedDataset) -> [JSONValue] {
        [
            Self.contact(
                dataset.contact.name, mail: dataset.contact.mail, page: dataset.contact.page,
                ["pointOfContact", "creator"]),
            Self.contact(publisher.name, mail: publisher.mail, page: publisher.homepage, ["publisher"]),
        ]
    }

    static func contact(_ name: String, mail: String?, page: String?, _ roles: JSONValue) -> JSONValue {
        var contact: JSONObject = ["organization": .string(name), "roles": roles]
        if let mail { contact["emails"] = [["value": .string(mail)]] }
        if let page { contact["links"] = Link.list([Link(address: page, relation: "about", type: "text/html")]) }
        return .object(contact)
    }

    static func themes(
        _ themes: [DataTheme], _ highValue: [HighValueCategory], _ language: Language
    ) -> [JSONValue] {
        func concept(_ id: String, _ title: Words, _ address: String) -> JSONValue {
            ["id": .string(id), "title": .string(language(title)), "url": .string(address)]
        }
        let tables = "http://publications.europa.eu/resource/authority/data-theme"
        var all: [JSONValue] = []
        if !themes.isEmpty {
            let concepts = themes.map { concept($0.rawValue, $0.name, tables + "/" + $0.rawValue) }
            all.append(["scheme": .string(tables), "concepts": .array(concepts)])
        }
        if !highValue.isEmpty {
            let concepts = highValue.map { concept($0.rawValue, $0.name, $0.address) }
            all.append(["scheme": "http://data.europa.eu/bna/asd487ae75", "concepts": .array(concepts)])
        }
        return all
    }

    private func links(of dataset: PublishedDataset, isPublic: Bool, _ language: Language) -> [Link] {
        var links = [
            Link(address: recordAddress(dataset.slug), relation: "self", type: "application/geo+json"),
            Link(
                address: base + "/data/" + PercentEncoding.encoded(dataset.slug), relation: "alternate",
                type: "text/html", title: language(dataset.title)),
            Link(address: catalogueAddress, relation: "collection", type: RecordsDescription.catalogueType),
            Link(address: "http://www.opengis.net/def/profile/OGC/0/ogc-record", relation: "profile"),
        ]
        if isPublic {
            links.append(
                Link(address: address(of: dataset.slug) + ".ttl", relation: "describedby", type: "text/turtle"))
        }
        let licence = Licence(dataset.licence)
        links.append(
            Link(
                address: licence?.url ?? dataset.licence, relation: "license", type: "text/html",
                title: licence.map { language($0.name, $0.nameEnglish) }))
        for one in dataset.distributions {
            links.append(
                Link(
                    address: one.download ?? one.access, relation: one.download == nil ? "item" : "enclosure",
                    type: one.format.mediaType, title: language(one.title)))
        }
        return links
    }
}

extension BoundingBox {
    var corners: JSONValue { [JSONValue(west), JSONValue(south), JSONValue(east), JSONValue(north)] }

    /// A point or a ring against the clock (RFC 7946 §3.1.6).
    var shape: JSONValue {
        let (west, south) = (JSONValue(west), JSONValue(south))
        let (east, north) = (JSONValue(east), JSONValue(north))
        if self.west == self.east, self.south == self.north {
            return ["type": "Point", "coordinates": [west, south]]
        }
        // all on one line: two ends
        if self.west == self.east || self.south == self.north {
            return ["type": "LineString", "coordinates": [[west, south], [east, north]]]
        }
        let ring: JSONValue = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return ["type": "Polygon", "coordinates": [ring]]
    }
}
