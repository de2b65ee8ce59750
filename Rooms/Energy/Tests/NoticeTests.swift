// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import Metering
import PowerBills
import Rights
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// Who was told what, by which way, and what proves it; on both engines.
@Suite("Notices to members", .enabled(if: EnergyOracle.isThere))
struct NoticeTests {
    private static let today = EnergyTown.day(20)

    private static func draft(
        _ kind: Notice.Kind = .warnings, way: Notice.Way = .letter, posted: CivilDay? = nil, body: String = "Text"
    ) -> NoticeQueries.Draft {
        NoticeQueries.Draft(
            kind: kind, plant: nil, day: EnergyTown.day(3), body: body, way: way, posted: posted, proof: "RR 1 DE")
    }

    @Test func `the proposed warnings are the three that the law names, in its order`() {
        let text = Words.proposed(.warnings, "Beispiel", "Stadtwerk").german
        let lines = text.split(separator: "\n").filter { $0.first?.isNumber == true }
        let wanted = [
            ["nicht vollständig und nicht jederzeit decken"], ["zusätzlich Strom beziehen"],
            ["mehr kosten als im Durchschnitt ein Vertrag, der Ihren ganzen Bedarf deckt"],
        ]
        #expect(lines.count == wanted.count)
        for (line, words) in zip(lines, wanted) { for word in words { #expect(line.contains(word), "\(line)") } }
        #expect(text.contains("wählen Sie frei"), "the choice of supplier may not be limited")
    }

    @Test(arguments: TestEngine.allCases)
    func `a letter is proved when it is posted, a mail when the server took it`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let id = town.community.id
                let (m1, m2) = (town.parties["m1"] ?? 0, town.parties["m2"] ?? 0)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                var contact = PowerDocument.Contact()
                contact.mail = "m2@example.de"
                try desk.set(contact, nil, of: m2, from: EnergyTown.day(1))
                func write(_ draft: NoticeQueries.Draft, _ parties: [Int64]) throws -> [NoticeQueries.Mail] {
                    try NoticeQueries.write(
                        draft, to: parties, in: id, by: EnergyTown.author, today: Self.today, on: connection)
                }
                func notices() throws -> [Notice] { try NoticeQueries.all(of: id, limit: 99, on: connection) }
                #expect(try write(Self.draft(), [m1]).isEmpty)
                #expect(try notices().first?.state == .open)
                #expect(try NoticeQueries.warned(id, on: connection).isEmpty, "not posted is not told")
                try NoticeQueries.post(
                    nil, on: EnergyTown.day(4), proof: "RR 2 DE", in: id, by: EnergyTown.author, today: Self.today,
                    on: connection)
                let letter = try #require(try notices().first)
                #expect(letter.state == .sent && letter.proof == "RR 2 DE" && letter.recipient.contains("Dorfstraße"))
                #expect(try NoticeQueries.warned(id, on: connection).keys.sorted() == [m1])
                // to several: mail where there is an address, letters to the others
                let mails = try write(Self.draft(.standstill, way: .mail), [m1, m2])
                #expect(mails.map(\.address) == ["m2@example.de"])
                #expect(try notices().prefix(2).map(\.state) == [.waiting, .open])
                let mail = try #require(mails.first).notice
                try NoticeQueries.ended(mail, .sent, proof: "ok", at: EnergyTown.now, on: connection)
                try NoticeQueries.ended(mail, .refused, proof: "550", at: nil, on: connection)
                #expect(try notices().first?.state == .sent, "what is sent stays sent")
                #expect(try NoticeQueries.all(to: m2, in: id, on: connection).count == 1)
                #expect(try NoticeQueries.sharers(id, on: EnergyTown.day(3), on: connection).contains(m2))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what cannot be told is refused with its reason, and nothing is kept`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let m1 = town.parties["m1"] ?? 0
                let table: [(NoticeQueries.Draft, [Int64], EnergyFault)] = [
                    (Self.draft(), [], .nobodyToTell), (Self.draft(body: ""), [m1], .empty(field: "body")),
                    (Self.draft(way: .mail), [m1], .noMailAddress("Haushalt m1")),
                    (Self.draft(posted: EnergyTown.day(21)), [m1], .postedLater),
                    (Self.draft(), [9999], .unknown(field: "party")),
                ]
                for (draft, parties, fault) in table {
                    #expect(throws: fault) {
                        try NoticeQueries.write(
                            draft, to: parties, in: town.community.id, by: EnergyTown.author, today: Self.today,
                            on: connection)
                    }
                }
                #expect(try NoticeQueries.all(of: town.community.id, limit: 9, on: connection).isEmpty)
            }
        }
    }
}
