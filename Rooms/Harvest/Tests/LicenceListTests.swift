// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import DCAT
import Testing

@Suite struct LicenceListTests {
    @Test(arguments: [
        // the spellings of a city's portal
        ("Datenlizenz Deutschland – Namensnennung – Version 2.0", "dl-by-de/2.0", ForeignLicence.Certainty.named),
        ("Datenlizenz Deutschland – Zero – Version 2.0", "dl-zero-de/2.0", .named),
        ("Creative Commons CC Zero License (cc-zero)", "cc-zero", .named),
        ("Open Data Commons Open Database License (ODbL)", "odbl", .named),
        ("Creative Commons Namensnennung 3.0 DE", "cc-by-de/3.0", .named), ("CC BY-SA 4.0", "cc-by-sa/4.0", .named),
        ("CC-BY-NC", "cc-by-nc", .named),
        ("Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen (CC BY-SA)", "cc-by-sa", .named),
        ("cc-by 4.0", "cc-by/4.0", .named), ("cc-by-sa", "cc-by-sa", .named),
        ("Open Data Commons Public Domain Dedication and Licence (ODC PDDL)", "odcpddl", .named),
        ("GNU Free Documentation License 1.2", "gfdl", .named), ("dl-by-de/2.0", "dl-by-de/2.0", .named),
        ("officialWork", "officialWork", .named),
        // addresses
        ("http://dcat-ap.de/def/licenses/dl-by-de/2.0", "dl-by-de/2.0", .listed),
        ("https://www.dcat-ap.de/def/licenses/CC-ZERO/", "cc-zero", .named),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by/4.0", .named),
        ("http://creativecommons.org/licenses/by-sa/4.0/deed.de", "cc-by-sa/4.0", .named),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero", .named),
        ("https://www.govdata.de/dl-de/zero-2-0", "dl-zero-de/2.0", .named),
        ("https://www.govdata.de/dl-de/by-2-0", "dl-by-de/2.0", .named),
        ("http://www.opendefinition.org/licenses/odc-odbl", "odbl", .named),
        // what CKAN calls them
        ("dl-de-by-2.0", "dl-by-de/2.0", .named), ("odc-by", "odby", .named), ("other-open", "other-open", .named),
        ("other-pd", "other-open", .guessed),
        // the version is missing, and the list has none without
        ("Datenlizenz Deutschland Namensnennung", "dl-by-de/2.0", .guessed),
    ])
    func `what portals write is found in the list`(
        _ said: String, _ code: String, _ certainty: ForeignLicence.Certainty
    ) throws {
        let licence = try #require(LicenceList.licence(said))
        #expect(licence.code == code && licence.certainty == certainty, "\(licence)")
        #expect(licence.said == said && LicenceList.codes.contains(code))
    }

    @Test(arguments: [
        "http://dcat-ap.de/def/licenses/cc-by-nc-de/4_0", "CC BY-NC-SA 4.0", "Nutzung nach Rücksprache", "CC BY 2.0",
        "https://example.org/licences/own",
    ])
    func `what is none of the list stays in its words`(_ said: String) throws {
        let licence = try #require(LicenceList.licence(said))
        #expect(licence.code == nil && licence.certainty == .unknown && licence.said == said)
    }

    @Test(arguments: ["", " ", "notspecified", "keine Angabe", "License not specified"])
    func `who says that there is none has none`(_ said: String) {
        #expect(LicenceList.licence(said) == nil)
    }

    @Test func `each licence that can be chosen here stands in the list`() {
        #expect(Licence.all.allSatisfy { LicenceList.codes.contains($0.code) })
        #expect(Licence("cc-pdm/1.0")?.code == "ccpdm/1.0")
    }
}
