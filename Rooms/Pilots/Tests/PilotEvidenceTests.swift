// SPDX-License-Identifier: EUPL-1.2
import Documents
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Planning
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Pilots

/// What leaves the house of a pilot, and what somebody finds out who changed it.
@Suite struct PilotEvidenceTests {
    typealias Members = [(name: String, bytes: [UInt8])]

    private static func members(_ town: PilotTown, _ number: Int64) async throws -> Members {
        let answer = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
        #expect(answer.status == .ok)
        return try ZipMembers.read(Array(buffer: answer.body), limit: 1 << 24)
    }

    /// The members with one changed, and a manifest that was made to fit.
    private static func forged(_ members: Members, _ name: String, _ change: (String) -> String) -> Members {
        var forged = members.map { member in
            member.name == name
                ? (name: name, bytes: Array(change(String(decoding: member.bytes, as: UTF8.self)).utf8)) : member
        }
        let manifest = forged.dropLast().map { SHA256.digest(of: $0.bytes).hexadecimal + "  " + $0.name + "\n" }
        forged[forged.count - 1].bytes = Array(manifest.joined().utf8)
        return forged
    }

    private static func faults(_ members: Members, expecting hash: String? = nil) -> [String] {
        PilotCheck(members, expecting: hash).lines.compactMap { line in line.fault.map { "\(line.what): \($0)" } }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is exported is computed again without a database, and each change is named`(_ kind: TestEngine)
        async throws
    {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan(["lotTreated": 3, "lotSeed": 1])
            // nothing is there before the plan is registered
            let early = try await town.client.execute(uri: "/pilots/\(number)/pilot.zip", method: .get)
            #expect(early.status == .notFound)
            try await town.begin(number)
            let unseen = PilotCheck(try await Self.members(town, number))
            #expect(unseen.holds && unseen.lines.contains { $0.what.contains("none yet") })
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let members = try await Self.members(town, number)
            let names = [
                "README.txt", "pilot.json", "registration-1.json", "look-1.json", "look-1.csv", "result.json",
                "MANIFEST",
            ]
            #expect(members.map(\.name) == names)
            let hash = try await town.engine.read { try PilotQueries.record(number, on: $0) }.registrations[0].hash
            let check = PilotCheck(members, expecting: hash)
            #expect(check.holds, "\(check.lines)")
            #expect(check.lines.contains { $0.what.contains("of 120 assignments as extreme") })
            #expect(check.lines.contains { $0.what.contains("the lot 1 draws") })
            // a single byte, whichever file
            for name in names.dropLast() {
                let changed = members.map { member in
                    member.name == name ? (name: name, bytes: member.bytes + [0x20]) : member
                }
                #expect(Self.faults(changed).contains("\(name): it was changed after the export"), "\(name)")
                let removed = members.filter { $0.name != name }
                #expect(Self.faults(removed).contains("\(name): it is missing"), "\(name)")
            }
            #expect(Self.faults(members + [("more.txt", [0x20])]) == ["more.txt: it is no part of the export"])
            #expect(!Self.faults(members, expecting: String(repeating: "0", count: 64)).isEmpty)
        }
    }

    @Test func `who forges the manifest too is found by the figures`() async throws {
        try await PilotTown.with(.sqlite, effect: 0.3) { town in
            let number = try await town.plan()
            try await town.begin(number)
            #expect(try await town.post("/pilots/\(number)/looks", "").status == .seeOther)
            let members = try await Self.members(town, number)
            #expect(Self.faults(Self.forged(members, "README.txt") { $0 }).isEmpty)
            let p = Self.forged(members, "result.json") {
                $0.replacing("\"asExtreme\":2", with: "\"asExtreme\":1")
            }
            #expect(Self.faults(p).contains { $0.hasSuffix("at /result/test/asExtreme") })
            let verdict = Self.forged(members, "result.json") { $0.replacing("\"wait\"", with: "\"go\"") }
            #expect(Self.faults(verdict).contains { $0.hasSuffix("at /gate/verdict") })
            // a signature more in the facts: another verdict follows
            let facts = Self.forged(members, "pilot.json") {
                $0.replacing("\"operatorSigned\":false", with: "\"operatorSigned\":true")
            }
            #expect(Self.faults(facts).contains { $0.contains("at /gate/missing") })
            let useful = Self.forged(members, "registration-1.json") { $0.replacing("\"up\"", with: "\"down\"") }
            #expect(Self.faults(useful).contains { $0.hasSuffix("its bytes have another one") })
            let steps = Self.forged(members, "pilot.json") { $0.replacing("\"pass-g1\"", with: "\"go\"") }
            #expect(Self.faults(steps).contains { $0.contains("the rules know no such step") })
            let cells = Self.forged(members, "look-1.csv") { $0.replacing(".", with: ",") }
            #expect(Self.faults(cells).contains { $0.contains("it says something else") })
            #expect(Self.faults([("pilot.json", Array("{}".utf8))]).count == 2)
            #expect(Self.faults([]).count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `after an amendment both results stand beside each other`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3) { town in
            let number = try await town.plan()
            let address = "/pilots/\(number)"
            try await town.begin(number)
            try await town.change(number, ["usefulEffect": 0.6, "statistic": "mean"])
            #expect(
                try await town.post(address + "/registrations", "reason=Beschluss+des+Rates&knowingly=1").status
                    == .seeOther)
            #expect(try await town.post(address + "/data", "").status == .seeOther)
            #expect(try await town.post(address + "/looks", "").status == .seeOther)
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            #expect(record.snapshots.map(\.registration) == [2, 1].map { record.registrations[$0 - 1].number })
            let page = try await town.page(address + "?lang=en")
            #expect(page.contains("As it was registered first") && page.contains("Beschluss des Rates"))
            #expect(page.contains("we had called +5\u{202F}% useful: that is reached"))
            #expect(page.contains("we had called +60\u{202F}% useful: that is excluded"))
            let check = PilotCheck(try await Self.members(town, number))
            #expect(check.holds, "\(check.lines)")
            let results = check.lines.filter { $0.what.hasPrefix("result under registration") }.map(\.what)
            #expect(results.count == 2 && results[0].contains("verdict wait") && results[1].contains("verdict stop"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a registration is proved in the ledger, and only that one`(_ kind: TestEngine) async throws {
        try await PilotTown.with(kind, effect: 0.3, isOpen: false) { town in
            let number = try await town.plan()
            try await town.begin(number, as: .editor)
            let record = try await town.engine.read { try PilotQueries.record(number, on: $0) }
            let (object, at) = ("pilot/X-\(number)", record.registrations[0].at)
            #expect(
                try await town.engine.read { try AuditProof.find("register", object: object, at: at, on: $0) } == nil,
                "no checkpoint speaks for it yet")
            try await town.engine.write { _ = try AuditTrail.sign(at: PilotTown.now, on: $0) }
            let proof = try #require(
                try await town.engine.read { try AuditProof.find("register", object: object, at: at, on: $0) })
            // people without an account get no names, and the entry holds one
            #expect(!(try await Self.members(town, number).contains { $0.name == "ledger.json" }))
            var evidence = try #require(
                PilotEvidence(
                    Dictionary(try await Self.members(town, number).map { ($0.name, $0.bytes) }) { first, _ in first }))
            evidence.proofs = [1: proof]
            let check = PilotCheck(try evidence.files())
            #expect(
                check.holds && check.lines.contains { $0.what.contains("registration 1 is entry") }, "\(check.lines)")
            let forged = Self.forged(try evidence.files(), "ledger.json") {
                $0.replacing("\\\"object\\\":\\\"pilot", with: "\\\"object\\\":\\\"other")
            }
            #expect(Self.faults(forged) == ["ledger.json: registration 1: what was recorded is not what the log holds"])
        }
    }
}
