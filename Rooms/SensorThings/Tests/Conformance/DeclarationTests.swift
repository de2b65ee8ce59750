// SPDX-License-Identifier: EUPL-1.2
import Foundation
import HTTPTypes
@testable import SensorThings
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// What the root document declares and what these folders test are the same.
@Suite struct DeclarationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// Requirement ids that tests are named by, with the folder they lie in.
    private static func tested() throws -> [(folder: String, id: String)] {
        var found: [(folder: String, id: String)] = []
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        for path in paths where path.hasSuffix(".swift") && path.contains("/") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for match in text.matches(of: /@Test\("(req\/[a-z\/-]+)"/) {
                found.append((folder: String(path.prefix { $0 != "/" }), id: String(match.1)))
            }
        }
        return found
    }

    @Test func `conformance is declared exactly as tested`() async throws {
        let tested = try Self.tested()
        #expect(Set(tested.map(\.id)).count == tested.count, "one test for each requirement")
        for (folder, id) in tested {
            let name = id.split(separator: "/")[1].split(separator: "-").map(\.capitalized).joined()
            #expect(folder.lowercased() == name.lowercased() || name == "Datamodel", "\(id) lies in \(folder)")
        }
        try await WriteTown.with(.sqlite) { town async throws in
            let root = try await town.send(.get, "")
            let prefix = "http://www.opengis.net/spec/iot_sensing/1.1/"
            let declared = root.json["serverSettings"]?["conformance"]?.array?.compactMap(\.string) ?? []
            // the MQTT endpoint declares its own where it runs
            #expect(
                tested.map(\.id).filter { $0.contains("-via-mqtt/") }.sorted()
                    == SensorThingsRoutes.messagingConformance.map { "req/" + $0 }.sorted())
            let expected = tested.map(\.id).filter { !$0.contains("-via-mqtt/") }.map { prefix + $0 }
            #expect(declared.sorted() == expected.sorted())
        }
    }
}
