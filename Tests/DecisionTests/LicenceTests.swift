// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing
import Wire

@testable import Decision

@Suite struct LicenceTests {
    static let names = LicenceExpression.Names([
        "MIT", "Apache-2.0", "BSD-3-Clause", "EUPL-1.2", "GPL-2.0-or-later", "GPL-2.0+", "GPL-3.0-only",
        "Classpath-exception-2.0",
    ])

    @Test(arguments: [
        ("MIT OR (Apache-2.0 AND BSD-3-Clause)", "MIT OR (Apache-2.0 AND BSD-3-Clause)"),
        ("MIT OR Apache-2.0 AND BSD-3-Clause", "MIT OR (Apache-2.0 AND BSD-3-Clause)"),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("mit and eupl-1.2", "MIT AND EUPL-1.2"), ("((MIT))", "MIT"), ("apache-2.0+", "Apache-2.0+"),
        ("gpl-2.0+", "GPL-2.0+"), ("MIT OR MIT AND (MIT OR EUPL-1.2)", "MIT OR (MIT AND (MIT OR EUPL-1.2))"),
    ])
    func normalForm(text: String, wanted: String) throws {
        let expression = try LicenceExpression(parsing: text, names: Self.names)
        #expect(expression.text == wanted)
        #expect(try LicenceExpression(parsing: expression.text, names: Self.names) == expression)
        #expect(expression.unknown(in: Self.names).isEmpty)
    }

    @Test(arguments: [
        ("MIT AND", 7), ("(MIT", 4), ("", 0), ("MIT EUPL-1.2", 4), ("OR MIT", 0), ("MIT)", 3), ("MIT AND ä", 8),
        ("MIT WITH", 8), ("()", 1),
    ])
    func faultsHaveAPlace(text: String, offset: Int) {
        let fault = #expect(throws: LicenceExpression.Fault.self) {
            try LicenceExpression(parsing: text, names: Self.names)
        }
        #expect(fault?.offset == offset)
        #expect(fault.map { $0.message.english != $0.message.german } == true)
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: "(", count: 50_000) + "MIT"
        #expect(throws: LicenceExpression.Fault.self) { try LicenceExpression(parsing: text, names: Self.names) }
    }

    @Test func simplerButTheSame() throws {
        func simplified(_ text: String) throws -> String {
            try LicenceExpression(parsing: text, names: Self.names).simplified.text
        }
        #expect(try simplified("EUPL-1.2 OR EUPL-1.2 AND MIT") == "EUPL-1.2")
        #expect(try simplified("mit and eupl-1.2") == "EUPL-1.2 AND MIT")
        #expect(try simplified("MIT AND (MIT OR EUPL-1.2)") == "MIT")
        #expect(try simplified("MIT OR (Apache-2.0 AND BSD-3-Clause)") == "(Apache-2.0 AND BSD-3-Clause) OR MIT")
    }

    @Test(.enabled(if: Oracle.isThere)) func theOracleAgrees() throws {
        for one in try #require(try Oracle.planning("licence_expression").array) {
            let text = try #require(one["in"]?.string)
            let names = LicenceExpression.Names(
                ["MIT", "Apache-2.0", "BSD-3-Clause", "EUPL-1.2", "GPL-2.0-or-later", "Classpath-exception-2.0"])
            let expression = try? LicenceExpression(parsing: text, names: names)
            #expect(expression?.text == (one["normalised"]?.string ?? one["parsed"]?.string), "\(text)")
            if let expression {
                #expect(expression.unknown(in: names) == (one["unknown"]?.array ?? []).compactMap(\.string))
            }
        }
    }

    @Test(.enabled(if: Oracle.isThere)) func theWholeMatrix() throws {
        let folder = try #require(Oracle.folder)
        let document = try Oracle.document("../data/lizenzen/osadl-matrix.json")
        let matrix = try #require(LicenceMatrix(document), "\(folder)")
        let oracle = try Oracle.planning("licence_matrix")
        let names = LicenceExpression.Names(matrix.licences)
        for one in try #require(oracle["cases"]?.array).compactMap(\.array) {
            let outbound = try #require(one[0].string)
            let inbound = try LicenceExpression(parsing: try #require(one[1].string), names: names)
            let verdict = matrix.compatibility(of: inbound, with: outbound)
            #expect(verdict.rawValue.uppercased() == one[2].string, "\(inbound.text) in \(outbound)")
        }
    }

    @Test func ofAnOrTheBestOfAnAndTheWorst() throws {
        let matrix = try #require(
            LicenceMatrix([
                "EUPL-1.2": [
                    "MIT": "Yes", "GPL-3.0-only": "No", "Apache-2.0": "Check dependency", "EUPL-1.2": "Same",
                    "BSD-3-Clause": "Unknown",
                ]
            ]))
        func verdict(_ text: String) throws -> LicenceMatrix.Compatibility {
            matrix.compatibility(of: try LicenceExpression(parsing: text, names: Self.names), with: "EUPL-1.2")
        }
        #expect(try verdict("MIT OR GPL-3.0-only") == .yes)
        #expect(try verdict("MIT AND GPL-3.0-only") == .no)
        #expect(try verdict("MIT AND (GPL-3.0-only OR Apache-2.0)") == .checkDependency)
        #expect(try verdict("MIT AND BSD-3-Clause") == .unknown)
        #expect(try verdict("Foo-1.0") == .unknown && verdict("EUPL-1.2") == .same)
        #expect(try verdict("MIT WITH Classpath-exception-2.0") == .unknown)
        #expect(LicenceMatrix(.array([])) == nil && LicenceMatrix(["a": 1]) == nil)
    }

    @Test func lockInAddsUpItsFactors() {
        let open = Dictionary(uniqueKeysWithValues: LockIn.Factor.allCases.map { ($0, 1.0) })
        let shut = open.mapValues { _ in 0.0 }
        #expect(LockIn(openness: open).index == 0...0)
        #expect(LockIn(openness: shut).index == 100...100)
        #expect(LockIn(openness: [:]).index == 0...100)
        var half = open
        half[.fullExport] = 0.5
        half[.providers] = LockIn.openness(providers: 1)
        let lockIn = LockIn(openness: half)
        #expect(lockIn.index == 25...25)
        #expect(lockIn.contributions.first { $0.factor == .providers }?.low == 15)
        half[.sourceAccess] = nil
        #expect(LockIn(openness: half).index == 25...45)
    }
}
