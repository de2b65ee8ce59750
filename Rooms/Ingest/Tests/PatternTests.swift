// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Ingest

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
