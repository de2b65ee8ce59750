// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Testing

@Suite struct LicenceTests {
    @Test(arguments: [
        ("dl-by-de/2.0", "dl-by-de/2.0"), ("dl-de/by-2-0", "dl-by-de/2.0"), ("DL-DE/BY-2-0", "dl-by-de/2.0"),
        ("dl-zero-de/2.0", "dl-zero-de/2.0"), ("cc-by/4.0", "cc-by/4.0"), ("CC0", "cc-zero"), ("odbl/1.0", "odbl"),
        ("officialWork", "officialWork"), ("other-closed", "other-closed"),
        ("http://dcat-ap.de/def/licenses/cc-zero", "cc-zero"),
    ])
    func `spellings mean one code`(spelling: String, code: String) throws {
        #expect(try #require(Licence(spelling)).code == code)
    }

    @Test(arguments: ["", "dl", "mit", "http://dcat-ap.de/def/licenses/", "cc-by/4.0 "])
    func `unknown codes are none`(code: String) {
        #expect(Licence(code) == nil)
    }

    @Test func `each code finds itself and says what it asks`() {
        for licence in Licence.all {
            #expect(Licence(licence.code) == licence)
            #expect(Licence(licence.identifier) == licence)
            #expect(licence.isOpen || !licence.sharesAlike)
        }
        #expect(Licence.all.filter(\.needsAttribution).map(\.code).contains("dl-by-de/2.0"))
        #expect(Licence("other-closed")?.isOpen == false)
        #expect(Set(Licence.all.map(\.code)).count == Licence.all.count)
    }
}
