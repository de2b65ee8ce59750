// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPSupport
import Platform
import Testing

@Suite struct ConfigurationTests {
    @Test func `each setting is documented with its variable, default and purpose`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        for option in ConfigurationOption.house {
            let value = option.defaultValue.isEmpty ? "–" : "`\(option.defaultValue)`"
            let row =
                "| `\(option.name)` | `\(option.variable)` | \(value) | \(option.purpose) | \(option.purposeGerman) |"
            #expect(page.contains(row), "docs/configuration.md lacks: \(row)")
        }
        let rows = page.split(separator: "\n").count { $0.hasPrefix("| `") }
        #expect(rows == ConfigurationOption.house.count, "docs/configuration.md describes settings that do not exist")
    }

    @Test func `the defaults of the table are the defaults of the program`() throws {
        let table = Dictionary(uniqueKeysWithValues: ConfigurationOption.all.map { ($0.name, $0.defaultValue) })
        let fromTable = try Configuration(flags: table)
        let builtIn = Configuration()
        #expect(String(describing: fromTable) == String(describing: builtIn))
    }

    @Test func `flags win over the environment and that over the file`() throws {
        let configuration = try Configuration(
            file: "port = 1 # first\nhost = 0.0.0.0\n\nmax-page=50\ndefault-page = 10", fileName: "test.conf",
            environment: ["ALLMENDE_PORT": "2", "ALLMENDE_READERS": "3", "HOME": "/root"], flags: ["port": "4"])
        #expect(configuration.port == 4)
        #expect(configuration.host == "0.0.0.0")
        #expect(configuration.readers == 3)
        #expect(configuration.limits.maximumPage == 50)
    }

    @Test(arguments: [
        ("port = 70000", "test.conf, line 1: '70000' is not a whole number from 0 to 65535"),
        ("\n\ncolour = red", "test.conf, line 3: there is no setting 'colour'; see docs/configuration.md"),
        ("port", "test.conf, line 1: write 'name = value'"),
        ("open = maybe", "test.conf, line 1: 'maybe' is neither true nor false"),
        ("log-level = loud", "test.conf, line 1: 'loud' is not one of trace, debug, info, notice, warning, error"),
        (
            "base-url = daten.example.de",
            "test.conf, line 1: 'daten.example.de' is not an address like https://daten.example.de"
        ),
        (
            "tile-url = https://tiles.example.de/a.png",
            "test.conf, line 1: 'https://tiles.example.de/a.png' must hold {z}, {x} and {y}"
        ),
        ("database =", "test.conf, line 1: a value is missing"),
        ("max-page = 20", "default-page (100) is larger than max-page (20)"),
    ])
    func `faults name their place and remedy`(file: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(file: file, fileName: "test.conf")
        }
        #expect(error?.description == message)
    }

    @Test(arguments: ["0.0.0.0", "192.0.2.7", "town.example"])
    func `open writing is refused beyond the machine itself`(host: String) {
        #expect(throws: ConfigurationError.self) { try Configuration(flags: ["open": "true", "host": host]) }
    }
}
