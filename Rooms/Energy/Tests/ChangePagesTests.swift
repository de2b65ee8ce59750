// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import HTTPTypes
import HummingbirdTesting
import Metering
import NIOCore
import PowerBills
import Rights
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyChanges
@testable import EnergyPages

/// Forms of ordinary cases, what they show before they write, sums of a run, and a member's letters.
extension EnergyPagesTests {
    private static func post(
        _ client: any TestClientProtocol, _ path: String, _ fields: String
    ) async throws -> (status: HTTPResponse.Status, text: String, location: String) {
        let answer = try await client.execute(
            uri: "/energy/1/\(path)", method: .post, headers: form, body: ByteBuffer(string: fields))
        return (answer.status, String(buffer: answer.body), answer.headers[.location] ?? "")
    }

    /// The mark under which a page showed what it would write.
    private static func mark(_ text: String) throws -> String {
        String(try #require(text.firstMatch(of: /name="shown" value="([0-9a-f]+)"/)).1)
    }

    @Test(arguments: TestEngine.allCases)
    func `a case is shown before it is written, names the settled periods, and leads to their correction`(
        _ kind: TestEngine
    ) async throws {
        try await Self.pages(kind, as: Self.administrator) { client, engine, town in
            let overview = try await Self.text(client, "/energy/1")
            #expect(overview.text.contains("href=\"/energy/1/changes\""))
            let cases = try await Self.text(client, "/energy/1/changes")
            for one in OrdinaryCase.Kind.allCases {
                #expect(cases.text.contains("/energy/1/changes/\(one.rawValue)\""), "\(one)")
                let form = try await Self.text(client, "/energy/1/changes/\(one.rawValue)?lang=en")
                #expect(form.status == .ok && form.text.contains("<h1>\(Words.change(one).english)</h1>"))
            }
            let fields =
                "plant=\(town.plants[0])&party=&name=Neue+Sonne+%3Cb%3E+GmbH&street=Weg+1&place=12345+Ort&from=2026-10-16"
            let before = try await engine.read { try EnergyQueries.revision(on: $0) }
            let shown = try await Self.post(client, "changes/hands-over", fields)
            #expect(shown.status == .ok && shown.text.contains("Neue Sonne &lt;b&gt; GmbH"))
            #expect(shown.text.contains("16.10.2026 – offen: Betreiber Neue Sonne &lt;b&gt; GmbH"))
            #expect(shown.text.contains("01.10.2026 – 15.10.2026: Betreiber Betreiber pA"))
            #expect(
                shown.text.contains("href=\"/energy/1/runs/1\"") && shown.text.contains("Gespeichert ist noch nichts"))
            #expect(try await engine.read { try EnergyQueries.revision(on: $0) } == before, "nothing is written yet")
            // back to the form, with what was in it
            let back = try await Self.post(client, "changes/hands-over", fields + "&back=yes")
            #expect(back.status == .ok && back.text.contains("value=\"2026-10-16\""))
            let stale = try await Self.post(client, "changes/hands-over", fields + "&shown=0000")
            #expect(stale.status == .conflict && stale.text.contains("Inzwischen ist etwas anderes bekannt geworden"))
            let done = try await Self.post(
                client, "changes/hands-over", "\(fields)&shown=\(try Self.mark(shown.text))")
            #expect(
                done.status == .seeOther && done.location == "/energy/1/changes/known/\(before + 1)?case=hands-over")
            let written = try await Self.text(client, done.location)
            #expect(written.text.contains("An Tagen dieser Abrechnungen gilt nun etwas anderes"))
            #expect(written.text.contains("href=\"/energy/1/runs/1\""))
            let run = try await Self.text(client, "/energy/1/runs/1")
            #expect(run.text.contains("action=\"/energy/1/runs/1/correct\""))
            let corrected = try await Self.post(client, "runs/1/correct", "reason=Verkauf")
            #expect(corrected.status == .seeOther)
            let page = try await Self.text(client, "/energy/1/runs/2")
            #expect(page.text.contains("Neue Sonne &lt;b&gt; GmbH") && page.text.contains("Betreiber pA"))
            let history = try await Self.text(client, "/energy/1/changes")
            #expect(history.text.contains("/energy/1/changes/known/\(before + 1)\""))
            #expect(try await Self.text(client, "/energy/1/changes/known/999999").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `joining, moving with a next occupant, leaving and a swap go through their forms`(
        _ kind: TestEngine
    ) async throws {
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            func write(_ path: String, _ fields: String) async throws {
                let shown = try await Self.post(client, path, fields)
                #expect(shown.status == .ok, "\(shown.text.prefix(4000))")
                guard shown.status == .ok else { return }
                let done = try await Self.post(client, path, "\(fields)&shown=\(try Self.mark(shown.text))")
                #expect(done.status == .seeOther, "\(path)")
            }
            func versions<Content: EnergyDocument>(_ kind: Content.Type) async throws -> [Version<Content>] {
                try await engine.read { try EnergyQueries.versions(kind, of: 1, on: $0) }
            }
            let malos = try [80, 81].map { try EnergyTown.malo($0).description }
            try await write(
                "changes/joins",
                "party=&name=Familie+Neu&street=Neugasse+1&place=12345+Ort&point=&malo=\(malos[0])&meter=1N&grid-operator=Netz&amperes=63&part=0&from=2026-11-03"
            )
            let joined = try #require(try await versions(Relation.self).last)
            let party = try await versions(Party.self).last { $0.number == joined.content.party }
            let point = try await versions(Point.self).last { $0.number == joined.content.point }
            #expect(party?.content.name == "Familie Neu" && joined.days == ValidDays(from: EnergyTown.day(34)))
            #expect(point?.content.street == "Neugasse 1", "a point without an address has the person's")
            try await write(
                "changes/moves",
                "relation=\(joined.number)&point=&malo=\(malos[1])&meter=2N&grid-operator=Netz&amperes=63&point-street=Neugasse+2&point-place=12345+Ort&from=2026-11-10&address=yes&next=new&next-name=Familie+Nach"
            )
            let moved = try await versions(Relation.self).filter { $0.number == joined.number }
            #expect(moved.map(\.days.through) == [EnergyTown.day(40), nil])
            let next = try #require(try await versions(Relation.self).last)
            #expect(next.content.point == joined.content.point && next.days.from == EnergyTown.day(41))
            #expect(try await versions(Party.self).filter { $0.number == joined.content.party }.count == 2)
            try await write("changes/leaves", "relation=\(next.number)&through=2026-11-20")
            #expect(try await versions(Relation.self).last?.days.through == EnergyTown.day(51))
            let swap = "point=\(joined.content.point)&meter=9NEU&melo=&meter-kind=rlm&from=2026-11-12"
            let shown = try await Self.post(client, "changes/swaps", swap)
            #expect(shown.text.contains("Vom 12.11.2026 sind 0 von 96 Viertelstunden da."))
            #expect(shown.text.contains("registrierende Leistungsmessung (RLM)"), "the kind is shown before it is kept")
            try await write("changes/swaps", swap)
            for kind in ["wind", "ferraris"] {
                let wrong = swap.replacing("9NEU", with: "7").replacing("rlm", with: kind)
                #expect(try await Self.post(client, "changes/swaps", wrong).status == .badRequest, "\(kind)")
            }
            // what is wrong is said at its field, and what was typed stays
            for (path, fields, field) in [
                (
                    "changes/joins",
                    "party=&name=&street=A&place=B&point=\(joined.content.point)&part=1&from=2026-11-12", "name"
                ),
                (
                    "changes/joins", "party=&name=N&street=A&place=B&point=&malo=41373559242&part=1&from=2026-11-12",
                    "malo"
                ),
                ("changes/leaves", "relation=\(joined.number)&through=heute", "through"),
                ("changes/swaps", "point=\(joined.content.point)&meter=8&melo=DE1&from=2026-11-12", "melo"),
                ("changes/swaps", "point=\(joined.content.point)&meter=9NEU&melo=&from=2026-11-13", "meter"),
            ] {
                let refused = try await Self.post(client, path, fields)
                #expect(
                    refused.status == .badRequest && refused.text.contains("id=\"\(field)-error\""), "\(path) \(field)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a member opens the own letters from the own page, and nobody else's`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.member, settled: false) { client, engine, town in
            let rows = try await engine.write { connection -> [Int64] in
                let parties = ["m1", "m2"].compactMap { town.parties[$0] }
                _ = try NoticeQueries.write(
                    NoticeQueries.Draft(
                        kind: .standstill, plant: nil, day: EnergyTown.day(3), body: "Steht still", way: .letter,
                        posted: EnergyTown.day(3), proof: "RR"),
                    to: parties, in: 1, by: EnergyTown.author, today: EnergyTown.day(20), on: connection)
                return try parties.compactMap { try NoticeQueries.all(to: $0, in: 1, on: connection).first?.row }
            }
            try #require(rows.count == 2)
            let mine = try await Self.text(client, "/energy/mine")
            #expect(mine.text.contains("href=\"/energy/1/notices/\(rows[1])\""))
            #expect(!mine.text.contains("href=\"/energy/1/notices/\(rows[0])\""))
            let links = mine.text.matches(of: /href="(\/energy\/1\/notices\/\d+)"/).map { String($0.1) }
            for link in links {
                let letter = try await Self.text(client, link)
                #expect(letter.status == .ok && letter.text.contains("Steht still"))
            }
            for rest in ["", "/notice.pdf"] {
                let foreign = try await Self.text(client, "/energy/1/notices/\(rows[0])\(rest)")
                #expect(foreign.status == .notFound, "\(rest)")
            }
        }
    }

    // MARK: - Sums

    @Test(arguments: TestEngine.allCases)
    func `sums of a run are a fixed list: what is masked is named, and a correction tells no more`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            let run = try await engine.write { connection in
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                return try town.settle(on: connection)
            }
            let list = try await engine.read { try RunSums.list(of: run.id, on: $0) }
            let whole = list.filter { $0.kind == .community }
            // on the nineteenth four share, and the days that it could be found from are masked with it
            #expect(whole.map(\.state) == [.told, .few, .shield] && whole.map(\.parties.count) == [5, 4, 5])
            #expect(whole.map(\.days.lowerBound) == [1, 19, 20].map(EnergyTown.day))
            #expect(whole[0].used.count == 18 * 96 && whole[1].used.isEmpty && whole[2].shared.isEmpty)
            #expect(list.count == 9, "all members, and what they got of each of two plants")
            let quarters = try await engine.read { connection in
                try RunInput.read(town.community, run.days, in: EnergyTown.berlin, on: connection).period.settle()
                    .quarters
            }
            for slot in [0, 700, 18 * 96 - 1] {
                let start = Instant(microseconds: input.starts[slot].microseconds)
                let there = quarters.values.compactMap { all in all.first { $0.start == start } }
                #expect(whole[0].used[slot] == UInt32(there.reduce(0) { $0 + $1.load }))
                #expect(whole[0].shared[slot] == UInt32(there.reduce(0) { $0 + $1.shared }))
                let plants = list.filter { $0.kind == .plant && $0.isTold }
                #expect(plants.reduce(0) { $0 + $1.shared[slot] } == whole[0].shared[slot])
            }
            let page = try await Self.text(client, "/energy/1/runs/\(run.id)")
            #expect(page.text.contains("verdeckt: weniger als fünf Mitglieder"))
            let file = try await Self.text(client, "/energy/1/runs/\(run.id)/sums.csv")
            let lines = file.text.split(separator: "\n")
            #expect(lines.count == 1 + 3 * 2980, "what is masked has its rows")
            #expect(lines[1].hasPrefix("alle Mitglieder;2026-09-30T22:00:00.000Z;") && lines[1].hasSuffix(";5;told"))
            #expect(lines.contains { $0.hasSuffix(";;;4;few") } && lines.contains { $0.hasSuffix(";;;5;shield") })
            // one of them was never there: the difference to what is told would be that one's use
            try await engine.write { connection in
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                try desk.end(relation: town.relations["m3"] ?? 0, through: EnergyTown.day(10))
                let corrected = try town.settle(corrects: run.id, on: connection)
                let again = try RunSums.list(of: corrected.id, on: connection).filter { $0.kind == .community }
                #expect(again.map(\.parties.count) == [5, 4, 3, 4], "\(again.map(\.days))")
                #expect(again.allSatisfy { $0.isTold == ($0.days.lowerBound == EnergyTown.day(1)) })
                #expect(try RunSums.list(of: run.id, on: connection) == list, "the old list stays as it was")
            }
        }
    }

    @Test func `sums are for those who may see the sharing's, and for everybody where its terms say so`() async throws {
        try await Self.pages(.sqlite, as: Self.member) { client, engine, town in
            #expect(try await Self.text(client, "/energy/1/runs/1/sums.csv").status == .notFound)
            try await engine.write { connection in
                var terms = EnergyTown.terms(.cascade)
                terms.opensSums = true
                try EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                    .set(terms, from: EnergyTown.day(1))
            }
            #expect(try await Self.text(client, "/energy/1/runs/1/sums.csv").status == .ok)
            #expect(try await Self.text(client, "/energy/1/runs/99/sums.csv").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `fewer than five by a key that moves settle only with their agreement, and each bill says so`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                for member in ["m5", "m3"] {
                    let number = town.relations[member] ?? 0
                    let version = try #require(
                        try EnergyQueries.versions(Relation.self, of: 1, on: connection).first { $0.number == number })
                    try connection.execute("DELETE FROM energy_version WHERE id = \(version.row)")
                }
                #expect(throws: EnergyFault.fewMembers(4)) { try town.settle(on: connection) }
                func few() throws -> Int? {
                    try RunInput.read(town.community, EnergyTown.october, in: EnergyTown.berlin, on: connection).few
                }
                try desk.set(EnergyTown.terms(.fixed), from: EnergyTown.day(1))
                #expect(try few() == nil, "with a fixed key nobody has to agree")
                #expect(EnergyFault.fewMembers(4).words.german.contains("Nur 4 Mitglieder"))
                var terms = EnergyTown.terms(.cascade)
                terms.agreesToSums = true
                try desk.set(terms, from: EnergyTown.day(1))
                let run = try town.settle(on: connection)
                let documents = try RunQueries.documents(of: run.id, on: connection).compactMap(\.document)
                for bill in documents where bill.kind == .bill {
                    #expect(bill.particulars.fewMembers == 4)
                    #expect(PowerDocument(bill.document) == bill, "the record carries it")
                }
                #expect(try RunSums.list(of: run.id, on: connection).allSatisfy { !$0.isTold })
                #expect(try RunQueries.holds(run, town.community, in: EnergyTown.berlin, on: connection) == true)
            }
        }
    }
}
