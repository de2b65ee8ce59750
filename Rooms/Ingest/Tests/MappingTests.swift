// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Ingest

@Suite struct MappingTests {
    @Test(arguments: MappingLibrary.names)
    func `each shipped mapping can be read and is called as its file`(name: String) throws {
        #expect(try MappingLibrary.mapping(named: name).name == name)
    }

    @Test func `the shipped ones are all there`() {
        #expect(MappingLibrary.names.count == 25)
    }

    @Test(arguments: [
        ("\"kind\": \"series\"", "\"kind\": \"serie\"", "/kind"),
        ("\"repeatedHour\": \"sum\"", "\"repeatedHour\": \"maybe\"", "/time/repeatedHour"),
        ("\"zone\": \"Europe/Berlin\"", "\"zone\": \"Mars/Base\"", "/time/zone"),
        ("\"interval\": \"PT15M\"", "\"interval\": \"15 min\"", "/time/interval"),
        ("\"separator\": \",\"", "\"seperator\": \",\"", "/format/seperator"),
        ("\"slug\": \"radverkehr\"", "\"slug\": \"Rad Verkehr\"", "/dataset/slug"),
        ("\"minimum\": 0", "\"minimum\": \"0\"", "/series/0/minimum"),
        ("\"minimum\": 0", "\"minimum\": 99999", "/series/0"),
        ("^(\\\\d+) \\\\((.*)\\\\)$", "^(\\\\d+", "/station/from/0/firstHeader"),
        ("\"duplicates\": \"keepFirst\"", "\"duplicates\": \"keepFirst", ""),
        ("\"licence\"", "\"lizenz\"", "/dataset/lizenz"),
    ])
    func `a fault names its place and a remedy`(good: String, bad: String, pointer: String) throws {
        let text = try #require(MappingLibrary.text(ofShipped: "muenster-radverkehr"))
        let range = try #require(text.firstRange(of: good))
        let broken = text.replacingCharacters(in: range, with: bad)
        let error = #expect(throws: MappingError.self) {
            try Mapping(parsing: Array(broken.utf8), document: "mine.json")
        }
        if !pointer.isEmpty { #expect(error?.pointer == pointer) }
        #expect(error?.remedy.isEmpty == false)
        #expect(error?.description.contains("mine.json") == true)
    }

    @Test(arguments: [
        (#""leadingLines":-5"#, "/format/leadingLines"),
        (#""leadingLines":9223372036854775807"#, "/format/leadingLines"),
        (#""headerLines":-1"#, "/format/headerLines"), (#""headerLines":6"#, "/format/headerLines"),
        (
            #""fixedWidth":[{"name":"zeit","start":2000000000,"length":2000000000}]"#,
            "/format/fixedWidth/0"
        ),
        (#""fixedWidth":[{"name":"zeit","start":0,"length":4}]"#, "/format/fixedWidth/0"),
    ])
    func `a number that no file can have is a fault, not the end of the server`(member: String, pointer: String) {
        let error = #expect(throws: MappingError.self) { try OwnMapping.series(["format": "{\(member)}"]) }
        #expect(error?.pointer == pointer)
    }

    @Test func `an unknown name lists the shipped ones`() {
        let error = #expect(throws: MappingError.self) { try MappingLibrary.mapping(named: "muenster-nichts") }
        #expect(error?.remedy.contains("muenster-parken") == true)
    }

    @Test func `templates fill groups and names`() {
        let template = Template("{station}: {2} von {1}{9}")
        #expect(template.filled(groups: ["", "a", "b"], names: ["station": "S"]) == "S: b von a")
    }
}

extension String {
    func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
