// SPDX-License-Identifier: EUPL-1.2
import Access
import EnergyOracles
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Metering
import NIOCore
import PowerBills
import Rights
import Settlement
import Site
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyContractPages
@testable import EnergyContracts
@testable import EnergyPages

/// Contracts, master data and changes of prices as people see them.
@Suite("Pages of contracts", .enabled(if: EnergyOracle.isThere))
struct ContractPagesTests {
    private typealias Pages = EnergyPagesTests

    private static func post(
        _ client: any TestClientProtocol, _ uri: String, _ form: String
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let answer = try await client.execute(
            uri: uri, method: .post, headers: Pages.form, body: ByteBuffer(string: form))
        return (answer.status, String(buffer: answer.body))
    }

    /// The contracts of a member, offered on 5 November 2026.
    private static func offer(_ town: EnergyTown, _ member: String, isWarned: Bool = true, in engine: any StorageEngine)
        async throws -> [StoredContract]
    {
        try await engine.write { connection in
            let today = try #require(CivilDay("2026-11-05"))
            _ = try ContractTests.desk(town, on: connection, today: today).offer(town.relations[member] ?? 0)
            if isWarned { try ContractTests.warn(town, member, on: connection) }
            return try ContractQueries.all(ofRelation: town.relations[member] ?? 0, in: 1, on: connection)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the clerk sees each relation, offers, and enters an acceptance`(_ kind: TestEngine) async throws {
        try await Pages.pages(kind, as: Pages.administrator, settled: false) { client, engine, town in
            let relation = town.relations["m2"] ?? 0
            let path = "/energy/1/contracts/relations/\(relation)"
            let list = try await Pages.text(client, "/energy/1/contracts")
            #expect(list.status == .ok && list.text.contains(path) && list.text.contains("noch nicht angeboten"))
            let page = try await Pages.text(client, path)
            #expect(
                page.text.contains("SEE900000000000") && page.text.contains("Die Art des Zählers ist nicht eingetragen")
            )
            #expect(page.text.contains("Stromliefervertrag in der Gemeinschaft"), "the draft")
            #expect(page.text.contains("nicht bekannt") && !page.text.contains("id=\"map\""))
            #expect(try await Self.post(client, "\(path)/offer", "").status == .seeOther)
            let refused = try await Self.post(client, "\(path)/accept", "contract=0&day=2026-11-05&way=letter&proof=7")
            #expect(refused.status == .badRequest && refused.text.contains("keinen Nachweis der drei Warnungen"))
            try await engine.write { try ContractTests.warn(town, "m2", on: $0) }
            let forged = try await Self.post(client, "\(path)/accept", "contract=0&day=2026-11-05&way=account&proof=")
            #expect(forged.status == .badRequest, "nobody clicks for a member")
            let accepted = try await Self.post(
                client, "\(path)/accept", "contract=0&day=2026-11-05&way=letter&proof=Akte+7")
            #expect(accepted.status == .seeOther)
            let after = try await Pages.text(client, path)
            #expect(after.text.contains("angenommen, 05.11.2026") && after.text.contains("Akte 7"))
            #expect(after.text.contains("19.11.2026"), "until when it can be withdrawn")
            let text = try await Pages.text(client, "/energy/1/contracts/papers/1/contract.txt")
            let kept = try await engine.read { try ContractQueries.one(1, of: 1, on: $0) }
            #expect(text.text == kept?.paper?.text)
            for missing in [
                "/energy/1/contracts/relations/999", "/energy/1/contracts/papers/999", "/energy/2/contracts",
            ] {
                #expect(try await Pages.text(client, missing).status == .notFound, "\(missing)")
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a member reads, accepts and withdraws the own contracts and no others`(_ kind: TestEngine) async throws {
        try await Pages.pages(kind, as: Pages.member, settled: false) { client, engine, town in
            let own = try await Self.offer(town, "m2", isWarned: false, in: engine)
            let other = try await Self.offer(town, "m3", in: engine)
            let mine = try await Pages.text(client, "/energy/mine")
            #expect(own.allSatisfy { mine.text.contains("/energy/1/contracts/papers/\($0.id)\"") })
            #expect(!other.contains { mine.text.contains("/energy/1/contracts/papers/\($0.id)\"") })
            for contract in other {
                for rest in ["", "/contract.txt", "/contract.pdf"] {
                    let page = try await Pages.text(client, "/energy/1/contracts/papers/\(contract.id)\(rest)")
                    #expect(page.status == .notFound)
                }
                #expect(
                    try await Self.post(client, "/energy/1/contracts/papers/\(contract.id)/accept", "").status
                        == .notFound)
            }
            for path in ["contracts", "contracts/relations/\(town.relations["m2"] ?? 0)", "master", "prices"] {
                #expect(try await Pages.text(client, "/energy/1/\(path)").status == .notFound, "\(path)")
            }
            let path = "/energy/1/contracts/papers/\(own[0].id)"
            let page = try await Pages.text(client, path)
            #expect(page.status == .ok && page.text.contains("Diesen Vertrag annehmen"))
            let early = try await Self.post(client, "\(path)/accept", "")
            #expect(early.status == .badRequest && early.text.contains("keinen Nachweis der drei Warnungen"))
            try await engine.write { try ContractTests.warn(town, "m2", on: $0) }
            #expect(try await Self.post(client, "\(path)/accept", "").status == .seeOther)
            let accepted = try await engine.read { try ContractQueries.one(own[0].id, of: 1, on: $0) }
            #expect(accepted?.state == .accepted && accepted?.events.last?.way == .account)
            #expect(accepted?.events.last?.actor == "Ada")
            #expect(try await Self.post(client, "\(path)/withdraw", "").status == .seeOther)
            let after = try await Pages.text(client, path)
            #expect(after.text.contains("widerrufen") && !after.text.contains("<form method=\"post\" action=\"/energy"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the lawyer's text comes back with the line that is wrong, and is kept from a day on`(
        _ kind: TestEngine
    ) async throws {
        try await Pages.pages(kind, as: Pages.administrator, settled: false) { client, engine, _ in
            let path = "/energy/1/contracts/templates/delivery"
            let page = try await Pages.text(client, path)
            #expect(page.text.contains("zu prüfen") && page.text.contains("{{messstelle.malo}}"))
            let wrong = try await Self.post(client, path, "from=2026-11-05&text=%23+Titel%0D%0A%7B%7Bname%7D%7D")
            #expect(
                wrong.status == .badRequest && wrong.text.contains("Zeile 2")
                    && wrong.text.contains("{{name}}</textarea>"))
            let text = ContractTemplate.start(.delivery).text + "\nGerichtsstand ist <Musterstadt>."
            let encoded = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(try await Self.post(client, path, "from=2026-11-05&text=\(encoded)").status == .seeOther)
            let kept = try await Pages.text(client, path)
            #expect(kept.text.contains("Gerichtsstand ist &lt;Musterstadt&gt;.") && kept.text.contains("Fassungen"))
            let stored = try await engine.read {
                try ContractQueries.template(.delivery, of: 1, on: try #require(CivilDay("2026-11-05")), on: $0)
            }
            #expect(stored.text == text)
            #expect(try await Pages.text(client, "/energy/1/contracts/templates/nichts").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `positions are typed, drawn with 4.5 km around, and refused where they are no place`(
        _ kind: TestEngine
    ) async throws {
        try await Pages.pages(kind, as: Pages.administrator, settled: false) { client, engine, town in
            let relation = town.relations["m2"] ?? 0
            let consumer = try await engine.read { connection in
                try EnergyQueries.versions(Relation.self, of: 1, on: connection)
                    .first { $0.number == relation }?.content.point
            }
            func set(_ point: Int64, _ east: String, _ north: String) async throws -> (HTTPResponse.Status, String) {
                try await Self.post(
                    client, "/energy/1/master/point",
                    "point=\(point)&meter-kind=imsys&longitude=\(east)&latitude=\(north)&from=2026-11-05")
            }
            let point = try #require(consumer)
            let swapped = try await set(point, "47,9", "10,8")
            #expect(swapped.0 == .badRequest && swapped.1.contains("vertauscht"))
            #expect(try await set(point, "10,8", "").0 == .badRequest)
            #expect(try await set(point, "10,8", "47,9").0 == .seeOther)
            #expect(try await set(town.points["pA"] ?? 0, "10,8", "47,91").0 == .seeOther)
            let plant = try await Self.post(
                client, "/energy/1/master/plant",
                "plant=\(town.plants[0])&operator-kind=municipality&register=SEE900000000000&longitude=&latitude=&from=2026-11-05"
            )
            #expect(plant.status == .seeOther)
            let master = try await Pages.text(client, "/energy/1/master")
            #expect(
                master.text.contains("47,91") && master.text.contains("iMSys")
                    && master.text.contains("im Gesetz nicht genannt"))
            let page = try await Pages.text(client, "/energy/1/contracts/relations/\(relation)")
            #expect(page.text.contains("1.112\u{202F}m, innerhalb von 4,5 km") && page.text.contains("nicht bekannt"))
            #expect(page.text.contains("id=\"map\""))
            let map = try await Pages.text(client, "/energy/1/contracts/relations/\(relation)/map.json")
            let places = try #require(try JSONValue(parsing: map.text).object?["features"]?.array)
            #expect(places.count == 2, "the plant and the point")
            let near = try await Pages.text(client, "/energy/1/contracts/relations/\(relation)/near.json")
            #expect(try JSONValue(parsing: near.text).object?["features"]?.array?.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who adds a price is led to whom to tell, and the notice is proved like others`(_ kind: TestEngine)
        async throws
    {
        try await Pages.pages(kind, as: Pages.administrator, settled: false) { client, engine, _ in
            let none = try await Pages.text(client, "/energy/1/prices")
            #expect(none.status == .ok)
            let added = try await client.execute(
                uri: "/energy/1/setup/price", method: .post, headers: Pages.form,
                body: ByteBuffer(string: "line=community&value=15500&from=2027-01-01&replaces=yes"))
            #expect(added.status == .seeOther && added.headers[.location] == "/energy/1/prices")
            let page = try await Pages.text(client, "/energy/1/prices")
            #expect(page.text.contains("15,500") && page.text.contains("am 01.12.2026, anderen am 18.12.2026"))
            let empty = try await Self.post(
                client, "/energy/1/prices", "day=2027-01-01&reason=&way=letter&posted=&proof=")
            #expect(empty.status == .badRequest && empty.text.contains("Diese Angabe fehlt"))
            let told = try await Self.post(
                client, "/energy/1/prices", "day=2027-01-01&reason=Wartung&way=letter&posted=2026-11-04&proof=RR+5")
            #expect(told.status == .seeOther)
            let after = try await Pages.text(client, "/energy/1/prices")
            #expect(after.text.contains("Allen mitgeteilt") && after.text.contains("RR 5"))
            #expect(try await Pages.text(client, "/energy/1/notices").text.contains("Preisänderung"))
        }
    }
}
