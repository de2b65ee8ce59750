// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import DCAT
import Wire

/// What catalogues of open data are told of a data set beside what it says of itself (DCAT-AP.de).
public struct CatalogueRecord: Sendable, Hashable {
    public var themes: [DataTheme]
    public var highValue: [HighValueCategory]
    /// A page where people reach who answers for the data.
    public var contactPage: String?
    /// Who delivers it, where it is another than the town's: an address of `Contributor.root`.
    public var contributor: String?
    /// How often data come, where what is measured does not tell.
    public var frequency: UpdateFrequency?

    public init(
        themes: [DataTheme] = [], highValue: [HighValueCategory] = [], contactPage: String? = nil,
        contributor: String? = nil, frequency: UpdateFrequency? = nil
    ) {
        self.themes = themes
        self.highValue = highValue
        self.contactPage = contactPage
        self.contributor = contributor
        self.frequency = frequency
    }

    /// What has to be mended before it can be kept.
    public var faults: [Dataset.Fault] {
        var faults: [Dataset.Fault] = []
        if let contactPage, !WebAddress.isOne(contactPage) {
            faults.append(
                Dataset.Fault(
                    field: "contact-page", message: "write an address such as https://www.example.de/contact",
                    messageGerman: "Bitte eine Adresse wie https://www.example.de/kontakt angeben"))
        }
        if let contributor, !Contributor.isOne(contributor) {
            faults.append(
                Dataset.Fault(
                    field: "contributor", message: Contributor.remedy.english,
                    messageGerman: Contributor.remedy.german))
        }
        return faults
    }

    init(_ json: JSONValue) {
        func codes(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }
        self.init(
            themes: codes("themes").compactMap(DataTheme.init(rawValue:)),
            highValue: codes("highValue").compactMap(HighValueCategory.init(rawValue:)),
            contactPage: json["contactPage"]?.string, contributor: json["contributor"]?.string,
            frequency: json["frequency"]?.string.flatMap(UpdateFrequency.init(rawValue:)))
    }

    var json: JSONValue {
        var object: JSONObject = [
            "themes": .array(themes.map { .string($0.rawValue) }),
            "highValue": .array(highValue.map { .string($0.rawValue) }),
        ]
        object["contactPage"] = contactPage.map { .string($0) }
        object["contributor"] = contributor.map { .string($0) }
        object["frequency"] = frequency.map { .string($0.rawValue) }
        return .object(object)
    }
}
