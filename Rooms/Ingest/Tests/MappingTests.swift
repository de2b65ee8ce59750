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

@Suite struct PatternTests {
    @Test(
        arguments: [
            (#"^(\d+) \((.*)\)$"#, "100031297 (Promenade)", ["100031297 (Promenade)", "100031297", "Promenade"]),
            (#"(?:^|/)(\d{9})/[^/]+$"#, "data/100031297/2024.csv", ["/100031297/2024.csv", "100031297"]),
            (#"^(.*?)[\s-]*$"#, "Straße - ", ["Straße - ", "Straße"]),
            (#"^Particulate matter \(PM₁₀\)"#, "Particulate matter (PM₁₀) in µg", ["Particulate matter (PM₁₀)"]),
            (#"(a)|(b)"#, "xb", ["b", "", "b"]), ("", "", [""]), ("^$", "", [""]), (#"\p{Lu}"#, "aÄ", ["Ä"]),
            ("x", "abc", nil), (#"\.csv$"#, "a.csv.zip", nil),
        ] as [(String, String, [String]?)])
    func `groups are found where they are`(pattern: String, subject: String, groups: [String]?) throws {
        #expect(try Pattern(pattern).groups(in: subject) == groups)
    }

    /// With an engine that goes back and tries again these take longer than the universe has been there.
    @Test(arguments: [
        #"^(([a-z])+.)+[A-Z]([a-z])+$"#, #"^(a|aa)+$"#, #"(a+)+$"#, #"(.*)*\d"#, #"(a|a)*b"#,
    ])
    func `no pattern and no cell hold up an import`(pattern: String) throws {
        let cell = String(repeating: "a", count: 2_000_000) + "!"
        #expect(try !Pattern(pattern).matches(cell))
    }

    @Test(arguments: [
        ("(?=x)y", "look-ahead"), ("(?!x)y", "look-ahead"), ("(?<=x)y", "look-behind"), ("(?<!x)y", "look-behind"),
        (#"(a)\1"#, "references back"), ("(?<name>a)", "named groups"), ("a{2000}", "repetition"), ("(a", "missing )"),
        ("((a{1,100}){1,100}){1,100}", "repetition size"), ("[z-a]", "invalid character class"),
    ])
    func `what is no pattern says why and what to write`(pattern: String, word: String) {
        let fault = #expect(throws: Pattern.Fault.self) { try Pattern(pattern) }
        #expect(fault?.message.contains(word) == true, "\(fault?.message ?? "")")
        #expect(fault?.remedy.isEmpty == false)
    }

    @Test func `a fault in a mapping names its place`() throws {
        let text = try #require(MappingLibrary.text(ofShipped: "muenster-radverkehr"))
        let range = try #require(text.firstRange(of: #"^(\\d+) \\((.*)\\)$"#))
        let broken = text.replacingCharacters(in: range, with: #"^(?=a)(\\d+)"#)
        let error = #expect(throws: MappingError.self) {
            try Mapping(parsing: Array(broken.utf8), document: "mine.json")
        }
        #expect(error?.pointer == "/station/from/0/firstHeader")
        #expect(error?.description.contains("look-ahead") == true)
    }
}
