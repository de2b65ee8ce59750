// SPDX-License-Identifier: EUPL-1.2
package import DCAT
import Bilingual
import Geometry
package import Wire

/// As a foreign data set is kept: equal ones have equal texts.
extension ForeignDataset {
    package var json: JSONValue {
        var object: JSONObject = ["identifier": .string(identifier), "title": title.json]
        object["address"] = address.map { .string($0) }
        object["page"] = page.map { .string($0) }
        object["description"] = description?.json
        object["keywords"] = keywords.isEmpty ? nil : .array(keywords.map { .string($0) })
        object["themes"] = themes.isEmpty ? nil : .array(themes.map { .string($0.rawValue) })
        object["highValue"] = highValue.isEmpty ? nil : .array(highValue.map { .string($0.rawValue) })
        object["publisher"] = publisher.map { .string($0) }
        object["creator"] = creator.map { .string($0) }
        if let contact {
            var inner: JSONObject = ["name": .string(contact.name)]
            inner["mail"] = contact.mail.map { .string($0) }
            inner["page"] = contact.page.map { .string($0) }
            object["contact"] = .object(inner)
        }
        object["contributor"] = contributor.map { .string($0) }
        for (name, date) in [("issued", issued), ("modified", modified), ("begins", begins), ("ends", ends)] {
            object[name] = date.map { .string($0.text) }
        }
        object["frequency"] = frequency.map { .string($0.rawValue) }
        object["extent"] = extent.map {
            .array([$0.west, $0.south, $0.east, $0.north].map { JSONValue($0) })
        }
        object["distributions"] = distributions.isEmpty ? nil : .array(distributions.map(\.json))
        return .object(object)
    }

    package init?(_ json: JSONValue) {
        guard let identifier = json["identifier"]?.string, let title = json["title"].flatMap(Words.init(json:)) else {
            return nil
        }
        self.init(identifier: identifier, title: title)
        func texts(_ name: String) -> [String] { (json[name]?.array ?? []).compactMap(\.string) }
        func date(_ name: String) -> ForeignDate? { json[name]?.string.flatMap { ForeignDate($0) } }
        address = json["address"]?.string
        page = json["page"]?.string
        description = json["description"].flatMap(Words.init(json:))
        keywords = texts("keywords")
        themes = texts("themes").compactMap(DataTheme.init(rawValue:))
        highValue = texts("highValue").compactMap(HighValueCategory.init(rawValue:))
        publisher = json["publisher"]?.string
        creator = json["creator"]?.string
        if let inner = json["contact"] {
            contact = ContactPoint(
                name: inner["name"]?.string ?? "", mail: inner["mail"]?.string, page: inner["page"]?.string)
        }
        contributor = json["contributor"]?.string
        (issued, modified, begins, ends) = (date("issued"), date("modified"), date("begins"), date("ends"))
        frequency = json["frequency"]?.string.flatMap(UpdateFrequency.init(rawValue:))
        let box = (json["extent"]?.array ?? []).compactMap(\.double)
        if box.count == 4 { extent = BoundingBox(west: box[0], south: box[1], east: box[2], north: box[3]) }
        distributions = (json["distributions"]?.array ?? []).compactMap(ForeignDistribution.init(json:))
    }

    /// What the search looks through beside the title.
    var searched: String {
        let texts = [description?.german, description?.translation, publisher, creator].compactMap { $0 }
        return (texts.map { String($0.prefix(2000)) } + keywords + themes.map(\.name.german)).joined(separator: " ")
    }
}

extension ForeignDistribution {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["access": .string(access)]
        object["title"] = title?.json
        object["download"] = download.map { .string($0) }
        object["format"] = format.map { .string($0) }
        object["mediaType"] = mediaType.map { .string($0) }
        if let licence {
            var inner: JSONObject = [
                "said": .string(licence.said), "certainty": .string(licence.certainty.rawValue),
            ]
            inner["code"] = licence.code.map { .string($0) }
            object["licence"] = .object(inner)
        }
        object["attribution"] = attribution.map { .string($0) }
        return .object(object)
    }

    fileprivate init?(json: JSONValue) {
        guard let access = json["access"]?.string else { return nil }
        self.init(access: access)
        title = json["title"].flatMap(Words.init(json:))
        download = json["download"]?.string
        format = json["format"]?.string
        mediaType = json["mediaType"]?.string
        if let inner = json["licence"] {
            licence = ForeignLicence(
                said: inner["said"]?.string ?? "", code: inner["code"]?.string,
                certainty: inner["certainty"]?.string.flatMap(ForeignLicence.Certainty.init(rawValue:)) ?? .unknown)
        }
        attribution = json["attribution"]?.string
    }
}

extension Words {
    fileprivate var json: JSONValue {
        translation.map { ["de": .string(german), "en": .string($0)] } ?? ["de": .string(german)]
    }

    fileprivate init?(json: JSONValue) {
        guard let german = json["de"]?.string else { return nil }
        self.init(german, json["en"]?.string)
    }
}
