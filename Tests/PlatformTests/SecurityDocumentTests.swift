// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing

/// The threat model and the line-by-line table name tests: each of them must be there.
@Suite struct SecurityDocumentTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Names of functions that test, in Swift and in Python.
    private static func tests() throws -> Set<String> {
        var names: Set<String> = []
        for folder in ["Tests", "Rooms"] {
            let files = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard ["swift", "py"].contains(file.pathExtension), file.path.contains("Tests") else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /func `([^`]+)`|def (test_\w+)/) {
                    if let name = match.1 ?? match.2 { names.insert(String(name)) }
                }
            }
        }
        return names
    }

    /// What stands in backticks in the last column of the tables whose last column is called Test.
    private static func named(in file: String) throws -> [(line: Int, name: String)] {
        let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        var found: [(line: Int, name: String)] = []
        var isTable = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.hasPrefix("|") else {
                isTable = false
                continue
            }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.last == "Test" { isTable = true }
            guard isTable, let last = line.dropLast(2).split(separator: "|", omittingEmptySubsequences: false).last
            else {
                continue
            }
            for match in last.matches(of: /`([^`]+)`/) { found.append((number + 1, String(match.1))) }
        }
        return found
    }

    @Test(arguments: [("docs/threat-model.md", 25), ("docs/asvs.md", 100)])
    func `each test that a security document names is there`(file: String, least: Int) throws {
        let tests = try Self.tests()
        #expect(tests.count > 500)
        let named = try Self.named(in: file)
        #expect(named.count >= least)
        for (line, name) in named { #expect(tests.contains(name), "\(file), line \(line): there is no test '\(name)'") }
    }

    @Test func `each requirement of the standard has one line and one of four answers`() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("docs/asvs.md"), encoding: .utf8)
        let rows = text.matches(of: /(?m)^\| (\d+\.\d+\.\d+) \| ([a-z ]+) \|/)
        #expect(rows.count == 253)
        #expect(Set(rows.map { String($0.1) }).count == 253)
        for row in rows {
            #expect(["met", "in part", "not yet", "does not apply"].contains(String(row.2)), "\(row.1)")
        }
    }
}
