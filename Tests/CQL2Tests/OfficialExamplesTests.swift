// SPDX-License-Identifier: EUPL-1.2
import CQL2
import Foundation
import Testing
import Wire

/// The examples of the standard (OGC 21-065r2, `cql2/standard/schema/examples`), where `ALLMENDE_DATA` has them.
@Suite struct OfficialExamplesTests {
    private static var folder: URL {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        return URL(fileURLWithPath: data).appendingPathComponent("cql2-examples/examples")
    }

    static let isThere = FileManager.default.fileExists(atPath: folder.path)

    @Test(.enabled(if: isThere))
    func `each example is the same filter in text and JSON, both ways`() throws {
        let texts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path + "/text").sorted()
        var pairs = 0
        for file in texts where file.hasSuffix(".txt") {
            let name = String(file.dropLast(4))
            let example = name.hasSuffix("-alt01") ? String(name.dropLast(6)) : name
            let text = try String(contentsOf: Self.folder.appendingPathComponent("text/\(file)"), encoding: .utf8)
            let json = try Data(contentsOf: Self.folder.appendingPathComponent("json/\(example).json"))
            let document = try JSONValue(parsing: Array(json))
            let fromText = try FilterExpression(text: text)
            let fromJSON = try FilterExpression(json: document)
            #expect(fromText == fromJSON, "\(name)")
            #expect(fromJSON.json.isEquivalent(to: document), "\(name): \(fromJSON.json.text)")
            let written = try #require(fromJSON.text, "\(name)")
            #expect(try FilterExpression(text: written) == fromJSON, "\(name): \(written)")
            if name == example { pairs += 1 }
        }
        #expect(
            pairs
                == (try FileManager.default.contentsOfDirectory(atPath: Self.folder.path + "/json").count {
                    $0.hasSuffix(".json")
                }))
    }
}
